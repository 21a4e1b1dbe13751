"""An invented article, rich in what is hard to set: dense notes, rivals, two notes on one phrase."""

import re

from postil import dates, markdown
from postil.anchor import anchor
from postil.doc import Doc, SourceRef
from postil.edition import Publication
from postil.model import (
    Article,
    Correction,
    Event,
    Image,
    Licence,
    Name,
    Note,
    Rival,
    Section,
    Seed,
    Selector,
    Settings,
    Site,
    Source,
)
from postil.pictures.developing import developed
from postil.problems import Place
from postil.resolve import resolve

NoteRow = tuple[str, str, str, str, list[str], list[str], str]
RivalRow = tuple[str, list[str], str, str]
EventRow = tuple[str, str, str, str, str, list[str], tuple[RivalRow, ...]]
PLACE = Place(file="content/lamp/article.yaml")

SECTIONS = {
    "the-report": (
        "What the report says",
        """
On 4 November 1987 the *Harbour Gazette* printed a page about the Brannock Light under the headline [“The night the
lamp went out”][^headline]. It says that the lamp, lit every evening since 1861, [stood dark for three
hours][^three-hours] while the ferry *Maud* looked for the channel, and that the keeper, Ewan Tarrant,
[was asleep][^asleep].

The page was read aloud in the town hall, [copied by two mainland papers][^copies] and pinned to the wall of the
harbour office, where it still hangs. It has been quoted ever since, most often for a sentence that nobody has found
in any record: “There was no lamp, no bell and no keeper.”[@gazette-1987, p. 3] The paper gave [no name for the
speaker][^speaker]. In the same paragraph it reports a [loss of pressure][^pressure], a [broken mantle][^mantle]
and [a missing log][^log], each in half a line, and moves on.

![A plan of the light: the tower, the oil store and the keeper’s house in a row along the rock.](images/plan.svg)

Three things can be checked. The lamp had a [clockwork drive][^drive] that had to be wound every four hours; the
harbour office kept a [weather book][^weather]; and the ferry company [wrote to the Board]{event=letter} within the
week [@ferry-letter; @board-minutes, fol. 12].

- The lamp was serviced [in the spring]{event=service} of the same year.
- The keeper’s own log [breaks off at ten in the evening][^breaks-off].
- The [*Maud* docked][^docked] at a quarter past one.
""",
    ),
    "the-inquiry": (
        "What the inquiry found",
        """
The Board of Lights [opened an inquiry]{event=inquiry} in January 1988 and heard eleven witnesses in two days. Its
finding is short: [the mantle failed, the spare did not fit, and the keeper sent for another][^finding]. It says
[nothing about sleep][^sleep].

> The Board is satisfied that the light was attended throughout, and that its failure was one of supply and
> not of watch-keeping.[@board-finding, § 14]

[The finding was sent to the newspaper]{event=sent}, which [did not print it]{event=not-printed}. Two readers asked for it in letters to the editor; one was told that
the matter was closed. Ewan Tarrant [left the service][^left] [in 1989]{event=left}. He never spoke about the night in
public, except once, to a school class: “I was on the stairs the whole time.”[@school-tape]

### What the letters add

The letters of the ferry company, which became public [in 2011]{event=archive}, give the times at which the captain
saw the light go and come back. They differ from those in the paper by [almost two hours][^two-hours]. A historian who
edited them holds that the paper’s times are [those of the next night’s test][^test-night][@rowe-2014, pp. 88–91].
""",
    ),
    "what-is-left": (
        "What is left open",
        """
Nobody knows why the spare mantle did not fit. The makers’ book lists it under the [right number][^right-number], and
the store’s receipt agrees. It may have been [mislabelled at the works]{event=mislabelled}, or swapped on the island;
the Board did not ask.

The headline is still what most people know. A plaque put up [in 1996]{event=plaque} repeats it, with the three hours,
and [gives the wrong year][^plaque]. The light itself was [automated]{event=automated} that same summer and
has not missed an evening since, as far as anyone can tell from [the counter in the tower][^counter].
""",
    ),
}

LONG = """
The Board’s engineers described the lamp in 1979. What matters here:

1. a **petroleum vapour burner** with a silk mantle, changed every ten days;
2. a hand pump, whose pressure falls by itself within two hours;
3. a clockwork that turns the lens and strikes a bell when it runs down.

> The bell can be heard in the house and on the pier, and in still weather on the mainland.

So a lamp that is left alone does not simply go dark: it rings.[@engineers-1979]
"""

