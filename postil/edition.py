"""An article as understood: references are the things themselves, and nothing is missing.

It is what a page needs. All offsets are Unicode code points.
"""

from collections.abc import Mapping
from typing import Literal

from postil.doc import Doc
from postil.model import Article, Event, Note, Rival, Section, Seed, Settings, Source
from postil.problems import Place
from postil.record import record

Verdict = Literal["verified", "differs", "unverified"]


@record
class Anchor:
    """Where a phrase is: section id and span in the section's plain text; start == end: a point."""

    section: str
    start: int
    end: int
    words: str


@record
class Anchors:
    """Of one article: each note's one anchor, each event's anchors in text order, by id."""

    notes: Mapping[str, Anchor]
    events: Mapping[str, tuple[Anchor, ...]]


@record
class Use:
    """A place on the page that rests on a source: its HTML id and what to call it."""

    kind: Literal["text", "note", "event", "article"]
    target: str
    label: str


@record
class CitedSource:
    """A source of the edition: its number in the list, and each use of it in page order."""

    number: int
    source: Source
    seed: Seed | None
    uses: tuple[Use, ...]


@record
class Support:
    """A source behind a claim, with its locator. `number` is its place in the source list."""

    number: int
    source: Source
    locator: str = ""


@record
class PlacedNote:
    """A note on its words. `number` counts from 1 in text order; `paragraph` is such as "p12"."""

    number: int
    note: Note
    section: str
    anchor: Anchor
    paragraph: str
    sources: tuple[Support, ...]
    contested_by: tuple[Support, ...]
    cites: tuple[tuple[Support, ...], ...]


@record
class PlacedRival:
    """A rival date with its supporters."""

    rival: Rival
    sources: tuple[Support, ...]
    cites: tuple[tuple[Support, ...], ...]


@record
class PlacedEvent:
    """An event in order. `uncertain_with`: ids of the events whose order to this one is unknown."""

    number: int
    event: Event
    anchors: tuple[tuple[Anchor, str], ...]  # each with its paragraph's id
    sources: tuple[Support, ...]
    contested_by: tuple[Support, ...]
    rivals: tuple[PlacedRival, ...]
    uncertain_with: tuple[str, ...]
    cites: tuple[tuple[Support, ...], ...]


@record
class PlacedSection:
    """A section with its number, first paragraph's number, and what its citations name."""

    number: int
    section: Section
    first_paragraph: int
    notes: tuple[PlacedNote, ...]
    cites: tuple[tuple[Support, ...], ...]


@record
class Matter:
    """A text around the article (content note, help, about) with its citations resolved."""

    doc: Doc
    cites: tuple[tuple[Support, ...], ...]


@record
class Quotation:
    """A direct quotation and how its comparison went. `sources` are the ids of those it cites.

    "unverified": it is in no text at hand, and one that it cites is not at hand.
    """

    words: str
    sources: tuple[str, ...]
    verdict: Verdict
    place: Place


@record
class Proof:
    """What the build proved, in counts."""

    notes: int
    events: int
    disputed_dates: int
    sources: int
    claims: int
    quotations: int
    quotations_verified: int
    words: int


@record
class Edition:
    """An article as understood: everything resolved, nothing optional that a page needs.

    Retired notes and events stand only in `retired`, by kind, then id; nothing counts them.
    """

    article: Article
    language: str
    seed: Seed | None
    sections: tuple[PlacedSection, ...]
    notes: tuple[PlacedNote, ...]
    events: tuple[PlacedEvent, ...]
    retired: tuple[Note | Event, ...]
    sources: tuple[CitedSource, ...]
    content_note: Matter | None
    help: Matter | None
    about: Matter | None
    quotations: tuple[Quotation, ...] = ()
    proof: Proof


@record
class Publication:
    """Every edition of a site, in slug order; `home` is the slug shown at /, or ""."""

    settings: Settings
    editions: tuple[Edition, ...]
    home: str
    seeds: tuple[Seed, ...] = ()
