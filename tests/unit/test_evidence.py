"""Evidence: weak sources, two sides of a dispute, rival dates, age, living people, pictures."""

import pytest

from postil.check import check
from postil.dates import Day
from tests.editions import publication, rules, said

NIGHT = "--- content/lamp/01-night.md\nThe lamp went out at ten [@good; @weak; @poor].\n"
SOURCES = """\
--- content/lamp/sources.yaml
- {id: good, title: A, reliability: B}
- {id: weak, title: B, reliability: D}
- {id: poor, title: C, reliability: D}
"""
START = NIGHT + SOURCES


def note(fields: str, text: str = "Words.") -> str:
    return f"--- content/lamp/notes/n.md\n---\nphrase: at ten\n{fields}\n---\n{text}\n"


def event(fields: str) -> str:
    return f"--- content/lamp/timeline.yaml\n- {{id: dark, date: 1987, title: Dark, {fields}}}\n"


# ---- Both sides, weak sources ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sources", "contested", "found"),
    [
        ("good", "weak", []),
        ("good", "good", ["standing-contested"]),
        ("good, weak", "weak, good", ["standing-contested"]),
        ("good, weak", "good", []),
        ("good", "{id: good, locator: p. 2}", ["standing-contested"]),
    ],
)
def test_a_dispute_has_two_sides(sources: str, contested: str, found: list[str]) -> None:
    fields = f"standing: disputed\nsources: [{sources}]\ncontested_by: [{contested}]"
    assert rules(START + note(fields)) == found


@pytest.mark.parametrize(
    ("sources", "found"),
    [("weak", True), ("weak, poor", True), ("weak, good", False), ("good", False)],
)
def test_weak_sources_do_not_stand_alone(sources: str, found: bool) -> None:
    expected = ["source-weak"] if found else []
    assert rules(START + event(f"sources: [{sources}]")) == expected
    assert rules(START + note(f"standing: reported\nsources: [{sources}]")) == expected


def test_a_weak_source_may_say_otherwise() -> None:
    rival = "dates: [{date: 1988, sources: [weak], note: A guess.}]"
    assert rules(START + event(f"sources: [good], {rival}")) == []
    fields = "standing: disputed\nsources: [good]\ncontested_by: [weak]"
    assert rules(START + note(fields)) == []


def test_the_weak_ones_are_named_once() -> None:
    found = said(START + event("sources: [weak, {id: weak, locator: p. 2}, poor]"))
    assert found[0][1] == "event dark rests on weak sources alone: weak, poor (reliability D)"


# ---- Age ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "today", "stale"),
    [
        ("2024-01", (2026, 1, 31), False),
        ("2024-01", (2026, 2, 1), True),
        ("2024-02-29", (2026, 2, 28), False),
        ("2024-02-29", (2026, 3, 1), True),
        ("2024", (2026, 12, 31), False),
        ("2024", (2027, 1, 1), True),
        ("2024-05/2024-07", (2026, 7, 31), False),
        ("2024-05/2024-07", (2026, 8, 1), True),
        ("2024-05/..", (2099, 1, 1), False),
        ("2023-12-31", (2025, 12, 31), False),
        ("2023-12-31", (2026, 1, 1), True),
    ],
)
def test_what_a_note_knows_grows_old(as_of: str, today: Day, stale: bool) -> None:
    made, _ = publication(
        "--- content/lamp/article.yaml\ntitle: L\n" + START + note(f"as_of: {as_of}")
    )
    assert ([p.rule for p in check(made, today)] == ["as-of-stale"]) == stale
    assert check(made) == ()


def test_a_site_says_how_old_is_too_old() -> None:
    site = "--- content/site.yaml\nstale_after_months: 2\n--- content/lamp/article.yaml\ntitle: L\n"
    made, _ = publication(site + START + note("as_of: 2026-08"))
    assert check(made, (2026, 10, 31)) == ()
    (found,) = check(made, (2026, 11, 1))
    assert "more than 2 months ago" in found.hint


