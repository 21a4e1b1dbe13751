"""What a template may see, ready to print: text, HTML made by Postil (Markup), nothing to work out.

This is the contract with themes. Text is escaped by the template; `Markup` is finished HTML. Empty
text, empty tuples and None mean "nothing to show"; `attributes` is ` lang="…" dir="…"` or nothing.
Every template gets `page`, a Frame; article.html gets `article` too, the lists of articles `list`.
"""

from typing import Literal

from markupsafe import Markup

from postil.directions import Direction
from postil.record import record


@record
class Link:
    """A link; `href` is "" for text that leads nowhere."""

    text: str
    href: str = ""


@record
class Date:
    """A date in words; `short` leaves out its year; `edtf` is the value as typed where it tells
    more than the words; `machine` is a value for `<time datetime>`, or "" where HTML has none.
    `attributes` tell that its words are English, where the page's language has none for dates.
    """

    words: str
    short: str
    edtf: str = ""
    machine: str = ""
    attributes: Markup = Markup()


@record
class Support:
    """A source behind a claim: `label` names it ("[12] News-Leader 2016"), `short` is "12"."""

    label: str
    short: str
    href: str
    locator: str = ""


@record
class Standing:
    """One of the six standings: its name in the data, its word on the page, what it means."""

    name: str
    word: str
    meaning: str


@record
class Note:
    """A note in the margin. `id` is "note-…"; `back` is the id of its phrase; `phrase` its words.

    `where` names its place when it has no words ("paragraph 12"). `lines`: in a crowded margin, how
    many lines of it show until it is the target; 0 for all. `order`: its number in its
    section, which its phrase has too (`data-n`).
    """

    id: str
    number: int
    title: str
    kind: str
    kind_word: str
    standing: str
    standing_word: str
    by: str
    phrase: str
    where: str
    body: Markup
    sources: tuple[Support, ...]
    sources_word: str
    contested_by: tuple[Support, ...]
    as_of: Date | None
    back: str
    order: int
    corrected: Date | None
    lines: int
    attributes: Markup


@record
class Figure:
    """A picture, in its link or not; its caption, with notes and sources marked; who made it."""

    picture: Markup
    caption: Markup
    credit: Markup


@record
class Block:
    """A paragraph, list, quotation … of the text, and the notes on its words."""

    html: Markup
    notes: tuple[Note, ...]


@record
class Section:
    """A section of the text; `id` is its heading's."""

    id: str
    number: int
    title: str
    blocks: tuple[Block, ...]
    attributes: Markup


@record
class Rival:
    """Another date for an event, and who says so."""

    date: Date
    by: str
    note: Markup
    sources: tuple[Support, ...]


@record
class Event:
    """An event. `year` is set where it differs from the event's before; `reading` leads to the
    words that tell it, or to its own entry; `tells` are those words; `mark` leads to its
    place on the strip, "" where it has none.
    """

    id: str
    date: Date
    year: str
    title: str
    text: Markup
    standing: str
    standing_word: str
    by: str
    people: tuple[str, ...]
    where: str
    sources: tuple[Support, ...]
    sources_word: str
    contested_by: tuple[Support, ...]
    rivals: tuple[Rival, ...]
    uncertain_with: tuple[Link, ...]
    reading: str
    tells: tuple[Link, ...]
    mark: str = ""


@record
class Retired:
    """What stands at the address of a note or an event that was withdrawn; `phrase`: its words."""

    id: str
    what: Literal["note", "event"]
    title: str
    phrase: str
    date: Date
    reason: str


@record
class Tick:
    """A year under the strip; minor ones give way where the strip is narrow."""

    x: str
    text: str
    minor: bool


@record
class Bar:
    """A line of the strip: how long an event lasted ("span"), what its date leaves "open", how far
    apart its "rivals" are.
    """

    x: str
    x2: str
    y: int
    kind: Literal["span", "open", "rivals"]


@record
class Break:
    """Where a long quiet time is drawn short, and which: "1993 to 2004"."""

    x: str
    words: str


@record
class Mark:
    """An event's mark on the strip, in the shape of its standing; `href` leads to its entry."""

    id: str
    x: str
    y: int
    standing: str
    href: str


@record
class Shape:
    """The outline of a standing's mark, around 0 0, five units wide each way."""

    standing: str
    path: str


