"""Whether finding phrases stays linear: 10,000 notes on a text of a megabyte, and twice of both.

    python -m benchmarks.anchors [NOTES]

Every phrase stands once. Measured are anchoring, resolving and checking, in one process, the best
of three. Exit status 1 where twice the notes on twice the text take 2.3 times as long or longer, or
where twice the notes on the same text do.
"""

import sys
from time import perf_counter

from postil.anchor import anchor
from postil.check import check
from postil.markdown import read
from postil.model import Article, Note, Section, Selector, Settings, Site
from postil.problems import Place
from postil.resolve import resolve

LIMIT = 2.3
PLACE = Place(file="content/long/article.yaml")
WORDS = "the lamp was dark for an hour and the whole coast could see it but nobody wrote it down"


def main(notes: int) -> int:
    """Measure, print a table; gives the exit status."""
    print(f"{'notes':>8}{'text':>10}{'seconds':>10}{'times':>8}")
    once = measured(notes, notes)
    ratios = [
        show(notes, notes, once, once),
        show(2 * notes, notes, measured(2 * notes, notes), once),
        show(2 * notes, 2 * notes, measured(2 * notes, 2 * notes), once),
    ]
    print(f"limit {LIMIT}: {'kept' if max(ratios) < LIMIT else 'over'}")
    return int(max(ratios) >= LIMIT)


def show(notes: int, passages: int, seconds: float, once: float) -> float:
    """A row of the table; gives the ratio."""
    size = sum(len(text) for text in texts(passages)) / 1e6
    print(f"{notes:>8,}{size:>7.1f} MB{seconds:>10.2f}{seconds / once:>8.2f}")
    return seconds / once


def texts(passages: int) -> list[str]:
    """Passages of about 115 bytes, each with two phrases of its own, a hundred to a section."""
    made = [f"Entry n{n}a says that {WORDS}, as n{n}b has it." for n in range(passages)]
    return ["\n\n".join(made[n : n + 100]) for n in range(0, passages, 100)]


def article(notes: int, passages: int) -> Article:
    """Notes spread over the passages, one or two on each."""
    names = [f"n{n % passages}{'ab'[n // passages]}" for n in range(notes)]
    return Article(
        slug="long",
        place=PLACE,
        title="Long",
        sections=tuple(
            Section(id=f"s{n}", title="", place=PLACE, doc=read(text, PLACE)[0])
            for n, text in enumerate(texts(passages))
        ),
        notes=tuple(
            Note(
                id=name,
                place=PLACE,
                phrase=Selector(exact=phrase(name), place=PLACE),
                body=read("A note.", PLACE)[0],
            )
            for name in names
        ),
    )


def phrase(name: str) -> str:
    """The words of a passage that only one note is about."""
    return f"Entry {name} says" if name.endswith("a") else f"as {name} has it"


def measured(notes: int, passages: int) -> float:
    """The best of three, in seconds."""
    made = article(notes, passages)
    return min(once(made, notes) for _ in range(3))


def once(made: Article, notes: int) -> float:
    """Seconds to anchor, resolve and check one article."""
    start = perf_counter()
    found, problems = anchor(made)
    site = Site(settings=Settings(place=PLACE), articles=(made,))
    publication, more = resolve(site, {made.slug: found})
    more += check(publication)
    seconds = perf_counter() - start
    if problems or more or len(found.notes) != notes:
        raise SystemExit(f"the sample is not sound: {(*problems, *more)[:1]}")
    return seconds


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
