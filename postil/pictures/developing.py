"""A picture's bytes → what is published of it, or what keeps it from being published."""

from collections.abc import Callable
from pathlib import PurePosixPath

from postil.assets import named_by_hash
from postil.model import Copy, Picture
from postil.pictures.look import ENDINGS, FORMS, Look, UnreadableError, UnsafeError, look
from postil.record import record

MOST_PIXELS = 64_000_000
"""Of a picture that is decoded: four bytes each, and several pictures at once."""
LONGEST = 30_000

_INSTALL = "have it made anew: pip install 'postil[images]'; or save it without metadata"
_PLAIN = "save it without metadata, or show a still picture"
_BROKEN = "export it again from the program that it comes from"
_SAFE = "export it as a plain drawing, without scripts, style sheets and outer pictures"


@record
class Made:
    """A copy in the making: its form, its size in pixels, its bytes."""

    form: str
    width: int
    height: int
    content: bytes


Craft = Callable[[Look], tuple[Made, ...]]
"""Makes the copies of a picture, or the one still of a picture that moves.

None: the picture itself, bare, will do. Raises UnreadableError where its pixels cannot be read.
"""


def developed(path: str, content: bytes, craft: Craft | None = None) -> Picture:
    """What is published of a picture; `path` is the one in its article's folder."""
    try:
        seen = look(content)
        if fault := _fault(path, seen):
            return Picture(faults=(fault,))
        return _picture(path, seen, craft(seen) if craft and seen.form != "svg" else ())
    except UnreadableError as error:
        message = f"this picture cannot be read: {error}"
        return Picture(faults=(("image-broken", message, _BROKEN),))
    except UnsafeError as error:
        message = f"this drawing is not safe to publish: {error}"
        return Picture(faults=(("image-unsafe", message, _SAFE),))


def _fault(path: str, seen: Look) -> tuple[str, str, str] | None:
    """What its first bytes are enough to refuse it for."""
    name = PurePosixPath(path)
    if ENDINGS.get(name.suffix[1:].lower()) != seen.form:
        told = "JPEG" if seen.form == "jpeg" else seen.form.upper()
        ending = "jpg" if seen.form == "jpeg" else seen.form
        message = f"this is a picture in {told}, whatever its name says"
        return "image-type", message, f"rename it: {name.with_suffix(f'.{ending}')}"
    if seen.form == "svg":
        return None
    if seen.private and seen.moving:
        return _private(seen)
    if seen.width * seen.height > MOST_PIXELS or max(seen.width, seen.height) > LONGEST:
        message = f"this picture has {seen.width:,} × {seen.height:,} pixels, and is not opened"
        hint = "make it smaller: a page shows 3,000 pixels across at most"
        return "image-size", message, hint
    return None


def _picture(path: str, seen: Look, made: tuple[Made, ...]) -> Picture:
    still = _copy(path, made[0], "still") if made and seen.moving else None
    if made and not seen.moving:
        copies = tuple(_copy(path, one, str(one.width)) for one in made)
    elif seen.private:
        return Picture(faults=(_private(seen),))
    else:
        copies = (_bare(path, seen),)
    width, height = _size(seen, copies[-1])
    return Picture(
        width=width,
        height=height,
        moving=seen.moving,
        clear=seen.clear,
        scalable=seen.scalable,
        copies=copies,
        still=still,
    )


def _size(seen: Look, copy: Copy) -> tuple[int, int]:
    """As large as it says, unless what was decoded has another proportion (it may cut itself)."""
    off = abs(seen.width * copy.height - seen.height * copy.width)
    if off > max(seen.width, seen.height, copy.width, copy.height):
        return copy.width, copy.height
    return seen.width, seen.height


def _private(seen: Look) -> tuple[str, str, str]:
    message = f"this picture tells {seen.private}, which cannot be taken out of this form"
    return "image-private", message, _INSTALL if not seen.moving else _PLAIN


def _bare(path: str, seen: Look) -> Copy:
    """The picture itself without its metadata, under its own name."""
    return Copy(
        path=named_by_hash(path, seen.bare),
        type=FORMS[seen.form],
        width=seen.width,
        height=seen.height,
        content=seen.bare,
    )


def _copy(path: str, made: Made, what: str) -> Copy:
    """images/tower.png → images/tower-720.1f3870be.webp."""
    ending = "jpg" if made.form == "jpeg" else made.form
    pure = PurePosixPath(path)
    name = str(pure.with_name(f"{pure.stem}-{what}.{ending}"))
    return Copy(
        path=named_by_hash(name, made.content),
        type=FORMS[made.form],
        width=made.width,
        height=made.height,
        content=made.content,
    )
