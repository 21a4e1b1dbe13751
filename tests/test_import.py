"""`postil import` as its user meets it."""

import errno
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postil.cli import main
from postil.load import load
from postil.parse import parse
from postil.pipeline import prove

ROOT = Path(__file__).resolve().parents[1]
BODY = (
    "The lamp, lit every evening since 1861, stood dark for three hours while the ferry looked on."
)
OTHER_BODY = (
    "The keeper said that the ferry was late, and that nobody had relieved him since Friday."
)
TEXT = f"""The night the lamp went out

By Ada Holm

{BODY} “It was dark,” said Tom Aske.

The light in 1986
(Photo: Gazette archive)

{OTHER_BODY} An inquiry sat for two days.
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    return folder


@pytest.fixture
def run(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Write a text beside the site and import it; gives the status and what was printed."""
    monkeypatch.chdir(site.parent)

    def run(
        text: str | bytes, *options: str, name: str = "lamp.txt", slug: str = "lamp"
    ) -> tuple[int, str]:
        content = text if isinstance(text, bytes) else text.encode()
        Path(name).write_bytes(content)
        try:
            status = main(["import", name, "--as", slug, "--site", "site", *options])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        shown = capsys.readouterr()
        return status, shown.err + shown.out

    return run


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def texts(site: Path, slug: str = "lamp") -> dict[str, str]:
    folder = site / "content" / slug
    return {path: content.decode() for path, content in tree(folder).items()}


def test_a_text_becomes_an_article(site: Path, run: Run) -> None:
    status, printed = run(TEXT, "--publisher", "Gazette", "--published", "1987-11-04")
    assert (status, printed) == (0, (
        "line 1: headline → article.yaml, title\n"
        "line 3: byline → 03-the-author.md\n"
        "line 5: body → 01-part-1.md\n"
        "lines 7–8: caption and credit → 02-the-picture.md\n"
        "line 10: body → 01-part-1.md\n"
        "its rights: not known; publish a whole text only where they allow it\n"
        "done: 4 files in content/lamp/ and seeds/lamp.yaml; no word is lost or changed: "
        "61 words in 6 paragraphs, read back and compared\n"
    ))  # fmt: skip
    assert texts(site) == {
        "article.yaml": (
            'title: "The night the lamp went out"\n'
            "annotates: lamp\n"
            "# fill in: authors: [who wrote the notes]\n"
            "# fill in: published: the day your notes are published\n"
            "# fill in: licence: {text: what others may do with it, notes: with your notes}\n"
        ),
        "01-part-1.md": (
            f"---\nid: part-1\n---\n\n{BODY} “It was dark,” said Tom Aske.\n\n"
            f"{OTHER_BODY} An inquiry sat for two days.\n"
        ),
        "02-the-picture.md": (
            '---\ntitle: "About the picture" # Postil\'s words\nid: the-picture\n---\n\n'
            "The light in 1986\n\n(Photo: Gazette archive)\n"
        ),
        "03-the-author.md": (
            '---\ntitle: "About the author" # Postil\'s words\nid: the-author\n---\n\nBy Ada Holm\n'
        ),
    }
    assert (site / "seeds/lamp.yaml").read_text() == (
        'title: "The night the lamp went out"\n'
        'author: ["Ada Holm"]\n'
        'publisher: "Gazette"\n'
        "# fill in: url: where it stands\n"
        'published: "1987-11-04"\n'
        "# fill in: retrieved: the day you read it, such as 2026-11-22\n"
        "# fill in: rights: who holds the rights, and what they allow\n"
        f'sha256: "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n'
        "# fill in: language: such as en-US\n"
        'words: "61"\n'
    )
    assert main(["build", "--site", str(site), "--output", str(site / "out")]) == 0


def test_nothing_that_exists_is_touched(site: Path, run: Run) -> None:
    """Cases 7 and 8."""
    run(TEXT)
    before = tree(site.parent)
    status, printed = run(TEXT)
    assert status == 1
    assert (
        "content/lamp/01-part-1.md:1:1: error: this is there already, and stays as it is" in printed
    )
    assert "seeds/lamp.yaml:1:1: error: this is there already" in printed
    assert tree(site.parent) == before
    (site / "seeds/other.yaml").write_text("title: x\n")
    before = tree(site.parent)
    status, printed = run(TEXT, slug="other")
    assert (status, "seeds/other.yaml:1:1" in printed) == (1, True)
    assert tree(site.parent) == before


