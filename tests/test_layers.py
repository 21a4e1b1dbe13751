"""The layers hold: no stage imports another, and pure rooms never touch the world."""

import ast
from pathlib import Path

import pytest

POSTIL = Path(__file__).resolve().parents[1] / "postil"

# From low to high. A room may import rooms of lower rows, and its own row only where `WITHIN` says.
EDGES = {
    "__main__",
    "cards.painter",
    "batch.articles",
    "batch.at_once",
    "batch.build",
    "batch.ground",
    "batch.left",
    "batch.scan",
    "batch.shared",
    "batch.store",
    "batch.wish",
    "batch.spare",
    "batch.work",
    "carrying",
    "cli",
    "commands",
    "compiled",
    "deploy",
    "ending",
    "keeping",
    "load",
    "pictures.darkroom",
    "pictures.kept",
    "pipeline",
    "preview.server",
    "preview.sources",
    "preview.watch",
    "preview.worker",
    "published.past",
    "reanchoring.amend",
    "regular",
    "scaffolding.placing",
    "serve",
    "swap",
    "theme",
    "write",
}
STAGES = ("load", "parse", "anchor", "resolve", "check", "render", "write")
WORLD_WORDS = (
    "asyncio ctypes getpass glob http locale multiprocessing os pathlib platform random secrets"
    " select shutil signal socket subprocess sys tempfile threading time urllib.request uuid"
    " livereload tornado watchfiles"
)
WORLD = set(WORLD_WORDS.split())
PURE_NAMES = {"pathlib", "pathlib.PurePosixPath"}  # `from pathlib import PurePosixPath` alone


def modules() -> list[Path]:
    return sorted(path for path in POSTIL.rglob("*.py") if path.name != "__init__.py")


def room(path: Path) -> str:
    """A module's name, such as "anchor" or "edtf.words"."""
    return ".".join(path.relative_to(POSTIL).with_suffix("").parts)


def is_edge(path: Path) -> bool:
    """Whether a module, or the package it is in, may touch the world."""
    name = room(path)
    return name in EDGES or name.partition(".")[0] in EDGES


def imports(path: Path) -> set[str]:
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        n.func.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(POSTIL)))
def test_pure_rooms_touch_no_world(path: Path) -> None:
    if is_edge(path):
        return
    world = {
        name for name in imports(path) if name in WORLD or name.partition(".")[0] in WORLD
    } - PURE_NAMES
    assert world == set(), f"{path.name} is a pure room and imports {sorted(world)}"
    run = set() if room(path) == "record" else {"exec"}  # it makes an `__init__`, as dataclasses do
    assert calls(path).isdisjoint({"open", "print", "input", "eval"} | run)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(POSTIL)))
def test_no_stage_imports_another(path: Path) -> None:
    name = room(path)
    if name not in STAGES:
        return
    others = {f"postil.{stage}" for stage in STAGES if stage != name}
    assert imports(path).isdisjoint(others), f"{name} imports another stage"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(POSTIL)))
def test_nothing_pure_imports_an_edge(path: Path) -> None:
    if is_edge(path):
        return
    assert imports(path).isdisjoint({f"postil.{edge}" for edge in EDGES})


def test_words_know_nothing_above_them() -> None:
    low = {"dates", "doc", "edition", "edtf", "model", "problems", "record", "rules", "urls"}
    for path in modules():
        if room(path) in {"doc", "edition", "model", "problems", "rules", "urls"}:
            named = {".".join(n.split(".")[:2]) for n in imports(path) if n.startswith("postil.")}
            assert named <= {f"postil.{word}" for word in low}, path.name
