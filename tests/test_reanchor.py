"""`postil reanchor` as its user meets it: what it writes, what it asks, what it leaves alone."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest

from postil.cli import main
from postil.reanchoring.amend import amend

TEXT = """\
The lamp went out at ten on 4 November. The keeper told a school class so.

On 3 May he bought 12 lamps from the old keeper. It was [a fine day][^day] for it.

[^day]: By the log.
"""
OUT = "---\n# what he said\nphrase: went out at ten  # his words\nkind: claim\n---\nSo he said.\n"
BOUGHT = "---\nphrase: {exact: 12 lamps, prefix: he bought}\n---\nBy the books.\n"
EVENTS = "- id: talk\n  date: 1987\n  title: A talk\n  phrase: told a school class  # here\n  sources: [log]\n"
FILES = {
    "article.yaml": "title: The lamp\n",
    "01-night.md": TEXT,
    "notes/out.md": OUT,
    "notes/bought.md": BOUGHT,
    "timeline.yaml": EVENTS,
    "sources.yaml": "- {id: log, title: The log}\n",
}
LOCK = "anchors.lock"


class Site:
    """A site in a folder, and the command run in it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys
        self.article = root / "content" / "lamp"
        for path, text in FILES.items():
            (self.article / path).parent.mkdir(parents=True, exist_ok=True)
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        (self.article / path).write_bytes(text.encode())

    def read(self, path: str) -> str:
        return (self.article / path).read_bytes().decode()

    def edit(self, old: str, new: str, path: str = "01-night.md") -> None:
        assert old in self.read(path)
        self.write(path, self.read(path).replace(old, new))

    def run(self, *words: str, command: str = "reanchor") -> tuple[int, str]:
        try:
            status = main([command, "--site", str(self.root), *words])
        except SystemExit as end:
            status = int(str(end.code))
        shown = self.capsys.readouterr()
        return status, shown.err + shown.out

    def state(self) -> dict[str, tuple[bytes, int, int]]:
        """Bytes, time and mode of every file."""
        files = sorted(path for path in self.root.rglob("*") if path.is_file())
        return {
            str(path): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in files
        }


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Site:
    return Site(tmp_path, capsys)


@pytest.fixture
def recorded(site: Site) -> Site:
    assert site.run("--record")[0] == 0
    return site


# ---- the first lock ------------------------------------------------------------------------


def test_a_lock_comes_to_be_by_record_alone(site: Site) -> None:
    """Case 8: no other command writes among the sources."""
    before = site.state()
    assert site.run()[0] == 1
    assert site.run("--accept", "new")[0] == 2
    assert site.run(command="check")[0] == 0
    assert site.run("--output", str(site.root / "public"), command="build")[0] == 0
    after = site.state()
    assert {path: after[path] for path in before} == before
    assert not (site.article / LOCK).exists()
    assert site.run("--record") == (0, "accepted 4; written: content/lamp/anchors.lock\n")
    assert site.run()[0] == 0
    assert site.run(command="check")[0] == 0


def test_a_second_record_writes_nothing(recorded: Site) -> None:
    before = recorded.state()
    assert recorded.run("--record")[0] == 0
    assert recorded.state() == before


def test_a_build_reads_the_lock_and_writes_none(recorded: Site) -> None:
    """Case 8."""
    recorded.edit("12 lamps", "13 lamps")
    recorded.edit("a fine day", "a dry day")
    before = recorded.state()
    status, printed = recorded.run(command="build")
    assert status == 1
    assert "[anchor-missing]" in printed
    assert 'perhaps: "…On 3 May he bought [13 lamps] from' in printed
    assert "[anchor-changed]" in printed
    assert {path: recorded.state()[path] for path in before} == before


def test_a_phrase_that_is_found_nowhere_is_not_recorded(site: Site) -> None:
    site.edit("went out", "was off")
    status, printed = site.run("--record")
    assert status == 1
    assert "accepted 3" in printed
    assert "note-out" not in site.read(LOCK)
    assert site.run()[0] == 1


# ---- accepting -----------------------------------------------------------------------------


def test_nothing_is_written_without_a_yes(recorded: Site) -> None:
    recorded.edit("The lamp", "New.\n\nThe lamp")
    recorded.edit("12 lamps", "13 lamps")
    before = recorded.state()
    for words in ((), ("--dry-run",), ("--dry-run", "--accept", "moved"), ("--format", "json")):
        assert recorded.run(*words)[0] == 1
        assert recorded.state() == before


def test_moved_in_bulk_then_all_is_unchanged(recorded: Site) -> None:
    recorded.edit("The lamp", "New.\n\nThe lamp")
    status, printed = recorded.run("--accept", "moved")
    assert (status, printed) == (0, "accepted 4; written: content/lamp/anchors.lock\n")
    assert (recorded.run()[0], recorded.read("notes/out.md")) == (0, OUT)


