"""Where cards are drawn: templates and tokens → SVG, with each text fitted; the SVG's own name.

No disk: who can turn SVG into PNG, and the fonts that come with Postil, are handed in.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

import jinja2

from postil import views
from postil.cards import colours
from postil.cards.dimensions import dimensions
from postil.cards.fitting import Face, drawable, fit, lacking, placed
from postil.cards.sfnt import Font, FontError, read
from postil.problems import Place, Problem, problem
from postil.record import record, replace

WIDTH, HEIGHT = 1200, 630
TEMPLATE = "card.svg"
FONTS = "fonts/"  # where a theme's own stand; those of pages are .woff2, which resvg does not read
SUFFIXES = (".ttf", ".otf")
_DRAWN = 10_000  # cards: a site has that many articles, or a preview has seen that many titles
ROLES = ("serif", "sans")
_HOW = "write it as #rrggbb, rgb(), hsl() or oklch()"
TEXTS = ("title", "site", "annotates", "authors")
_COLOURS = ("paper", "ink", "ink-soft", "line", "accent")


class Painter(Protocol):
    """Turns SVG into PNG; `fonts` are those that come with it."""

    fonts: tuple[bytes, ...]

    def __call__(self, key: str, svg: str, fonts: Sequence[bytes]) -> bytes:
        """A drawing as PNG, with these fonts and no other. `key` stands for both."""


@record
class Drawing:
    """A card as SVG; `key` changes with it and with its fonts."""

    svg: str
    key: str


@record
class Studio:
    """All that cards of one site are drawn with; `drawn` are those that were, for a page and then
    for its picture.
    """

    templates: jinja2.Environment
    fonts: tuple[Font, ...]
    faces: Mapping[str, Face]
    families: Mapping[str, str]
    palette: Mapping[str, str]
    paint: Painter
    problems: tuple[Problem, ...]
    drawn: dict[views.ShareCard, Drawing]


def opened(
    theme: Mapping[str, str],
    own: tuple[tuple[str, str], ...],
    templates: jinja2.Environment,
    paint: Painter,
    place: Place,
) -> Studio:
    """The studio of a site with a theme; `own` are the tokens of its site.yaml, at `place`."""
    fonts, problems = _fonts(theme, paint.fonts)
    known = {**colours.theme_tokens(theme), **dict(own)}
    palette = {}
    for name, value in known.items():
        palette[name] = colours.colour(name, known)
        if not palette[name] and name in _COLOURS:
            palette[name] = colours.colour(name, colours.tokens(theme["default/css/tokens.css"]))
            message = f"preview cards cannot have this {name}: {value}"
            problems.append(problem("card-undrawn", place, message, _HOW))
    shipped = fonts[len(fonts) - len(paint.fonts) :]
    faces = {
        role: _face(known.get(role, ""), fonts, font)
        for role, font in zip(ROLES, shipped, strict=True)
    }
    return Studio(
        templates=templates,
        fonts=fonts,
        faces=faces,
        families={role: _stack(face) for role, face in faces.items()},
        palette=palette,
        paint=paint,
        problems=tuple(problems),
        drawn={},
    )


def _fonts(
    theme: Mapping[str, str], shipped: Sequence[bytes]
) -> tuple[tuple[Font, ...], list[Problem]]:
    """A theme's own fonts, then those that come with Postil."""
    found, problems = list[Font](), list[Problem]()
    for path in sorted(p for p in theme if p.startswith(FONTS) and p.endswith(SUFFIXES)):
        try:
            found.append(read(theme[path].encode("latin-1")))
        except FontError as error:
            hint = "put a whole .ttf or .otf file there, or delete it"
            problems.append(
                problem("card-undrawn", Place(file=f"templates/{path}"), f"{error}", hint)
            )
    return (*found, *map(read, shipped)), problems