@record
class Strip:
    """The timeline to scale: x in per cent of the width, y and height in CSS pixels.

    `own` is where the annotated text's own date stands, or "".
    """

    title: str
    description: str
    height: int
    top: int
    axis: int
    label: int
    own: str
    shapes: tuple[Shape, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[Break, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@record
class Uses:
    """Where a source is used, of one kind: "notes" and a link for each, named by its number."""

    word: str
    links: tuple[Link, ...]


@record
class Source:
    """An entry of the source list: its reference as HTML, and where it is used."""

    id: str
    number: int
    html: Markup
    uses: tuple[Uses, ...]


@record
class Annotated:
    """Whose text this is about: title, authors, publisher, date, address."""

    title: str
    href: str
    authors: str
    publisher: str
    date: Date | None


@record
class Correction:
    """A change that readers are told of; `notes` links to the notes it touched."""

    date: Date
    kind: str
    text: str
    was: str
    now: str
    notes: tuple[Link, ...]


@record
class Pair:
    """A term and what is said of it."""

    what: str
    how: str


@record
class Choice:
    """A view of the ledger: "all", a standing or a kind, with its count. It is at #show-name.

    `heading` is what the choices from here on have in common, "" where they go on.
    """

    name: str
    text: str
    heading: str = ""


@record
class Claimant:
    """Somebody who says what notes and events tell, by these very words; `links` lead to each."""

    id: str
    name: str
    links: tuple[Link, ...]


@record
class Card:
    """An article in a list of articles."""

    title: str
    href: str
    standfirst: str
    facts: str
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@record
class Count:
    """How many of something: "1,204" and "sources"."""

    number: str
    word: str


@record
class FittedLine:
    """A line of a text that was fitted into a drawing: x and y are where its foot begins."""

    text: str
    x: int
    y: int


@record
class Fitted:
    """A text fitted into a box of a drawing: its size in pixels, its lines, where they end."""

    size: int
    lines: tuple[FittedLine, ...]
    bottom: int


@record
class ShareCard:
    """card.svg, all of it: the picture that other sites show beside a link to an article.

    A text is "" where there is none, or where no font at hand has its letters. `anchor` is the
    `text-anchor` of texts that begin where a reader begins; `icon` is the address of the site's.
    """

    title: str
    site: str
    icon: str
    annotates: str
    authors: str
    counts: tuple[Count, ...]
    direction: Direction
    anchor: Literal["start", "end"]


@record
class Alternate:
    """Another form of a page, in a file of its own."""

    type: str
    href: str
    title: str


@record
class Meta:
    """A `<meta>` with `attribute`="name" (attribute: "name", or "property" for Open Graph)."""

    attribute: str
    name: str
    content: str


@record
class Moved:
    """moved.html, all of it: what stands at an address that an article had. `href` leads to it."""

    title: str
    href: str
    canonical: str
    language: str
    direction: Direction


@record
class Frame:
    """What every page has. `style` is the one inlined stylesheet, `csp` a policy with its hash.

    `fonts` are the addresses of the theme's own that a browser should ask for at once.
    `title_length` says of a title that it needs a smaller size; "" of most.

    `metas` and `data` tell machines about the page: tags, and JSON-LD for a script element.
    """

    title: str
    description: str
    language: str
    direction: Direction
    canonical: str
    generator: str
    icon: str
    site: str
    publisher: str
    home: str
    start: str
    skip: str
    jumps: tuple[Link, ...]
    alternates: tuple[Alternate, ...]
    metas: tuple[Meta, ...]
    data: Markup
    others: tuple[Link, ...]
    style: Markup
    csp: Markup
    fonts: tuple[str, ...] = ()
    title_length: Literal["", "long", "longer"] = ""


@record
class ListPage:
    """index.html and 404.html, beside their frame."""

    articles: tuple[Card, ...]


@record
class ArticlePage:
    """article.html, beside its frame."""

    standfirst: str
    annotates: Annotated | None
    authors: tuple[str, ...]
    published: Date | None
    updated: Date | None
    reading_time: str
    correction: Correction | None
    content_note: Markup
    help: Markup
    about: Markup
    made: str
    proof: tuple[Link, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    standings: tuple[Standing, ...]
    filters: tuple[Choice, ...]
    claimants: tuple[Claimant, ...]
    events: tuple[Event, ...]
    strip: Strip | None
    retired: tuple[Retired, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
    citing: tuple[Pair, ...]
    licences: tuple[Pair, ...]
