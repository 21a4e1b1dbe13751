"""Sites of any size: articles of 8 sections, 12 notes, 12 events and 8 sources each.

    python benchmarks/many.py DIR ARTICLES

Twenty-three files an article, so that 1,000 articles are 23,001 files. The same number gives the
same bytes: the words come from a seeded generator.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

SECTIONS, NOTES, EVENTS, SOURCES = 8, 12, 12, 8
PARAGRAPHS = 4  # of a section
_WORDS = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "was",
    "that",
    "for",
    "on",
    "with",
    "as",
    "at",
    "by",
    "from",
    "her",
    "his",
    "this",
    "which",
    "were",
    "had",
    "been",
    "not",
    "hospital",
    "letter",
    "witness",
    "court",
    "record",
    "doctor",
    "village",
    "winter",
    "lamp",
    "morning",
    "evening",
    "paper",
    "case",
    "house",
    "mother",
    "daughter",
    "father",
    "town",
    "river",
    "clerk",
    "judge",
    "story",
    "report",
    "claim",
    "number",
    "page",
    "nurse",
    "illness",
    "money",
    "road",
    "school",
    "church",
    "market",
    "summer",
    "question",
    "answer",
    "telephone",
    "office",
    "window",
    "said",
    "found",
    "wrote",
    "asked",
    "kept",
    "told",
    "read",
    "signed",
    "opened",
    "closed",
    "carried",
    "waited",
    "returned",
    "began",
]


def write_site(folder: Path, articles: int, url: str = "") -> None:
    """A whole site; the articles are alike in size and differ in their words."""
    address = f"url: {url}\n" if url else ""
    _save(folder / "content/site.yaml", f"title: The lamps\npublisher: The archive\n{address}")
    for number in range(articles):
        write_article(folder / f"content/case-{number:05}", number)


def write_article(folder: Path, number: int) -> None:
    """One article in its own folder."""
    random = Random(number)
    for name, text in _article(number, random):
        _save(folder / name, text)


def _save(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _article(number: int, random: Random) -> Iterator[tuple[str, str]]:
    """Path and text of each of an article's files."""
    yield (
        "article.yaml",
        (
            f"title: The lamp of ward {number}\n"
            f"standfirst: {_sentence(random)}\n"
            "authors: [Ada Example]\n"
            f"published: {_day(random)}\n"
            "about: |\n  Made of public records; what they do not say is left open.\n"
        ),
    )
    for section in range(SECTIONS):
        yield f"{section + 1:02}-part-{section + 1}.md", _section(section, random)
    for note in range(NOTES):
        yield f"notes/note-{note}.md", _note(note, random)
    yield "timeline.yaml", "".join(_event(event, random) for event in range(EVENTS))
    yield "sources.yaml", "".join(_source(source, random) for source in range(SOURCES))


def _section(number: int, random: Random) -> str:
    """A heading and paragraphs, with marks, events and citations in them."""
    notes = [note for note in range(NOTES) if note % SECTIONS == number]
    events = [event for event in range(EVENTS) if event % SECTIONS == number]
    marks = [f"[{_phrase(random)}][^note-{note}]" for note in notes]
    marks += [f"[{_phrase(random)}]{{event=event-{event}}}" for event in events]
    paragraphs = [_paragraph(random) for _ in range(PARAGRAPHS)]
    for place, mark in enumerate(marks):
        paragraphs[place] += f" Then came *{_phrase(random)}*, and {mark} [@source-{number}]."
    body = "\n\n".join(paragraphs)
    return f"# Part {number + 1}, {_phrase(random)}\n\n{body}\n"


def _note(number: int, random: Random) -> str:
    return (
        "---\nkind: claim\nstanding: reported\n"
        f"sources: [{{id: source-{number % SOURCES}, locator: p. {random.randrange(1, 99)}}}]\n"
        "---\n"
        f"{_paragraph(random, 2)} *{_phrase(random)}* [@source-{(number + 1) % SOURCES}].\n"
    )


def _event(number: int, random: Random) -> str:
    return (
        f"- id: event-{number}\n  date: {_day(random)}\n  title: {_phrase(random).capitalize()}\n"
        f"  text: {_sentence(random)}\n  standing: established\n"
        f"  sources: [source-{number % SOURCES}]\n"
    )


def _source(number: int, random: Random) -> str:
    return (
        f"- id: source-{number}\n  type: article-newspaper\n"
        f"  title: {_phrase(random).capitalize()}\n"
        f"  author: [{{family: {random.choice(_WORDS).capitalize()}, given: Ada}}]\n"
        "  container-title: The Lamp Gazette\n"
        f"  issued: {_day(random)}\n  URL: https://gazette.example/{number}/{random.randrange(9999)}\n"
        "  accessed: 2026-11-01\n"
    )


def _day(random: Random) -> str:
    year, month, day = (
        random.randrange(1990, 2025),
        random.randrange(1, 13),
        random.randrange(1, 29),
    )
    return f"{year}-{month:02}-{day:02}"


def _phrase(random: Random) -> str:
    return " ".join(random.choices(_WORDS, k=random.randrange(2, 5)))


def _sentence(random: Random) -> str:
    return " ".join(random.choices(_WORDS, k=random.randrange(8, 20))).capitalize() + "."


def _paragraph(random: Random, sentences: int = 5) -> str:
    return " ".join(_sentence(random) for _ in range(sentences))


if __name__ == "__main__":
    write_site(Path(sys.argv[1]), int(sys.argv[2]))
