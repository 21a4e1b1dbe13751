"""SVG: a drawing, read as XML; refused where it could do or fetch something.

`<img>` runs no script, but the file can be opened alone, on hosts that send no policy with it. So a
script, an outer reference or an entity of its own makes it unsafe. Comments, metadata and what
drawing programs leave for themselves (`sodipodi:docname="/home/ann/…"`) are taken out.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Sequence
from typing import Any
from xml.parsers import expat

from postil.pictures.look import FORMS, Look, UnreadableError, UnsafeError, form_of
from postil.pictures.look import look as any_look
from postil.urls import allowed

_ACTING = frozenset({"script", "foreignobject", "iframe", "object", "embed", "audio", "video"})
_ACTING |= {"canvas", "handler", "listener"}
_MOVING = frozenset({"animate", "animatemotion", "animatetransform", "set"})
_REFERRING = frozenset({"href", "src", "data", "action", "formaction", "poster", "srcset"})
_CSS_LOADS = re.compile(
    r"(?:url|src|image|image-set)\((?>\s*[\"']?\s*)(?!#)([^\"')]*)", re.IGNORECASE
)
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_EDITORS = re.compile(
    r"inkscape|sodipodi|adobe|sketch|figma|serif|corel|vectornator", re.IGNORECASE
)
_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d+)?|\.\d+)(px|pt|pc|mm|cm|in|)\s*")
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_LARGEST = 30_000
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def look(content: bytes) -> Look:
    """Look at a drawing. Raises UnsafeError where it could do or fetch something."""
    drawing = _Drawing()
    try:
        drawing.parser.Parse(content, True)
    except expat.ExpatError as error:
        why = f"line {error.lineno} is no XML: {expat.ErrorString(error.code)}"
        raise UnreadableError(why) from error
    width, height, scalable = _size(drawing.root)
    return Look(
        form="svg",
        width=width,
        height=height,
        scalable=scalable,
        clear=True,
        moving=drawing.moving,
        bare="".join(drawing.out).encode() if drawing.cut or not _is_utf8(content) else content,
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Drawing:
    """One reading: what is safe is written again, `cut` tells whether something was left out."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.CommentHandler = self.comment
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.root: dict[str, str] = {}
        self.out: list[str] = []
        self.open: list[str] = []
        self.style: list[str] = []
        self.editors: set[str] = set()
        self.skipped = 0  # elements that are open inside one that is left out, itself too
        self.cut = self.moving = False

    def doctype(self, _name: str, _system: str | None, _public: str | None, subset: Any) -> None:
        """A document type alone does nothing; one with declarations can."""
        if subset:
            raise UnsafeError("it declares entities of its own")
        self.cut = True

    def instruction(self, target: str, _data: str) -> None:
        """Such as <?xml-stylesheet?>."""
        if target.lower() == "xml-stylesheet":
            raise UnsafeError("it asks for a style sheet")
        self.cut = True

    def comment(self, _text: str) -> None:
        """Comments are left out."""
        self.cut = True

    def start(self, name: str, flat: Sequence[str]) -> None:
        """An element begins."""
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        local = name.rpartition(":")[2].lower()
        if not self.open and not self.out:
            if local != "svg":
                raise UnreadableError(f"its first element is {name[:40]}, not svg")
            self.root = dict(pairs)
        self.editors |= {
            key.removeprefix("xmlns:")
            for key, value in pairs
            if key.startswith("xmlns:") and _EDITORS.search(value)
        }
        if self.skipped or local == "metadata" or self.is_editors(name):
            self.skipped, self.cut = self.skipped + 1, True
            return
        if local in _ACTING:
            raise UnsafeError(f"it has an element <{name[:40]}>")
        kept = [(key, _safe(local, key, value)) for key, value in pairs]
        left = [pair for pair in kept if not self.is_editors(pair[0])]
        self.cut |= left != pairs
        self.moving |= local in _MOVING
        self.open.append(name)
        self.out.append("".join((f"<{name}", *(f' {k}="{v.translate(_VALUE)}"' for k, v in left))))
        self.out.append(">")

    def is_editors(self, name: str) -> bool:
        """Whether an element or attribute is a drawing program's own, or declares such."""
        prefix, _, local = name.rpartition(":")
        return prefix in self.editors or (prefix == "xmlns" and local in self.editors)

    def end(self, name: str) -> None:
        """An element ends."""
        if self.skipped:
            self.skipped -= 1
            return
        if self.open.pop().rpartition(":")[2].lower() == "style":
            css = "".join(self.style)
            _safe_css(css)
            self.moving |= "@keyframes" in css
            self.style.clear()
        if self.out[-1] == ">":
            self.out[-1] = "/>"
        else:
            self.out.append(f"</{name}>")

    def text(self, text: str) -> None:
        """Words, or a style sheet."""
        if self.skipped:
            return
        if self.open and self.open[-1].rpartition(":")[2].lower() == "style":
            self.style.append(text)  # a long one comes in parts
        self.out.append(text.translate(_TEXT))


