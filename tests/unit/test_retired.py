"""What is withdrawn keeps its id, needs a date and a reason, and stands on no words."""

from postil.anchor import anchor
from postil.check import check
from postil.edition import Publication
from postil.model import Files
from postil.parse import parse
from postil.problems import Problem
from postil.resolve import resolve

ARTICLE = {"content/lamp/article.yaml": "title: The lamp"}


def understood(**files: str) -> tuple[Publication, tuple[Problem, ...]]:
    """The publication of an article and every problem of it; `notes__ten` is notes/ten.md."""
    endings = {"timeline": ".yaml", "sources": ".yaml"}
    texts = {
        f"content/lamp/{name.replace('__', '/')}{endings.get(name, '.md')}": text
        for name, text in files.items()
    }
    site, problems = parse(Files(texts={**ARTICLE, **texts}))
    anchors, wrong = anchor(site.articles[0])
    publication, unresolved = resolve(site, {"lamp": anchors})
    return publication, (*problems, *wrong, *unresolved, *check(publication))


def rules(problems: tuple[Problem, ...]) -> list[str]:
    return [found.rule for found in problems]


RETIRED = "retired: {date: 2026-11-22, reason: It was wrong.}"


def test_a_retired_note_needs_no_phrase_no_source_and_no_text() -> None:
    note = f"---\nstanding: reported\n{RETIRED}\n---\n"
    publication, problems = understood(**{"01-a": "The lamp.", "notes__ten": note})
    (edition,) = publication.editions
    assert problems == ()
    assert [one.id for one in edition.retired] == ["ten"]
    assert (edition.notes, edition.proof.notes, edition.proof.claims) == ((), 0, 0)


def test_its_mark_in_the_text_and_its_phrase_mark_nothing() -> None:
    marked = f"---\n{RETIRED}\n---\nWords.\n"
    apart = f"---\nphrase: words that are gone\n{RETIRED}\n---\n"
    texts = {"01-a": "The [lamp][^ten].", "notes__ten": marked, "notes__two": apart}
    publication, problems = understood(**texts)
    assert problems == ()
    assert publication.editions[0].notes == ()


def test_its_address_can_be_linked_to_and_its_id_not_used_again() -> None:
    note = f"---\n{RETIRED}\n---\n"
    assert understood(**{"01-a": "[See](#note-ten).", "notes__ten": note})[1] == ()
    _, problems = understood(**{"01-a": "A.[^ten]\n\n[^ten]: Another.", "notes__ten": note})
    assert rules(problems) == ["id-repeated"]


def test_links_and_marks_of_its_text_are_not_checked() -> None:
    note = f"---\n{RETIRED}\n---\nSee [there](../nowhere/) and [here][^x].\n"
    assert understood(**{"01-a": "The lamp.", "notes__ten": note})[1] == ()


def test_a_retired_event_is_in_no_timeline() -> None:
    events = f"- id: e\n  date: 1987\n  title: E\n  phrase: not there\n  {RETIRED}\n"
    publication, problems = understood(**{"01-a": "The [lamp]{event=e}.", "timeline": events})
    (edition,) = publication.editions
    assert problems == ()
    assert (edition.events, edition.proof.events, [e.id for e in edition.retired]) == ((), 0, ["e"])


def test_date_and_reason_are_needed() -> None:
    def of(value: str) -> list[str]:
        note = f"---\nretired: {value}\n---\n"
        return rules(understood(**{"01-a": "The lamp.", "notes__ten": note})[1])

    assert of("{date: 2026-11-22}") == ["key-missing"]
    assert of("{reason: It was wrong.}") == ["key-missing"]
    assert of("{date: someday, reason: It was wrong.}") == ["date-invalid"]
    assert of("{date: 2026-11-22, reason: Wrong., by: me}") == ["key-unknown"]
    assert of("yes") == ["value-type"]
