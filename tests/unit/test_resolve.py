"""Ids become things: numbers by first use, uses and backlinks, the order of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.edition import Edition
from tests.editions import ARTICLE, edition, publication, said

SOURCES = """
--- content/lamp/sources.yaml
- {id: a, title: A}
- {id: b, title: B}
- {id: c, title: C}
- {id: d, title: D}
- {id: e, title: E}
"""


def numbers(made: Edition) -> dict[str, int]:
    return {cited.source.id: cited.number for cited in made.sources}


def uses(made: Edition, id_: str) -> list[tuple[str, str, str]]:
    cited = next(cited for cited in made.sources if cited.source.id == id_)
    return [(use.kind, use.target, use.label) for use in cited.uses]


# ---- Sources -------------------------------------------------------------------------------


def test_sources_are_numbered_by_their_first_use_on_the_page() -> None:
    made = edition(
        """
--- content/lamp/01-night.md
One [x][^n] and [@c].

Two [@b; @c].

[^n]: A note [@e].
--- content/lamp/timeline.yaml
- {id: dark, date: 1987, title: Dark, sources: [d, b]}
"""
        + SOURCES
    )
    # A paragraph's own citations, then its notes', then the next paragraph's; events come last.
    assert numbers(made) == {"c": 1, "e": 2, "b": 3, "d": 4}
    assert [support.number for support in made.events[0].sources] == [4, 3]


def test_the_content_note_comes_first_and_the_colophon_last() -> None:
    made, _ = publication(
        """
--- content/lamp/article.yaml
title: The lamp
content_note: Before [@d].
help: Help [@b].
about: About [@a].
--- content/lamp/01-night.md
One [@c].
"""
        + SOURCES
    )
    assert numbers(made.editions[0]) == {"d": 1, "c": 2, "b": 3, "a": 4}


def test_a_source_knows_each_of_its_uses_once() -> None:
    made = edition(
        """
--- content/lamp/01-night.md
One [@a, p. 1].

Two [@a, p. 2] and [three][^n], [@b].

[^n]: A note [@a] and again [@a, p. 9].
--- content/lamp/timeline.yaml
- {id: dark, date: 1987, title: It goes dark, text: "So [@a].", sources: [a]}
"""
        + SOURCES
    )
    assert uses(made, "a") == [
        ("text", "cite-1", "p1"),
        ("text", "cite-2", "p2"),
        ("note", "note-n", "1"),
        ("event", "event-dark", "It goes dark"),
    ]
    assert [s.locator for cites in made.sections[0].cites for s in cites] == ["p. 1", "p. 2", ""]


def test_a_source_that_does_not_exist() -> None:
    told = said("--- content/lamp/01-night.md\nOne [@aa; @zzzz].\n" + SOURCES)
    assert ("source-unknown", "there is no source zzzz", "add it to sources.yaml") in told
    assert "source-unknown" in {rule for rule, _, _ in told}


def test_a_source_under_nearly_that_id() -> None:
    told = said(
        "--- content/lamp/01-night.md\nOne [@letters].\n"
        "--- content/lamp/sources.yaml\n- {id: letter, title: A letter}\n"
    )
    assert told[0] == ("source-unknown", "there is no source letters", "do you mean letter?")


# ---- Notes ---------------------------------------------------------------------------------


def test_notes_are_numbered_in_text_order_whatever_their_files() -> None:
    made = edition(
        """
--- content/lamp/01-night.md
The lamp [went out][^zz] at ten.
--- content/lamp/02-day.md
It was lit [again][^mm], and the coast saw it.
--- content/lamp/notes/aa.md
---
phrase: the coast
---
Last.
--- content/lamp/notes/mm.md
Third.
--- content/lamp/notes/zz.md
Second.
--- content/lamp/notes/bb.md
---
phrase: The lamp
---
First.
"""
    )
    assert [(p.number, p.note.id) for p in made.notes] == [
        (1, "bb"),
        (2, "zz"),
        (3, "mm"),
        (4, "aa"),
    ]
    assert [placed.section for placed in made.notes] == ["01-night", "01-night", "02-day", "02-day"]


def test_paragraphs_are_counted_through_and_headings_are_not() -> None:
    made = edition(
        """
--- content/lamp/01-night.md
One.

## A [heading][^h]

Two [x][^x].

- a list

---

> a quote
--- content/lamp/02-day.md
Five [y][^y].