def _safe(element: str, key: str, value: str) -> str:
    """An attribute's value, if it does and fetches nothing; a picture in it is made bare."""
    local = key.rpartition(":")[2].lower()
    if local.startswith("on") and ":" not in key:
        raise UnsafeError(f"it has a script, {key[:40]}=…")
    if key == "xml:base":
        raise UnsafeError("it says that it stands elsewhere (xml:base)")
    if local == "attributename" and value.rpartition(":")[2].strip().lower() in _REFERRING:
        raise UnsafeError("it changes its own addresses")
    if local in _REFERRING:
        return _safe_reference(element, value)
    if key != "xmlns" and not key.startswith("xmlns:"):
        _safe_css(value)
    return value


def _safe_reference(element: str, value: str) -> str:
    address = value.strip()
    if address.startswith("#") or not address or (element == "a" and allowed(address)):
        return value
    start = _EMBEDDED.match(address)
    if not start:
        raise UnsafeError(f"it asks for something outside itself: {address[:60]}")
    try:
        content = b64decode(address[start.end() :])
        bare = any_look(content).bare
    except NoBase64 as error:
        raise UnreadableError("a picture in it cannot be read") from error
    if bare == content:
        return value
    return f"data:{FORMS[form_of(bare)]};base64,{b64encode(bare).decode()}"


def _safe_css(text: str) -> None:
    if "(" not in text and "@" not in text:
        return
    if "\\" in text and ("{" in text or ":" in text):
        raise UnsafeError("its style hides words behind escapes")
    if "@import" in text.lower():
        raise UnsafeError("its style asks for another")
    for found in _CSS_LOADS.finditer(text):
        if not _EMBEDDED.match(found[1].strip()):
            raise UnsafeError(f"it asks for something outside itself: {found[1][:60]}")


def _size(root: dict[str, str]) -> tuple[int, int, bool]:
    """Width and height in CSS pixels; those of its view, and True, where it has none of its own."""
    own = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    box = [float(one) for one in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if one][2:4]
    if all(own):
        return _bounded(*own, scalable=False)
    if len(box) < 2 or min(box) <= 0:
        return (300, 150, False)  # what browsers give a drawing of no size
    if own[0]:
        return _bounded(own[0], own[0] * box[1] / box[0], scalable=False)
    if own[1]:
        return _bounded(own[1] * box[0] / box[1], own[1], scalable=False)
    return _bounded(*box, scalable=True)


def _bounded(width: float, height: float, *, scalable: bool) -> tuple[int, int, bool]:
    scale = min(1.0, _LARGEST / max(width, height))
    if scalable:  # a view may be a hundredth wide: only its proportion counts
        scale = 1000 / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale)), scalable


def _pixels(length: str) -> float:
    """A length in CSS pixels, 0 for one that depends on the page."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0
