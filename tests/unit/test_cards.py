"""Preview cards: drawn, painted, named in the head, and brought by an author."""

import io
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from postil.cards import painter as painting
from postil.cards import sfnt, studio
from postil.cards.dimensions import dimensions
from postil.cards.sfnt import _tables
from postil.load import load
from postil.memo import Kept
from postil.pipeline import Built, prove, prove_files, render_proved, render_site
from postil.record import replace
from postil.render import render
from postil.theme import load_theme
from postil.views import ShareCard
from tests.cards import CARD, PLACE, opened
from tests.conftest import ROOT
from tests.documents import lay, read
from tests.editions import rules, said
from tests.pictures.samples import drawing, saved

if TYPE_CHECKING:
    from PIL.Image import Image

Build = Callable[..., Built]
RIGHT_TO_LEFT = replace(CARD, direction="rtl", anchor="end")
TITLES = (
    "I",
    "The lamp",
    "Wwwwwwwwwwwww Mmmmmmmmmmmmmm WWWWWWWWWWWW",
    "What the keeper said of the night on which the lamp went out: a report, annotated",
    "the lamp went out again, " * 60,
    "Leuchtturmwärterhäuschenbesichtigungsgenehmigungsantragsformular",
    "Правда о маяке: что известно, кто это сказал и чему можно верить",
    "Sự thật về ngọn hải đăng — điều gì đã được chứng minh",
    "<script>&amp;</script> ]]> \"quoted\" 'twice'",
)


def image(png: bytes) -> "Image":
    pillow = pytest.importorskip("PIL.Image")
    picture: Image = pillow.open(io.BytesIO(png)).convert("RGB")
    return picture


def painted(at: studio.Studio, card: ShareCard) -> bytes:
    return studio.painted(at, studio.drawing(at, card))


def bare(picture: "Image", box: tuple[int, int, int, int]) -> bool:
    """Whether a part (left, top, right, bottom) of a picture has one colour."""
    found = picture.crop(box).getcolors()
    return found is not None and len(found) == 1


def assert_inside(png: bytes) -> None:
    """All text stands inside the frame, and none runs into the margin's line."""
    picture = image(png)
    assert picture.size == (1200, 630)
    assert bare(picture, (0, 12, 64, 630)), "something left of the text"
    assert bare(picture, (848, 12, 880, 630)), "the text runs to the margin's line"
    assert bare(picture, (1150, 12, 1200, 630)), "something right of the margin"
    assert bare(picture, (0, 606, 880, 630)), "something below the text"
    assert not bare(picture, (64, 120, 848, 460)), "there is no title"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> studio.Studio:
    return opened(tmp_path_factory.mktemp("cards"))


@pytest.mark.parametrize("title", TITLES, ids=lambda title: title[:12])
def test_every_title_stands_inside_the_frame(shipped: studio.Studio, title: str) -> None:
    assert_inside(painted(shipped, replace(CARD, title=title, annotates=title, authors=title)))


@given(st.text(st.characters(max_codepoint=0x4FF, categories=("L", "P", "Nd", "Zs")), min_size=1))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_title_stands_inside_the_frame(shipped: studio.Studio, title: str) -> None:
    assert_inside(painted(shipped, replace(CARD, title=f"A {title}", annotates=title)))


def test_from_the_right_the_card_is_mirrored(shipped: studio.Studio) -> None:
    picture = image(painted(shipped, RIGHT_TO_LEFT))
    assert bare(picture, (1136, 12, 1200, 630))
    assert bare(picture, (320, 12, 352, 630))
    assert not bare(picture, (600, 120, 1136, 460))
    assert bare(picture, (350, 120, 600, 260)), "the short title stands at the right"


def test_the_same_card_has_the_same_bytes_wherever_it_is_painted(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from tests.cards import CARD, opened;"
        "from postil.cards import studio; s = opened(Path(sys.argv[1]));"
        "print(hashlib.sha256(studio.painted(s, studio.drawing(s, CARD))).hexdigest())"
    )
    found = set()
    for number, zone in enumerate(("UTC", "Asia/Kathmandu")):
        home = tmp_path / str(number)
        home.mkdir()
        own = {"HOME": str(home), "TZ": zone, "PYTHONHASHSEED": str(number), "LANG": "C"}
        command = [sys.executable, "-c", code, str(home)]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **own}
        found.add(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    assert len(found) == 1


def test_no_system_font_is_used(shipped: studio.Studio) -> None:
    assert shipped.families == {
        "serif": "'Postil Serif', 'Postil Sans'",
        "sans": "'Postil Sans', 'Postil Serif'",
    }
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><text y="300" x="9" '
    other = studio.Drawing(svg=f'{svg}font-family="DejaVu Sans">lamp</text></svg>', key="other")
    assert bare(image(studio.painted(shipped, other)), (0, 0, 1200, 630))


def test_a_card_is_painted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, asked = opened(tmp_path), list[str]()
    paint = painting.Painter._painted

    def count(self: painting.Painter, svg: str, fonts: object) -> bytes:
        asked.append(svg)
        return paint(self, svg, ())

    monkeypatch.setattr(painting.Painter, "_painted", count)
    first = painted(at, CARD)
    assert painted(opened(tmp_path), CARD) == first
    assert len(asked) == 1
    painted(at, replace(CARD, title="The other lamp"))
    assert len(asked) == 2
    kept = sorted((tmp_path / ".postil" / "cards").iterdir())
    for file in kept:
        file.write_bytes(file.read_bytes()[:-1])  # as a full disk leaves it
    assert painted(at, CARD) == first
    assert len(asked) == 3


def test_a_cache_that_cannot_be_written_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / ".postil").write_text("a file")
    assert dimensions(painted(opened(tmp_path), CARD)) == dimensions(
        painted(opened(tmp_path / "elsewhere"), CARD)
    )


