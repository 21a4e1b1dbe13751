"""A theme's tokens: known by name, and legible on each other in light and in dark."""

from pathlib import Path

import pytest

from postil.cards.colours import colour, in_scheme, rgb, theme_tokens
from postil.checks.contrast import LEAST, PAIRS, ratio, token_problems
from postil.model import Settings
from postil.problems import Place, Problem
from postil.theme import load_theme

THEME = load_theme(Path("nowhere"))
PLACE = Place(file="content/site.yaml")


def found(css: str = "", **tokens: str) -> list[Problem]:
    theme = {**THEME, "css/overrides/own.css": css} if css else THEME
    places = {name: Place(file="content/site.yaml", line=2, column=3) for name in tokens}
    settings = Settings(place=PLACE, theme=tokens, theme_places=places)
    return list(token_problems(settings, theme))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_our_own_colours_can_be_read(text: str, ground: str, scheme: str) -> None:
    """Text on paper is AAA, all else AA at least."""
    own = theme_tokens(THEME)
    assert ratio(text, ground, own, "dark" if scheme == "dark" else "light") >= (
        7 if ground == "paper" else LEAST
    )


def test_ratios_are_those_of_wcag() -> None:
    own = {"a": "#000", "b": "#fff", "c": "#777", "d": "light-dark(#767676, navy)"}
    assert ratio("a", "b", own, "light") == pytest.approx(21)
    assert ratio("c", "b", own, "light") == pytest.approx(4.48, abs=0.005)
    assert ratio("d", "b", own, "light") == pytest.approx(4.54, abs=0.005)
    assert ratio("d", "b", own, "dark") == pytest.approx(16.01, abs=0.005)
    assert ratio("a", "a", own, "dark") == 1
    assert ratio("a", "gone", own, "dark") == 0


def test_a_colour_in_one_scheme() -> None:
    value = "color-mix(in srgb, light-dark(red, rgb(0, 0, 9)) 50%, light-dark(white, black))"
    assert in_scheme(value, "light") == "color-mix(in srgb, red 50%, white)"
    assert in_scheme(value, "dark") == "color-mix(in srgb, rgb(0, 0, 9) 50%, black)"
    assert in_scheme("#fff", "dark") == "#fff"
    assert colour("a", {"a": "rebeccapurple"}) == "rebeccapurple"
    assert rgb("rebeccapurple") == (0.4, 0.2, 0.6)


def test_one_value_for_both_schemes_is_told_with_its_ratio() -> None:
    (problem,) = found(accent="#046")
    assert problem.rule == "theme-contrast"
    assert problem.level == "warning"
    assert problem.place.line == 2
    assert "in dark" in problem.message
    assert "in light" not in problem.message
    assert [p.message for p in found(accent="light-dark(#046, #9cf)")] == []


def test_a_paper_that_all_stands_on_is_told_for_each_text() -> None:
    told = found(paper="#888")
    assert len(told) > 5
    assert {p.rule for p in told} == {"theme-contrast"}


def test_colours_of_a_style_sheet_of_ones_own_are_weighed_too() -> None:
    (problem,) = found(":root { --claimed: light-dark(#ccc, #fff) }")
    assert problem.place.file == "templates/css/overrides/own.css"
    assert "claimed on paper has a contrast of 1.6 : 1 in light" in problem.message


def test_an_unknown_token_is_said_with_the_nearest() -> None:
    (problem,) = found(acent="#046")
    assert (problem.rule, problem.hint) == ("key-unknown", "do you mean accent?")
    (problem,) = found(**{"standing-claimd": "Alleged"})
    assert problem.hint == "do you mean standing-claimed?"
    assert found(":root { --headline: red }", headline="blue") == []


def test_what_cannot_be_worked_out_is_left_to_the_eye() -> None:
    assert found(accent="lch(50% 100 50)") == []
