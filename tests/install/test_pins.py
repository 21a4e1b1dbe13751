"""The requirement files: pinned, hashed, without addresses, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPO = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt", "requirements-test.txt")
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]

ENTRY = re.compile(r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def text(name: str) -> str:
    return (REPO / name).read_text("utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text(name), re.MULTILINE))


@pytest.mark.parametrize("name", FILES)
def test_there_is_nothing_but_pins_with_hashes(name: str) -> None:
    assert ENTRY.sub("", text(name)) == ""


def test_the_tests_run_with_the_very_versions_that_a_build_uses() -> None:
    assert pins(FILES[0]).items() <= pins(FILES[1]).items()


def wanted(extra: str) -> list[Requirement]:
    lines = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("name", "extras"), [(FILES[0], [""]), (FILES[1], ["", "docx", "html", "images", "test"])]
)
def test_what_the_project_asks_for_is_pinned(name: str, extras: list[str]) -> None:
    pinned = pins(name)
    asked = [need for extra in extras for need in wanted(extra) if need.name != PROJECT["name"]]
    unmet = [str(need) for need in asked if pinned.get(need.name.lower(), "") not in need.specifier]
    assert unmet == []
