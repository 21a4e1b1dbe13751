"""No text hangs a build, and none loses its words in silence (cases 102 to 104).

How long it takes is measured by benchmarks/pathological.py.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil import blocks, bounds, markdown
from postil.anchor import anchor
from postil.check import check
from postil.doc import Doc
from postil.model import Files
from postil.parse import parse
from postil.problems import Place, Problem
from postil.resolve import resolve
from postil.textmap import PARTED, quotations_before
from tests.pathological import NAMES, OWN, pathological

PLACE = Place(file="content/lamp/01-night.md")


def read(text: str) -> tuple[Doc, list[str]]:
    doc, problems = markdown.read(text, PLACE)
    return doc, [problem.rule for problem in problems]


def problems_of(texts: dict[str, str]) -> list[Problem]:
    """What a build says of an article's files."""
    files = {"article.yaml": "title: The lamp\n", "01-night.md": "The lamp.\n", **texts}
    site, found = parse(Files(texts={f"content/lamp/{name}": t for name, t in files.items()}))
    anchors = {}
    for article in site.articles:
        anchors[article.slug], wrong = anchor(article)
        found += wrong
    publication, wrong = resolve(site, anchors)
    return [*found, *wrong, *check(publication)]


def indented(text: str) -> str:
    """A text as a YAML block's lines."""
    return "".join(f"    {line}\n" for line in text.split("\n"))


@pytest.mark.parametrize("name", [*NAMES, *OWN])
@pytest.mark.parametrize("place", ["body", "note", "title", "phrase"])
def test_pathological_texts_are_done_or_refused(
    name: str, place: str, request: pytest.FixtureRequest
) -> None:
    """Case 102, at full length: as body, note, title and phrase."""
    text = OWN[name] if name in OWN else pathological(request.getfixturevalue("shared"))[name]
    texts = {
        "body": {"01-night.md": text},
        "note": {"notes/n.md": f"---\nphrase: lamp\n---\n{text}"},
        "title": {"article.yaml": f"title: |\n{indented(text)}"},
        "phrase": {"01-night.md": text, "notes/n.md": f"---\nphrase: |\n{indented(text)}---\nA"},
    }[place]
    for problem in problems_of(texts):
        assert len(problem.message) + len(problem.hint) < 3_000, problem.rule


@pytest.mark.parametrize("sign", ["> ", "* ", "- ", "1. ", "[^a]: ", "> * "])
def test_ten_thousand_nested(sign: str) -> None:
    """Case 104: no RecursionError, and a line that says where."""
    doc, rules = read("One.\n\n" + sign * 10_000 + "a")
    assert rules == ["text-pathological"]
    assert doc.plain.startswith("One.")


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("[", "][^a]"), ("![", "](b)"), ("*", "*"), ("[", "]{event=a}"), ("[", "](b)")],
)
def test_ten_thousand_nested_marks(opening: str, closing: str) -> None:
    doc, rules = read(opening * 10_000 + "a" + closing * 10_000)
    assert set(rules) == {"text-pathological"}
    assert doc.plain == opening * 10_000 + "a" + closing * 10_000


def test_nesting_that_readers_follow_is_left_alone() -> None:
    """Nine lists in one another, ten quotations: everything is there."""
    lists = "".join(f"{'  ' * n}* level {n}\n" for n in range(9))
    for text, last in ((lists, "level 8"), ("> " * 10 + "deep", "deep")):
        doc, rules = read(text)
        assert rules == []
        assert doc.plain.endswith(last)
        assert last in blocks.html(doc)


def test_a_crowded_paragraph_is_left_alone() -> None:
    """Case 103: 807 notes in one paragraph, and emphasis on every third word of a long one."""
    doc, rules = read(" ".join(f"[word][^n{n}]" for n in range(807)))
    assert rules == []
    assert len(doc.marks) == 807
    doc, rules = read("one two *three* " * 1_000)
    assert rules == []
    assert "*" not in doc.plain


def test_the_words_of_what_is_refused_stay() -> None:
    text = "[a " * 20_000
    doc, rules = read(f"One.\n\n{text}\nend\n\nTwo.")
    assert rules == ["text-pathological"]
    assert doc.plain == f"One.\n\n{text} end\n\nTwo."
    assert f"{text} end" in blocks.html(doc)
    _, (problem,) = markdown.read(f"One.\n\n{text}", PLACE)
    assert (problem.place.line, problem.place.column) == (3, 1)


def test_many_costly_paragraphs_cost_too_much_together() -> None:
    paragraph = "*a " * 4_000
    assert bounds.cost(paragraph) < bounds.PARAGRAPH
    _, rules = read("\n\n".join([paragraph] * 20))
    assert rules == ["text-pathological"] * (20 - bounds.DOCUMENT // bounds.cost(paragraph))


def test_cost_is_that_of_what_stays_open() -> None:
    assert bounds.cost("word " * 10_000) == 0
    assert bounds.cost("[word](b) " * 10_000) == 0
    assert bounds.cost("[word " * 1_000) == 1_000 * 6_000


# ---- Quotations: the plain way, and the one that looks at each mark once -------------------


def backwards(plain: str, end: int) -> tuple[int, int] | None:
    """The opener of a quotation that ends at `end`, sought mark by mark."""
    pairs = {"”": "“„", "“": "„", "»": "«", "«": "»", "’": "‘‚", "‘": "‚", '"': '"'}
    closing = plain[end - 1 : end]
    depth = 0
    for offset in range(
        end - 2, plain.rfind(PARTED, 0, end) + 1 if PARTED in plain[:end] else -1, -1
    ):
        if plain[offset] in pairs.get(closing, ""):
            if depth == 0:
                return offset + 1, end - 1
            depth -= 1
        elif plain[offset] == closing and closing != "’":
            depth += 1
    return None


@given(st.text(st.sampled_from(list('ab “”„"’‘\n»«')), max_size=30), st.sets(st.integers(0, 30)))
def test_quotations_are_those_that_a_search_backwards_finds(plain: str, ends: set[int]) -> None:
    ends = {end for end in ends if end <= len(plain)}
    found = quotations_before(plain, ends)
    assert {end: found.get(end) for end in ends} == {end: backwards(plain, end) for end in ends}
