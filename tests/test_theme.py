"""The theme is a contract: what a site's own templates may change, and what they may not lose."""

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from postil.edition import Publication
from postil.pipeline import prove
from postil.problems import Problem
from postil.record import replace
from postil.render import render
from postil.theme import load_theme
from tests.outline import elements

ROOT = Path(__file__).resolve().parents[1]
SITES = Path(__file__).parent / "sites"
BROADSHEET = Path(__file__).parent / "themes" / "broadsheet"
NAMES = sorted(folder.name for folder in SITES.iterdir() if folder.is_dir())
COLOURS = {"paper": "light-dark(#fff, #10140f)", "accent": "light-dark(#0b3d2e, #9fe0c4)"}


@cache
def site(name: str) -> Publication:
    made = prove(SITES / name / "in" if name else ROOT).publication
    assert made
    return made


def pages(publication: Publication, theme: Mapping[str, str]) -> dict[str, str]:
    files, problems = render(publication, theme, "1")
    assert problems == ()
    return {f.path: f.content.decode() for f in files if f.path.endswith(".html")}


def problems(name: str, theme: Mapping[str, str]) -> tuple[Problem, ...]:
    return render(site(name), {**load_theme(Path("nowhere")), **theme}, "1")[1]


def ids(page: str) -> set[str]:
    return {e.attributes["id"] for e in elements(page) if "id" in e.attributes}


def kept(page: str) -> set[str]:
    """The ids that the theme's contract names."""
    wanted = re.compile(
        r"(note|ref|event|tell|source|cite)-|p\d+$|text$|notes$|corrections$|about$"
    )
    return {name for name in ids(page) if wanted.match(name)} - {"text-title"}


# ---- Figures -------------------------------------------------------------------------------

FIGURE = "parts/figure.html"


def test_figures_are_as_their_part_says_though_it_is_not_asked() -> None:
    """A copy of the shipped part, which counts as a site's own, prints the very same pages."""
    shipped = load_theme(Path("nowhere"))
    copied = {**shipped, FIGURE: shipped[FIGURE] + "{# a copy #}"}
    before, after = pages(site("images"), shipped), pages(site("images"), copied)
    assert sum(page.count("<figcaption>") for page in before.values()) > 1
    assert after == before


def test_a_part_of_ones_own_sets_figures_in_text_and_notes() -> None:
    own = '{% extends "default/parts/figure.html" %}{% block caption %}<figcaption>'
    own += "<b>{{ figure.credit }}</b>{{ figure.caption }}</figcaption>{% endblock %}"
    shipped = load_theme(Path("nowhere"))
    before = pages(site("images"), shipped)
    after = pages(site("images"), {**shipped, FIGURE: own})
    assert {path: kept(page) for path, page in after.items()} == {
        path: kept(page) for path, page in before.items()
    }
    for path, page in after.items():
        captions = before[path].count("<figcaption>") + page.count(
            "<figcaption><b></b></figcaption>"
        )
        assert page.count("<figcaption><b>") == captions


def test_a_mistake_in_a_figures_part_is_told_at_its_line() -> None:
    found = problems("images", {FIGURE: "\n{{ figure.captoin }}"})
    assert {(p.rule, p.place.file, p.place.line) for p in found} == {
        ("template", f"templates/{FIGURE}", 2)
    }


# ---- A theme that looks quite different ----------------------------------------------------


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_theme_of_ones_own_loses_nothing(name: str) -> None:
    """Other colours, a block, a part of its own, other notes: each id, link and text is there."""
    publication = site(name)
    publication = replace(publication, settings=replace(publication.settings, theme=COLOURS))
    theirs = pages(publication, load_theme(BROADSHEET))
    ours = pages(site(name), load_theme(Path("nowhere")))
    assert theirs.keys() == ours.keys()
    for path, page in ours.items():
        lost = {i for i in kept(page) - ids(theirs[path]) if not i.endswith("-title")}
        assert lost == set(), path
        if 'class="article"' in page:
            assert "Broadsheet" in theirs[path], "its foot"
            assert "--accent:light-dark(#0b3d2e" in theirs[path], "its colours"
            assert "<aside" not in theirs[path], "its notes"


