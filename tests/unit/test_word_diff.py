"""The nearest passage of a source, and how a quotation differs from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.quoted.comparing import ready
from postil.reanchoring.word_diff import Index, difference, nearest

SOURCE = """The lamp went out at ten. It had been lit every evening since 1861, and nobody — not the
keeper, not the harbour office — could say why. "It was old," said the keeper's daughter Maud."""


def told(quotation: str, source: str = SOURCE) -> tuple[str, str]:
    one, other = ready(quotation), ready(source)
    passage = nearest(one, Index(other))
    assert passage
    return passage.text, difference(one, passage)


@pytest.mark.parametrize(
    ("quotation", "passage", "diff"),
    [
        ("lamp went of at ten", "lamp went out at ten", "lamp went [-of-] {+out+} at ten"),
        ("lamp went at ten", "lamp went out at ten", "lamp went {+out+} at ten"),
        ("lamp soon went out", "lamp went out", "lamp [-soon-] went out"),
        ("Lamp went", "lamp went", "[-Lamp-] {+lamp+} went"),
        ("every evening since 1862", "every evening since 1861", "every evening since [-1862-] {+1861+}"),
        ("since 1861; and nobody", "since 1861, and nobody", "since 1861 [-;-] {+,+} and nobody"),
        ("nobody (not the keeper", "nobody—not the keeper", "nobody [-(-] {+—+}not the keeper"),
        ("“It was cold,” said", '"It was old," said', '"It was [-cold-] {+old+}," said'),
        ("dauhgter Maud", "daughter Maud", "[-dauhgter-] {+daughter+} Maud"),
        ("Maude", "Maud", "[-Maude-] {+Maud+}"),
    ],
)  # fmt: skip
def test_difference(quotation: str, passage: str, diff: str) -> None:
    assert told(quotation) == (passage, diff)


def test_long_stretches_that_agree_are_cut() -> None:
    _, diff = told(
        "had been lit every evening since 1861, and nobody — not the sweeper, not the harbour office"
    )
    assert diff == "… nobody—not the [-sweeper-] {+keeper+}, not the harbour office"


def test_rare_words_count_more_than_common_ones() -> None:
    source = "the and of the and of the and of " * 20 + "the rare lamp of the harbour went"
    passage, _ = told("the and of the lamp of a harbour", source)
    assert "lamp of the harbour" in passage


def test_words_far_from_the_others_do_not_stretch_the_passage() -> None:
    passage, _ = told(
        "went out at night", "It went out at ten. All through the long and dark night."
    )
    assert passage == "went out at ten"


def test_nothing_is_near() -> None:
    assert nearest(ready("zzzz"), Index(ready(SOURCE))) is None
    assert nearest(ready(""), Index(ready(SOURCE))) is None
    assert nearest(ready("lamp"), Index(ready(""))) is None


WORDS = st.lists(st.sampled_from(["the", "lamp", "went", "out", "at", "—", ",", '"', "it"]), min_size=1, max_size=20)  # fmt: skip


@settings(deadline=None)
@given(WORDS, WORDS)
def test_the_passage_is_of_the_source(quotation: list[str], source: list[str]) -> None:
    one, other = ready(" ".join(quotation)), ready(" ".join(source))
    passage = nearest(one, Index(other))
    if passage:
        assert passage.text in other.shown
        assert 0 < passage.score <= 1
        assert difference(one, passage)
