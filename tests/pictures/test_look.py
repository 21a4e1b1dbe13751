"""What a picture's own bytes say, and the same bytes bare. Cases 105 and 47."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from postil.pictures import exif
from postil.pictures.developing import developed
from postil.pictures.look import FORMS, Look, UnreadableError, UnsafeError, look
from tests.pictures.samples import (
    SECRETS,
    bomb,
    chunk,
    drawing,
    from_camera,
    moving,
    photo,
    saved,
)

RASTER = ("jpeg", "png", "gif", "webp", "avif")


def pixels(content: bytes) -> bytes:
    return Image.open(BytesIO(content)).convert("RGBA").tobytes()


@pytest.mark.parametrize("form", RASTER)
def test_form_and_size(form: str) -> None:
    seen = look(saved(photo(90, 61), form))
    assert (seen.form, seen.width, seen.height) == (form, 90, 61)
    assert (seen.turn, seen.moving, seen.clear, seen.private) == (1, False, False, "")


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_a_camera_that_lay_on_its_side(form: str, turn: int) -> None:
    seen = look(from_camera(form, turn))
    assert seen.turn == turn
    assert (seen.width, seen.height) == ((60, 90) if turn >= 5 else (90, 60))


def test_an_avif_that_lies_on_its_side() -> None:
    seen = look(from_camera("avif", 6))
    assert (seen.width, seen.height) == (60, 90)
    assert seen.private


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "gif"])
def test_bare_shows_the_same_and_tells_nothing(form: str) -> None:
    content = from_camera(form) if form != "gif" else saved(photo(), form, comment=b"the old pier")
    bare = look(content).bare
    assert any(secret in content for secret in SECRETS), "there is nothing to take out"
    assert [secret for secret in SECRETS if secret in bare] == []
    assert pixels(bare) == pixels(content)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "gif"])
def test_bare_is_its_own_bare(form: str) -> None:
    bare = look(from_camera(form) if form != "gif" else moving()).bare
    again = look(bare)
    assert again.bare == bare
    assert not again.private


def test_a_bare_jpeg_still_knows_which_way_is_up() -> None:
    image = Image.open(BytesIO(look(from_camera("jpeg", 6)).bare))
    assert dict(image.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("turn", range(1, 9))
def test_orientation_is_read_as_it_is_written(turn: int) -> None:
    assert exif.orientation(exif.only(turn)) == turn


@given(st.binary(max_size=200))
def test_any_exif_has_an_orientation(tiff: bytes) -> None:
    assert 1 <= exif.orientation(b"II*\x00" + tiff) <= 8


@pytest.mark.parametrize("form", ["gif", "webp", "png", "avif"])
def test_what_moves(form: str) -> None:
    assert look(moving(form)).moving
    assert pixels(look(moving(form)).bare) == pixels(moving(form))


@pytest.mark.parametrize("form", ["png", "webp", "avif", "gif"])
def test_what_one_sees_through(form: str) -> None:
    assert look(saved(drawing(clear=True), form)).clear
    assert not look(saved(photo(), form)).clear


@pytest.mark.parametrize("form", RASTER)
def test_cut_off_anywhere_is_noticed(form: str) -> None:
    """Case 105: corrupt."""
    whole = saved(photo(), form)
    for length in range(0, len(whole) - 2, max(1, len(whole) // 40)):
        with pytest.raises(UnreadableError):
            look(whole[:length])


def test_a_damaged_png_is_noticed() -> None:
    content = bytearray(saved(photo(), "png"))
    content[len(content) // 2] ^= 1
    with pytest.raises(UnreadableError, match="damaged"):
        look(bytes(content))


def test_what_a_crop_left_behind_is_cut_off() -> None:
    content = saved(photo(), "png")
    assert look(content + chunk(b"IDAT", b"the rest of the picture")).bare == content


@given(form=st.sampled_from(RASTER), data=st.data())
@settings(max_examples=150)
def test_whatever_the_bytes_there_is_an_answer(form: str, data: st.DataObject) -> None:
    """Case 105: a picture is read or refused; nothing else is raised."""
    content = bytearray(saved(photo(20, 15), form))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 1] = data.draw(st.binary(max_size=3))
    made = developed(f"images/x.{form}", bytes(content))
    assert bool(made.copies) != bool(made.faults)


@given(st.binary(max_size=300))
def test_whatever_stands_there_there_is_an_answer(content: bytes) -> None:
    for form in FORMS:
        made = developed(f"images/x.{form}", content)
        assert bool(made.copies) != bool(made.faults)


def test_a_bomb_is_refused_by_what_it_says_of_itself() -> None:
    """Case 105: no pixel is decoded."""
    ((rule, message, hint),) = developed("images/x.png", bomb()).faults
    assert (rule, message) == (
        "image-size",
        "this picture has 60,000 × 60,000 pixels, and is not opened",
    )
    assert hint.startswith("make it smaller")
    assert developed("images/x.png", bomb(1, 40_000)).faults[0][0] == "image-size"
    assert not developed("images/x.png", bomb(8_000, 8_000)).faults, "as large as may be"


def test_a_name_that_says_another_form() -> None:
    ((rule, message, hint),) = developed("images/a.b.jpg", saved(photo(), "png")).faults
    assert (rule, message) == ("image-type", "this is a picture in PNG, whatever its name says")
    assert hint == "rename it: images/a.b.png"
    assert developed("images/a.JPEG", saved(photo(), "jpeg")).copies


# ---- Drawings ------------------------------------------------------------------------------

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawn(inside: str, attributes: str = "") -> Look:
    return look(f"{OPEN} {attributes}>{inside}</svg>".encode())


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<SCRIPT/>", "<SCRIPT>"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', "<s:script>"),
        ('<g onload="alert(1)"/>', "onload"),
        ('<g OnClick="alert(1)"/>', "OnClick"),
        ('<a href="javascript:alert(1)"/>', "outside itself"),
        ('<a xlink:href=" java&#9;script:alert(1)"/>', "outside itself"),
        ("<foreignObject/>", "foreignObject"),
        ('<image href="https://example.org/a.png"/>', "outside itself"),
        ('<image href="a.png"/>', "outside itself"),
        ('<use xlink:href="other.svg#a"/>', "outside itself"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "outside itself"),
        ('<rect fill="url(https://example.org/#a)"/>', "outside itself"),
        ("<rect style='fill:url(\"//example.org\")'/>", "outside itself"),
        ("<style>@import 'a.css';</style>", "style"),
        ("<style>@im<!-- -->port 'a.css';</style>", "style"),
        ("<style>rect{fill:u\\72l(a)}</style>", "escapes"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "addresses"),
        ('<animate attributeName="xlink:href" values="javascript:1"/>', "addresses"),
        ('<g xml:base="https://example.org/"/>', "xml:base"),
    ],
)
def test_a_drawing_that_could_do_something(inside: str, why: str) -> None:
    """Case 47."""
    with pytest.raises(UnsafeError, match=why):
        drawn(inside)


@pytest.mark.parametrize(
    "head",
    [
        '<?xml-stylesheet href="https://example.org/a.css"?>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_drawing_with_a_head_that_could_do_something(head: str) -> None:
    with pytest.raises(UnsafeError):
        look(f"{head}{OPEN}/>".encode())


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9" fill="url(#a)" style="stroke:url( \'#b\' )"/>',
        '<use href="#a"/><a href="https://example.org/">there</a>',
        "<style>rect { fill: red }</style><text>onload= url(x) @import</text>",
    ],
)
def test_a_safe_drawing_stays_as_it_is(inside: str) -> None:
    content = f'<?xml version="1.0"?>{OPEN}>{inside}</svg>'.encode()
    assert look(content).bare == content


def test_a_drawing_tells_nothing_of_its_maker() -> None:
    seen = drawn(
        "<!-- by Ann --><metadata><who>Ann</who></metadata>"
        '<sodipodi:namedview a="Ann"><inkscape:grid/></sodipodi:namedview>'
        '<g inkscape:label="Ann" id="a"><path d="M0 0"/>&lt;</g>',
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" sodipodi:docname="/home/ann"'
        ' xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"',
    )
    assert seen.bare.decode() == f'{OPEN}><g id="a"><path d="M0 0"/>&lt;</g></svg>'


def test_a_photograph_in_a_drawing_is_made_bare() -> None:
    from base64 import b64decode, b64encode

    inner = b64encode(from_camera()).decode()
    seen = drawn(f'<image href="data:image/jpeg;base64,{inner}"/>').bare
    bare = b64decode(seen.partition(b"base64,")[2].partition(b'"')[0])
    assert bare == look(from_camera()).bare


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30, False)),
        ('width="1in" height="25.4mm"', (96, 96, False)),
        ('width="50" viewBox="0 0 10 20"', (50, 100, False)),
        ('viewBox="0 0 10 20"', (500, 1000, True)),
        ('viewBox="0,0,1e3,500"', (1000, 500, True)),
        ('width="100%" height="50%" viewBox="0 0 4 1"', (1000, 250, True)),
        ("", (300, 150, False)),
        ('viewBox="0 0 0 9"', (300, 150, False)),
        ('width="9999999" height="1"', (30_000, 1, False)),
    ],
)
def test_the_size_of_a_drawing(attributes: str, size: tuple[int, int, bool]) -> None:
    seen = drawn("", attributes)
    assert (seen.width, seen.height, seen.scalable) == size


@pytest.mark.parametrize(
    "content", [b"<svg", b"<svg><g></svg>", b"<html><svg/></html>", b"<svg>&a;</svg>"]
)
def test_a_drawing_that_is_none(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        look(content)


def test_a_drawing_in_another_encoding_becomes_utf8() -> None:
    text = f'<?xml version="1.0" encoding="latin-1"?>{OPEN}><text>Grüße</text></svg>'
    assert look(text.encode("latin-1")).bare.decode() == f"{OPEN}><text>Grüße</text></svg>"
