"""A picture decoded once, and written anew in several forms and widths, through Pillow.

What is written depends on the pixels, `SETTINGS`, the widths of `sizes`, and the versions of Pillow
and its codecs: the same of these gives the same bytes. So the codec of AVIF is named, its threads
are one and its tiles are off: libaom's bytes depend on both.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from io import BytesIO
from itertools import groupby
from typing import Any

from PIL import Image, ImageCms

from postil.pictures import sizes
from postil.pictures.developing import MOST_PIXELS, Made
from postil.pictures.look import Look, UnreadableError
from postil.record import replace

SETTINGS: Mapping[str, Mapping[str, object]] = {
    "avif": {
        "quality": 60,
        "speed": 6,
        "codec": "aom",
        "max_threads": 1,
        "autotiling": False,
        "subsampling": "4:2:0",
    },
    "webp": {"quality": 78, "method": 5},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True, "subsampling": "4:2:0"},
    "png": {"optimize": True},
    "webp-flat": {"lossless": True, "quality": 80, "method": 5},
}
_FLAT = 256  # colours that a drawing has at most; a photograph has thousands
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
# Of what is odd in a file, and read all the same.
warnings.filterwarnings("ignore", module=r"PIL\.")


def versions() -> str:
    """Pillow and its codecs, as far as bytes depend on them."""
    import PIL

    parts = (
        ("_imaging", ("jpeglib_version", "libjpeg_turbo_version", "zlib_version")),
        ("_imaging", ("zlib_ng_version",)),
        ("_avif", ("libavif_version",)),
        ("_webp", ("webpdecoder_version",)),
        ("_imagingcms", ("littlecms_version",)),
    )
    return " ".join((PIL.__version__, *(_version(*part) for part in parts), _codecs()))


def _version(module: str, names: Sequence[str]) -> str:
    """What a module of Pillow's says of its library; "-" where it was built without."""
    try:
        loaded = import_module(f"PIL.{module}")
    except ImportError:
        return "-"
    return "/".join(str(getattr(loaded, name, "")) for name in names)


def _codecs() -> str:
    try:
        return str(import_module("PIL._avif").codec_versions())
    except (ImportError, AttributeError):
        return ""


def verify(seen: Look) -> None:
    """Decode a picture to see that it can be. Raises UnreadableError."""
    _decoded(seen)


def encoded(seen: Look) -> tuple[Made, ...]:
    """The copies of a picture: the best form first, in each the smallest first.

    The last form is one that every browser reads. Raises UnreadableError.
    """
    source = _decoded(seen)
    try:
        return _lean([_thriftier(copy, seen) for copy in _copies(source)])
    except Exception as error:
        raise UnreadableError(_reason(error)) from error


def first_frame(seen: Look) -> Made:
    """The first picture of one that moves, for readers who want none to move."""
    image = _decoded(seen)
    return Made(form="png", width=image.width, height=image.height, content=_saved(image, "png"))


# ---- Reading -------------------------------------------------------------------------------


def _decoded(seen: Look) -> Image.Image:
    """The pixels upright, in sRGB, as L, RGB or RGBA, without anything else."""
    form = seen.form.upper()
    try:
        with Image.open(BytesIO(seen.bare), formats=(form,)) as image:
            if image.width * image.height > MOST_PIXELS:  # than it says at its beginning
                raise ValueError("too many pixels")
            image.load()
            turn = seen.turn if seen.form != "avif" else image.getexif().get(_ORIENTATION, 1)
            plain = _in_srgb(_in_eight_bits(image), image.info.get("icc_profile"))
    except Exception as error:
        raise UnreadableError(_reason(error)) from error
    plain = plain.transpose(_TURNS[turn]) if turn in _TURNS else plain
    plain.info.clear()
    return plain


def _reason(error: BaseException) -> str:
    """What the library says, in half a sentence."""
    words = " ".join(str(error).split()).partition(" <")[0]
    return f"its pixels cannot be read ({words[:80] or type(error).__name__})"


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """L, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        deep = image.convert("I")
        return deep.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image.copy()
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Colours as browsers take them where no profile is told; a broken profile counts as none."""
    if isinstance(profile, bytes) and image.mode != "L":
        image = _converted(image, profile)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        flat = image.convert("RGB") if alpha else image
        made = ImageCms.profileToProfile(
            flat, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except Exception:  # noqa: BLE001 - the same of profiles
        return image
    if made is None:
        return image
    if alpha:
        made.putalpha(alpha)
    return made


# ---- Writing -------------------------------------------------------------------------------


def _copies(source: Image.Image) -> Iterator[Made]:
    """A copy in each form and width."""
    wide = sizes.widths(source.width, source.height)
    scaled = [_scaled(source, width) for width in wide]
    for form, settings in _forms(source):
        for image in scaled:
            yield Made(
                form=form,
                width=image.width,
                height=image.height,
                content=_saved(image, form, settings),
            )


def _forms(source: Image.Image) -> tuple[tuple[str, str], ...]:
    """(form, name of its settings): a drawing's lines stay sharp, a photograph's bytes few."""
    if source.getcolors(_FLAT):
        return ("webp", "webp-flat"), ("png", "png")
    plain = "png" if source.mode == "RGBA" else "jpeg"
    return ("avif", "avif"), ("webp", "webp"), (plain, plain)


def _scaled(source: Image.Image, width: int) -> Image.Image:
    if width == source.width:
        return source
    height = max(1, round(source.height * width / source.width))
    return source.resize((width, height), Image.Resampling.LANCZOS)


def _saved(image: Image.Image, form: str, settings: str = "") -> bytes:
    """A picture's bytes; none where Pillow was built without this form."""
    options: dict[str, Any] = {**SETTINGS[settings or form]}
    out = BytesIO()
    try:
        image.save(out, form.upper(), **options)
    except KeyError:  # Pillow knows no such form
        return b""
    except ValueError:  # nor this codec
        if form == "avif":
            return b""
        raise
    return out.getvalue()


def _lean(copies: Sequence[Made]) -> tuple[Made, ...]:
    """Without what saves nothing: a narrow copy that weighs more than a wide one, and a form whose
    widest copy weighs more than that of the next form, which more browsers read.
    """
    kept = list[Made]()
    for _, group in groupby(reversed(copies), key=lambda copy: copy.form):
        form = list[Made]()
        for copy in group:  # widest first
            if copy.content and (not form or len(copy.content) < len(form[0].content)):
                form.insert(0, copy)
        if form and (not kept or len(form[-1].content) < len(_widest(kept).content)):
            kept[:0] = form
    return tuple(kept)


def _thriftier(copy: Made, seen: Look) -> Made:
    """The picture's own bytes, bare, where they are what was asked for and fewer."""
    same = (copy.form, copy.width, copy.height) == (seen.form, seen.width, seen.height)
    coloured = any(profile in seen.bare for profile in (b"ICC_PROFILE", b"iCCP", b"Adobe"))
    if not same or coloured or seen.turn > 1 or len(seen.bare) >= len(copy.content):
        return copy
    return replace(copy, content=seen.bare)


def _widest(kept: Sequence[Made]) -> Made:
    """The widest copy of the first form."""
    return max((one for one in kept if one.form == kept[0].form), key=lambda one: one.width)