def test_a_record_of_the_same_text_is_used_again(site: Path, run: Run) -> None:
    run(TEXT, "--copy-text", "--rights", "CC BY 4.0")
    assert (site / "seeds/lamp.txt").read_bytes() == TEXT.encode()
    status, printed = run(TEXT, "--seed", "lamp", slug="again")
    assert status == 0, printed
    assert "its rights" not in printed
    assert "annotates: lamp\n" in texts(site, "again")["article.yaml"]
    assert run(TEXT + "!", "--seed", "lamp", slug="third")[0] == 1


def test_a_text_that_may_not_be_copied_is_told_from_one_that_may(run: Run) -> None:
    assert "its rights: “© Gazette”; publish a whole" in run(TEXT, "--rights", "© Gazette")[1]
    assert "its rights" not in run(TEXT, "--rights", "Public domain", slug="open")[1]
    status, printed = run(TEXT, "--copy-text", slug="copied")
    assert (status, "are copied from seed copied" in printed) == (1, True)


def test_a_dry_run_writes_nothing(site: Path, run: Run) -> None:
    status, printed = run(TEXT, "--dry-run")
    assert status == 0
    assert "nothing written; it would be 4 files in content/lamp/ and seeds/lamp.yaml" in printed
    assert tree(site) == {}


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_bom_make_no_difference(site: Path, run: Run, ends: str, bom: str) -> None:
    """Case 32."""
    run(TEXT, slug="plain")
    run(bom + TEXT.replace("\n", ends), slug="lamp", name="other.txt")
    plain = {path: text.replace("plain", "lamp") for path, text in texts(site, "plain").items()}
    assert texts(site) == plain
    assert prove(site).ok


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b"Caf\xe9\n\nis shut", "lamp.txt:1:4", "not UTF-8: byte 3 is 0xe9"),
        ("Café".encode("utf-16"), "lamp.txt:1:1", "UTF-16 (byte 0)"),
        (b"A\n\nbell\x07", "lamp.txt:3:5", "a control character stands here: U+0007"),
        (b" \n\n", "lamp.txt:1:1", "no text in this file"),
    ],
)
def test_what_is_no_text_is_one_problem(
    site: Path, run: Run, content: bytes, where: str, what: str
) -> None:
    """Cases 33 and 35."""
    status, printed = run(content)
    assert status == 1
    assert printed.startswith(where)
    assert what in printed
    assert printed.endswith("\n1 error\n")
    assert tree(site) == {}


def test_a_page_in_another_encoding_says_which(run: Run) -> None:
    page = b'<html><head><meta charset="iso-8859-2"></head><p>caf\xe9</p>'
    assert "name its encoding: --encoding iso-8859-2\n" in run(page, name="a.html")[1]


def test_another_encoding_is_named(site: Path, run: Run) -> None:
    status, _ = run("Café\n\nIt is shut.".encode("latin-1"), "--encoding", "latin1", "--copy-text")
    assert status == 0
    assert 'title: "Café"' in texts(site)["article.yaml"]
    seed = parse(load(site)[0])[0].seeds[0]
    assert (seed.encoding, seed.text) == ("iso-8859-1", "Café\n\nIt is shut.")
    assert prove(site).ok


