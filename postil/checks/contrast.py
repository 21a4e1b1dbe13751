"""A theme's tokens: which there are, and whether its colours can be read on each other.

Contrast as WCAG 2.2 has it (1.4.3), text of any size, light and dark. A colour that `colours`
cannot work out (lch(), color(), relative ones) is left to the eye.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from postil.cards import colours
from postil.model import STANDINGS, Settings
from postil.problems import Place, Problem, closest, problem

LEAST = 4.5
PAIRS = (
    *((text, "paper") for text in ("ink", "ink-soft", "accent", *STANDINGS)),
    *((text, ground) for ground in ("tint", "lit") for text in ("ink", "ink-soft")),
)
"""Which token is read on which."""

_LABELS = frozenset(f"standing-{name}" for name in STANDINGS)


def token_problems(settings: Settings, theme: Mapping[str, str]) -> Iterator[Problem]:
    """Settings that are no token of the theme; pairs of tokens that are hard to read."""
    known = colours.theme_tokens(theme)
    for name in settings.theme:
        if name not in known and name not in _LABELS:
            hint = closest(name, [*known, *_LABELS]) or "docs/theme.md lists the theme’s tokens"
            message = f"the theme has no token {name}"
            yield problem("key-unknown", _place(name, settings, theme), message, hint)
    own = {**known, **{name: value for name, value in settings.theme.items() if name in known}}
    for text, ground in PAIRS:
        if not own.get(text, "").startswith("var("):  # another token, which is asked itself
            yield from _faint(text, ground, own, settings, theme)


def _faint(
    text: str, ground: str, own: Mapping[str, str], settings: Settings, theme: Mapping[str, str]
) -> Iterator[Problem]:
    found = [(scheme, ratio(text, ground, own, scheme)) for scheme in ("light", "dark")]
    told = [f"{value:.1f} : 1 in {scheme}" for scheme, value in found if value and value < LEAST]
    if told:
        both = [_place(name, settings, theme) for name in (text, ground)]
        place = next((place for place in both if place != settings.place), settings.place)
        message = f"{text} on {ground} has a contrast of {' and '.join(told)}; text needs {LEAST}"
        hint = f'set both schemes, such as {text}: "light-dark(#222, #eee)"'
        yield problem("theme-contrast", place, message, hint)


def ratio(
    text: str, ground: str, own: Mapping[str, str], scheme: Literal["light", "dark"]
) -> float:
    """The contrast of two tokens, 1 to 21; 0 where either colour is not known."""
    known = {name: colours.in_scheme(value, scheme) for name, value in own.items()}
    pair = [colours.rgb(colours.colour(name, known)) for name in (text, ground)]
    if pair[0] is None or pair[1] is None:
        return 0
    low, high = sorted(_luminance(colour) for colour in pair if colour)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: colours.Rgb) -> float:
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _place(name: str, settings: Settings, theme: Mapping[str, str]) -> Place:
    """Where a token is set: in site.yaml, or in a style sheet of the site's own."""
    if name in settings.theme_places:
        return settings.theme_places[name]
    sheets = [
        path
        for path in sorted(theme)
        if path.startswith("css/")
        and theme[path] != theme.get(f"default/{path}")
        and name in colours.tokens(theme[path])
    ]
    return Place(file=f"templates/{sheets[-1]}") if sheets else settings.place
