"""What was published and vanished, or changed in silence; the record itself. Cases 18, 20."""

import json

import pytest

from postil.edition import Publication
from postil.published import history
from tests.editions import publication

RECORD = "title: The lamp\npublished: 2024-02-03\n"
TEXT = "The lamp went out [at ten][^hour].\n\n[^hour]: By the harbour clock.\n"
EVENT = """--- content/lamp/timeline.yaml
- {id: dark, date: 1987-11-03, title: The lamp goes dark, sources: [log]}
--- content/lamp/sources.yaml
- {id: log, title: The log}
"""


def made(
    article: str = RECORD, text: str = TEXT, more: str = EVENT, site: str = "title: X\n"
) -> Publication:
    parts = (
        ("site.yaml", site),
        ("lamp/article.yaml", article),
        ("lamp/01-night.md", text),
    )
    return publication("".join(f"--- content/{n}\n{t}" for n, t in parts) + more)[0]


def told(before: Publication, after: Publication) -> list[tuple[str, str]]:
    past = history.read(history.record_of(before).content.decode())
    assert past is not None
    return [(found.rule, found.message) for found in history.changes(past, after)]


def test_nothing_changed_is_nothing_said() -> None:
    assert told(made(), made()) == []


def test_the_record_has_the_same_bytes() -> None:
    """Case 18."""
    assert history.record_of(made()) == history.record_of(made())


def test_white_space_is_no_change() -> None:
    assert told(made(), made(text=TEXT.replace("went out", "went\nout"))) == []


def test_a_text_that_says_something_else() -> None:
    after = made(text=TEXT.replace("ten", "nine").replace("harbour", "tower"))
    expected = "the text and note hour changed since it was published, and no correction says so"
    assert told(made(), after) == [("silent-change", expected)]


def test_an_event_that_says_something_else() -> None:
    after = made(more=EVENT.replace("11-03", "11-04"))
    assert [rule for rule, _ in told(made(), after)] == ["silent-change"]


def test_a_new_correction_speaks_for_it() -> None:
    corrected = f"{RECORD}corrections: [{{date: 2024-03-01, text: The hour was wrong.}}]\n"
    changed = TEXT.replace("ten", "nine")
    assert told(made(), made(corrected, changed)) == []
    assert [rule for rule, _ in told(made(corrected), made(corrected, changed))] == [
        "silent-change"
    ]


def test_a_draft_may_change() -> None:
    """Without a date of publication it is none; and new notes and events are no change."""
    draft = "title: The lamp\n"
    assert told(made(draft), made(draft, TEXT.replace("ten", "nine"))) == []
    assert told(made(more=""), made()) == []


def test_ids_that_are_gone() -> None:
    after = made(text="The lamp went out at ten.\n", more="")
    assert sorted(message for _, message in told(made(), after) if message.startswith("#")) == [
        "#event-dark was published and is no longer on the page",
        "#note-hour was published and is no longer on the page",
        "#source-log was published and is no longer on the page",
    ]


def test_a_withdrawn_note_is_still_there() -> None:
    gone = "--- content/lamp/notes/hour.md\n---\nretired: {date: 2024-03-01, reason: No.}\n---\nX\n"
    after = made(text="The lamp went out at ten.\n", more=EVENT + gone)
    assert [rule for rule, _ in told(made(), after)] == []


def test_a_renamed_article_keeps_its_address_with_an_alias() -> None:
    assert [message for _, message in told(made(), made(f"{RECORD}slug: light\n"))] == [
        "lamp/ was published and nothing stands there any more"
    ]
    assert told(made(), made(f"{RECORD}slug: light\naliases: [lamp]\n")) == []


def test_what_becomes_home_keeps_its_folder_with_an_alias() -> None:
    home = "home: lamp\n"
    assert [rule for rule, _ in told(made(), made(site=home))] == ["address-vanished"]
    assert told(made(), made(f"{RECORD}aliases: [lamp]\n", site=home)) == []
    assert [rule for rule, _ in told(made(site=home), made())] == ["address-vanished"]


def test_another_article_at_the_address_is_not_the_same() -> None:
    other = "--- content/south/article.yaml\ntitle: S\n--- content/south/01-a.md\nA.\n"
    before = made(more=EVENT + other, site="home: lamp\n")
    after = made(more=EVENT + other, site="home: south\n")
    assert "lamp stood at the site’s first page and now stands elsewhere" in [
        message for _, message in told(before, after)
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", '{"version": 2}', '{"version": 1, "articles": [1]}', "[" * 99_999]
    + [json.dumps({"version": 1, "articles": {"a": one}}) for one in (1, {}, {"page": 1})],
)
def test_a_damaged_record_is_none(text: str) -> None:
    assert history.read(text) is None
