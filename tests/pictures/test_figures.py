"""Which paragraphs are pictures, and what their captions hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil import blocks, markdown
from postil.problems import Place
from postil.typesetting.look import Media, Span

MEDIA = {
    "a.png": Media(
        sources='<source srcset="a.webp" />',
        attributes=' src="a.1.png" width="9" height="6"',
        credit='<small class="credit">Ann · CC0</small>',
    ),
    "b.png": Media(sources="", attributes=' src="b.1.png"', credit=""),
}
A = '<picture><source srcset="a.webp" /><img src="a.1.png" width="9" height="6" alt="A" /></picture>'
B = '<img src="b.1.png" alt="B" />'
BOTH = "&lt;By day&gt; and <em>night</em>"
BY_DAY = f"<figure>{B}<figcaption>By day</figcaption></figure>"
CREDIT = '<small class="credit">Ann · CC0</small>'


def shown(text: str, spans: tuple[Span, ...] = (), cites: tuple[str, ...] = ()) -> str:
    doc, problems = markdown.read(text, Place(file="a.md"))
    assert problems == ()
    made = blocks.blocks(doc, spans=spans, cites=cites, pictures=MEDIA, first_paragraph=1)
    return "".join(block.html for block in made).replace(' class="picture"', "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![A](a.png)", f'<figure id="p1">{A}<figcaption>{CREDIT}</figcaption></figure>\n'),
        ("![B](b.png)", f'<figure id="p1">{B}</figure>\n'),
        (
            '![B](b.png "By *day*")',
            f'<figure id="p1">{B}<figcaption>By *day*</figcaption></figure>\n',
        ),
        (
            '![A](a.png "<By day>")\nand *night*',
            f'<figure id="p1">{A}<figcaption>{BOTH} {CREDIT}</figcaption></figure>\n',
        ),
        (
            "[![B](b.png)](https://example.org/)",
            f'<figure id="p1"><a href="https://example.org/">{B}</a></figure>\n',
        ),
        ("See ![B](b.png)", f'<p id="p1">See {B}</p>\n'),
        ("![A](a.png) here", f'<p id="p1">{A} {CREDIT} here</p>\n'),
        ('![B](b.png "T") x', '<p id="p1"><img src="b.1.png" alt="B" title="T" /> x</p>\n'),
        (
            "![B](b.png)\n![B](b.png)",
            f'<div id="p1" class="pictures"><figure>{B}</figure><figure>{B}</figure></div>\n',
        ),
        ("- ![B](b.png)", f'<ul id="p1">\n<li>\n<figure>{B}</figure>\n</li>\n</ul>\n'),
        (
            "> ![B](b.png)\n> By day",
            f'<blockquote id="p1">\n{BY_DAY}\n</blockquote>\n',
        ),
        ("## ![B](b.png)", f"<h3>{B}</h3>\n"),
    ],
)
def test_a_paragraph_with_pictures(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_caption_carries_notes_and_sources() -> None:
    text = "![B](b.png)[^n] [@a]\nBy [day][^m]."
    spans = (
        Span(start=0, end=0, kind="note", id="ref-n", href="#note-n", number="1", label="Note 1"),
        Span(start=5, end=8, kind="note", id="ref-m", href="#note-m", number="2", label="Note 2"),
    )
    made = shown(text, spans, ("<a>[1]</a>",))
    assert made.startswith(f'<figure id="p1">{B}<figcaption>')
    assert re.findall(r'id="([^"]*)"', made) == ["p1", "ref-n", "ref-m"]
    assert made.count("<a>[1]</a>") == 1
    assert ">day<sup" in made


def test_the_text_that_notes_are_anchored_in_knows_nothing_of_figures() -> None:
    """text.txt, to which annotations refer, stays as it was."""
    doc, _ = markdown.read("One.\n\n![A](a.png)\nBy day.\n\nTwo.", Place(file="a.md"))
    assert doc.plain == "One.\n\n By day.\n\nTwo."
    assert [(link.offset, link.text, link.title) for link in doc.links] == [(6, "A", "")]


PIECES = st.lists(
    st.sampled_from(
        ["![A](a.png)", "![B](b.png)", "[![B](b.png)](https://e.org/)", "word", " ", "\n", "*em*"]
    ),
    max_size=8,
)


@given(PIECES)
def test_no_word_and_no_picture_is_lost(pieces: list[str]) -> None:
    doc, _ = markdown.read("".join(pieces), Place(file="a.md"))
    made = blocks.blocks(doc, pictures=MEDIA)
    html = "".join(block.html for block in made)
    assert html.count("<img ") == sum(link.kind == "image" for link in doc.links)
    words = re.sub(r"<[^>]*>", "", html.replace(CREDIT, ""))
    assert "".join(words.split()) == "".join(doc.plain.split())
    for tag in ("figure", "figcaption", "picture", "a", "p", "div"):
        assert len(re.findall(f"<{tag}[ >]", html)) == html.count(f"</{tag}>")
