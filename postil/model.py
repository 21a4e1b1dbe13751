"""The words of Postil as types: a Site as its author wrote it, and the files around it.

In a Site, references are text; `edition` has the same as understood. All offsets are Unicode
code points.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from postil.dates import Edtf, sort_key
from postil.doc import Doc, SourceRef
from postil.problems import Place
from postil.record import record

NOTHING: Mapping[str, Any] = {}
KINDS = ("definition", "context", "claim", "correction", "question", "source")
STANDINGS = ("established", "official", "reported", "claimed", "disputed", "refuted")
RELIABILITIES = ("A", "B", "C", "D")
OwnWords: TypeAlias = tuple[tuple[str, str, str], ...]
TargetKind = Literal["folder", "branch", "s3", "rsync", ""]


# ---- Files, as found -----------------------------------------------------------------------


@record
class Files:
    """A site's files in sorted order, by path relative to the site's folder ("content/a/01-b.md").

    Texts are decoded, without BOM, with LF line ends; all else is bytes. `lent` are texts from
    another folder that may be a seed's: they are compared with, never published. `pictures` are
    those of the binaries that copies were made of already.
    """

    texts: Mapping[str, str]
    binaries: Mapping[str, bytes] = NOTHING
    lent: Mapping[str, bytes] = NOTHING
    pictures: "Mapping[str, Picture]" = NOTHING


# ---- A Site, as written --------------------------------------------------------------------


@record
class Allowance:
    """A rule that an author silences for one place, and why.

    It covers lines `first` to `last` (0: the end) of `file`, or of all files of a folder ("a/").
    """

    rule: str
    because: str
    place: Place
    file: str
    first: int = 1
    last: int = 0


@record
class Name:
    """A person or body: `text` as printed; family and given where the author parted them."""

    text: str
    family: str = ""
    given: str = ""


@record
class Selector:
    """A stand-off phrase: exact words, with W3C's prefix and suffix, maybe one section's id."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    section: str = ""
    place: Place


@record
class Retired:
    """When and why a note or an event was withdrawn; its id and address stay."""

    date: Edtf
    reason: str


@record
class Note:
    """What stands in the margin. `inline` is the section whose text defines it, else ""."""

    id: str
    title: str = ""
    place: Place
    inline: str = ""
    phrase: Selector | None = None
    kind: str = "context"
    standing: str = ""
    by: str = ""
    sources: tuple[SourceRef, ...] = ()
    contested_by: tuple[SourceRef, ...] = ()
    as_of: Edtf | None = None
    language: str = ""
    retired: Retired | None = None
    body: Doc
    allow: tuple[Allowance, ...] = ()


@record
class Rival:
    """Another date for the same event, and who says so."""

    date: Edtf
    sources: tuple[SourceRef, ...] = ()
    by: str = ""
    note: Doc | None = None
    place: Place


@record
class Event:
    """An entry of timeline.yaml. `where` is its key `place`."""

    id: str
    place: Place
    date: Edtf
    title: str
    text: Doc | None = None
    standing: str = ""
    by: str = ""
    people: tuple[str, ...] = ()
    where: str = ""
    sources: tuple[SourceRef, ...] = ()
    contested_by: tuple[SourceRef, ...] = ()
    phrase: Selector | None = None
    rivals: tuple[Rival, ...] = ()
    retired: Retired | None = None
    allow: tuple[Allowance, ...] = ()


@record
class Source:
    """An entry of sources.yaml, .json (CSL-JSON) or .bib; names are CSL's."""

    id: str
    place: Place
    type: str = "document"
    title: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    issued: Edtf | None = None
    accessed: Edtf | None = None
    url: str = ""
    doi: str = ""
    isbn: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    edition: str = ""
    genre: str = ""
    language: str = ""
    seed: str = ""
    reliability: str = ""
    note: str = ""
    allow: tuple[Allowance, ...] = ()


@record
class Seed:
    """The record of a text that an article annotates or quotes. `text` only where it is at hand."""

    id: str
    place: Place
    title: str
    authors: tuple[Name, ...] = ()
    publisher: str = ""
    url: str = ""
    published: Edtf | None = None
    retrieved: Edtf | None = None
    rights: str = ""
    sha256: str = ""
    encoding: str = "utf-8"
    language: str = ""
    words: int | None = None
    text: str | None = None


@record
class Section:
    """One Markdown file of an article. `id` is the front matter's, else the file's stem."""

    id: str
    title: str
    place: Place
    language: str = ""
    doc: Doc
    allow: tuple[Allowance, ...] = ()


@record
class Correction:
    """A change to a published article, said in the open."""

    date: Edtf
    kind: str = "correction"
    text: str
    was: str = ""
    now: str = ""
    notes: tuple[str, ...] = ()
    place: Place


@record
class Licence:
    """What others may do, for the text, the notes and the code apart."""

    text: str = ""
    notes: str = ""
    code: str = ""


