"""Quote selectors → exact spans. A phrase is found exactly once, or there is a problem.

Nothing is ever matched by similarity: scores only order the passages that a problem suggests.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from postil.doc import Mark
from postil.edition import Anchor, Anchors
from postil.folding import Folded, fold, fold_section
from postil.memo import Memo, at_once
from postil.model import Article, Section, Selector
from postil.problems import Problem, problem
from postil.record import record
from postil.textmap import PARTED

_GRAMS = (16, 6)  # first characters by which many phrases are looked up at once
_MANY = 100  # phrases from which that is faster than looking for each by itself
MOST_PLACES = 1_000  # of one phrase, after which nobody wants to know how many more there are


@record
class Page:
    """A section ready for searching."""

    section: Section
    folded: Folded


# Where in which page (by number) a phrase's first characters stand.
Index = Mapping[str, Sequence[tuple[int, int]]]


def anchor(article: Article, memo: Memo = at_once) -> tuple[Anchors, tuple[Problem, ...]]:
    """The anchors of an article's notes and events: what the text marks, and stand-off phrases."""
    pages = tuple(memo(_page, section) for section in article.sections)
    selectors = [note.phrase for note in article.notes] + [e.phrase for e in article.events]
    index = index_of([selector for selector in selectors if selector], pages)
    marked, problems = _marked(article, pages)
    notes = {id_: found[0] for id_, found in marked["note"].items()}
    most = most_suggestions(article)
    for note in article.notes:
        if note.phrase is None or note.retired:
            continue
        found, wrong = find(note.phrase, pages, index, suggest=len(problems) < most)
        problems += wrong
        if note.id in notes:
            from postil.misses import twice

            problems.append(twice(note.phrase, note.id, notes[note.id]))
        elif found:
            notes[note.id] = found
    events = dict(marked["event"])
    for event in article.events:
        if event.phrase and not event.retired:
            suggest = len(problems) < most
            found, wrong = find(event.phrase, pages, index, suggest=suggest)
            problems += wrong
            events[event.id] = [*events.get(event.id, []), *([found] if found else [])]
    order = {section.id: number for number, section in enumerate(article.sections)}
    in_text_order = {
        id_: tuple(sorted(set(found), key=lambda a: (order[a.section], a.start, a.end)))
        for id_, found in events.items()
    }
    return Anchors(notes=notes, events=in_text_order), tuple(problems)


def anchored(
    article: Article, language: str, memo: Memo = at_once
) -> tuple[Anchors, tuple[Problem, ...]]:
    """The same, and what drifted since its author last accepted them, where there is a lock."""
    anchors, problems = memo(anchor, article, memo)
    if article.lock:
        from postil.reanchoring.drift import drift

        problems = drift(article, anchors, problems, language)
    return anchors, problems


def _page(section: Section) -> Page:
    return Page(section=section, folded=fold_section(section.doc.plain))


def _marked(
    article: Article, pages: Sequence[Page]
) -> tuple[Mapping[str, dict[str, list[Anchor]]], list[Problem]]:
    """Anchors that the text itself marks, by kind and id; a note's second mark is a problem.

    What is retired stands on no words, whether the text still marks them or not.
    """
    retired = {("note", note.id) for note in article.notes if note.retired}
    retired |= {("event", event.id) for event in article.events if event.retired}
    found: dict[str, dict[str, list[Anchor]]] = {"note": {}, "event": {}}
    problems = []
    for page in pages:
        for mark in page.section.doc.marks:
            if (mark.kind, mark.id) in retired:
                continue
            here = marked_at(page, mark)
            earlier = found[mark.kind].setdefault(mark.id, [])
            if earlier and mark.kind == "note":
                message = f"note {mark.id} is marked a second time"
                hint = f'a note stands on one phrase; it is already on "{earlier[0].words}"'
                problems.append(problem("anchor-twice", mark.place, message, hint))
            else:
                earlier.append(here)
    return found, problems


def index_of(selectors: Sequence[Selector], pages: Sequence[Page]) -> Index | None:
    """One look at the text for the beginnings of many phrases; None where they are few.

    Without it, ten thousand notes on a megabyte are ten thousand looks at a megabyte.
    """
    phrases = [selector.exact.strip() for selector in selectors]
    if len(phrases) < _MANY:
        return None
    found: dict[str, list[tuple[int, int]]] = {_gram(fold(phrase).text): [] for phrase in phrases}
    for length in _GRAMS:
        for number, page in enumerate(pages):
            text = page.folded.text
            for at in range(len(text) - length + 1):
                if (gram := text[at : at + length]) in found:
                    found[gram].append((number, at))
    return found


