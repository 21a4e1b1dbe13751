"""Files → Site: each kind of file, each of its keys, and that one mistake hides nothing else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.files.front_matter import split
from postil.model import Article, Files, Licence, Name, Seed, Settings, Site, Target
from postil.parse import parse
from postil.problems import Place, Problem

ARTICLE = {"content/a/article.yaml": "title: A\n", "content/a/01-one.md": "Some words.\n"}


def site(texts: dict[str, str], binaries: dict[str, bytes] | None = None) -> Site:
    made, problems = parse(Files(texts=texts, binaries=binaries or {}))
    assert problems == (), said_of(problems)
    return made


def said_of(problems: tuple[Problem, ...]) -> list[str]:
    assert all("\n" not in p.message + p.hint for p in problems)
    return [f"{p.place} {p.rule}" for p in problems]


def said(texts: dict[str, str], binaries: dict[str, bytes] | None = None) -> list[str]:
    """The problems, as "file:line:column rule"."""
    return said_of(parse(Files(texts=texts, binaries=binaries or {}))[1])


def article(extra: dict[str, str], binaries: dict[str, bytes] | None = None) -> Article:
    (made,) = site({**ARTICLE, **extra}, binaries).articles
    return made


# ---- site.yaml -----------------------------------------------------------------------------


def test_settings() -> None:
    text = """\
title: The Site
url: https://x.org/sub/
language: de
description: What it is
publisher: {name: Us}
home: a
citations: author-date
rules: {source-unused: off, link-broken: warning}
deploy: {disk: {kind: folder, path: ../out}}
theme: {accent: '#123', standing-claimed: Alleged}
words: {de: {by: "von {name}", note_count.one: eine Note}}
"""
    made = site({**ARTICLE, "content/site.yaml": text}).settings
    assert made == Settings(
        place=Place(file="content/site.yaml"),
        title="The Site",
        url="https://x.org/sub/",
        language="de",
        description="What it is",
        publisher="Us",
        home="a",
        home_place=Place(file="content/site.yaml", line=6, column=7),
        citations="author-date",
        rules={"source-unused": "off", "link-broken": "warning"},
        deploy={
            "disk": Target(
                name="disk",
                kind="folder",
                place=Place(file="content/site.yaml", line=9, column=16),
                values={"path": "../out"},
            )
        },
        theme={"accent": "#123", "standing-claimed": "Alleged"},
        theme_places={
            "accent": Place(file="content/site.yaml", line=10, column=9),
            "standing-claimed": Place(file="content/site.yaml", line=10, column=25),
        },
        words=(
            ("*", "standing_claimed", "Alleged"),
            ("de", "by", "von {name}"),
            ("de", "note_count.one", "eine Note"),
        ),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("en: {sorces: x}", '1:14: the page has no words named "sorces"'),
        ("english1: {by: x}", "1:9: "),
        ('en: {by: "says"}', "1:18: by: the words need the same places in braces as ours"),
        ('en: {by: "{name} {nam}"}', "1:18: by: the words need the same places"),
        ('en: {sources: "a { b"}', "1:23: sources: the words need the same places"),
        ("en: text", "1:13: "),
        ("text", "1:9: "),
        ("en: {by: [a]}", "1:18: "),
    ],
)
def test_own_words_that_are_wrong_are_told_at_their_place(words: str, expected: str) -> None:
    found = parse(Files(texts={"content/site.yaml": f"words: {{{words}}}\n"}, binaries={}))[1]
    said = [f"{p.place.line}:{p.place.column}: {p.message}" for p in found if p.place.line == 1]
    assert any(line.startswith(expected) for line in said), said


def test_settings_have_defaults() -> None:
    assert site(ARTICLE).settings == Settings(place=Place(file="content/site.yaml"))
    made = site({**ARTICLE, "content/site.yml": "publisher: Us\n"}).settings
    assert (made.publisher, made.place.file) == ("Us", "content/site.yml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titel: x\n", "1:1 key-unknown"),
        ("title: [x]\n", "1:8 value-type"),
        ("url: /sub\n", "1:6 url-scheme"),
        ("language: the English one\n", "1:11 language-tag"),
        ("home: ../a\n", "1:7 id-invalid"),
        ("citations: footnotes\n", "1:12 value-unknown"),
        ("rules: {no-such: off}\n", "1:9 key-unknown"),
        ("rules: {link-broken: never}\n", "1:22 value-unknown"),
        ("rules: [x]\n", "1:8 value-type"),
        ("publisher: {nam: x}\n", "1:13 key-unknown"),
        ("publisher: [x]\n", "1:12 value-type"),
        ("- a\n", "1:1 value-type"),
        ("title: 'x\n", "2:1 yaml-syntax"),
    ],
)
def test_wrong_settings(text: str, expected: str) -> None:
    assert said({**ARTICLE, "content/site.yaml": text}) == [f"content/site.yaml:{expected}"]


def test_no_article() -> None:
    assert said({}) == ["content:1:1 site-empty"]
    assert said({"content/site.yaml": "title: T\n"}) == ["content:1:1 site-empty"]


# ---- article.yaml --------------------------------------------------------------------------


def test_article() -> None:
    text = """\
