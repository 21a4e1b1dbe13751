"""How an author points at phrases today, and which of them is which of the recorded ones."""

from collections.abc import Iterator, Mapping, Sequence

from postil.anchor import Page, find, marked_at
from postil.edition import Anchor, Anchors
from postil.folding import folded_text
from postil.model import Article, Event, Note, Proven, Selector
from postil.problems import Place
from postil.record import record


@record
class Pointer:
    """How an author points at a phrase: by a mark (`selector` is None) or by its words."""

    owner: tuple[str, str]
    here: Anchor | None
    selector: Selector | None
    place: Place
    marks: tuple[Anchor, ...] = ()


def retired(article: Article) -> frozenset[tuple[str, str]]:
    """What was withdrawn: it has no phrase, and the lock forgets the one that it had."""
    notes = {("note", note.id) for note in article.notes if note.retired}
    return frozenset(notes | {("event", event.id) for event in article.events if event.retired})


def pointers(
    article: Article, anchors: Anchors, pages: Sequence[Page]
) -> Mapping[tuple[str, str], tuple[Pointer, ...]]:
    """Each living note's one pointer, and each event's, in text order, by kind and id."""
    marks: dict[tuple[str, str], list[tuple[Anchor, Place]]] = {}
    for page in pages:
        for mark in page.section.doc.marks:
            found_at = marked_at(page, mark), mark.place
            marks.setdefault((mark.kind, mark.id), []).append(found_at)
    found: dict[tuple[str, str], tuple[Pointer, ...]] = {}
    for note in (note for note in article.notes if not note.retired):
        owner = "note", note.id
        at = anchors.notes.get(note.id)
        found[owner] = (_of_note(note, at, marks.get(owner, [])),)
    for event in (event for event in article.events if not event.retired):
        owner = "event", event.id
        found[owner] = tuple(_of_event(event, marks.get(owner, []), pages))
    return found


def _of_note(note: Note, here: Anchor | None, marks: Sequence[tuple[Anchor, Place]]) -> Pointer:
    place = marks[0][1] if marks else note.phrase.place if note.phrase else note.place
    return Pointer(
        owner=("note", note.id),
        here=here,
        selector=None if marks else note.phrase,
        place=place,
        marks=tuple(anchor for anchor, _ in marks),
    )


def _of_event(
    event: Event, marks: Sequence[tuple[Anchor, Place]], pages: Sequence[Page]
) -> Iterator[Pointer]:
    owner, seen = ("event", event.id), set[Anchor]()
    for here, place in marks:
        if here not in seen:
            yield Pointer(owner=owner, here=here, selector=None, place=place, marks=(here,))
        seen.add(here)
    if event.phrase:
        found, _ = find(event.phrase, pages, suggest=False)
        if found not in seen:
            yield Pointer(owner=owner, here=found, selector=event.phrase, place=event.phrase.place)


def paired(
    old: Sequence[Proven], now: Sequence[Pointer]
) -> tuple[list[tuple[Proven, Pointer | None]], list[Pointer]]:
    """Which recorded phrase is which of today's; those of today that are left over are new.

    A note has one of each. An event may be told in several places: the same words in the same
    sentence first, then the same words, then whatever is left, in the order of the text.
    """
    left, free = list(old), list(now)
    pairs: list[tuple[Proven, Pointer | None]] = []
    for alike in (_same_place, _same_words, _any):
        for proven in tuple(left):
            pointer = next((p for p in free if alike(proven, p)), None)
            if pointer:
                pairs.append((proven, pointer))
                left.remove(proven)
                free.remove(pointer)
    pairs += [(proven, None) for proven in left]
    return sorted(pairs, key=lambda pair: old.index(pair[0])), free


def _same_place(proven: Proven, pointer: Pointer) -> bool:
    return (
        _same_words(proven, pointer)
        and pointer.here is not None
        and ((pointer.here.section, pointer.here.start) == (proven.section, proven.span[0]))
    )


def _same_words(proven: Proven, pointer: Pointer) -> bool:
    words = (
        pointer.here.words if pointer.here else pointer.selector.exact if pointer.selector else ""
    )
    return folded_text(words) == folded_text(proven.words)


def _any(_proven: Proven, _pointer: Pointer) -> bool:
    return True
