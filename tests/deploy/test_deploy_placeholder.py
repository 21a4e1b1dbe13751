"""Words that `postil new` wrote in an author's place are not sent to readers by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from postil.cli import main


def test_a_placeholder_is_deployed_only_with_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "site", "site"]) == 0
    monkeypatch.chdir(tmp_path / "site")
    with Path("content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("deploy:\n  here: {kind: folder, path: ../there}\n")
    assert main(["build"]) == 0
    capsys.readouterr()
    assert main(["deploy", "here"]) == 1
    out, err = capsys.readouterr()
    assert out == "nothing sent\n"
    assert err.startswith("content/first/01-text.md:1:1: error: postil new wrote this")
    assert err.count("[placeholder]") == 1
    assert not (tmp_path / "there").exists()
    assert main(["deploy", "here", "--yes"]) == 0
    assert (tmp_path / "there/index.html").is_file()
