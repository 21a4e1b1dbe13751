"""Compiled templates: kept with the program, of its own templates alone, and never a site's."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from postil import compiled
from postil.cli import main
from postil.compiled import Compiled
from postil.templating import environment
from postil.theme import load_theme
from tests.conftest import ROOT

SITE = ROOT / "tests/sites/list/in"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setattr(compiled, "place", lambda: folder)
    return folder


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that are compiled, from now on."""
    names, real = list[str](), Environment.compile

    def noted(self: Environment, source: str, name: str, *rest: str, **more: bool) -> object:
        names.append(name)
        return real(self, source, name, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def taken(theme: dict[str, str], *names: str) -> None:
    templates = environment(theme, Compiled(theme))
    for name in names:
        templates.get_template(name)


def test_shipped_templates_are_compiled_once(place: Path, count: list[str]) -> None:
    theme = dict(load_theme(ROOT))
    for _ in "12":
        taken(theme, "article.html", "default/article.html", "base.html")
    assert count == ["article.html", "default/article.html", "base.html"]
    assert len(list(place.iterdir())) == 3


def test_a_sites_own_are_compiled_each_time_and_kept_nowhere(place: Path, count: list[str]) -> None:
    theme = {**load_theme(ROOT), "article.html": "{{ 1 }}", "mine.html": "{{ 2 }}"}
    for _ in "12":
        taken(theme, "article.html", "mine.html")
    assert count == ["article.html", "mine.html"] * 2
    assert not place.exists()


@pytest.mark.parametrize("how", ["empty", "cut", "flip", "foreign", "folder"])
def test_what_is_damaged_is_compiled_again(place: Path, count: list[str], how: str) -> None:
    theme = dict(load_theme(ROOT))
    taken(theme, "base.html")
    (file,) = place.iterdir()
    content = file.read_bytes()
    half = len(content) // 2
    damage = {
        "empty": b"",
        "cut": content[:half],
        "flip": content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :],
        "foreign": b"x" * 100,
    }
    file.unlink()
    if how == "folder":
        file.mkdir()
    else:
        file.write_bytes(damage[how])
    taken(theme, "base.html")
    assert count == ["base.html"] * 2


def test_another_jinja_or_text_is_another_template(
    place: Path, count: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = {"x.html": "1", "default/x.html": "1"}
    taken(theme, "x.html")
    taken({"x.html": "2", "default/x.html": "2"}, "x.html")
    monkeypatch.setattr(compiled, "_made_by", lambda: "another")
    taken(theme, "x.html")
    assert count == ["x.html"] * 3
    assert len(list(place.iterdir())) == 2


def test_it_is_kept_under_pythons_own_rules(
    place: Path, count: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = dict(load_theme(ROOT))
    monkeypatch.setattr(compiled, "may_write", lambda: False)
    taken(theme, "base.html")
    assert not place.exists()
    monkeypatch.setattr(compiled, "may_write", lambda: True)
    place.write_text("somebody's file", encoding="utf-8")
    taken(theme, "base.html")
    assert count == ["base.html"] * 2


@pytest.mark.parametrize("prefix", ["", "elsewhere"])
def test_with_the_program_or_where_python_is_told_to_keep_it(tmp_path: Path, prefix: str) -> None:
    env = {"PYTHONPATH": str(ROOT), **({"PYTHONPYCACHEPREFIX": str(tmp_path)} if prefix else {})}
    words = [sys.executable, "-c", "from postil.compiled import place; print(place())"]
    said = subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout
    own = ROOT / "postil/__pycache__/templates"
    assert said.strip() == str(f"{tmp_path}{ROOT}/postil/templates" if prefix else own)


def test_a_build_keeps_nothing_that_can_run_in_its_site(tmp_path: Path, place: Path) -> None:
    """And runs nothing that lies there: what older versions kept is passed over."""
    shutil.copytree(SITE, tmp_path / "site")
    site = tmp_path / "site"
    main(["build", "--quiet", "--site", str(site)])
    before = sorted(path.name for path in place.iterdir())
    assert not (site / ".postil/templates").exists()
    (site / ".postil/templates").mkdir()
    for name in before:
        (site / ".postil/templates" / name).write_bytes(b"not read")
    shutil.rmtree(site / "public")
    assert main(["build", "--quiet", "--site", str(site)]) == 0
    main(["clean", "--site", str(site)])