NOTES: tuple[NoteRow, ...] = (
    (
        "headline",
        "context",
        "",
        "",
        ["gazette-1987"],
        [],
        "The headline is the editor’s. The writer’s draft, kept with the paper’s files, is headed “Maud late”.",
    ),
    (
        "three-hours",
        "correction",
        "refuted",
        "Harbour Gazette",
        ["ferry-letter", "board-finding"],
        [],
        "The captain’s letter gives **one hour and five minutes**; the Board accepted it. Three hours is first found here.",
    ),
    (
        "asleep",
        "claim",
        "disputed",
        "Harbour Gazette",
        ["gazette-1987"],
        ["board-finding", "school-tape"],
        "No witness before the Board said so. The paper never named its source, and the Board found the light *attended throughout*.",
    ),
    (
        "copies",
        "context",
        "reported",
        "",
        ["mainland-post"],
        [],
        "Both shortened it, and both dropped “it is said”.",
    ),
    (
        "speaker",
        "question",
        "",
        "",
        [],
        [],
        "Who said it? The style is not that of any of the eleven witnesses. [The minutes](https://example.org/minutes) list them all.",
    ),
    (
        "pressure",
        "definition",
        "",
        "",
        ["engineers-1979"],
        [],
        "The burner needs about 4.5 bar; below 2 it smokes and goes out.",
    ),
    (
        "mantle",
        "definition",
        "",
        "",
        ["engineers-1979"],
        [],
        "A mantle is the silk hood that glows. It is the size of a thimble and breaks at a touch.",
    ),
    (
        "log",
        "claim",
        "claimed",
        "Harbour Gazette",
        ["gazette-1987"],
        [],
        "It was not missing: the Board had it on the table, and copied two pages of it into the minutes, which can be read today in the county archive.",
    ),
    ("drive", "definition", "", "", ["engineers-1979"], [], LONG),
    (
        "weather",
        "source",
        "official",
        "Harbour office",
        ["weather-book"],
        [],
        "For that night: wind south-west 5, rain, visibility *moderate to poor after 22:00*.",
    ),
    (
        "breaks-off",
        "claim",
        "established",
        "",
        ["board-finding"],
        [],
        "The last entry reads “22.05 mantle gone”. The next is in another hand, at 23:15.",
    ),
    ("docked", "context", "official", "Harbour office", ["weather-book"], [], ""),
    (
        "finding",
        "claim",
        "official",
        "Board of Lights",
        ["board-finding"],
        [],
        "Section 14 of the finding, unanimous.",
    ),
    (
        "sleep",
        "context",
        "",
        "",
        ["board-finding"],
        [],
        "The words *sleep*, *asleep* and *slept* do not occur in its forty pages.",
    ),
    ("left", "context", "reported", "", ["rowe-2014"], [], "At fifty-eight, with a full pension."),
    (
        "two-hours",
        "correction",
        "established",
        "",
        ["ferry-letter"],
        [],
        "An hour and fifty minutes, to be exact.",
    ),
    (
        "test-night",
        "claim",
        "claimed",
        "Ada Rowe",
        ["rowe-2014"],
        [],
        "She found the test in the makers’ journal for 5 November.",
    ),
    ("right-number", "source", "established", "", ["makers-book"], [], "Number 7 C."),
    ("plaque", "correction", "refuted", "Town of Brannock", ["gazette-1987"], [], "It says 1986."),
    (
        "counter",
        "context",
        "reported",
        "",
        ["rowe-2014"],
        [],
        "The counter adds one for each evening on which the lamp draws current.",
    ),
    (
        "attended",
        "context",
        "official",
        "Board of Lights",
        ["board-finding"],
        [],
        "This is the phrase that later books quote.",
    ),
    (
        "attended-again",
        "question",
        "",
        "",
        [],
        [],
        "Attended by whom? The Board names the keeper and “one other”, and no more.",
    ),
)
TITLES = {
    "drive": "How the lamp was driven",
    "three-hours": "One hour, not three",
    "finding": "What the Board found",
}
STANDOFF = {
    "attended": "the light was attended throughout",
    "attended-again": "the light was attended throughout",
}

