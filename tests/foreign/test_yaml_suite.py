"""The YAML test suite's 406 cases, as a data file and as front matter (case 42)."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from postil.files.front_matter import split
from postil.problems import Place, Problem
from postil.trees import json_tree, yaml_tree
from postil.trees.tree import Mapping, Node, Scalar, Sequence

# libyaml reads YAML 1.1, which allows what 1.2 forbids.
ACCEPTED = frozenset(
    [
        "9C9N",
        "9JBA",
        "CVW2",
        "DK95-01",
        "G5U8",
        "MUS6-00",
        "QB6E",
        "S98Z",
        "SU5Z",
        "X4QW",
        "Y79Y-03",
        "YJV2",
    ]
)
# libyaml takes a ? in brackets for a key's sign (652Z, HM87-01) and drops a last blank line (L24T-01).
OTHERWISE = frozenset(["652Z", "HM87-01", "L24T-01"])


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict[str, Any]]:
    file = shared / "foreign" / "yaml" / "yaml-test-suite.json"
    if not file.exists():
        pytest.skip("needs ../shared/foreign: the YAML test suite is not part of the project")
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["cases"]
    assert len(found) == 406
    for case in found:  # the suite shows a tab as dashes before it
        case["yaml"] = re.sub("—+(?=\t)", "", case["yaml"])
    return found


def plain(node: Node | None) -> object:
    if isinstance(node, Scalar):
        return "" if node.empty else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    return ""


def check(case: dict[str, Any], seconds: float, problems: tuple[Problem, ...]) -> None:
    assert seconds < 1, case["id"]
    for found in problems:
        assert found.place.file == "x"
        assert found.place.line >= 1
        assert "\n" not in found.message + found.hint, case["id"]


def test_as_a_data_file(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        start = time.perf_counter()
        node, problems = yaml_tree.read(case["yaml"], Place(file="x"))
        check(case, time.perf_counter() - start, problems)
        if case["fail"]:
            assert bool(problems) != (case["id"] in ACCEPTED), case["id"]
        elif case["json"] and not problems:
            expected, _ = json_tree.read(case["json"], Place(file="x"))
            assert (plain(node) == plain(expected)) != (case["id"] in OTHERWISE), case["id"]


def test_as_front_matter(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        problems: list[Problem] = []
        text = f"---\n{case['yaml']}\n---\nThe body.\n"
        start = time.perf_counter()
        matter = split(text, Place(file="x"), "a note", problems)
        check(case, time.perf_counter() - start, tuple(problems))
        assert matter.body.endswith("The body.\n"), case["id"]
