"""Pasted BibTeX or CSL-JSON, or an address → entries of sources.yaml, what is missing marked."""

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from postil.annotations.remark_text import yaml_text
from postil.dates import Edtf
from postil.fields import Fields
from postil.files import bibliography
from postil.files.values import check_id, check_url
from postil.importing.division import slug
from postil.importing.yaml_text import quoted
from postil.model import Name, Source
from postil.problems import Place, Problem, problem
from postil.record import record
from postil.trees.tree import Mapping, Node, Scalar

PASTED = "pasted"
_ACCESSED = "the day you read it, such as 2026-11-22"
_IN_SOMETHING = ("article-newspaper", "article-magazine", "article-journal", "chapter", "webpage")


@record
class Entry:
    """A source to write: its id, its entry, and the id that it came with if that would not do."""

    id: str
    text: str
    was: str = ""


def read(
    text: str, taken: Collection[str], wanted: str = ""
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries of a pasted text; ids are made where they are missing or cannot be ids.

    `taken` are the ids that the article has; `wanted` is the id of a text with one entry.
    """
    first = text.lstrip()[:1]
    place = Place(file=f"{PASTED}.bib" if first == "@" else f"{PASTED}.json")
    nodes, problems = _nodes(text, place) if first and first in "@[{" else ([], [])
    if not nodes and not problems:
        hint = "paste BibTeX (@article{…}) or CSL-JSON ([{…}]), or name an address"
        problems.append(problem("bib-syntax", place, "there is no source in this text", hint))
    if wanted and len(nodes) > 1:
        message = f"there are {len(nodes)} sources in this text, and one id for them"
        problems.append(problem("bib-syntax", place, message, "paste one, or leave out --id"))
    used, found = {id_.casefold() for id_ in taken}, list[Entry]()
    for node in nodes:
        was = _given(node)
        id_ = wanted or (was if was and check_id(was) is None else _made(node, used))
        if id_.casefold() in used:
            where = Place(file=place.file, line=node.line, column=node.column)
            message = f"the article has a source {id_} already"
            problems.append(
                problem("id-repeated", where, message, "leave this one out, or give it --id ID")
            )
            continue
        used.add(id_.casefold())
        at = Scalar(id_, "", node.line, node.column)
        node.entries["id"] = at, at
        made = bibliography.source(Fields(node, place, "a source", problems), strict=False)
        if made:
            untitled = "title" not in node.entries
            text_ = entry(made, untitled=untitled)
            found.append(Entry(id=id_, text=text_, was=was if was != id_ else ""))
    # A missing title is marked in the entry, as all that is missing.
    return tuple(found), tuple(one for one in problems if one.rule != "key-missing")


def _nodes(text: str, place: Place) -> tuple[list[Mapping], list[Problem]]:
    node: Node | None
    if place.file.endswith(".bib"):
        from postil.files import bibtex

        node, found = bibtex.read(text, place)
    else:
        from postil.trees import json_tree

        node, found = json_tree.read(text, place)
    problems = list(found)
    if isinstance(node, Mapping):
        return [node], problems
    made = [] if problems and node is None else bibliography.items(node, place, "sources", problems)
    return [one for one in made if isinstance(one, Mapping)], problems


def _given(node: Mapping) -> str:
    value = node.entries["id"][1] if "id" in node.entries else None
    return value.text.strip() if isinstance(value, Scalar) else ""


def _made(node: Mapping, used: Collection[str]) -> str:
    """An id of the first name and the year, or of the title."""
    ignored: list[Problem] = []
    at = Scalar("source", "", node.line, node.column)
    known = Mapping(node.line, node.column)
    known.entries.update(node.entries)
    known.entries["id"] = at, at
    fields = Fields(known, Place(file=PASTED), "a source", ignored)
    made = bibliography.source(fields, strict=False)
    if made is None:
        return "source"
    who = made.authors[0].family or made.authors[0].text if made.authors else made.container_title
    year = re.search(r"\d{4}", made.issued.text) if made.issued else None
    base = slug(who) or slug(made.title) or "source"
    return _free(f"{base}-{year[0]}" if year else base, used)


def _free(id_: str, used: Collection[str]) -> str:
    made, number = id_, 2
    while made.casefold() in used:
        made, number = f"{id_}-{number}", number + 1
    return made


# ---- One entry -----------------------------------------------------------------------------


def entry(source: Source, *, untitled: bool = False) -> str:
    """A source as sources.yaml has it; comments mark what readers will look for and is missing."""
    lines = [f"- id: {yaml_text(source.id)}", f"type: {source.type}"]
    lines.append(_line("title", source.title) + (" # fill in: its title" if untitled else ""))
    lines += _names("author", source.authors, "[who wrote it]")
    lines += _names("editor", source.editors)
    inside = "what it stands in" if source.type in _IN_SOMETHING else ""
    lines += _known("container-title", source.container_title, inside)
    lines += _known("publisher", source.publisher)
    lines += _known("publisher-place", source.publisher_place)
    lines += _known("issued", _date(source.issued), "when it was published, such as 2016-07-05")
    for key in ("volume", "issue", "page", "edition", "genre"):
        lines += _known(key, getattr(source, key))
    lines += _known("URL", source.url, "" if source.doi or source.isbn else "where it stands")
    lines += _known("DOI", source.doi)
    lines += _known("ISBN", source.isbn)
    lines += _known("accessed", _date(source.accessed), _ACCESSED if source.url else "")
    lines += _known("language", source.language)
    lines += _known("note", source.note)
    return "\n  ".join(lines) + "\n"


def from_address(url: str, taken: Collection[str], wanted: str = "") -> Entry:
    """The entry of a page nobody has looked at: its address and its host, the rest marked."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    last = unquote(parts.path).rstrip("/").rpartition("/")[2].partition(".")[0]
    used = {id_.casefold() for id_ in taken}
    made = Source(
        id=wanted or _free(slug(last) or slug(host) or "source", used),
        place=Place(file=PASTED),
        type="webpage",
        title=last or host,
        container_title=host,
        url=url,
    )
    return Entry(id=made.id, text=entry(made, untitled=True))


def refused(url: str) -> str:
    """Why an address cannot be a source's; "" where it can."""
    wrong = check_url(url, absolute=True)
    return wrong.message if wrong else ""


def _line(key: str, value: str) -> str:
    return f"{key}: {quoted(value)}"


def _known(key: str, value: str, unknown: str = "") -> Iterator[str]:
    if value:
        yield _line(key, value)
    elif unknown:
        yield f"# fill in: {key}: {unknown}"


def _date(date: Edtf | None) -> str:
    return date.text if date else ""


def _names(key: str, names: Sequence[Name], unknown: str = "") -> Iterator[str]:
    if names:
        yield f"{key}: [{', '.join(map(_name, names))}]"
    elif unknown:
        yield f"# fill in: {key}: {unknown}"


def _name(name: Name) -> str:
    if name.family and name.given:
        return f"{{family: {quoted(name.family)}, given: {quoted(name.given)}}}"
    return f"{{literal: {quoted(name.text)}}}"
