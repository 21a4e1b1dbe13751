"""HTML → Markdown, for texts of others: what is no text or plain formatting is left out.

Scripts, styles, forms and frames go with all they hold; of other elements the words stay. Links
stay where their address may stand in a page, pictures as the words that stand for them.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import takewhile

from postil.annotations.plain_markdown import begun, escaped, unescaped
from postil.urls import allowed, is_relative

_DROPPED_WORDS = (
    "applet audio base canvas embed frame frameset head iframe link math meta noembed noframes"
    " noscript object option param script select source style svg template textarea title track"
    " video xmp"
)
_DROPPED = frozenset(_DROPPED_WORDS.split())
_VOID = frozenset({"base", "embed", "frame", "link", "meta", "param", "source", "track"})
_BLOCK_WORDS = (
    "address article aside body dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot"
    " th thead tr ul blockquote"
)
_BLOCKS = frozenset(_BLOCK_WORDS.split())
_MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "s": "~~", "del": "~~"}
_SPACE = re.compile(r"[ \t\n\r\f]+")

_DECLARATION = re.compile(r"<!(?!--)[^>]*>?")  # the standard library's parser fails at odd ones
DEPTH = 6
"""How deeply lists and quotations may nest: what is inside further ones joins the last."""

Citation = Callable[[str, dict[str, str]], str]
"""A link's address and attributes → the Markdown that stands for it, or "" for a plain link."""


def no_citation(_href: str, _attributes: dict[str, str]) -> str:
    """Every link is a plain one."""
    return ""


def markdown(html: str, citation: Citation = no_citation, *, formatted: bool = True) -> str:
    """The Markdown of an HTML text; unformatted: without its marks and links."""
    reader = _Reader(citation, formatted=formatted)
    reader.feed(_DECLARATION.sub("", html))
    reader.close()
    reader.end_block()
    return "\n".join(reader.lines)


class _Around:
    """A list or quotation: what stands before the first line inside it, and before others."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.first = self.rest = "> " if tag == "blockquote" else ""

    def start_item(self) -> None:
        """The next line is an item's first."""
        self.first, self.rest = ("- ", "  ") if self.tag == "ul" else ("1. ", "   ")