# ---- Living people -----------------------------------------------------------------------------

PEOPLE = """\
--- content/site.yaml
rules: {person-unattributed: error}
--- content/lamp/article.yaml
title: The lamp
people:
  - {name: Ewan Tarrant, also: [Tarrant, E. T.], living: true}
  - {name: Ada Rowe, living: false}
  - name: Board
"""
NAMELESS = "--- content/lamp/sources.yaml\n- {id: page, title: A page}\n- {id: paper, title: B, container-title: Gazette}\n"
PLAIN = "--- content/lamp/01-night.md\nThe lamp went out at ten [@page; @paper].\n"


def people(text: str) -> list[str]:
    return [rule for rule in rules(PEOPLE + PLAIN + NAMELESS + text) if rule.startswith("person")]


@pytest.mark.parametrize(
    ("fields", "text", "found"),
    [
        ("standing: reported\nsources: [page]", "Tarrant slept.", True),
        ("standing: reported\nsources: [page]", "Ewan  \nTarrant slept.", True),
        ("standing: reported\nsources: [page]", "E. T. slept.", True),
        ("standing: reported\nsources: [page]", "*Tarrant’s* lamp.", True),
        ("standing: reported\nsources: [page]\ntitle: Tarrant", "He slept.", True),
        ("standing: disputed\nsources: [page]\ncontested_by: [paper]", "Tarrant slept.", True),
        ("standing: reported\nsources: [page]", "Tarrants slept.", False),
        ("standing: reported\nsources: [page]", "Ada Rowe slept, says the Board.", False),
        ("standing: reported\nsources: [page, paper]", "Tarrant slept.", False),
        ("standing: reported\nby: The captain\nsources: [page]", "Tarrant slept.", False),
        ("standing: claimed\nby: The captain", "Tarrant slept.", False),
        ("standing: established\nsources: [page]", "Tarrant slept.", False),
        ("kind: context", "Tarrant kept the lamp.", False),
    ],
)
def test_claims_about_living_people(fields: str, text: str, found: bool) -> None:
    assert bool(people(note(fields, text))) == found


def test_people_of_an_event_count() -> None:
    fields = "standing: reported, sources: [page], people: [Ewan Tarrant]"
    assert people(event(fields)) == ["person-unattributed"]


# ---- Sources and pictures ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("URL: https://example.org/", ["source-accessed"]),
        ("URL: https://example.org/, accessed: 2026-11-22", []),
        ("DOI: 10.1000/1", []),
    ],
)
def test_an_address_says_when_it_was_read(fields: str, found: list[str]) -> None:
    cited = "--- content/lamp/01-night.md\nThe lamp went out at ten [@a].\n"
    assert (
        rules(cited + f"--- content/lamp/sources.yaml\n- {{id: a, title: A, {fields}}}\n") == found
    )


PICTURE = "--- content/lamp/images/tower.svg\n<svg/>\n"


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("", ["image-credit", "image-rights"]),
        ("images: {file: images/tower.svg, credit: Ann}\n", ["image-rights"]),
        ("images: {file: images/tower.svg, rights: CC0}\n", ["image-credit"]),
        ("images: {file: images/tower.svg, credit: Ann, rights: CC0}\n", []),
        (
            "images: [{file: images/towr.svg, credit: Ann, rights: CC0}]\n",
            ["image-missing", "image-credit", "image-rights"],
        ),
    ],
)
def test_a_picture_is_somebodys(entry: str, found: list[str]) -> None:
    article = f"--- content/lamp/article.yaml\ntitle: T\n{entry}"
    text = "--- content/lamp/01-night.md\n![A tower](images/tower.svg)\n"
    assert rules(article + text + PICTURE) == found


def test_a_picture_that_is_only_linked_is_used() -> None:
    text = "--- content/lamp/01-night.md\n[a plan](images/tower.svg)\n"
    assert rules(text + PICTURE) == ["image-credit", "image-rights"]