title: Kim's  call
standfirst: What happened
annotates: marie-claire
authors: [A, {family: Doe, given: Jane, url: 'https://x.org'}]
published: 2026-11-01
updated: 2026-11
tags: [crime, 1984]
language: en-GB
content_note: Of *violence*.
help: Call [@a].
about: |
  How it was made.

  And why.
licence: {text: all rights reserved, notes: CC BY 4.0, code: MIT}
corrections:
  - {date: 2026-11-02, kind: retraction, text: Wrong, was: x, now: 'y', notes: [n, m]}
  - date: 2026-11-03
    text: Also wrong
slug: the-call
aliases: [old, 2023/older/]
"""
    made = article({"content/a/article.yaml": text}, {"content/a/images/b/p.svg": b"<svg/>"})
    assert made.slug == "the-call"
    assert made.place == Place(file="content/a/article.yaml")
    assert (made.title, made.standfirst) == ("Kim's call", "What happened")
    assert made.annotates == "marie-claire"
    assert made.annotates_place == Place(file="content/a/article.yaml", line=3, column=12)
    assert made.authors == (Name(text="A"), Name(text="Jane Doe", family="Doe", given="Jane"))
    assert made.published is not None
    assert made.updated is not None
    assert (made.published.text, made.updated.text) == ("2026-11-01", "2026-11")
    assert made.tags == ("crime", "1984")
    assert made.language == "en-GB"
    assert made.content_note is not None
    assert made.help is not None
    assert made.about is not None
    assert made.content_note.plain == "Of violence."
    assert made.content_note.place == Place(file="content/a/article.yaml", line=9, column=15)
    assert made.about.plain == "How it was made.\n\nAnd why."
    assert made.about.place == Place(file="content/a/article.yaml", line=12, column=3)
    assert made.licence == Licence(text="all rights reserved", notes="CC BY 4.0", code="MIT")
    first, second = made.corrections
    assert (first.date.text, first.kind, first.text) == ("2026-11-02", "retraction", "Wrong")
    assert (first.was, first.now, first.notes) == ("x", "y", ("n", "m"))
    assert first.place == Place(file="content/a/article.yaml", line=17, column=5)
    assert (second.kind, second.text) == ("correction", "Also wrong")
    assert made.aliases == ("old", "2023/older/")
    (image,) = made.images
    assert (image.path, image.picture.copies[0].content) == ("images/b/p.svg", b"<svg/>")


def test_a_small_article() -> None:
    made = article({})
    assert (made.slug, made.title, made.notes, made.events, made.sources) == ("a", "A", (), (), ())
    assert made.annotates_place is None
    assert [section.id for section in made.sections] == ["01-one"]
    assert article({"content/a/article.yaml": "title: A\nlicence: CC0\n"}).licence == Licence(
        text="CC0", notes="CC0"
    )


@pytest.mark.parametrize("title", ["1984", "no", "12:30", "1.10", "010", "1e3", "2024-02-30"])
def test_a_title_stays_what_was_typed(title: str) -> None:
    """Case 39."""
    assert article({"content/a/article.yaml": f"title: {title}\n"}).title == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 key-missing"]),
        ("standfirst: x\n", ["1:1 key-missing"]),
        ("title:\n", ["1:7 value-empty"]),
        ("titel: A\n", ["1:1 key-unknown"]),
        ("title: A\ntitle: B\n", ["2:1 key-repeated"]),
        ("title: A: B\n", ["1:9 yaml-syntax"]),
        ("title: A\npublished: yesterday\n", ["2:12 date-invalid"]),
        ("title: A\nslug: a b\n", ["2:8 id-invalid"]),
        ("title: A\nslug: index\n", ["2:7 file-collision"]),
        ("title: A\nslug: Feed.XML\n", ["2:7 file-collision"]),
        ("title: A\nslug: '404'\n", ["2:8 file-collision"]),
        ("title: A\nslug: assets\n", ["2:7 file-collision"]),
        ("title: A\nslug: _headers\n", ["2:7 id-invalid"]),
        ("title: A\nslug: con\n", ["2:7 id-invalid"]),
        ("title: A\nslug: NUL.txt\n", ["2:7 id-invalid"]),
        ("title: A\nslug: lpt1\n", ["2:7 id-invalid"]),
        ("title: A\nslug: ../../x\n", ["2:7 id-invalid"]),
        ("title: A\nslug: '%2e%2e/x'\n", ["2:8 id-invalid"]),
        ("title: A\nslug: 'C:\\x'\n", ["2:9 id-invalid"]),
        ("title: A\nslug: a.\n", ["2:8 id-invalid"]),
        ("title: A\naliases: [../x]\n", ["2:11 id-invalid"]),
        ("title: A\naliases: [b/../x, ok]\n", ["2:11 id-invalid"]),
        ("title: A\naliases: [feed.xml]\n", ["2:11 file-collision"]),
        ("title: A\nannotates: seeds/x.txt\n", ["2:17 id-invalid"]),
        ("title: A\nauthors: {family: [x]}\n", ["2:19 value-type"]),
        ("title: A\nlicence: {txt: x}\n", ["2:11 key-unknown"]),
        ("title: A\ncorrections: [{date: 2026}]\n", ["2:15 key-missing"]),
        ("title: A\ncorrections: [{text: x}]\n", ["2:15 key-missing"]),
        ("title: A\ncorrections: [x]\n", ["2:15 value-type"]),
        ("title: !!python/object/apply:os.system [ls]\n", ["1:8 yaml-tag", "1:8 value-type"]),
    ],
)
def test_wrong_article(text: str, expected: list[str]) -> None:
    """Cases 23, 26, 27, 37, 40."""
    found = said({**ARTICLE, "content/a/article.yaml": text})
    assert found == [f"content/a/article.yaml:{line}" for line in expected]


def test_an_article_without_sections() -> None:
    assert said({"content/a/article.yaml": "title: A\n"}) == [
        "content/a/article.yaml:1:1 article-empty"
    ]


def test_two_articles_with_one_address() -> None:
    """Case 26: the first is kept, and both are named."""
    texts = {
        f"content/{name}/{file}": text
        for name, slug in (("a", "one"), ("b", "ONE"), ("c", "two"))
        for file, text in (("article.yaml", f"title: T\nslug: {slug}\n"), ("01.md", "x"))
    }
    made, problems = parse(Files(texts=texts))
    assert said_of(problems) == ["content/b/article.yaml:1:1 file-collision"]
    assert "content/a/article.yaml" in problems[0].message
    assert [one.slug for one in made.articles] == ["one", "two"]


def test_an_alias_may_not_be_an_address() -> None:
    """Case 26."""
    texts = {
        "content/a/article.yaml": "title: A\naliases: [b/]\n",
        "content/a/01.md": "x",
        "content/b/article.yaml": "title: B\n",
        "content/b/01.md": "x",
    }
    made, problems = parse(Files(texts=texts))
    assert said_of(problems) == ["content/a/article.yaml:1:1 file-collision"]
    assert [one.slug for one in made.articles] == ["a", "b"]


def test_articles_are_in_slug_order() -> None:
    texts = {
        f"content/{name}/{file}": text
        for name, slug in (("a", "z"), ("b", "m"))
        for file, text in (("article.yml", f"title: T\nslug: {slug}\n"), ("01.md", "x"))
    }
    assert [one.slug for one in site(texts).articles] == ["m", "z"]


# ---- sections and front matter -------------------------------------------------------------


def test_sections_stand_in_file_name_order() -> None:
    made = article(
        {
            "content/a/03-c.md": "---\nid: first-call\ntitle: 'No. 3'\nlanguage: de\n---\n\nText.\n",
            "content/a/02-b.md": "Words.\n",
        }
    )
    assert [section.id for section in made.sections] == ["01-one", "02-b", "first-call"]
    third = made.sections[2]
    assert (third.title, third.language) == ("No. 3", "de")
    assert third.place == Place(file="content/a/03-c.md")
    assert third.doc.place == Place(file="content/a/03-c.md", line=6)
    assert third.doc.plain == "Text."


@pytest.mark.parametrize(
    ("text", "title", "body", "line"),
    [
        ("", "", "", 1),
        ("text\n", "", "text\n", 1),
        ("---\ntitle: T\n---\n", "T", "", 4),
        ("---\ntitle: T\n---", "T", "", 3),
        ("---\ntitle: T\n---\nbody\n", "T", "body\n", 4),
        ("--- \ntitle: T\n---\t\nbody", "T", "body", 4),
        ("---\ntitle: T\n...\nbody", "T", "body", 4),
        ("---\n---\nbody", "", "body", 3),
        ("---\n\n# comment\n---\nbody", "", "body", 5),
        ("---\ntitle: T\n---\na\n\n---\n\nb\n", "T", "a\n\n---\n\nb\n", 4),
        ("---\ntitle: T\n---\n```\n---\n```\n", "T", "```\n---\n```\n", 4),
        ("a\n\n---\nb: c\n---\n", "", "a\n\n---\nb: c\n---\n", 1),
        ("---\ntitle: |\n  a\n  --- b\n---\nbody", "a --- b", "body", 6),
        ("----\nbody", "", "----\nbody", 1),
        (" ---\nbody", "", " ---\nbody", 1),
        ("--- a\nbody", "", "--- a\nbody", 1),
    ],
)
def test_front_matter(text: str, title: str, body: str, line: int) -> None:
    """Case 41."""
    problems: list[Problem] = []
    matter = split(text, Place(file="x.md"), "a section", problems)
    assert matter.fields.text("title") == title
    assert (matter.body, matter.place.line) == (body, line)
    assert problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: T\n\nbody\n", ["1:1 front-matter"]),
        ("---", ["1:1 front-matter"]),
        ("---\ntitle: T\n ---\nbody\n", ["1:1 front-matter"]),
        ("---\n\ttitle: T\n---\nbody\n", ["2:1 yaml-syntax"]),
        ("---\ntitle: a: b\n---\nbody\n", ["2:9 yaml-syntax"]),
        ("---\n- a\n---\nbody\n", ["2:1 value-type"]),
        ("---\njust text\n---\nbody\n", ["2:1 value-type"]),
        ("---\nid: a b\n---\nbody\n", ["2:6 id-invalid"]),
        ("---\nphrase: x\n---\nbody\n", ["2:1 key-unknown"]),
        ("---\ntitle: !x T\n---\nbody\n", ["2:8 yaml-tag"]),
        ("---\na: &a [*a]\n---\nbody\n", ["2:4 yaml-tag", "2:8 yaml-tag", "2:1 key-unknown"]),
        ("---\na: " + "[" * 100_000 + "\n---\nbody\n", ["2:43 yaml-depth"]),
        ("---\ntitle: T\n---\na\x07b\nc\x00\n", ["4:2 text-control", "5:2 text-control"]),
        ("a\ufffe\n", ["1:2 text-control"]),
    ],
)
def test_wrong_front_matter(text: str, expected: list[str]) -> None:
    """Cases 35, 37, 38, 41."""
    found = said({**ARTICLE, "content/a/02-x.md": text})
    assert found == [f"content/a/02-x.md:{line}" for line in expected]


def test_a_file_name_that_is_no_id() -> None:
    assert said({**ARTICLE, "content/a/02 two.md": "x"}) == ["content/a/02 two.md:1:1 id-invalid"]
    assert said({**ARTICLE, "content/a/02 two.md": "---\nid: two\n---\nx"}) == []
    assert said({**ARTICLE, "content/a/notes/a b.md": "---\nphrase: x\n---\nx"}) == [
        "content/a/notes/a b.md:1:1 id-invalid"
    ]


def test_two_sections_with_one_id() -> None:
    assert said({**ARTICLE, "content/a/02.md": "---\nid: 01-one\n---\nx"}) == [
        "content/a/02.md:1:1 id-repeated"
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference_after_load(ends: str) -> None:
    """Case 32: `load` gives LF only; this is what the rest relies on."""
    text = (
        "---\ntitle: T\n---\nbody\n".replace("\n", ends).replace("\r\n", "\n").replace("\r", "\n")
    )
    assert article({"content/a/02.md": text}).sections[1].title == "T"


# ---- notes ---------------------------------------------------------------------------------

NOTE = """\
---
title: On the term
phrase: {exact: Munchausen, prefix: 'of ', suffix: ' by'}
section: 01-one
kind: definition
standing: reported
by: Marc Feldman
sources: [icd, {id: rcpch, locator: p. 2}]
contested_by: [other]
as_of: 2026-11
language: en
---

