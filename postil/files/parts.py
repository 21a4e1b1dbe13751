"""The parts of an article, each from its fields: sections, notes, events, corrections."""

from postil import markdown
from postil.dates import parse as parse_date
from postil.doc import Doc
from postil.fields import Fields
from postil.files import allowances
from postil.files.bibliography import items, with_last_lines
from postil.files.front_matter import split
from postil.files.shapes import selector, sources
from postil.files.values import check_id, nfc
from postil.model import KINDS, STANDINGS, Correction, Event, Note, Retired, Rival, Section
from postil.problems import Place, Problem, problem
from postil.trees import yaml_tree

UNKNOWN_DATE = "XXXX"
"""Stands in for a date that cannot be read, so that one mistake is one problem."""


def doc(f: Fields, key: str) -> Doc | None:
    """A key's text as Markdown; None if absent."""
    block = f.block(key)
    if block is None:
        return None
    made, found = markdown.read(block.text, block.place)
    f.problems.extend(found)
    return made


def stem_id(stem: str, place: Place, what: str, problems: list[Problem]) -> str:
    """A file's stem as an id. A wrong one is reported, and stands in for a right one."""
    if wrong := check_id(stem):
        message = f"the file's name is {what}'s id: {wrong.message}"
        problems.append(problem(wrong.rule, place, message, wrong.hint))
    return stem


def section(path: str, text: str, problems: list[Problem]) -> Section:
    """A Markdown file of an article."""
    place = Place(file=path)
    f, body, below = split(text, place, "a section's front matter", problems)
    name = f.id("id") or stem_id(stem(path), place, "the section", problems)
    title, language = f.text("title"), f.language("language")
    allow = allowances.in_file(f, body, below)
    f.done()
    made, found = markdown.read(body, below)
    problems.extend(found)
    return Section(id=name, title=title, place=place, language=language, doc=made, allow=allow)


def inline_notes(of: Section, problems: list[Problem]) -> list[Note]:
    """The notes that a section's own text defines: `[^id]: …`."""
    notes = []
    for definition in of.doc.definitions:
        name = nfc(definition.id)
        if wrong := check_id(name):
            problems.append(problem(wrong.rule, definition.place, wrong.message, wrong.hint))
        body, found = markdown.read(definition.markdown, definition.place)
        problems.extend(found)
        notes.append(Note(id=name, place=definition.place, inline=of.id, body=body))
    return notes


def note(path: str, text: str, problems: list[Problem]) -> Note:
    """A file of notes/."""
    place = Place(file=path)
    f, body, below = split(text, place, "a note", problems)
    made, found = markdown.read(body, below)
    problems.extend(found)
    result = Note(
        id=stem_id(stem(path), place, "the note", problems),
        title=f.text("title"),
        place=place,
        phrase=selector(f, "phrase", f.id("section")),
        kind=f.one_of("kind", KINDS, default="context"),
        standing=f.one_of("standing", STANDINGS),
        by=f.text("by"),
        sources=sources(f, "sources"),
        contested_by=sources(f, "contested_by"),
        as_of=f.date("as_of"),
        language=f.language("language"),
        retired=retired(f),
        body=made,
        allow=allowances.in_file(f, body, below),
    )
    f.done()
    return result


def timeline(path: str, text: str, problems: list[Problem]) -> list[Event]:
    """The events of timeline.yaml, in its order."""
    place = Place(file=path)
    node, found = yaml_tree.read(text, place)
    problems.extend(found)
    made = [
        event(Fields(item, place, "an event", problems), last)
        for item, last in with_last_lines(items(node, place, "events", problems))
    ]
    return [one for one in made if one]


def event(f: Fields, last: int = 0) -> Event | None:
    """An entry of timeline.yaml that ends at line `last`; None without an id."""
    name = f.id("id", required=True)
    made = Event(
        id=name,
        place=f.place_of("id"),
        date=f.date("date", required=True) or parse_date(UNKNOWN_DATE),
        title=f.text("title", required=True) or name,
        text=doc(f, "text"),
        standing=f.one_of("standing", STANDINGS),
        by=f.text("by"),
        people=f.texts("people"),
        where=f.text("place"),
        sources=sources(f, "sources"),
        contested_by=sources(f, "contested_by"),
        phrase=selector(f, "phrase", f.id("section")),
        rivals=tuple(rival(one) for one in f.mappings("dates", "a rival date")),
        retired=retired(f),
        allow=allowances.in_lines(f, last),
    )
    f.done()
    return made if name else None


def retired(f: Fields) -> Retired | None:
    """When and why something was withdrawn; with a mistake in it, it still is."""
    inner = f.mapping("retired", "a retirement")
    if inner is None:
        given = f.node("retired") is not None
        return Retired(date=parse_date(UNKNOWN_DATE), reason="") if given else None
    made = Retired(
        date=inner.date("date", required=True) or parse_date(UNKNOWN_DATE),
        reason=inner.text("reason", required=True),
    )
    inner.done()
    return made


def rival(f: Fields) -> Rival:
    """Another date for an event."""
    made = Rival(
        date=f.date("date", required=True) or parse_date(UNKNOWN_DATE),
        sources=sources(f, "sources"),
        by=f.text("by"),
        note=doc(f, "note"),
        place=f.place,
    )
    f.done()
    return made


def correction(f: Fields) -> Correction:
    """A change to the article after it was published."""
    made = Correction(
        date=f.date("date", required=True) or parse_date(UNKNOWN_DATE),
        kind=f.text("kind", default="correction"),
        text=f.text("text", required=True),
        was=f.text("was"),
        now=f.text("now"),
        notes=f.texts("notes"),
        place=f.place,
    )
    f.done()
    return made


def stem(path: str) -> str:
    """A path's last part without its ending."""
    return path.rpartition("/")[2].rpartition(".")[0]
