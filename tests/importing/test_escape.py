"""Whatever a paragraph says, its Markdown reads back as the same characters."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from postil import markdown
from postil.doc import Doc
from postil.files.values import fold
from postil.importing.escape import cell, escape, heading
from postil.importing.files import article_files
from postil.importing.plain import read
from postil.importing.planning import Wishes, plan
from postil.importing.proof import prove
from postil.problems import Place

PLACE = Place(file="content/lamp/01-night.md")
SIGNS = "*_`[]()<>&#;~|\\-+=!.:{}^@\"'10 \t\u00a0\u2028\u3000\u200b"
characters = st.one_of(st.characters(exclude_categories=("Cs", "Cc", "Cn")), st.sampled_from(SIGNS))
paragraphs = st.text(characters, min_size=1, max_size=40).map(fold).filter(str.strip)


def doc(source: str) -> Doc:
    made, problems = markdown.read(source, PLACE)
    assert problems == ()
    assert (made.marks, made.cites, made.definitions, made.links) == ((), (), (), ())
    return made


@settings(max_examples=300, deadline=None)
@given(st.lists(paragraphs, min_size=1, max_size=4))
@example(["1. A list?", "- no", "+ nor this", "# nor a heading", "> nor a quotation", "---", "==="])
@example(["[words][^id] [@source] [a](b) ![c](d) {event=e} [e]: f", "[^note]: text", "<b> & &amp;"])
@example(["| a | b |", "| --- | --- |", "```", "~~~", "~~struck~~", "snake_case and _this_"])
@example(["\u00a0led by a space that stays\u3000", "\\", "\\*", "back\\slash", "trailing #"])
def test_paragraphs_come_back_character_by_character(texts: list[str]) -> None:
    assert doc("\n\n".join(map(escape, texts))).plain.split("\n\n") == texts


@settings(max_examples=200, deadline=None)
@given(paragraphs, st.integers(1, 6))
@example("#", 2)
@example("a #", 2)
@example("########", 2)
def test_headings_come_back(text: str, level: int) -> None:
    made = doc(heading(text, level))
    assert (made.tokens[0].tag, made.plain) == (f"h{level}", text)


@settings(max_examples=200, deadline=None)
@given(paragraphs)
@example("a|b")
@example("\\|")
def test_cells_come_back(text: str) -> None:
    made = doc(f"| head | {cell(text)} |\n| --- | --- |\n| {cell(text)} | end |")
    assert made.plain.split("\n\n") == ["head", text, text, "end"]


@settings(max_examples=150, deadline=None)
@given(st.lists(paragraphs, min_size=1, max_size=12), st.sampled_from(["\n", "\n\n", "\n\n\n"]))
def test_any_plain_text_is_imported_whole(texts: list[str], between: str) -> None:
    draft = plan(read(between.join(texts)), Wishes(slug="lamp", seed="lamp"))
    proof = prove(draft, article_files(draft), "lamp.txt")
    assert proof.problems == ()
    assert proof.words == len([w for text in texts for w in text.split(" ") if w.strip()])


def test_plain_words_are_left_alone() -> None:
    for text in ("A well-known 3.5 % & more: e.g. snake_case, “quoted” – 1987.", "R&D (x) = y!"):
        assert escape(text) == text