The note, in *Markdown*.
"""


def test_note() -> None:
    (note,) = article({"content/a/notes/msbp.md": NOTE}).notes
    file = "content/a/notes/msbp.md"
    assert (note.id, note.title, note.place) == ("msbp", "On the term", Place(file=file))
    assert note.phrase is not None
    assert (note.phrase.exact, note.phrase.prefix, note.phrase.suffix) == (
        "Munchausen",
        "of",
        "by",
    )
    assert note.phrase.section == "01-one"
    assert note.phrase.place == Place(file=file, line=3, column=17)
    assert (note.kind, note.standing, note.by) == ("definition", "reported", "Marc Feldman")
    assert [(ref.id, ref.locator) for ref in note.sources] == [("icd", ""), ("rcpch", "p. 2")]
    assert [ref.id for ref in note.contested_by] == ["other"]
    assert note.as_of is not None
    assert note.as_of.text == "2026-11"
    assert (note.language, note.inline) == ("en", "")
    assert note.body.plain == "The note, in Markdown."
    assert note.body.place == Place(file=file, line=13)


def test_a_small_note() -> None:
    (note,) = article({"content/a/notes/n.md": "Text.\n"}).notes
    assert (note.kind, note.standing, note.phrase, note.as_of) == ("context", "", None, None)


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ("kind: joke", "2:7 value-unknown"),
        ("standing: proven", "2:11 value-unknown"),
        ("frase: x", "2:1 key-unknown"),
        ("phrase: [x]", "2:9 value-type"),
        ("as_of: 2026-13", "2:13 date-invalid"),
        ("section: a b", "2:11 id-invalid"),
        ("sources: [[x]]", "2:11 value-type"),
        ("sources: [{id: x, pages: 2}]", "2:19 key-unknown"),
        ("by: [A]", "2:5 value-type"),
        ("kind: claim\nkind: claim", "3:1 key-repeated"),
        ("phrase: 'x", "3:1 yaml-syntax"),
    ],
)
def test_wrong_note(matter: str, expected: str) -> None:
    found = said({**ARTICLE, "content/a/notes/n.md": f"---\n{matter}\n---\nText.\n"})
    assert [line for line in found if line.endswith(expected)] == [
        f"content/a/notes/n.md:{expected}"
    ]
    assert len(found) == 1


def test_notes_in_the_text() -> None:
    made = article(
        {
            "content/a/02-two.md": "---\ntitle: T\n---\nOne [word][^w] more.\n\n[^w]: A *short* note.\n",
            "content/a/notes/far.md": "Far.\n",
        }
    )
    far, word = made.notes
    assert (far.id, far.inline) == ("far", "")
    assert (word.id, word.inline, word.kind) == ("w", "02-two", "context")
    assert word.body.plain == "A short note."
    assert (word.place.file, word.place.line) == ("content/a/02-two.md", 6)


def test_a_note_in_two_places() -> None:
    texts = {
        **ARTICLE,
        "content/a/02-two.md": "A [word][^w].\n\n[^w]: Here.\n",
        "content/a/notes/w.md": "And here.\n",
    }
    made, problems = parse(Files(texts=texts))
    (found,) = problems
    assert (found.rule, found.place.file, found.place.line) == (
        "id-repeated",
        "content/a/02-two.md",
        3,
    )
    assert "content/a/notes/w.md:1:1" in found.message
    assert [note.body.plain for note in made.articles[0].notes] == ["And here."]


# ---- timeline.yaml -------------------------------------------------------------------------

TIMELINE = """\
- id: killing
  date: "[2015-06-09,2015-06-10]"
  title: The killing
  text: |
    At *night*.
  standing: established
  by: The court
  people: [Dee Dee Blanchard, Gypsy]
  place: Springfield
  sources: [nl-2018-11-15]
  contested_by: [x]
  phrase: was killed
  section: 01-one
  dates:
    - {date: 2015-06-09, sources: [nl-2021-01-05], by: A, note: It *says* so.}
