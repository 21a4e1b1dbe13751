"""What points nowhere: marks without a note or event, notes on no words, seeds nobody recorded."""

from collections.abc import Mapping

from postil.edition import Anchors
from postil.model import Article, Note, Seed
from postil.problems import Place, Problem, closest, problem


def mark_problems(article: Article, anchors: Anchors) -> list[Problem]:
    """Marks that name no note or event, and notes that stand on no words."""
    notes, events = {n.id: n for n in article.notes}, {e.id for e in article.events}
    problems = []
    for section in article.sections:
        for mark in section.doc.marks:
            if mark.kind == "note" and mark.id not in notes:
                hint = closest(mark.id, notes) or f"write it in notes/{mark.id}.md"
                message = f"nobody wrote the note {mark.id}"
                problems.append(problem("note-undefined", mark.place, message, hint))
            elif mark.kind == "event" and mark.id not in events:
                message = f"there is no event {mark.id}"
                hint = closest(mark.id, events) or "add it to timeline.yaml"
                problems.append(problem("event-unknown", mark.place, message, hint))
    standing = (n for n in article.notes if n.phrase is None and n.retired is None)
    unused = (n for n in standing if n.id not in anchors.notes)
    return [*problems, *map(_unused, unused)]


def _unused(note: Note) -> Problem:
    hint = f"mark its words in a section, [words][^{note.id}], or give it a phrase:"
    return problem("note-unused", note.place, f"note {note.id} stands on no words", hint)


def seed_problems(article: Article, seeds: Mapping[str, Seed]) -> list[Problem]:
    """Seeds that an article names and nobody recorded."""
    named: list[tuple[str, Place]] = [(s.seed, s.place) for s in article.sources if s.seed]
    if article.annotates:
        named.append((article.annotates, article.annotates_place or article.place))
    return [
        problem(
            "seed-unknown",
            place,
            f"there is no seed {id_}",
            closest(id_, seeds) or f"write its record in seeds/{id_}.yaml",
        )
        for id_, place in named
        if id_ not in seeds
    ]
