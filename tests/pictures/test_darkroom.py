"""Copies are made once, kept, found again, and made anew where what is kept is damaged."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from postil.model import Files, Picture
from postil.pictures import encoding
from postil.pictures.darkroom import Darkroom
from postil.pictures.developing import Made
from postil.pictures.kept import Kept
from tests.pictures.samples import from_camera, moving, photo, saved

PATH = "content/lamp/images/tower.jpg"
TEXTS = {"content/lamp/article.yaml": "title: The lamp\n"}


class Counted:
    """Counts the pictures that copies are made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.encoded = self.verified = 0
        encoded, verify = encoding.encoded, encoding.verify

        def counted(seen: object) -> tuple[Made, ...]:
            self.encoded += 1
            return encoded(seen)  # type: ignore[arg-type]

        def verified(seen: object) -> None:
            self.verified += 1
            verify(seen)  # type: ignore[arg-type]

        monkeypatch.setattr(encoding, "encoded", counted)
        monkeypatch.setattr(encoding, "verify", verified)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if Pillow were not installed."""
    monkeypatch.setattr("postil.pictures.darkroom.find_spec", lambda _: None)
    yield
    assert "PIL.Image" in sys.modules, "only this test's darkroom may not have it"


def develop(root: Path, files: dict[str, bytes], *, encode: bool = True) -> dict[str, Picture]:
    found = Darkroom(root, encode=encode).develop(Files(texts=TEXTS, binaries=files))
    return dict(found.pictures)


def test_a_second_build_makes_nothing(tmp_path: Path, counted: Counted) -> None:
    files = {PATH: from_camera(), "content/lamp/images/b.png": saved(photo(), "png")}
    first = develop(tmp_path, files)
    assert counted.encoded == 2
    assert develop(tmp_path, files) == first
    assert develop(tmp_path, files, encode=False) == first, "the preview shows them too"
    assert (counted.encoded, counted.verified) == (2, 0)


def test_what_is_damaged_is_made_anew(tmp_path: Path, counted: Counted) -> None:
    first = develop(tmp_path, {PATH: from_camera()})
    (kept,) = (tmp_path / ".postil/pictures").iterdir()
    whole = kept.read_bytes()
    for content in (b"", whole[:-1], whole[:40] + b"x" + whole[41:]):
        kept.write_bytes(content)
        assert develop(tmp_path, {PATH: from_camera()}) == first
        assert kept.read_bytes() == whole
    assert counted.encoded == 4


def test_another_version_makes_them_anew(
    tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    develop(tmp_path, {PATH: from_camera()})
    monkeypatch.setattr(encoding, "versions", lambda: "another Pillow")
    develop(tmp_path, {PATH: from_camera()})
    assert counted.encoded == 2
    assert len(list((tmp_path / ".postil/pictures").iterdir())) == 1, "the old ones are gone"


def test_a_preview_makes_nothing_and_forgets_nothing(tmp_path: Path, counted: Counted) -> None:
    """It shows the picture itself, bare, until a build has made copies."""
    darkroom, files = (
        Darkroom(tmp_path),
        Files(texts=TEXTS, binaries={PATH: from_camera()}),
    )
    first = darkroom.develop(files).pictures[PATH]
    again = darkroom.develop(files).pictures[PATH]
    assert again is first, "nothing that depends on it is made anew"
    assert (counted.encoded, counted.verified) == (0, 1)
    assert [copy.type for copy in first.copies] == ["image/jpeg"]
    assert b"Ann" not in first.copies[0].content
    develop(tmp_path, {PATH: from_camera()})
    made = darkroom.develop(files).pictures[PATH]
    assert made == develop(tmp_path, {PATH: from_camera()})[PATH]
    assert len(made.copies) > 1
    develop(tmp_path, {}, encode=False)
    assert list((tmp_path / ".postil/pictures").iterdir())


def test_broken_pixels_are_found_in_a_preview_too(tmp_path: Path) -> None:
    content = bytearray(saved(photo(), "jpeg"))
    start = content.index(b"\xff\xda") + 20
    content[start : start + 400] = bytes(400)
    from tests.pictures.samples import bomb

    files = {"content/lamp/images/a.png": bomb(30, 20)}
    for encode in (True, False):
        found = develop(tmp_path, files, encode=encode)
        assert [fault[0] for fault in found["content/lamp/images/a.png"].faults] == ["image-broken"]


def test_a_folder_that_cannot_be_written_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / ".postil").write_text("a file")
    assert develop(tmp_path, {PATH: from_camera()})[PATH].copies


def test_only_articles_are_looked_at(tmp_path: Path) -> None:
    files = {
        "content/draft/images/a.png": b"x",
        "content/lamp/a.png": b"x",
        "seeds/a.txt": b"x",
        "content/lamp/images/deep/a.png": saved(photo(), "png"),
    }
    assert develop(tmp_path, files).keys() == {"content/lamp/images/deep/a.png"}


def test_a_moving_picture_stays_and_has_a_still(tmp_path: Path) -> None:
    (made,) = develop(tmp_path, {"content/lamp/images/a.gif": moving()}).values()
    assert made.moving
    assert [copy.type for copy in made.copies] == ["image/gif"]
    assert made.still is not None
    assert made.still.type == "image/png"


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("encode", [True, False])
def test_without_the_library_a_picture_is_published_bare(tmp_path: Path, encode: bool) -> None:
    (made,) = develop(tmp_path, {PATH: from_camera()}, encode=encode).values()
    (copy,) = made.copies
    assert (copy.type, copy.width, copy.height) == ("image/jpeg", 60, 90)
    assert b"Ann" not in copy.content
    assert not (tmp_path / ".postil").exists()


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("form", ["avif", "png", "webp"])
def test_without_the_library_what_cannot_be_bare_is_refused(tmp_path: Path, form: str) -> None:
    """Never a place where somebody was, in silence."""
    (made,) = develop(tmp_path, {f"content/lamp/images/a.{form}": from_camera(form)}).values()
    ((rule, message, hint),) = made.faults
    assert rule == "image-private"
    assert message.startswith("this picture tells w")
    assert "pip install 'postil[images]'" in hint


def test_kept_and_given_back(tmp_path: Path) -> None:
    kept, made = Kept(tmp_path), (Made(form="png", width=3, height=2, content=b"\n\x00{}"),) * 2
    assert kept.get("a") is None
    kept.put("a", made)
    kept.put("b", ())
    assert (kept.get("a"), kept.get("b")) == (made, ())
    kept.forget(["b"])
    assert (kept.get("a"), kept.get("b")) == (None, ())
    assert [file.name for file in kept.folder.iterdir()] == ["b"]
