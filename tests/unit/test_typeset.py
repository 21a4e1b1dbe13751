"""Marked text is valid HTML whatever overlaps what, and keeps every word."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.blocks import blocks, html
from postil.markdown import read
from postil.problems import Place
from postil.typesetting.look import Span

HERE = Place(file="01-a.md")


def mark(start: int, end: int, id_: str, kind: str = "note") -> Span:
    number = id_ if kind == "note" else ""
    return Span(
        start=start,
        end=end,
        kind="note" if kind == "note" else "event",
        id=f"ref-{id_}",
        href=f"#note-{id_}",
        number=number,
        label=f"Note {id_}",
    )


def marked(text: str, *spans: Span) -> str:
    doc, problems = read(text, HERE)
    assert problems == ()
    return "".join(
        block.html for block in blocks(doc, spans=spans, cites=["<a>[1]</a>"] * 9)
    ).strip()


def phrase(id_: str, words: str) -> str:
    return (
        f'<a class="phrase note" role="doc-noteref" id="ref-{id_}" href="#note-{id_}">'
        f'{words}<sup class="number">{id_}</sup></a>'
    )


def alone(id_: str) -> str:
    link = f'href="#note-{id_}" aria-label="Note {id_}"'
    return f'<a class="numeral note" role="doc-noteref" {link}>{id_}</a>'


def test_a_phrase_is_one_link() -> None:
    assert marked("one two three", mark(4, 7, "1")) == f"<p>one {phrase('1', 'two')} three</p>"


def test_emphasis_is_cut_not_the_link() -> None:
    got = marked("one *two three* four", mark(0, 7, "1"))
    assert got == f"<p>{phrase('1', 'one <em>two</em>')}<em> three</em> four</p>"


def test_emphasis_around_stays_whole() -> None:
    got = marked("*one two three*", mark(4, 7, "1"))
    assert got == f"<p><em>one {phrase('1', 'two')} three</em></p>"


def test_nested_phrases_the_inner_one_is_the_link() -> None:
    got = marked("one two three", mark(0, 13, "1"), mark(4, 7, "2"))
    assert phrase("2", '<span class="phrase note">two</span>') in got or phrase("2", "two") in got
    assert got.count('id="ref-1"') == 1
    assert got.endswith(f"{alone('1')}</p>")


def test_the_same_words_twice() -> None:
    got = marked("one two three", mark(4, 7, "1"), mark(4, 7, "2"))
    assert 'id="ref-1"' in got
    assert 'id="ref-2"' in got
    assert alone("2") in got


def test_a_phrase_with_a_link_inside() -> None:
    got = marked("one [two](https://x.org) three", mark(0, 13, "1"))
    assert '<a href="https://x.org">two</a>' in got
    assert got.endswith(f"{alone('1')}</p>")


def test_a_phrase_across_blocks() -> None:
    got = marked("one two\n\nthree four", mark(4, 14, "1"))
    assert got.count('id="ref-1"') == 1
    assert got.count(alone("1")) == 1
    assert got.index("</p>") < got.index(alone("1"))


def test_a_point() -> None:
    got = marked("one two", mark(3, 3, "1"))
    numeral = alone("1").replace(" href", ' id="ref-1" href')
    assert got == f"<p>one{numeral} two</p>"


def test_an_event_has_no_number_and_no_role() -> None:
    got = marked("in 2015 it", mark(3, 7, "arrests", "event"))
    assert '<a class="phrase event" id="ref-arrests" href="#note-arrests">2015</a>' in got


def test_a_quotation_with_its_source() -> None:
    got = marked("She said “we won”[@a] there.", mark(10, 12, "1"))
    assert f'<q class="quotation">“{phrase("1", "we")} won”</q><a>[1]</a> there' in got


def test_nothing_from_an_author_is_markup() -> None:
    got = marked('a <script>alert("x")</script> & b')
    assert got == "<p>a &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; b</p>"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVa&#x53;cript:x", "data:text/html,x", "blob:x", "//e.org"]
)
def test_a_refused_address_is_a_problem_and_nowhere_in_the_page(url: str) -> None:
    doc, problems = read(f"[x]({url})", HERE)
    assert [p.rule for p in problems] == ["url-scheme"]
    assert html(doc).strip() == "<p><a>x</a></p>"


def test_paragraph_numbers_skip_headings() -> None:
    doc, _ = read("# h\n\none\n\n- two\n\n---\n\nthree", HERE)
    assert [b.id for b in blocks(doc, first_paragraph=5)] == ["", "p5", "p6", "", "p7"]


def test_headings_stand_below_the_sections_own() -> None:
    doc, _ = read("# a\n\n## b", HERE)
    assert html(doc, heading=3) == "<h3>a</h3>\n<h4>b</h4>\n"


class _Checker(HTMLParser):
    """Well nested, no link in a link, each id once; gathers the text without the numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.text = ""

    def handle_startendtag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        assert tag in {"br", "hr", "img"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a":
            assert "a" not in self.stack
        if "id" in known:
            self.ids.append(known["id"] or "")
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


TEXTS = st.sampled_from(
    [
        "one *two **three** four* five `six` seven",
        "a [b *c*](https://x.org) d “e f”[@s] g\n\n> h *i*\n>\n> - j k\n> - l",
        "| a b | c |\n|---|---|\n| *d* e | f g |\n\nlast\nline  \nhere",
        "*a*b*c*d **e*f*g**",
        "# head *ing*\n\nword",
    ]
)


@given(
    TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), max_size=6)
)
def test_any_marks_give_valid_html_and_keep_every_word(
    text: str, ranges: list[tuple[int, int, bool]]
) -> None:
    doc, _ = read(text, HERE)
    length = len(doc.plain)
    spans = []
    for n, (a, b, is_note) in enumerate(ranges):
        start, end = sorted((min(a, length), min(b, length)))
        if doc.plain[start:end] == doc.plain[start:end].strip():
            spans.append(mark(start, end, str(900 + n), "note" if is_note else "event"))
    checker = _Checker()
    out = "".join(b.html for b in blocks(doc, spans=spans, cites=[""]))
    checker.feed(out)
    checker.close()
    assert checker.stack == []
    assert sorted(checker.ids) == sorted(span.id for span in spans)
    words = re.sub(r"9\d\d|◦", "", unescape(checker.text)).split()
    assert words == doc.plain.split()
    for span in spans:
        assert f'href="{span.href}"' in out


