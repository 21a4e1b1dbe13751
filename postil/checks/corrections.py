"""Rules about corrections."""

from collections.abc import Iterator

from postil.edition import Edition, Publication
from postil.files.values import quoted
from postil.problems import Problem, closest, problem


def notes(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each note that a correction names is there, or was and is withdrawn."""
    ids = {note.id for note in edition.article.notes}
    for correction in edition.article.corrections:
        for name in correction.notes:
            if name not in ids:
                message = f"a correction names a note {quoted(name)} that does not exist"
                hint = closest(name, ids) or "name a note by its id, withdrawn or not"
                yield problem("note-unknown", correction.place, message, hint)
