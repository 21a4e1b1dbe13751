"""Pictures made for tests, small; `photo` has thousands of colours, `drawing` has two."""

import struct
from functools import cache
from io import BytesIO
from typing import Any
from zlib import compress, crc32

from PIL import Image, ImageCms

SECRETS = (b"Ann's phone", b"the old pier", b"<x:xmpmeta", b"GPS", b"2026:11:20")
"""What a camera wrote into `exif` and beside it."""
XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>the old pier</x:xmpmeta>"


@cache
def photo(width: int = 90, height: int = 60, mode: str = "RGB") -> Image.Image:
    """Light from the left, dark below: no two quarters look alike."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    both = Image.merge("RGB", (across, down, Image.blend(across, down, 0.5)))
    return both.convert(mode)


@cache
def drawing(width: int = 90, height: int = 60, *, clear: bool = False) -> Image.Image:
    """A black stroke on white, or on nothing."""
    made = Image.new("RGBA", (width, height), (0, 0, 0, 0) if clear else (255, 255, 255, 255))
    made.paste((0, 0, 0, 255), (width // 3, 5, width // 2, height - 5))
    return made if clear else made.convert("RGB")


def exif(turn: int = 1) -> Image.Exif:
    """Where, when and with what it was taken."""
    made = Image.Exif()
    made[0x0112], made[0x010F], made[0x0132] = turn, "Ann's phone", "2026:11:20 21:45:00"
    made[0x010E] = "the old pier"
    made.get_ifd(0x8825).update({1: "N", 2: (50.0, 10.0, 20.0), 29: "2026:11:20"})
    return made


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """A picture's bytes."""
    out = BytesIO()
    image.save(out, form.upper(), **options)
    return out.getvalue()


@cache
def from_camera(form: str = "jpeg", turn: int = 6, width: int = 90, height: int = 60) -> bytes:
    """A photograph with all that a camera tells, lying on its side."""
    options: dict[str, Any] = {"exif": exif(turn)}
    if form == "jpeg":
        options |= {"comment": b"the old pier", "quality": 90}
    if form in ("webp", "avif"):
        options |= {"xmp": XMP[29:], "quality": 80}
    made = saved(photo(width, height), form, **options)
    if form == "jpeg":  # XMP and Photoshop's block, and a film behind the end
        told = b"\xff\xe1" + struct.pack(">H", len(XMP) + 2) + XMP
        told += b"\xff\xed\x00\x1cPhotoshop 3.0\x00the old pier\x00"[:30]
        made = made[:2] + told + made[2:] + b"....ftypmp42the old pier"
    return made


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", compress(b"")), chunk(b"IEND", b""))
    )


@cache
def moving(form: str = "gif") -> bytes:
    """Two frames, over and over."""
    first, second = photo(24, 16), photo(24, 16).rotate(180)
    return saved(first, form, save_all=True, append_images=[second], duration=100, loop=0)


def profile() -> bytes:
    """A profile of no known name, in which red and green have changed places."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    named = srgb.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be"))
    return named.replace(b"rXYZ", b"____", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"____", b"gXYZ")
