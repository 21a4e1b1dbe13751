"""`postil import`: what others wrote, into an article."""  # noqa: N999

from collections.abc import Sequence
from pathlib import Path

from postil.commands.common import find_site, parser, show_error
from postil.problems import PostilError

EXAMPLES = """\
  postil import --annotations class.jsonld --into lamp
  postil import --annotations hypothesis.json --into lamp
"""


def run(arguments: Sequence[str]) -> int:
    """Import; status 1 where a problem is an error."""
    from postil.commands.annotations import import_annotations

    made = parser("import", "Bring in what others wrote.", EXAMPLES)
    made.add_argument(
        "--annotations",
        metavar="FILE",
        type=Path,
        required=True,
        help="annotations to make notes of: W3C JSON-LD, or what Hypothesis exports",
    )
    made.add_argument("--into", metavar="SLUG", required=True, help="the article they are about")
    options = made.parse_args(arguments)
    try:
        return import_annotations(find_site(options.site), options.annotations, options.into)
    except PostilError as error:
        return show_error(error)
