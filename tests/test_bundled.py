"""The bundled article keeps its promises: its counts, its evidence, and whose words it uses."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from postil.doc import Doc
from postil.edition import Edition
from postil.folding import fold
from postil.model import Article
from postil.pipeline import Proved, prove, render_site

ROOT = Path(__file__).resolve().parents[1]
LONGEST_QUOTATION = 15  # words
COPIED = 12  # consecutive words of somebody else's that are a copy


@pytest.fixture(scope="module")
def proved() -> Proved:
    return prove(ROOT)


@pytest.fixture(scope="module")
def edition(proved: Proved) -> Edition:
    assert proved.publication
    return proved.publication.editions[0]


@pytest.fixture(scope="module")
def original(shared: Path) -> str:
    """The text that the article annotates, which is not part of the project."""
    texts = list((shared / "seeds").glob("*.txt"))
    if not texts:
        pytest.skip("the annotated text is not at hand")
    return texts[0].read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("’", "").replace("'", ""))


def own_texts(article: Article) -> Iterator[Doc]:
    """Every text of the article."""
    yield from (section.doc for section in article.sections)
    yield from (note.body for note in article.notes)
    for event in article.events:
        yield from (doc for doc in (event.text, *(r.note for r in event.rivals)) if doc)
    yield from (doc for doc in (article.content_note, article.help, article.about) if doc)


def quotations(article: Article) -> Iterator[tuple[str, str]]:
    """(source id, words) of each direct quotation."""
    for doc in own_texts(article):
        for cite in doc.cites:
            if cite.quotation:
                start, end = cite.quotation
                yield cite.refs[0].id, doc.plain[start:end]


def test_it_builds_without_any_problem(proved: Proved) -> None:
    """But that the text it annotates is not a part of it, to compare its quotations with."""
    assert {found.rule for found in render_site(ROOT, proved).problems} <= {"quotation-unverified"}


def test_sections_and_words(edition: Edition) -> None:
    assert len(edition.sections) >= 8
    assert 800 <= edition.proof.words <= 1200
    assert all(placed.section.title for placed in edition.sections)


def test_notes(edition: Edition) -> None:
    full = [
        placed
        for placed in edition.notes
        if 30 <= len(placed.note.body.plain.split()) <= 120
        and (placed.sources or any(placed.cites))
    ]
    assert len(full) >= 20
    unsourced = [p.note.id for p in edition.notes if not p.sources and not any(p.cites)]
    assert unsourced == []


def test_both_ways_of_anchoring(edition: Edition) -> None:
    standing_off = [placed.note.id for placed in edition.notes if placed.note.phrase]
    marked = [placed.note.id for placed in edition.notes if not placed.note.phrase]
    assert len(standing_off) >= 14
    assert len(marked) >= 5
    assert any(placed.note.inline for placed in edition.notes)


def test_events(edition: Edition) -> None:
    assert len(edition.events) >= 30
    assert sum(bool(placed.anchors) for placed in edition.events) >= 12
    assert any(placed.rivals for placed in edition.events)
    assert any(placed.uncertain_with for placed in edition.events)
    assert all(placed.event.standing for placed in edition.events)


def test_sources(edition: Edition) -> None:
    assert len(edition.sources) >= 60
    assert {cited.source.id for cited in edition.sources} == {
        source.id for source in edition.article.sources
    }
    assert all(cited.source.reliability for cited in edition.sources)
    assert all(cited.source.url or cited.source.doi for cited in edition.sources)


def test_weak_sources_only_show_a_conflict(edition: Edition) -> None:
    """None of them carries a claim alone, and each says in its own note what it is cited for."""
    weak = {source.id for source in edition.article.sources if source.reliability == "D"}
    supports = [placed.sources for placed in edition.notes]
    supports += [placed.sources for placed in edition.events]
    for support in supports:
        ids = {one.source.id for one in support}
        assert not ids or ids - weak, f"{ids} are weak"
    assert all(source.note for source in edition.article.sources if source.id in weak)


def test_quotations_are_short(edition: Edition) -> None:
    found = [text for _, text in quotations(edition.article)]
    assert found
    assert [text for text in found if len(text.split()) > LONGEST_QUOTATION] == []


# ---- Beside the annotated text, where that is at hand --------------------------------------


def test_stand_off_phrases_are_the_texts_own(edition: Edition, original: str) -> None:
    text = fold(original).text
    phrases = [placed.note.phrase.exact for placed in edition.notes if placed.note.phrase]
    assert sum(text.count(fold(phrase).text) == 1 for phrase in phrases) >= 14


def test_quotations_are_in_the_original_and_nothing_else_is(shared: Path, original: str) -> None:
    """As `postil check --seeds ../shared/seeds` proves."""
    proved = prove(ROOT, seeds=shared / "seeds")
    assert proved.problems == ()
    assert proved.publication
    (edition,) = proved.publication.editions
    assert edition.seed
    assert edition.seed.text == original
    assert edition.proof.quotations == edition.proof.quotations_verified == 6
    assert {quotation.verdict for quotation in edition.quotations} == {"verified"}


def test_only_the_proof_of_quotations_depends_on_the_text(shared: Path, proved: Proved) -> None:
    without = render_site(ROOT, proved)
    compared = render_site(ROOT, prove(ROOT, seeds=shared / "seeds"))
    assert [file.path for file in compared.files] == [file.path for file in without.files]
    lines = [
        line
        for one, other in zip(without.files, compared.files, strict=True)
        if one.content != other.content
        for line in difflib.ndiff(
            one.content.decode().split("\n"), other.content.decode().split("\n")
        )
        if line.startswith("+")
    ]
    assert len(lines) == 2
    assert all("6 quotations" in line for line in lines)


def test_quotations_are_exact(edition: Edition, original: str) -> None:
    seeded = {source.id for source in edition.article.sources if source.seed}
    text = fold(original).text
    found = [quoted for id_, quoted in quotations(edition.article) if id_ in seeded]
    assert found
    assert [quoted for quoted in found if fold(quoted).text not in text] == []


def test_nothing_else_is_copied(edition: Edition, original: str) -> None:
    theirs = words(original.split("\n", 1)[1])  # the headline is a title, not text
    runs = {tuple(theirs[n : n + COPIED]) for n in range(len(theirs) - COPIED + 1)}
    copied = []
    for doc in own_texts(edition.article):
        text = doc.plain
        for start, end in reversed([cite.quotation for cite in doc.cites if cite.quotation]):
            text = f"{text[:start]} | {text[end:]}"
        for passage in text.split("|"):
            ours = words(passage)
            copied += [
                " ".join(ours[n : n + COPIED])
                for n in range(len(ours) - COPIED + 1)
                if tuple(ours[n : n + COPIED]) in runs
            ]
    assert copied == []
