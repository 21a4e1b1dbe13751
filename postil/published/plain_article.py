"""An article as one plain text, and llms.txt, which lists them: for readers of text, and programs.

Unlike text.txt, which is the text alone, it holds all that the page says: notes after their
section, the timeline, corrections and sources.
"""

from collections.abc import Iterable, Iterator, Sequence

from postil import dates
from postil.doc import Doc, Link
from postil.edition import (
    Edition,
    Matter,
    PlacedEvent,
    PlacedNote,
    PlacedSection,
    Publication,
    Support,
)
from postil.model import Correction, Name, Settings
from postil.page import routes
from postil.page.pictures import shown_in
from postil.published.metadata import correction_text, source_address
from postil.urls import uri
from postil.wordings.chosen import Wording, wording

NAME = "article.txt"
LIST = "llms.txt"


def text(edition: Edition, publication: Publication) -> str:
    """All of an edition, in Markdown's plainest forms: headings, paragraphs and lists."""
    w = wording(edition.language, publication.settings.words)
    events = [_event(placed, edition.language, w) for placed in edition.events]
    corrections = [_correction(found, edition, w) for found in edition.article.corrections]
    parts = [
        *_head(edition, publication, w),
        *(part for section in edition.sections for part in _section(section, w)),
        *_list(w.say("timeline"), events),
        *_list(w.say("corrections"), corrections),
        *_about(edition, w),
        *_list(w.say("pictures"), _pictures(edition)),
        *_list(w.say("sources"), _sources(edition, w)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(edition: Edition, publication: Publication, w: Wording) -> Iterator[str]:
    article, language = edition.article, edition.language
    path = routes.article_path(article.slug, publication.home)
    yield f"# {_line(article.title)}"
    yield article.standfirst
    if seed := edition.seed:
        told = [_names(seed.authors), w.say("quote", words=seed.title), seed.publisher, seed.url]
        yield w.say("plain_annotates", text=", ".join(part for part in told if part))
    facts = {
        w.say("plain_by"): _names(article.authors),
        w.say("published"): dates.words(article.published, language) if article.published else "",
        w.say("updated"): dates.words(article.updated, language) if article.updated else "",
        w.say("plain_address"): uri(routes.address(publication.settings.url, path)),
        w.say("plain_licence_text"): article.licence.text,
        w.say("plain_licence_notes"): article.licence.notes,
    }
    yield "\n".join(f"{name}: {fact}" for name, fact in facts.items() if fact)
    if edition.content_note:
        yield w.say("plain_before", text=_matter(edition.content_note, w))


def _section(placed: PlacedSection, w: Wording) -> Iterator[str]:
    if placed.section.title:
        yield f"## {_line(placed.section.title)}"
    numbers = [
        (note.anchor.end, f" [{w.say('plain_note', n=note.number)}]") for note in placed.notes
    ]
    yield _with_cites(w, placed.section.doc, placed.cites, numbers)
    for note in placed.notes:
        yield _note(note, w)


def _matter(matter: Matter, w: Wording) -> str:
    return _with_cites(w, matter.doc, matter.cites)


def _with_cites(
    w: Wording,
    doc: Doc,
    cites: Sequence[Sequence[Support]],
    more: Sequence[tuple[int, str]] = (),
) -> str:
    """A text with the numbers of its sources, and `more` words at offsets of its plain text."""
    found = [
        (cite.offset, f"[{_numbers(supports, '{}')}]")
        for cite, supports in zip(doc.cites, cites, strict=True)
    ]
    found += [(link.offset, _shown(link, w)) for link in doc.links if link.kind == "image"]
    pieces, start = list[str](), 0
    for offset, words in sorted([*found, *more], key=lambda pair: pair[0]):
        pieces += (doc.plain[start:offset], words)
        start = offset
    return "".join(pieces) + doc.plain[start:]


def _shown(link: Link, w: Wording) -> str:
    """A picture in words: what it shows, and its caption where its title is one."""
    words = w.say("picture", words=_line(link.text))
    return " ".join(part for part in (f"[{words}]", _line(link.title)) if part)


def _note(placed: PlacedNote, w: Wording) -> str:
    """A note: its number, words and standing; what it says; what supports it."""
    note = placed.note
    words = _line(placed.anchor.words)
    where = w.say("plain_on", phrase=words) if words else placed.paragraph
    said = f"({_standing(note.standing, note.by, w)})" if note.standing or note.by else ""
    title = f"{_line(note.title)}," if note.title else ""
    parts = (w.say("note_mark", n=placed.number), title, where, said)
    head = " ".join(part for part in parts if part)
    return "\n".join([f"{head}:", _with_cites(w, note.body, placed.cites), *_backing(placed, w)])


def _standing(standing: str, by: str, w: Wording) -> str:
    word = w.say(f"standing_{standing}").lower() if standing else ""
    return " ".join(part for part in (word, w.say("by", name=_line(by)) if by else "") if part)


def _backing(placed: PlacedNote | PlacedEvent, w: Wording) -> list[str]:
    told = ((w.say("sources"), placed.sources), (w.say("contested_by"), placed.contested_by))
    return [f"{word}: {_numbers(supports)}" for word, supports in told if supports]


def _numbers(supports: Sequence[Support], form: str = "[{}]") -> str:
    return "; ".join(
        form.format(one.number) + (f", {one.locator}" if one.locator else "") for one in supports
    )


def _event(placed: PlacedEvent, language: str, w: Wording) -> str:
    event = placed.event
    said = f" ({_standing(event.standing, event.by, w)})" if event.standing or event.by else ""
    lines = [f"{dates.words(event.date, language)}: {_line(event.title)}{said}"]
    if event.text:
        lines.append(_line(_with_cites(w, event.text, placed.cites)))
    lines += [
        w.say(
            "plain_rival",
            date=dates.words(one.rival.date, language),
            by=_numbers(one.sources) or _line(one.rival.by),
        )
        for one in placed.rivals
    ]
    return "\n  ".join([*lines, *_backing(placed, w)])


def _correction(found: Correction, edition: Edition, w: Wording) -> str:
    return f"{dates.words(found.date, edition.language)}: {correction_text(found, w)}"


def _about(edition: Edition, w: Wording) -> Iterator[str]:
    if edition.about:
        yield f"## {w.say('how_made')}"
        yield _matter(edition.about, w)
    if edition.help:
        yield _matter(edition.help, w)


def _pictures(edition: Edition) -> list[str]:
    """Who made each picture that is shown, and what allows its use."""
    told = [
        (_line(link.text), ", ".join(_line(part) for part in (image.credit, image.rights) if part))
        for link, image in shown_in(edition.article)
    ]
    return [f"{what}: {how}" for what, how in told if how]


def _sources(edition: Edition, w: Wording) -> list[str]:
    told = []
    for cited in edition.sources:
        source = cited.source
        when = dates.words(source.issued, edition.language) if source.issued else ""
        parts = (
            _names(source.authors),
            w.say("quote", words=_line(source.title)),
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
    lines = (line_of(edition, publication) for edition in publication.editions)
    return listing_of(publication.settings, lines)


def line_of(edition: Edition, publication: Publication) -> str:
    """An article's line in the listing."""
    settings = publication.settings
    w, one = wording(settings.language, settings.words), edition.article
    told = f": {_line(one.standfirst)}" if one.standfirst else ""
    words = w.count("word_count", edition.proof.words)
    return f"- [{_bracketed(one.title)}]({_target(edition, publication)}){told} ({words})"


def listing_of(settings: Settings, lines: Iterable[str]) -> str:
    """The listing, of its articles' lines."""
    w = wording(settings.language, settings.words)
    parts = [
        f"# {_line(settings.title)}",
        f"> {_line(settings.description)}" if settings.description else "",
        f"## {w.say('articles')}",
        "\n".join(lines),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _bracketed(title: str) -> str:
    return _line(title).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _target(edition: Edition, publication: Publication) -> str:
    path = routes.beside(routes.article_path(edition.article.slug, publication.home), NAME)
    return uri(routes.address(publication.settings.url, path) or path)
