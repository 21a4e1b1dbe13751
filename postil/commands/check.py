"""`postil check`: everything a build proves, without writing."""

from collections.abc import Sequence

from postil.commands.common import (
    add_seeds,
    find_site,
    parser,
    quotations,
    show,
    show_error,
)
from postil.pipeline import prove, render_site
from postil.problems import PostilError

EXAMPLES = """\
  postil check
  postil check --site ~/articles
  postil check --seeds ~/texts
"""
CLOSING = "every note sits on its words, and every claim has what its standing asks for"


def run(arguments: Sequence[str]) -> int:
    """Check; status 1 where a problem is an error."""
    made = parser("check", "Check all that a build proves, and write nothing.", EXAMPLES)
    add_seeds(made)
    options = made.parse_args(arguments)
    site = find_site(options.site)
    try:
        built = render_site(site, prove(site, seeds=options.seeds))
    except PostilError as error:
        return show_error(error)
    show(built.problems)
    if built.files:
        print(CLOSING + (f"; {told}" if (told := quotations(built)) else ""))
    return 0 if built.files else 1
