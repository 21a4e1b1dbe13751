"""The wheel: the same program as `postil`, the default theme inside, in any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import build

REPO = Path(__file__).resolve().parents[2]

ARTICLE = "title: A trial\n"
SECTION = "# One\n\nThe words of the article.\n"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run without anything that would lead to the checkout."""
    env = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def backend(source: Path, target: str, folder: Path) -> Path:
    """What hatchling builds from `source`, without the network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    return next(folder.glob("postil-*"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return backend(REPO, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def postil(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's command, in an environment that has its dependencies but not the checkout."""
    venv = tmp_path_factory.mktemp("clean") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=venv.parent)
    python = build.interpreter(venv)
    site = Path(
        run(python, "-c", "import site; print(site.getsitepackages()[-1])", cwd=venv).stdout.strip()
    )
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index"]
    run(*pip, "--no-deps", "-q", wheel, cwd=venv)
    where = run(python, "-c", "import postil; print(postil.__file__)", cwd=venv).stdout.strip()
    assert Path(where).is_relative_to(venv)
    return python.with_name("postil")


def files_of(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_program_and_the_theme(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    own = {name for name in names if not name.partition("/")[0].endswith(".dist-info")}
    program = {f"postil/{name}" for name in files_of(REPO / "postil")}
    theme = {f"postil/templates/{name}" for name in files_of(REPO / "templates")}
    assert theme
    assert own == program | theme
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = backend(REPO, "sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    source = next((tmp_path / "source").iterdir())
    again = backend(source, "wheel", tmp_path / "again")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()
    assert {"build.py", "requirements.txt", "requirements-test.txt", "tests"} <= {
        path.name for path in source.iterdir()
    }


def test_it_tells_its_version_in_an_empty_folder(postil: Path, tmp_path: Path) -> None:
    from postil import __version__

    assert __version__ in run(postil, "--version", cwd=tmp_path).stdout
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """The least that an author writes."""
    folder = tmp_path / "site/content/trial"
    folder.mkdir(parents=True)
    (folder / "article.yaml").write_text(ARTICLE, encoding="utf-8")
    (folder / "01-one.md").write_text(SECTION, encoding="utf-8")
    return tmp_path / "site"


def assert_built(site: Path) -> None:
    pages = [path.read_text("utf-8") for path in (site / "public").rglob("*.html")]
    page = next(page for page in pages if "The words of the article." in page)
    assert "@layer" in page  # the theme came along


def test_it_builds_a_site_where_it_stands(postil: Path, small_site: Path) -> None:
    run(postil, "build", cwd=small_site)
    assert_built(small_site)


def test_it_builds_a_site_from_anywhere(postil: Path, small_site: Path) -> None:
    run(postil, "build", "--site", small_site, cwd=Path(small_site.anchor))
    assert_built(small_site)