EVENTS: tuple[EventRow, ...] = (
    (
        "built",
        "1861-09-01",
        "The light is lit for the first time",
        "established",
        "",
        ["engineers-1979"],
        (),
    ),
    (
        "engineers",
        "1979~",
        "The Board’s engineers describe the lamp",
        "official",
        "Board of Lights",
        ["engineers-1979"],
        (),
    ),
    ("service", "1987-21", "The lamp is serviced", "reported", "", ["rowe-2014"], ()),
    (
        "mislabelled",
        "[1986..1987]",
        "A mantle may have been mislabelled at the works",
        "claimed",
        "Ada Rowe",
        ["rowe-2014"],
        (),
    ),
    (
        "dark",
        "1987-11-03",
        "The lamp goes dark",
        "disputed",
        "",
        ["ferry-letter", "board-finding"],
        (
            (
                "1987-11-04",
                ["gazette-1987"],
                "Harbour Gazette",
                "The paper’s own date, printed the same day.",
            ),
            ("1986-11-03", [], "the plaque", ""),
        ),
    ),
    (
        "printed",
        "1987-11-04",
        "The *Harbour Gazette* prints its page".replace("*", ""),
        "established",
        "",
        ["gazette-1987"],
        (),
    ),
    (
        "letter",
        "1987-11-09",
        "The ferry company writes to the Board",
        "established",
        "",
        ["ferry-letter"],
        (),
    ),
    (
        "inquiry",
        "1988-01-18/1988-01-19",
        "The Board hears eleven witnesses",
        "official",
        "Board of Lights",
        ["board-minutes"],
        (),
    ),
    (
        "sent",
        "1988-03",
        "The finding is sent to the newspaper",
        "official",
        "Board of Lights",
        ["board-minutes"],
        (),
    ),
    (
        "not-printed",
        "1988-03/1988-12",
        "The newspaper does not print it",
        "reported",
        "",
        ["rowe-2014"],
        (),
    ),
    ("left", "1989", "Ewan Tarrant leaves the service", "reported", "", ["rowe-2014"], ()),
    ("plaque", "1996-05", "A plaque is put up", "established", "", ["mainland-post"], ()),
    (
        "automated",
        "1996-07-02",
        "The light becomes automatic",
        "official",
        "Board of Lights",
        ["board-minutes"],
        (),
    ),
    (
        "archive",
        "2011",
        "The ferry company’s letters become public",
        "established",
        "",
        ["ferry-letter"],
        (),
    ),
    ("book", "2014-10", "Ada Rowe’s edition of the letters", "refuted", "", ["rowe-2014"], ()),
)

SOURCES = (
    Source(
        id="gazette-1987",
        place=PLACE,
        type="article-newspaper",
        title="The night the lamp went out",
        container_title="Harbour Gazette",
        issued=dates.parse("1987-11-04"),
        page="3",
        url="https://example.org/archive/harbour-gazette/1987/11/04/the-night-the-lamp-went-out.html",
        accessed=dates.parse("2026-11-02"),
    ),
    Source(
        id="ferry-letter",
        place=PLACE,
        type="manuscript",
        title="Letter to the Board of Lights",
        authors=(Name(text="Brannock Ferry Company"),),
        issued=dates.parse("1987-11-09"),
        genre="manuscript",
        publisher="County archive, BF 31",
    ),
    Source(
        id="board-minutes",
        place=PLACE,
        type="report",
        title="Minutes of the Brannock inquiry",
        authors=(Name(text="Board of Lights"),),
        issued=dates.parse("1988-01"),
        publisher="Board of Lights",
    ),
    Source(
        id="board-finding",
        place=PLACE,
        type="report",
        title="Finding in the matter of the Brannock Light",
        authors=(Name(text="Board of Lights"),),
        issued=dates.parse("1988-03"),
        publisher="Board of Lights",
        url="https://example.org/board/1988/finding",
    ),
    Source(
        id="mainland-post",
        place=PLACE,
        type="article-newspaper",
        title="Dark light",
        container_title="Mainland Post",
        issued=dates.parse("1987-11-06"),
    ),
    Source(
        id="engineers-1979",
        place=PLACE,
        type="report",
        title="The lamps of the western lights",
        authors=(Name(text="Board of Lights"),),
        issued=dates.parse("1979~"),
    ),
    Source(
        id="weather-book",
        place=PLACE,
        type="manuscript",
        title="Weather book 1987",
        authors=(Name(text="Harbour office, Brannock"),),
        issued=dates.parse("1987"),
    ),
    Source(
        id="rowe-2014",
        place=PLACE,
        type="book",
        title="Letters from a Ferry",
        authors=(
            Name(text="Ada Rowe", family="Rowe", given="Ada"),
            Name(text="Tom Lister", family="Lister", given="Tom"),
        ),
        issued=dates.parse("2014-10"),
        publisher="Skerry Press",
        publisher_place="Brannock",
        isbn="978-0-00-000000-2",
    ),
    Source(
        id="makers-book",
        place=PLACE,
        type="manuscript",
        title="Spares book C",
        authors=(Name(text="Hale & Sons, Lampmakers"),),
        issued=dates.parse("1985/1991"),
    ),
    Source(
        id="school-tape",
        place=PLACE,
        type="interview",
        title="A keeper’s day",
        authors=(Name(text="Ewan Tarrant", family="Tarrant", given="Ewan"),),
        issued=dates.parse("1993?"),
        genre="tape recording",
    ),
)

