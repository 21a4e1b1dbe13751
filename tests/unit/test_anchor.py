"""Phrases are found exactly once, whatever stands between their letters, or there is a problem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.anchor import Page, anchor, find
from postil.edition import Anchor
from postil.folding import fold
from postil.markdown import read
from postil.model import Article, Note, Section, Selector
from postil.problems import Place, Problem

HERE = Place(file="notes/x.md", line=2, column=9)


def section(text: str, id_: str = "01-a") -> Section:
    place = Place(file=f"content/a/{id_}.md")
    return Section(id=id_, title=id_, place=place, doc=read(text, place)[0])


def search(
    text: str, exact: str, *, prefix: str = "", suffix: str = "", within: str = ""
) -> tuple[str | None, tuple[Problem, ...]]:
    made = section(text)
    pages = (Page(section=made, folded=fold(made.doc.plain)),)
    selector = Selector(exact=exact, prefix=prefix, suffix=suffix, section=within, place=HERE)
    found, problems = find(selector, pages)
    return (found.words if found else None), problems


@pytest.mark.parametrize(
    ("text", "phrase", "words"),
    [
        ("She pleaded guilty.", "pleaded guilty", "pleaded guilty"),
        ("She *pleaded* **guilty**.", "pleaded guilty", "pleaded guilty"),
        ("She [pleaded](https://x.org) guilty.", "pleaded guilty", "pleaded guilty"),
        ("She `pleaded` guilty.", "pleaded guilty", "pleaded guilty"),
        ("She pleaded\nguilty.", "pleaded guilty", "pleaded guilty"),
        ("She pleaded  \nguilty.", "pleaded guilty", "pleaded\nguilty"),
        ("She pleaded&nbsp;guilty.", "pleaded guilty", "pleaded\u00a0guilty"),
        ("She plea\u00added guilty.", "pleaded guilty", "plea\u00added guilty"),
        ("She “pleaded” guilty.", '"pleaded" guilty', "“pleaded” guilty"),
        ('She "pleaded" guilty.', "“pleaded” guilty", '"pleaded" guilty'),
        ("2015–2016", "2015-2016", "2015–2016"),
        ("a cafe\u0301 there", "café", "cafe\u0301"),
        ("a café there", "cafe\u0301", "café"),
        ("> quoted words here", "words", "words"),
        ("- one item\n- two items", "two items", "two items"),
        ("| a | b |\n|---|---|\n| cell one | cell two |", "cell two", "cell two"),
        ("# A heading\n\ntext", "heading", "heading"),
        ("one\n\ntwo", "one two", "one\n\ntwo"),
        ("the [marked][^n] words", "marked words", "marked words"),
        ("said “so”[@a] there", "“so” there", "“so” there"),
        ("👩‍👩‍👧 here", "👩‍👩‍👧", "👩‍👩‍👧"),
        ("wait… then", "wait... then", "wait… then"),
        ("a \\*star\\*", "*star*", "*star*"),
        ("&amp; more", "& more", "& more"),
    ],
)
def test_found_exactly(text: str, phrase: str, words: str) -> None:
    found, problems = search(text, phrase)
    assert problems == ()
    assert found == words


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("She pleaded guilty.", "She pleads guilty"),
        ("She pleaded guilty.", "she pleaded"),
        ("10 years", "11 years"),
        ("e\u0301tud", "e"),
        ("👩‍👩‍👧", "👩"),
        ("x", ""),
    ],
)
def test_never_by_similarity(text: str, phrase: str) -> None:
    found, problems = search(text, phrase)
    assert found is None
    assert [p.rule for p in problems] == ["anchor-missing"]


def test_missing_names_the_nearest_passages_best_first() -> None:
    text = (
        "First.\n\nHe spoke of Munchausen syndrome by proxy.\n\nMunchausen the baron.\n\nBy proxy."
    )
    _, problems = search(text, "Munchausen by proxy syndrome")
    lines = problems[0].hint.splitlines()
    assert problems[0].place == HERE
    assert (
        problems[0].message == 'these words are not in the article: "Munchausen by proxy syndrome"'
    )
    assert "Munchausen syndrome by" in lines[0]
    assert lines[0].endswith("(01-a.md:3)")
    assert 1 < len(lines) <= 3


def test_ambiguous_lists_each_place_and_says_how_to_choose() -> None:
    found, problems = search("one plea here\n\nand a plea there", "plea")
    assert found is None
    assert problems[0].rule == "anchor-ambiguous"
    assert problems[0].message == 'these words stand in 2 places: "plea"'
    assert "(01-a.md:1)" in problems[0].hint
    assert "(01-a.md:3)" in problems[0].hint
    assert "prefix" in problems[0].hint


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [("and a", ""), ("and a ", ""), ("", "there"), ("a", "there"), ("AND a".lower(), "")],
)
def test_context_decides(prefix: str, suffix: str) -> None:
    text = "one plea here\n\nand a plea there"
    made = section(text)
    pages = (Page(section=made, folded=fold(made.doc.plain)),)
    found, problems = find(Selector(exact="plea", prefix=prefix, suffix=suffix, place=HERE), pages)
    assert problems == ()
    assert found is not None
    assert found.start == text.rindex("plea")


def test_wrong_context_is_missing() -> None:
    _, problems = search("one plea here", "plea", prefix="two")
    assert [p.rule for p in problems] == ["anchor-missing"]


def test_unknown_section_names_the_known_ones() -> None:
    _, problems = search("text", "text", within="02-b")
    assert problems[0].rule == "section-unknown"
    assert "01-a" in problems[0].hint


def note(id_: str, phrase: str | None = None) -> Note:
    selector = Selector(exact=phrase, place=HERE) if phrase else None
    return Note(id=id_, place=HERE, phrase=selector, body=read("Text.", HERE)[0])


def article(*texts: str, notes: tuple[Note, ...] = ()) -> Article:
    sections = tuple(section(text, f"{n:02}-s") for n, text in enumerate(texts, start=1))
    return Article(
        slug="a", place=Place(file="content/a"), title="A", sections=sections, notes=notes
    )


def test_a_note_stands_once() -> None:
    twice = article("[one][^n] and [two][^n]", notes=(note("n"),))
    assert [p.rule for p in anchor(twice)[1]] == ["anchor-twice"]
    both = article("[one][^n] and two", notes=(note("n", "two"),))
    assert [p.rule for p in anchor(both)[1]] == ["anchor-twice"]


def test_an_event_may_be_told_in_many_places() -> None:
    found, problems = anchor(article("[x]{event=e}", "[y]{event=e} then [z]{event=e}"))
    assert problems == ()
    assert [a.words for a in found.events["e"]] == ["x", "y", "z"]


def test_stand_off_searches_every_section() -> None:
    found, problems = anchor(article("one", "two words", notes=(note("n", "two"),)))
    assert problems == ()
    assert found.notes["n"].section == "02-s"


def test_many_phrases_are_found_where_each_alone_is() -> None:
    """From a hundred phrases on they are looked up together."""
    words = [f"w{n}" for n in range(300)]
    text = " ".join([*words, "w7 w8 w9 again,", "“w299” *w298*"])
    phrases = [" ".join(words[n : n + 3]) for n in range(297)]
    phrases += ["w7 w8 w9 again", '"w299" w298', "w3", "w7 w8 w9", "w300 w301 w302", "299 ", "x"]
    notes = tuple(note(f"n{n}", phrase) for n, phrase in enumerate(phrases))
    together, problems = anchor(article(text, text.replace("w", "v"), notes=notes))
    apart, alone = dict[str, Anchor](), list[Problem]()
    for one in notes:
        found, wrong = anchor(article(text, text.replace("w", "v"), notes=(one,)))
        apart.update(found.notes)
        alone += wrong
    assert together.notes == apart
    assert [(p.rule, p.message) for p in problems] == [(p.rule, p.message) for p in alone]
    assert len(apart) > 290


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "“gamma”", "*delta*", "eps\u00adilon", "zeta"]), min_size=1
)


@given(WORDS, st.data())
def test_any_passage_that_stands_once_is_found_where_it_stands(
    words: list[str], data: st.DataObject
) -> None:
    made = section(" ".join(words))
    plain = made.doc.plain
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    phrase = plain[start:end].strip()
    pages = (Page(section=made, folded=fold(plain)),)
    found, problems = find(Selector(exact=phrase, place=HERE), pages, suggest=False)
    if found:
        assert fold(plain[found.start : found.end]).text == fold(phrase).text
    else:
        assert {p.rule for p in problems} <= {"anchor-ambiguous", "anchor-missing"}
        folded, sought = fold(plain).text, fold(phrase).text
        assert sought == "" or folded.find(sought) != folded.rfind(sought)
