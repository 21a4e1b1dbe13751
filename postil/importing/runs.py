"""HTML → runs of text, with the standard library's reader: no script runs, nothing is fetched."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import TypeAlias

from postil.importing.emphasis import CLOSING, OPENING, STRENGTH, Span, emphasised, paragraphs
from postil.importing.escape import escape
from postil.importing.manuscript import Kind
from postil.record import record

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "canvas",
        "audio",
        "video",
        "title",
        "select",
        "datalist",
        "button",
        "textarea",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_KEPT = frozenset({"ul", "ol", "li", "blockquote", "table", "tr", "td", "th"})
_CLASSES: Sequence[tuple[Kind, re.Pattern[str]]] = (
    ("headline", re.compile(r"(?<!\S)postil-headline(?!\S)")),
    ("standfirst", re.compile(r"\b(?:standfirst|dek|deck|sub-?title|sub-?heading|strapline)\b")),
    ("byline", re.compile(r"\bbyline\b")),
    ("caption", re.compile(r"\bcaption\b")),
)
Inside: TypeAlias = tuple[tuple[str, int], ...]


@record
class Run:
    """A paragraph of a page.

    `inside` are the lists, quotations and tables around it, each with a number of its own.
    `spans` are its words that are emphasised, `links` counts its links; `aside` is true in a
    page's navigation.
    """

    text: str
    kind: Kind
    level: int
    inside: Inside
    spans: tuple[Span, ...] = ()
    links: int = 0
    aside: bool = False


class _Reader(HTMLParser):
    """Gathers runs; `open` are the open elements as (tag, number, class).

    `styles` are the open tags of emphasis, each with how many elements were open around it.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.open: list[tuple[str, int, str]] = []
        self.unseen: list[str] = []
        self.text: list[str] = []
        self.count = 0
        self.styles: list[tuple[str, int]] = []
        self.links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "br":
            self.text.append("\v")
        if tag in _VOID:
            if tag == "hr":
                self.flush()
            return
        backlink = tag == "a" and (said.get("href") or "").startswith("#footnote-ref-")
        if self.unseen or tag in _UNSEEN or "hidden" in said or backlink:
            self.unseen.append(tag)
            return
        if tag in STRENGTH:
            self.styles.append((tag, len(self.open)))
            self.text.append(OPENING[STRENGTH[tag]])
        elif tag == "a" and not (said.get("href") or "#").startswith("#"):
            self.links += 1
        if tag in _BLOCKS:
            self.flush()
            if tag == "p":
                self.leave("p")
            self.count += 1
            leads = " \0nav" if tag == "nav" or said.get("role") == "navigation" else ""
            self.open.append((tag, self.count, (said.get("class") or "") + leads))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            if tag in self.unseen:
                del self.unseen[len(self.unseen) - 1 - self.unseen[::-1].index(tag) :]
        elif tag in _BLOCKS:
            self.flush()
            self.leave(tag)
        elif tag in STRENGTH:
            self.unstyle(tag)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(data)

    def unstyle(self, tag: str) -> None:
        """Close the last open tag of emphasis of this name."""
        for at in range(len(self.styles) - 1, -1, -1):
            if self.styles[at][0] == tag:
                del self.styles[at]
                self.text.append(CLOSING[STRENGTH[tag]])
                return

    def leave(self, tag: str) -> None:
        """Close an element, and what is still open inside it."""
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                self.styles = [style for style in self.styles if style[1] <= at]
                self.text = [OPENING[STRENGTH[style]] for style, _ in self.styles]
                return

    def flush(self) -> None:
        """End a run of text; emphasis that is still open goes on in the next."""
        raw, self.text = "".join(self.text), [OPENING[STRENGTH[tag]] for tag, _ in self.styles]
        for text, spans in paragraphs(raw):
            self.runs.append(self.run(text, spans, self.links))
            self.links = 0

    def run(self, text: str, spans: tuple[Span, ...], links: int) -> Run:
        """A paragraph where the reader stands."""
        tags = [tag for tag, _, _ in self.open]
        level = next((int(t[1]) for t in reversed(tags) if re.fullmatch("h[1-6]", t)), 0)
        kind: Kind = "heading" if level else "caption" if "figcaption" in tags else "paragraph"
        if kind == "paragraph":
            classes = " ".join(name for _, _, name in self.open[-2:])
            kind = next((k for k, pattern in _CLASSES if pattern.search(classes)), kind)
        inside = tuple((tag, number) for tag, number, _ in self.open if tag in _KEPT)
        aside = any("\0nav" in name for _, _, name in self.open)
        return Run(
            text=text,
            kind=kind,
            level=level,
            inside=inside,
            spans=spans,
            links=links,
            aside=aside,
        )


def read_runs(page: str) -> tuple[Run, ...]:
    """The paragraphs of a page, in order, that a reader could see."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.flush()
    return tuple(reader.runs)


def markdown(run: Run) -> tuple[str, int]:
    """A paragraph on one line, and how much of its emphasis is lost: titles and cells have none."""
    plain = run.level or any(tag == "table" for tag, _ in run.inside)
    if plain or not run.spans:
        return escape(run.text), len(run.spans)
    return emphasised(run.text, run.spans)


def dropped(runs: Sequence[Run]) -> tuple[str, ...]:
    """What is said of marks inside paragraphs, of which the words alone are kept."""
    lost, links = sum(markdown(run)[1] for run in runs), sum(run.links for run in runs)
    told = [
        f"{number:,} {word}{'' if number == 1 else 's'}"
        for number, word in ((lost, "emphasis mark"), (links, "link"))
        if number
    ]
    if not told:
        return ()
    return (f"only their words are kept: {' and '.join(told)}; mark again what needs it",)