PLAN = b"""<svg xmlns="http://www.w3.org/2000/svg" width="640" height="180" viewBox="0 0 640 180"><rect width="640" height="180" fill="#e9e2d3"/><path d="M60 150h520M120 150V60l30-20 30 20v90M260 150v-50h90v50M430 150V90l60-30 60 30v60" fill="none" stroke="#444" stroke-width="4"/></svg>"""
PICTURE = developed("images/plan.svg", PLAN)


def read(text: str, file: str = "content/lamp/article.yaml") -> Doc:
    doc, problems = markdown.read(text.strip(), Place(file=file))
    assert not problems, problems
    return doc


def refs(ids: list[str]) -> tuple[SourceRef, ...]:
    return tuple(SourceRef(id=id_, place=PLACE) for id_ in ids)


def note(row: NoteRow) -> Note:
    id_, kind, standing, by, sources, contested, text = row
    phrase = STANDOFF.get(id_)
    return Note(
        id=id_,
        title=TITLES.get(id_, ""),
        place=PLACE,
        phrase=Selector(exact=phrase, place=PLACE) if phrase else None,
        kind=kind,
        standing=standing,
        by=by,
        sources=refs(sources),
        contested_by=refs(contested),
        as_of=dates.parse("2026-11") if id_ in {"speaker", "counter"} else None,
        body=read(text or "A quarter past one in the morning, by the harbour clock."),
    )


def event(row: EventRow) -> Event:
    id_, date, title, standing, by, sources, rivals = row
    return Event(
        id=id_,
        place=PLACE,
        date=dates.parse(date),
        title=title,
        text=read(
            "What the **record** says about it, in a line or two, so that the list has the length of a real one."
        ),
        standing=standing,
        by=by,
        people=("Ewan Tarrant",) if id_ in {"dark", "left"} else (),
        where="Brannock" if id_ in {"dark", "plaque"} else "",
        sources=refs(sources),
        contested_by=refs(["gazette-1987"]) if standing == "disputed" else (),
        rivals=tuple(
            Rival(
                date=dates.parse(d),
                sources=refs(s),
                by=who,
                note=read(words) if words else None,
                place=PLACE,
            )
            for d, s, who, words in rivals
        ),
    )


def article(language: str = "en") -> Article:
    return Article(
        slug="lamp",
        place=PLACE,
        title="The night the lamp went out, read again",
        standfirst="A newspaper page of 1987 made a lighthouse famous for three dark hours. Its sentences are set here beside what the records say.",
        annotates="gazette",
        authors=(Name(text="Ines Calder"), Name(text="Joss Amberley")),
        published=dates.parse("2026-11-10"),
        updated=dates.parse("2026-11-20"),
        language=language,
        content_note=read(
            "Nobody came to harm in this story. It mentions a man who was blamed in public."
        ),
        help=read("Seen a mistake? Write to the [editors](mailto:editors@example.org)."),
        about=read(
            "Two people read every record in the county archive over four weeks.[@board-minutes]\n\nA third checked each note against its source."
        ),
        licence=Licence(text="CC BY 4.0", notes="CC BY-SA 4.0", code="MIT"),
        corrections=(
            Correction(
                date=dates.parse("2026-11-20"),
                text="The length of the dark was given in minutes only.",
                was="65 minutes",
                now="one hour and five minutes",
                notes=("three-hours",),
                place=PLACE,
            ),
        ),
        sections=tuple(
            Section(id=id_, title=title, place=PLACE, doc=read(text))
            for id_, (title, text) in SECTIONS.items()
        ),
        notes=tuple(note(row) for row in NOTES),
        events=tuple(event(row) for row in EVENTS),
        sources=SOURCES,
        images=(Image(path="images/plan.svg", picture=PICTURE, place=PLACE),),
    )


def publication(language: str = "en", citations: str = "numbered", home: str = "") -> Publication:
    """The sample, resolved."""
    made = article(language)
    anchors, problems = anchor(made)
    assert not problems, problems
    settings = Settings(
        place=PLACE,
        title="The Marginal",
        url="https://marginal.example/notes/",
        description="Old newspaper pages, read again with their sources.",
        publisher="Brannock Reading Room",
        citations="author-date" if citations == "author-date" else "numbered",
        home=home,
    )
    seed = Seed(
        id="gazette",
        place=PLACE,
        title="The night the lamp went out",
        authors=(Name(text="Harbour Gazette staff"),),
        publisher="Harbour Gazette",
        url="https://example.org/archive/harbour-gazette/1987/11/04/the-night-the-lamp-went-out.html",
        published=dates.parse("1987-11-04"),
        rights="© Harbour Gazette; quoted in short passages",
        language="en",
    )
    site = Site(settings=settings, articles=(made,), seeds=(seed,))
    result, wrong = resolve(site, {"lamp": anchors})
    assert not wrong, wrong
    return result


def words_of(html: str) -> str:
    """A page's visible text, roughly: without head, tags and repeated white space."""
    body = html.split("<body>", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
