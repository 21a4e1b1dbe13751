"""HTML → runs of text, with the standard library's reader: no script runs, nothing is fetched."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import TypeAlias

from postil.files.values import fold
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
_EMPHASIS = frozenset({"em", "i", "strong", "b", "cite", "mark", "u"})
_KEPT = frozenset({"ul", "ol", "li", "blockquote", "table", "tr", "td", "th"})
_CLASSES: Sequence[tuple[Kind, re.Pattern[str]]] = (
    ("headline", re.compile(r"(?<!\S)postil-headline(?!\S)")),
    ("standfirst", re.compile(r"\b(?:standfirst|dek|deck|sub-?title|sub-?heading|strapline)\b")),
    ("byline", re.compile(r"\bbyline\b")),
    ("caption", re.compile(r"\bcaption\b")),
)
Inside: TypeAlias = tuple[tuple[str, int], ...]
_SPACE = re.compile(r"[ \t\n\r\f]+")


@record
class Run:
    """A paragraph of a page.

    `inside` are the lists, quotations and tables around it, each with a number of its own.
    `marks` counts its words that are emphasised, and its links; `aside` is true in a page's
    navigation.
    """

    text: str
    kind: Kind
    level: int
    inside: Inside
    marks: tuple[int, int] = (0, 0)
    aside: bool = False


class _Reader(HTMLParser):
    """Gathers runs; `open` are the open elements as (tag, number, class)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.open: list[tuple[str, int, str]] = []
        self.unseen: list[str] = []
        self.text: list[str] = []
        self.count = 0
        self.marks = [0, 0]

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
        if tag in _EMPHASIS:
            self.marks[0] += 1
        elif tag == "a" and not (said.get("href") or "#").startswith("#"):
            self.marks[1] += 1
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

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(data)

    def leave(self, tag: str) -> None:
        """Close an element, and what is still open inside it."""
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def flush(self) -> None:
        """End a run of text; two line breaks end one too, one is a space."""
        text, self.text = _SPACE.sub(" ", "".join(self.text)), []
        marks, self.marks = (self.marks[0], self.marks[1]), [0, 0]
        for part in re.split(r"\v *\v[\v ]*", text):
            said = fold(part.replace("\v", " "))
            if said.strip():
                self.runs.append(self.run(said, marks))
                marks = (0, 0)

    def run(self, text: str, marks: tuple[int, int]) -> Run:
        """A paragraph where the reader stands."""
        tags = [tag for tag, _, _ in self.open]
        level = next((int(t[1]) for t in reversed(tags) if re.fullmatch("h[1-6]", t)), 0)
        kind: Kind = "heading" if level else "caption" if "figcaption" in tags else "paragraph"
        if kind == "paragraph":
            classes = " ".join(name for _, _, name in self.open[-2:])
            kind = next((k for k, pattern in _CLASSES if pattern.search(classes)), kind)
        inside = tuple((tag, number) for tag, number, _ in self.open if tag in _KEPT)
        aside = any("\0nav" in name for _, _, name in self.open)
        return Run(text=text, kind=kind, level=level, inside=inside, marks=marks, aside=aside)


def read_runs(page: str) -> tuple[Run, ...]:
    """The paragraphs of a page, in order, that a reader could see."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.flush()
    return tuple(reader.runs)


def dropped(runs: Sequence[Run]) -> tuple[str, ...]:
    """What is said of marks inside paragraphs, of which the words alone are kept."""
    emphasised, links = (sum(run.marks[n] for run in runs) for n in (0, 1))
    told = [
        f"{number:,} {word}{'' if number == 1 else 's'}"
        for number, word in ((emphasised, "emphasis mark"), (links, "link"))
        if number
    ]
    if not told:
        return ()
    return (f"only their words are kept: {' and '.join(told)}; mark again what needs it",)
