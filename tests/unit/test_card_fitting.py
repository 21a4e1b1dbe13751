"""Texts in boxes: what is drawn never leaves its box, whatever the words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.cards.fitting import Face, cut, drawable, fit, lacking, pieces
from postil.cards.sfnt import FontError, read
from tests.conftest import ROOT

FONTS = ROOT / "postil" / "cards" / "fonts"
SERIF = read((FONTS / "PostilSerif.ttf").read_bytes())
SANS = read((FONTS / "PostilSans.ttf").read_bytes())
FACE = Face(fonts=(SERIF, SANS))
SIZES = (100, 80, 60, 40)
BOX = (700.0, 300.0)


def lines(text: str, box: tuple[float, float] = BOX) -> tuple[int, tuple[str, ...]]:
    return fit(text, FACE, box, SIZES, 1.1)


def test_a_font_says_how_wide_its_characters_are() -> None:
    assert (SERIF.family, SERIF.weight, SERIF.units) == ("Postil Serif", 400, 1000)
    assert SERIF.advance("i") == pytest.approx(0.329)
    assert SERIF.advance("m") == pytest.approx(0.955)
    assert SERIF.advance("灯") is None


@pytest.mark.parametrize(
    "text", ["Weiß", "Żółć", "Ångström", "Жёлтый", "Ἀλήθεια"[1:], "Sự thật", "1 – 2 “…” №"]
)
def test_the_shipped_fonts_have_the_letters_of_europe(text: str) -> None:
    assert lacking(text, FACE) == ""
    assert lacking(text, Face(fonts=(SANS,))) == ""


@pytest.mark.parametrize("size", [0, 3, 11, 12, 40, 200, 4000, 100_000])
def test_half_a_font_is_no_font(size: int) -> None:
    content = (FONTS / "PostilSans.ttf").read_bytes()
    with pytest.raises(FontError):
        read(content[:size])


@given(st.binary(max_size=400))
def test_bytes_are_no_font(content: bytes) -> None:
    with pytest.raises(FontError):
        read(b"\0\1\0\0" + content)


def test_a_short_title_is_large_and_a_long_one_small() -> None:
    assert lines("The lamp") == (100, ("The lamp",))
    size, told = lines("What the keeper said of the night on which the lamp went out, and what not")
    assert size < 100
    assert "…" not in "".join(told)


def test_a_size_less_is_taken_for_a_line_less() -> None:
    size, told = fit("The lamp in the harbour", FACE, (800, 300), (80, 66), 1.1)
    assert (size, told) == (66, ("The lamp in the harbour",))


def test_lines_are_of_like_length_and_end_where_the_sense_does() -> None:
    text = "Kim Lind and Rosemary Blanchette: a report, annotated"
    assert fit(text, FACE, (660, 300), (60,), 1.1)[1] == (
        "Kim Lind and",
        "Rosemary Blanchette:",
        "a report, annotated",
    )


def test_a_text_that_fits_at_no_size_is_cut_off() -> None:
    size, told = lines("the lamp went out again, " * 40)
    assert size == SIZES[-1]
    assert told[-1].endswith("…")
    assert sum("…" in line for line in told) == 1


def test_a_word_wider_than_the_box_is_broken() -> None:
    size, told = lines("Leuchtturmwärterhäuschenbesichtigungsgenehmigungsantrag")
    assert size == SIZES[-1]
    assert "".join(told) == "Leuchtturmwärterhäuschenbesichtigungsgenehmigungsantrag"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the lamp", ["the ", "lamp"]),
        ("well-known", ["well-", "known"]),
        ("1999-2001", ["1999-2001"]),
        ("no\xa0break", ["no\xa0break"]),
        ("灯台の、真実。", ["灯", "台", "の、", "真", "実。"]),
    ],
)
def test_where_a_line_may_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_a_letter_is_not_parted_from_its_marks() -> None:
    assert not cut("e\u0323\u0301" * 30, FACE, 10).removesuffix("…").endswith("\u0323")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("The lamp", "The lamp"),
        ("  The\n lamp ", "The lamp"),
        ("Fire 🔥 at sea", "Fire at sea"),
        ("灯台の真実", ""),
        ("The 灯台 again", ""),
        ("A\u0301", "Á"),
        ("soft\xadhyphen", "softhyphen"),
        ("❤️ of the sea", "of the sea"),
    ],
)
def test_what_no_font_has_is_never_an_empty_box(text: str, drawn: str) -> None:
    assert drawable(text, FACE) == drawn


LETTERS = st.characters(max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc"))


@given(st.text(LETTERS, max_size=300), st.integers(120, 900), st.integers(50, 400))
@settings(max_examples=150, deadline=None)
def test_every_text_stays_in_its_box(text: str, width: int, height: int) -> None:
    text = drawable(text, FACE)
    size, told = fit(text, FACE, (width, height), SIZES, 1.1)
    assert size in SIZES
    assert all(FACE.width(line) * size <= width * 1.0001 for line in told if len(line) > 2)
    assert len(told) <= 1 or size * (1 + 1.1 * (len(told) - 1)) <= height
    said = "".join(told).replace(" ", "")
    if not said.endswith("…"):
        assert said == text.replace(" ", "").replace("\u200b", "") or max(text) >= "\u2000"


def test_no_text_has_no_lines() -> None:
    assert lines("")[1] == ()
