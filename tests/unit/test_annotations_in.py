"""Annotations in and out: the same words, or a problem (case 78)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postil import parse
from postil.anchor import anchor
from postil.annotations import export as annotations
from postil.annotations import published_text
from postil.annotations.intake import Imported, notes
from postil.cli import main
from postil.edition import Anchor, Publication
from postil.files import parts
from postil.model import Article, Files, Site
from postil.pipeline import prove
from postil.problems import Problem
from postil.record import replace
from postil.resolve import resolve
from tests.page.sample import publication

Json = dict[str, Any]

TEXT = "The lamp went out at ten. At ten, the keeper slept.\n\nThe *lamp* went out again.\n"
QUOTE = {"type": "TextQuoteSelector", "exact": "the keeper", "prefix": "ten, ", "suffix": " slept"}


def site(texts: dict[str, str]) -> Site:
    files = {f"content/lamp/{name}": text for name, text in texts.items()}
    files.setdefault("content/lamp/article.yaml", "title: The lamp\n")
    made, problems = parse.parse(Files(texts=files))
    assert problems == ()
    return made


def article(text: str = TEXT, **more: str) -> Article:
    return site({"01-night.md": text, **more}).articles[0]


def w3c(selector: object, body: object = "By the clock.", **more: object) -> Json:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://class.example/anno/7",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": body} if isinstance(body, str) else body,
        "target": {"source": "https://lamp.example/", "selector": selector},
        **more,
    }


def row(exact: str, text: str = "By *which* clock?", **more: object) -> Json:
    """An annotation as Hypothesis's programs give it."""
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": 1, "end": 9},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""},
    ]
    return {
        "id": "0FHn7KAzEe2x",
        "created": "2026-03-01T10:00:00+00:00",
        "user": "acct:ines@class.example",
        "uri": "https://lamp.example/",
        "text": text,
        "tags": [],
        "target": [{"source": "https://lamp.example/", "selector": selectors}],
        **more,
    }


def imported(value: object, to: Article | None = None) -> Imported:
    to = to or article()
    anchors, _ = anchor(to)
    return notes(json.dumps(value, indent=1), "class.json", to, anchors.notes, "en")


def rules(found: Imported) -> list[str]:
    return [problem.rule for problem in found.problems]


def placed(to: dict[str, str], found: Imported) -> dict[str, Anchor]:
    """Where a build finds the imported notes."""
    files = {f"notes/{note.id}.md": note.text for note in found.notes}
    anchors, problems = anchor(site({**to, **files}).articles[0])
    assert problems == ()
    return dict(anchors.notes)


# ---- There and back ------------------------------------------------------------------------


def there_and_back(found: Publication) -> Imported:
    """Export, import into the bare text, read that: every note stands where it stood."""
    edition = found.editions[0]
    page = annotations.page(edition, found)
    to = bare(edition.article)
    back = notes(page, "annotations.jsonld", to, {}, "en")
    problems: list[Problem] = []
    made = tuple(parts.note(f"notes/{n.id}.md", n.text, problems) for n in back.notes)
    anchors, wrong = anchor(replace(to, notes=made))
    assert (problems, wrong) == ([], ())
    assert anchors.notes == {placed.note.id: placed.anchor for placed in edition.notes}
    return back


def bare(article: Article) -> Article:
    """An article's text without its notes and marks."""
    sections = tuple(replace(s, doc=replace(s.doc, marks=())) for s in article.sections)
    return replace(article, sections=sections, notes=())


def test_sample_there_and_back() -> None:
    there_and_back(publication())


def test_bundled_article_there_and_back(root: Path) -> None:
    found = prove(root).publication
    assert found
    there_and_back(found)


@pytest.mark.parametrize(
    "text",
    [
        "One [lamp][^n] and another lamp.",
        "Point[^n] here and point here.",
        "Point [^n]before a word.",
        "One.\n\n[^n]At a start.",
        "One.\n\nAt an end.[^n]",
        "[Across *emphasis* and `code`][^n].",
        "[“Curly” — and … signs][^n]",
        "[Cafe\u0301 and 👩‍👩‍👧 and soft\u00adhyphen][^n] and none.",
        "e[\u0301x][^n]",
        "[ spaces ][^n]",
        "- [one][^n]\n- one\n- one",
        "> [one][^n]\n\none",
        "| a | b |\n| - | - |\n| [one][^n] | one |",
        "Same words here. Same [words][^n] here. Same words here.",
        "日本語の[文章][^n]です。日本語の文章です。",
    ],
)
def test_phrases_there_and_back(text: str) -> None:
    """Cases 74 and 76: whatever the words look like, they are found again."""
    found, _ = built({"01-night.md": text + "\n", "notes/n.md": "Said.\n"})
    assert len(there_and_back(found).notes) == 1


def built(texts: dict[str, str]) -> tuple[Publication, tuple[object, ...]]:
    made = site(texts)
    anchors, problems = anchor(made.articles[0])
    found, wrong = resolve(made, {"lamp": anchors})
    return found, (*problems, *wrong)


