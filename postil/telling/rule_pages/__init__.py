"""What `postil explain` says of each rule beyond its one line: one module a group of rules.

Long texts, so nothing here is imported by a build. A sample is one or two files, each under a line
with its path; its lines stand in the rule's document in tests/cases/rules, which proves them.
"""

from importlib import import_module
from typing import NamedTuple, cast

from postil.rules import RULES


class Page(NamedTuple):
    """Why a rule is there; a sample that breaks it; the same, mended."""

    why: str
    bad: str
    good: str


def page(name: str) -> Page:
    """The page of a rule; KeyError where there is none."""
    group = {rule.name: rule.group for rule in RULES}[name]
    pages = import_module(f"postil.telling.rule_pages.{group}").PAGES
    return cast(dict[str, Page], pages)[name]