def test_a_change_of_meaning_needs_its_name(recorded: Site) -> None:
    recorded.edit("12 lamps", "13 lamps")
    before = recorded.state()
    status, printed = recorded.run("--accept", "changed")
    assert status == 1
    assert "not accepted: note-bought: its change touches what is said (number)" in printed
    assert recorded.state() == before
    assert recorded.run("--accept", "note-bought")[0] == 0
    assert recorded.read("notes/bought.md") == BOUGHT.replace("12 lamps", '"13 lamps"').replace(
        "he bought", '"bought"'
    )
    assert (recorded.run()[0], recorded.run(command="check")[0]) == (0, 0)


def test_a_harmless_change_goes_in_bulk_and_changes_one_line(recorded: Site) -> None:
    recorded.edit("went out at ten", "was off by ten")
    assert recorded.run("--accept", "changed,moved")[0] == 0
    assert recorded.read("notes/out.md") == OUT.replace("went out at ten", "was off by ten")
    assert recorded.run()[0] == 0


def test_an_event_s_phrase_is_written_anew_in_the_timeline(recorded: Site) -> None:
    recorded.edit("told a school class", "spoke to a school class")
    assert recorded.run("--accept", "talk", "--accept", "moved")[0] == 0
    assert recorded.read("timeline.yaml") == EVENTS.replace("told a", "spoke to a")
    assert recorded.run()[0] == 0


def test_marked_words_need_only_the_lock(recorded: Site) -> None:
    recorded.edit("[a fine day]", "[a dry day]")
    text = recorded.read("01-night.md")
    assert recorded.run("--accept", "day") == (
        0,
        "accepted 1; written: content/lamp/anchors.lock\n",
    )
    assert recorded.read("01-night.md") == text


def test_a_mark_that_is_gone_can_only_be_set_by_its_author(recorded: Site) -> None:
    recorded.edit("[a fine day][^day]", "a fine day")
    status, printed = recorded.run("--accept", "day=1")
    assert status == 1
    assert "mark its words in the text, [words][^day]" in printed


def test_a_tie_needs_the_number_of_a_passage(recorded: Site) -> None:
    recorded.write("01-night.md", f"{TEXT}\nThe lamp went out at ten on 4 November.\n")
    status, printed = recorded.run("--accept", "out")
    assert status == 1
    assert "say which passage: --accept note-out=1" in printed
    assert recorded.run("--accept", "out=9")[0] == 1
    assert recorded.run("--accept", "out=x")[0] == 1
    assert recorded.run("--accept", "out=2")[0] == 0
    assert 'phrase: {exact: "went out at ten", prefix: ' in recorded.read("notes/out.md")
    assert (recorded.run()[0], recorded.run(command="check")[0]) == (0, 0)


def test_a_renamed_section_is_named_anew(recorded: Site) -> None:
    """Case 77."""
    recorded.edit("kind: claim", "kind: claim\nsection: 01-night", "notes/out.md")
    (recorded.article / "01-night.md").rename(recorded.article / "07-dark.md")
    status, printed = recorded.run()
    assert status == 1
    assert printed.count("moved  ") == 4
    assert recorded.run("--accept", "moved")[0] == 0
    assert "section: 07-dark\n" in recorded.read("notes/out.md").replace('"', "")
    assert recorded.run(command="check")[0] == 0


def test_a_point_that_is_no_longer_alone_gets_more_context(recorded: Site) -> None:
    recorded.write("notes/point.md", "---\nphrase: {prefix: for it.} # here\n---\nThen.\n")
    assert recorded.run("--accept", "new")[0] == 0
    recorded.edit("[^day]: By", "Another day was good for it.\n\n[^day]: By")
    assert recorded.run("--accept", "moved")[0] == 0
    assert '{prefix: "it.", suffix: "Another"} # here' in recorded.read("notes/point.md")
    assert (recorded.run()[0], recorded.run(command="check")[0]) == (0, 0)


def test_new_and_stale_phrases(recorded: Site) -> None:
    recorded.write("notes/new.md", "---\nphrase: old keeper\n---\nWho?\n")
    (recorded.article / "notes" / "out.md").unlink()
    _, printed = recorded.run()
    assert "new       note-new" in printed
    assert "stale     note-out" in printed
    assert "[lock-stale]" in recorded.run(command="check")[1]
    assert recorded.run("--accept", "new,stale")[0] == 0
    assert "note-out" not in recorded.read(LOCK)
    assert recorded.run(command="check")[0] == 0


