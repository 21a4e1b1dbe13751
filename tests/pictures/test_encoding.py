"""Copies of pictures: forms, widths, colours, and the same bytes each time. Case 105."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from postil.pictures import sizes
from postil.pictures.developing import Made, developed
from postil.pictures.encoding import encoded, first_frame, verify, versions
from postil.pictures.look import Look, UnreadableError, look
from tests.pictures.samples import (
    SECRETS,
    drawing,
    from_camera,
    moving,
    photo,
    profile,
    saved,
)


def copies(content: bytes) -> tuple[Made, ...]:
    return encoded(look(content))


def opened(made: Made) -> Image.Image:
    return Image.open(BytesIO(made.content))


def colour(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a share of width and height."""
    found = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def near(one: tuple[int, ...], other: tuple[int, ...], far: int = 24) -> bool:
    return all(abs(a - b) <= far for a, b in zip(one, other, strict=True))


def test_a_photograph_in_three_forms() -> None:
    made = copies(saved(photo(900, 600), "jpeg", quality=95))
    assert {one.form for one in made} >= {"jpeg", "webp"}
    assert made[-1].form == "jpeg", "the last is one that everybody reads"
    for one in made:
        assert opened(one).size == (one.width, one.height)
        assert opened(one).format == one.form.upper()


def test_the_same_bytes_each_time() -> None:
    content = from_camera(width=420, height=300)
    assert copies(content) == copies(content)


def test_every_copy_stands_upright_and_tells_nothing() -> None:
    """GPS and all else that a camera wrote; orientation 6."""
    content = from_camera(turn=6, width=420, height=300)
    upright = photo(420, 300).rotate(-90, expand=True)
    for one in copies(content):
        assert [secret for secret in SECRETS if secret in one.content] == []
        assert not opened(one).getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & opened(one).info.keys()
        for spot in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
            assert near(colour(opened(one), *spot), colour(upright, *spot))


@pytest.mark.parametrize("form", ["png", "webp", "avif"])
def test_other_forms_are_turned_too(form: str) -> None:
    made = copies(from_camera(form, 6))
    upright = photo().rotate(-90, expand=True)
    assert (made[-1].width, made[-1].height) == upright.size
    assert near(colour(opened(made[-1]), 0.1, 0.9), colour(upright, 0.1, 0.9))


def test_a_drawing_stays_sharp_and_clear() -> None:
    made = copies(saved(drawing(clear=True), "png"))
    assert {one.form for one in made} <= {"webp", "png"}
    assert made[-1].form == "png"
    for one in made:
        whole = opened(one).convert("RGBA")
        assert whole.getpixel((0, 0)) == (0, 0, 0, 0)
        assert whole.getpixel((40, 30)) == (0, 0, 0, 255)


def test_a_photograph_that_one_sees_through() -> None:
    image = photo(300, 200, "RGBA").copy()
    image.putalpha(Image.linear_gradient("L").resize((300, 200)))
    made = copies(saved(image, "png"))
    assert made[-1].form == "png"
    for one in made:
        assert opened(one).mode == "RGBA"


def test_ink_colours_become_those_of_a_screen() -> None:
    content = saved(photo(90, 60, "CMYK"), "jpeg", quality=95)
    assert near(colour(opened(copies(content)[-1]), 0.9, 0.1), colour(photo(), 0.9, 0.1), 40)
    assert opened(copies(content)[-1]).mode == "RGB"


def test_sixteen_bits_become_eight() -> None:
    deep = photo().convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    made = opened(copies(saved(deep, "png"))[-1])
    for spot in ((0.1, 0.1), (0.9, 0.9)):
        assert near(colour(made, *spot), colour(photo().convert("L"), *spot))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P"])
def test_few_and_grey_colours(mode: str) -> None:
    content = saved(photo(60, 40).convert(mode), "png")
    assert near(
        colour(opened(copies(content)[-1]), 0.8, 0.2),
        colour(Image.open(BytesIO(content)).convert("RGB"), 0.8, 0.2),
    )


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_profile_is_used_up(mode: str) -> None:
    """Red told in a profile in which it is green is green for all browsers."""
    red = Image.new(mode, (20, 20), (255, 0, 0, 128)[: len(mode)])
    made = copies(saved(red, "png", icc_profile=profile()))
    assert all("icc_profile" not in opened(one).info for one in made)
    assert near(colour(opened(made[-1]), 0.5, 0.5), (0, 255, 0))
    assert opened(made[-1]).mode == mode


def test_a_broken_profile_counts_as_none() -> None:
    made = copies(saved(photo(), "jpeg", quality=95, icc_profile=b"no profile at all"))
    assert near(colour(opened(made[-1]), 0.9, 0.1), colour(photo(), 0.9, 0.1))


def test_pixels_that_cannot_be_read() -> None:
    """Its chunks are whole, and what stands in them is none."""
    from tests.pictures.samples import bomb

    seen = look(bomb(30, 20))
    for way in (encoded, verify, first_frame):
        with pytest.raises(UnreadableError, match="its pixels cannot be read"):
            way(seen)
    ((rule, message, _),) = developed("images/x.png", bomb(30, 20), encoded).faults
    assert rule == "image-broken"
    assert "\n" not in message


@given(form=st.sampled_from(["jpeg", "png", "gif", "webp", "avif"]), data=st.data())
def test_whatever_a_codec_raises_there_is_an_answer(form: str, data: st.DataObject) -> None:
    """Case 105: of damaged bytes that look whole. An AVIF decoder raised RuntimeError."""

    def craft(seen: Look) -> tuple[Made, ...]:
        verify(seen)
        return ()

    content = bytearray(saved(photo(20, 15), form))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    made = developed(f"images/x.{form}", bytes(content), craft)
    assert bool(made.copies) != bool(made.faults)


def test_what_moves_has_a_first_frame() -> None:
    still = first_frame(look(moving()))
    assert (still.form, opened(still).size) == ("png", (24, 16))


def test_versions_name_all_that_bytes_depend_on() -> None:
    import PIL

    assert versions().startswith(PIL.__version__)
    assert len(versions().split()) >= 6


# ---- Sizes ---------------------------------------------------------------------------------

SIDE = st.integers(1, 30_000)


@given(SIDE, SIDE)
def test_copies_are_never_larger_than_the_picture(width: int, height: int) -> None:
    found = sizes.widths(width, height)
    assert list(found) == sorted(set(found))
    assert 1 <= found[0] <= found[-1] <= width


@given(SIDE, SIDE, st.booleans())
def test_a_picture_keeps_its_proportion_within_its_column(
    width: int, height: int, scalable: bool
) -> None:
    wide, high = sizes.shown(width, height, scalable=scalable)
    assert 1 <= wide <= sizes.COLUMN
    assert abs(high - height * wide / width) <= 1
    assert scalable or wide <= width


@pytest.mark.parametrize(
    ("size", "shown", "widths"),
    [
        ((4000, 3000), (640, 480), (360, 720, 1280)),
        ((3000, 4000), (540, 720), (360, 720, 1080)),
        ((700, 100), (640, 91), (360, 700)),
        ((380, 300), (380, 300), (380,)),
        ((48, 32), (48, 32), (48,)),
        ((1000, 9000), (360, 3240), (360, 720)),
    ],
)
def test_sizes(size: tuple[int, int], shown: tuple[int, int], widths: tuple[int, ...]) -> None:
    assert sizes.shown(*size) == shown
    assert sizes.widths(*size) == widths