# ---- Themes --------------------------------------------------------------------------------


def test_a_site_sets_colours(tmp_path: Path) -> None:
    at = opened(tmp_path, own={"paper": "light-dark(#102030, #fff)", "accent": "rgb(255 0 0)"})
    picture = image(painted(at, CARD))
    assert picture.getpixel((5, 300)) == (0x10, 0x20, 0x30)
    assert picture.getpixel((5, 5)) == (255, 0, 0)
    assert at.problems == ()


def test_a_theme_sets_colours_in_its_styles(tmp_path: Path) -> None:
    at = opened(tmp_path, {"css/overrides.css": ":root{--accent: #00f}"})
    assert image(painted(at, CARD)).getpixel((5, 5)) == (0, 0, 255)


def test_a_colour_that_cannot_be_worked_out_is_told(tmp_path: Path) -> None:
    at = opened(tmp_path, own={"accent": "color(display-p3 1 0 0)", "serif": "Georgia"})
    assert [(p.rule, p.message) for p in at.problems] == [
        ("card-undrawn", "preview cards cannot have this accent: color(display-p3 1 0 0)")
    ]
    assert image(painted(at, CARD)).getpixel((5, 5)) == (0x86, 0x1B, 0x12)


def own_font(letter: str) -> str:
    """The shipped font under the name "Lamp Sans 9", with one letter and a map of format 12."""
    content = (ROOT / "postil/cards/fonts/PostilSans.ttf").read_bytes()
    tables = dict(_tables(content))
    names = tables["name"], "Postil Sans".encode("utf-16-be"), "Lamp Sans 9".encode("utf-16-be")
    tables["name"] = names[0].replace(names[1], names[2])
    group = struct.pack(">III", ord(letter), ord(letter), sfnt.read(content).glyph("A"))
    head = struct.pack(">HHHHI", 0, 1, 3, 10, 12)
    tables["cmap"] = head + struct.pack(">HHIII", 12, 0, 16 + len(group), 0, 1) + group
    start, index, body = 12 + 16 * len(tables), b"", b""
    for tag, table in sorted(tables.items()):
        index += struct.pack(">4sIII", tag.encode(), 0, start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    font = b"\0\1\0\0" + struct.pack(">HHHH", len(tables), 0, 0, 0) + index + body
    return font.decode("latin-1")


def test_a_font_of_the_sites_own_draws_what_ours_lack(tmp_path: Path) -> None:
    theme = {"fonts/own.ttf": own_font("灯")}
    card = replace(CARD, title="灯灯")
    assert [p.message for p in studio.undrawn(opened(tmp_path), card, PLACE)] == [
        "no font at hand has 灯: the card is drawn without its title"
    ]
    at = opened(tmp_path, theme, {"serif": '"Lamp Sans 9", serif'})
    assert studio.undrawn(at, card, PLACE) == []
    assert at.families["serif"].startswith("'Lamp Sans 9', 'Postil Serif'")
    assert_inside(painted(at, card))


def test_a_file_that_is_no_font_is_told(tmp_path: Path) -> None:
    at = opened(tmp_path, {"fonts/own.ttf": "lamp"})
    assert [(str(p.place), p.message) for p in at.problems] == [
        ("templates/fonts/own.ttf:1:1", "this is no TrueType or OpenType font")
    ]
    assert_inside(painted(at, CARD))


def test_a_font_of_pages_and_its_licence_are_none_of_the_cards(tmp_path: Path) -> None:
    theme = {"fonts/Own.woff2": "wOF2", "fonts/OFL.txt": "The licence"}
    assert opened(tmp_path, theme).problems == ()


SITE = """\
--- content/site.yaml
title: Harbour Notes
url: https://notes.example.org/harbour/
language: en-GB
--- content/lamp/article.yaml
title: The lamp & the <keeper>
standfirst: One night.
published: 2026-11-01
updated: 2026-11-02
--- content/lamp/01-night.md
The [lamp][^a] went out at ten.

[^a]: A note.
"""


@pytest.fixture
def built(tmp_path: Path, compiled: Path) -> Build:
    def build(text: str = SITE) -> Built:
        lay(read(text).stage, tmp_path)
        if not (tmp_path / ".postil").exists():
            (tmp_path / ".postil").symlink_to(compiled)
        return render_site(tmp_path, prove(tmp_path))

    return build


def metas(page: bytes) -> dict[str, str]:
    found = {}
    for node in LexborHTMLParser(page.decode()).css("head meta"):
        name = node.attributes.get("property") or node.attributes.get("name")
        if name:
            assert name not in found, f"{name} stands twice"
            found[name] = node.attributes["content"] or ""
    return found


def test_the_head_tells_others_what_to_show(built: Build) -> None:
    pytest.importorskip("resvg_py")
    files = {file.path: file.content for file in built().files}
    found = metas(files["lamp/index.html"])
    address, _, key = found["og:image"].partition("?")
    assert address == "https://notes.example.org/harbour/lamp/card.png"
    assert len(key) == 12
    size = dimensions(files["lamp/card.png"])
    assert size
    assert (str(size.width), str(size.height), size.type) == (
        found["og:image:width"],
        found["og:image:height"],
        found["og:image:type"],
    )
    expected = {
        "og:type": "article",
        "og:title": "The lamp & the <keeper>",
        "og:description": "One night.",
        "og:url": "https://notes.example.org/harbour/lamp/",
        "og:site_name": "Harbour Notes",
        "og:locale": "en_GB",
        "og:image:alt": "The lamp & the <keeper>. 1 note.",
        "article:published_time": "2026-11-01",
        "article:modified_time": "2026-11-02",
        "twitter:card": "summary_large_image",
    }
    assert {name: found[name] for name in expected} == expected
    data = LexborHTMLParser(files["lamp/index.html"].decode()).css("script")[0]
    assert json.loads(data.text())["image"] == found["og:image"]


def test_a_changed_card_has_another_address(built: Build) -> None:
    pytest.importorskip("resvg_py")

    def address(text: str) -> str:
        files = {file.path: file.content for file in built(text).files}
        return metas(files["lamp/index.html"])["og:image"]

    first = address(SITE)
    assert address(SITE.replace("went out at ten", "burnt")) == first
    assert address(SITE.replace("Harbour Notes", "Harbour News")) != first


def test_without_an_address_there_is_no_card_and_no_tag_for_one(built: Build) -> None:
    made = built(SITE.replace("url: https://notes.example.org/harbour/\n", ""))
    files = {file.path: file.content for file in made.files}
    assert [path for path in files if path.endswith(".png")] == []
    told = metas(files["lamp/index.html"])
    assert [name for name in told if name.startswith(("og:", "article:", "twitter:"))] == []


def test_without_the_library_the_build_says_so_once_and_goes_on(
    built: Build,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    second = "--- content/two/article.yaml\ntitle: Two\n--- content/two/01-a.md\nTwo.\n"
    made = built(SITE + second)
    assert [(p.rule, p.level, p.hint) for p in made.problems] == [
        (
            "card-undrawn",
            "warning",
            "pip install 'postil[card]', or bring a picture for each article (card:)",
        )
    ]
    found = metas(next(f.content for f in made.files if f.path == "lamp/index.html"))
    assert found["twitter:card"] == "summary"
    assert "og:image" not in found


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<svg", "this draws no card"),
        ("lamp", "this draws no card"),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
            "this draws no card: it is not 1200 × 630 pixels large",
        ),
        ("{{ colour('lamp') }}", "a card has no colour lamp"),
        ("{{ card.titel }}", "a ShareCard has no titel"),
    ],
)
def test_a_wrong_template_is_a_line(
    built: Build,
    template: str,
    message: str,
) -> None:
    pytest.importorskip("resvg_py")
    made = built(f"{SITE}--- templates/card.svg\n{template}\n")
    assert made.files == ()
    assert {p.rule for p in made.problems} == {"template"}
    assert {p.place.file for p in made.problems} == {"templates/card.svg"}
    assert message in made.problems[0].message


