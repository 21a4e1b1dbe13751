"""Markdown files, saved pages and Word documents as manuscripts."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.importing import marked, metadata, page, word
from postil.importing.files import article_files
from postil.importing.intake import intake
from postil.importing.manuscript import Manuscript
from postil.importing.outline import blocks
from postil.importing.planning import Wishes, plan
from postil.importing.proof import prove
from postil.importing.runs import read_runs

WISHES = Wishes(slug="lamp", seed="lamp")

MARKDOWN = """\
---
title: The lamp
author: [Ada Holm, {name: Tom Aske}]
date: 1987-11-04
description: For three hours it stood dark.
layout: post
---

# The *night* the lamp went out

It stood [dark][inquiry] for three hours[^three].

- the fog signal
- the boat

  and its crew

## After **all**

> Nobody [relieved](https://x.example/a) me.

| year | ships |
| ---- | ----- |
| 1986 | 41    |

[inquiry]: https://x.example/inquiry
[^three]: By the watch

    of the keeper.
"""


def whole(made: Manuscript) -> dict[str, str]:
    """The files of a manuscript, proved, by their names."""
    draft = plan(made, WISHES)
    files = article_files(draft)
    assert prove(draft, files, "lamp").problems == ()
    return {path.removeprefix("content/lamp/"): text for path, text in files.items()}


def test_markdown_keeps_its_markup_and_its_definitions() -> None:
    made = marked.read(MARKDOWN, "lamp.md")
    files = whole(made)
    assert list(files) == ["article.yaml", "01-beginning.md", "02-after-all.md"]
    assert files["01-beginning.md"] == (
        "---\nid: beginning\n---\n\n"
        "It stood [dark][inquiry] for three hours[^three].\n\n"
        "- the fog signal\n- the boat\n\n  and its crew\n\n"
        "[inquiry]: https://x.example/inquiry\n\n"
        "[^three]: By the watch\n\n    of the keeper.\n"
    )
    assert 'title: "After all"\n' in files["02-after-all.md"]
    assert "> Nobody [relieved](https://x.example/a) me.\n\n| year" in files["02-after-all.md"]


def test_front_matter_tells_title_author_and_date() -> None:
    made = marked.read(MARKDOWN, "lamp.md")
    draft = plan(made, WISHES)
    assert draft.facts.authors == ("Ada Holm", "Tom Aske")
    assert (draft.facts.title, draft.facts.published) == (
        "The night the lamp went out",
        "1987-11-04",
    )
    assert 'standfirst: "For three hours it stood dark."' in whole(made)["article.yaml"]
    assert draft.remarks == (
        "front matter that is not used: layout",
        "the markup of “The night the lamp went out” is not kept: a title is plain text",
        "the markup of “After all” is not kept: a title is plain text",
    )


def test_lines_of_markdown_are_the_files_own() -> None:
    made = marked.read(MARKDOWN, "lamp.md")
    assert [(b.first, b.last) for b in made.blocks[:3]] == [(9, 9), (11, 11), (13, 16)]


PIECES = [
    *'ab *_#>-[]()^:!|\n1.&<\\="',
    "~~",
    "\n```\n",
    "\n\n",
    "\n## a b\n\n",
    "[^a]",
    "\n[^a]: b\n",
    "\n[a]: /b\n",
]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_markdown_is_imported_whole_or_is_a_problem(text: str) -> None:
    taken = intake(text.encode(), "lamp.md", "markdown", "utf-8").manuscript
    if not taken.problems:
        draft = plan(taken, WISHES)
        if draft.sections:
            assert prove(draft, article_files(draft), "lamp.md").problems == ()


PAGE = """<!doctype html><html lang="en-GB"><head><title>The lamp | Gazette</title>
<meta property="og:site_name" content="Harbour Gazette"><meta name="author" content="Ada Holm">
<meta property="article:published_time" content="1987-11-04T08:00:00+00:00">
<link rel="canonical" href="https://gazette.example/lamp">
<script>document.write("<p>written by a script</p>")</script></head><body>
<nav><a href="/news">News</a> <a href="/sport">Sport</a></nav>
<main><article><h1>The night the lamp went out</h1>
<p class="standfirst">For three hours it stood dark</p><p class="byline">By <a href="/a">Ada Holm</a></p>
<figure><img src="a.jpg"><figcaption>The light. <i>(Image credit: Gazette)</i></figcaption></figure>
<p>The lamp, lit every evening since <b>1861</b>, stood dark for three hours while the ferry
<em>Maud</em> looked for the channel, 3 &lt; 5 &amp; *stars*.</p>
<aside class="related"><h3>Read more</h3><ul><li><a href="/1">Ten ferries</a></li></ul></aside>
<h2>What the keeper said</h2>
<blockquote><p>I had been up for two nights.</p><p>Nobody relieved me, and nobody asked.</p></blockquote>
<p>He gave two reasons, and the paper printed both of them in full:</p>
<ul><li>the fog signal;<ol><li>broken</li><li>wet</li></ol></li><li>the boat.</li></ul>
<p>One line,<br>and another.<br><br>A new paragraph of the same element, for once.</p>
</article></main><footer>© Gazette, all rights reserved</footer></body></html>"""


LAMP = (
    "The lamp, lit every evening since 1861, stood dark for three hours while the ferry Maud "
    "looked for the channel, 3 < 5 & *stars*."
)


def test_a_saved_page_without_what_is_around_it() -> None:
    """Scripts never run; what is left out is listed."""
    made = page.read(PAGE, "lamp.html")
    assert [(b.kind, b.texts) for b in made.blocks] == [
        ("heading", ("The night the lamp went out",)),
        ("standfirst", ("For three hours it stood dark",)),
        ("byline", ("By Ada Holm",)),
        ("caption", ("The light. (Image credit: Gazette)",)),
        ("paragraph", (LAMP,)),
        ("heading", ("What the keeper said",)),
        ("other", ("I had been up for two nights.", "Nobody relieved me, and nobody asked.")),
        ("paragraph", ("He gave two reasons, and the paper printed both of them in full:",)),
        ("other", ("the fog signal;", "broken", "wet", "the boat.")),
        ("paragraph", ("One line, and another.",)),
        ("paragraph", ("A new paragraph of the same element, for once.",)),
    ]  # fmt: skip
    assert made.left_out == ("Read more", "Ten ferries")
    assert made.around == ("News Sport", "© Gazette, all rights reserved")
    files = whole(made)
    assert (
        "> I had been up for two nights.\n>\n> Nobody relieved me"
        in files["02-what-the-keeper-said.md"]
    )
    assert (
        "- the fog signal;\n  1. broken\n  1. wet\n- the boat.\n"
        in files["02-what-the-keeper-said.md"]
    )


def test_facts_of_a_page() -> None:
    facts = plan(page.read(PAGE, "lamp.html"), WISHES).facts
    assert (facts.publisher, facts.language, facts.url) == (
        "Harbour Gazette", "en-GB", "https://gazette.example/lamp",
    )  # fmt: skip
    assert (facts.authors, facts.published) == (("Ada Holm",), "1987-11-04")


def test_facts_from_json_ld() -> None:
    data = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Lamp",'
        ' "author": [{"name": "Ada"}, {"name": "Tom"}], "publisher": {"name": "Gazette"}}]}</script>'
        '<script type="application/ld+json">{not JSON</script>'
    )
    facts = metadata.facts(data)
    assert (facts.title, facts.authors, facts.publisher) == ("Lamp", ("Ada", "Tom"), "Gazette")


def test_a_page_with_no_article_is_a_problem() -> None:
    for text in ("", "<nav></nav>", "<script>words</script>"):
        found = intake(text.encode(), "lamp.html", "html", "utf-8").manuscript.problems
        assert [one.rule for one in found] == ["article-empty"], text


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<table><tr><th>a|b</th><th>c</th></tr><tr><td>1</td><td>2</td></tr></table>",
         "| a\\|b | c |\n| --- | --- |\n| 1 | 2 |"),
        (f"<table><tr><td>menu</td><td><p>{'long ' * 50}</p></td></tr></table>", "menu"),
        ("<ol><li>a<p>b</p></li></ol>", "1. a\n\n   b"),
        ("<ul><li><blockquote>q</blockquote></li></ul>", "- > q"),
        ("<blockquote><ul><li>a</li><li>b</li></ul></blockquote>", "> - a\n> - b"),
        ("<h2># sign</h2>", "## \\# sign"),
        ("<p>a<p>b", "a"),
        ("<p hidden>no</p><p>yes</p>", "yes"),
        ("<p>a<svg><text>no</text></svg>b</p>", "ab"),
    ],
)  # fmt: skip
def test_what_elements_become(source: str, markdown: str) -> None:
    assert blocks(read_runs(source))[0].markdown == markdown


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
</w:styles>"""


def paragraph(inner: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{inner}</w:p>"


def said(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", STYLES)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return made.getvalue()


def test_a_word_document() -> None:
    body = (
        paragraph(said("The lamp"), "T")
        + paragraph(
            said("It stood dark &amp; ") + f"<w:r><w:rPr><w:b/></w:rPr>{said('still.')[5:]}"
        )
        + paragraph(said("After"), "H1")
        + paragraph(said("It was lit"))
    )
    made = word.read(
        docx(body, header1=f"<w:hdr {W}>{paragraph(said('Draft 3'))}</w:hdr>"), "a.docx"
    )
    assert [(b.kind, b.texts) for b in made.blocks] == [
        ("headline", ("The lamp",)),
        ("paragraph", ("It stood dark & still.",)),
        ("heading", ("After",)),
        ("paragraph", ("It was lit",)),
    ]
    assert (made.left_out, made.around) == ((), ("Draft 3",))
    assert list(whole(made)) == ["article.yaml", "01-beginning.md", "02-after.md"]


def test_footnotes_stand_at_the_end_without_arrows() -> None:
    note = f'<w:footnote w:id="2">{paragraph(said("By the watch."))}</w:footnote>'
    made = word.read(
        docx(
            paragraph(said("Three hours") + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            footnotes=f"<w:footnotes {W}>{note}</w:footnotes>",
        ),
        "a.docx",
    )
    assert [b.texts for b in made.blocks] == [("Three hours[1]",), ("By the watch.",)]
    assert made.left_out == ()
    assert made.remarks == (
        "its footnotes stand at the end, and their numbers in brackets in the text",
    )


def test_what_a_document_loses_is_told() -> None:
    """Tracked deletions, and words in what mammoth does not read."""
    lost = '<m:oMath xmlns:m="urn:m"><w:r><w:t>lost</w:t></w:r></m:oMath>'
    body = paragraph(
        said("kept") + '<w:del w:id="1" w:author="x"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    ) + paragraph(lost)
    made = word.read(docx(body), "a.docx")
    assert made.left_out == ("lost",)
    assert made.remarks == (
        "changes were tracked: 1 deletions are left out, insertions are taken in",
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no Word document"),
        (b"PK\x03\x04 cut", "no Word document"),
        (docx(paragraph(said("a")))[:400], "no Word document"),
        (docx("<w:p>"), "is no XML"),
        (docx("", header1='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "entities"),
    ],
)
def test_what_is_no_document_is_a_problem(content: bytes, says: str) -> None:
    found = word.read(content, "a.docx").problems
    assert [one.rule for one in found] == ["file-unreadable"]
    assert says in found[0].message


def test_a_document_that_unpacks_to_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "LIMIT", 1000)
    assert "larger" in word.read(docx(paragraph(said("a" * 1000))), "a.docx").problems[0].message


def test_a_page_tells_how_many_marks_it_loses() -> None:
    made = page.read(
        "<article><h1>The <i>lamp</i></h1><p>It went <em>out</em> at <strong>t</strong>en, "
        'says <a href="https://x.example/">the log</a> (<a href="#n1">1</a>). '
        "Nobody saw it, and nobody said so for many years after that night.</p></article>",
        "lamp.html",
    )
    assert made.remarks == (
        "only their words are kept: 2 emphasis marks and 1 link; mark again what needs it",
    )


@pytest.mark.parametrize("tag", ["nav", 'div role="navigation"'])
def test_the_navigation_of_a_short_page_is_no_part_of_its_text(tag: str) -> None:
    made = page.read(
        f"<body><{tag}><ul><li><a href='/'>Home</a></li><li>All lamps</li></ul></{tag[:3]}>"
        "<h1>The lamp</h1><p>It went out at ten.</p></body>",
        "lamp.html",
    )
    assert [block.text for block in made.blocks] == ["The lamp", "It went out at ten."]
    assert set(made.around) == {"Home", "All lamps"}