@record
class Proven:
    """A phrase as its author last accepted it: an entry of anchors.lock.

    `name` is "note-<id>", "event-<id>", or "event-<id>/2" for further words that tell an event.
    `before` and `after` are the text beside the words, `span` their code points in the section's
    plain text, `folded` the same in the folded text. `paragraph` counts from 1 in the section.
    `sentences` are fingerprints: the sentence before, the words' own, the one after ("": none).
    """

    name: str
    words: str
    before: str
    after: str
    section: str
    paragraph: int
    span: tuple[int, int]
    folded: tuple[int, int]
    sentences: tuple[str, ...]
    place: Place

    @property
    def owner(self) -> tuple[str, str]:
        """Its kind, "note" or "event", and its id."""
        kind, _, rest = self.name.partition("-")
        return kind, rest.partition("/")[0]


@record
class Lock:
    """An article's anchors.lock. `text`: fingerprints of its sentences, by section, paragraph."""

    place: Place
    phrases: tuple[Proven, ...]
    text: Mapping[str, tuple[tuple[str, ...], ...]]


@record
class Copy:
    """A published file of a picture: path in the article's folder, media type, size in pixels."""

    path: str
    type: str
    width: int
    height: int
    content: bytes


@record
class Picture:
    """A picture as it is published, in pixels, upright: the best form first, in each the narrowest.

    The last form is for every browser. Where it moves, `still` is its first frame. `scalable`: its
    size is only a proportion. `clear`: one may see through it. `faults`, as (rule, message, hint),
    say why it has no copies.
    """

    width: int = 0
    height: int = 0
    moving: bool = False
    clear: bool = False
    scalable: bool = False
    copies: tuple[Copy, ...] = ()
    still: Copy | None = None
    faults: tuple[tuple[str, str, str], ...] = ()

    @property
    def largest(self) -> Copy | None:
        """The widest of those that every browser reads."""
        return self.copies[-1] if self.copies else None


@record
class Image:
    """A picture beside an article: its path inside the article's folder and what is made of it.

    `credit` says who made it, `rights` what allows its use; `place` is that of its file, or where
    article.yaml speaks of it.
    """

    path: str
    picture: Picture
    credit: str = ""
    rights: str = ""
    place: Place


@record
class Card:
    """An author's own preview card: a picture of the article, by its path, and what it shows."""

    path: str
    alt: str
    place: Place


@record
class Person:
    """Somebody whom an article names, under each of `names`; `living` asks for care with claims."""

    names: tuple[str, ...]
    living: bool = False
    place: Place


@record
class Lead:
    """The first picture that an article shows: path in its folder, media type, bytes."""

    path: str
    type: str
    size: int


@record
class Article:
    """A folder under content/: one annotated page, as written.

    Where its text was put aside, `lead` still tells of its first picture.
    """

    slug: str
    place: Place
    title: str
    standfirst: str = ""
    annotates: str = ""
    annotates_place: Place | None = None
    authors: tuple[Name, ...] = ()
    published: Edtf | None = None
    updated: Edtf | None = None
    tags: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    type: Literal["article", "news"] = "article"
    language: str = ""
    content_note: Doc | None = None
    help: Doc | None = None
    about: Doc | None = None
    licence: Licence = Licence()
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    images: tuple[Image, ...] = ()
    card: Card | None = None
    allow: tuple[Allowance, ...] = ()
    lock: Lock | None = None
    lead: Lead | None = None

    @property
    def changed(self) -> Edtf | None:
        """When readers were last told of a change: an update, or a correction, which is one too."""
        told = [one.date for one in self.corrections if one.date.is_exact]
        if self.updated is None or self.updated.is_exact:
            told += [self.updated] if self.updated else []
            return max(told, key=sort_key, default=None)
        return self.updated


def texts(article: Article) -> Iterator[Doc]:
    """Every Markdown text of an article: its sections first, then all that goes with them."""
    yield from (section.doc for section in article.sections)
    yield from satellites(article)


def satellites(article: Article) -> Iterator[Doc]:
    """Every text of an article but its sections, and but what is retired, which no page shows."""
    yield from (note.body for note in article.notes if not note.retired)
    for event in (event for event in article.events if not event.retired):
        yield from (doc for doc in (event.text, *(r.note for r in event.rivals)) if doc)
    yield from (doc for doc in (article.content_note, article.help, article.about) if doc)


@record
class Target:
    """A place that a site may be deployed to. `values` are its kind's settings, "" where unset."""

    name: str
    kind: TargetKind
    place: Place
    values: Mapping[str, str]


@record
class Settings:
    """site.yaml. `words`: (language, or "*"; key; words) that replace those of the page."""

    place: Place
    title: str = "Postil"
    url: str = ""
    language: str = "en"
    description: str = ""
    publisher: str = ""
    home: str = ""
    home_place: Place | None = None
    cname: str = ""
    citations: Literal["numbered", "author-date"] = "numbered"
    rules: Mapping[str, str] = NOTHING
    stale_after_months: int = 24
    deploy: Mapping[str, Target] = NOTHING
    theme: Mapping[str, str] = NOTHING
    theme_places: Mapping[str, Place] = NOTHING
    words: OwnWords = ()


@record
class Site:
    """All that one build publishes, as written."""

    settings: Settings
    articles: tuple[Article, ...]
    seeds: tuple[Seed, ...] = ()


@record
class OutFile:
    """One file of the published folder: a relative POSIX path and its bytes."""

    path: str
    content: bytes