def test_a_theme_changes_a_block(built: Build) -> None:
    pytest.importorskip("resvg_py")
    block = '{% block ground %}<rect width="1200" height="630" fill="#0f0"/>{% endblock %}'
    own = f'{{% extends "default/card.svg" %}}\n{block}\n'
    files = {f.path: f.content for f in built(f"{SITE}--- templates/card.svg\n{own}").files}
    assert image(files["lamp/card.png"]).getpixel((884, 300)) == (0, 255, 0)


# ---- An author's own -----------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head


def jpeg(width: int, height: int) -> bytes:
    tables = b"\xff\xe0\0\x10" + b"J" * 14 + b"\xff\xc4\0\x04ab"
    return b"\xff\xd8" + tables + b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png(1200, 630), (1200, 630, "image/png")),
        (jpeg(1200, 630), (1200, 630, "image/jpeg")),
        (png(1200, 630)[:20], None),
        (jpeg(1200, 630)[:-3], None),
        (b"\xff\xd8\xff\xff\xff", None),
        (b"\xff\xd8\xff\xe0\0\0" * 4, None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_how_large_a_picture_is(content: bytes, expected: tuple[int, int, str] | None) -> None:
    found = dimensions(content)
    assert (found and (found.width, found.height, found.type)) == expected


@given(st.binary(max_size=60))
def test_any_bytes_have_a_size_or_none(content: bytes) -> None:
    dimensions(content)
    dimensions(b"\xff\xd8\xff" + content)


OWN = """\
--- content/lamp/article.yaml
title: The lamp
{card}
images: [{{file: images/card.svg, credit: Ann Rowe, rights: CC BY 4.0}}]
--- content/lamp/01-night.md
The lamp went out at ten.
--- content/lamp/images/card.svg
<svg xmlns="http://www.w3.org/2000/svg"/>
"""


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("card: {file: images/cart.svg, alt: A tower}", "image-missing"),
        ("card: {file: images/card.svg, alt: A tower}", "card-size"),
        ("card: {file: images/card.svg}", "key-missing"),
        ("card: {alt: A tower}", "key-missing"),
        ("card: {file: images/card.svg, alt: ''}", "value-empty"),
        ("card: images/card.svg", "value-type"),
        ("card: {file: ../../x.png, alt: A tower}", "image-missing"),
        ("card: {file: images/card.svg, alt: A tower, size: 9}", "key-unknown"),
    ],
)
def test_a_wrong_card_is_one_line_with_a_hint(card: str, expected: str) -> None:
    found = [r for r in rules(OWN.format(card=card)) if r not in ("image-unused", "card-size")]
    assert found == ([] if expected == "card-size" else [expected])
    assert expected in rules(OWN.format(card=card))
    silent = {"value-type", "key-unknown"}
    assert all(hint or rule in silent for rule, _, hint in said(OWN.format(card=card)))


