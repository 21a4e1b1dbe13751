"""A block is printed again where something that it reads has changed, and only there."""

from __future__ import annotations

from collections.abc import Mapping

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil import views
from postil.reprint import Reprinting
from postil.templating import environment

BASE = "<{% block bar %}bar{% endblock %}|{% block main %}{% endblock %}>"
PAGE = """{% extends "base.html" %}
{% from "macros.html" import loud with context %}
{% block main %}{% block one %}{{ tick() }}{% for card in list.articles %}\
{% block each scoped %}{{ loud(card.title) }} {% endblock %}{% endfor %}{% endblock %}/\
{% block two %}{{ tick() }}{{ other.articles|length }}{% include "more.html" %}{% endblock %}\
{% endblock %}
{% block bar %}{{ super() }}!{% endblock %}"""
MACROS = "{% macro loud(text) %}*{{ text }}*{{ words.end }}{% endmacro %}"
MORE = "{% for card in other.articles %}{% include 'card.html' %}{% endfor %}"
THEME = {
    "base.html": BASE,
    "page.html": PAGE,
    "macros.html": MACROS,
    "more.html": MORE,
    "card.html": "({{ card.title }})",
    "wrong.html": "{% block main %}{{ list.artikles }}{% endblock %}",
}
Titles = tuple[str, ...]
NOTHING = {"end": ""}
SHOUT = {"end": "!"}


def cards(titles: Titles) -> views.ListPage:
    made = tuple(views.Card(title=t, href="x", standfirst="", facts="") for t in titles)
    return views.ListPage(articles=made)


class Press:
    """Prints; counts the blocks that it has to print."""

    def __init__(self, kind: type[jinja2.Environment]) -> None:
        self.templates, self.ticks = environment(THEME, None, kind), 0
        self.templates.globals["tick"] = self.tick

    def tick(self) -> str:
        self.ticks += 1
        return ""

    def printed(self, one: Titles, other: Titles, words: Mapping[str, str] = NOTHING) -> str:
        page = self.templates.get_template("page.html")
        return page.render(list=cards(one), other=cards(other), words=words)


def test_only_what_reads_a_changed_value_is_printed_again() -> None:
    press = Press(Reprinting)
    first = press.printed(("A & B", "C"), ("x",))
    assert first == "<bar!|*A &amp; B* *C* /1(x)>"
    assert (press.printed(("A & B", "C"), ("x",)), press.ticks) == (first, 2)
    assert press.printed(("A & B", "D"), ("x",)) == "<bar!|*A &amp; B* *D* /1(x)>"
    assert press.ticks == 3
    assert press.printed(("A & B", "D"), ("x", "y")) == "<bar!|*A &amp; B* *D* /2(x)(y)>"
    assert press.ticks == 4


def test_words_that_a_macro_says_count_as_read() -> None:
    press = Press(Reprinting)
    press.printed(("A",), ("x",))
    assert press.printed(("A",), ("x",), SHOUT) == "<bar!|*A*! /1(x)>"
    assert press.ticks == 3  # the other block calls no macro


TITLES = st.lists(st.sampled_from(["a", "b", "<c>"]), max_size=3).map(tuple)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(TITLES, TITLES, st.sampled_from([NOTHING, SHOUT])), max_size=6))
def test_a_page_is_always_as_jinja_alone_prints_it(
    pages: list[tuple[Titles, Titles, Mapping[str, str]]],
) -> None:
    kept, plain = Press(Reprinting), Press(jinja2.Environment)
    for page in pages:
        assert kept.printed(*page) == plain.printed(*page)


def test_a_misspelt_name_is_told_in_the_same_words() -> None:
    said = []
    for kind in (Reprinting, jinja2.Environment):
        page = environment(THEME, None, kind).get_template("wrong.html")
        with pytest.raises(jinja2.UndefinedError) as error:
            page.render(list=cards(()))
        said.append(str(error.value))
    assert said[0] == said[1] == "'postil.views.ListPage object' has no attribute 'artikles'"
