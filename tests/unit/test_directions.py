"""Which way languages are written, and which names need to be isolated from their neighbours."""

import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.directions import direction, isolated

MIRRORED = {"R", "AL", "AN"}  # Unicode's bidirectional classes


@pytest.mark.parametrize(
    ("language", "way"), [("en", "ltr"), ("ar-EG", "rtl"), ("HE", "rtl"), ("", "ltr")]
)
def test_directions(language: str, way: str) -> None:
    assert direction(language) == way


@given(st.text(min_size=1))
def test_a_name_is_isolated_wherever_it_may_touch_its_neighbours(name: str) -> None:
    """What has a mirrored letter is isolated on any page; on a mirrored page all names are."""
    plain, mirrored = isolated(name, "ltr"), isolated(name, "rtl")
    assert mirrored == f"<bdi>{mirrored.removeprefix('<bdi>').removesuffix('</bdi>')}</bdi>"
    assert unescape(mirrored[5:-6]) == name
    assert plain in (mirrored, mirrored[5:-6])
    if any(unicodedata.bidirectional(letter) in MIRRORED for letter in name):
        assert plain == mirrored


def test_every_mirrored_letter_is_known() -> None:
    letters = filter(lambda x: unicodedata.bidirectional(x) in MIRRORED, map(chr, range(0x110000)))
    assert [letter for letter in letters if isolated(letter, "ltr") == letter] == []


def test_nothing_is_nothing() -> None:
    assert isolated("", "rtl") == isolated("", "ltr") == ""
