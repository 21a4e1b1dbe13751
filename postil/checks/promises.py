"""What a site's own templates left out of an article's page: notes, ways back, sources, words.

Templates are trusted to run, not to keep promises. So what the page was given is looked for in the
bytes that came of it: each id, each link back, each author's text as it was handed over.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape

from markupsafe import escape

from postil import views
from postil.problems import Place, Problem, problem

_ID = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+))""")
_LINK = re.compile(r"""\shref\s*=\s*(?:"#([^"]*)"|'#([^']*)'|#([^\s"'<>=]+))""")
_HINT = (
    "a template of your own leaves this out: override one block of the default one"
    ' ({% extends "default/…" %}) instead of all of it'
)
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)  # no reader reads it
_PARAGRAPH = re.compile(r"p\d+$")
_PARTS = {"text", "timeline", "notes", "standings", "sources", "retired", "corrections", "about"}
_MOST = 3

Lost = tuple[str, Sequence[str]]


class _Read:
    """A page as read: where its ids and its links to its own parts stand."""

    def __init__(self, text: str, page: views.ArticlePage) -> None:
        self.text = text = _UNSEEN.sub("", text)
        self.ids = {_value(m): m.start() for m in reversed(list(_ID.finditer(text)))}
        self.links = [(m.start(), _value(m)) for m in _LINK.finditer(text)]
        names = {name for _, found in _things(page) for name in found} | _PARTS
        own = [name for name in self.ids if name in names or _PARAGRAPH.match(name)]
        self.starts = sorted(self.ids[name] for name in own)

    def part(self, name: str) -> tuple[int, int]:
        """From the id of a note, an event or a source to what comes after it."""
        start = self.ids[name]
        number = bisect_right(self.starts, start)
        return start, self.starts[number] if number < len(self.starts) else len(self.text)

    def links_of(self, name: str) -> set[str]:
        """What the links in a note, an event or a source lead to."""
        start, end = self.part(name)
        low, high = bisect_right(self.links, (start, "")), bisect_right(self.links, (end, ""))
        return {target for _, target in self.links[low:high]}

    def words_of(self, name: str) -> str:
        """Its HTML."""
        start, end = self.part(name)
        return self.text[start:end]


def lost(path: str, text: str, page: views.ArticlePage) -> Iterator[Problem]:
    """A problem for each kind of thing that the page at `path` was given and does not show."""
    read = _Read(text, page)
    for what, names in (*_ids(read, page), *_ways(read, page), *_texts(read, page)):
        if names:
            shown = ", ".join(names[:_MOST]) + (", …" if len(names) > _MOST else "")
            message = f"this page lost {what} ({len(names)}): {shown}"
            yield problem("output-lost", Place(file=path), message, _HINT)


def _value(match: re.Match[str]) -> str:
    return unescape(next((group for group in match.groups() if group is not None), ""))


def _things(page: views.ArticlePage) -> tuple[Lost, ...]:
    """What has a part of the page to itself, by id."""
    return (
        ("notes", [note.id for note in page.notes]),
        ("events", [event.id for event in page.events]),
        ("sources", [source.id for source in page.sources]),
        ("what was withdrawn", [item.id for item in page.retired]),
        ("sections", [section.id for section in page.sections]),
    )


def _ids(read: _Read, page: views.ArticlePage) -> Iterator[Lost]:
    phrases = [note.back for note in page.notes]
    tells = [tell.href[1:] for event in page.events for tell in event.tells]
    for what, names in (*_things(page), ("phrases", phrases + tells)):
        yield what, [name for name in names if name not in read.ids]


def _ways(read: _Read, page: views.ArticlePage) -> Iterator[Lost]:
    """Links there and back, each in the part that it belongs to."""
    notes = [note for note in page.notes if note.id in read.ids]
    events = [event for event in page.events if event.id in read.ids]
    sources = [source for source in page.sources if source.id in read.ids]
    yield "links back from notes", [n.id for n in notes if n.back not in read.links_of(n.id)]
    tells = [(e.id, {tell.href[1:] for tell in e.tells}) for e in events]
    yield "links from events to the text", [i for i, t in tells if not t <= read.links_of(i)]
    uses = [(s.id, {use.href[1:] for group in s.uses for use in group.links}) for s in sources]
    yield "links from sources to their uses", [i for i, u in uses if not u <= read.links_of(i)]
    both: list[views.Note | views.Event] = [*notes, *events]
    grounds = [(item.id, _grounds(item)) for item in both]
    yield "links to sources", [i for i, found in grounds if not found <= read.links_of(i)]
    standings = [(i.id, i.standing_word) for i in both if i.standing_word]
    yield "standings", [i for i, word in standings if escape(word) not in read.words_of(i)]


def _grounds(item: views.Note | views.Event) -> set[str]:
    """What supports and what contests a note or an event."""
    return {support.href[1:] for support in (*item.sources, *item.contested_by)}


def _texts(read: _Read, page: views.ArticlePage) -> Iterator[Lost]:
    """Authors' own texts, as the templates were given them, each in its part of the page."""
    notes, events, sources = page.notes, page.events, page.sources
    inside = (
        ("texts of notes", [(note.id, note.body) for note in notes]),
        ("titles of events", [(event.id, event.title) for event in events]),
        ("texts of events", [(event.id, event.text) for event in events]),
        ("dates of events", [(event.id, event.date.words) for event in events]),
        ("other dates", [(e.id, rival.date.words) for e in events for rival in e.rivals]),
        ("references", [(source.id, source.html) for source in sources]),
        ("reasons", [(item.id, item.reason) for item in page.retired]),
    )
    for what, pairs in inside:
        there = [(name, text) for name, text in pairs if name in read.ids]
        yield what, [name for name, text in there if escape(text) not in read.words_of(name)]
    for what, pairs in _anywhere(page):
        yield what, [name for name, text in pairs if escape(text) not in read.text]


def _anywhere(page: views.ArticlePage) -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """Texts that have no part to themselves: (what, (name, text))."""
    blocks: list[tuple[str, str]] = [
        (section.title or section.id, b.html) for section in page.sections for b in section.blocks
    ]
    told = [(c.text[:40], text) for c in page.corrections for text in (c.text, c.was, c.now)]
    return (
        ("paragraphs of the text", blocks),
        ("corrections", told),
        ("the content note", [("content-note", page.content_note)]),
        ("how it was made", [("about", page.about)]),
        ("the help", [("help", page.help)]),
    )
