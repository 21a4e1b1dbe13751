"""`postil new`, `note add`, `source add`: what they write builds, and nothing is overwritten."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postil.anchor import Page, find
from postil.cli import main
from postil.commands import authoring
from postil.folding import fold
from postil.load import load
from postil.parse import parse
from postil.problems import Place
from postil.scaffolding.source_records import from_address, read

TEXT = "The bridge was opened in 1932.\n\nThe bridge stands. Under the bridge there was rain.\n"
BIB = '@article{feldman04, title = {On {Things}}, author = "Feldman, Marc", year = 2004}'
Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Said:
    """Run a command in the folder of a new site; gives status, standard output and error."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "site", "mysite", "--article", "bridge"]) == 0
    monkeypatch.chdir(tmp_path / "mysite")
    section = Path("content/bridge/01-text.md")
    section.write_text(TEXT, encoding="utf-8")
    capsys.readouterr()

    def run(*words: str, paste: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(paste.encode())))
        try:
            status = main(list(words))
        except SystemExit as ended:
            status = int(ended.code or 0)
        return status, *capsys.readouterr()

    return run


def files() -> dict[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in sorted(Path().rglob("*")) if p.is_file()}


def test_a_new_site_checks_and_builds_at_once(said: Said) -> None:
    assert said("check")[::2] == (0, "")
    assert said("build")[::2] == (0, "")


def test_a_second_site_is_refused(said: Said) -> None:
    before = files()
    status, _, error = said("new", "site", ".")
    assert (status, files()) == (1, before)
    assert "this is a site already" in error


def test_what_new_writes_checks_without_errors(said: Said) -> None:
    assert said("new", "article", "clock", "--title", "The clock")[0] == 0
    here = "--article", "bridge"
    assert said("new", "section", "What: they “said”", *here)[0] == 0
    assert said("new", "source", "courier", *here)[0] == 0
    assert said("new", "event", "opening", "--date", "1932", "--source", "courier", *here)[0] == 0
    assert said("new", "note", "opening", "--quote", "opened in 1932", *here)[0] == 0
    assert Path("content/bridge/02-what-they-said.md").exists()
    status, out, err = said("check")
    assert status == 0
    lines = [line for line in (err + out).splitlines() if not line.startswith(" ")]
    assert all(line.endswith("[placeholder]") for line in lines[:-2])
    assert len(lines) > 2
    written = [said(*words, *here) for words in (("new", "section", "Why"),)]
    assert all("placeholder" not in out + err for _, out, err in written)


@pytest.mark.parametrize("kind", ["article", "note", "event", "source", "section"])
def test_nothing_is_written_over(kind: str, said: Said) -> None:
    words = ("new", kind, "again", *(("--quote", "opened") if kind == "note" else ()))
    said(*words, "--article", "bridge")
    before = files()
    assert said(*words, "--article", "bridge")[0] in (1, 2)
    assert files() == before


@pytest.mark.parametrize(
    ("quote", "more", "start"),
    [
        ("opened in 1932", [], 'phrase: "opened in 1932"\n'),
        ("bridge", ["--nth", "1"], "phrase: {"),
        ("bridge", ["--nth", "3"], "phrase: {"),
        ("bridge", ["--after", "stands"], "phrase: {"),
        ("The  bridge\nstands", [], 'phrase: "The bridge stands"\n'),
    ],
)
def test_a_note_names_its_words_alone(quote: str, more: list[str], start: str, said: Said) -> None:
    status, _, error = said("note", "add", "--quote", quote, "--id", "it", *more)
    assert (status, error) == (0, "")
    assert start in Path("content/bridge/notes/it.md").read_text(encoding="utf-8")
    article = parse(load(Path())[0])[0].articles[0]
    phrase = article.notes[0].phrase
    assert phrase
    pages = [Page(section=s, folded=fold(s.doc.plain)) for s in article.sections]
    found, _ = find(phrase, pages)
    assert found
    if "--nth" in more:
        starts = [n for n in range(len(TEXT)) if TEXT.startswith("bridge", n)]
        text = article.sections[0].doc.plain
        assert text[found.start :].startswith("bridge")
        assert found.start == starts[int(more[1]) - 1]


def test_words_in_several_places_are_listed(said: Said) -> None:
    status, _, error = said("note", "add", "--quote", "bridge")
    assert status == 1
    assert "3: found:" in error
    assert "--nth" in error
    assert not Path("content/bridge/notes").exists()


def test_words_that_are_nowhere_get_the_nearest(said: Said) -> None:
    status, _, error = said("note", "add", "--quote", "brigde was opened")
    assert status == 1
    assert 'nearest: "bridge was opened"' in error


def test_an_article_must_be_named_where_there_are_two(said: Said) -> None:
    said("new", "article", "clock")
    assert said("note", "add", "--quote", "stands")[0] == 2
    assert said("note", "add", "--quote", "stands", "--article", "brigde")[0] == 2


