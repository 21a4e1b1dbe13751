"""Problems for other programs: JSON, SARIF 2.1.0 and GitHub's workflow commands.

Each writer takes problems and silenced ones, in order, and the site's folder as the program that
reads the report knows it ("docs/site/", or "" for its own); it gives a text without a last line
end. The shapes are described in docs/check.md.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from postil import __version__
from postil.problems import Problem
from postil.rules import LEVELS, RULES
from postil.telling.verdicts import Silenced

SCHEMA = 1
"""Raised when a key of the JSON changes its meaning or goes; new keys may join at any time."""

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}

Writer = Callable[[Sequence[Problem], Sequence[Silenced], str], str]


# ---- JSON ----------------------------------------------------------------------------------


def as_json(problems: Sequence[Problem], silenced: Sequence[Silenced], _: str = "") -> str:
    """One object: counts, problems, what is silenced and why; files are named from the site."""
    levels = [found.level for found in problems]
    return _dumped(
        {
            "schema": SCHEMA,
            "postil": __version__,
            "counts": {
                **{level: levels.count(level) for level in ("error", "warning", "info")},
                "silenced": len(silenced),
            },
            "problems": [_object(found) for found in problems],
            "silenced": [{**_object(s.problem), "because": s.by.because} for s in silenced],
        }
    )


def _object(found: Problem) -> dict[str, object]:
    return {
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "level": found.level,
        "rule": found.rule,
        "message": found.message,
        "hint": found.hint,
    }


def _dumped(value: object) -> str:
    """JSON in ASCII alone, so that no terminal, locale or direction control can change it."""
    return json.dumps(value, indent=2)


# ---- SARIF ---------------------------------------------------------------------------------


def as_sarif(problems: Sequence[Problem], silenced: Sequence[Silenced], folder: str = "") -> str:
    """A SARIF 2.1.0 log of one run; silenced problems are suppressed results."""
    results = [_result(found, folder) for found in problems]
    for one in silenced:
        suppression = {"kind": "inSource", "justification": one.by.because}
        results.append({**_result(one.problem, folder), "suppressions": [suppression]})
    driver = {
        "name": "Postil",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule.name) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder of the check."}}},
        "results": results,
    }
    return _dumped({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> Mapping[str, object]:
    from postil.telling.explain import markdown_page, plain_page

    rule = RULES[_NUMBERS[name]]
    return {
        "id": name,
        "shortDescription": {"text": rule.what},
        "help": {"text": plain_page(name), "markdown": markdown_page(name)},
        "defaultConfiguration": {
            "level": _SARIF_LEVELS[LEVELS[name]],
            "enabled": rule.default != "off",
        },
        "properties": {"tags": [rule.group]},
    }


_NUMBERS = {rule.name: number for number, rule in enumerate(RULES)}


def _result(found: Problem, folder: str) -> dict[str, object]:
    text = f"{found.message}\n{found.hint}" if found.hint else found.message
    region = {"startLine": found.place.line, "startColumn": found.place.column}
    artifact = {"uri": quote(folder + found.place.file), "uriBaseId": _ROOT}
    return {
        "ruleId": found.rule,
        "ruleIndex": _NUMBERS[found.rule],
        "level": _SARIF_LEVELS[found.level],
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }


# ---- GitHub --------------------------------------------------------------------------------


def as_github(problems: Sequence[Problem], _: Sequence[Silenced], folder: str = "") -> str:
    """One workflow command a line, which GitHub shows beside the changed lines."""
    return "\n".join(_command(found, folder) for found in problems)


def _command(found: Problem, folder: str) -> str:
    place = found.place
    keys = {
        "file": folder + place.file,
        "line": str(place.line),
        "col": str(place.column),
        "title": found.rule,
    }
    properties = ",".join(f"{key}={_property(value)}" for key, value in keys.items())
    text = f"{found.message}\n{found.hint}" if found.hint else found.message
    return f"::{_GITHUB[found.level]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    """As GitHub's own toolkit escapes a message; what nobody could see is U+FFFD in a log."""
    text = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


WRITERS: Mapping[str, Writer] = {"json": as_json, "sarif": as_sarif, "github": as_github}
