"""Inputs that make parsers slow: those that cmark's authors collected, and some against our own."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

NAMES = (
    "nested strong emph",
    "many emph closers with no openers",
    "many emph openers with no closers",
    "many link closers with no openers",
    "many link openers with no closers",
    "mismatched openers and closers",
    "issue #389",
    "openers and closers multiple of 3",
    "link openers and emph closers",
    "pattern [ (]( repeated",
    "pattern ![[]() repeated",
    "hard link/emph case",
    "nested brackets",
    "nested block quotes",
    "U+0000 in input",
    "unclosed links A",
    "unclosed links B",
    "unclosed <!--",
    "empty lines in deeply nested lists",
    "empty lines in deeply nested lists in blockquote",
    "emph in deep blockquote",
    "nested inlines",
    "deeply nested lists",
    "backticks",
)

OWN: Mapping[str, str] = {
    "spaces": "a" + " " * 500_000 + "b",
    "spaces in a mark": "[a]{" + " " * 500_000 + "b",
    "spaces in a citation": "[@a" + " " * 500_000 + "b]",
    "quotation marks": "”[@a] " * 5_000,
    "citations": "[@a; " + "@b, p. 3; " * 5_000 + "@c]",
    "dashes": "-" * 500_000,
    "dashes in lines": "- " * 50_000,
    "stars": "*" * 500_000,
    "combining marks": "a" + "\u0301\u0316" * 50_000,
    "joined people": "\U0001f469\u200d" * 50_000,
    "soft hyphens": "a\u00ad" * 100_000,
    "one letter": "a" * 500_000,
    "closed notes": "[^a]" * 20_000,
    "definitions": "[^a]: b\n\n" * 5_000,
    "lines": "a\n" * 30_000,
    "entities": "&amp;" * 50_000,
}


@cache
def pathological(shared: Path) -> Mapping[str, str]:
    """cmark's cases by name, at full length."""
    path = shared / "foreign" / "commonmark" / "pathological.json"
    cases = json.loads(path.read_bytes())["cases"]
    made = {
        name: "".join(text * count for text, count in parts)
        for name, parts in cases.items()
        if isinstance(parts, list)
    }
    made["deeply nested lists"] = "".join("  " * n + "* a\n" for n in range(500))
    made["backticks"] = "".join("e" + "`" * n for n in range(1, 2_500))
    return made