def test_a_console_without_the_letters(site: Path) -> None:
    """Case 34: what is written is the same, and what cannot be shown is escaped."""
    (site / "lamp.txt").write_text(TEXT, encoding="utf-8")
    clean = {
        "PATH": os.environ["PATH"],
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii",
    }
    done = subprocess.run(
        [sys.executable, "-m", "postil", "import", str(site / "lamp.txt"), "--as", "lamp"],
        cwd=site, env=clean | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"line 1: headline \\u2192 article.yaml" in done.stdout
    assert "“It was dark,”" in texts(site)["01-part-1.md"]


@pytest.mark.parametrize("nth", range(1, 6))
def test_a_full_disk_leaves_nothing(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """Four files of the article and one record: whichever fails, none is there."""
    calls = []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == nth:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    status, printed = run(TEXT)
    assert (status, len(calls)) == (1, nth)
    assert "error: this cannot be written: no space left on device [output]" in printed
    assert tree(site) == {}
    assert list((site / "content").iterdir()) == []


def test_a_link_out_of_the_site_is_not_written_through(
    site: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site / "seeds").symlink_to(tmp_path / "elsewhere")
    status, printed = run(TEXT)
    assert (status, "a link that leads out of the site" in printed) == (1, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--role", "title=1"], "--role: no such role: title; roles are headline, standfirst"),
        (["--role", "body=x"], "--role body=x: expected lines such as 3,5-7"),
        (["--role", "body=3,6"], "--role: no text stands on line 6; see --dry-run"),
        (["--sections", "0"], "--sections: expected a number from 1"),
        (["--published", "4 May"], "--published: a date"),
        (["--url", "javascript:x"], "--url: "),
        (["--language", "English!"], "--language: "),
        (["--encoding", "latin7"], "--encoding: no such encoding here: latin7"),
        (["--notes", "lmp"], "--notes: there is no article lmp"),
        (["--seed", "../x"], '--seed: "../x" is not an id'),
        (["--as", "../x"], '--as: "../x" is not an id'),
        (["--as", "assets"], '--as: "assets" is an address that Postil itself uses'),
    ],
)
def test_wrong_use(site: Path, run: Run, options: list[str], says: str) -> None:
    status, printed = run(TEXT, *options)
    assert (status, printed.startswith(f"postil: {says}")) == (2, True), printed
    assert tree(site) == {}


def test_a_file_of_another_kind(site: Path, run: Run) -> None:
    status, printed = run(TEXT, name="lamp.pdf")
    assert status == 2
    assert "Say it with --format text, markdown, html, docx" in printed
    assert run(TEXT, "--format", "text", name="lamp.log")[0] == 0


@pytest.mark.parametrize("name", ["nowhere", "nowhere.txt", "nowhere.html"])
def test_a_file_that_is_not_there(
    site: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    with pytest.raises(SystemExit) as ended:
        main(["import", name, "--as", "lamp"])
    assert ended.value.code == 2
    assert f"postil: there is no {name}\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("a.html", "readability", "html"), ("a.docx", "mammoth", "docx")],
)
def test_a_library_that_is_not_installed(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    status, printed = run(b"PK", name=name)
    assert status == 2
    library = {"html": "readability-lxml", "docx": "mammoth"}[extra]
    assert printed.startswith(f"postil: importing {extra} needs {library}")
    assert printed.endswith(f" -m pip install {library}\n")
    assert printed.count("\n") == 1


def test_the_author_overrules(site: Path, run: Run) -> None:
    status, printed = run(TEXT, "--role", "left-out=3", "--role", "body=7,8", "--sections", "2")
    assert status == 0
    assert "line 3: left out, as you asked\n" in printed
    assert "58 words in 5 paragraphs" in printed
    assert list(texts(site)) == ["01-part-1.md", "02-part-2.md", "article.yaml"]


def test_another_title_keeps_the_headline_in_the_text(site: Path, run: Run) -> None:
    run(TEXT, "--title", "Two lamps: #1 “{x}” \\ & ---")
    assert 'title: "Two lamps: #1 “{x}” \\\\ & ---"' in texts(site)["article.yaml"]
    assert "\n\nThe night the lamp went out\n\n" in texts(site)["01-part-1.md"]
    assert parse(load(site)[0])[0].articles[0].title == "Two lamps: #1 “{x}” \\ & ---"


def test_closing_sections_of_other_languages_have_no_english_titles(site: Path, run: Run) -> None:
    run(TEXT, "--language", "de")
    assert texts(site)["02-the-picture.md"].startswith(
        "---\nid: the-picture\n---\n\n---\n\nThe light"
    )
    assert prove(site).ok


def test_what_a_build_would_say_is_said(site: Path, run: Run) -> None:
    status, printed = run("# Lamp\n\nSee [this](gone.md).", name="lamp.md")
    assert status == 1
    assert "done: 2 files" in printed
    assert "content/lamp/01-part-1.md:5:1: error: this link leads nowhere: gone.md" in printed


# ---- notes of another article ----------------------------------------------------------------

OTHER = {
    "article.yaml": "title: Retold\n",
    "01-night.md": "---\nid: night\n---\nThe lamp was [out][^marked] for [long]{event=dark}, and dark.\n",
    "notes/lit.md": "---\nsection: night\nphrase: lit every evening\nsources: [b, a]\n---\nSince when? [@c]\n",
    "notes/spark.md": "---\nphrase: It was darkest\n---\nNobody said so.\n",
    "notes/twice.md": "---\nphrase: the ferry\n---\nWhich?\n",
    "notes/linked.md": "---\nphrase: two days\n---\nSee [it](#note-marked).\n",
    "notes/marked.md": "---\n---\nOut.\n",
    "timeline.yaml": (
        "# The case\n- id: dark\n  date: 1987-11\n  title: Dark\n  sources: d\n"
        "- id: inquiry\n  date: 1988\n  title: An inquiry\n  sources: [d]\n  phrase: An inquiry sat\n"
        "- id: gone\n  date: 1989\n  phrase: {exact: torn\n    down}\n  title: Torn down\n  sources: [d]\n"
    ),
    "sources.yaml": "".join(
        f"- id: {name}  # kept as it is\n  title: 'Source {name}'\n" for name in "abcde"
    ),
}


@pytest.fixture
def other(site: Path) -> Path:
    folder = site / "content/old"
    for name, text in OTHER.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_stand_off_notes_come_along(site: Path, other: Path, run: Run) -> None:
    before = tree(other)
    status, printed = run(TEXT, "--notes", "old")
    made = texts(site)
    assert status == 0, printed
    assert "anchored: 1 of 4 stand-off notes of old\n" in printed
    assert (
        "not copied: spark (content/old/notes/spark.md): these words are not in the article: "
        '"It was darkest"\n    nearest: '
    ) in printed
    assert (
        "not copied: twice (content/old/notes/twice.md): these words stand in 2 places" in printed
    )
    assert (
        "not copied: linked (content/old/notes/linked.md): nothing on this page has the id"
        in printed
    )
    assert "not copied: 1 note whose words the text of old marks: marked\n" in printed
    assert "section: taken out of lit: the sections are others here\n" in printed
    assert "not copied: the phrase of gone (content/old/timeline.yaml)" in printed
    assert "copied: 3 events, 4 cited sources\n" in printed
    assert made["notes/lit.md"] == (
        "---\nphrase: lit every evening\nsources: [b, a]\n---\nSince when? [@c]\n"
    )
    assert [name for name in made if name.startswith("notes/")] == ["notes/lit.md"]
    assert made["timeline.yaml"] == OTHER["timeline.yaml"].replace(
        "  phrase: {exact: torn\n    down}\n", ""
    )
    assert re.findall("id: (.)", made["sources.yaml"]) == ["a", "b", "c", "d"]
    assert "# kept as it is" in made["sources.yaml"]
    assert tree(other) == before


# ---- the text beside the checkout ------------------------------------------------------------


def test_the_supplied_report(
    site: Path, run: Run, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way: import, notes of the bundled article, build. Nothing of it stays."""
    seed = next((shared / "seeds").glob("000_*.txt"))
    for path in ["content/kardashian-blanchard", "seeds"]:
        for file in sorted((ROOT / path).rglob("*.*")):
            target = site / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    status, printed = run(seed.read_bytes(), "--notes", "kardashian-blanchard", "--sections", "4")
    assert status == 0, printed
    lines = printed.splitlines()
    for role in (
        "line 1: headline → article.yaml, title",
        "line 3: standfirst → article.yaml, standfirst",
        "lines 5–6: caption and credit → 05-the-picture.md",
        "lines 32–35: byline and author's note → 06-the-author.md",
    ):
        assert role in lines
    assert sum(": body" in line for line in lines) == 4
    anchored = re.search(r"anchored: (\d+) of (\d+) stand-off notes", printed)
    assert anchored
    assert int(anchored[1]) >= 12
    assert printed.count("not copied: ") - 1 == int(anchored[2]) - int(anchored[1])
    article = next(a for a in parse(load(site)[0])[0].articles if a.slug == "lamp")
    shown = [article.title, article.standfirst, *(s.doc.plain for s in article.sections)]
    assert sorted(" ".join(shown).split()) == sorted(seed.read_text("utf-8").split())
    assert main(["build", "--site", str(site), "--output", str(site / "out")]) == 0
    assert (site / "out/lamp/index.html").exists()