def test_what_stays_open_is_still_found_after_others_were_accepted(recorded: Site) -> None:
    recorded.edit("The lamp", "New.\n\nThe lamp")
    recorded.edit("12 lamps", "13 lamps")
    assert recorded.run("--accept", "moved")[0] == 1
    _, printed = recorded.run("--open")
    assert "changed   note-bought" in printed
    assert "[-12-]{+13+} lamps" in printed
    assert recorded.run("--accept", "bought")[0] == 0
    assert recorded.run()[0] == 0


@pytest.mark.parametrize(
    "words", [("--accept", "nope"), ("--article", "nope"), ("--format", "xml"), ("extra",)]
)
def test_wrong_use_is_said(recorded: Site, words: tuple[str, ...]) -> None:
    status, printed = recorded.run(*words)
    assert status == 2
    assert "Traceback" not in printed


def test_errors_of_reading_come_first(recorded: Site) -> None:
    recorded.write("notes/out.md", "---\nphrase: [\n---\n")
    before = recorded.state()
    status, printed = recorded.run("--accept", "stale")
    assert status == 1
    assert "mend these first" in printed
    assert recorded.state() == before


def test_a_broken_lock_is_never_overwritten(recorded: Site) -> None:
    recorded.write(LOCK, "{\n<<<<<<< ours\n")
    before = recorded.state()
    assert recorded.run("--record")[0] == 1
    assert recorded.state() == before


# ---- how files are written -----------------------------------------------------------------


def test_encoding_line_ends_and_mode_stay(recorded: Site) -> None:
    path = recorded.article / "notes" / "out.md"
    path.write_bytes(b"\xef\xbb\xbf" + OUT.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    recorded.edit("went out at ten", "was off by ten")
    assert recorded.run("--accept", "changed,moved")[0] == 0
    expected = OUT.replace("went out at ten", "was off by ten").replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + expected.encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(recorded: Site) -> None:
    path = recorded.article / "notes" / "out.md"
    elsewhere = recorded.root / "shared.md"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    recorded.edit("went out at ten", "was off by ten")
    assert recorded.run("--accept", "changed,moved")[0] == 0
    assert path.is_symlink()
    assert "was off by ten" in elsewhere.read_text(encoding="utf-8")


def test_what_cannot_be_written_leaves_all_as_it_was(
    recorded: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.edit("went out at ten", "was off by ten")
    before = recorded.state()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, printed = recorded.run("--accept", "changed")
    assert status == 1
    assert "no space left" in printed
    assert recorded.state() == before


def test_a_file_that_changed_meanwhile_is_not_touched(
    recorded: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.edit("went out at ten", "was off by ten")
    whole = amend

    def meanwhile(*arguments: object) -> object:
        recorded.edit("So he said.", "So she said.", "notes/out.md")
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("postil.commands.reanchor.amend", meanwhile)
    lock = recorded.read(LOCK)
    status, printed = recorded.run("--accept", "changed")
    assert status == 1
    assert "this file changed while you were asked" in printed
    assert (recorded.read("notes/out.md"), recorded.read(LOCK)) == (
        OUT.replace("he said.", "she said."),
        lock,
    )


# ---- asking --------------------------------------------------------------------------------


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], None]:
    """A terminal at which somebody types; the end of the list is Ctrl-D, an exception is raised."""

    def start(answers: list[str]) -> None:
        typed: Iterator[str] = iter(answers)

        def answer(_: str) -> str:
            given = next(typed, None)
            if given is None:
                raise EOFError
            if given == "^C":
                raise KeyboardInterrupt
            return given

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    return start


def test_a_yes_for_each(recorded: Site, terminal: Callable[[list[str]], None]) -> None:
    recorded.edit("12 lamps", "13 lamps")
    recorded.edit("[a fine day]", "[a dry day]")
    terminal(["y", "perhaps", "n"])
    status, printed = recorded.run()
    assert status == 1
    assert "accepted 1" in printed
    assert '"13 lamps"' in recorded.read("notes/bought.md") or "dry day" in recorded.read(LOCK)
    terminal(["1"])
    assert recorded.run()[0] == 0


def test_moved_ones_are_asked_about_together(
    recorded: Site, terminal: Callable[[list[str]], None]
) -> None:
    recorded.edit("The lamp", "New.\n\nThe lamp")
    recorded.edit("12 lamps", "13 lamps")
    terminal(["y"])
    assert "accepted 3" in recorded.run()[1]
    terminal(["y"])
    assert "accepted 1" in recorded.run()[1]
    assert recorded.run()[0] == 0


@pytest.mark.parametrize("answers", [["q"], [], ["n", "n", "n", "n"], ["y", "^C"]])
def test_no_and_the_end_leave_everything(
    recorded: Site, terminal: Callable[[list[str]], None], answers: list[str]
) -> None:
    recorded.edit("12 lamps", "13 lamps")
    recorded.edit("[a fine day]", "[a dry day]")
    before = recorded.state()
    terminal(answers)
    assert recorded.run()[0] in (1, 130)
    assert recorded.state() == before


# ---- reports -------------------------------------------------------------------------------

TEXTS = {"type": "array", "items": {"type": "string"}}
SPAN = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}


