"""Direct quotations compared with the texts they are taken from, and what is wrong with them.

What compares is loaded only where a text is at hand, so that other builds start without it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from postil.edition import Edition, Quotation, Verdict
from postil.model import Article, Seed, Source, texts
from postil.problems import Problem, problem
from postil.quoted.direct_quotes import direct_quotes

if TYPE_CHECKING:
    from postil.quoted.comparing import Text
    from postil.reanchoring.word_diff import Index

MOST_SUGGESTIONS = 50  # problems that show the nearest passage; finding it costs a look at the seed
_LENGTH = 80  # of a quotation in a message
_OMITTED = r" ?\[[^\[\]]*\.\.\.[^\[\]]*\] ?"
_MARKS = "quote the words as they stand there; mark words left out […], your own [words]"


class Library:
    """The seeds whose text is at hand; each is made ready once, when a quotation needs it."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        self._seeds = {seed.id: seed for seed in seeds}
        self._ready: dict[str, Text] = {}
        self._index: dict[str, Index] = {}

    def text(self, seed: str) -> "Text | None":
        """A seed's text; None where it is not at hand or there is no such seed."""
        known = self._seeds.get(seed)
        if known is None or known.text is None:
            return None
        if seed not in self._ready:
            from postil.quoted.comparing import ready

            self._ready[seed] = ready(known.text)
        return self._ready[seed]

    def index(self, seed: str, text: "Text") -> "Index":
        """Where each word of a seed's text stands."""
        from postil.reanchoring.word_diff import Index

        if seed not in self._index:
            self._index[seed] = Index(text)
        return self._index[seed]


def compare(article: Article, library: Library) -> tuple[Quotation, ...]:
    """Every direct quotation of an article's sections, notes, events and matters, in that order.

    One that cites several sources is verified if one of them has it.
    """
    sources = {source.id: source for source in article.sources}
    found = []
    for doc in texts(article):
        for cite, (start, end) in direct_quotes(doc):
            cited = [sources[ref.id] for ref in cite.refs if ref.id in sources]
            if cited:
                words = doc.plain[start:end]
                found.append(
                    Quotation(
                        words=words,
                        sources=tuple(dict.fromkeys(source.id for source in cited)),
                        verdict=_verdict(words, cited, library),
                        place=cite.place,
                    )
                )
    return tuple(found)


def _verdict(words: str, cited: Sequence[Source], library: Library) -> Verdict:
    texts_at_hand = [text for source in cited if (text := library.text(source.seed))]
    if texts_at_hand:
        from postil.quoted.comparing import occurs, ready

        quotation = ready(words)
        if any(occurs(quotation, text) for text in texts_at_hand):
            return "verified"
    return "differs" if len(texts_at_hand) == len(cited) else "unverified"


# ---- Problems ------------------------------------------------------------------------------


def quotation_problems(edition: Edition) -> Iterator[Problem]:
    """Each quotation that differs from its source; each source whose text is not at hand, once."""
    seeds = {cited.source.id: cited.seed for cited in edition.sources}
    library = Library(seed for seed in seeds.values() if seed)
    differing = [q for q in edition.quotations if q.verdict == "differs"]
    for number, quotation in enumerate(differing):
        yield _differs(quotation, seeds, library, suggest=number < MOST_SUGGESTIONS)
    unverified: dict[tuple[str, ...], list[Quotation]] = {}
    for quotation in edition.quotations:
        if quotation.verdict == "unverified":
            unverified.setdefault(quotation.sources, []).append(quotation)
    for sources, quotations in unverified.items():
        yield _unverified(sources, quotations, seeds)


def _differs(
    quotation: Quotation, seeds: Mapping[str, Seed | None], library: Library, *, suggest: bool
) -> Problem:
    ids = [seed.id for seed in map(seeds.get, quotation.sources) if seed]
    hints = _suggestion(quotation, ids, library) if suggest else []
    message = f"these words are not in {_listed(ids)}: {_shown(quotation.words)}"
    return problem("quotation-differs", quotation.place, message, "\n".join([*hints, _MARKS]))


def _suggestion(quotation: Quotation, ids: Iterable[str], library: Library) -> list[str]:
    """How the quotation differs from the seed that has the most similar passage."""
    from postil.quoted.comparing import ready
    from postil.reanchoring.word_diff import difference, nearest

    whole = ready(quotation.words)
    best, lines = -1.0, list[str]()
    for id_ in ids:
        text = library.text(id_)
        part = _failing(whole, text) if text else None
        passage = nearest(part, library.index(id_, text)) if part and text else None
        if passage and part and passage.score > best:
            best = passage.score
            found = f'nearest: "{_short(passage.text, 300)}" (seed {id_})'
            lines = [f"differs: {difference(part, passage)}", found]
        elif text and part is None and not lines:
            lines = ["its parts stand there, but in another order or farther from each other"]
    return lines


def _failing(quotation: "Text", source: "Text") -> "Text | None":
    """The first part between omissions that the source does not have; None where it has each."""
    from postil.quoted.comparing import Text, has_words, occurs

    edges = [0, *(edge for mark in re.finditer(_OMITTED, quotation.same) for edge in mark.span())]
    for start, end in zip(edges[::2], [*edges[1::2], len(quotation.same)], strict=True):
        part = Text(shown=quotation.shown[start:end], same=quotation.same[start:end])
        if has_words(part.same) and not occurs(part, source):
            return part
    return None


def _unverified(
    sources: Sequence[str], quotations: Sequence[Quotation], seeds: Mapping[str, Seed | None]
) -> Problem:
    told = "1 quotation is" if len(quotations) == 1 else f"{len(quotations)} quotations are"
    missing = [seed for seed in map(seeds.get, sources) if seed and seed.text is None]
    message = f"{told} not compared with {_listed(sources)}: "
    if missing:
        message += f"the text of seed {_listed([seed.id for seed in missing])} is not at hand"
        hint = "name the folder that holds it, --seeds DIR: it is known by its sha256"
        if not missing[0].sha256:
            hint = f"write the sha256 of its text into {missing[0].place.file}"
    else:
        message += "no seed holds the text"
        hint = "record the text in seeds/ and name it in the source, seed: id"
    return problem("quotation-unverified", quotations[0].place, message, hint)


def _listed(ids: Sequence[str]) -> str:
    return " or ".join(ids)


def _shown(words: str) -> str:
    return f'"{_short(words, _LENGTH)}"'


def _short(words: str, length: int) -> str:
    """On one line, its middle left out if it is long."""
    line = " ".join(words.split())
    if len(line) <= length:
        return line
    return f"{line[: length * 2 // 3].rstrip()} … {line[-length // 3 :].lstrip()}"
