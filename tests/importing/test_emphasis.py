"""Emphasis of a page comes along where Markdown says the same; the words always do."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postil import markdown as marked
from postil.importing import page
from postil.importing.emphasis import STRONG, UNKNOWN, WEAK, Span, emphasised
from postil.importing.files import article_files
from postil.importing.outline import blocks
from postil.importing.planning import Wishes, plan
from postil.importing.proof import prove
from postil.importing.runs import markdown, read_runs
from postil.problems import Place
from tests.importing.test_escape import paragraphs

PLACE = Place(file="content/lamp/01-night.md")


@pytest.mark.parametrize(
    ("inside", "expected", "lost"),
    [
        ("It went <em>out</em> at <b>ten</b>.", "It went *out* at **ten**.", 0),
        ("“<i>quoted</i>” and (<b>in</b>)", "“*quoted*” and (**in**)", 0),
        ("<i> out </i>of", "*out* of", 0),
        ("<b><i>both</i></b>, <i>a <b>b</b></i>", "***both***, *a **b***", 0),
        ("<i>one</i><i>two</i> <i>three</i>", "*onetwo* *three*", 0),
        ("<i>a <i>b</i> c</i>", "*a b c*", 0),
        ("<cite>The Log</cite>, <i></i>read", "*The Log*, read", 0),
        ("un<i>believ</i>able", "unbelievable", 1),
        ("<b>I</b>n the dark", "In the dark", 1),
        ("<i>“out,”</i>he said <i>so</i>", "“out,”he said *so*", 1),
        ("<i>a <b>b</i> c</b>", "*a b* c", 1),
        ("<mark>a</mark> <u>b</u>", "a b", 2),
        ("<i>a*b_c</i> *no*", "*a\\*b_c* \\*no\\*", 0),
        ("<b>1.</b> no list", "**1.** no list", 0),
        ("<i>- no list</i>", "*- no list*", 0),
        ("&amp;<i>amp;</i>", "&*amp;*", 0),
        ("<i>open", "*open*", 0),
        ("<script><i></script>shut</i>", "shut", 0),
    ],
)
def test_a_paragraph(inside: str, expected: str, lost: int) -> None:
    (run,) = read_runs(f"<p>{inside}</p>")
    assert markdown(run) == (expected, lost)


def test_emphasis_ends_with_its_element_and_goes_over_line_breaks() -> None:
    runs = read_runs("<p><i>a<br>b<br><br>c</p><p>d</p><em><p>e</p><p>f</p></em>g")
    assert [markdown(run)[0] for run in runs] == ["*a b*", "*c*", "d", "*e*", "*f*", "g"]


def test_lists_and_quotations_have_it_and_titles_and_cells_do_not() -> None:
    runs = read_runs(
        "<h2>The <i>lamp</i></h2><ul><li><i>a</i> b</li></ul><blockquote><p>He <b>said</b>"
        "</p></blockquote><table><tr><td><b>x</b></td><td>y</td></tr><tr><td>1</td><td>2</td></tr>"
        "</table>"
    )
    made = [block.markdown for block in blocks(runs)]
    assert made[:3] == ["## The lamp", "- *a* b", "> He **said**"]
    assert "| x | y |" in made[3]
    assert sum(markdown(run)[1] for run in runs) == 2


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    text = draw(paragraphs)
    ends = st.integers(0, len(text))
    drawn = draw(st.lists(st.tuples(ends, ends, st.sampled_from([WEAK, STRONG, UNKNOWN]))))
    held = [(min(a, b), max(a, b), strength) for a, b, strength in drawn]
    trimmed = [
        (a, b, s) for a, b, s in held if text[a:b].strip() and text[a:b] == text[a:b].strip()
    ]
    return text, tuple(sorted(trimmed))


@settings(max_examples=300, deadline=None)
@given(spans())
@example(("a*b", ((0, 1, WEAK), (2, 3, WEAK))))
@example(("**", ((0, 1, STRONG), (1, 2, WEAK))))
@example(("_a_", ((0, 3, WEAK), (1, 2, STRONG))))
def test_whatever_is_emphasised_the_words_come_back(given_: tuple[str, tuple[Span, ...]]) -> None:
    text, marks = given_
    source, lost = emphasised(text, marks)
    doc, problems = marked.read(source, PLACE)
    assert (doc.plain, problems, doc.marks, doc.links) == (text, (), (), ())
    assert 0 <= lost <= len(marks)
    assert "\n" not in source


def test_a_page_is_proved_with_its_emphasis() -> None:
    body = "".join(
        f"<p>The lamp went <em>out</em> at <strong>ten</strong>, in the year {n}, and nobody on the "
        "whole coast saw it, says the log of the <i>Gannet</i>, which was at sea.</p>"
        for n in range(1901, 1906)
    )
    read = page.read(f"<article><h1>The lamp</h1>{body}</article>", "lamp.html")
    assert read.problems == ()
    made = plan(read, Wishes(slug="lamp", seed="lamp"))
    texts = article_files(made)
    assert prove(made, texts, "lamp.html").problems == ()
    assert any("*out* at **ten**" in text and "*Gannet*" in text for text in texts.values())
    assert read.remarks == ()
