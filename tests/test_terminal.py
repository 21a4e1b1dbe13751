"""What a build tells, loud and low; what shells complete."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from postil.cli import COMMANDS, main


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "site", "."]) == 0
    Path("content/first/01-text.md").write_text("The lamp went out.\n", encoding="utf-8")
    capsys.readouterr()
    return tmp_path


def test_a_build_tells_what_changed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    first = capsys.readouterr().out
    assert "built 1 article, 0 notes" in first
    assert " KB, in " in first
    assert main(["build"]) == 0
    assert "nothing changed; open file:" in capsys.readouterr().out
    (site / "content/first/01-text.md").write_text("Other words.\n", encoding="utf-8")
    assert main(["build", "--verbose"]) == 0
    assert "~ index.html\n" in capsys.readouterr().out
    assert main(["build", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_build_as_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert err == ""
    assert told["problems"] == []
    assert told["built"]["articles"] == 1
    assert "index.html" in told["built"]["new"]
    (site / "content/first/01-text.md").write_text("[a][^b]\n", encoding="utf-8")
    assert main(["build", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["built"] is None
    assert told["problems"][0]["rule"] == "note-undefined"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_name_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    for word in (*COMMANDS, "anchor-missing", "stdin-filename"):
        assert word in out
    if program := shutil.which(shell):
        done = subprocess.run(
            [program, "-n"], input=out, text=True, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes(capsys: pytest.CaptureFixture[str]) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    main(["completion", "bash"])
    script = capsys.readouterr().out + (
        "COMP_WORDS=(postil sch); COMP_CWORD=1; _postil; echo ${COMPREPLY[@]}\n"
        "COMP_WORDS=(postil new sec); COMP_CWORD=2; _postil; echo ${COMPREPLY[@]}\n"
        "COMP_WORDS=(postil build --qu); COMP_CWORD=2; _postil; echo ${COMPREPLY[@]}\n"
    )
    done = subprocess.run([bash], input=script, text=True, capture_output=True, check=False)
    assert done.stdout.split("\n") == ["schema", "section", "--quiet", ""]


def test_quiet_is_silent_where_all_is_well(
    site: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = tmp_path / "report.txt"
    text.write_text("The lamp\n\nIt went out at ten.\n", encoding="utf-8")
    with (site / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("deploy:\n  here: {kind: folder, path: ../there}\n")
    for words in (
        ["check", "--quiet"],
        ["build", "--quiet"],
        ["import", "report.txt", "--as", "lamp", "--quiet"],
        ["deploy", "here", "--quiet"],
    ):
        assert main(words) == 0
        shown = capsys.readouterr()
        assert (words, shown.out, shown.err.replace(shown.err, "")) == (words, "", "")
    assert main(["deploy", "here", "--dry-run", "--quiet"]) == 0
    assert "0 new" in capsys.readouterr().out


def test_verbose_tells_what_is_silenced_and_why(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "content/first/timeline.yaml").write_text(
        "- id: out\n  date: 1912\n  title: It went out\n"
        "  allow: [{rule: event-source, because: the diary is at hand}]\n",
        encoding="utf-8",
    )
    main(["check"])
    assert "silenced" not in capsys.readouterr().out
    main(["check", "--verbose"])
    out = capsys.readouterr().out
    assert "content/first/timeline.yaml:1:7: silenced: " in out
    assert "[event-source], because: the diary is at hand\n" in out


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_nobody_is_quiet_and_verbose(
    command: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--quiet", "--verbose"])
    assert end.value.code == 2
    assert "not allowed with" in capsys.readouterr().err