WORDS = st.lists(
    st.sampled_from(["lamp", "the", "é", "🕯️", "“ten”", "—", "a\u00adb"]), min_size=1, max_size=8
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, WORDS, WORDS)
def test_any_phrase_there_and_back(before: list[str], words: list[str], after: list[str]) -> None:
    """However often the words are repeated around them, and in another section."""
    text = f"{' '.join(before)} [{' '.join(words)}][^n] {' '.join(after)}\n"
    again = " ".join([*before, *words, *after])
    found, _ = built({"01-night.md": text, "02-day.md": again, "notes/n.md": "Said.\n"})
    there_and_back(found)


def test_the_same_file_twice_changes_nothing() -> None:
    found, _ = built({"01-night.md": "A [lamp][^n].\n", "notes/n.md": "Said.\n"})
    page = annotations.page(found.editions[0], found)
    edition = found.editions[0]
    back = notes(page, "a", edition.article, {p.note.id: p.anchor for p in edition.notes}, "en")
    assert (back.notes, back.present, back.problems) == ((), 1, ())


# ---- What becomes of each part -------------------------------------------------------------


def test_a_note() -> None:
    found = imported(
        w3c(
            QUOTE,
            [
                {
                    "type": "TextualBody",
                    "value": "<p>By <em>his</em> clock.",
                    "format": "text/html",
                },
                {"type": "TextualBody", "value": "claimed", "purpose": "tagging"},
                "https://clock.example/",
            ],
            label="The keeper",
            motivation="assessing",
            creator={"type": "Person", "name": "Ines Calder"},
        )
    )
    assert found.problems == ()
    assert [(note.id, note.text) for note in found.notes] == [
        (
            "the-keeper",
            (
                '---\nphrase: {exact: "the keeper", prefix: "ten, ", suffix: " slept"}\n'
                'title: "The keeper"\nkind: claim\nstanding: claimed\nby: "Ines Calder"\n---\n'
                "By *his* clock.\n\n[clock.example](<https://clock.example/>)\n"
            ),
        )
    ]


def test_hypothesis() -> None:
    """A row of the API, and what the client exports."""
    for wrapped in (
        {"rows": [row("keeper")], "total": 1},
        {"annotations": [row("keeper")]},
        [row("keeper")],
    ):
        found = imported(wrapped)
        assert found.problems == ()
        assert [note.text for note in found.notes] == [
            "---\nphrase: {exact: keeper}\nby: ines\n---\nBy *which* clock?\n"
        ]


@pytest.mark.parametrize(
    ("value", "id_"),
    [
        (w3c(QUOTE, id="https://a.example/x.jsonld#first-call"), "first-call"),
        (w3c(QUOTE, label="What *he* heard!"), "what-he-heard"),
        (w3c(QUOTE), "7"),
        (
            w3c(QUOTE, id="urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df"),
            "dbfb1861-0ecf-41ad-be94-a584e5c4f1df",
        ),
        (w3c(QUOTE, id="https://a.example/%C3%BC#%2e%2e%2fx"), "x"),
        (w3c(QUOTE, id="https://a.example/-_-"), "the-keeper"),
    ],
)
def test_ids_come_from_the_annotation(value: Json, id_: str) -> None:
    assert [note.id for note in imported(value).notes] == [id_]


def test_two_notes_of_one_id() -> None:
    taken = article(**{"notes/7.md": "---\nphrase: again\n---\nSaid.\n"})
    found = imported([w3c(QUOTE), w3c({**QUOTE, "exact": "keeper", "prefix": ""})], taken)
    assert [note.id for note in found.notes] == ["7-2", "7-3"]
    assert rules(found) == ["annotation-part", "annotation-part"]


def test_offsets_alone_count_for_the_same_text_only() -> None:
    """Offsets say nothing of a text that has changed since."""
    to = article()
    name = published_text.content_name(published_text.joined(to.sections))
    position = {"type": "TextPositionSelector", "start": 34, "end": 44}
    value = w3c(position)
    assert rules(imported(value, to)) == ["anchor-missing"]
    value["target"]["source"] = {"id": "https://lamp.example/text.txt", "canonical": name}
    assert 'exact: "the keeper"' in imported(value, to).notes[0].text
    assert rules(imported(value, article(TEXT + "More.\n"))) == ["anchor-missing"]
    value["target"]["selector"] = {**position, "end": 4000}
    assert rules(imported(value, to)) == ["anchor-missing"]
    value["target"]["selector"] = [position, {**QUOTE, "exact": "the sleeper"}]
    assert rules(imported(value, to)) == ["anchor-missing"]