def test_a_small_card_says_how_large_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "lamp"
    lay(read(OWN.format(card="card: {file: images/c.png, alt: A tower}")).stage, tmp_path)
    (folder / "images" / "c.png").write_bytes(saved(drawing(599, 630), "png"))
    found = {p.rule: p for p in prove(tmp_path).problems}
    told = found["card-size"]
    assert str(told.place) == "content/lamp/article.yaml:2:14"
    assert told.message == "images/c.png has 599 × 630 pixels, too few for a card"
    assert told.hint == "make it 1200 × 630 pixels, as PNG or JPEG"


def test_an_own_card_is_named_with_its_size_and_needs_no_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    site = shutil.copytree(ROOT / "tests" / "sites" / "card" / "in", tmp_path / "site")
    made = render_site(site, prove(site))
    assert made.problems == ()
    files = {file.path: file.content for file in made.files}
    found = metas(files["lamp/index.html"])
    assert found["og:image"].removeprefix("https://notes.example.org/harbour/") in files
    assert found["og:image:alt"] == "The tower at night, its lamp dark"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert "lamp/card.png" not in files


def test_render_draws_no_card_where_nobody_paints(shipped: studio.Studio) -> None:
    from tests.editions import publication

    made, _ = publication(SITE)
    files, problems = render(made, load_theme(ROOT / "nowhere"), "0")
    assert problems == ()
    assert [file.path for file in files if file.path.endswith("card.png")] == []


def test_a_preview_has_the_same_cards_as_a_build(tmp_path: Path, compiled: Path) -> None:
    """Case 20: after each edit, what was kept is as if made anew."""
    pytest.importorskip("resvg_py")
    memo, theme = Kept(), load_theme(ROOT / "nowhere")
    (tmp_path / ".postil").symlink_to(compiled)
    seen = set()
    for title in ("The lamp", "The other lamp", "The lamp"):
        lay(read(SITE.replace("The lamp & the <keeper>", title)).stage, tmp_path)
        files, problems = load(tmp_path)
        kept = render_proved(tmp_path, prove_files(files, problems, memo=memo), theme, memo)
        made = render_site(tmp_path, prove(tmp_path))
        assert kept.files == made.files
        seen.add(next(f.content for f in made.files if f.path == "lamp/card.png"))
    assert len(seen) == 2
