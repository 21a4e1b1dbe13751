"""What docs/how-to/editors.md promises: schemas beside a site, and problems that editors can read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from postil.cli import main
from postil.scaffolding import schemas

HOW_TO = Path(__file__).resolve().parents[1] / "docs/how-to/editors.md"
SERVER = os.environ.get("POSTIL_YAML_SERVER") or shutil.which("yaml-language-server")
PATIENCE = 30.0
SITE = (
    ["new", "site", "site", "--article", "lamp"],
    ["new", "source", "gazette", "--site", "site"],
    ["new", "event", "out", "--date", "1912", "--source", "gazette", "--site", "site"],
    ["import", "report.txt", "--as", "report", "--site", "site"],
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("report.txt").write_text("The lamp\n\nIt went out at ten.\n", encoding="utf-8")
    for words in SITE:
        assert main(words) == 0
    return tmp_path / "site"


def linked(site: Path) -> dict[str, Path]:
    """Each YAML file's schema, by the line that leads there."""
    found = {}
    for file in sorted(site.rglob("*.yaml")):
        line = file.read_text(encoding="utf-8").split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
        assert match, f"{file} begins with {line}"
        found[file.relative_to(site).as_posix()] = (file.parent / match[1]).resolve()
    return found


def test_every_file_leads_to_its_schema(site: Path) -> None:
    kinds = {path: file.stem for path, file in linked(site).items()}
    assert kinds == {
        "content/lamp/article.yaml": "article",
        "content/lamp/sources.yaml": "sources",
        "content/lamp/timeline.yaml": "timeline",
        "content/report/article.yaml": "article",
        "content/site.yaml": "site",
        "seeds/report.yaml": "seed",
    }
    for file in linked(site).values():
        assert json.loads(file.read_text(encoding="utf-8")) == schemas.schema(file.stem)


def test_a_site_without_schemas_gets_no_line_that_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    assert main(["new", "article", "lamp"]) == 0
    text = Path("content/lamp/article.yaml").read_text(encoding="utf-8")
    assert "yaml-language-server" not in text


def test_schemas_are_written_where_they_are_not_as_they_should_be(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = site / schemas.FOLDER / "note.json"
    old.write_text("{}", encoding="utf-8")
    (site / schemas.FOLDER / "site.json").unlink()
    capsys.readouterr()
    assert main(["schema", "--write", "--site", str(site)]) == 0
    assert capsys.readouterr().out.count("wrote ") == 2
    assert json.loads(old.read_text(encoding="utf-8")) == schemas.schema("note")
    assert main(["schema", "--write", "--site", str(site)]) == 0
    assert "are as they are to be" in capsys.readouterr().out
    assert len(list((site / schemas.FOLDER).iterdir())) == len(schemas.FILES)


@pytest.mark.skipif(os.name == "nt", reason="folders of Unix")
def test_schemas_that_cannot_be_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(site / ".postil")
    (site / ".postil").write_text("a file", encoding="utf-8")
    assert main(["schema", "--write", "--site", str(site)]) == 1
    assert "error: this cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("content/site.yaml", "site"),
        ("content/site/article.yml", "article"),
        ("content/a/notes/article.yaml", ""),
        ("content/other.yaml", ""),
        ("seeds/a.yaml", "seed"),
        ("content/a/01-text.md", ""),
        ("content/a/sources.json", ""),
    ],
)
def test_kinds_of_files(path: str, kind: str) -> None:
    assert schemas.kind_of(path) == kind