- {id: arrest, date: 2015-06-15, title: Arrest}
"""


def test_timeline() -> None:
    first, second = article({"content/a/timeline.yaml": TIMELINE}).events
    file = "content/a/timeline.yaml"
    assert (first.id, first.place) == ("killing", Place(file=file, line=1, column=7))
    assert first.date.text == "[2015-06-09,2015-06-10]"
    assert first.text is not None
    assert first.text.plain == "At night."
    assert first.text.place == Place(file=file, line=5, column=5)
    assert (first.title, first.standing, first.by) == ("The killing", "established", "The court")
    assert (first.people, first.where) == (("Dee Dee Blanchard", "Gypsy"), "Springfield")
    assert [ref.id for ref in (*first.sources, *first.contested_by)] == ["nl-2018-11-15", "x"]
    assert first.phrase is not None
    assert (first.phrase.exact, first.phrase.section) == ("was killed", "01-one")
    (rival,) = first.rivals
    assert (rival.date.text, rival.by, rival.place.line) == ("2015-06-09", "A", 15)
    assert [ref.id for ref in rival.sources] == ["nl-2021-01-05"]
    assert rival.note is not None
    assert rival.note.plain == "It says so."
    assert (second.id, second.title, second.rivals) == ("arrest", "Arrest", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {date: 2015, title: T}", ["1:3 key-missing"]),
        ("- {id: a, title: T}", ["1:3 key-missing"]),
        ("- {id: a, date: 2015}", ["1:3 key-missing"]),
        ("- {id: a, date: 2024-02-30, title: T}", ["1:25 date-invalid"]),
        ("- {id: a, date: 2015, title: T, name: x}", ["1:33 key-unknown"]),
        ("- {id: a, date: 2015, title: T, dates: [{note: x}]}", ["1:41 key-missing"]),
        ("- {id: a, date: 2015, title: T, dates: 2016}", ["1:40 value-type"]),
        ("- {id: a, date: 2015, title: T}\n- {id: a, date: 2016, title: U}", ["2:8 id-repeated"]),
        ("- {id: a/b, date: 2015, title: T}", ["1:9 id-invalid"]),
        ("events: []", ["1:1 value-type"]),
        ("- a", ["1:3 value-type"]),
        ("- id: a\n date: x", ["2:2 yaml-syntax"]),
        ("", []),
        ("# nothing yet\n", []),
    ],
)
def test_wrong_timeline(text: str, expected: list[str]) -> None:
    found = said({**ARTICLE, "content/a/timeline.yaml": text})
    assert [line.removeprefix("content/a/timeline.yaml:") for line in found] == expected


def test_what_has_an_id_stands_in() -> None:
    """One mistake is one problem: what refers to the event still finds it."""
    made, _ = parse(Files(texts={**ARTICLE, "content/a/timeline.yaml": "- {id: a, date: soon}"}))
    (event,) = made.articles[0].events
    assert (event.id, event.title, event.date.text) == ("a", "a", "XXXX")


# ---- sources and seeds ---------------------------------------------------------------------


def test_sources_of_every_kind_together() -> None:
    made = article(
        {
            "content/a/sources.yaml": "- {id: y, title: Y}\n",
            "content/a/sources.json": '[{"id": "j", "title": "J"}]',
            "content/a/refs.bib": "@misc{b, title = {B}}",
            "content/a/more.bib": "@misc{m, title = {M}}",
        }
    )
    assert [source.id for source in made.sources] == ["m", "b", "j", "y"]


def test_one_source_in_two_files() -> None:
    texts = {
        **ARTICLE,
        "content/a/sources.yaml": "- {id: z, title: Z}\n- {id: y, title: Y}\n",
        "content/a/refs.bib": "\n@misc{y, title = {B}}",
    }
    made, problems = parse(Files(texts=texts))
    assert said_of(problems) == ["content/a/sources.yaml:2:8 id-repeated"]
    assert "content/a/refs.bib:2:7" in problems[0].message
    assert [source.title for source in made.articles[0].sources] == ["B", "Z"]


SEED_TEXT = "\ufeffOne.\r\n“Two.”\r\n".encode()
SEED = f"""\
title: Kim's call
author: [Danielle Campoamor]
publisher: Marie Claire
url: https://x.org/a
published: "[2024-07-04..2024-07-06]"
retrieved: 2026-11-22
rights: all rights reserved
sha256: {hashlib.sha256(SEED_TEXT).hexdigest()}
language: en
words: 7
"""


def seed(record: str, content: bytes | None = None) -> Seed:
    binaries = {} if content is None else {"seeds/s.txt": content}
    (made,) = site({**ARTICLE, "seeds/s.yaml": record}, binaries).seeds
    return made


def test_seed() -> None:
    made = seed(SEED, SEED_TEXT)
    assert (made.id, made.place.file, made.title) == ("s", "seeds/s.yaml", "Kim's call")
    assert made.authors == (Name(text="Danielle Campoamor"),)
    assert (made.publisher, made.url, made.rights) == ("Marie Claire", "https://x.org/a", "all rights reserved")  # fmt: skip
    assert made.published is not None
    assert made.retrieved is not None
    assert made.published.text == "[2024-07-04..2024-07-06]"
    assert made.retrieved.text == "2026-11-22"
    assert (made.language, made.words, made.encoding) == ("en", 7, "utf-8")
    assert made.text == "One.\n“Two.”\n"


def test_a_seed_without_its_text() -> None:
    made = seed(SEED)
    assert made.text is None
    assert len(made.sha256) == 64


def test_a_seed_in_another_encoding() -> None:
    made = seed("title: T\nencoding: windows-1252\n", b"caf\xe9 \x93x\x94")
    assert made.text == "café “x”"


@pytest.mark.parametrize(
    ("record", "content", "expected"),
    [
        ("titel: x\n", b"", "seeds/s.yaml:1:1 key-unknown"),
        ("title: T\nsha256: abc\n", b"", "seeds/s.yaml:2:9 value-unknown"),
        (f"title: T\nsha256: {'0' * 64}\n", b"x", "seeds/s.yaml:2:9 seed-checksum"),
        ("title: T\nencoding: rot13\n", b"x", "seeds/s.yaml:2:11 value-unknown"),
        ("title: T\n", b"caf\xe9", "seeds/s.txt:1:1 file-encoding"),
        ("title: T\nwords: many\n", b"x", "seeds/s.yaml:2:8 value-type"),
        ("title: T\nurl: data:x\n", b"x", "seeds/s.yaml:2:6 url-scheme"),
        ("title: T\nretrieved: now\n", b"x", "seeds/s.yaml:2:12 date-invalid"),
    ],
)
def test_wrong_seed(record: str, content: bytes, expected: str) -> None:
    assert said({**ARTICLE, "seeds/s.yaml": record}, {"seeds/s.txt": content}) == [expected]


def test_a_changed_text_is_not_used() -> None:
    texts = {**ARTICLE, "seeds/s.yaml": SEED}
    made, problems = parse(Files(texts=texts, binaries={"seeds/s.txt": SEED_TEXT + b"x"}))
    assert said_of(problems) == ["seeds/s.yaml:8:9 seed-checksum"]
    assert hashlib.sha256(SEED_TEXT + b"x").hexdigest() in problems[0].message
    assert made.seeds[0].text is None


def lent(record: str, binaries: dict[str, bytes], lent: dict[str, bytes]) -> Seed:
    texts = {**ARTICLE, "seeds/s.yaml": record}
    made, problems = parse(Files(texts=texts, binaries=binaries, lent=lent))
    assert problems == ()
    return made.seeds[0]


@pytest.mark.parametrize("name", ["seeds/other.txt", "seeds/s.txt"])
def test_a_text_is_found_by_its_checksum(name: str) -> None:
    assert lent(SEED, {name: SEED_TEXT}, {}).text == "One.\n“Two.”\n"
    assert lent(SEED, {}, {"/elsewhere/any.txt": SEED_TEXT}).text == "One.\n“Two.”\n"


def test_a_lent_text_without_its_checksum_is_not_found() -> None:
    assert lent(SEED, {}, {"/elsewhere/s.txt": SEED_TEXT + b"x"}).text is None
    assert lent("title: T\n", {}, {"/elsewhere/s.txt": b"x"}).text is None


def test_a_lent_text_is_read_in_the_encoding_that_its_record_says() -> None:
    content = b"caf\xe9"
    sha256 = hashlib.sha256(content).hexdigest()
    record = f"title: T\nsha256: {sha256}\n"
    assert lent(record + "encoding: windows-1252\n", {}, {"x.txt": content}).text == "café"
    files = Files(texts={**ARTICLE, "seeds/s.yaml": record}, lent={"/d/x.txt": content})
    assert said_of(parse(files)[1]) == ["/d/x.txt:1:1 file-encoding"]


# ---- files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/a/README.md", "begins with a number"),
        ("content/a/timelin.yaml", "timeline.yaml"),
        ("content/a/b/01-x.md", "begins with a number"),
        ("content/a/notes/deep/x.md", "begins with a number"),
        ("content/a/notes/x.txt", "full stop"),
        ("content/a/photo.jpg", "images/"),
        ("content/a/images/x.md", "begins with a number"),
        ("content/stray.md", "begins with a number"),
        ("content/p.jpg", "images/"),
        ("seeds/x.md", "begins with a number"),
        ("seeds/deep/x.yaml", "full stop"),
        ("seeds/alone.txt", "seeds/alone.yaml"),
    ],
)
def test_files_that_nothing_reads(path: str, hint: str) -> None:
    binary = path.endswith((".jpg", "alone.txt"))
    _, problems = parse(
        Files(
            texts=ARTICLE if binary else {**ARTICLE, path: "x"},
            binaries={path: b"x"} if binary else {},
        )
    )
    assert said_of(problems) == [f"{path}:1:1 file-unknown"]
    assert problems[0].level == "warning"
    assert hint in problems[0].hint


def test_a_folder_without_article_yaml() -> None:
    assert said({**ARTICLE, "content/b/01-x.md": "x", "content/b/02-x.md": "x"}) == [
        "content/b/01-x.md:1:1 file-unknown"
    ]


def test_the_same_file_twice() -> None:
    assert said({**ARTICLE, "content/a/article.yml": "title: B"}) == [
        "content/a/article.yml:1:1 file-collision"
    ]
    texts = {**ARTICLE, "content/site.yaml": "", "content/site.yml": ""}
    assert said(texts) == ["content/site.yml:1:1 file-collision"]


# ---- together ------------------------------------------------------------------------------


def test_a_broken_file_hides_no_other() -> None:
    texts = {
        "content/site.yaml": "title: a: b\n",
        "content/a/article.yaml": "title: [\n",
        "content/a/01-one.md": "---\ntitle: T\n",
        "content/a/02-two.md": "[x]{event=good}\n",
        "content/a/notes/bad.md": "---\nkind: [\n---\nx",
        "content/a/notes/good.md": "---\nphrase: x\n---\nx",
        "content/a/timeline.yaml": "- {id: bad, date: x, title: T}\n- {id: good, date: 2015, title: T}\n",
        "content/a/sources.yaml": "- {id: bad}\n- {id: good, title: T}\n",
        "content/a/x.bib": "@misc{",
        "seeds/s.yaml": "title: T\nsha256: x\n",
    }
    made, problems = parse(Files(texts=texts))
    (one,) = made.articles
    assert one.title == "a"
    assert [section.id for section in one.sections] == ["01-one", "02-two"]
    assert [note.id for note in one.notes] == ["bad", "good"]
    assert [event.id for event in one.events] == ["bad", "good"]
    assert [source.id for source in one.sources] == ["bad", "good"]
    assert [seed.id for seed in made.seeds] == ["s"]
    assert sorted(said_of(problems)) == [
        "content/a/01-one.md:1:1 front-matter",
        "content/a/article.yaml:2:1 yaml-syntax",
        "content/a/notes/bad.md:3:1 yaml-syntax",
        "content/a/sources.yaml:1:3 key-missing",
        "content/a/timeline.yaml:1:19 date-invalid",
        "content/a/x.bib:1:1 bib-syntax",
        "content/site.yaml:1:9 yaml-syntax",
        "seeds/s.yaml:2:9 value-unknown",
    ]


PATHS = st.sampled_from(
    [
        "content/site.yaml",
        "content/a/article.yaml",
        "content/a/01-a.md",
        "content/a/notes/n.md",
        "content/a/timeline.yaml",
        "content/a/sources.yaml",
        "content/a/sources.json",
        "content/a/x.bib",
        "seeds/s.yaml",
        "content/x",
    ]
)


@given(st.dictionaries(PATHS, st.text(max_size=60)))
def test_any_texts_are_parsed_or_refused(texts: dict[str, str]) -> None:
    _, problems = parse(Files(texts=texts))
    assert all(found.place.file in texts or found.rule == "site-empty" for found in problems)
    said_of(problems)
