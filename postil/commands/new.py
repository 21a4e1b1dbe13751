"""`postil new`: what one starts from, as files that are yours from then on."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from postil.commands.common import find_site, parser, show, wrong_use
from postil.problems import Place, problem

EXAMPLES = """\
  postil new workflow github-pages
  postil new workflow netlify
"""


def run(arguments: Sequence[str]) -> int:
    """Make one thing of a kind; what is there already is never written over."""
    made = parser("new", "Start something from ready files.", EXAMPLES)
    made.add_argument("kind", choices=tuple(KINDS), help="what to make")
    made.add_argument("name", metavar="NAME", help="which one, such as github-pages")
    options = made.parse_args(arguments)
    return KINDS[options.kind](find_site(options.site), options.name)


def _workflow(site: Path, name: str) -> int:
    """Files with which a host builds and publishes the site at every push."""
    from postil.workflows import WORKFLOWS

    if name not in WORKFLOWS:
        wrong_use(f"there is no workflow {name}; there are: {', '.join(WORKFLOWS)}")
    workflow = WORKFLOWS[name]
    return _write(site, workflow.files, workflow.then)


def _write(site: Path, files: Mapping[str, str], then: str) -> int:
    """All files or none; status 1 where one is there already."""
    taken = [path for path in files if os.path.lexists(site / path)]
    if taken:
        message, hint = "this is there already, and stays as it is", "move it away first"
        show([problem("output", Place(file=path), message, hint) for path in taken])
        return 1
    for path, text in files.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(f"wrote {path}")
    print(then)
    return 0


KINDS: Mapping[str, Callable[[Path, str], int]] = {"workflow": _workflow}
