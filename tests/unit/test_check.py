"""Rules over a whole edition: what each standing asks for, sources, links, pictures."""

import pytest

from postil.model import STANDINGS
from tests.editions import rules, said

NIGHT = "--- content/lamp/01-night.md\nThe lamp went out at ten [@a; @b].\n"
SOURCES = "--- content/lamp/sources.yaml\n- {id: a, title: A}\n- {id: b, title: B}\n"
TOWER = "--- content/lamp/images/tower.svg\n<svg/>\n"
CREDIT = (
    "--- content/lamp/article.yaml\ntitle: The lamp\n"
    "images: {file: images/tower.svg, credit: Ann Rowe, rights: CC BY 4.0}\n"
)


def note(fields: str) -> str:
    return f"--- content/lamp/notes/n.md\n---\nphrase: at ten\n{fields}\n---\nWords.\n"


# ---- Standings -----------------------------------------------------------------------------

NEEDS = [
    ("established", {"standing-source"}),
    ("official", {"standing-source", "standing-by"}),
    ("reported", {"standing-source"}),
    ("claimed", {"standing-by"}),
    ("disputed", {"standing-source", "standing-contested"}),
    ("refuted", {"standing-source"}),
]


def test_every_standing_is_tried() -> None:
    assert [standing for standing, _ in NEEDS] == list(STANDINGS)


@pytest.mark.parametrize(("standing", "lacking"), NEEDS)
def test_a_note_that_says_no_more_than_its_standing(standing: str, lacking: set[str]) -> None:
    assert set(rules(NIGHT + SOURCES + note(f"standing: {standing}"))) == lacking


@pytest.mark.parametrize(("standing", "_"), NEEDS)
def test_a_note_that_has_all(standing: str, _: set[str]) -> None:
    fields = f"standing: {standing}\nby: The Board\nsources: [a]\ncontested_by: [b]"
    assert rules(NIGHT + SOURCES + note(fields)) == []


def test_a_note_without_a_claim_needs_nothing() -> None:
    assert rules(NIGHT + SOURCES + note("kind: definition")) == []


def test_an_unknown_source_is_one_problem_not_two() -> None:
    found = rules(NIGHT + SOURCES + note("standing: reported\nsources: [nobody]"))
    assert found == ["source-unknown"]


@pytest.mark.parametrize(("standing", "lacking"), NEEDS)
def test_an_event_needs_the_same_and_always_a_source(standing: str, lacking: set[str]) -> None:
    row = f"- {{id: dark, date: 1987, title: Dark, standing: {standing}}}\n"
    found = rules(NIGHT + SOURCES + "--- content/lamp/timeline.yaml\n" + row)
    assert set(found) == lacking | {"event-source"}


def test_who_and_what_are_named() -> None:
    found = said(NIGHT + SOURCES + note("standing: official\nsources: [a]"))
    assert found == [
        (
            "standing-by",
            "note n is official and does not say who says so",
            "add by: with the authority",
        )
    ]


# ---- Links and pictures --------------------------------------------------------------------


def text(markdown: str) -> str:
    return f"--- content/lamp/01-night.md\n---\nid: night\n---\nThe lamp went out at ten.\n\n{markdown}\n"


EVENT = (
    "--- content/lamp/timeline.yaml\n- {id: dark, date: 1987, title: Dark, sources: [a]}\n"
    "--- content/lamp/sources.yaml\n- {id: a, title: A}\n"
)
SOUTH = "--- content/south/article.yaml\ntitle: S\n--- content/south/01-a.md\nText.\n"
LAMP = "--- content/lamp/article.yaml\ntitle: The lamp\n"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/x",
        "mailto:a@example.org",
        "../south/",
        "../south/#p1",
        "../south/index.html",
        "images/tower.svg",
        "#p2",
        "#night",
        "#note-n",
        "#event-dark",
        "#source-a",
        "#timeline",
        "#notes",
        "#sources",
        "#about",
    ],
)
def test_links_that_lead_somewhere(target: str) -> None:
    site = LAMP + text(f"[so]({target})") + EVENT + SOUTH + TOWER + note("kind: claim")
    assert [rule for rule in rules(site) if not rule.startswith("image-")] == []