@pytest.mark.parametrize("name", ["", "german", "events"])
def test_it_says_the_same_words(name: str) -> None:
    """Whatever an author said in a note, an event or a correction stands on the page."""
    theirs = pages(site(name), load_theme(BROADSHEET))
    said = " ".join(re.sub(r"<[^>]*>", " ", page) for page in theirs.values())
    words = set(re.findall(r"\w+", unescape(said)))
    for edition in site(name).editions:
        texts = [placed.note.body.plain for placed in edition.notes]
        texts += [p.event.text.plain for p in edition.events if p.event.text]
        texts += [c.text for c in edition.article.corrections]
        texts += [placed.source.title for placed in edition.sources]
        for text in texts:
            assert set(re.findall(r"\w+", text)) <= words, text


# ---- What a template loses is said ---------------------------------------------------------

LOSSES = {  # what is lost: in which template, by which block, and what stands there instead
    "notes": ("article.html", "paragraph", "{{ block.html }}"),
    "phrases": ("article.html", "paragraph", "{{ block.html|striptags }}"),
    "paragraphs of the text": ("article.html", "paragraph", "{{ block.html|striptags }}"),
    "links back from notes": ("parts/note.html", "head", "{{ standing(note) }}"),
    "standings": ("parts/note.html", "head", '<a href="#{{ note.back }}">x</a>'),
    "links to sources": ("parts/note.html", "backing", ""),
    "texts of notes": ("parts/note.html", "body", "{{ note.body|striptags }}"),
    "events": ("article.html", "timeline", ""),
    "dates of events": ("parts/timeline.html", "when", ""),
    "other dates": ("parts/timeline.html", "rivals", ""),
    "links from events to the text": ("parts/timeline.html", "grounds", ""),
    "sources": ("article.html", "sources", ""),
    "references": ("parts/sources.html", "source", '<li id="{{ source.id }}"></li>'),
    "links from sources to their uses": (
        "parts/sources.html",
        "source",
        '<li id="{{ source.id }}">{{ source.html }}</li>',
    ),
    "corrections": ("parts/colophon.html", "corrections", ""),
    "what was withdrawn": ("article.html", "retired", ""),
    "reasons": ("parts/retired.html", "retired", '<li id="{{ item.id }}"></li>'),
    "the content note": ("parts/head.html", "content_note", ""),
    "how it was made": ("parts/colophon.html", "about", ""),
    "the help": ("parts/colophon.html", "help", ""),
    "titles of events": ("parts/timeline.html", "event", '<li id="{{ event.id }}">'),
}


@pytest.mark.parametrize("what", LOSSES)
def test_a_block_that_loses_something_is_a_problem(what: str) -> None:
    path, block, instead = LOSSES[what]
    own = f'{{% extends "default/{path}" %}}{{% block {block} %}}{instead}{{% endblock %}}'
    found = problems("german", {path: own})
    assert {p.rule for p in found} == {"output-lost"}
    assert any(p.message.startswith(f"this page lost {what} (") for p in found), found
    assert {p.place.file for p in found} == {"lampe/index.html"}


def test_templates_that_are_ours_are_not_asked() -> None:
    """The shipped ones are tested; a copy of them is no theme of a site's own."""
    assert problems("german", {}) == ()


def test_a_word_that_is_not_there_is_said_with_the_nearest() -> None:
    own = '{% extends "default/base.html" %}{% block foot %}{{ words.sorces }}{% endblock %}'
    found = problems("german", {"base.html": own})
    assert ("a Words has no sorces", "do you mean sources?") in {(p.message, p.hint) for p in found}
