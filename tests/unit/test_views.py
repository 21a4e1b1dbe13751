"""What a page is told: notes after their blocks, pins, uses, dates, filters, how to cite."""

import pytest

from postil import views
from postil.dates import parse
from postil.desk import date, one_line
from postil.page.article_view import article_page
from postil.page.margin import anchors, running_head
from tests.page.sample import publication


@pytest.fixture(scope="module")
def page() -> views.ArticlePage:
    pub = publication()
    return article_page(pub.editions[0], pub)


def test_notes_follow_the_block_that_holds_their_words(page: views.ArticlePage) -> None:
    first = page.sections[0].blocks
    assert [[n.id for n in block.notes] for block in first[:2]] == [
        ["note-headline", "note-three-hours", "note-asleep"],
        ["note-copies", "note-speaker", "note-pressure", "note-mantle", "note-log"],
    ]
    assert [n.number for n in page.notes] == list(range(1, 23))


def test_every_note_has_its_phrase_in_the_text(page: views.ArticlePage) -> None:
    html = "".join(block.html for section in page.sections for block in section.blocks)
    for note in page.notes:
        assert f'id="{note.back}"' in html
        assert f'href="#{note.id}"' in html


def test_a_paragraph_ends_with_a_link_to_itself(page: views.ArticlePage) -> None:
    blocks = page.sections[0].blocks
    assert blocks[0].html.endswith('<a class="pin" href="#p1">¶1</a></p>')
    assert '<a class="pin" href="#p5">¶5</a></li>' in blocks[4].html


def test_sources_say_where_they_are_used_each_place_once(page: views.ArticlePage) -> None:
    first = page.sources[0]
    assert first.id == "source-gazette-1987"
    words = [(uses.word, [link.text for link in uses.links]) for uses in first.uses]
    assert words[0] == ("paragraph", ["2"])
    assert words[1] == ("notes", ["1", "3", "8", "21"])
    assert words[2][0] == "the timeline:"


def test_events_say_their_year_once_and_lead_to_the_words_that_tell_them(
    page: views.ArticlePage,
) -> None:
    years = [event.year for event in page.events if event.year]
    assert years == sorted(set(years))
    letter = next(e for e in page.events if e.id == "event-letter")
    assert letter.reading == "#tell-letter"
    assert [tell.text for tell in letter.tells] == ["wrote to the Board"]
    built = page.events[0]
    assert built.reading == "#event-built"
    assert built.tells == ()


def test_rivals_and_uncertain_order(page: views.ArticlePage) -> None:
    dark = next(e for e in page.events if e.id == "event-dark")
    assert [(r.date.words, r.by) for r in dark.rivals] == [
        ("4 November 1987", "Harbour Gazette"),
        ("3 November 1986", "the plaque"),
    ]
    assert dark.uncertain_with[0].href == "#event-mislabelled"


def test_the_proof_line_counts_what_was_proved(page: views.ArticlePage) -> None:
    assert [part.text for part in page.proof] == [
        "22 notes, each on its exact words",
        "15 events, 1 with disputed dates",
        "10 sources",
        "3 quotations",
        "every claim marked with its standing",
    ]


def test_filters_name_only_what_parts_the_notes(page: views.ArticlePage) -> None:
    assert page.filters[0] == views.Choice(name="all", text="All 22", heading="Show")
    assert views.Choice(name="claimed", text="Claimed 2") in page.filters
    assert len({choice.name for choice in page.filters}) == len(page.filters)


def test_filters_stand_under_a_heading_for_each_kind_of_them(page: views.ArticlePage) -> None:
    groups = [choice.heading for choice in page.filters if choice.heading]
    assert groups == ["Show", "Standing", "Kind"]
    first = {choice.heading: choice.name for choice in page.filters if choice.heading}
    assert first == {"Show": "all", "Standing": "established", "Kind": "definition"}


def test_claimants_are_named_once_with_all_they_say(page: views.ArticlePage) -> None:
    told: tuple[views.Note | views.Event, ...] = (*page.notes, *page.events)
    names = [claimant.name for claimant in page.claimants]
    assert names == list(dict.fromkeys(one.by for one in told if one.by))
    said = [link.href for claimant in page.claimants for link in claimant.links]
    assert sorted(said) == sorted(f"#{one.id}" for one in told if one.by)
    assert all(" " not in claimant.id for claimant in page.claimants)


def test_how_to_cite(page: views.ArticlePage) -> None:
    address = "https://marginal.example/notes/lamp/"
    ways = {pair.what: pair.how for pair in page.citing}
    assert list(ways) == [
        "APA", "Chicago", "MLA", "A paragraph", "A note", "BibTeX, CSL-JSON"
    ]  # fmt: skip
    named = (
        "Ines Calder and Joss Amberley, “The night the lamp went out, read again”, The Marginal,"
        f" version of 20 November 2026, {address}"
    )
    assert ways["A paragraph"] == f"{named}#p1, para. 1"
    assert ways["A note"] == f"{named}#note-headline, note 1"
    assert ways["BibTeX, CSL-JSON"] == (
        '<a href="cite.bib">cite.bib</a>, <a href="cite.json">cite.json</a>'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-06-09", views.Date(words="9 June 2015", short="9 June", edtf="2015-06-09", machine="2015-06-09")),
        ("1989", views.Date(words="1989", short="", edtf="", machine="1989")),
        ("1979~", views.Date(words="about 1979", short="about 1979", edtf="1979~", machine="")),
    ],
)  # fmt: skip
def test_dates(text: str, expected: views.Date) -> None:
    assert date(parse(text), "en") == expected


def test_long_words_lose_their_middle() -> None:
    words = "The first of many words " + "and more " * 20 + "up to the very last one"
    short = one_line(words)
    assert len(short) <= 93
    assert short.startswith("The first of many words")
    assert short.endswith("the very last one")
    assert one_line("on  one\nline") == "on one line"


def test_a_title_on_paper_stays_a_string() -> None:
    assert r'content:"a \"b\" \\ c"' in running_head('a  "b"\n\\ c')


def test_anchors_tell_each_note_its_phrase(page: views.ArticlePage) -> None:
    """There are as many as the fullest section has notes; both of a pair are lit together."""
    css = anchors(page.notes[:2])
    lit = '.section:has([data-n="{0}"]:is(:target,:hover,:focus-within)) [data-n="{0}"]'
    assert css == (
        "@layer layout{.section{anchor-scope:--r1,--r2}"
        '[data-n="1"]{--r:--r1}' + lit.format(1) + "{--behind:var(--lit)}"
        '[data-n="2"]{--r:--r2}' + lit.format(2) + "{--behind:var(--lit)}}"
    )
    first = [note for section in page.sections[:1] for b in section.blocks for note in b.notes]
    assert [note.order for note in first] == list(range(1, len(first) + 1))
    assert anchors(()) == ""
