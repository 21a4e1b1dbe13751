"""A Markdown file → Manuscript. Its blocks keep their source; front matter tells facts."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from postil import markdown
from postil.doc import Doc
from postil.fields import Fields
from postil.files.front_matter import split
from postil.files.values import fold
from postil.importing.manuscript import Block, Definition, Facts, Kind, Manuscript, words_of
from postil.problems import Place, Problem
from postil.trees.tree import Mapping, Scalar
from postil.trees.tree import Sequence as ListNode

if TYPE_CHECKING:
    from markdown_it.token import Token

_DEFINITION = re.compile(r" {0,3}\[(\^?)([^\]\n]+)\]:")
_KINDS: dict[str, Kind] = {"heading_open": "heading", "paragraph_open": "paragraph"}
_USED = {
    "title": ("title",),
    "authors": ("authors", "author", "by"),
    "publisher": ("publisher", "site_name", "publication"),
    "url": ("url", "canonical", "canonical_url", "source"),
    "published": ("published", "date", "publishDate"),
    "rights": ("rights", "license", "licence"),
    "language": ("language", "lang"),
    "standfirst": ("standfirst", "description", "subtitle", "summary"),
}


def read(text: str, file: str) -> Manuscript:
    """A Markdown text as a manuscript; what its front matter gets wrong is in `problems`."""
    found: list[Problem] = []
    fields, body, below = split(text, Place(file=file), "front matter", found)
    doc, wrong = markdown.read(body, below)
    lines = body.split("\n")
    blocks = tuple(_blocks(doc, lines, below.line))
    facts, remarks = _facts(fields)
    return Manuscript(
        blocks=blocks,
        marked_up=True,
        facts=facts,
        words=words_of(" ".join(doc.plain.split("\n\n"))),
        definitions=tuple(_definitions(doc, lines)),
        remarks=remarks,
        problems=(*found, *(one for one in wrong if one.rule == "text-control")),
    )


def _blocks(doc: Doc, lines: Sequence[str], start: int) -> Iterator[Block]:
    """Each top-level block with its source lines; `start` is the line of the first one."""
    for number, part in enumerate(doc.outline):
        token = doc.tokens[part.first]
        first, last = token.map or [0, 0]
        while last > first and not lines[last - 1].strip():
            last -= 1
        plain = doc.plain[part.start : part.end]
        kind = _KINDS.get(token.type, "other") if plain.strip() else "other"
        yield Block(
            first=start + first,
            last=start + last - 1,
            group=number,
            kind=kind,
            level=int(token.tag[1:]) if kind == "heading" else 0,
            texts=tuple(text for text in plain.split("\n\n") if text),
            markdown=_source(token, lines[first:last]),
        )


def _source(token: "Token", lines: Sequence[str]) -> str:
    """A block's lines; code that only the end of the file ends is ended here."""
    source = "\n".join(lines)
    if token.type == "fence":
        last = lines[-1].strip()
        closed = len(lines) > 1 and last == token.markup[0] * max(len(last), len(token.markup))
        return source if closed else f"{source}\n{token.markup}"
    return source


def _definitions(doc: Doc, lines: Sequence[str]) -> Iterator[Definition]:
    """What stands between the blocks: definitions of footnotes and of links' addresses."""
    footnotes = {one.place.line - doc.place.line for one in doc.definitions}
    chunks: list[list[str]] = []
    for number, line in _between(doc, lines):
        lazy = bool(chunks and chunks[-1][0].lstrip().startswith("[^") and chunks[-1][-1].strip())
        if number in footnotes or (_DEFINITION.match(line) and not lazy):
            chunks.append([line])
        elif chunks:
            chunks[-1].append(line)
    for chunk in chunks:
        label = _DEFINITION.match(chunk[0])
        if label:
            source = "\n".join(chunk).rstrip()
            yield Definition(label=label[2], markdown=source, footnote=bool(label[1]))


def _between(doc: Doc, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that belong to no block, by number; a block ends what stands before it."""
    covered = {
        line for part in doc.outline for line in range(*(doc.tokens[part.first].map or [0, 0]))
    }
    for number, line in enumerate(lines):
        yield number, "" if number in covered else line


def _facts(fields: Fields) -> tuple[Facts, tuple[str, ...]]:
    """What front matter tells, under the names that other programs use too; what it tells more."""
    said = {fact: _said(fields, names) for fact, names in _USED.items()}
    known = {name for names in _USED.values() for name in names}
    unused = [name for name in fields.entries if name not in known]
    remarks = (f"front matter that is not used: {', '.join(unused)}",) if unused else ()
    authors = said.pop("authors")
    return Facts(authors=authors, **{k: v[0] for k, v in said.items() if v}), remarks


def _said(fields: Fields, names: Sequence[str]) -> tuple[str, ...]:
    """The texts of the first of some keys that says any."""
    for name in names:
        entry = fields.entries.get(name)
        texts = tuple(_texts(entry[1])) if entry else ()
        if texts:
            return texts
    return ()


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, Scalar) and fold(node.text) and not node.empty:
        yield fold(node.text)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Mapping):
        for name in ("name", "literal", "text"):
            if name in node.entries:
                yield from _texts(node.entries[name][1])
                return
