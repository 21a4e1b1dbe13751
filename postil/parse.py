"""Files → Site: which file is what, and one function per kind of file.

It goes on as far as it can: a broken note does not hide a broken event. What cannot be made is
left out after its problem; what can stand in, does, so that one mistake is one problem.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from postil import allowances, bibliography
from postil.addresses import check_alias, check_slug, distinct
from postil.fields import Fields
from postil.folders import Folder, folders, stray
from postil.front_matter import mapping
from postil.model import Article, Files, Licence, Lock, Note, Site, Source
from postil.parts import correction, doc, inline_notes, note, section, stem_id, timeline
from postil.pictures import pictures
from postil.problems import Place, Problem, problem
from postil.seeds import seeds
from postil.settings import settings
from postil.shapes import names, people
from postil.tree import Mapping as MappingNode


class _Identified(Protocol):
    """A thing with an id and a place."""

    @property
    def id(self) -> str: ...

    @property
    def place(self) -> Place: ...


_Thing = TypeVar("_Thing", bound=_Identified)


def parse(files: Files) -> tuple[Site, tuple[Problem, ...]]:
    """The site that a set of files says."""
    problems: list[Problem] = []
    problems += stray(files)
    site = Site(
        settings=settings(files, problems),
        articles=distinct(
            [article(folder, files, problems) for folder in folders(files, problems)], problems
        ),
        seeds=seeds(files, problems),
    )
    if not site.articles:
        message = "there is no article: no folder of content/ has an article.yaml"
        hint = "make content/my-article/article.yaml with a title, and 01-text.md beside it"
        problems.append(problem("site-empty", Place(file="content"), message, hint))
    return site, tuple(problems)


# ---- an article ----------------------------------------------------------------------------


def article(folder: Folder, files: Files, problems: list[Problem]) -> Article:
    """A folder with an article.yaml, and all that stands in it."""
    texts = files.texts
    place = Place(file=folder.record)
    f = mapping(texts[folder.record], place, "an article", problems)
    sections = _once(
        (section(path, texts[path], problems) for path in folder.sections), "sections", problems
    )
    if not sections:
        message = f"{folder.path} has no section"
        hint = "put its text into 01-text.md, beside article.yaml"
        problems.append(problem("article-empty", place, message, hint))
    notes: list[Note] = [note(path, texts[path], problems) for path in folder.notes]
    for one in sections:
        notes += inline_notes(one, problems)
    events = [one for path in folder.timelines for one in timeline(path, texts[path], problems)]
    sources = [one for path in folder.sources for one in _sources(path, texts[path], problems)]
    slug = f.checked("slug", check_slug) or stem_id(folder.name, place, "the article", problems)
    kind = f.one_of("type", ("article", "news"))
    made = Article(
        slug=slug,
        place=place,
        title=f.text("title", required=True) or slug,
        standfirst=f.text("standfirst"),
        annotates=f.id("annotates"),
        annotates_place=f.place_of("annotates") if "annotates" in f.entries else None,
        authors=names(f, "authors"),
        published=f.date("published"),
        updated=f.date("updated"),
        tags=f.texts("tags"),
        type="news" if kind == "news" else "article",
        language=f.language("language"),
        content_note=doc(f, "content_note"),
        help=doc(f, "help"),
        about=doc(f, "about"),
        licence=licence(f),
        corrections=tuple(correction(one) for one in f.mappings("corrections", "a correction")),
        aliases=f.texts("aliases", check_alias),
        sections=sections,
        notes=_once(notes, "notes", problems),
        events=_once(events, "events", problems),
        sources=_once(sources, "sources", problems),
        images=pictures(f, folder, files),
        people=people(f, "people"),
        allow=allowances.in_folder(f, folder.path),
        lock=lock(folder.lock, texts[folder.lock], problems) if folder.lock else None,
    )
    f.done()
    return made


def licence(f: Fields) -> Licence:
    """What others may do: one text for words and notes, or each of text, notes and code."""
    if not isinstance(f.node("licence"), MappingNode):
        text = f.text("licence")
        return Licence(text=text, notes=text)
    inner = f.mapping("licence", "a licence")
    if inner is None:
        return Licence()
    made = Licence(text=inner.text("text"), notes=inner.text("notes"), code=inner.text("code"))
    inner.done()
    return made


def lock(path: str, text: str, problems: list[Problem]) -> Lock | None:
    """anchors.lock; None, and a problem, where it cannot be read."""
    from postil.lock import read

    made, wrong = read(text, Place(file=path))
    problems.extend(wrong)
    return made


def _sources(path: str, text: str, problems: list[Problem]) -> tuple[Source, ...]:
    found, wrong = bibliography.read(text, Place(file=path))
    problems.extend(wrong)
    return found


def _once(things: Iterable[_Thing], kind: str, problems: list[Problem]) -> tuple[_Thing, ...]:
    """The first of each id; the others are problems."""
    first: dict[str, _Thing] = {}
    for thing in things:
        other = first.setdefault(thing.id, thing)
        if other is not thing:
            message = f'two {kind} have the id "{thing.id}": the other is at {other.place}'
            problems.append(problem("id-repeated", thing.place, message, "give one another id"))
    return tuple(first.values())
