"""What is said of a phrase that is not found exactly once: where it stands, or what is like it.

Scores only order the passages that are shown; nothing is ever placed by them.
"""

from collections.abc import Iterator, Sequence

from postil.anchor import MOST_PLACES, Page
from postil.edition import Anchor
from postil.folding import fold
from postil.model import Section, Selector
from postil.problems import Problem, problem
from postil.textmap import place_at

_COPY = "copy the words from the text, as they stand there"
_SHOWN = 300  # characters of a phrase that a problem shows, and that nearest passages are found by


def unknown_section(selector: Selector, pages: Sequence[Page]) -> Problem:
    """A selector names a section that there is not."""
    ids = ", ".join(page.section.id for page in pages)
    message = f"there is no section {selector.section}"
    return problem("section-unknown", selector.place, message, f"sections are: {ids}")


def ambiguous(selector: Selector, found: Sequence[Anchor], pages: Sequence[Page]) -> Problem:
    """The words stand in several places; the first are shown."""
    by_id = {page.section.id: page.section for page in pages}
    passages = [passage(by_id[hit.section], hit) for hit in found[:3]]
    more = [f"and {len(found) - 3} more"] if len(found) > 3 else []
    lines = [
        *passages,
        *more,
        "say which with prefix: or suffix: (the words beside it) or section:",
    ]
    many = f"{MOST_PLACES} or more" if len(found) == MOST_PLACES else str(len(found))
    message = f'these words stand in {many} places: "{_sought(selector)}"'
    return problem("anchor-ambiguous", selector.place, message, "\n".join(lines))


def passage(section: Section, hit: Anchor) -> str:
    """The words with a little context, and where they stand: a line of a hint."""
    plain = section.doc.plain
    left = plain[max(hit.start - 25, 0) : hit.start].rpartition("\n")[2]
    right = plain[hit.end : hit.end + 25].partition("\n")[0]
    return f'found: "…{left}[{_short(hit.words)}]{right}…" ({_where(section, hit.start)})'


def _where(section: Section, offset: int) -> str:
    place = place_at(section.doc.pieces, offset) or section.place
    return f"{place.file.rpartition('/')[2]}:{place.line}"


def missing(selector: Selector, pages: Sequence[Page], *, suggest: bool) -> Problem:
    """The words stand nowhere; the nearest passages are shown, where `suggest`."""
    sought = _sought(selector)
    message = f'these words are not in the article: "{sought}"'
    if selector.prefix or selector.suffix:
        message = f'these words are not in the article, in that context: "{sought}"'
    if not selector.exact:
        message = f'this point is not in the article: beside "{sought}"'
    hints = nearest(sought, pages) if suggest else ()
    return problem("anchor-missing", selector.place, message, "\n".join(hints) or _COPY)


def _sought(selector: Selector) -> str:
    """The words that a selector looks for, as shown; a point's are those beside it."""
    beside = f"{selector.prefix[-_SHOWN:]} {selector.suffix[:_SHOWN]}".strip()
    return _short(selector.exact or beside)


def _short(words: str) -> str:
    """The words, or their beginning: a problem is a line."""
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def nearest(words: str, pages: Sequence[Page], most: int = 3) -> tuple[str, ...]:
    """The passages most like `words`, best first, as lines of a hint."""
    from rapidfuzz import fuzz

    wanted, scored = fold(words).text, []
    for number, page in enumerate(pages):
        for start, end in _blocks(page.section):
            folded = fold(page.section.doc.plain[start:end])
            match = fuzz.partial_ratio_alignment(wanted, folded.text, score_cutoff=40)
            if match:
                passage = _whole_words(folded.text, match.dest_start, match.dest_end)
                score = fuzz.ratio(wanted, passage, score_cutoff=40)
                scored.append(
                    (-score, number, start + (folded.start(match.dest_start) or 0), passage)
                )
    return tuple(
        f'nearest: "{_short(passage)}" ({_where(pages[number].section, offset)})'
        for score, number, offset, passage in sorted(scored)[:most]
        if score
    )


def _blocks(section: Section) -> Iterator[tuple[int, int]]:
    """The section's paragraphs, as spans of its plain text."""
    start = 0
    for part in section.doc.plain.split("\n\n"):
        if part.strip():
            yield start, start + len(part)
        start += len(part) + 2


def _whole_words(text: str, start: int, end: int) -> str:
    """The passage [start, end) widened to whole words."""
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end].isalnum() and text[end].isalnum():
        end += 1
    return " ".join(text[start:end].split())


def twice(selector: Selector, id_: str, here: Anchor) -> Problem:
    """A note whose words are named in two ways."""
    message = f'note {id_} has a phrase, and is also marked in the text, on "{here.words}"'
    return problem("anchor-twice", selector.place, message, "keep one of the two")
