"""The docs name every command, option, key, standing and rule, and nothing that is not there."""

import re
from functools import cache
from pathlib import Path

import pytest

from postil import dates
from postil.cli import COMMANDS, main
from postil.model import KINDS, STANDINGS
from postil.rules import RULES
from tests.keys import FREE, kinds_in_code, known_keys

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
REFERENCE = ROOT / "docs" / "reference.md"

# What the parser calls a mapping in its messages, and the heading under which its keys stand.
HEADINGS = {
    "site.yaml": "`site.yaml`",
    "the publisher": "The publisher",
    "a target": "A target",
    "an article": "`article.yaml`",
    "a licence": "A licence",
    "a correction": "A correction",
    "a person": "A person",
    "a picture": "A picture",
    "a card": "A card",
    "an allowance": "An allowance",
    "a section's front matter": "A section’s front matter",
    "a note": "A note",
    "a phrase": "A phrase",
    "an event": "An event",
    "a rival date": "Another date",
    "a retirement": "A retirement",
    "a source": "A source",
    "a date": "A date in CSL-JSON",
    "a name": "A name",
    "a reference to a source": "A reference to a source",
    "a seed": "A seed",
}


DEFAULTS = {"fixed": "error, always"} | {word: word for word in ("error", "warning", "info", "off")}


@cache
def part(heading: str) -> str:
    """The text under a heading of the reference, with the parts below it."""
    text = REFERENCE.read_text(encoding="utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}\n", text, re.MULTILINE)
    assert found, f"docs/reference.md has no heading {heading}"
    end = re.search(rf"^#{{1,{len(found[1])}}} ", text[found.end() :], re.MULTILINE)
    return text[found.end() :][: end.start() if end else None]


def first_cells(text: str) -> list[str]:
    """The first cell of each table row."""
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def options(command: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    return set(
        re.findall(r"(?<![\w-])--[a-z][a-z-]*", capsys.readouterr().out.partition("examples:")[0])
    )


def test_the_mini_sites_have_every_kind_of_mapping(monkeypatch: pytest.MonkeyPatch) -> None:
    assert known_keys(monkeypatch).keys() == kinds_in_code() - FREE == HEADINGS.keys()


@pytest.mark.parametrize("kind", HEADINGS)
def test_every_key_is_in_the_reference(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known, text = known_keys(monkeypatch)[kind], part(HEADINGS[kind])
    passed_over = set(
        re.findall(r"`([\w-]+)`", "".join(re.findall(r"Passed over: ([^.]*)\.", text)))
    )
    assert set(first_cells(text)) | passed_over == known


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_in_the_reference(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {cell.partition(" ")[0] for cell in first_cells(part(f"`postil {command}`"))}
    assert named == options(command, capsys)


def test_the_reference_names_no_other_command() -> None:
    headings = re.findall(r"^### `postil (\w+)`$", part("Commands"), re.MULTILINE)
    assert headings == list(COMMANDS)


def test_every_rule_is_in_the_reference() -> None:
    rows = [f"| `{rule.name}` | {DEFAULTS[rule.default]} | {rule.what} |" for rule in sorted(RULES)]
    assert re.findall(r"^\| `.*\|$", part("Rules"), re.MULTILINE) == rows


def test_every_standing_and_kind_is_in_the_reference() -> None:
    assert first_cells(part("Standings")) == list(STANDINGS)
    assert all(f"`{kind}`" in part("A note") for kind in KINDS)


def test_every_date_of_the_reference_is_read() -> None:
    for text in first_cells(part("Dates")):
        dates.parse(text)


def _without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def test_every_link_of_the_docs_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = _without_code(page.read_text(encoding="utf-8"))
        anchors = {
            re.sub(r"[^\w -]", "", h).lower().replace(" ", "-")
            for h in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        for target in re.findall(r"(?<!`)\[[^\]`]+\]\(([^)\s`]+)\)(?!`)", text):
            if target.startswith("#"):
                assert target[1:] in anchors, f"{page.name}: {target}"
            elif "://" not in target:
                assert (page.parent / target.partition("#")[0]).exists(), f"{page.name}: {target}"


@pytest.mark.skipif(not README.exists(), reason="README.md is not written yet")
def test_the_readme_names_every_command() -> None:
    text = README.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert re.search(rf"(?:postil|build\.py) {command}\b", text), f"README.md lacks {command}"
    assert "docs/reference.md" in text
