"""Folding: what looks the same compares equal, and every match finds its way back."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.folding import fold

UNITS = [
    "a",
    "b",
    " ",
    "é",
    "e\u0301",
    "\u00a0",
    "\u00ad",
    "\u200b",
    "\u2060",
    "“",
    '"',
    "'",
    "’",
    "—",
    "-",
]
MORE = ["…", ".", "\n", "👩‍👩‍👧", "🇫🇷", "한", "\u1112\u1161\u11ab", "Å", "\u212b", "न", "नि"]
MIXED = st.lists(st.sampled_from(UNITS + MORE), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("plain words", "plain words"),
        ("“smart” ‘quotes’", "\"smart\" 'quotes'"),
        ("no\u00a0break", "no break"),
        ("hair\u200aspace", "hair space"),
        ("line\nbreak  and   more", "line break and more"),
        ("soft\u00adhyphen", "softhyphen"),
        ("word\u2060joiner", "wordjoiner"),
        ("en–dash, em—dash, two--hyphens", "en-dash, em-dash, two-hyphens"),
        ("wait…", "wait..."),
        ("cafe\u0301", "café"),
        ("a \u200b b", "a b"),
        ("", ""),
    ],
)
def test_folds(typed: str, folded: str) -> None:
    assert fold(typed).text == folded


@pytest.mark.parametrize("kept", ["Case", "case", "10", "can't".replace("'", "x"), "а", "a"])
def test_keeps_letters_digits_and_case(kept: str) -> None:
    assert fold(kept).text == kept


@given(MIXED)
def test_every_border_has_a_way_back(text: str) -> None:
    folded = fold(text)
    assert folded.start(0) is not None
    assert folded.end(len(folded.text)) is not None or not folded.text
    starts = [folded.start(n) for n in range(len(folded.text))]
    known = [n for n in starts if n is not None]
    assert known == sorted(known)
    assert all(0 <= n <= len(text) for n in known)


@given(MIXED)
def test_nfc_and_nfd_fold_alike(text: str) -> None:
    composed = fold(unicodedata.normalize("NFC", text)).text
    assert fold(unicodedata.normalize("NFD", text)).text == composed


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    # What is taken out can bring dashes or letters and accents together, so it is left out here.
    once = fold(text.translate({0xAD: "", 0x200B: "", 0x2060: ""})).text
    assert fold(once).text == once


def test_no_border_inside_a_cluster() -> None:
    family = fold("x👩‍👩‍👧y")
    assert family.start(1) == 1
    assert family.start(2) is None
    assert family.end(2) is None


RUNS = re.compile(
    r"(?P<space>(?:[\u00ad\u200b\u2060\ufeff]*\s)+[\u00ad\u200b\u2060\ufeff]*)"
    r"|(?P<gone>[\u00ad\u200b\u2060\ufeff]+)|(?P<single>[‘’‚‛′ʼ＇])|(?P<double>[“”„‟″«»＂])"
    r"|(?P<dash>[-‐‑‒–—―−]+)|(?P<dots>…)"
)
AS = {"space": " ", "gone": "", "single": "'", "double": '"', "dash": "-", "dots": "..."}
SIGNS = "".join(chr(code) for code in range(0x3001) if RUNS.match(chr(code))) + "\ufeff＇＂"


@given(st.text("ab" + SIGNS, max_size=20))
def test_runs_are_those_of_one_expression(text: str) -> None:
    """It says in one line what folding does by hand, for speed."""
    assert fold(text).text == RUNS.sub(lambda run: AS[run.lastgroup or ""], text)
