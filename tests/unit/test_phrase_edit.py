"""A phrase written anew into a note or a timeline: that, and not one byte beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.files.front_matter import split
from postil.files.parts import note
from postil.model import Selector
from postil.problems import Place, PostilError
from postil.reanchoring.phrase_edit import note_with, timeline_with, verified

HERE = Place(file="content/lamp/notes/ten.md", line=2, column=9)


def selector(exact: str, prefix: str = "", suffix: str = "", section: str = "") -> Selector:
    return Selector(exact=exact, prefix=prefix, suffix=suffix, section=section, place=HERE)


def rewritten(text: str, wanted: Selector) -> str:
    return verified(text, note_with(text, wanted, HERE), ("note", "ten"), wanted, HERE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("phrase: old words  # why", "phrase: new words  # why"),
        ("phrase: 'old words'", "phrase: 'new words'"),
        ('phrase: "old words"', 'phrase: "new words"'),
        ("phrase: old\n  words\nkind: claim", "phrase: new words\nkind: claim"),
        ("phrase: |\n  old words\nkind: claim", 'phrase: "new words"\nkind: claim'),
        ("phrase: >-\n  old\n  words", 'phrase: "new words"'),
        ("phrase: {exact: old} # c", 'phrase: {exact: "new words"} # c'),
        (
            "phrase:\n  # c\n  exact: old # d\n\nkind: claim",
            "phrase:\n  # c\n  exact: new words # d\n\nkind: claim",
        ),
        ('"phrase" : old', '"phrase" : new words'),
    ],
)
def test_only_the_words_are_written_anew(old: str, new: str) -> None:
    before = f"---\ntitle: T # t\n{old}\n# end\n---\nphrase: in the body\n"
    assert rewritten(before, selector("new words")) == before.replace(old, new)


def test_context_is_added_where_there_was_none() -> None:
    text = "---\nphrase: old # why\nkind: claim\n---\nBody.\n"
    assert rewritten(text, selector("new", "the", "x")) == text.replace(
        "old", '{exact: "new", prefix: "the", suffix: "x"}'
    )
    text = "---\nphrase:\n  exact: old # why\n# c\n---\nBody.\n"
    assert rewritten(text, selector("new", "the")) == text.replace(
        "old # why", 'new # why\n  prefix: "the"'
    )
    text = "---\nphrase: {exact: old, prefix: a}\n---\n"
    assert rewritten(text, selector("new", "the", "x")) == (
        '---\nphrase: {exact: "new", suffix: "x", prefix: "the"}\n---\n'
    )


def test_a_section_that_was_renamed_is_named_anew() -> None:
    text = "---\nsection: 01-a # s\nphrase: old\n---\n"
    assert rewritten(text, selector("new", section="02-b")) == (
        '---\nsection: "02-b" # s\nphrase: new\n---\n'
    )


def test_line_ends_and_body_stay() -> None:
    text = "---\r\nphrase: old\r\nkind: claim\r\n---\r\nBody\r\n\r\n---\r\nphrase: old\r\n"
    assert rewritten(text, selector("new")) == text.replace("phrase: old", "phrase: new", 1)
    block = "---\r\nphrase:\r\n  exact: old\r\n---\r\nBody\r\n"
    assert rewritten(block, selector("new", "the")) == block.replace(
        "old", 'new\r\n  prefix: "the"'
    )


@pytest.mark.parametrize(
    "words", ["yes", "12:30", "- x", "a: b", "x # y", "{a}", "“so”", "it's", "*x", "é", "~"]
)
def test_any_words_are_read_back(words: str) -> None:
    for old in ("old", "'old'", '"old"', "{exact: old}"):
        text = f"---\nphrase: {old}\n---\nBody.\n"
        found = note("content/lamp/notes/ten.md", rewritten(text, selector(words)), [])
        assert found.phrase is not None
        assert found.phrase.exact == words


LINE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cn"], blacklist_characters="\u2028\u2029\ufeff"),
    min_size=1,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


@given(LINE, LINE)
def test_whatever_the_words_it_is_right_or_refused(exact: str, prefix: str) -> None:
    text = "---\ntitle: T # t\nphrase: old # why\nkind: claim\n---\nBody.\n"
    try:
        made = rewritten(text, selector(exact, prefix))
    except PostilError:
        return
    fields, body, _ = split(made, HERE, "a note", [])
    assert (fields.text("title"), fields.text("kind"), body) == ("T", "claim", "Body.\n")
    assert made.startswith("---\ntitle: T # t\nphrase: {")
    assert made.endswith(" # why\nkind: claim\n---\nBody.\n")


def test_an_event_of_many_is_written_anew() -> None:
    text = "- id: a\n  phrase: x y\n  date: 1987\n  title: A\n\n- {id: b, date: 1987, title: B, phrase: x} # c\n"
    wanted = selector("new", suffix="s")
    made = timeline_with(text, "b", wanted, HERE)
    assert made == text.replace("phrase: x}", 'phrase: {exact: "new", suffix: "s"}}')
    assert verified(text, made, ("event", "b"), wanted, HERE) == made


@pytest.mark.parametrize(
    "text", ["", "Body.\n", "---\nkind: claim\n---\n", "---\nphrase: [\n---\n", "---\nphrase: x\n"]
)
def test_a_file_without_a_phrase_is_refused(text: str) -> None:
    with pytest.raises(PostilError):
        note_with(text, selector("new"), HERE)


def test_what_would_read_otherwise_is_refused() -> None:
    text = "---\nphrase: old\n---\n"
    with pytest.raises(PostilError, match="cannot be written"):
        verified(text, text, ("note", "ten"), selector("new"), HERE)
    changed = "---\nphrase: new\nkind: claim\n---\n"
    with pytest.raises(PostilError, match="without touching"):
        verified(text, changed, ("note", "ten"), selector("new"), HERE)
