"""Our inline notation: what is read, where it stands, and what stays plain text."""

import pytest

from postil.blocks import html
from postil.doc import Doc
from postil.markdown import read
from postil.problems import Place

HERE = Place(file="01-a.md", line=7)


def doc(text: str) -> Doc:
    found, problems = read(text, HERE)
    assert problems == ()
    return found


@pytest.mark.parametrize(
    ("text", "kind", "id_", "words", "line", "column"),
    [
        ("a [b c][^n] d", "note", "n", "b c", 7, 3),
        ("a [b *c*][^n] d", "note", "n", "b c", 7, 3),
        ("a [b [c](https://x.org)][^n]", "note", "n", "b c", 7, 3),
        ("a [b]{event=e-1} c", "event", "e-1", "b", 7, 3),
        ('a [b]{event="e"} c', "event", "e", "b", 7, 3),
        ("a\nb [c]{event=e}", "event", "e", "c", 8, 3),
        ("- a\n- b [c][^n]", "note", "n", "c", 8, 5),
        ("> a\n> [b][^n]", "note", "n", "b", 8, 3),
        ("a[^n] b", "note", "n", "", 7, 2),
        ("| h | [i][^n] |\n|---|---|", "note", "n", "i", 7, 7),
        ("## head [x][^n]", "note", "n", "x", 7, 9),
    ],
)
def test_marks(text: str, kind: str, id_: str, words: str, line: int, column: int) -> None:
    found = doc(text)
    mark = found.marks[0]
    assert (mark.kind, mark.id) == (kind, id_)
    assert found.plain[mark.start : mark.end] == words
    assert (mark.place.line, mark.place.column) == (line, column)


def test_a_mark_in_a_mark() -> None:
    found = doc("[she said [so]{event=e}][^n]")
    assert {(m.kind, found.plain[m.start : m.end]) for m in found.marks} == {
        ("event", "so"),
        ("note", "she said so"),
    }


def test_event_words_with_a_point_note() -> None:
    found = doc("[so]{event=e}[^n]")
    assert [(m.kind, m.start, m.end) for m in found.marks] == [("event", 0, 2), ("note", 2, 2)]


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("x [@a]", [("a", "")]),
        ("x [@a; @b]", [("a", ""), ("b", "")]),
        ("x [@nl-2016-07-05, p. 3; @ap-2015]", [("nl-2016-07-05", "p. 3"), ("ap-2015", "")]),
        ("x [@a, pp. 3–5, 7]", [("a", "pp. 3–5, 7")]),
        ("x [@a p. 3]", [("a", "p. 3")]),
        ("x [@a,\nsec. 2]", [("a", "sec. 2")]),
        ("x [@doi:10.1/x.y]", [("doi:10.1/x.y", "")]),
    ],
)
def test_citations(text: str, refs: list[tuple[str, str]]) -> None:
    cite = doc(text).cites[0]
    assert [(ref.id, ref.locator) for ref in cite.refs] == refs
    assert cite.offset == 2
    assert (cite.place.line, cite.place.column) == (7, 3)


@pytest.mark.parametrize("text", ["x [@]", "x [@a; b]", "x [@a b c]", "x [@a;]"])
def test_a_citation_that_cannot_be_read(text: str) -> None:
    _, problems = read(text, HERE)
    assert [(p.rule, p.place.line, p.place.column) for p in problems] == [("citation-syntax", 7, 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said “we won”[@a].", "we won"),
        ('She said "we won"[@a].', "we won"),
        ("Sie sagte „wir auch“[@a].", "wir auch"),
        ("Elle a dit « nous aussi »[@a].", " nous aussi "),
        ("She said “he said “so” twice”[@a].", "he said “so” twice"),
        ("She said ‘it’s so’[@a].", "it’s so"),
        ("“*Not* so,”[@a] she said.", "Not so,"),
        ("One “two” three “four”[@a].", "four"),
    ],
)
def test_quotations(text: str, words: str) -> None:
    found = doc(text)
    span = found.cites[0].quotation
    assert span is not None
    assert found.plain[span[0] : span[1]] == words
    assert '<q class="quotation">' in html(found)


@pytest.mark.parametrize("text", ["“so” [@a]", "so[@a]", "so”[@a]", "“a\n\nb”[@a]", "it’s[@a]"])
def test_no_quotation(text: str) -> None:
    assert doc(text).cites[-1].quotation is None


@pytest.mark.parametrize(
    "text",
    [
        r"\[@a]",
        r"\[b][^n]"[:4],
        "`[@a]`",
        "`[b][^n]`",
        "[@a](https://x.org)",
        "[b] [^ n]",
        "[b]{.class}",
        "[b]{ }",
        "me@example.org",
        "    [b][^n]",
    ],
)
def test_stays_plain(text: str) -> None:
    found = doc(text)
    assert found.marks == ()
    assert found.cites == ()


def test_an_unknown_mark_is_a_problem() -> None:
    _, problems = read("a [b]{evnt=e}", HERE)
    assert [(p.rule, p.place.column) for p in problems] == [("mark-unknown", 3)]
    assert "{event=id}" in problems[0].hint


def test_another_language() -> None:
    assert (
        html(doc("a [c’est ça]{lang=fr} b"))
        == '<p>a <span lang="fr" dir="auto">c’est ça</span> b</p>\n'
    )


def test_definitions_are_taken_out_with_their_places() -> None:
    found = doc("Text [b][^n].\n\n[^n]: The *note*\n    goes on.\n\n    - and on\n\nMore.")
    assert found.plain == "Text b.\n\nMore."
    definition = found.definitions[0]
    assert definition.markdown == "The *note*\ngoes on.\n\n- and on"
    assert (definition.place.line, definition.place.column) == (9, 7)


def test_tables_quotes_and_lists_are_read() -> None:
    found = doc("> q\n\n- l\n\n| a | b |\n|---|---|\n| c | d |\n\n~~s~~")
    assert found.plain == "q\n\nl\n\na\n\nb\n\nc\n\nd\n\ns"
    assert "<s>s</s>" in html(found)
