"""What a build tells, loud and low; what shells complete."""

import json
import re
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


TYPED = {
    "postil sch": "schema",
    "postil new sec": "section",
    "postil new section --qu": "--quote",
    "postil explain anchor-mis": "anchor-missing",
    "postil completion z": "zsh",
    "postil check cont": "content/",
    "postil build --quiet --verb": "--verbose",
}


def script_of(shell: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """A shell, and what it is given to complete with."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    capsys.readouterr()
    main(["completion", shell])
    return program, capsys.readouterr().out


def test_bash_completes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bash, script = script_of("bash", capsys)
    for typed, whole in TYPED.items():
        words = typed.split()
        script += (
            f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _postil\n"
            f"echo ${{COMPREPLY[@]:-{whole if whole.endswith('/') else ''}}}\n"  # bash's own
        )
    done = subprocess.run([bash], input=script, text=True, capture_output=True, check=False)
    assert done.stdout.split("\n") == [*TYPED.values(), ""]


def test_fish_completes(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fish, script = script_of("fish", capsys)
    monkeypatch.setenv("HOME", str(site))
    script += "".join(f"complete -C'{typed}'\n" for typed in TYPED)
    script += "echo; complete -C'postil new site '; echo; complete -C'postil '\n"
    done = subprocess.run(
        [fish, "--no-config"], input=script, text=True, capture_output=True, check=False
    )
    one, after_a_name, commands = done.stdout.split("\n\n")
    assert [line.partition("\t")[0] for line in one.split("\n")] == list(TYPED.values())
    assert "section" not in after_a_name
    assert [line.partition("\t")[0] for line in commands.split()] != []
    assert dict(line.split("\t") for line in commands.strip().split("\n")) == {
        name: what.replace("'", "’") for name, what in COMMANDS.items()
    }


ZSH = """
zmodload zsh/zpty
zpty shell $ZSH_PROGRAM -f -i
zpty -w shell "PS1=; cd $SITE; autoload -Uz compinit; compinit -u -D; . $SITE/_postil; echo DO''NE"
zpty -r shell line '*DONE*'
while zpty -rt shell line; do :; done
for typed in ${(f)TYPED}; do
  zpty -n -w shell $typed$'\t'
  out=
  repeat 100; do
    while zpty -rt shell line; do out+=$line; done
    [[ $out == *${${(z)typed}[-1]}*$'\\e'* && $waited == $#out ]] && break
    waited=$#out
    sleep 0.1
  done
  print -r -- ${(V)out}
  zpty -n -w shell $'\x15'
  sleep 0.1
  while zpty -rt shell line; do :; done
done
zpty -d shell
"""


def test_zsh_completes(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a terminal of its own, as if somebody typed a beginning and pressed Tab."""
    zsh, script = script_of("zsh", capsys)
    (site / "_postil").write_text(script, encoding="utf-8")
    monkeypatch.setenv("HOME", str(site))
    for name, value in {"SITE": str(site), "ZSH_PROGRAM": zsh, "TYPED": "\n".join(TYPED)}.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run(
        [zsh, "-f"], input=ZSH, text=True, capture_output=True, check=False, timeout=120
    )
    shown = re.sub(r"\^\[\[[0-9;?]*[A-Za-z]|\^[A-Z]", "", done.stdout).split("\n")
    for (typed, whole), line in zip(TYPED.items(), shown[:-1], strict=True):
        before = typed.rpartition(" ")[0]
        assert f"{before} {whole}".removeprefix("p") in line, (typed, line, done.stderr)


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
    assert "nothing to do" in capsys.readouterr().out


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