def _face(families: str, fonts: Sequence[Font], shipped: Font) -> Face:
    """The first family of a token that is at hand, in its most regular weight, before ours."""
    wanted = [name.strip().strip("\"'").casefold() for name in families.split(",")]
    rest = [font for font in fonts if font is not shipped]
    named = [font for name in wanted for font in rest if font.family.casefold() == name]
    family = [font for font in named if font.family == named[0].family]
    first = min(family, key=lambda font: abs(font.weight - 400), default=None)
    begun = (first, shipped) if first else (shipped,)
    return Face(fonts=(*begun, *(font for font in rest if font is not first)))


def _stack(face: Face) -> str:
    """The same as `font-family`; quoted, for a name may hold a digit."""
    names = dict.fromkeys(font.family.replace("'", "").replace("\\", "") for font in face.fonts)
    return ", ".join(f"'{name}'" for name in names if name)


# ---- A card --------------------------------------------------------------------------------


def drawing(studio: Studio, card: views.ShareCard) -> Drawing:
    """A card as SVG. What a template does wrong, it raises."""
    if card not in studio.drawn:
        if len(studio.drawn) >= _DRAWN:
            studio.drawn.clear()
        studio.drawn[card] = _drawing(studio, card)
    return studio.drawn[card]


def _drawing(studio: Studio, card: views.ShareCard) -> Drawing:
    faces, rtl = studio.faces, card.direction == "rtl"

    def at(x: float) -> float:
        return WIDTH - x if rtl else x

    def fitted(  # noqa: PLR0913 - a box, as a template writes it
        text: str,
        role: str,
        *,
        x: float,
        y: float,
        width: float,
        height: float,
        sizes: Sequence[int],
        leading: float = 1.12,
        up: bool = False,
    ) -> views.Fitted:
        size, lines = fit(text, faces[role], (width, height), sizes, leading)
        shown = [f"\u202b{line}\u202c" for line in lines] if rtl else lines
        return placed(size, shown, (at(x), y), leading, up=up)

    template = studio.templates.get_template(TEMPLATE)
    svg = template.render(
        card=_cleaned(card, faces),
        fit=fitted,
        at=at,
        colour=lambda name: _known(name, studio.palette, "colour"),
        font=lambda name: _known(name, studio.families, "font"),
    )
    return Drawing(svg=svg, key=_key(svg, studio))


def _known(name: str, values: Mapping[str, str], what: str) -> str:
    """A token's value, as a template asks for it."""
    if not values.get(name):
        raise ValueError(f"a card has no {what} {name}")
    return values[name]


def _cleaned(card: views.ShareCard, faces: Mapping[str, Face]) -> views.ShareCard:
    """The same with those texts alone that can be drawn, in whichever of the fonts."""
    return replace(card, **{name: drawable(getattr(card, name), faces["serif"]) for name in TEXTS})


def _key(svg: str, studio: Studio) -> str:
    """The digest of all that the picture depends on, but for who paints it."""
    parts = hashlib.sha256(svg.encode())
    for font in studio.fonts:
        parts.update(hashlib.sha256(font.content).digest())
    return parts.hexdigest()[:12]


def undrawn(studio: Studio, card: views.ShareCard, place: Place) -> list[Problem]:
    """What a card leaves out since no font has it."""
    found = []
    face = studio.faces["serif"]
    for name in TEXTS:
        text = getattr(card, name)
        missing = lacking(text, face)
        if missing:
            kept = "without them" if drawable(text, face) else f"without its {_WORDS[name]}"
            message = f"no font at hand has {' '.join(missing[:12])}: the card is drawn {kept}"
            hint = "put a font that has them into templates/fonts/, as .ttf or .otf"
            found.append(problem("card-undrawn", place, message, hint))
    return found


_WORDS = {
    "title": "title",
    "site": "site’s name",
    "annotates": "annotated text’s name",
    "authors": "authors",
}


def painted(studio: Studio, drawn: Drawing) -> bytes:
    """A card as PNG. Raises ValueError where its template draws another size, or no SVG."""
    png = studio.paint(drawn.key, drawn.svg, [font.content for font in studio.fonts])
    size = dimensions(png)
    if size is None or (size.width, size.height) != (WIDTH, HEIGHT):
        raise ValueError(f"it is not {WIDTH} × {HEIGHT} pixels large")
    return png
