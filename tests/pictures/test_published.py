"""A site with pictures, from files to what is published. Cases 16, 29, 31, 47, 100, 101, 105."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from postil.batch.build import build
from postil.batch.wish import Wish
from postil.cli import main
from postil.deploy.parcel import hashed
from postil.model import OutFile
from postil.pictures.look import FORMS, look
from postil.pipeline import prove, render_site
from postil.progress import heard
from postil.write import MANIFEST
from tests.documents import lay, read
from tests.pictures.samples import SECRETS, bomb, drawing, from_camera, moving, photo, saved

SITE = """\
--- content/site.yaml
title: The harbour
url: https://example.org/papers
--- content/lamp/article.yaml
title: The lamp
published: 2026-11-20
about: |
  Drawn after ![a plan](images/plan.png).
images:
  - {file: images/tower.jpg, credit: "Ann <Rowe>", rights: CC BY-SA 4.0}
  - {file: "images/a b, c#d%é.png", credit: Ida, rights: By permission}
  - {file: images/plan.png, credit: Ida, rights: CC0}
  - {file: images/moving.gif, credit: Ida, rights: CC0}
  - {file: images/mark.svg, credit: Ida, rights: CC0}
--- content/lamp/01-night.md
The lamp [went out][^out].

![The tower & the "lamp"](images/tower.jpg "At ten")

![A second tower](<images/a b, c%23d%25é.png>)

![It turns](images/moving.gif) ![A mark](images/mark.svg)
--- content/lamp/notes/out.md
See:

![A plan](../images/plan.png)
--- content/lamp/images/mark.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 40"><!-- by Ann --><path d="M0 0h9"/></svg>
"""


def lay_site(root: Path) -> Path:
    lay(read(SITE).stage, root)
    images = root / "content/lamp/images"
    (images / "tower.jpg").write_bytes(from_camera("jpeg", 6, 420, 900))
    (images / "a b, c#d%é.png").write_bytes(saved(photo(400, 90), "png"))
    (images / "plan.png").write_bytes(saved(drawing(800, 200, clear=True), "png"))
    (images / "moving.gif").write_bytes(moving())
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_site(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def files(root: Path) -> Mapping[str, bytes]:
    built = render_site(root, prove(root, encode=True))
    assert [p.rule for p in built.problems] == ["image-moving"]
    return {file.path: file.content for file in built.files}


@pytest.fixture(scope="module")
def page(files: Mapping[str, bytes]) -> LexborHTMLParser:
    return LexborHTMLParser(files["lamp/index.html"].decode())


def image(page: LexborHTMLParser, alt: str) -> LexborNode:
    return next(img for img in page.css("img") if img.attributes["alt"] == alt)


def test_every_address_is_published(page: LexborHTMLParser, files: Mapping[str, bytes]) -> None:
    """Case 29: names with spaces, #, %, commas and other letters."""
    from urllib.parse import unquote

    asked = [img.attributes["src"] or "" for img in page.css("img")]
    for element in page.css("img, source"):
        asked += [
            one.split()[0] for one in (element.attributes.get("srcset") or "").split(", ") if one
        ]
    assert len(asked) > 15
    assert [one for one in asked if f"lamp/{unquote(one)}" not in files] == []
    images = {path for path in files if "/images/" in path}
    assert images == {f"lamp/{unquote(one)}" for one in asked} | images


def test_nothing_that_a_camera_wrote_is_published(files: Mapping[str, bytes]) -> None:
    """Case 105: GPS, device, day and texts, in every file of the site."""
    for path, content in files.items():
        if "/images/" in path:
            assert [secret for secret in SECRETS if secret in content] == [], path
            assert not look(content).private
    assert b"by Ann" not in b"".join(files.values())


def test_names_change_with_the_content(files: Mapping[str, bytes]) -> None:
    """Case 100: what a hash names is kept for one more deploy. Case 101: it is of these bytes."""
    from postil.assets import named_by_hash

    for path, content in files.items():
        if "/images/" in path:
            assert hashed(path)
            plain = re.sub(r"\.[0-9a-f]{8}\.", ".", path)
            assert named_by_hash(plain, content) == path


