"""Word diffs, and which changes could change what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.folding import folded_text
from postil.reanchoring.meaning import touches
from postil.reanchoring.word_changes import compare, plain, words


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("bought 12 lamps", "bought 13 lamps", "bought [-12-]{+13+} lamps"),
        ("a b c", "a c", "a [-b -]c"),
        ("a c", "a b c", "a {+b +}c"),
        ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
        ("“so”", '"so"', '"so"'),
        ("second-degree", "first-degree", "[-second-degree-]{+first-degree+}"),
        ("", "new", "{+new+}"),
        ("1,250.50 dollars", "1,520.50 dollars", "[-1,250.50-]{+1,520.50+} dollars"),
    ],
)
def test_shows_what_changed_word_by_word(old: str, new: str, shown: str) -> None:
    assert plain(compare(old, new)) == shown


TEXTS = st.text(alphabet="ab 1.,-’“\u0301\n", max_size=30)


@given(TEXTS)
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@given(TEXTS, TEXTS)
def test_a_diff_holds_both_texts(old: str, new: str) -> None:
    changes = compare(old, new)
    was = "".join(c.text for c in changes if c.sign != "+")
    now = "".join(c.text for c in changes if c.sign != "-")
    assert folded_text(was).strip() == folded_text(old).strip()
    assert now == new


def test_long_texts_are_replaced_whole() -> None:
    assert len(compare("a b " * 2000, "a c " * 2000)) == 2


@pytest.mark.parametrize(
    ("old", "new", "language", "kinds"),
    [
        ("He bought 12 lamps", "He bought 13 lamps", "en", "number"),
        ("He bought twelve lamps", "He bought thirteen lamps", "en", "number"),
        ("second-degree murder", "first-degree murder", "en", "number"),
        ("costs 5 €", "costs 5 $", "en", "number"),
        ("rose by 5%", "rose by 5", "en", "number"),
        ("on the first day", "on the first night", "en", "date"),
        ("in march", "in april", "en", "date"),
        ("im Mai", "im Juni", "de", "date, name"),
        ("by the keeper", "by Tarrant", "en", "name"),
        ("Tarrant told Moss", "Moss told Tarrant", "en", "name"),
        ("the WHO says", "the who says", "en", "name"),
        ("he was guilty", "he was not guilty", "en", "negation"),
        ("he didn’t go", "he did go", "en", "negation"),
        ("she went without him", "she went with him", "en", "negation"),
        ("legal", "illegal", "en", "negation"),
        ("a harmful note", "a harmless note", "en", "negation"),
        ("er war schuldig", "er war nicht schuldig", "de", "negation"),
        ("er war schuldig", "er war unschuldig", "de", "negation"),
        ("keine lampe", "eine lampe", "de", "negation"),
        ("il va", "il ne va pas", "fr", "negation"),
        ("fue culpable", "nunca fue culpable", "es", "negation"),
        ("era colpevole", "non era colpevole", "it", "negation"),
        ("hij was schuldig", "hij was niet schuldig", "nl", "negation"),
        ("era culpado", "não era culpado", "pt", "negation"),
        ("nem volt", "non volt", "hu", "negation"),
        ("he “slept”", "he slept", "en", "quotation mark"),
        ("the alleged theft", "the theft", "en", "doubt"),
        ("灯灭了", "灯亮了", "zh", "word"),
        ("he slept", "he was asleep", "en", ""),
        ("The lamp", "A lamp", "en", ""),
        ("“so”", '"so"', "en", ""),
        ("cafe\u0301", "café", "fr", ""),
        ("went out; then", "went out, then", "en", ""),
        ("Die lampe", "Eine lampe", "de", ""),
    ],
)
def test_what_a_change_touches(old: str, new: str, language: str, kinds: str) -> None:
    for one, other in ((old, new), (new, old)):
        assert ", ".join(touch.what for touch in touches(one, other, language)) == kinds


@given(TEXTS, st.integers(0, 10**6))
def test_every_changed_number_is_flagged(text: str, number: int) -> None:
    found = touches(f"{text} {number} x", f"{text} {number + 1} x")
    assert "number" in {touch.what for touch in found}


@given(TEXTS)
def test_no_change_touches_nothing(text: str) -> None:
    assert touches(text, text) == ()