def test_words_that_do_not_stand_there() -> None:
    """Case 73: a problem with the nearest passages, never another place."""
    found = imported([row("the keeper sleeps"), row("went out"), row("At nine")])
    assert (found.notes, rules(found)) == (
        (),
        ["anchor-missing", "anchor-ambiguous", "anchor-missing"],
    )
    assert "nearest: " in found.problems[0].hint
    assert "found: " in found.problems[1].hint
    assert (
        imported(row("went out") | {"target": [{"selector": [{**QUOTE, "suffix": " ran"}]}]}).notes
        == ()
    )


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (
            w3c(
                QUOTE,
                [
                    {"type": "TextualBody", "value": "law", "purpose": "tagging"},
                    "https://a.example/",
                ],
            ),
            "annotation-part",
        ),
        (
            w3c(QUOTE, ["javascript:alert(1)", {"type": "TextualBody", "value": "x"}]),
            "annotation-part",
        ),
        (row("keeper", tags=["law"]), "annotation-part"),
        (row("keeper", ""), "annotation-skipped"),
        (row("keeper", references=["0FHn"]), "annotation-skipped"),
        ([], "annotation-invalid"),
        ("text", "annotation-invalid"),
        ({"rows": []}, "annotation-skipped"),
        ({"rows": [1]}, "annotation-invalid"),
    ],
)
def test_nothing_is_lost_in_silence(value: object, rule: str) -> None:
    assert rules(imported(value)) == [rule]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("A [link](https://a.example/).", "A [link](https://a.example/)."),
        (
            "See [^1] and [@smith2020], [x]{event=y}.",
            r"See \[^1] and \[@smith2020], [x]\{event=y}.",
        ),
        ("![x](https://tracker.example/p.gif)", "[x](https://tracker.example/p.gif)"),
        ("[x](javascript:alert(1))", "x"),
        ("a\n\n[^1]: b", "a\n\n\\[^1]: b"),
        ("---\ntitle: x\n---\ny", "---\ntitle: x\n---\ny"),
    ],
)
def test_markdown_of_others_marks_nothing(said: str, expected: str) -> None:
    """A remark can neither cite nor mark, nor fetch anything into the page."""
    note = imported(row("keeper", said)).notes[0]
    assert note.text.partition("---\n")[2].partition("---\n")[2] == expected + "\n"
    made = article(**{"notes/n.md": note.text}).notes[0]
    assert (made.body.marks, made.body.cites) == ((), ())


@pytest.mark.parametrize(
    "text", ["é\u0301", "a: b # c", '"', "\\", "\u2028\ufeff\u200b", "no", "- x", "👩‍👩‍👧", "{x}"]
)
def test_front_matter_reads_back(text: str) -> None:
    found = imported(w3c(QUOTE, label=text, creator={"name": text}))
    note = article(**{"notes/n.md": found.notes[0].text}).notes[0]
    assert (note.title, note.by) == (" ".join(text.split()), " ".join(text.split()))


# ---- The command ---------------------------------------------------------------------------


@pytest.fixture
def lamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "content" / "lamp"
    folder.mkdir(parents=True)
    (folder / "article.yaml").write_text("title: The lamp\n", encoding="utf-8")
    (folder / "01-night.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def run(value: object, *, into: str = "lamp") -> int:
    Path("class.json").write_text(json.dumps(value), encoding="utf-8")
    return main(["import", "--annotations", "class.json", "--into", into])


def test_import_then_build(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(w3c(QUOTE)) == 0
    assert "wrote 1 note into " in capsys.readouterr().out
    assert main(["check"]) == 0
    assert (lamp / "notes" / "7.md").is_file()
    assert run(w3c(QUOTE)) == 0
    assert capsys.readouterr().out.endswith("no note written; 1 was there already\n")
    assert [path.name for path in (lamp / "notes").iterdir()] == ["7.md"]


def test_what_anchors_is_written_and_the_rest_listed(
    lamp: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([w3c(QUOTE), row("nowhere at all")]) == 1
    printed = capsys.readouterr()
    assert "class.json:1:" in printed.err
    assert "[anchor-missing]" in printed.err
    assert len(list((lamp / "notes").iterdir())) == 1


def test_all_or_nothing(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is in the way stays, and none of the others is written."""
    (lamp / "notes").mkdir()
    (lamp / "notes" / "keeper.md").mkdir()
    assert run([w3c(QUOTE), w3c({**QUOTE, "exact": "keeper", "prefix": ""}, label="keeper")]) == 1
    assert "no note was written" in capsys.readouterr().err
    assert [path.name for path in (lamp / "notes").iterdir()] == ["keeper.md"]


def test_wrong_use(lamp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(w3c(QUOTE), into="lump")
    assert end.value.code == 2
    assert "there is no article lump; articles are: lamp" in capsys.readouterr().err
    assert main(["import", "--annotations", "none.json", "--into", "lamp"]) == 1
    assert "[file-unreadable]" in capsys.readouterr().err
    Path("class.json").write_bytes(b"\xff\xfe{}")
    assert main(["import", "--annotations", "class.json", "--into", "lamp"]) == 1
    assert "[file-encoding]" in capsys.readouterr().err
    assert not (lamp / "notes").exists()