def test_sizes_are_known_before_a_picture_is(page: LexborHTMLParser) -> None:
    for img in page.css("img"):
        assert int(img.attributes["width"] or 0) > 0
        assert int(img.attributes["height"] or 0) > 0
        assert img.attributes["decoding"] == "async"
    lazy = [img.attributes.get("loading") for img in page.css(".text img")]
    first = [img.attributes["alt"] for img in page.css("img") if "loading" not in img.attributes]
    assert first == ['The tower & the "lamp"'], "it stands on the first screen"
    assert lazy.count("lazy") == len(lazy) - 1


def test_best_form_first(page: LexborHTMLParser, files: Mapping[str, bytes]) -> None:
    picture = image(page, 'The tower & the "lamp"').parent
    assert picture is not None
    kinds = [source.attributes["type"] for source in picture.css("source")]
    assert kinds == [kind for kind in (FORMS["avif"], FORMS["webp"]) if kind in kinds]
    for element in picture.css("source, img"):
        for one in (element.attributes["srcset"] or "").split(", "):
            address, width = one.split()
            assert f"{look(files[f'lamp/{address}']).width}w" == width


def test_what_is_said_stands_on_the_page(page: LexborHTMLParser) -> None:
    tower = image(page, 'The tower & the "lamp"').parent
    figure = tower.parent if tower else None
    assert figure is not None
    assert figure.tag == "figure"
    assert figure.attributes["id"] == "p2"
    assert figure.text().split("¶")[0].strip() == "At ten Ann <Rowe> · CC BY-SA 4.0"
    (licence,) = figure.css("a[rel=license]")
    assert licence.attributes["href"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert [a.text() for a in figure.css(".credit .pin")] == ["¶2"]
    note = page.css_first("aside.note")
    assert note
    assert "Ida · CC0" in note.text()


def test_what_moves_can_be_kept_still(page: LexborHTMLParser) -> None:
    img = image(page, "It turns")
    assert (img.attributes["src"] or "").endswith(".gif")
    picture = img.parent
    assert picture
    (source,) = picture.css("source")
    assert "prefers-reduced-motion" in (source.attributes["media"] or "")


def test_machines_are_told_too(files: Mapping[str, bytes]) -> None:
    data = json.loads(files["lamp/article.jsonld"])
    tower = next(one for one in data["image"] if "tower" in one["contentUrl"])
    path = tower.pop("contentUrl").removeprefix("https://example.org/papers/")
    seen = look(files[path])
    assert tower == {
        "@type": "ImageObject",
        "encodingFormat": "image/jpeg",
        "width": seen.width,
        "height": seen.height,
        "description": 'The tower & the "lamp"',
        "caption": "At ten",
        "creditText": "Ann <Rowe>",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "copyrightNotice": "CC BY-SA 4.0",
    }
    item = json.loads(files["feed.json"])["items"][0]
    assert item["image"] == f"https://example.org/papers/{path}"
    enclosed = f'length="{len(files[path])}" href="https://example.org/papers/{path}"'
    assert enclosed in files["feed.xml"].decode()


def test_plain_text_says_what_is_shown(files: Mapping[str, bytes]) -> None:
    text = files["lamp/article.txt"].decode()
    assert '[Picture: The tower & the "lamp"] At ten\n' in text
    assert '- The tower & the "lamp": Ann <Rowe>, CC BY-SA 4.0\n' in text
    assert "Picture" not in files["lamp/text.txt"].decode()


def test_notes_show_their_pictures_elsewhere_too(files: Mapping[str, bytes]) -> None:
    told = json.loads(files["lamp/annotations.jsonld"])["items"][0]["body"]
    html = next(body["value"] for body in told if body.get("format") == "text/html")
    address = re.findall(r'src="([^"]*)"', html)
    assert [one.removeprefix("https://example.org/papers/") in files for one in address] == [True]
    assert "<bdi>Ida</bdi> · " in html


def test_a_second_build_is_the_same_to_the_byte(
    root: Path, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    """Case 31 as far as it is about pictures: nothing but what is named is published."""
    public = tmp_path / "public"
    assert build(Wish(root=root, output=public)).written
    found = [file for file in public.rglob("*") if file.is_file() and file.name != MANIFEST]
    again = {file.relative_to(public).as_posix(): file.read_bytes() for file in found}
    assert {path: again[path] for path in files} == files
    fresh = lay_site(tmp_path / "site")
    other = render_site(fresh, prove(fresh, encode=True)).files
    assert {file.path: file.content for file in other} == files


def test_what_nothing_shows_is_not_published(tmp_path: Path) -> None:
    """Case 31: neither what no text names, nor what stands in a withdrawn note."""
    lay_site(tmp_path)
    lamp = tmp_path / "content/lamp"
    (lamp / "images/secret.png").write_bytes(saved(photo(40, 30), "png"))
    (lamp / "images/old.png").write_bytes(saved(photo(40, 31), "png"))
    (lamp / "notes/was.md").write_text(
        "---\nphrase: The lamp\nretired: {date: 2026-11-21, reason: Wrong}\n---\n![x](../images/old.png)"
    )
    built = render_site(tmp_path, prove(tmp_path, encode=True))
    assert sorted(p.rule for p in built.problems) == [
        "image-moving",
        "image-unused",
        "image-unused",
    ]
    assert built.files
    for file in built.files:
        assert "secret" not in file.path
        assert "old" not in file.path
        assert b"secret" not in file.content


def test_a_check_says_the_same_and_makes_nothing(tmp_path: Path) -> None:
    fresh = lay_site(tmp_path)
    built = render_site(fresh, prove(fresh))
    assert [p.rule for p in built.problems] == ["image-moving"]
    assert not (fresh / ".postil/pictures").exists()
    assert not any(
        secret in file.content for file in built.files for secret in SECRETS if _is_image(file)
    )


def _is_image(file: OutFile) -> bool:
    return "/images/" in file.path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tower.jpg", from_camera()[:900], "cannot be read: it breaks off before its end"),
        ("tower.jpg", b"", "cannot be read: the file is empty"),
        ("plan.png", bomb(), "has 60,000 × 60,000 pixels, and is not opened"),
        ("plan.png", bomb(90, 60), "cannot be read: its pixels cannot be read"),
        ("plan.png", saved(photo(), "jpeg"), "in JPEG, whatever its name says"),
        ("mark.svg", b"<svg><script/></svg>", "not safe to publish: it has an element <script>"),
    ],
    ids=["cut-off", "empty", "bomb", "no-pixels", "misnamed", "script"],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_wrong_picture_is_one_line_with_a_hint(
    name: str,
    content: bytes,
    said: str,
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Case 105: refused by name, and nothing is written."""
    lay_site(tmp_path)
    (tmp_path / f"content/lamp/images/{name}").write_bytes(content)
    assert main([command, "--site", str(tmp_path)]) == 1
    lines = capsys.readouterr().err.splitlines()
    (number,) = [n for n, line in enumerate(lines) if ": error: " in line]
    assert lines[number].startswith(f"content/lamp/images/{name}:1:1: error: this ")
    assert said in lines[number]
    assert lines[number + 1].startswith("    ")
    assert not (tmp_path / "public").exists()


def test_progress_counts_what_is_made(tmp_path: Path) -> None:
    lay_site(tmp_path)
    told: list[tuple[str, int, int]] = []
    with heard(lambda *one: told.append(one)):
        for _ in range(2):
            prove(tmp_path, encode=True)
    counted = [one for one in told if one[0] == "making copies of pictures"]
    assert counted == [("making copies of pictures", number, 4) for number in range(4)]


def test_without_the_library_a_build_says_what_it_would_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_site(tmp_path)
    for room in ("pictures.darkroom", "commands.build"):
        monkeypatch.setattr(f"postil.{room}.find_spec", lambda _: None)
    assert main(["build", "--site", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "2 pictures in one size for all screens; for smaller copies: pip install" in told
    published = (tmp_path / "public/lamp/images").iterdir()
    assert not any(secret in file.read_bytes() for file in published for secret in SECRETS)
