"""The timeline to scale: where its marks, bars and years stand."""

from postil import dates
from postil.edition import PlacedEvent, PlacedRival
from postil.model import Event, Rival
from postil.page.strip import strip
from postil.problems import Place
from postil.wordings.chosen import wording

PLACE = Place(file="timeline.yaml")
ENGLISH = wording("en")


def event(date: str, standing: str = "reported", rivals: tuple[str, ...] = ()) -> PlacedEvent:
    own = Event(id=date, place=PLACE, date=dates.parse(date), title=date, standing=standing)
    return PlacedEvent(
        number=1,
        event=own,
        anchors=(),
        sources=(),
        contested_by=(),
        rivals=tuple(
            PlacedRival(rival=Rival(date=dates.parse(d), place=PLACE), sources=(), cites=())
            for d in rivals
        ),
        uncertain_with=(),
        cites=(),
    )


def x(text: str) -> float:
    return float(text.removesuffix("%"))


def test_marks_stand_to_scale_between_the_edges() -> None:
    made = strip([event("2000"), event("2005"), event("2010-01-01")], ENGLISH)
    assert made
    first, middle, last = (x(mark.x) for mark in made.marks)
    assert first == 3
    assert last == 97
    assert abs(middle - 50) < 0.2
    assert made.title == "The timeline to scale, 2000 to 2010"
    assert [tick.text for tick in made.ticks] == [str(year) for year in range(2000, 2011)]
    assert [tick.minor for tick in made.ticks[:3]] == [False, True, False]


def test_right_to_left_is_mirrored() -> None:
    made = strip([event("2000-01-01"), event("2010-01-01")], ENGLISH, right_to_left=True)
    assert made
    assert [mark.x for mark in made.marks] == ["97.0%", "3.0%"]


def test_marks_that_would_touch_are_stacked() -> None:
    made = strip(
        [event("2000-01-01"), event("2000-01-02"), event("2000-01-03"), event("2020")], ENGLISH
    )
    assert made
    assert len({mark.y for mark in made.marks[:3]}) == 3
    assert made.marks[3].y == made.marks[0].y
    assert all(made.top <= mark.y < made.axis for mark in made.marks)


def test_rivals_and_doubt_open_a_bar_and_intervals_fill_one() -> None:
    made = strip(
        [event("2000-01-01"), event("2005/2007"), event("2010-05-01", rivals=("2012",))], ENGLISH
    )
    assert made
    spans = [bar for bar in made.bars if bar.kind == "span"]
    rivals = [bar for bar in made.bars if bar.kind == "rivals"]
    assert len(spans) == 1
    assert x(spans[0].x) < x(spans[0].x2)
    assert any(x(bar.x2) - x(bar.x) > 10 for bar in rivals)
    doubt = strip([event("2000"), event("2010-01-01")], ENGLISH)
    assert doubt
    assert [bar.kind for bar in doubt.bars] == ["open"]
    assert "hatched" in doubt.description
    assert "dotted" not in doubt.description


def test_a_long_quiet_time_is_cut_and_said() -> None:
    late = [event(f"2015-{month:02}-01") for month in range(1, 13)]
    made = strip([event("1950-01-01"), *late], ENGLISH)
    assert made
    (cut,) = made.breaks
    assert cut.words in made.description
    assert x(made.marks[0].x) < x(cut.x) < x(made.marks[1].x) < 15
    assert x(made.marks[-1].x) == 97
    assert not [tick for tick in made.ticks if "1960" <= tick.text < "2014"]


def test_the_annotated_text_is_marked_where_it_falls_into_the_time() -> None:
    events = [event("2000-01-01"), event("2010-01-01")]
    inside, outside = dates.parse("2005-01-01"), dates.parse("2020")
    assert (made := strip(events, ENGLISH, own=inside))
    assert abs(x(made.own) - 50) < 0.2
    assert (made := strip(events, ENGLISH, own=outside))
    assert made.own == ""


def test_every_mark_leads_to_its_event() -> None:
    made = strip([event("2000"), event("2010")], ENGLISH)
    assert made
    assert [mark.href for mark in made.marks] == ["#event-2000", "#event-2010"]


def test_only_the_shapes_in_use_are_drawn() -> None:
    made = strip([event("2000", "claimed"), event("2005", "")], ENGLISH)
    assert made
    assert [shape.standing for shape in made.shapes] == ["", "claimed"]


def test_there_is_no_strip_of_a_single_moment_or_of_nothing_dated() -> None:
    assert strip([], ENGLISH) is None
    assert strip([event("2000-01-01")], ENGLISH) is None
    assert strip([event("2000-01-01"), event("2000-01-02")], ENGLISH) is None
    assert strip([event("../.."), event("../..")], ENGLISH) is None


def test_years_before_christ_and_very_long_spans() -> None:
    made = strip([event("-0499"), event("1500")], ENGLISH)
    assert made
    assert made.title == "The timeline to scale, 500 BCE to 1500"
    assert len(made.ticks) <= 13
    assert strip([event("Y-17000000"), event("2000")], ENGLISH)
