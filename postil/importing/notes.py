"""Another article's stand-off notes, events and sources, as far as they fit a new text.

A note whose words the other text marks cannot come: there is nothing here to mark. A note whose
phrase is not here exactly once stays where it is, and the report says which passages come nearest.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from postil.anchor import Page, find
from postil.doc import Doc, SourceRef
from postil.files import bibliography
from postil.files.parts import note as read_note
from postil.files.parts import timeline
from postil.folding import fold
from postil.importing.yaml_lines import kept_items, without_keys
from postil.model import Article, Event, Note, Selector
from postil.problems import Place, Problem
from postil.record import record, replace

_SECTION = re.compile(r"(?m)^section:[^\n]*\n")


@record
class Stay:
    """A note or event that is not copied, or not told here, and why; `hints` say what is near."""

    id: str
    file: str
    why: str
    hints: tuple[str, ...] = ()


@record
class Copies:
    """What comes along: texts by path. `standoff` counts the notes that had a phrase."""

    texts: Mapping[str, str]
    standoff: int
    anchored: tuple[str, ...]
    stay: tuple[Stay, ...]
    marked: tuple[str, ...]
    unsectioned: tuple[str, ...]
    events: int
    sources: int


def copy(of: Article, texts: Mapping[str, str], to: Article, refused: Mapping[str, str]) -> Copies:
    """What of an article fits `to`. `refused` are notes by id that will not do, and why."""
    pages = tuple(Page(section=section, folded=fold(section.doc.plain)) for section in to.sections)
    files, stay, kept, unsectioned = dict[str, str](), list[Stay](), list[Note](), list[str]()
    standoff = [note for note in of.notes if note.phrase]
    for note in standoff:
        made = _SECTION.sub("", texts[note.place.file], count=1) if _sectioned(note) else ""
        reason = _refusal(note, made, pages, refused)
        if reason:
            stay.append(reason)
            continue
        kept.append(note)
        unsectioned += [note.id] * _sectioned(note)
        files[f"content/{to.slug}/notes/{note.id}.md"] = made or texts[note.place.file]
    lines, untold = _timeline(of, texts, pages)
    events = of.events if lines else ()
    used = {ref.id for ref in (*_note_refs(kept), *_event_refs(events))}
    files |= {f"content/{to.slug}/{name}": text for name, text in lines.items()}
    sources = dict(_sources(of, texts, used))
    files |= {f"content/{to.slug}/{name}": text for name, text in sources.items()}
    return Copies(
        texts=files,
        standoff=len(standoff),
        anchored=tuple(note.id for note in kept),
        stay=(*stay, *untold),
        marked=tuple(note.id for note in of.notes if not note.phrase),
        unsectioned=tuple(unsectioned),
        events=len(events),
        sources=len(used),
    )


def _sectioned(note: Note) -> bool:
    return bool(note.phrase and note.phrase.section)


def _refusal(
    note: Note, made: str, pages: Sequence[Page], refused: Mapping[str, str]
) -> Stay | None:
    """Why a note stays; None where it fits."""
    selector = note.phrase and replace(note.phrase, section="")
    if selector is None or note.id in refused:
        return Stay(id=note.id, file=note.place.file, why=refused.get(note.id, ""))
    if made and not _same(read_note(note.place.file, made, []).phrase, selector):
        why = "its key section: cannot be taken out line by line; write it on a line of its own"
        return Stay(id=note.id, file=note.place.file, why=why)
    found, problems = find(selector, pages)
    if found is None:
        return _unanchored(note.id, note.place.file, problems)
    return None


def _same(one: Selector | None, other: Selector) -> bool:
    """Are two selectors the same but for their places?"""
    return one is not None and replace(one, place=other.place) == other


def _unanchored(id_: str, file: str, problems: Iterable[Problem]) -> Stay:
    first = next(iter(problems))
    return Stay(id=id_, file=file, why=first.message, hints=tuple(first.hint.splitlines()))


def _timeline(
    of: Article, texts: Mapping[str, str], pages: Sequence[Page]
) -> tuple[Mapping[str, str], tuple[Stay, ...]]:
    """Timeline files by name, without phrases that are not here; and what of it stays."""
    stay, lost = [], set[str]()
    for event in of.events:
        if event.phrase:
            found, problems = find(replace(event.phrase, section=""), pages)
            if found is None:
                name = f"the phrase of {event.id}"
                stay.append(_unanchored(name, event.place.file, problems))
                lost.add(event.id)
    sectioned = {event.id for event in of.events if event.phrase and event.phrase.section}
    files = {}
    for file in sorted({event.place.file for event in of.events}):
        made = without_keys(texts[file], ("phrase", "section"), lost)
        made = without_keys(made, ("section",), sectioned)
        if not _same_events(file, made, of.events, lost):
            why = (
                "its phrases cannot be taken out line by line; write each key on a line of its own"
            )
            return {}, (Stay(id="timeline", file=file, why=why),)
        files[file.rpartition("/")[2]] = made
    return files, tuple(stay)


def _same_events(file: str, text: str, events: Sequence[Event], lost: Collection[str]) -> bool:
    """Does the text tell the same events, but for what was taken out?"""
    told = [
        (event.id, event.date, event.title, len(event.rivals)) for event in timeline(file, text, [])
    ]
    meant = [(e.id, e.date, e.title, len(e.rivals)) for e in events if e.place.file == file]
    left = [e for e in timeline(file, text, []) if e.phrase and (e.id in lost or e.phrase.section)]
    return told == meant and not left


def _sources(
    of: Article, texts: Mapping[str, str], used: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Files of sources by name: YAML with the used ones alone, others whole."""
    for file in sorted({source.place.file for source in of.sources}):
        ids = [source.id for source in of.sources if source.place.file == file]
        wanted = [id_ for id_ in ids if id_ in used]
        if not wanted:
            continue
        text = texts[file]
        if file.endswith((".yaml", ".yml")):
            made = kept_items(text, lambda id_, wanted=wanted: id_ in wanted)  # type: ignore[misc]
            found, _ = bibliography.read(made, Place(file=file))
            text = made if [source.id for source in found] == wanted else text
        yield file.rpartition("/")[2], text


def _note_refs(notes: Iterable[Note]) -> Iterator[SourceRef]:
    for note in notes:
        yield from (*note.sources, *note.contested_by, *_cited(note.body))


def _event_refs(events: Iterable[Event]) -> Iterator[SourceRef]:
    for event in events:
        yield from (*event.sources, *event.contested_by, *_cited(event.text))
        for rival in event.rivals:
            yield from (*rival.sources, *_cited(rival.note))


def _cited(doc: Doc | None) -> Iterator[SourceRef]:
    for cite in doc.cites if doc else ():
        yield from cite.refs