def test_pasted_bibtex_becomes_an_entry(said: Said) -> None:
    status, out, error = said("source", "add", paste=BIB)
    assert (status, error) == (0, "")
    assert "[@feldman04]" in out
    text = Path("content/bridge/sources.yaml").read_text(encoding="utf-8")
    assert 'title: "On Things"' in text
    assert "# fill in: container-title" in text
    assert said("source", "add", paste=BIB)[0] == 1
    assert Path("content/bridge/sources.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("pasted", ["", "hello", "{", "[1]", "@article{x", "[]"])
def test_what_is_no_source_is_refused(pasted: str, said: Said) -> None:
    before = files()
    status, _, error = said("source", "add", paste=pasted)
    assert (status, files()) == (1, before)
    assert "error" in error
    assert "Traceback" not in error


def test_entries_follow_what_stands_there(said: Said) -> None:
    path = Path("content/bridge/sources.yaml")
    path.write_bytes(b"# mine\r\n- id: a\r\n  title: A # kept")
    assert said("source", "add", "https://example.org/b")[0] == 0
    assert path.read_bytes().startswith(b"# mine\r\n- id: a\r\n  title: A # kept\r\n- id: b\r\n")
    path.write_text("[{id: a, title: A}]\n", encoding="utf-8")
    status, _, error = said("source", "add", "https://example.org/b")
    assert status == 1
    assert "not in brackets" in error


@pytest.mark.parametrize("what", ["ftp://example.org/", "javascript://x", "no-such-file"])
def test_addresses_and_files_that_will_not_do(what: str, said: Said) -> None:
    assert said("source", "add", what)[0] == 2


def test_an_id_that_is_none_is_made_anew() -> None:
    pasted = (
        '[{"id": "http://zotero.org/A/1", "title": "B", "author": [{"family": "Holm", '
        '"given": "Ada"}], "issued": {"date-parts": [[1999, 2]]}}, {"title": "Ü"}]'
    )
    found, problems = read(pasted, {"holm-1999"})
    assert problems == ()
    assert [(one.id, one.was) for one in found] == [
        ("holm-1999-2", "http://zotero.org/A/1"),
        ("u", ""),
    ]


def test_what_is_written_of_a_source_is_read_as_the_same() -> None:
    pasted = """[{"id": "a", "type": "chapter", "title": "\\u2028 # “x”: y", "editor": [{"literal":
        "A: {b}"}], "page": "3", "DOI": "10.1/x", "URL": "https://example.org/?a=1&b=#c",
        "accessed": {"raw": "2026-11-22"}, "language": "de", "ISBN": "1", "edition": "2"}]"""
    found, _ = read(pasted, ())
    again, problems = parse_entry(found[0].text)
    assert problems == ()
    assert (again.title, again.editors[0].text) == ("\u2028 # “x”: y", "A: {b}")
    assert (again.url, again.page, again.language) == ("https://example.org/?a=1&b=#c", "3", "de")


def parse_entry(text: str):  # type: ignore[no-untyped-def]
    from postil.files import bibliography

    sources, problems = bibliography.read(text, Place(file="sources.yaml"))
    return sources[0], problems


def test_an_address_gives_its_host_and_marks_the_rest() -> None:
    made = from_address("https://www.example.org/a/town%20clock.html?x=1", {"town-clock"})
    assert made.id == "town-clock-2"
    assert 'container-title: "example.org"' in made.text
    assert made.text.count("# fill in") == 4


def test_the_editor_is_started_with_its_words_and_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    started = list[list[str]]()
    monkeypatch.setenv("VISUAL", "code --wait")
    authoring.edited(Path("a b.md"), True, lambda words, **_: started.append(words))
    authoring.edited(Path("a b.md"), False, lambda words, **_: started.append(words))
    assert started == [["code", "--wait", "a b.md"]]


NOTE = "content/bridge/notes/price.md"


def test_a_text_that_is_not_saved_is_checked_in_its_place(said: Said) -> None:
    typed = "---\nphrase: opened in 1933\n---\nSo.\n"
    status, out, _ = said("check", "--format", "json", "--stdin-filename", NOTE, paste=typed)
    found = json.loads(out)["problems"]
    assert status == 1
    assert [(one["rule"], one["file"], one["line"]) for one in found] == [
        ("anchor-missing", NOTE, 2)
    ]
    assert said("check", "--stdin-filename", NOTE, paste=typed.replace("1933", "1932"))[0] == 0
    assert not Path(NOTE).exists()


def test_what_breaks_elsewhere_is_told_where_it_is_asked_for(said: Said) -> None:
    assert said("note", "add", "--quote", "opened in 1932", "--id", "price")[0] == 0
    section, text = "content/bridge/01-text.md", "Nothing was opened.\n"
    assert said("check", "--stdin-filename", section, paste=text)[0] == 0
    status, _, error = said("check", "--stdin-filename", section, "content", paste=text)
    assert status == 1
    assert "anchor-missing" in error


@pytest.mark.parametrize("name", ["content/a.jpg", "templates/a.md", "/etc/a.md", "../a.md"])
def test_what_is_no_text_of_the_site_is_not_checked(name: str, said: Said) -> None:
    assert said("check", "--stdin-filename", name, paste="x")[0] == 2
