"""GIF: frames and extensions (https://www.w3.org/Graphics/GIF/spec-gif89a.txt); comments go.

Of the extensions of programs one is kept, NETSCAPE2.0, which tells how often the picture moves.
"""

from postil.pictures.look import Look, UnreadableError, number

_LOOP = b"\x0bNETSCAPE2.0"
_EXTENSION, _FRAME, _END = 0x21, 0x2C, 0x3B
_CONTROL, _PROGRAM = 0xF9, 0xFF


def look(content: bytes) -> Look:
    """Look at a GIF."""
    at = 13 + _table(number(content, 10, 1))
    parts, frames, clear = [content[:at]], 0, False
    while (kind := _next(content, at)) != _END:
        start = at
        if kind == _EXTENSION:
            label = number(content, at + 1, 1)
            at = _after_blocks(content, at + 2)
            clear |= label == _CONTROL and bool(content[start + 3] & 1)
            kept = label == _CONTROL or (label == _PROGRAM and content.startswith(_LOOP, start + 2))
        elif kind == _FRAME:
            at = _after_blocks(content, at + 11 + _table(number(content, at + 9, 1)))
            frames, kept = frames + 1, True
        else:
            raise ValueError(kind)
        parts.append(content[start:at] if kept else b"")
    if not frames:
        raise UnreadableError("there is no picture in it")
    return Look(
        form="gif",
        width=number(content, 6, 2, "little"),
        height=number(content, 8, 2, "little"),
        moving=frames > 1,
        clear=clear,
        bare=b"".join(parts) + b"\x3b",
    )


def _next(content: bytes, at: int) -> int:
    if at >= len(content):
        raise UnreadableError("it breaks off before its end")
    return content[at]


def _table(flags: int) -> int:
    """The length of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    """Where a row of blocks ends: after an empty one."""
    while length := _next(content, at):
        at += length + 1
    return at + 1
