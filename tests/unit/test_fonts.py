"""A theme's own fonts: read from their names, published by their content, allowed by the policy."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from postil.fonts import faces
from postil.model import OutFile
from postil.problems import Problem
from postil.render import render
from postil.theme import load_theme
from tests.page.sample import publication

THEME = load_theme(Path("nowhere"))
FONT = "wOF2\x00\xff"


def built(fonts: Mapping[str, str]) -> tuple[dict[str, OutFile], tuple[Problem, ...]]:
    files, problems = render(publication(), {**THEME, **fonts}, "1")
    return {file.path: file for file in files}, problems


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Literata", ("Literata", "400", "normal")),
        ("Literata-Italic", ("Literata", "400", "italic")),
        ("Literata-BoldItalic", ("Literata", "700", "italic")),
        ("Literata-Variable", ("Literata", "100 900", "normal")),
        ("Literata-VariableItalic", ("Literata", "100 900", "italic")),
        ("Source_Serif-SemiBold", ("Source Serif", "600", "normal")),
        ("Literata-300", ("Literata", "300", "normal")),
    ],
)
def test_a_files_name_says_what_it_is(name: str, expected: tuple[str, str, str]) -> None:
    ((face,), problems) = faces({f"fonts/{name}.woff2": FONT})
    assert problems == ()
    assert (face.family, face.weight, face.style) == expected


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("fonts/Literata-Fat.woff2", FONT, "this file’s name does not say which font it is"),
        ('fonts/a";}b.woff2', FONT, "this file’s name does not say which font it is"),
        ("fonts/Literata.woff2", "\x00\x01", "this file is no WOFF2 font"),
    ],
)
def test_a_file_that_is_no_font_is_a_problem(path: str, text: str, message: str) -> None:
    files, problems = built({path: text})
    assert [(p.rule, p.message, p.place.file) for p in problems] == [
        ("template", message, f"templates/{path}")
    ]
    assert not any(name.endswith(".woff2") for name in files)


def test_it_is_published_by_its_content_and_asked_for_at_once() -> None:
    files, problems = built({"fonts/Literata.woff2": FONT, "fonts/Literata-Bold.woff2": FONT})
    assert problems == ()
    (path,) = (p for p in files if re.fullmatch(r"fonts/Literata\.[0-9a-f]{8}\.woff2", p))
    assert files[path].content == FONT.encode("latin-1")
    page = files["lamp/index.html"].content.decode()
    assert f'<link rel="preload" href="../{path}" as="font" type="font/woff2" crossorigin>' in page
    assert page.count('rel="preload"') == 1, "the bold one can wait"
    assert f'url("../{path}") format("woff2")' in page
    assert "; font-src 'self'\"" in page
    headers = files["_headers"].content.decode()
    assert "; font-src 'self'; frame-ancestors" in headers
    assert "/fonts/*\n  Cache-Control: public, max-age=31536000, immutable" in headers
    lost = files["404.html"].content.decode()
    assert re.search(f'href="/[^"]*{re.escape(path)}"', lost), "it is shown at any depth"


def test_without_one_nothing_is_said_of_fonts() -> None:
    files, _ = built({})
    for file in files.values():
        assert b"font-src" not in file.content
        assert b"@font-face" not in file.content


def test_it_is_read_from_the_sites_folder(tmp_path: Path) -> None:
    (tmp_path / "templates/fonts").mkdir(parents=True)
    (tmp_path / "templates/fonts/Literata.woff2").write_bytes(b"wOF2\x00\xff")
    assert load_theme(tmp_path)["fonts/Literata.woff2"] == FONT
