"""Notes: each says something; only an article's own text marks words."""

from collections.abc import Iterator

from postil.doc import Mark
from postil.edition import Edition, Publication
from postil.model import satellites
from postil.problems import Problem, problem


def notes(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each note says something, and marks nothing itself."""
    for note in (note for note in edition.article.notes if not note.retired):
        if not note.body.plain.strip() and not note.body.links:
            yield problem(
                "note-empty", note.place, f"note {note.id} says nothing", "write its text"
            )
    for doc in satellites(edition.article):
        for mark in doc.marks:
            yield problem("mark-nested", mark.place, *_nested(mark))


def _nested(mark: Mark) -> tuple[str, str]:
    if mark.kind == "note":
        return f"a note cannot carry the note {mark.id}", "notes stand on the article's text only"
    return f"a note cannot tell the event {mark.id}", "events are told by the article's text only"
