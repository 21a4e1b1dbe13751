"""Claims: each has what its standing asks for, and names whose it is."""

import re
from collections.abc import Iterator

from postil.dates import Day
from postil.edition import Edition, PlacedEvent, PlacedNote, Publication, Support
from postil.folding import folded_text
from postil.model import Event, Note, Settings
from postil.problems import Problem, problem

ADD_SOURCES = "add sources: with the id of what supports it"
_NEED_SOURCE = frozenset({"established", "official", "reported", "disputed", "refuted"})
_NEED_BY = frozenset({"official", "claimed"})
_SOMEBODY_SAYS = frozenset({"reported", "claimed", "disputed"})
_WEAK = "D"


class _Claim:
    """A note or an event that may claim something, and where it does."""

    def __init__(self, thing: Note | Event, placed: PlacedNote | PlacedEvent | None) -> None:
        kind = "note" if isinstance(thing, Note) else "event"
        self.what, self.place = f"{kind} {thing.id}", thing.place
        self.standing, self.by = thing.standing, thing.by
        # As written: a source that does not exist is named too, and is a problem of its own.
        self.names_source, self.names_other = bool(thing.sources), bool(thing.contested_by)
        self.sources = placed.sources if placed else ()
        self.contested_by = placed.contested_by if placed else ()
        self.thing = thing

    def problem(self, rule: str, message: str, hint: str) -> Problem:
        return problem(rule, self.place, f"{self.what} {message}", hint)


def _claims(edition: Edition) -> Iterator[_Claim]:
    """Every note and event but withdrawn ones; also notes that stand on no words yet."""
    yield from (_Claim(placed.note, placed) for placed in edition.notes)
    yield from (_Claim(placed.event, placed) for placed in edition.events)
    known = {placed.note.id for placed in edition.notes}
    loose = (note for note in edition.article.notes if note.id not in known and not note.retired)
    yield from (_Claim(note, None) for note in loose)


# ---- What a standing asks for --------------------------------------------------------------


def standing(edition: Edition, _: Publication) -> Iterator[Problem]:
    """Each claim has the sources, the speaker and the other side that its standing asks for."""
    for claim in _claims(edition):
        word = claim.standing
        if word in _NEED_SOURCE and not claim.names_source:
            message = f"is {word} and names no source"
            yield claim.problem("standing-source", message, ADD_SOURCES)
        if word in _NEED_BY and not claim.by:
            who = "with the authority" if word == "official" else "with who says it"
            message = f"is {word} and does not say who says so"
            yield claim.problem("standing-by", message, f"add by: {who}")
        if word == "disputed":
            yield from _contested(claim)


def _contested(claim: _Claim) -> Iterator[Problem]:
    """A dispute has two sides, which are not the same sources."""
    hint = "add contested_by: with the sources that say otherwise"
    if not claim.names_other:
        yield claim.problem("standing-contested", "is disputed by nobody", hint)
    elif claim.sources and _ids(claim.sources) == _ids(claim.contested_by):
        message = "is disputed by the very sources that it rests on"
        yield claim.problem("standing-contested", message, hint)


def _ids(supports: tuple[Support, ...]) -> set[str]:
    return {support.source.id for support in supports}


def weak(edition: Edition, _: Publication) -> Iterator[Problem]:
    """No claim and no event rests on weak sources alone; against another, a weak one may stand."""
    for claim in _claims(edition):
        if claim.sources and all(s.source.reliability == _WEAK for s in claim.sources):
            names = ", ".join(dict.fromkeys(s.source.id for s in claim.sources))
            message = f"rests on weak sources alone: {names} (reliability {_WEAK})"
            hint = "add a better source, or leave it out"
            yield claim.problem("source-weak", message, hint)


# ---- Age -----------------------------------------------------------------------------------


def stale(edition: Edition, settings: Settings) -> Iterator[tuple[Day, Problem]]:
    """What holds "as of" a day is looked at again before it is too old: the last day, what then."""
    months = settings.stale_after_months
    for placed in edition.notes:
        note = placed.note
        day = note.as_of.latest if note.as_of else None
        if note.as_of and day:
            message = f"note {note.id} says how things were in {note.as_of.text}"
            hint = f"that is more than {months} months ago: look again, and write the new as_of:"
            yield _later(day, months), problem("as-of-stale", note.place, message, hint)


def _later(day: Day, months: int) -> Day:
    """A day so many months later; the day of the month is kept, since days are only compared."""
    year, month, number = day
    years, month = divmod(month - 1 + months, 12)
    return year + years, month + 1, number


# ---- Living people -------------------------------------------------------------------------


def people(edition: Edition, _: Publication) -> Iterator[Problem]:
    """A claim that names a living person says whose claim it is."""
    living = [(p.names[0], _pattern(p.names)) for p in edition.article.people if p.living]
    if not living:
        return
    for claim in _claims(edition):
        if claim.standing not in _SOMEBODY_SAYS or claim.by or any(map(_says, claim.sources)):
            continue
        text = folded_text(_words(claim.thing))
        named = [name for name, pattern in living if pattern.search(text)]
        if named:
            message = f"is {claim.standing}, names {_and(named)} and does not say who says so"
            hint = "add by:, or a source that has an author or a publisher"
            yield claim.problem("person-unattributed", message, hint)


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of a person's names, as whole words."""
    longest_first = sorted(map(folded_text, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _says(support: Support) -> bool:
    """Whether a source says who speaks in it."""
    source = support.source
    return bool(source.authors or source.editors or source.container_title or source.publisher)


def _words(thing: Note | Event) -> str:
    """All that a claim says."""
    if isinstance(thing, Note):
        return f"{thing.title}\n{thing.body.plain}"
    docs = [thing.text, *(rival.note for rival in thing.rivals)]
    return "\n".join([thing.title, *thing.people, *(doc.plain for doc in docs if doc)])


def _and(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