def test_the_pattern_for_vs_code_reads_a_problem(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HOW_TO.read_text(encoding="utf-8")
    task = json.loads(text.partition("```json\n")[2].partition("```")[0])["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    (site / "content/lamp/01-text.md").write_text("A [lamp][^lamp].\n", encoding="utf-8")
    monkeypatch.chdir(site)
    capsys.readouterr()
    assert main(task["command"].split()[1:]) == 1
    match = re.search(pattern["regexp"], capsys.readouterr().err, re.MULTILINE)
    assert match
    names = ("file", "line", "severity", "code")
    found = [match[pattern[name]] for name in names]
    assert found == ["content/lamp/01-text.md", "1", "error", "note-undefined"]


def test_vim_reads_a_problem(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vim = shutil.which("vim")
    if vim is None:
        pytest.skip("there is no vim")
    (site / "content/lamp/01-text.md").write_text("A [lamp][^lamp].\n", encoding="utf-8")
    lines = HOW_TO.read_text(encoding="utf-8").partition("```vim\n")[2].partition("```")[0]
    form = next(line for line in lines.splitlines() if "errorformat" in line)
    monkeypatch.chdir(site)
    capsys.readouterr()
    assert main(["check"]) == 1
    said = capsys.readouterr().err
    (site / "problems.txt").write_text(said, encoding="utf-8")
    script = [
        form,
        "cgetfile problems.txt",
        "redir! > list.txt",
        "silent clist",
        "redir END",
        "qa!",
    ]
    words = [word for line in script for word in ("-c", line)]
    subprocess.run([vim, "-es", "-N", "-u", "NONE", *words], cwd=site, timeout=30, check=False)
    told = (site / "list.txt").read_text(encoding="utf-8").split("\n")
    listed = [line for line in told if line.strip()]
    assert len(listed) == said.count("]\n")
    assert any(
        "content/lamp/01-text.md:1 col 1 error: nobody wrote the note lamp" in one
        or "content/lamp/01-text.md:1 col 3 error: nobody wrote the note lamp" in one
        for one in listed
    )


# ---- yaml-language-server itself ------------------------------------------------------------


class Server:
    """A language server, asked as an editor asks it."""

    def __init__(self, command: str, root: Path) -> None:
        self.process = subprocess.Popen(
            [command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.heard: SimpleQueue[Any] = SimpleQueue()
        Thread(target=self.listen, daemon=True).start()
        capabilities = {"workspace": {"configuration": True}}
        about = {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities}
        self.send(id=1, method="initialize", params=about)
        self.send(method="initialized", params={})

    def send(self, **message: object) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def listen(self) -> None:
        assert self.process.stdout
        while line := self.process.stdout.readline():
            size = int(line.partition(b":")[2])
            while self.process.stdout.readline().strip():
                pass
            self.heard.put(json.loads(self.process.stdout.read(size)))

    def problems(self, file: Path) -> list[str]:
        """What is wrong with a file, as an editor is told."""
        uri, said = file.as_uri(), file.read_text(encoding="utf-8")
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": said}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        end = monotonic() + PATIENCE
        while monotonic() < end:
            try:
                message = self.heard.get(timeout=1)
            except Empty:
                continue
            if message.get("method") == "workspace/configuration":
                yaml = {"schemaStore": {"enable": False}, "validate": True}
                asked = message["params"]["items"]
                said_so = [yaml if one.get("section") == "yaml" else None for one in asked]
                self.send(id=message["id"], result=said_so)
            elif message.get("method") == "textDocument/publishDiagnostics":
                if message["params"]["uri"] == uri:
                    return [found["message"] for found in message["params"]["diagnostics"]]
            elif "id" in message and "method" in message:
                self.send(id=message["id"], result=None)
        pytest.fail("the language server does not answer")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[[Path], list[str]]]:
    if not SERVER:
        pytest.skip("there is no yaml-language-server: npm install -g yaml-language-server")
    made = Server(SERVER, tmp_path)
    yield made.problems
    made.process.kill()
    made.process.wait()


def test_a_language_server_finds_schemas_and_mistakes(
    site: Path, server: Callable[[Path], list[str]]
) -> None:
    for path in linked(site):
        assert server(site / path) == []
    bad = {
        "content/site.yaml": ("homee: lamp\n", "Property homee is not allowed."),
        "content/lamp/article.yaml": ("titel: x\n", "Property titel is not allowed."),
        "content/lamp/timeline.yaml": ("- {id: a, title: A}\n", 'Missing property "date".'),
        "seeds/report.yaml": ("encoding: morse\n", "Value is not accepted."),
    }
    for path, (more, said) in bad.items():
        other = (site / path).with_name(f"bad-{Path(path).name}")
        other.write_text((site / path).read_text(encoding="utf-8") + more, encoding="utf-8")
        assert any(found.startswith(said) for found in server(other)), path
