"""How a source prints: its entry in the list, its short name, its mark in the text."""

from typing import Any

import pytest

from postil import dates
from postil.edition import Support
from postil.model import Name, Source
from postil.page.references import formatter, year
from postil.problems import Place
from postil.wordings.chosen import wording

PLACE = Place(file="sources.yaml")


def source(id_: str = "a", **fields: Any) -> Source:
    """A source with a title; dates may be given as text."""
    values = {"id": id_, "place": PLACE, "title": "The night", **fields}
    for key in ("issued", "accessed"):
        if isinstance(values.get(key), str):
            values[key] = dates.parse(str(values[key]))
    return Source(**values)


KEEGAN = (Name(text="Harrison Keegan", family="Keegan", given="Harrison"),)
TWO = (*KEEGAN, Name(text="Ada Rowe", family="Rowe", given="Ada"))

ENTRIES = [
    (
        {"authors": KEEGAN, "container_title": "News-Leader", "issued": "2016-07-05", "page": "3"},
        "Harrison Keegan, “The night”, News-Leader, 5 July 2016, p. 3.",
        "Keegan, Harrison (2016). “The night”, News-Leader, 5 July 2016, p. 3.",
    ),
    (
        {"authors": TWO, "type": "book", "publisher": "Skerry", "publisher_place": "Brannock",
         "issued": "2014", "isbn": "978-0-00-000000-2", "edition": "2"},
        "Harrison Keegan and Ada Rowe, The night, 2 ed., Brannock: Skerry, 2014. ISBN 978-0-00-000000-2.",
        "Keegan, Harrison and Rowe, Ada (2014). The night, 2 ed., Brannock: Skerry. ISBN 978-0-00-000000-2.",
    ),
    (
        {"container_title": "Post", "volume": "7", "issue": "2", "page": "12-19",
         "doi": "10.1000/182"},
        "“The night”, Post, 7(2), pp. 12–19. doi.org/10.1000/182",
        "Post (n.d.). “The night”, 7(2), pp. 12–19. doi.org/10.1000/182",
    ),
    (
        {"title": "He said “no”", "url": "https://www.example.org/a/", "accessed": "2026-11-22",
         "genre": "tape"},
        "“He said ‘no’” [tape]. example.org/a (seen 22 November 2026).",
        "He said “no” (n.d.). “He said ‘no’” [tape]. example.org/a (seen 22 November 2026).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "numbered", "by_date"), ENTRIES)
def test_entries(fields: dict[str, Any], numbered: str, by_date: str) -> None:
    one = source(**fields)
    assert formatter([one]).entry(one).striptags() == numbered
    assert formatter([one], "author-date").entry(one).striptags() == by_date


def test_an_entry_escapes_what_authors_write_and_isolates_names() -> None:
    one = source(title="<b>&", authors=(Name(text="<i>"),), container_title="A & B")
    html = formatter([one]).entry(one)
    assert html == "&lt;i&gt;, “&lt;b&gt;&amp;”, <cite>A &amp; B</cite>."
    html = formatter([one], language="ar").entry(one)
    assert "<bdi>&lt;i&gt;</bdi>" in html
    assert "<cite><bdi>A &amp; B</bdi></cite>" in html


def test_on_a_page_from_left_to_right_only_names_written_the_other_way_are_isolated() -> None:
    one = source(title="The night", authors=(Name(text="نجيب محفوظ"), Name(text="Ada Rowe")))
    html = formatter([one]).entry(one)
    assert html == "<bdi>نجيب محفوظ</bdi> and Ada Rowe, “The night”."


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/"])
def test_an_address_that_may_not_stand_in_a_page_is_left_out(url: str) -> None:
    one = source(url=url)
    assert formatter([one]).entry(one) == "“The night”."


def test_marks_and_labels() -> None:
    a = source("a", authors=KEEGAN, issued="2016", container_title="News-Leader")
    b = source("b", authors=KEEGAN, issued="2016-07-05", container_title="News-Leader")
    c = source("c", authors=(*TWO, Name(text="Board")), issued="1979~")
    mark = Support(number=12, source=b, locator="p. 3")
    assert formatter([a, b, c]).mark(mark) == "12, p. 3"
    by_date = formatter([a, b, c], "author-date")
    assert by_date.mark(mark) == "Keegan 2016b, p. 3"
    assert [by_date.label(s) for s in (a, c)] == ["Keegan 2016a", "Keegan et al. 1979"]
    assert formatter([a]).label(a) == "News-Leader 2016"


def test_more_than_26_of_one_year_and_none_that_stands_alone() -> None:
    many = [source(f"s{n}", authors=KEEGAN, issued="2016") for n in range(28)]
    suffixes = formatter(many, "author-date").suffixes
    assert [suffixes[f"s{n}"] for n in (0, 25, 26, 27)] == ["a", "z", "aa", "ab"]
    assert formatter(many[:1], "author-date").suffixes == {}
    assert formatter(many).suffixes == {}


@pytest.mark.parametrize(
    ("issued", "expected"), [("2016-07", "2016"), ("2016/2018", "2016"), (None, "n.d.")]
)
def test_year(issued: str | None, expected: str) -> None:
    assert year(source(issued=issued), wording("en")) == expected
