"""The layers hold: no stage imports another, and pure rooms never touch the world."""

import ast
from pathlib import Path

import pytest

POSTIL = Path(__file__).resolve().parents[1] / "postil"

# From low to high. A room may import rooms of lower rows, and its own row only where `WITHIN` says.
EDGES = {
    "amend",
    "past",
    "load",
    "write",
    "theme",
    "swap",
    "placing",
    "cli",
    "commands",
    "serve",
    "deploy",
    "pipeline",
    "__main__",
}
EDGES |= {"preview.server", "preview.sources", "preview.watch", "preview.worker"}
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
    """A module's name; the preview's rooms are told apart, since some of them are pure."""
    parts = path.relative_to(POSTIL).with_suffix("").parts
    return ".".join(parts[:2]) if parts[0] == "preview" else parts[0]


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
    if room(path) in EDGES:
        return
    world = {
        name for name in imports(path) if name in WORLD or name.partition(".")[0] in WORLD
    } - PURE_NAMES
    assert world == set(), f"{path.name} is a pure room and imports {sorted(world)}"
    assert calls(path).isdisjoint({"open", "print", "input", "exec", "eval"})


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(POSTIL)))
def test_no_stage_imports_another(path: Path) -> None:
    name = room(path)
    if name not in STAGES:
        return
    others = {f"postil.{stage}" for stage in STAGES if stage != name}
    assert imports(path).isdisjoint(others), f"{name} imports another stage"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(POSTIL)))
def test_nothing_pure_imports_an_edge(path: Path) -> None:
    if room(path) in EDGES:
        return
    assert imports(path).isdisjoint({f"postil.{edge}" for edge in EDGES})


def test_words_know_nothing_above_them() -> None:
    low = {"model", "problems", "record", "rules", "urls", "dates"}
    for path in modules():
        if room(path) in {"model", "problems", "rules", "urls"}:
            named = {".".join(n.split(".")[:2]) for n in imports(path) if n.startswith("postil.")}
            assert named <= {f"postil.{word}" for word in low}, path.name
