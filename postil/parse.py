"""Files → Site: which file is what, and one function per kind of file.

It goes on as far as it can: a broken note does not hide a broken event. What cannot be made is
left out after its problem; what can stand in, does, so that one mistake is one problem.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

from postil.fields import Fields
from postil.files import allowances, bibliography
from postil.files.addresses import check_alias, check_slug, distinct
from postil.files.front_matter import mapping
from postil.files.parts import correction, doc, inline_notes, note, section, stem_id, timeline
from postil.files.pictures import Found, card, pictures
from postil.files.seeds import seeds
from postil.files.settings import settings
from postil.files.shapes import names, people
from postil.folders import Folder, folder, folders, stray
from postil.memo import Memo, at_once, told
from postil.model import Article, Files, Licence, Lock, Note, Seed, Settings, Site, Source
from postil.problems import Place, Problem, problem
from postil.record import replace
from postil.trees.tree import Mapping as MappingNode


class _Identified(Protocol):
    """A thing with an id and a place."""

    @property
    def id(self) -> str: ...

    @property
    def place(self) -> Place: ...


T = TypeVar("T")
Texts = tuple[tuple[str, str], ...]
Binaries = tuple[tuple[str, bytes], ...]
_Thing = TypeVar("_Thing", bound=_Identified)


def parse(files: Files, memo: Memo = at_once) -> tuple[Site, tuple[Problem, ...]]:
    """The site that a set of files says."""
    problems: list[Problem] = []
    problems += stray(files)
    found = folders(files, problems)
    settings, seeds = around(files, problems, memo)
    articles = distinct([kept_article(one, files, problems, memo) for one in found], problems)
    if not articles:
        problems.append(empty())
    return Site(settings=settings, articles=articles, seeds=seeds), tuple(problems)


def around(files: Files, problems: list[Problem], memo: Memo) -> tuple[Settings, tuple[Seed, ...]]:
    """What a site has beside its articles: site.yaml and the seeds."""
    texts, binaries = _some(files.texts, "seeds/"), _some(files.binaries, "seeds/")
    lent = tuple(files.lent.items())
    return (
        told(memo, problems, _settings, _some(files.texts, "content/site.")),
        told(memo, problems, _seeds, texts, binaries, lent),
    )


def empty() -> Problem:
    """There is nothing to publish."""
    message = "there is no article: no folder of content/ has an article.yaml"
    hint = "make content/my-article/article.yaml with a title, and 01-text.md beside it"
    return problem("site-empty", Place(file="content"), message, hint)


def _some(files: Mapping[str, T], start: str) -> tuple[tuple[str, T], ...]:
    """The files whose paths begin so, as a value."""
    return tuple([(path, files[path]) for path in files if path.startswith(start)])


def _settings(texts: Texts, problems: list[Problem]) -> Settings:
    return settings(Files(texts=dict(texts)), problems)


def _seeds(
    texts: Texts, binaries: Binaries, lent: Binaries, problems: list[Problem]
) -> tuple[Seed, ...]:
    files = Files(texts=dict(texts), binaries=dict(binaries), lent=dict(lent))
    return seeds(files, problems)


# ---- an article ----------------------------------------------------------------------------


def one_article(name: str, files: Files, memo: Memo) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article in one folder of content/, if it is one, as `parse` makes it of all files."""
    prefix = f"content/{name}/"
    own = Files(
        texts=dict(_some(files.texts, prefix)),
        binaries=dict(_some(files.binaries, prefix)),
        pictures=files.pictures,
    )
    problems: list[Problem] = []
    found = [kept_article(one, own, problems, memo) for one in folders(own, problems)]
    return next(iter(found), None), tuple(problems)


def head_of(name: str, files: Files) -> Article | None:
    """What the article.yaml of one folder of content/ says, without its text; None for none."""
    for one in folders(files, []):
        return _head(name, one.record, files.texts[one.record], (), [])
    return None


def kept_article(folder: Folder, files: Files, problems: list[Problem], memo: Memo) -> Article:
    """An article, made of the texts of its folder and of nothing else."""
    texts = tuple((path, files.texts[path]) for path in folder.texts())
    images = tuple((path, files.binaries[path], files.pictures.get(path)) for path in folder.images)
    return told(memo, problems, _article, folder.name, texts, images, memo)


def _article(
    name: str, texts: Texts, images: tuple[Found, ...], memo: Memo, problems: list[Problem]
) -> Article:
    files = Files(
        texts=dict(texts),
        binaries={path: content for path, content, _ in images},
        pictures={path: picture for path, _, picture in images if picture},
    )
    return article(folder(name, files), files, problems, memo)


def article(folder: Folder, files: Files, problems: list[Problem], memo: Memo = at_once) -> Article:
    """A folder with an article.yaml, and all that stands in it."""
    texts = files.texts

    def read(kind: Callable[[str, str, list[Problem]], T], path: str) -> T:
        return told(memo, problems, kind, path, texts[path])

    images = tuple((path, files.binaries[path], files.pictures.get(path)) for path in folder.images)
    head = told(memo, problems, _head, folder.name, folder.record, texts[folder.record], images)
    sections = _once([read(section, path) for path in folder.sections], "sections", problems)
    if not sections:
        message = f"{folder.path} has no section"
        hint = "put its text into 01-text.md, beside article.yaml"
        problems.append(problem("article-empty", head.place, message, hint))
    notes: list[Note] = [read(note, path) for path in folder.notes]
    for one in sections:
        notes += told(memo, problems, inline_notes, one)
    events = [one for path in folder.timelines for one in read(timeline, path)]
    sources = [one for path in folder.sources for one in read(_sources, path)]
    return replace(
        head,
        sections=sections,
        notes=_once(notes, "notes", problems),
        events=_once(events, "events", problems),
        sources=_once(sources, "sources", problems),
        lock=read(lock, folder.lock) if folder.lock else None,
    )


def _head(
    name: str, path: str, text: str, images: tuple[Found, ...], problems: list[Problem]
) -> Article:
    """What article.yaml says, and the pictures it speaks of; an article without its text."""
    place = Place(file=path)
    f = mapping(text, place, "an article", problems)
    slug = f.checked("slug", check_slug) or stem_id(name, place, "the article", problems)
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
        sections=(),
        images=pictures(f, f"content/{name}/", images),
        card=card(f),
        people=people(f, "people"),
        allow=allowances.in_folder(f, f"content/{name}"),
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
    from postil.files.lock import read

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
