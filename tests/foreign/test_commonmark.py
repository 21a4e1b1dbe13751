"""CommonMark's own examples, each as a section; what Postil means differently is listed by number.

The specification's file is not copied into the project; without it this module skips.
"""

import json
import re
from pathlib import Path

import pytest

from postil.blocks import html
from postil.markdown import read
from postil.problems import Place

RAW_HTML = frozenset(
    {
        *range(148, 192),  # HTML blocks: shown as text, as the docs say
        *range(613, 634),  # raw HTML in a line
        *(21, 31, 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536, 642, 643),
    }
)
CAPTIONED = 587  # the line under a picture is its caption
SCHEMES = frozenset({596, 598, 599, 601})  # autolinks outside http, https and mailto


LONE_PICTURE = re.compile(r"<p>((?:<a [^>]*>)?<img [^>]*>(?:</a>)?)</p>")


def _as_ours(expected: str) -> str:
    """A paragraph that is one picture is a figure, with its title as caption."""
    return LONE_PICTURE.sub(_figure, expected)


def _figure(paragraph: re.Match[str]) -> str:
    title = re.search(r' title="([^"]*)"', paragraph[1])
    caption = f"<figcaption>{title[1]}</figcaption>" if title else ""
    picture = paragraph[1].replace(title[0], "") if title else paragraph[1]
    return f'<figure class="picture">{picture}{caption}</figure>'


BLOCK = re.compile(r" ?(</?(?:p|[uo]l|li|blockquote|h\d|pre|hr|br|figure|figcaption)\b[^>]*>) ?")


def _normal(text: str) -> str:
    """What a browser makes of it: outside of `pre`, white space is one space, none beside blocks."""
    parts = re.split(r"(<pre>.*?</pre>)", text, flags=re.DOTALL)
    words = [part if n % 2 else re.sub(r"\s+", " ", part) for n, part in enumerate(parts)]
    return BLOCK.sub(r"\1", "".join(words)).strip()


@pytest.fixture(scope="module")
def examples(shared: Path) -> list[dict[str, str]]:
    path = shared / "foreign" / "commonmark" / "spec-0.31.2.json"
    loaded: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_every_example(examples: list[dict[str, str]]) -> None:
    assert len(examples) == 652
    wrong = []
    for example in examples:
        number = int(example["example"])
        doc, problems = read(example["markdown"], Place(file="01-a.md"))
        got = html(doc, heading=0)
        if number in SCHEMES:
            assert [p.rule for p in problems] == ["url-scheme"]
        elif number not in {*RAW_HTML, CAPTIONED} and _normal(got) != _normal(
            _as_ours(example["html"])
        ):
            wrong.append((number, example["markdown"], got, example["html"]))
    assert wrong == []


def test_raw_html_is_text(examples: list[dict[str, str]]) -> None:
    for example in examples:
        if int(example["example"]) in RAW_HTML:
            got = html(read(example["markdown"], Place(file="01-a.md"))[0], heading=0)
            assert not re.search(r"<(script|style|div|table|b2|img|bar|del|iframe|pre>\n\S*<)", got)


def test_pathological_inputs_are_read(shared: Path) -> None:
    """Each at a length where a parser that runs away would already hang."""
    path = shared / "foreign" / "commonmark" / "pathological.json"
    cases: dict[str, list[tuple[str, int]]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    for parts in cases.values():
        text = "".join(piece * min(count, 1000) for piece, count in parts)
        doc, _ = read(text, Place(file="01-a.md"))
        assert html(doc)
