"""`postil explain`: what a rule asks for, and why."""

import argparse
from collections.abc import Sequence

from postil.commands.common import wrong_use

EXAMPLES = """\
  postil explain
  postil explain anchor-missing
"""


def run(arguments: Sequence[str]) -> int:
    """Print one rule's page, or one line for each rule."""
    from postil.explain import overview, plain_page
    from postil.problems import closest
    from postil.rules import LEVELS

    made = argparse.ArgumentParser(
        prog="postil explain",
        description="Say what a rule asks for, and why, with an example.",
        epilog=f"examples:\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("rule", metavar="RULE", nargs="?", help="its name (default: list all rules)")
    name = made.parse_args(arguments).rule
    if name is None:
        print(overview())
    elif name in LEVELS:
        print(plain_page(name))
    else:
        hint = closest(name, LEVELS) or "postil explain lists them all"
        wrong_use(f"there is no rule {name}; {hint}")
    return 0
