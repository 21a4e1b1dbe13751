"""anchors.lock: what stands in it, that it is read back, and what is refused."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.files.lock import entry, fresh, read, write
from postil.model import Lock
from postil.reanchoring.passages import part, split
from tests.reanchoring_texts import LOCK, article, locked

TEXT = "It was late. The “lamp” went out at ten! Nobody knew.\n\nThe ferry turned back.\n"


def test_an_entry_tells_words_context_place_and_neighbours() -> None:
    (found,) = locked(TEXT, lamp="lamp” went out").phrases
    assert (found.name, found.owner) == ("note-lamp", ("note", "lamp"))
    assert (found.words, found.section, found.paragraph) == ("lamp” went out", "01-a", 1)
    assert found.before == "It was late. The “"
    assert found.after == " at ten! Nobody knew.\n\nThe ferry turned back."
    assert found.span == (TEXT.index("lamp"), TEXT.index(" at ten"))
    assert len(found.sentences) == 3


def test_the_folded_span_does_not_move_with_what_no_reader_sees() -> None:
    (plain,) = locked("The café. The lamp went out.", lamp="went out").phrases
    (apart,) = locked("The cafe\u0301. The lamp we\u00adnt out.", lamp="went out").phrases
    assert apart.folded == plain.folded
    assert apart.span != plain.span
    assert apart.sentences == plain.sentences


def test_a_line_for_each_value_and_an_entry_for_each_phrase() -> None:
    text = write(locked(TEXT, lamp="“lamp”", ferry="turned back"))
    lines = text.splitlines()
    assert lines[1].startswith('  "made by": "Postil (postil reanchor)')
    names = [line.strip() for line in lines if line.startswith('    "note-')]
    assert names == ['"note-ferry": {', '"note-lamp": {']
    assert '      "words": "“lamp”",' in lines
    assert text.endswith("}\n")


def test_names_are_sorted_whatever_the_order_of_the_text() -> None:
    events = "- {id: b, date: 1987, title: B}\n- {id: a, date: 1987, title: A}\n"
    text = "[x]{event=b} " * 11 + "[y]{event=a} z"
    lock = locked({"01-a.md": text, "timeline.yaml": events}, n="z")
    names = [one.name for one in read(write(lock), LOCK)[0].phrases]  # type: ignore[union-attr]
    assert names == ["event-a", "event-b", *(f"event-b/{n}" for n in range(2, 12)), "note-n"]


def test_what_no_reader_sees_is_written_as_an_escape() -> None:
    text = write(locked("The la\u00admp\u2028went out.", lamp="went out"))
    assert "\\u00ad" in text
    assert "\\u2028" in text
    assert text.count("\n") == len(text.splitlines())


@given(st.text(min_size=1, max_size=60), st.data())
def test_what_is_written_is_read_back(text: str, data: st.DataObject) -> None:
    made, _ = article(text)
    on = part(made.sections[0])
    start = data.draw(st.integers(0, len(on.plain)))
    end = data.draw(st.integers(start, len(on.plain)))
    lock = Lock(
        place=LOCK,
        phrases=(entry("note-x", on, start, end, LOCK),),
        text={"01-a": (("aaaaaaaa", "bbbbbbbb"), ())},
    )
    again, problems = read(write(lock), LOCK)
    assert problems == ()
    assert again is not None
    assert write(again) == write(lock)
    assert again.phrases[0].words == on.plain[start:end]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("[]", 1),
        ("{}", 1),
        ('{"version": 2}', 1),
        ('{"version": 1}', 1),
        ('{"version": 1, "phrases": [], "text": {}}', 1),
        ('{"version": 1, "phrases": {"x": {}}, "text": {}}', 1),
        ('{"version": 1, "phrases": {"note-x": {"words": 1}}, "text": {}}', 1),
        ('{"version": 1, "version": 1, "phrases": {}, "text": {}}', 1),
        ('{\n<<<<<<< ours\n"version": 1}', 2),
        ("[" * 100_000, 1),
        ('{"version": 1, "phrases": {}, "text": {"a": [1]}}', 1),
    ],
)
def test_what_postil_did_not_write_is_one_problem_with_a_way_out(text: str, line: int) -> None:
    lock, problems = read(text, LOCK)
    assert lock is None
    assert [(p.rule, p.place.line) for p in problems] == [("lock-syntax", line)]
    assert "--record" in problems[0].hint


@given(st.text(alphabet='{}[]":, \n0123456789abenotrsvxhp-/\\u', max_size=80))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    read(text, LOCK)


@given(st.text(alphabet="ab.!?… \n”A。", max_size=60))
def test_sentences_are_in_order_and_hold_all_but_white_space(plain: str) -> None:
    found = list(split(plain))
    assert all(a[2] <= b[1] for a, b in pairwise(found))
    assert "".join("".join(plain[a:b].split()) for _, a, b in found) == "".join(plain.split())


def test_a_full_stop_before_a_small_letter_ends_no_sentence() -> None:
    plain = "He left at 10 p.m. and slept. “So?” She did. 1987 passed."
    assert [plain[a:b] for _, a, b in split(plain)] == [
        "He left at 10 p.m. and slept.",
        "“So?”",
        "She did.",
        "1987 passed.",
    ]


def test_the_lock_of_a_text_is_the_same_whatever_was_there_before() -> None:
    assert fresh(*article(TEXT, lamp="“lamp”"), LOCK) == fresh(*article(TEXT, lamp="“lamp”"), LOCK)