@given(st.text(alphabet="a*_`[]()^{}=@;, \n>#-|“”\"'\\", max_size=60))
def test_any_text_is_read_and_printed(text: str) -> None:
    doc, problems = read(text, HERE)
    assert all(p.place.line >= 1 and p.place.column >= 1 for p in problems)
    spans = [mark(m.start, m.end, f"{n}") for n, m in enumerate(doc.marks)]
    checker = _Checker()
    checker.feed("".join(b.html for b in blocks(doc, spans=spans)))
    checker.close()
    parts = doc.outline
    assert all(a.end <= b.start for a, b in pairwise(parts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\nthe lamp\nwent out\n```", "<pre><code>the {lamp\nwent} out\n</code></pre>\n"),
        ("    the lamp\n    went", "<pre><code>the {lamp\nwent}\n</code></pre>\n"),
        (
            '```py "x\nlamp\nwent <b>\n```',
            '<pre><code class="language-py">{lamp\nwent} &lt;b&gt;\n</code></pre>\n',
        ),
    ],
)
def test_phrases_in_code(text: str, expected: str) -> None:
    """Case 74: blocks of code are text too."""
    doc, _ = read(text, Place(file="x.md"))
    start = doc.plain.index("lamp")
    span = Span(
        start=start, end=start + 9, kind="note", id="ref-n", href="#note-n", number="1", label=""
    )
    (block,) = blocks(doc, spans=[span])
    marked = re.sub(
        r'<a class="phrase[^>]*>(.*?)<sup[^>]*>1</sup></a>', r"{\1}", block.html, flags=re.DOTALL
    )
    assert marked == expected
