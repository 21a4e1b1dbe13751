"""The table of tests/README.md names tests that are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = re.findall(
    r"^\| (\d+) \| .+? \| (.+) \|$", (TESTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_each_case_has_one_row() -> None:
    cases = [int(case) for case, _ in ROWS]
    assert cases == sorted(set(cases))
    assert {*range(1, 57), *range(73, 114)} <= set(cases)


@pytest.mark.parametrize(("case", "named"), ROWS)
def test_the_tests_of_a_case_are_there(case: str, named: str) -> None:
    found = re.findall(r"`([^`]+)`", named)
    assert found, case
    for name in found:
        path, _, function = name.partition("::")
        file = (TESTS.parent if path.startswith("benchmarks/") else TESTS) / path
        assert file.is_file(), name
        assert f"def {function}(" in file.read_text(encoding="utf-8") or not function, name