class _Reader(HTMLParser):
    """Reads HTML from left to right: blocks with the lists and quotations around them."""

    def __init__(self, citation: Citation, *, formatted: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.citation, self.formatted = citation, formatted
        self.lines: list[str] = []
        self.parts: list[str] = []  # of the block that is being read
        self.around: list[_Around] = []
        self.before: list[_Around] = []  # what was around the last block
        self.marks: list[tuple[str, int]] = []  # open formatting: its tag, where it began in parts
        self.links: list[tuple[str, dict[str, str], int]] = []
        self.dropped: list[str] = []
        self.heading = ""
        self.verbatim = 0

    # ---- elements --------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if self.dropped or tag in _DROPPED:
            if tag not in _VOID:
                self.dropped.append(tag)
        elif tag in _BLOCKS:
            self._start_block(tag)
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "img":
            self.parts.append(escaped(_SPACE.sub(" ", attributes.get("alt", ""))))
        elif tag in _MARKS or tag == "code":
            self.marks.append((tag, len(self.parts)))
        elif tag == "a":
            self.links.append((attributes.get("href", ""), attributes, len(self.parts)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag in self.dropped:
                del self.dropped[self.dropped.index(tag) :]
        elif tag in _BLOCKS:
            self._end_element(tag)
        elif tag in _MARKS or tag == "code":
            self._end_mark(tag)
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        if self.verbatim:
            self.parts.append(data.replace("\r\n", "\n"))
        else:
            self.parts.append(escaped(_SPACE.sub(" ", data)))

    # ---- formatting ------------------------------------------------------------------------

    def _end_mark(self, tag: str) -> None:
        """Wrap what was said since the element began; spaces at its ends stay outside."""
        starts = [number for number, (name, _) in enumerate(self.marks) if name == tag]
        if not starts:
            return
        _, start = self.marks[starts[-1]]
        del self.marks[starts[-1] :]
        inner = "".join(self.parts[start:])
        words = inner.strip()
        if not words or "\n" in words or self.verbatim or not self.formatted:
            return
        before, after = inner[: inner.index(words)], inner[inner.index(words) + len(words) :]
        mark = _MARKS.get(tag, "")
        words = f"{mark}{words}{mark}" if mark else _code(words)
        self.parts[start:] = [before, words, after]

    def _end_link(self, href: str, attributes: dict[str, str], start: int) -> None:
        inner = "".join(self.parts[start:])
        cited = self.citation(href, attributes)
        if cited:
            self.parts[start:] = [cited]
        elif inner.strip() and linkable(href) and self.formatted:
            self.parts[start:] = [f"[{inner.strip()}]({destination(href)})"]

    # ---- blocks ----------------------------------------------------------------------------

    def _start_block(self, tag: str) -> None:
        self.end_block()
        if tag in {"ul", "ol", "blockquote"} and len(self.around) < DEPTH:
            self.around.append(_Around(tag))
        elif tag == "li" and self.around and self.around[-1].tag != "blockquote":
            self.around[-1].start_item()
        elif tag[0] == "h" and tag[1:].isdigit():
            self.heading = "#" * int(tag[1:])
        elif tag == "pre":
            self.verbatim += 1

    def _end_element(self, tag: str) -> None:
        self.end_block()
        if tag == "pre":
            self.verbatim = max(0, self.verbatim - 1)
        elif tag in {"ul", "ol", "blockquote"}:
            places = [number for number, own in enumerate(self.around) if own.tag == tag]
            if places:
                del self.around[places[-1] :]

    def end_block(self) -> None:
        """Finish the block that is being read, if it holds anything."""
        text = "".join(self.parts)
        self.parts, self.marks, self.links = [], [], []
        heading, self.heading = self.heading, ""
        if not text.strip():
            return
        if self.verbatim:
            lines = _fenced(text)
        elif heading:
            lines = [f"{heading} {' '.join(text.split())}"]
        else:
            lines = "\\\n".join(filter(None, map(_line, text.strip().split("\n")))).split("\n")
        self._write(lines)

    def _write(self, lines: list[str]) -> None:
        """Write a block, parted from the one before by a line of what is around both."""
        shared = takewhile(lambda own: own in self.before and own.first == own.rest, self.around)
        if self.lines:
            self.lines.append("".join(own.rest for own in shared).rstrip())
        first = "".join(own.first for own in self.around)
        rest = "".join(own.rest for own in self.around)
        for own in self.around:
            own.first = own.rest
        self.before = list(self.around)
        self.lines += [f"{rest if n else first}{line}".rstrip() for n, line in enumerate(lines)]


def linkable(href: str) -> bool:
    """Whether a link of somebody else's text may stand in a note: a whole, harmless address."""
    return allowed(href) and not is_relative(href) and not href.startswith("#") and bool(href)


def destination(href: str) -> str:
    """An address as Markdown writes it."""
    safe = re.sub(r"[\s<>()\\\[\]\x00-\x1f]", lambda m: f"%{ord(m[0]):02X}", href.strip())
    return f"<{safe}>"


def _line(text: str) -> str:
    return begun(_SPACE.sub(" ", text).strip(" "))


def _code(text: str) -> str:
    """Words set as code. They were escaped as text, which code is not."""
    plain = unescaped(text)
    fence = _longer("`", plain)
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def _fenced(text: str) -> list[str]:
    fence = "`" * max(3, len(_longer("`", text)))
    return [fence, *text.strip("\n").split("\n"), fence]


def _longer(character: str, text: str) -> str:
    """A run of a character that is longer than any in a text."""
    runs = re.findall(f"{re.escape(character)}+", text)
    return character * (max(map(len, runs), default=0) + 1)
