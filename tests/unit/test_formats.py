"""Reports for programs: JSON, SARIF 2.1.0, GitHub's workflow commands."""

import json
from typing import Any
from urllib.parse import unquote

import pytest

from postil import __version__
from postil.model import Allowance
from postil.problems import Place, Problem
from postil.rules import RULES
from postil.telling import formats
from postil.telling.verdicts import Silenced

PLACE = Place(file="content/lamp/notes/50%, so: né.md", line=3, column=7)
FOUND = Problem(
    place=PLACE,
    rule="anchor-missing",
    message='not here: "100%: a,b"\u202e',
    hint="nearest: one\nnearest: two",
    level="error",
)
OTHER = Problem(place=PLACE, rule="source-weak", message="weak", level="warning")
TOLD = Problem(place=PLACE, rule="quotation-unverified", message="told", level="info")
ALLOWED = Silenced(
    problem=OTHER,
    by=Allowance(rule="source-weak", because="It is “shown”.", place=PLACE, file=PLACE.file),
)


def test_json() -> None:
    text = formats.as_json((FOUND, TOLD), (ALLOWED,))
    assert text.isascii()
    got = json.loads(text)
    assert got["schema"] == formats.SCHEMA
    assert got["postil"] == __version__
    assert got["counts"] == {"error": 1, "warning": 0, "info": 1, "silenced": 1}
    assert got["problems"][0] == {
        "file": PLACE.file,
        "line": 3,
        "column": 7,
        "level": "error",
        "rule": "anchor-missing",
        "message": FOUND.message,
        "hint": FOUND.hint,
    }
    (silenced,) = got["silenced"]
    assert silenced["because"] == "It is “shown”."
    assert silenced.keys() == got["problems"][0].keys() | {"because"}


def test_github_escapes_what_would_end_a_part() -> None:
    (line,) = formats.as_github((FOUND,), (), "docs/").split("\n")
    assert line == (
        "::error file=docs/content/lamp/notes/50%25%2C so%3A né.md,line=3,col=7,"
        'title=anchor-missing::not here: "100%25: a,b"\ufffd%0Anearest: one%0Anearest: two'
    )


@pytest.mark.parametrize(
    ("found", "command"), [(FOUND, "error"), (OTHER, "warning"), (TOLD, "notice")]
)
def test_github_levels(found: Problem, command: str) -> None:
    assert formats.as_github((found,), ()).startswith(f"::{command} file=")


def test_nothing_found() -> None:
    assert formats.as_github((), ()) == ""
    assert json.loads(formats.as_json((), ()))["problems"] == []
    assert json.loads(formats.as_sarif((), ()))["runs"][0]["results"] == []


# ---- SARIF 2.1.0: what its schema and its text ask for --------------------------------------


@pytest.fixture
def run() -> dict[str, Any]:
    text = formats.as_sarif((FOUND, TOLD), (ALLOWED,), "docs/")
    log = json.loads(text)
    assert text.isascii()
    assert log.keys() == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (made,) = log["runs"]
    assert isinstance(made, dict)
    return made


def test_sarif_names_the_tool_and_every_rule_once(run: dict[str, Any]) -> None:
    driver = run["tool"]["driver"]
    assert driver["name"] == "Postil"
    assert [rule["id"] for rule in driver["rules"]] == [rule.name for rule in RULES]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["help"].keys() == {"text", "markdown"}
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        assert isinstance(rule["defaultConfiguration"]["enabled"], bool)
        assert len(set(rule["properties"]["tags"])) == len(rule["properties"]["tags"])


def test_sarif_results_point_at_rules_and_places(run: dict[str, Any]) -> None:
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [result["level"] for result in run["results"]] == ["error", "note", "warning"]
    for result in run["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        ((place,),) = (result["locations"],)
        physical = place["physicalLocation"]
        location = physical["artifactLocation"]
        assert location["uriBaseId"] in run["originalUriBaseIds"]
        assert unquote(location["uri"]) == f"docs/{PLACE.file}"
        assert " " not in location["uri"]
        assert location["uri"].isascii()
        assert physical["region"] == {"startLine": 3, "startColumn": 7}
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_suppresses_what_is_silenced_and_says_why(run: dict[str, Any]) -> None:
    shown, told, silenced = run["results"]
    assert "suppressions" not in shown
    assert "suppressions" not in told
    assert silenced["suppressions"] == [{"kind": "inSource", "justification": "It is “shown”."}]


def test_sarif_base_has_no_relative_address(run: dict[str, Any]) -> None:
    # 3.14.14: the URI of a base is absolute, or left out.
    assert all("uri" not in base for base in run["originalUriBaseIds"].values())
