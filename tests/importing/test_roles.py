"""What each line of a text is taken for, by the stated rules."""

import pytest

from postil.importing.division import divide
from postil.importing.manuscript import Manuscript
from postil.importing.plain import read
from postil.importing.roles import recognise

BODY = "The lamp, lit every evening since 1861, stood dark for three hours while the ferry looked for it."
LONG = f"{BODY} {BODY}"


def roles(text: str, named: dict[int, str] | None = None) -> list[str]:
    return list(recognise(read(text), named or {})[0])


def test_a_news_report() -> None:
    text = f"""The night the lamp went out

"For three hours it stood dark."

The Brannock Light in a photograph of 1986, which shows the lamp, the keeper and the boat house.
(Image credit: Gazette archive)

{LONG}

What the keeper said

{LONG}

Ada Holm
Harbour correspondent

Ada Holm is the harbour correspondent of the Gazette. She lives on the island.
"""
    found, authors = recognise(read(text), {})
    assert found == (
        "headline", "standfirst", "caption", "credit", "body", "heading", "body",
        "byline", "byline", "author-note",
    )  # fmt: skip
    assert authors == ("Ada Holm",)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("By Ada Holm", "byline"),
        ("By ADA HOLM and Tom Aske, Harbour Correspondents", "byline"),
        ("Von Ada Holm", "byline"),
        ("By the time the ferry came the lamp was dark.", "body"),
        ("Published 4 November 1987", "dateline"),
        ("1987-11-04", "dateline"),
        ("(Image credit: Getty Images)", "credit"),
        ("Photograph: Tom Aske/The Gazette", "credit"),
        ("© Gazette 1987", "credit"),
        ("Photos by Tom Aske", "credit"),
        ("The harbour at night (Photo: Tom Aske)", "caption"),
        ("The picture shows nothing: it was dark.", "body"),
        ("The credits rolled: nobody clapped, and the hall was empty for a long while.", "body"),
    ],
)
def test_one_line_among_others(line: str, role: str) -> None:
    assert roles(f"Headline\n\n{LONG}\n\n{line}\n\n{LONG}\n\n{LONG}")[2] == role


def test_authors_are_taken_from_the_byline() -> None:
    text = f"Headline\n\nBy Ada Holm and Tom Aske\n\n{LONG}\n\nTom Aske lives on the island."
    assert recognise(read(text), {}) == (
        ("headline", "byline", "body", "author-note"),
        ("Ada Holm", "Tom Aske"),
    )


@pytest.mark.parametrize(
    ("first", "role"),
    [
        ("The night the lamp went out", "headline"),
        ("Was it “a spark”?", "headline"),
        ("The lamp went out.", "body"),
        (LONG + BODY, "body"),
    ],
)
def test_a_headline_has_no_full_stop(first: str, role: str) -> None:
    assert roles(f"{first}\n\n{LONG}\n\n{LONG}")[0] == role


def test_a_first_paragraph_is_no_standfirst() -> None:
    assert roles(f"Headline\n\n{BODY}\n\n{LONG}") == ["headline", "body", "body"]
    assert roles(f"Headline\n\n{BODY}\n\nBy Ada Holm\n\n{LONG}")[1] == "standfirst"


def test_lines_of_talk_and_single_lines_are_no_headings() -> None:
    for line in ("“No”", "- an item", "* * *", "Yes, he said,", "no capital"):
        assert roles(f"Headline\n\n{LONG}\n\n{line}\n\n{LONG}")[2] == "body", line
    assert roles(f"Headline\n\n{LONG}\n\nA heading\n\nshort")[2] == "body"


def test_the_author_has_the_last_word() -> None:
    text = f"Headline\n\n{LONG}\n\nA heading\n\n{LONG}"
    assert roles(text, {1: "body", 5: "body", 3: "standfirst"}) == [
        "body", "standfirst", "body", "body",
    ]  # fmt: skip


def test_one_block_is_body() -> None:
    assert roles("Only this") == ["body"]


def test_wrapped_lines_are_one_paragraph_and_verses_are_not() -> None:
    wrapped = (
        "The lamp, lit every evening since 1861, stood dark for three\nhours while the ferry\n"
    )
    assert [b.text for b in read(wrapped).blocks] == [wrapped.replace("\n", " ").strip()]
    assert [(b.first, b.last) for b in read("Dark was the night\nand cold\n\nx").blocks] == [
        (1, 1), (2, 2), (4, 4),
    ]  # fmt: skip


def parted(text: str, asked: int | None = None) -> tuple[list[list[str]], tuple[str, ...]]:
    made: Manuscript = read(text)
    told = [(block, "body") for block in made.blocks]
    drafts, remarks = divide(told, asked, titles=True)
    return [[block.text for block in draft.blocks] for draft in drafts], remarks


def test_sections_never_part_a_quotation_from_who_says_it() -> None:
    talk = [
        "He came late.",
        "“It was dark.”",
        "“Very dark,” said Ada Holm.",
        "She left.",
        "So did he.",
    ]
    parts, remarks = parted("\n\n".join(talk), 2)
    assert parts == [talk[:3], talk[3:]]
    assert remarks == ()
    parts, remarks = parted("\n\n".join(talk), 5)
    assert [len(part) for part in parts] == [3, 1, 1]
    assert remarks == ("3 sections instead of 5: more would part a quotation from who says it",)


def test_sections_never_cut_after_a_colon_or_inside_open_quotation_marks() -> None:
    talk = ["He said:", "It was dark.", "“It began at nine.", "It ended at twelve.”", "All left."]
    assert parted("\n\n".join(talk), 5)[0] == [talk[:4], talk[4:]]


def test_sections_are_even_by_default() -> None:
    text = "\n\n".join([LONG] * 40)
    parts, _ = parted(text)
    assert len(parts) == 8
    assert {len(part) for part in parts} == {5}


def test_ids_are_nobody_elses() -> None:
    text = f"{LONG}\n\nNotes\n\n{LONG}\n\nNotes\n\n{LONG}\n\nÜber 你好\n\n{LONG}\n\n你好\n\n{LONG}"
    made = read(text)
    told = list(zip(made.blocks, recognise(made, {1: "body"})[0], strict=True))
    drafts, _ = divide(told, None, titles=True)
    assert [draft.file for draft in drafts] == [
        "01-beginning.md",
        "02-section-notes.md",
        "03-section-notes-2.md",
        "04-uber.md",
        "05-section-5.md",
    ]