[^h]: H.
[^x]: X.
[^y]: Y.
"""
    )
    assert [section.first_paragraph for section in made.sections] == [1, 5]
    assert {p.note.id: p.paragraph for p in made.notes} == {"h": "p2", "x": "p2", "y": "p5"}


# ---- Events --------------------------------------------------------------------------------


def events(*dates: str) -> Edition:
    """One event a date, e0, e1 …, in file order."""
    rows = [f'- {{id: e{n}, date: "{d}", title: T, sources: [a]}}\n' for n, d in enumerate(dates)]
    return edition(
        "--- content/lamp/01-night.md\nText.\n--- content/lamp/timeline.yaml\n"
        + "".join(rows)
        + SOURCES
    )


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["2016", "2015"], "e1 e0"),
        (["2015-06", "2015-06-09", "2015"], "e2 e0 e1"),  # by the earliest day, then the latest
        (["2015", "2015"], "e0 e1"),  # the same: as in the file
        (["0001", "-0001", "0000"], "e1 e2 e0"),
        (["2015/..", "2015-01-01"], "e1 e0"),
        (["[2015-06-09,2015-06-10]", "2015-06-09"], "e1 e0"),
        (["Y17000", "9999"], "e1 e0"),
    ],
)
def test_events_stand_in_order(dates: list[str], order: str) -> None:
    made = events(*dates)
    assert " ".join(placed.event.id for placed in made.events) == order
    assert [placed.number for placed in made.events] == list(range(1, len(dates) + 1))


@pytest.mark.parametrize(
    ("dates", "uncertain"),
    [
        (["2015-06-09", "2015-06-10"], {}),
        (["2015-06-09", "2015-06-09"], {}),  # one day: the order within it is not claimed
        (["2015", "2015-06-09"], {"e0": {"e1"}, "e1": {"e0"}}),
        (["2015-06", "2015-07"], {}),
        (["[2015-06-09,2015-06-10]", "2015-06-10"], {"e0": {"e1"}, "e1": {"e0"}}),
        (
            ["2015", "2015-03", "2015-09"],
            {"e0": {"e1", "e2"}, "e1": {"e0"}, "e2": {"e0"}},
        ),
    ],
)
def test_events_whose_order_nobody_knows(dates: list[str], uncertain: dict[str, set[str]]) -> None:
    made = events(*dates)
    found = {p.event.id: set(p.uncertain_with) for p in made.events if p.uncertain_with}
    assert found == uncertain


DATES = st.sampled_from(
    ["2015", "2015-06", "2015-06-09", "2015-06-XX", "201X", "2015~", "2014/2016", "2015-06/.."]
)


@given(st.lists(DATES, min_size=1, max_size=6))
def test_uncertainty_is_mutual(dates: list[str]) -> None:
    found = {placed.event.id: set(placed.uncertain_with) for placed in events(*dates).events}
    assert all(id_ in found[other] for id_, others in found.items() for other in others)
    assert all(id_ not in others for id_, others in found.items())


def test_an_event_knows_the_words_that_tell_it() -> None:
    made = edition(
        """
--- content/lamp/01-night.md
It [went out]{event=dark}.

It [went out again]{event=dark}, and a bell rang.
--- content/lamp/timeline.yaml
- {id: dark, date: 1987, title: Dark, phrase: a bell rang, sources: [a]}
"""
        + SOURCES
    )
    told = [(anchor.words, paragraph) for anchor, paragraph in made.events[0].anchors]
    assert told == [("went out", "p1"), ("went out again", "p2"), ("a bell rang", "p2")]


def test_an_event_that_does_not_exist() -> None:
    text = "--- content/lamp/01-night.md\nIt [went out]{event=drak}.\n"
    timeline = "--- content/lamp/timeline.yaml\n- {id: dark, date: 1987, title: D, sources: [a]}\n"
    assert ("event-unknown", "there is no event drak", "do you mean dark?") in said(
        text + timeline + SOURCES
    )
    assert said(text) == [
        ("event-unknown", "there is no event drak", "add it to timeline.yaml"),
    ]


# ---- The site ------------------------------------------------------------------------------


def test_a_home_that_does_not_exist_is_no_home() -> None:
    made, problems = publication(
        "--- content/site.yaml\nhome: lampp\n" + ARTICLE + "--- content/lamp/01-a.md\nText.\n"
    )
    assert made.home == ""
    assert [(p.rule, str(p.place), p.hint) for p in problems] == [
        ("home-unknown", "content/site.yaml:1:7", "do you mean lamp?")
    ]


def test_seeds_are_found_by_id() -> None:
    text = """
--- content/lamp/article.yaml
title: The lamp
annotates: gazete
--- content/lamp/01-night.md
Text [@a].
--- content/lamp/sources.yaml
- {id: a, title: A, seed: nowhere}
--- seeds/gazette.yaml
title: The night the lamp went out
"""
    assert said(text) == [
        ("seed-unknown", "there is no seed gazete", "do you mean gazette?"),
        ("seed-unknown", "there is no seed nowhere", "write its record in seeds/nowhere.yaml"),
    ]


def test_the_proof_counts_what_stands_on_the_page() -> None:
    made = edition(
        """
--- content/lamp/01-night.md
The lamp [went out][^n] at ten: “no lamp”[@a].

[^n]: Some say “no bell”[@b].
--- content/lamp/timeline.yaml
- id: dark
  date: 1987
  title: Dark
  standing: reported
  sources: [a]
  dates: [{date: 1988, by: B}]
- {id: lit, date: 1988, title: Lit, sources: [a]}
"""
        + SOURCES
    )
    proof = made.proof
    assert (proof.notes, proof.events, proof.disputed_dates, proof.sources) == (1, 2, 1, 2)
    assert (proof.claims, proof.quotations, proof.words) == (1, 2, 8)
