"""Texts that may not be copied are not: no long run of a seed's words stands outside quotations.

Words are compared without case, punctuation and spacing, so that a light retouch is still a copy.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from postil.doc import Doc
from postil.edition import Edition, Publication
from postil.folding import fold, folded_text
from postil.model import Article, Seed, Settings, texts
from postil.problems import Problem, problem
from postil.quoted.direct_quotes import direct_quotes
from postil.record import record
from postil.textmap import place_at

MOST_COPIED = 12
"""So many consecutive words are a copy. Not a setting: a site can only give the rule a level."""

_LENGTH = 200  # of the words that a message shows
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_OPEN = re.compile(
    r"(?:(?:the|this) (?:text|work) is )?(?:licen[cs]ed )?(?:under |in )?(?:the )?"
    r"(?:https?://creativecommons\.org/(?:publicdomain|licenses/by(?:-sa)?)/"
    r"|(?:cc0|cc[ -]pdm?|public domain|cc[ -]by(?:[ -]sa)?+"
    r"|creative commons (?:zero|attribution(?:[ -]+share ?alike)?+)"
    r")(?![a-z])(?![ -]*(?:n[cd]\b|non|no ?deriv)))",
    re.IGNORECASE,
)


@record
class Word:
    """A word of a text, and its span of the plain text."""

    key: str
    start: int
    end: int


@record
class _Page:
    """A text, its words, and the article it belongs to."""

    article: Article
    doc: Doc
    words: tuple[Word, ...]


def may_be_copied(rights: str) -> bool:
    """True where the rights begin with CC0, CC BY, CC BY-SA or public domain; all else forbids."""
    return bool(_OPEN.match(" ".join(rights.split())))


def copy_problems(publication: Publication) -> Iterator[Problem]:
    """Each run of a protected seed's words in a section, note, event or matter of an article."""
    seeds = [s for s in publication.seeds if s.text is not None and not may_be_copied(s.rights)]
    if not seeds:
        return
    pages = [
        _Page(article=edition.article, doc=doc, words=read_words(doc.plain))
        for edition in publication.editions
        for doc in texts(edition.article)
    ]
    grams = _grams(pages)
    for seed in seeds:
        keys = [word.casefold() for word in _WORD.findall(folded_text(seed.text or ""))]
        windows = _windows(keys)
        hits: dict[int, list[int]] = {}
        for gram in {gram for gram in windows if gram in grams}:
            for number, at in grams[gram]:
                hits.setdefault(number, []).append(at)
        for number in sorted(hits):
            yield from _copied(pages[number], sorted(hits[number]), seed)


class Guarded:
    """The protected texts of seeds, made ready once for many articles."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self.seeds = tuple(s for s in seeds if s.text is not None and not may_be_copied(s.rights))
        self._runs = {
            hash(run)
            for seed in self.seeds
            for run in _windows([w.casefold() for w in _WORD.findall(folded_text(seed.text or ""))])
        }

    def problems(self, edition: Edition, settings: Settings) -> tuple[Problem, ...]:
        """What `copy_problems` tells of one article; nearly all are cleared by a glance."""
        docs = texts(edition.article) if self._runs else ()
        words = ([word.key for word in read_words(doc.plain)] for doc in docs)
        if not any(hash(run) in self._runs for keys in words for run in _windows(keys)):
            return ()
        alone = Publication(settings=settings, editions=(edition,), home="", seeds=self.seeds)
        return tuple(copy_problems(alone))


def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text, in linear time."""
    folded = fold(text)
    result = []
    for match in _WORD.finditer(folded.text):
        start, end = folded.start(match.start()), folded.end(match.end())
        if start is not None and end is not None:
            result.append(Word(key=match[0].casefold(), start=start, end=end))
    return tuple(result)


def _windows(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[first:] for first in range(MOST_COPIED)), strict=False)


def _grams(pages: Sequence[_Page]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Where each run of words stands: number of the page, number of its first word."""
    grams: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for at, gram in enumerate(_windows([word.key for word in page.words])):
            grams.setdefault(gram, []).append((number, at))
    return grams


def _copied(page: _Page, starts: Sequence[int], seed: Seed) -> Iterator[Problem]:
    """One problem for each run; `starts` are the first words of runs of twelve, in order."""
    before = _quoted_before(page, seed)
    free = [at for at in starts if before[at] == before[at + MOST_COPIED]]
    runs: list[tuple[int, int]] = []
    for at in free:
        if runs and at == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    for first, last in runs:
        yield _problem(page, first, last + MOST_COPIED, seed)


def _quoted_before(page: _Page, seed: Seed) -> Sequence[int]:
    """For each word, how many before it stand in direct quotations that cite the seed."""
    citing = {source.id for source in page.article.sources if source.seed == seed.id}
    spans = [
        span for cite, span in direct_quotes(page.doc) if any(ref.id in citing for ref in cite.refs)
    ]
    inside = [0] * (len(page.words) + 1)
    for start, end in spans:
        inside[bisect_left(page.words, start, key=lambda word: word.end - 1)] += 1
        inside[bisect_left(page.words, end, key=lambda word: word.start)] -= 1
    return list(accumulate((depth > 0 for depth in accumulate(inside)), initial=0))


def _problem(page: _Page, first: int, last: int, seed: Seed) -> Problem:
    start, end = page.words[first].start, page.words[last - 1].end
    words = " ".join(page.doc.plain[start:end].split())
    shown = words if len(words) <= _LENGTH else f"{words[:_LENGTH].rstrip()} …"
    message = f'{last - first} words in a row are copied from seed {seed.id}: "{shown}"'
    hint = f"quote and cite it, or say it in your own words; its rights are in {seed.place.file}"
    place = place_at(page.doc.pieces, start) or page.doc.place
    return problem("text-copied", place, message, hint)
