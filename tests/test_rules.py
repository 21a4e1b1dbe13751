"""Every rule has a bad sample in tests/cases/rules, which raises it, and a mended one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from postil.cli import main
from postil.rules import LEVELS, RULES
from tests.documents import Document, Stage, lay, read

CASES = Path(__file__).parent / "cases" / "rules"
DOCUMENTS = sorted(CASES.glob("*.txt"))

TODAY = "1795305600"  # 2026-11-22

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)


@pytest.fixture
def run(
    tmp_path: Path,
    compiled: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[Stage], tuple[int, str]]:
    """Write a stage's files, run its command; gives the exit status and what was printed."""
    site = tmp_path / "site"
    site.mkdir()
    (site / ".postil").symlink_to(compiled)
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)

    def run(stage: Stage) -> tuple[int, str]:
        lay(stage, site)
        status = main(stage.command)
        shown = capsys.readouterr()
        return status, (shown.err + shown.out).replace(str(tmp_path), "")

    return run


def document(path: Path) -> Document:
    return read(path.read_text(encoding="utf-8"))


def test_every_rule_has_a_document_and_every_document_a_rule() -> None:
    assert {path.stem for path in DOCUMENTS} == LEVELS.keys()


def test_rules_read_as_sentences() -> None:
    assert len(LEVELS) == len(RULES), "two rules of one name"
    for rule in RULES:
        assert rule.what.endswith(".")


@each_document
def test_prints(
    path: Path, run: Callable[[Stage], tuple[int, str]], expect: Callable[[Path, str], None]
) -> None:
    case = document(path)
    status, printed = run(case.stage)
    expect(path, case.with_printed(printed))
    assert status == (1 if LEVELS[path.stem] == "error" else 0)


@each_document
def test_raises_its_rule_alone(path: Path) -> None:
    lines = document(path).printed.splitlines()
    level = f": {LEVELS[path.stem]}: "
    problems = [
        line for line in lines if any(w in line for w in (": error: ", ": warning: ", level))
    ]
    assert problems, "nothing is found"
    assert [line for line in problems if not line.endswith(f"[{path.stem}]")] == []


@each_document
def test_says_what_to_do(path: Path) -> None:
    lines = document(path).printed.splitlines()
    assert any(line.startswith("    ") for line in lines), "the problem has no hint"


@each_document
def test_mended_has_no_problem(path: Path, run: Callable[[Stage], tuple[int, str]]) -> None:
    case = document(path)
    assert case.mended, "the document does not say how its mistake is mended"
    run(case.stage)
    status, printed = run(case.mended)
    assert (status, "error:" in printed, "warning:" in printed) == (0, False, False), printed