@pytest.mark.parametrize(
    "target",
    [
        "../north/",
        "south/",
        "../",
        "images/other.svg",
        "#p9",
        "#note-x",
        "#event-x",
        "#source-x",
        "#x",
        "02-day.md",
        "../../etc/passwd",
    ],
)
def test_links_that_lead_nowhere(target: str) -> None:
    site = LAMP + text(f"[so]({target})") + EVENT + SOUTH + TOWER + note("kind: claim")
    assert [rule for rule in rules(site) if rule != "image-unused"] == ["link-broken"]


@pytest.mark.parametrize(
    "where",
    [
        "--- content/lamp/notes/n.md\n---\nphrase: at ten\n---\n[so](#x)\n",
        '--- content/lamp/timeline.yaml\n- {id: d, date: 1987, title: D, text: "[so](#x)", sources: [a]}\n',
        "--- content/lamp/article.yaml\ntitle: T\nabout: '[so](#x)'\n",
        "--- content/lamp/article.yaml\ntitle: T\nhelp: '[so](#x)'\n",
        "--- content/lamp/article.yaml\ntitle: T\ncontent_note: '[so](#x)'\n",
    ],
    ids=["note", "event", "about", "help", "content_note"],
)
def test_links_are_checked_wherever_they_stand(where: str) -> None:
    assert rules(NIGHT + SOURCES + where) == ["link-broken"]


def test_pictures() -> None:
    assert rules(text("![A tower](images/tower.svg)") + TOWER + CREDIT) == []
    assert rules(text("![A tower](images/towr.svg)") + TOWER + CREDIT) == ["image-missing"]
    assert rules(text("![ ](images/tower.svg)") + TOWER + CREDIT) == ["image-alt"]
    assert rules(text("![A tower](https://example.org/tower.svg)")) == ["image-missing"]


# ---- Notes and sources ---------------------------------------------------------------------


def test_only_sections_mark_words() -> None:
    marked = (
        "--- content/lamp/notes/n.md\n---\nphrase: at ten\n---\n[So][^m] and [so]{event=dark}.\n"
    )
    assert said(NIGHT + SOURCES + marked) == [
        ("mark-nested", "a note cannot carry the note m", "notes stand on the article's text only"),
        (
            "mark-nested",
            "a note cannot tell the event dark",
            "events are told by the article's text only",
        ),
    ]


@pytest.mark.parametrize("body", ["", "   ", "\n\n"])
def test_a_note_says_something(body: str) -> None:
    empty = f"--- content/lamp/notes/n.md\n---\nphrase: at ten\n---\n{body}"
    assert rules(NIGHT + SOURCES + empty) == ["note-empty"]


def test_a_note_may_be_a_picture() -> None:
    picture = (
        "--- content/lamp/notes/n.md\n---\nphrase: at ten\n---\n![A tower](../images/tower.svg)\n"
    )
    assert rules(NIGHT + SOURCES + picture + TOWER + CREDIT) == []


RIVAL = (
    "{id: d, date: 1987, title: D, sources: [a], dates: [{date: 1988, sources: [c], note: So.}]}"
)


@pytest.mark.parametrize(
    "use",
    [
        "--- content/lamp/notes/n.md\n---\nphrase: at ten\ncontested_by: [c]\n---\nWords.\n",
        "--- content/lamp/notes/n.md\n---\nphrase: at ten\n---\nWords [@c].\n",
        "--- content/lamp/article.yaml\ntitle: T\nhelp: So [@c].\n",
        f"--- content/lamp/timeline.yaml\n- {RIVAL}\n",
    ],
    ids=["contested_by", "note", "help", "rival"],
)
def test_any_use_of_a_source_counts(use: str) -> None:
    third = SOURCES + "- {id: c, title: C}\n"
    assert rules(NIGHT + third) == ["source-unused"]
    assert rules(NIGHT + third + use) == []


def test_a_note_on_no_words_is_told_all_that_it_lacks_at_once() -> None:
    astray = "--- content/lamp/notes/n.md\n---\nphrase: at noon\nstanding: official\n---\nWords.\n"
    found = rules(NIGHT + SOURCES + astray)
    assert set(found) == {"anchor-missing", "standing-source", "standing-by"}