def _gram(words: str) -> str:
    """A phrase's first characters, as many as it is looked up by; "" for too few."""
    return next((words[:length] for length in _GRAMS if len(words) >= length), "")


def marked_at(page: Page, mark: Mark) -> Anchor:
    """A mark's words without white space at their ends, and with whole grapheme clusters.

    A point stands right behind the word before it, at a paragraph's start before the first one.
    """
    plain, start, end = page.section.doc.plain, mark.start, mark.end
    words = plain[start:end]
    if words.strip():
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
    else:
        low = plain.rfind(PARTED, 0, start)
        before = plain[low + len(PARTED) if low >= 0 else 0 : start]
        start = end = start - (len(before) - len(before.rstrip()) if before.strip() else 0)
    while not page.folded.whole(start):
        start -= 1
    while not page.folded.whole(end):
        end += 1
    return Anchor(section=page.section.id, start=start, end=end, words=plain[start:end])


def find(
    selector: Selector, pages: Sequence[Page], index: Index | None = None, *, suggest: bool = True
) -> tuple[Anchor | None, tuple[Problem, ...]]:
    """The one place that a selector names, or why there is none."""
    found = list(islice(_hits(selector, pages, index), MOST_PLACES))
    if len(found) == 1:
        return found[0], ()
    from postil import misses

    if selector.section and selector.section not in {page.section.id for page in pages}:
        return None, (misses.unknown_section(selector, pages),)
    searched = [page for page in pages if selector.section in ("", page.section.id)]
    if found:
        return None, (misses.ambiguous(selector, found, searched),)
    return None, (misses.missing(selector, searched, suggest=suggest),)


def hits(selector: Selector, pages: Sequence[Page]) -> tuple[Anchor, ...]:
    """Every place that a selector may mean, in text order."""
    order = {page.section.id: number for number, page in enumerate(pages)}
    found = set(_hits(selector, pages, None))
    return tuple(sorted(found, key=lambda a: (order[a.section], a.start, a.end)))


def _hits(selector: Selector, pages: Sequence[Page], index: Index | None) -> Iterator[Anchor]:
    """Every place where the words stand, with the context and in the section asked for."""
    words = fold(selector.exact.strip()).text
    before, after = fold(selector.prefix).text.rstrip(), fold(selector.suffix).text.lstrip()
    if not words:
        searched = [page for page in pages if selector.section in ("", page.section.id)]
        yield from (point for page in searched for point in _points(before, after, page))
        return
    for number, at in _places(words, pages, index):
        section, folded = pages[number].section, pages[number].folded
        if selector.section not in ("", section.id):
            continue
        start, end = folded.start(at), folded.end(at + len(words))
        if (
            start is not None
            and end is not None
            and _fits(folded.text, at, at + len(words), before, after)
        ):
            yield Anchor(
                section=section.id, start=start, end=end, words=section.doc.plain[start:end]
            )


def _places(words: str, pages: Sequence[Page], index: Index | None) -> Iterator[tuple[int, int]]:
    """The page's number and the offset of every place where folded words stand."""
    if (gram := _gram(words)) and index is not None and gram in index:
        for number, at in index[gram]:
            if pages[number].folded.text.startswith(words, at):
                yield number, at
        return
    for number, page in enumerate(pages if words else ()):
        at = page.folded.text.find(words)
        while at >= 0:
            yield number, at
            at = page.folded.text.find(words, at + 1)


def _points(before: str, after: str, page: Page) -> Iterator[Anchor]:
    """Every point between `before` and `after`: right behind the one, or else before the other."""
    text, words = page.folded.text, before or after
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(before)
        point = page.folded.end(end) if before else page.folded.start(at)
        if point is not None and _fits(text, end, end, before, after):
            yield Anchor(section=page.section.id, start=point, end=point, words="")
        at = text.find(words, at + 1)


def _fits(text: str, start: int, end: int, before: str, after: str) -> bool:
    """True where `before` and `after` stand right beside [start, end), space aside."""
    room = len(before) + 1, len(after) + 1
    return text[max(start - room[0], 0) : start].rstrip().endswith(before) and text[
        end : end + room[1]
    ].lstrip().startswith(after)


def most_suggestions(article: Article) -> int:
    """How many problems get nearest passages: seconds' worth, as each is a look at all text."""
    length = sum(len(section.doc.plain) for section in article.sections)
    return min(50, 1 + 10_000_000 // max(length, 1))
