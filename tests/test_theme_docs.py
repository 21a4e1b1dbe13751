"""docs/theme.md names all that a theme may rely on, and nothing that is not there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from postil import views
from postil.cards.colours import tokens
from postil.wordings.chosen import english

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
PAGE = (ROOT / "docs" / "theme.md").read_text(encoding="utf-8")
PRINTED = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*")
    if path.suffix in {".html", ".svg"} and path.name != "macros.html"
)
_TYPES = {"str": "text", "int": "number", "bool": "yes or no", "Markup": "HTML"}


def part(heading: str) -> str:
    """What stands under a heading, with the parts below it."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n", PAGE, re.MULTILINE)
    assert found, f"docs/theme.md has no heading {heading}"
    end = re.search(rf"^#{{1,{len(found[1])}}} ", PAGE[found.end() :], re.MULTILINE)
    return PAGE[found.end() :][: end.start() if end else None]


def rows(text: str) -> list[list[str]]:
    """The cells of each table row but heads."""
    lines = re.findall(r"^\| (`.*) \|$", text, re.MULTILINE)
    return [line.split(" | ") for line in lines]


@cache
def records() -> dict[str, list[tuple[str, str]]]:
    """The views, each with its fields and their types as they are written."""
    found = {}
    for node in ast.parse((ROOT / "postil" / "views.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            found[node.name] = [
                (ast.unparse(one.target), _type(ast.unparse(one.annotation))) for one in fields
            ]
    return found


def _type(written: str) -> str:
    bare = written.removesuffix(" | None")
    many = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", bare)
    if many:
        return "texts" if many[1] == "str" else f"{many[1]} …"
    text = "text" if bare.startswith(("Literal", "Direction")) else _TYPES.get(bare, bare)
    return text + ", or none" * (bare != written)


def test_it_has_every_view_and_no_other() -> None:
    headings = re.findall(r"^### (\w+)$", part("Views"), re.MULTILINE)
    assert sorted(headings) == sorted(records())
    assert all(hasattr(views, name) for name in headings)


@pytest.mark.parametrize("name", records())
def test_it_has_every_field_with_its_type_and_meaning(name: str) -> None:
    told = rows(part(name))
    assert [(cells[0].strip("`"), cells[1]) for cells in told] == records()[name]
    for cells in told:
        assert len(cells) == 3, f"{name}: {cells[0]} wants a meaning"
        assert cells[2].strip(), f"{name}: {cells[0]} wants a meaning"


def test_it_has_every_template() -> None:
    headings = re.findall(r"^### `([\w./]+)`$", part("Templates and blocks"), re.MULTILINE)
    assert sorted(headings) == PRINTED


@pytest.mark.parametrize("path", PRINTED)
def test_it_has_every_block(path: str) -> None:
    text = (TEMPLATES / path).read_text(encoding="utf-8")
    told = rows(part(f"`{path}`"))
    assert [cells[0].strip("`") for cells in told] == re.findall(r"{% block (\w+)", text)
    assert all(cells[1].strip() for cells in told), "a block wants a word on what it holds"


def test_it_names_what_a_block_in_a_loop_prints() -> None:
    """Such as `event`: the loop's variable is part of the contract."""
    for path in PRINTED:
        text = (TEMPLATES / path).read_text(encoding="utf-8")
        told = {cells[0].strip("`"): cells[1] for cells in rows(part(f"`{path}`"))}
        for name, block in re.findall(r"{% for (\w+) in [^%]*%}\s*{% block (\w+) scoped %}", text):
            assert f"`{name}`" in told[block], f"{path}: {block}"


def test_it_has_every_macro() -> None:
    text = (TEMPLATES / "parts" / "macros.html").read_text(encoding="utf-8")
    told = [cells[0].strip("`") for cells in rows(part("Macros"))]
    assert told == re.findall(r"{% macro ([^%]+?) %}", text)


def test_it_has_every_token_with_its_default() -> None:
    told = {cells[0].strip("`"): cells[1].strip("`") for cells in rows(part("Tokens"))}
    css = (TEMPLATES / "css" / "tokens.css").read_text(encoding="utf-8")
    assert told == tokens(css)


def test_it_has_every_word_in_english() -> None:
    told = {cells[0].strip("`"): cells[1] for cells in rows(part("Words"))}
    words = {key: text.strip() for key, text in english().items()}
    assert told == words | {"thousands": "`,`"}
