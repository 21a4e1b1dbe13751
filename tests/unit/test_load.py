"""Disk → Files: what is read, in which order, and what is refused without hanging or leaking."""

import os
import socket
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from postil import load as load_module
from postil.load import load
from postil.model import Files


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def said(root: Path) -> list[str]:
    """The problems, as "file:line:column rule: message"."""
    _, problems = load(root)
    return [f"{p.place} {p.rule}: {p.message}" for p in problems]


def clean(root: Path) -> Files:
    files, problems = load(root)
    assert problems == ()
    return files


def test_reads_content_and_seeds_in_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "content/site.yaml": "title: T\n",
            "content/b/02-x.md": "two",
            "content/b/01-x.md": "one",
            "content/b/images/p.PNG": b"\x89PNG",
            "content/B/article.yml": "",
            "content/a/refs.bib": "@book{x}",
            "content/é/article.yaml": "",
            "seeds/x.yaml": "title: X",
            "seeds/x.txt": b"\xef\xbb\xbfa\r\nb\xff",
            "templates/page.html": "not read here",
            "README.md": "nor this",
            "public/content/a.md": "nor this",
        },
    )
    files = clean(tmp_path)
    assert list(files.texts) == [
        "content/B/article.yml",
        "content/a/refs.bib",
        "content/b/01-x.md",
        "content/b/02-x.md",
        "content/site.yaml",
        "content/é/article.yaml",
        "seeds/x.yaml",
    ]
    assert files.texts["content/b/01-x.md"] == "one"
    assert dict(files.binaries) == {
        "content/b/images/p.PNG": b"\x89PNG",
        "seeds/x.txt": b"\xef\xbb\xbfa\r\nb\xff",
    }


def test_an_empty_folder_is_an_empty_site(tmp_path: Path) -> None:
    assert clean(tmp_path) == Files(texts={}, binaries={})
    assert clean(tmp_path / "missing") == Files(texts={}, binaries={})


def test_content_that_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"content": "x"})
    assert said(tmp_path) == ["content:1:1 file-unknown: Postil reads no such file"]


@pytest.mark.parametrize(
    "content",
    [
        b"a\nb\n\xc3\xa9\n",
        b"\xef\xbb\xbfa\nb\n\xc3\xa9\n",
        b"a\r\nb\r\n\xc3\xa9\r\n",
        b"a\rb\r\xc3\xa9\r",
        b"\xef\xbb\xbfa\r\nb\r\xc3\xa9\n",
    ],
)
@pytest.mark.parametrize("name", ["01.md", "article.yaml", "a.bib", "sources.json", "x.txt"])
def test_bom_and_line_ends_make_no_difference(tmp_path: Path, name: str, content: bytes) -> None:
    """Case 32."""
    write(tmp_path, {f"content/a/{name}": content})
    assert clean(tmp_path).texts[f"content/a/{name}"] == "a\nb\né\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("é".encode("utf-16"), "1:1 file-encoding: this file is UTF-16 (byte 0), not UTF-8"),
        (b"\xfe\xff\x00a", "1:1 file-encoding: this file is UTF-16 (byte 0), not UTF-8"),
        ("é".encode("utf-32"), "1:1 file-encoding: this file is UTF-32 (byte 0), not UTF-8"),
        (b"ab\ncaf\xe9 x", "2:4 file-encoding: this file is not UTF-8: byte 6 is 0xe9"),
        (b"\xc3\xa9\xc3", "1:2 file-encoding: this file is not UTF-8: byte 2 is 0xc3"),
        (b"\xed\xa0\x80", "1:1 file-encoding: this file is not UTF-8: byte 0 is 0xed"),
    ],
)
def test_other_encodings_are_named(tmp_path: Path, content: bytes, expected: str) -> None:
    """Case 33."""
    write(tmp_path, {"content/a/01.md": content, "content/a/02.md": "fine"})
    files, problems = load(tmp_path)
    assert [f"{p.place} {p.rule}: {p.message}" for p in problems] == [f"content/a/01.md:{expected}"]
    assert problems[0].hint == "save it as UTF-8"
    assert list(files.texts) == ["content/a/02.md"]


def test_leftovers_and_dot_files_are_not_read(tmp_path: Path) -> None:
    """Case 30."""
    names = [".env", ".git/config", ".DS_Store", "x.md~", "#x.md#", ".x.swp", "4913", "Thumbs.db"]
    write(tmp_path, {f"content/a/{name}": "secret" for name in names} | {"content/a/01.md": "x"})
    assert list(clean(tmp_path).texts) == ["content/a/01.md"]


