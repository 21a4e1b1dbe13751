"""A theme's colours, worked out as a browser does."""

import pytest

from postil.cards.colours import colour, tokens

KNOWN = {
    "paper": "light-dark(#fdfbf7, #171512)",
    "ink": "#1c1917",
    "soft": "color-mix(in oklab, var(--ink) 80%, var(--paper))",
    "round": "var(--round)",
    "other": "var(--none, var(--ink))",
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#ABC", "#abc"),
        ("rebeccapurple", "rebeccapurple"),
        ("var(--ink)", "#1c1917"),
        ("light-dark(white, black)", "white"),
        ("rgb(255, 0, 10)", "#ff000a"),
        ("rgb(100% 0% 0% / 50%)", "#ff0000"),
        ("hsl(120deg 100% 25%)", "#008000"),
        ("oklch(0.628 0.2577 29.23)", "#ff0000"),
        ("oklab(100% 0 0)", "#ffffff"),
        # as Chromium paints them
        ("color-mix(in oklab, white, black)", "#636363"),
        ("color-mix(in srgb, white 25%, black)", "#404040"),
        ("color-mix(in oklab, #1c1917 80%, #fdfbf7)", "#423f3d"),
        ("color-mix(in oklab, #861b12 55%, #fdfbf7)", "#c18276"),
        ("oklch(0.7 0.1 200)", "#40b1b7"),
        ("url(x)", ""),
        ("calc(1px + 2px)", ""),
        ("", ""),
        ("var(--round)", ""),
        ("color-mix(in oklab, nonsense, black)", ""),
        ("light-dark(" * 50 + "red" + ")" * 50, ""),
    ],
)
def test_a_value(value: str, expected: str) -> None:
    assert colour("accent", {**KNOWN, "accent": value}) == expected


def test_tokens_of_a_style_sheet_outside_of_conditions() -> None:
    css = "/* :root{--a: 1} */ :root { --a: red; --b: light-dark(#fff, #000);\n color: red }\n"
    css += "@media print { :root { --a: blue } }"
    assert tokens(css) == {"a": "red", "b": "light-dark(#fff, #000)"}
