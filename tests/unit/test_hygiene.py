"""Characters that change what a reader sees: which are found, where, and which are left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.checks import characters
from postil.checks.hygiene import hygiene
from postil.model import Files
from postil.problems import Problem

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def found(text: str, path: str = "content/a/01-b.md") -> tuple[Problem, ...]:
    return hygiene(Files(texts={path: text}))


def rules(text: str, path: str = "content/a/01-b.md") -> list[str]:
    return [one.rule for one in found(text, path)]


@pytest.mark.parametrize("character", BIDI)
def test_every_bidi_control_is_found_and_named(character: str) -> None:
    """Case 36."""
    (one,) = found(f"one\ntwo {character}three")
    assert one.rule == "text-bidi"
    assert (one.place.line, one.place.column) == (2, 5)
    assert f"U+{ord(character):04X}" in one.message
    assert character not in one.message + one.hint


@pytest.mark.parametrize(
    "character",
    ["\u200b", "\u2060", "\ufeff", "\u180e", "\u2063", "\u3164", "\u115f", "\U000e0041", "\u034f"],
)
def test_what_nobody_can_see_is_found_and_named(character: str) -> None:
    (one,) = found(f"la{character}mp")
    assert one.rule == "text-invisible"
    assert one.place.column == 3
    assert f"U+{ord(character):04X}" in one.message
    assert character not in one.message


@pytest.mark.parametrize(
    "text",
    [
        "The lamp went out at ten, “quoted” – with dashes… and a soft\u00adhyphen.",
        "نامه‌ای از می‌خواهم",  # Persian needs the zero-width non-joiner
        "क्‍ष और र्‍य",  # Devanagari, the joiner
        "👩‍👩‍👧 and ❤️ and 🏳️‍🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England's flag
        "ภาษา\u200bไทย",  # Thai parts words by it
        "שלום\u200f, עולם",  # a mark for one direction is not a control that nests
        "Москва и Ωmega? No: kΩ, µm, β-carotene, TNFα, Δt",
        "Привет, мир. Καλημέρα κόσμε. Բարեւ",
        "Straße, naïve, Ærø, Łódź, Việt Nam, İstanbul",
        "e\u0301t\u0301",
        "日本語とEnglishのまざった文",
    ],
)
def test_scripts_and_signs_are_left_alone(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    ("word", "odd"),
    [
        ("\u0410rdmore", "U+0410"),
        ("p\u0430ypal", "U+0430"),
        ("M\u043escow", "U+043E"),
        ("Моsква", "U+0073"),
        ("\u0391lpha", "U+0391"),
        ("cafe\u0301\u0430", "U+0430"),
        ("h\u0585me", "U+0585"),
    ],
)
def test_words_of_two_scripts_are_found_and_the_odd_letters_named(word: str, odd: str) -> None:
    (one,) = found(f"One {word} here.")
    assert one.rule == "text-lookalike"
    assert one.place.column == 5
    assert odd in one.message


def test_a_word_is_reported_once() -> None:
    assert rules("p\u0430yp\u0430l\u043e p\u0430y") == ["text-lookalike"] * 2


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("content/site.yaml", r'title: "a \u202e b"', ["text-bidi"]),
        ("content/site.yaml", r'title: "a \U0000202E b"', ["text-bidi"]),
        ("content/a/sources.json", r'[{"title": "a\u200bb"}]', ["text-invisible"]),
        ("content/a/01-b.md", '---\ntitle: "a \\u202e b"\n---\nText.', ["text-bidi"]),
        ("content/a/01-b.md", r"In code, `\u202e` is a bidi control.", []),
        ("content/a/01-b.md", "a &#x202e; b", ["text-bidi"]),
        ("content/a/01-b.md", "a &#8238; b &#x200B; c", ["text-bidi", "text-invisible"]),
        ("content/a/timeline.yaml", "text: a &#x202e; b", ["text-bidi"]),
        ("content/a/01-b.md", "a &#99999999; &#x110000; &#233; b", []),
    ],
)
def test_escapes_count_as_what_they_stand_for(path: str, text: str, expected: list[str]) -> None:
    assert rules(text, path) == expected


def test_a_flood_is_cut() -> None:
    assert len(found("\u202e" * 5000)) == 20


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_places_are_exact_and_messages_clean(text: str) -> None:
    lines = text.split("\n")
    for one in found(text):
        assert lines[one.place.line - 1][one.place.column - 1 : one.place.column]
        shown = "".join(c for c in one.message if not c.isprintable())
        assert shown == "", [unicodedata.name(c, "?") for c in shown]


def test_no_character_is_missed_because_its_file_was_not_looked_at() -> None:
    """What the close look finds by itself, a file of one word and that character gives too."""
    for code in range(0x80, 0xE0080):
        text = f"a{chr(code)}b"
        if not 0xD800 <= code < 0xE000 and next(characters.in_file("x.md", text), None):
            assert found(text), f"U+{code:04X}"
