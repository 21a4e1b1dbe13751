"""An article as one plain text, and llms.txt, which lists them: for readers of text, and programs.

Unlike text.txt, which is the text alone, it holds all that the page says: notes after their
section, the timeline, corrections and sources.
"""

from collections.abc import Iterator, Sequence

from postil import dates
from postil.doc import Doc
from postil.edition import (
    Edition,
    Matter,
    PlacedEvent,
    PlacedNote,
    PlacedSection,
    Publication,
    Support,
)
from postil.model import Name
from postil.page import routes, wording
from postil.published.metadata import correction_text, source_address
from postil.urls import uri

NAME = "article.txt"
LIST = "llms.txt"


def text(edition: Edition, publication: Publication) -> str:
    """All of an edition, in Markdown's plainest forms: headings, paragraphs and lists."""
    parts = [
        *_head(edition, publication),
        *(part for section in edition.sections for part in _section(section)),
        *_list("Timeline", [_event(placed, edition.language) for placed in edition.events]),
        *_list("Corrections", [_correction(edition, n) for n in _corrections(edition)]),
        *_about(edition),
        *_list("Sources", _sources(edition)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(edition: Edition, publication: Publication) -> Iterator[str]:
    article, language = edition.article, edition.language
    path = routes.article_path(article.slug, publication.home)
    yield f"# {_line(article.title)}"
    yield article.standfirst
    if seed := edition.seed:
        told = [_names(seed.authors), f"“{seed.title}”", seed.publisher, seed.url]
        yield f"Annotates: {', '.join(part for part in told if part)}"
    facts = {
        "By": _names(article.authors),
        "Published": dates.words(article.published, language) if article.published else "",
        "Updated": dates.words(article.updated, language) if article.updated else "",
        "Address": uri(routes.address(publication.settings.url, path)),
        "Licence of the text": article.licence.text,
        "Licence of the notes": article.licence.notes,
    }
    yield "\n".join(f"{name}: {fact}" for name, fact in facts.items() if fact)
    if edition.content_note:
        yield f"Before you read: {_matter(edition.content_note)}"


def _section(placed: PlacedSection) -> Iterator[str]:
    if placed.section.title:
        yield f"## {_line(placed.section.title)}"
    numbers = [(note.anchor.end, f" [note {note.number}]") for note in placed.notes]
    yield _with_cites(placed.section.doc, placed.cites, numbers)
    for note in placed.notes:
        yield _note(note)


def _matter(matter: Matter) -> str:
    return _with_cites(matter.doc, matter.cites)


def _with_cites(
    doc: Doc, cites: Sequence[Sequence[Support]], more: Sequence[tuple[int, str]] = ()
) -> str:
    """A text with the numbers of its sources, and `more` words at offsets of its plain text."""
    found = [
        (cite.offset, f"[{_numbers(supports, '{}')}]")
        for cite, supports in zip(doc.cites, cites, strict=True)
    ]
    pieces, start = list[str](), 0
    for offset, words in sorted([*found, *more], key=lambda pair: pair[0]):
        pieces += (doc.plain[start:offset], words)
        start = offset
    return "".join(pieces) + doc.plain[start:]


def _note(placed: PlacedNote) -> str:
    """A note: its number, words and standing; what it says; what supports it."""
    note = placed.note
    where = f"on “{_line(placed.anchor.words)}”" if placed.anchor.words else placed.paragraph
    said = f"({_standing(note.standing, note.by)})" if note.standing or note.by else ""
    title = f"{_line(note.title)}," if note.title else ""
    head = " ".join(part for part in (f"Note {placed.number}", title, where, said) if part)
    return "\n".join([f"{head}:", _with_cites(note.body, placed.cites), *_backing(placed)])


def _standing(standing: str, by: str) -> str:
    return " ".join(part for part in (standing, f"by {_line(by)}" if by else "") if part)


def _backing(placed: PlacedNote | PlacedEvent) -> list[str]:
    told = (("Sources", placed.sources), ("Contested by", placed.contested_by))
    return [f"{word}: {_numbers(supports)}" for word, supports in told if supports]


def _numbers(supports: Sequence[Support], form: str = "[{}]") -> str:
    return "; ".join(
        form.format(one.number) + (f", {one.locator}" if one.locator else "") for one in supports
    )


def _event(placed: PlacedEvent, language: str) -> str:
    event = placed.event
    said = f" ({_standing(event.standing, event.by)})" if event.standing or event.by else ""
    lines = [f"{dates.words(event.date, language)}: {_line(event.title)}{said}"]
    if event.text:
        lines.append(_line(_with_cites(event.text, placed.cites)))
    lines += [
        f"Also dated {dates.words(one.rival.date, language)}: "
        + (_numbers(one.sources) or _line(one.rival.by))
        for one in placed.rivals
    ]
    return "\n  ".join([*lines, *_backing(placed)])


def _corrections(edition: Edition) -> range:
    return range(len(edition.article.corrections))


def _correction(edition: Edition, number: int) -> str:
    found = edition.article.corrections[number]
    return f"{dates.words(found.date, edition.language)}: {correction_text(found)}"


def _about(edition: Edition) -> Iterator[str]:
    if edition.about:
        yield "## How this was made"
        yield _matter(edition.about)
    if edition.help:
        yield _matter(edition.help)


def _sources(edition: Edition) -> list[str]:
    told = []
    for cited in edition.sources:
        source = cited.source
        when = dates.words(source.issued, edition.language) if source.issued else ""
        parts = (
            _names(source.authors),
            f"“{_line(source.title)}”",
            source.container_title or source.publisher,
            when,
            source_address(source),
        )
        told.append(f"[{cited.number}] {', '.join(part for part in parts if part)}")
    return told


def _list(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"## {title}"
        yield "\n".join(f"- {item}" for item in items)


def _names(names: Sequence[Name]) -> str:
    return ", ".join(name.text for name in names)


def _line(words: str) -> str:
    return " ".join(words.split())


# ---- llms.txt ------------------------------------------------------------------------------


def listing(publication: Publication) -> str:
    """The site's articles for programs that read text, as llmstxt.org proposes."""
    settings = publication.settings
    lines = [
        f"- [{_bracketed(edition.article.title)}]({_target(edition, publication)})"
        + (f": {_line(edition.article.standfirst)}" if edition.article.standfirst else "")
        + f" ({wording.count(edition.proof.words, 'word')})"
        for edition in publication.editions
    ]
    parts = [
        f"# {_line(settings.title)}",
        f"> {_line(settings.description)}" if settings.description else "",
        "## Articles",
        "\n".join(lines),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _bracketed(title: str) -> str:
    return _line(title).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _target(edition: Edition, publication: Publication) -> str:
    path = routes.beside(routes.article_path(edition.article.slug, publication.home), NAME)
    return uri(routes.address(publication.settings.url, path) or path)