def shape(**properties: object) -> dict[str, object]:
    """A JSON object of exactly these properties."""
    named = {
        name: {"type": kind} if isinstance(kind, str) else kind for name, kind in properties.items()
    }
    return {
        "type": "object",
        "properties": named,
        "required": list(named),
        "additionalProperties": False,
    }


WAS = shape(
    words="string",
    before="string",
    after="string",
    section="string",
    paragraph="integer",
    span=SPAN,
)
PASSAGE = shape(
    number="integer", words="string", before="string", after="string", section="string",
    paragraph="integer", span=SPAN, file="string", line="integer", score="number", found_by=TEXTS,
    unchanged=TEXTS, known="boolean", current="boolean",
    diff={"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
)  # fmt: skip
PHRASE = shape(
    name="string", kind={"enum": ["note", "event"]}, id="string",
    status={"enum": ["unchanged", "moved", "changed", "ambiguous", "gone", "new", "stale"]},
    open="boolean", bulk="boolean", why="string", file="string", line="integer",
    was={"anyOf": [{"type": "null"}, WAS]},
    touches={
        "type": "array",
        "items": shape(what="string", where={"enum": ["words", "sentence"]}, was=TEXTS, now=TEXTS),
    },
    candidates={"type": "array", "items": PASSAGE},
)  # fmt: skip
ARTICLE = shape(
    slug="string", title="string", lock="string", recorded="boolean", counts="object",
    phrases={"type": "array", "items": PHRASE},
)  # fmt: skip
SCHEMA = {
    **shape(version={"const": 1}, articles={"type": "array", "items": ARTICLE}),
    "additionalProperties": {"type": "string"},
}


def test_the_json_report_has_its_documented_shape(recorded: Site) -> None:
    recorded.edit("12 lamps", "13 lamps")
    recorded.edit("4 November", "5 November")
    _, printed = recorded.run("--format", "json")
    report = json.loads(printed)
    jsonschema.validate(report, SCHEMA)
    phrases = {phrase["name"]: phrase for phrase in report["articles"][0]["phrases"]}
    assert phrases["note-bought"]["candidates"][0]["diff"][1:3] == [["-", "12"], ["+", "13"]]
    assert phrases["note-bought"]["touches"] == [
        {"what": "number", "where": "words", "was": ["12"], "now": ["13"]}
    ]
    assert phrases["note-out"]["touches"][0]["where"] == "sentence"
    assert report["articles"][0]["counts"] == {"unchanged": 2, "changed": 2}


def test_the_html_report_is_one_page_without_script_or_foreign_address(recorded: Site) -> None:
    recorded.edit("12 lamps", "<script>alert(1)</script> & 13 lamps")
    target = recorded.root / "report.html"
    status, printed = recorded.run("--format", "html", "--output", str(target))
    assert (status, printed) == (1, f"written: {target}\n")
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<del>12</del>" in page
    assert re.findall(r"(?:src|href)=", page) == []
    assert re.findall(r"https?://", page) == []


def test_reports_have_no_colour_and_no_control_characters_off_a_terminal(recorded: Site) -> None:
    recorded.edit("12 lamps", "13\u202e lamps")
    _, printed = recorded.run()
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_a_report_that_cannot_be_saved_is_said(recorded: Site) -> None:
    status, printed = recorded.run("--output", str(recorded.root / "no" / "such.txt"))
    assert status == 2
    assert "cannot write" in printed


def test_several_articles_are_told_apart(recorded: Site) -> None:
    other = recorded.root / "content" / "ferry"
    (other / "notes").mkdir(parents=True)
    (other / "article.yaml").write_text("title: The ferry\n")
    (other / "01-day.md").write_text("The ferry turned back at ten.\n")
    (other / "notes" / "out.md").write_text("---\nphrase: turned back\n---\nIt did.\n")
    assert recorded.run("--record")[0] == 0
    (other / "01-day.md").write_text("The ferry turned round at ten.\n")
    status, printed = recorded.run("--accept", "out")
    assert status == 2
    assert "--article" in printed
    assert recorded.run("--accept", "out", "--article", "ferry")[0] == 0
    assert recorded.run()[0] == 0
