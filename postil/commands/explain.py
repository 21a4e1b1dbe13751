"""`postil explain`: what a rule asks for, and why."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from postil.commands.common import find_site, parser, wrong_use

EXAMPLES = """\
  postil explain
  postil explain anchor-missing
  postil explain source-unused --site mysite
"""
_MEANT = {"off": "takes it out", "info": "makes it information"}


def run(arguments: Sequence[str]) -> int:
    """Print one rule's page, or one line for each rule."""
    from postil.problems import closest
    from postil.rules import LEVELS
    from postil.telling.explain import overview, plain_page

    made = parser("explain", "Say what a rule asks for, and why, with an example.", EXAMPLES)
    made.add_argument("rule", metavar="RULE", nargs="?", help="its name (default: list all rules)")
    options = made.parse_args(arguments)
    name, here = options.rule, _levels(options.site)
    if name is None:
        print("\n".join([overview(), *(_said(rule, here[rule]) for rule in sorted(here))]))
    elif name in LEVELS:
        print("\n".join([plain_page(name), *([_said(name, here[name])] if name in here else [])]))
    else:
        hint = closest(name, LEVELS) or "postil explain lists them all"
        wrong_use(f"there is no rule {name}; {hint}")
    return 0


def _levels(named: Path | None) -> Mapping[str, str]:
    """The levels that a site gives rules; none where no site is named or stands here."""
    from postil.files.settings import settings
    from postil.load import load

    here = Path.cwd()
    if named is None and not any((f / "content").is_dir() for f in (here, *here.parents)):
        return {}
    return settings(load(find_site(named))[0], []).rules


def _said(rule: str, level: str) -> str:
    """What a site's own settings make of a rule."""
    article = "an" if level == "error" else "a"
    return f"site.yaml {_MEANT.get(level, f'makes it {article} {level}')} here: {rule}"