def test_other_endings_are_unknown(tmp_path: Path) -> None:
    write(tmp_path, {"content/a/x.docx": "x", "content/a/Makefile": "x"})
    _, problems = load(tmp_path)
    assert [(p.place.file, p.rule, p.level, p.message) for p in problems] == [
        ("content/a/Makefile", "file-unknown", "warning", "Postil reads no such file"),
        ("content/a/x.docx", "file-unknown", "warning", "Postil reads no .docx files"),
    ]


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 38: a 50 MB scalar is never read."""
    monkeypatch.setattr(load_module, "BINARY_LIMIT", 1024 * 1024)
    write(tmp_path, {"content/a/01.md": "x", "content/a/b.jpg": b"\0" * (1024 * 1024 + 1)})
    with (tmp_path / "content/a/timeline.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert said(tmp_path) == [
        "content/a/b.jpg:1:1 file-unreadable: this file is larger than 1 MB",
        "content/a/timeline.yaml:1:1 file-unreadable: this file is larger than 8 MB",
    ]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "FILE_LIMIT", 5)
    write(tmp_path, {f"content/a/{n}.md": "x" for n in range(9)})
    assert said(tmp_path) == ["content/a/3.md:1:1 file-unreadable: more than 5 files in one site"]


# ---- links ---------------------------------------------------------------------------------

OUTSIDE = "file-outside: this link leads out of the site's folder, and is not followed"


@pytest.mark.parametrize("relative", [True, False])
def test_a_link_out_of_the_site_is_never_read(tmp_path: Path, relative: bool) -> None:
    """Case 24: file, folder, chain, and content/ itself."""
    write(tmp_path, {"outside/secret.md": "secret", "site/content/a/01.md": "x"})
    target = tmp_path / "outside"
    if relative:
        target = Path("../../../outside")
    article = tmp_path / "site/content/a"
    (article / "02.md").symlink_to(target / "secret.md")
    (article / "notes").symlink_to(target)
    (article / "03.md").symlink_to("02.md")
    (article / "04.md").symlink_to(target / "missing.md")
    files, problems = load(tmp_path / "site")
    assert list(files.texts) == ["content/a/01.md"]
    assert [f"{p.place} {p.rule}: {p.message}" for p in problems] == [
        f"content/a/{name}:1:1 {OUTSIDE}" for name in ("02.md", "03.md", "04.md", "notes")
    ]


def test_content_may_not_lead_out(tmp_path: Path) -> None:
    """Case 24."""
    write(tmp_path, {"outside/a/01.md": "secret", "site/x": ""})
    (tmp_path / "site/content").symlink_to("../outside")
    (tmp_path / "site/seeds").symlink_to("/etc")
    assert said(tmp_path / "site") == [f"content:1:1 {OUTSIDE}", f"seeds:1:1 {OUTSIDE}"]


def test_a_sibling_with_the_same_prefix_is_outside(tmp_path: Path) -> None:
    write(tmp_path, {"site-other/x.md": "secret", "site/content/a/01.md": "x"})
    (tmp_path / "site/content/a/02.md").symlink_to("../../../site-other/x.md")
    assert said(tmp_path / "site") == [f"content/a/02.md:1:1 {OUTSIDE}"]


def test_links_inside_are_followed(tmp_path: Path) -> None:
    write(tmp_path, {"content/a/01.md": "x", "shared/p.png": b"p", "shared/b.md": "y"})
    (tmp_path / "content/a/images").symlink_to("../../shared")
    (tmp_path / "content/a/02.md").symlink_to("../../shared/b.md")
    files = clean(tmp_path)
    assert dict(files.texts) == {
        "content/a/01.md": "x",
        "content/a/02.md": "y",
        "content/a/images/b.md": "y",
    }
    assert list(files.binaries) == ["content/a/images/p.png"]


def test_the_site_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/content/a/01.md": "x"})
    (tmp_path / "link").symlink_to("real")
    assert list(clean(tmp_path / "link").texts) == ["content/a/01.md"]


def test_loops_are_noticed(tmp_path: Path) -> None:
    write(tmp_path, {"content/a/01.md": "x", "content/b/01.md": "y"})
    (tmp_path / "content/a/up").symlink_to("..")
    (tmp_path / "content/a/self").symlink_to("self")
    (tmp_path / "content/a/to-b").symlink_to("../b")
    (tmp_path / "content/b/to-a").symlink_to("../a")
    files, problems = load(tmp_path)
    assert len(files.texts) == 4
    assert {p.rule for p in problems} == {"file-unreadable"}
    assert "content/a/up" in {p.place.file for p in problems}
    assert "content/a/self" in {p.place.file for p in problems}


def test_a_broken_link(tmp_path: Path) -> None:
    write(tmp_path, {"content/a/01.md": "x"})
    (tmp_path / "content/a/02.md").symlink_to("nowhere.md")
    assert said(tmp_path) == [
        "content/a/02.md:1:1 file-unreadable: this cannot be read: no such file or directory"
    ]


# ---- what is no file -----------------------------------------------------------------------


def test_pipes_and_sockets_do_not_hang(tmp_path: Path) -> None:
    write(tmp_path, {"content/a/01.md": "x"})
    os.mkfifo(tmp_path / "content/a/02.md")
    (tmp_path / "content/a/03.md").symlink_to("02.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "content/a/s.md"))
        assert said(tmp_path) == [
            f"content/a/{name}:1:1 file-unreadable: this is not a regular file"
            for name in ("02.md", "03.md", "s.md")
        ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_no_permission(tmp_path: Path) -> None:
    write(tmp_path, {"content/a/01.md": "x", "content/b/01.md": "y"})
    (tmp_path / "content/a/01.md").chmod(0)
    (tmp_path / "content/b").chmod(0)
    found = said(tmp_path)
    (tmp_path / "content/b").chmod(0o700)
    assert found == [
        "content/a/01.md:1:1 file-unreadable: this cannot be read: permission denied",
        "content/b:1:1 file-unreadable: this cannot be read: permission denied",
    ]


def test_errors_of_the_system_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, {"content/a/01.md": "x"})
    monkeypatch.setattr(os, "open", fail)
    assert said(tmp_path) == [
        "content/a/01.md:1:1 file-unreadable: this cannot be read: permission denied"
    ]


# ---- names ---------------------------------------------------------------------------------


def test_names_are_nfc(tmp_path: Path) -> None:
    """Case 28."""
    write(tmp_path, {unicodedata.normalize("NFD", "content/é/01-ü.md"): "x"})
    assert list(clean(tmp_path).texts) == ["content/é/01-ü.md"]


def test_one_name_in_two_forms(tmp_path: Path) -> None:
    """Case 26."""
    write(tmp_path, {"content/a/é.md": "1", "content/a/e\u0301.md": "2"})
    if len(list((tmp_path / "content/a").iterdir())) < 2:
        pytest.skip("this file system keeps one form only")
    assert said(tmp_path) == [
        'content/a/é.md:1:1 file-collision: "content/a/é.md" names two files, in two Unicode forms'
    ]


def test_names_that_no_line_can_hold(tmp_path: Path) -> None:
    folder = tmp_path / "content/a"
    folder.mkdir(parents=True)
    for name in (b"x\ny.md", b"\xff.md", b"a\x1b[0m.md"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x", encoding="utf-8")
    files, _ = load(tmp_path)
    assert list(files.texts) == [
        "content/a/\\xff.md",
        "content/a/a\\x1b[0m.md",
        "content/a/x\\x0ay.md",
    ]


def test_the_same_whatever_the_locale(tmp_path: Path) -> None:
    """Case 34."""
    import subprocess
    import sys

    write(tmp_path, {"content/é/01-ü.md": "é", "content/a/02.md": b"\xff"})
    code = (
        "import sys; from pathlib import Path; from postil.load import load\n"
        "files, problems = load(Path(sys.argv[1]))\n"
        "sys.stdout.buffer.write(ascii((files.texts, problems)).encode())"
    )
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env={"PYTHONPATH": str(root), **environment},
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout
        for environment in (
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "C.UTF-8"},
            {"PYTHONUTF8": "1"},
        )
    }
    assert len(outputs) == 1
    assert b"content/\\xe9/01-\\xfc.md" in outputs.pop()


# ---- Texts that are lent -------------------------------------------------------------------


def test_lent_texts(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"content/a/article.yaml": "title: A"})
    write(
        tmp_path / "lent",
        {
            "b.txt": b"\xff",
            "a b.TXT": "one",
            "deep/c.txt": "not looked for",
            "d.md": "another ending",
            ".hidden.txt": "x",
            "e.txt~": "x",
        },
    )
    (tmp_path / "elsewhere").write_text("linked")
    (tmp_path / "lent" / "link.txt").symlink_to(tmp_path / "elsewhere")
    folder = tmp_path / "lent"
    files, problems = load(site, folder)
    assert problems == ()
    assert files.lent == {
        f"{folder}/a b.TXT": b"one",
        f"{folder}/b.txt": b"\xff",
        f"{folder}/link.txt": b"linked",
    }
    assert list(files.texts) == ["content/a/article.yaml"]
    assert files.binaries == {}


def test_nothing_is_lent_unasked(tmp_path: Path) -> None:
    assert load(write(tmp_path, {"content/a/01.md": ""}))[0].lent == {}


def test_lent_texts_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "TEXT_LIMIT", 10)
    monkeypatch.setattr(load_module, "LENT_LIMIT", 4)
    site = write(tmp_path / "site", {"content/a/01.md": "x"})
    folder = write(tmp_path / "lent", {"big.txt": "x" * 11, "one.txt": "x", "z.txt": "not read"})
    (folder / "gone.txt").symlink_to("nowhere")
    os.mkfifo(folder / "fifo.txt")
    files, problems = load(site, folder)
    assert [file.rpartition("/")[2] for file in files.lent] == ["one.txt"]
    told = [f"{p.place.file.rpartition('/')[2]}: {p.message}" for p in problems]
    assert told == [
        "big.txt: this file is larger than 0 MB",
        "fifo.txt: this is not a regular file",
        "gone.txt: this cannot be read: no such file or directory",
        "lent: more than 4 texts in one folder",
    ]
    assert load(site, tmp_path / "none")[1][0].message.startswith("this cannot be read")
