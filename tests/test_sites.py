"""Mini-sites: what is built of tests/sites/<name>/in is as tests/sites/<name>/out says.

`out/files.txt` lists the published files and what was printed. Every other file of `out/` pins a
page ("lamp/index.html.txt") or one element of it by id ("lamp/index.html@timeline.txt"), as an
outline. To pin another one, make an empty file of its name and run `pytest --update-expected`.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from postil.pipeline import Built, prove, render_site
from postil.telling.report import report
from tests.outline import Element, elements, outline

SITES = Path(__file__).parent / "sites"
NAMES = sorted(folder.name for folder in SITES.iterdir() if folder.is_dir())

Expect = Callable[[Path, str], None]
Builder = Callable[[str], Built]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Builder:
    """Builds a copy of a mini-site in memory, each once."""

    @cache
    def build(name: str) -> Built:
        folder = tmp_path_factory.mktemp(name) / "in"
        shutil.copytree(SITES / name / "in", folder)
        (folder / ".postil").symlink_to(compiled)
        return render_site(folder, prove(folder))

    return build


def pages(built: Built) -> dict[str, str]:
    return {f.path: f.content.decode() for f in built.files if f.path.endswith(".html")}


def pins(out: Path) -> list[Path]:
    return sorted(path for path in out.rglob("*.txt") if path.name != "files.txt")


@pytest.mark.parametrize("name", NAMES)
def test_site(name: str, build: Builder, expect: Expect) -> None:
    built, out = build(name), SITES / name / "out"
    printed = report(built.problems)
    listed = "".join(f"{file.path}\n" for file in built.files)
    expect(out / "files.txt", listed + (f"\n{printed}\n" if printed else ""))
    assert pins(out), "no page of this site is pinned"
    for pin in pins(out):
        page, _, id_ = str(pin.relative_to(out)).removesuffix(".txt").partition("@")
        expect(pin, outline(pages(built)[page], id_))


@pytest.mark.parametrize("name", NAMES)
def test_every_id_stands_once_and_every_link_leads_there(name: str, build: Builder) -> None:
    built = build(name)
    published = {file.path for file in built.files}
    assert len(published) == len(built.files), "two files have one path"
    parsed = {path: elements(text) for path, text in pages(built).items()}
    ids = {
        path: [e.attributes["id"] for e in found if "id" in e.attributes]
        for path, found in parsed.items()
    }
    for path, found in parsed.items():
        assert len(ids[path]) == len(set(ids[path])), f"{path} has an id twice"
        for target, fragment in links(path, found, root(built)):
            assert target in published, f"{path} links to {target}, which is not published"
            assert not fragment or fragment in ids[target], f"{path} links to {target}#{fragment}"


def root(built: Built) -> str:
    """The path of the site's address: 404.html is shown at any depth, so it begins there."""
    assert built.proved.site
    return urlsplit(built.proved.site.settings.url).path.rstrip("/") + "/"


def links(path: str, found: list[Element], root: str) -> Iterator[tuple[str, str]]:
    """(file, fragment) of each link and picture inside the site."""
    for element in found:
        address = element.attributes.get("href") or element.attributes.get("src") or ""
        parts = urlsplit(address)
        if address and not parts.scheme and not parts.netloc and element.tag != "use":
            target = urljoin(f"{root}{path}", unquote(parts.path))
            target += "index.html" if target.endswith("/") else ""
            yield target.removeprefix(root), unquote(parts.fragment)
