"""AVIF: boxes in boxes (ISO/IEC 14496-12 and 23008-12). Read, but not written anew.

What it tells of its maker lies anywhere in the file, known by offsets that would all have to move:
so it is not taken out here, and a copy through the library is made instead.
"""

from collections.abc import Iterator

from postil.pictures.look import Look, UnreadableError, number, turned

_ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
_OUTER = frozenset({b"meta", b"iprp", b"ipco", b"iinf"})
_TURNS = {0: 1, 1: 8, 2: 3, 3: 6}  # quarter turns to the left, as orientations


def look(content: bytes) -> Look:
    """Look at an AVIF."""
    boxes = list(_boxes(content, 0, len(content)))
    sizes = [
        (number(content, start + 4, 4), number(content, start + 8, 4))
        for name, start, _ in boxes
        if name == b"ispe"
    ]
    if not sizes:
        raise UnreadableError("there is no picture in it")
    turns = [_TURNS[content[start] & 3] for name, start, _ in boxes if name == b"irot"]
    turn = turns[0] if turns else 1
    kinds = {content[start + 8 : start + 12] for name, start, _ in boxes if name == b"infe"}
    width, height = turned(*max(sizes), turn)
    return Look(
        form="avif",
        width=width,
        height=height,
        moving=content.startswith(b"ftypavis", 4) or any(n == b"moov" for n, _, _ in boxes),
        clear=any(name == b"auxC" and _ALPHA in content[a:b] for name, a, b in boxes),
        private="where and when it was made" if kinds & {b"Exif", b"mime"} else "",
        bare=content,
    )


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of the content of each box that is asked for, inner ones too."""
    while at + 8 <= end:
        length, name, start = number(content, at, 4), content[at + 4 : at + 8], at + 8
        if length == 1:
            length, start = number(content, at + 8, 8), at + 16
        after = at + length if length else end
        if after > end or after < start:
            raise UnreadableError("it breaks off before its end")
        yield name, start, after
        if name in _OUTER:
            yield from _boxes(content, start + _skipped(content, name, start), after)
        at = after


def _skipped(content: bytes, name: bytes, start: int) -> int:
    """What stands before the boxes in a box: version and flags, and for a list their count."""
    if name == b"iinf":
        return 6 if number(content, start, 1) == 0 else 8
    return 4 if name == b"meta" else 0
