"""A theme's own fonts: `fonts/<Family>-<Look>.woff2`, published under a name of their content.

The file's name says all that a style sheet has to: `Literata.woff2`, `Literata-Italic.woff2`,
`Literata-BoldItalic.woff2`, `Source_Serif-Variable.woff2`. A face that has not arrived when the
page is shown is used from the next page on (`font-display: optional`), so that no line ever moves.
"""

import re
from collections.abc import Mapping

from postil.assets import named_by_hash
from postil.problems import Place, Problem, problem
from postil.record import record

FOLDER, SUFFIX = "fonts/", ".woff2"
TYPE = "font/woff2"
_WEIGHTS = {
    "Thin": "100", "Light": "300", "Regular": "400", "Medium": "500", "SemiBold": "600",
    "Bold": "700", "Black": "900", "Variable": "100 900", "": "400",
}  # fmt: skip
_LOOK = re.compile(rf"({'|'.join(filter(None, _WEIGHTS))}|[1-9]00)?(Italic)?")
_FAMILY = re.compile(r"[\w][\w ]*")
_SIGN = "wOF2"  # how the format begins


@record
class Face:
    """One face: its published file, what a style sheet calls it, its weight and style."""

    path: str
    content: bytes
    family: str
    weight: str
    style: str

    @property
    def first(self) -> bool:
        """Whether it sets the running text, so that a browser should ask for it at once."""
        return self.style == "normal" and self.weight in {"400", "100 900"}

    def rule(self, up: str) -> str:
        """Its `@font-face`, on a page from which `up` leads to the site's root."""
        return (
            f'@font-face{{font-family:"{self.family}";src:url("{up}{self.path}") format("woff2");'
            f"font-weight:{self.weight};font-style:{self.style};font-display:optional}}"
        )


def faces(theme: Mapping[str, str]) -> tuple[tuple[Face, ...], tuple[Problem, ...]]:
    """A theme's faces in the order of their names, and files that are none."""
    found, problems = list[Face](), list[Problem]()
    for path in sorted(p for p in theme if p.startswith(FOLDER) and p.endswith(SUFFIX)):
        face = _face(path, theme[path])
        if face:
            found.append(face)
        else:
            problems.append(_unreadable(path, theme[path]))
    return tuple(found), tuple(problems)


def _face(path: str, text: str) -> Face | None:
    family, _, look = path.removeprefix(FOLDER).removesuffix(SUFFIX).partition("-")
    match, family = _LOOK.fullmatch(look), family.replace("_", " ")
    if not match or not _FAMILY.fullmatch(family) or not text.startswith(_SIGN):
        return None
    content = text.encode("latin-1")
    return Face(
        path=named_by_hash(path, content),
        content=content,
        family=family,
        weight=_WEIGHTS.get(match[1] or "", match[1]),
        style="italic" if match[2] else "normal",
    )


def _unreadable(path: str, text: str) -> Problem:
    place = Place(file=f"templates/{path}")
    if not text.startswith(_SIGN):
        return problem("template", place, "this file is no WOFF2 font", "convert it, or delete it")
    message = "this file’s name does not say which font it is"
    hint = "such as Literata.woff2, Literata-BoldItalic.woff2 or Source_Serif-Variable.woff2"
    return problem("template", place, message, hint)
