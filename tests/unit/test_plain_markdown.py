"""Somebody else's text and HTML as Markdown: the words stay, and nothing else does."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil import blocks, markdown
from postil.annotations import plain_markdown
from postil.annotations.html_markdown import markdown as from_html
from postil.doc import Doc
from postil.problems import Place
from postil.trees.tree import clean

PLACE = Place(file="note.md")


def read(text: str) -> Doc:
    doc, problems = markdown.read(text, PLACE)
    assert problems == ()
    return doc


def shown(text: str) -> str:
    """A text with its spaces and line ends as a page shows them."""
    return " ".join(text.split())


MARKUP = st.text(st.sampled_from(list(" \n\\`*_{}[]()<>#+-.!|~&@^=:1ab\t\"'$%/é̈")), max_size=60)


@given(st.one_of(MARKUP, st.text(max_size=60)))
def test_plain_text_reads_back(text: str) -> None:
    text, _ = clean(text, PLACE)
    doc = read(plain_markdown.paragraphs(text))
    assert shown(doc.plain) == shown(text)
    assert (doc.marks, doc.cites, doc.links, doc.definitions) == ((), (), (), ())
    assert {token.type for token in doc.tokens} <= {"paragraph_open", "inline", "paragraph_close"}


def test_paragraphs_and_lines_stay() -> None:
    assert read(plain_markdown.paragraphs("one\ntwo\n\n \n1. three\r\n- four")).plain == (
        "one\ntwo\n\n1. three\n- four"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two", "one\n\ntwo"),
        ("a <em>b</em><b> c </b>d", "a *b* **c** d"),
        ("<ul><li>one<li><p>two</p><p>three</ul>four", "- one\n\n- two\n\n  three\n\nfour"),
        ("<ol><li>one</li></ol>", "1. one"),
        ("<blockquote><p>one<p>two</blockquote>", "> one\n>\n> two"),
        ("<h2>One</h2>two", "## One\n\ntwo"),
        ("<pre><code>a\n  b</code></pre>", "```\na\n  b\n```"),
        ("<code>a*b</code>", "`a*b`"),
        ("one<br>two", "one\\\ntwo"),
        ('<a href="https://a.example/x_(y)">x</a>', "[x](<https://a.example/x_%28y%29>)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="/page">x</a> <a href="#y">y</a>', "x y"),
        ("<script>alert(1)</script><style>p{}</style>x", "x"),
        ("<svg><script>1</script><text>2</text></svg>x", "x"),
        ("<iframe src=x>y</iframe>z", "z"),
        ('<img src="x" onerror="y" alt="A plan">', "A plan"),
        ("&lt;script&gt; [^a] [@b] {c=d}", r"\<script\> \[\^a\] \[\@b\] \{c=d\}"),
        ("<!-- x -->y<![CDATA[z]]>", "y"),
        ("<p>unclosed <em>and <b>crossed</em></b>", "unclosed *and crossed*"),
    ],
)
def test_html(html: str, expected: str) -> None:
    assert from_html(html) == expected


@given(st.text(st.sampled_from(list("abc <>/=\"'pliuodbreamstrongh1 &;#x\n")), max_size=80))
def test_any_html_becomes_a_sound_text(html: str) -> None:
    """Whatever it is, what comes out is read without problems and holds no mark."""
    doc = read(from_html(html))
    assert (doc.marks, doc.cites, doc.definitions) == ((), (), ())
    assert all(link.kind == "link" for link in doc.links)


def test_deep_nesting_costs_no_recursion() -> None:
    """Case 104: ten thousand quotations in one another."""
    doc = read(from_html("<blockquote>" * 10_000 + "deep" + "</blockquote>" * 10_000))
    assert doc.plain == "deep"
    assert read(from_html("<ul><li>" * 10_000 + "deep")).plain == "deep"


def test_payloads_become_words(shared: Path) -> None:
    """Cases 45 and 46: what sanitisers were tried with leaves no address and no element behind."""
    vectors = [
        case["payload"]
        for case in json.loads((shared / "foreign/xss/dompurify-expect.json").read_bytes())
        if isinstance(case.get("payload"), str)
    ]
    assert len(vectors) > 100
    for vector in vectors:
        text, _ = clean(vector, PLACE)
        doc = read(from_html(text))
        assert "<" not in blocks.html(doc).replace("<p>", "").replace("</p>", "") or all(
            link.target.startswith(("http", "mailto:")) for link in doc.links
        )
