"""A quotation is in its source word for word, but for what looks the same and what is marked."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from postil.quoted.comparing import MOST_MARKS, inside, occurs, ready

SOURCE = """\
"I'm meeting her on Wednesday," the founder told her mother. "She has to get her parole officer
[involved], it's a whole thing. So hopefully her parole officer approves."

In 2015–2016 the ex-husband—a non-guilty man, she can't deny—paid $1.5 million . . . or 25,000 dollars.
He said: “They call it ‘a gift’ … and that’s all.” L'homme aujourd'hui. The concatenated list.
"""


def there(quotation: str, source: str = SOURCE) -> bool:
    return occurs(ready(quotation), ready(source))


# ---- What looks the same -------------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation",
    [
        "meeting her on Wednesday",
        "I’m meeting her",
        "meeting  her\non\N{NO-BREAK SPACE}Wednesday",
        " meeting her ",
        "mee\N{SOFT HYPHEN}ting her",
        "Wednesday,” the founder",
        "Wednesday,’ the founder",
        "Wednesday,» the founder",
        "They call it “a gift”",
        '‘They call it "a gift"',
        "ex-husband—a non-guilty",
        "ex-husband – a non-guilty",
        "ex-husband -- a non-guilty",
        "ex-husband---a non-guilty",
        "ex-husband - a non-guilty",
        "ex\N{NON-BREAKING HYPHEN}husband",
        "2015-2016",
        "2015—2016",
        "$1.5 million … or",
        "$1.5 million ... or",
        "‘a gift’ . . . and that's all",
        "[involved], it's",
        "approves.” In 2015",  # over the end of a paragraph
    ],
)
def test_looks_the_same(quotation: str) -> None:
    """Case 76."""
    assert there(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        "meeting him on Wednesday",
        "meeting her Wednesday",
        "on her meeting Wednesday",
        "Meeting her on Wednesday",
        "hopefully her parole officer approved",
        "Wednesday, the founder",
        "Wednesday! the founder",
        "parole officer involved, it's",
        "ex husband",
        "exhusband",
        "£1.5 million",
        "dollars, He said",
        "",
        " ",
        "…",
        "—",
    ],
)
def test_differs(quotation: str) -> None:
    assert not there(quotation)


def test_composed_and_decomposed_accents_are_the_same() -> None:
    assert there("cafe\u0301 au lait", "un café au lait")
    assert there("café", "un cafe\u0301")
    assert not there("cafe", "un cafe\u0301")


# ---- The ends of a quotation ---------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation",
    ["the founder,", "the founder.", "a gift.’", "a gift,”", "the founder told her mother."],
)
def test_a_last_comma_or_full_stop_may_be_the_authors(quotation: str) -> None:
    assert there(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        "the founder;",
        "the founder!",
        "the founder?",
        "the founder...",
        "the founder,,",
        ",the founder",
    ],
)
def test_no_other_sign_may(quotation: str) -> None:
    assert not there(quotation)


@pytest.mark.parametrize(
    "quotation",
    ["cat", "concatenate", "meet", "husband", "guilty", "she can", "'t deny", "t deny", "5 million",
     "1", "000 dollars", "25", "aught", "that", "it"],
)  # fmt: skip
def test_words_are_not_cut(quotation: str) -> None:
    source = SOURCE.replace("They call it", "They call that-it")
    assert not there(quotation, source)


@pytest.mark.parametrize(
    "quotation",
    ["homme", "hui", "ex-husband", "non-guilty man", "1.5 million", "a non-guilty", "she can't",
     "2016", "dollars", "paid $1.5", "1.5"],
)  # fmt: skip
def test_whole_words_are_found(quotation: str) -> None:
    assert there(quotation)


def test_a_later_whole_word_counts() -> None:
    assert there("cat", "concatenate the cat")


@pytest.mark.parametrize("quotation", ["我今天", "今天去", "天去"])
def test_scripts_without_spaces_have_no_cut_words(quotation: str) -> None:
    assert there(quotation, "所以我今天去。")


def test_no_grapheme_is_cut() -> None:
    assert not there("क", "कि")
    assert not there("ก", "กิ")


@pytest.mark.parametrize(
    ("text", "at", "cut"),
    [("cat", 0, False), ("cat", 3, False), ("cat", 1, True), ("a cat", 1, False), ("", 0, False),
     ("can't", 3, True), ("can't", 4, True), ("cats' tails", 4, False), ("l'eau", 2, False)],
)  # fmt: skip
def test_inside(text: str, at: int, cut: bool) -> None:
    assert inside(text, at) is cut


# ---- Marks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation",
    [
        "meeting her […] told her mother",
        "meeting her [...] told her mother",
        "meeting her [. . .] told her mother",
        "meeting her […]",
        "[…] told her mother",
        "I'm […] meeting […] Wednesday",
        "meeting her […] on Wednesday",  # nothing is left out
        "I'm meeting [a friend] on Wednesday",
        "I'm meeting her [there] on Wednesday",
        "So hopefully [sic] her parole officer",
        "told [ ] mother",
        "told [] mother",
        "[she is] meeting her",
        "her parole officer [Smith]",
        "get [Blanchard's] parole officer [involved], it's",
        "[H]opefully her parole officer approves",
        "“[s]he has to get",
        "thing. [s]o hopefully",
        "meeting her […] [S]o hopefully",
        "meeting her […] [she] has to get",
        "meet[s] her",
        "I'm meet[ed] her on",
        "hope[ful] her",
        "[not-]guilty man",
        "she can['t]",
        "deny—pa[ys] $1.5",
    ],
)
def test_marked(quotation: str) -> None:
    assert there(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        "told her mother […] meeting her",  # in another order
        "meeting her … told her mother",  # an ellipsis without brackets
        "meeting her ... told her mother",
        "meet […] her on",  # a cut word
        "meeting her […] other",
        "[H]e has to get",  # only the case of a letter may change
        "[S]o she has",
        "[T]opefully her",
        "hope[ful] his",
        "pa[y] five",
        "[she]",
        "[…]",
        "[…] … […]",
        "meeting [her on Wednesday],' said […] mother",
    ],
)
def test_marks_do_not_excuse_the_rest(quotation: str) -> None:
    assert not there(quotation)


def test_omissions_are_bounded() -> None:
    assert there("first […] last", "first " + "word " * 399 + "last")
    assert not there("first […] last", "first " + "word " * 401 + "last")


def test_insertions_are_bounded() -> None:
    assert there("first [then] last", "first " + "word " * 15 + "last")
    assert not there("first [then] last", "first " + "word " * 17 + "last")


def test_every_way_through_the_source_is_tried() -> None:
    """The first "a b" is too far from "c d", the second is not."""
    far = "word " * 500
    assert there("a b […] c d […] e f", f"a b {far} a b c d {far} a b c d e f")
    assert not there("a b […] c d […] e f", f"a b c d {far} c d e f")


def test_marks_of_the_source_itself() -> None:
    assert there("officer [involved], it's a whole")
    assert there("wrote […] in haste", "He wrote […] in haste.")


@pytest.mark.parametrize("part", ["a [x] ", "a […] ", "a[x] ", "[A]b ", "[", "]", "[[", "' ", ". "])
def test_many_marks_end_in_time(part: str) -> None:
    """Case 102: ends, whatever the answer."""
    assert there(part * 20_000, "a " * 20_000) in (True, False)


def test_too_many_marks_prove_nothing() -> None:
    words = "a b " * MOST_MARKS * 2
    assert there("a [x] " * (MOST_MARKS - 1) + "b", words)
    assert not there("a [x] " * (MOST_MARKS + 1) + "b", words)


# ---- Any passage ---------------------------------------------------------------------------

WORDS = st.text(alphabet="abcdeéßñ'xyzABC0123", min_size=1, max_size=8)
SIGNS = st.sampled_from(
    [" ", " ", " ", ", ", ". ", "—", " – ", "\n\n", "-", " “", "” ", "… ", "; "]
)
TEXTS = st.lists(st.tuples(WORDS, SIGNS), min_size=2, max_size=30).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)


def passages(text: str) -> list[tuple[int, int]]:
    """Spans between white space: always on the boundaries of words."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def has_words(text: str) -> bool:
    return any(c.isalnum() for c in text)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_any_passage_verifies(text: str, data: st.DataObject) -> None:
    spans = passages(text)
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    passage = text[spans[first][0] : spans[last][1]]
    assume(has_words(passage))
    assert there(passage, text)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_any_passage_with_another_word_differs(text: str, data: st.DataObject) -> None:
    spans = passages(text)
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    changed = data.draw(st.integers(first, last))
    start, end = spans[changed]
    passage = f"{text[spans[first][0] : start]}quite{text[end : spans[last][1]]}"
    assert not there(passage, text)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_any_two_passages_in_order_verify_with_an_omission(text: str, data: st.DataObject) -> None:
    spans = passages(text)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(spans)), min_size=4, max_size=4)))
    a, b, c, d = cuts
    assume(a < b <= c < d)
    one, other = text[spans[a][0] : spans[b - 1][1]], text[spans[c][0] : spans[d - 1][1]]
    assume(has_words(one) and has_words(other))
    assert there(f"{one} […] {other}", text)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_breaks_it(quotation: str, source: str) -> None:
    one = ready(source)
    assert len(one.shown) == len(one.same)
    occurs(ready(quotation), one)
