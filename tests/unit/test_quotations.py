"""Which words are quotations, what each is compared with, and what an author is told."""

import pytest

from postil import markdown
from postil.anchor import anchor
from postil.check import check
from postil.edition import Publication
from postil.model import Files, Seed, Site
from postil.parse import parse
from postil.problems import Place, Problem
from postil.quoted.direct_quotes import direct_quotes
from postil.quoted.quotations import Library
from postil.resolve import resolve

GAZETTE = "On Tuesday the lamp went out at ten. Nobody saw it go. “It was old,” said the keeper.\n"
LOG = "The lamp was lit at dawn.\n"

ARTICLE = {
    "content/a/article.yaml": "title: A\n",
    "content/a/sources.yaml": """\
- {id: gazette, title: G, seed: gazette}
- {id: log, title: L, seed: log}
- {id: letter, title: L, seed: letter}
- {id: plaque, title: P}
""",
    "seeds/gazette.yaml": "title: G\nrights: CC BY 4.0\n",
    "seeds/log.yaml": "title: L\nrights: CC BY 4.0\n",
    "seeds/letter.yaml": f"title: L\nsha256: {'0' * 64}\n",
}
TEXTS = {"seeds/gazette.txt": GAZETTE.encode(), "seeds/log.txt": LOG.encode()}


def read(text: str, **more: str) -> Publication:
    """An article of one section, with other files: notes="…" is notes/n.md, and so on."""
    names = {"note": "content/a/notes/n.md", "timeline": "content/a/timeline.yaml"}
    texts = {**ARTICLE, "content/a/01-x.md": text}
    texts["content/a/article.yaml"] += more.pop("article", "")
    texts |= {names[key]: value for key, value in more.items()}
    site, problems = parse(Files(texts=texts, binaries=TEXTS))
    assert problems == ()
    (one,) = site.articles
    return resolve(site, {"a": anchor(one)[0]})[0]


def verdicts(text: str, **more: str) -> list[str]:
    return [quotation.verdict for quotation in read(text, **more).editions[0].quotations]


def problems(text: str, **more: str) -> list[Problem]:
    rules = {"quotation-differs", "quotation-unverified", "text-copied"}
    return [found for found in check(read(text, **more)) if found.rule in rules]


def quoted(text: str) -> list[str]:
    doc, _ = markdown.read(text, Place(file="x.md"))
    return [doc.plain[start:end] for _, (start, end) in direct_quotes(doc)]


# ---- Which words are quotations ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said “it was *old*”[@g].", ["it was old"]),
        ('"one"[@g] and ‘two’[@g, p. 3]', ["one", "two"]),
        ("“one” [@g]", []),
        ("one [@g]", []),
        ("> The lamp went out. [@g]", ["The lamp went out."]),
        ("> The lamp\n> went out [@g].", ["The lamp went out"]),
        ("> The lamp.\n>\n> It went out. [@g]", ["The lamp.\n\nIt went out."]),
        ("> The lamp went out.\n\n[@g]", ["The lamp went out."]),
        ("> The lamp went out.\n\n[@g] And so on.", ["The lamp went out."]),
        ("> “The lamp went out.”\n\n[@g]", ["The lamp went out."]),
        ("> “The lamp went out.”[@g]", ["The lamp went out."]),
        ("> The lamp went out.\n> — Jane Doe [@g]", ["The lamp went out."]),
        ("> The lamp went out.\\\n> -- Jane Doe [@g]", ["The lamp went out."]),
        ("> The lamp went out.\n>\n> — *Jane* Doe [@g]", ["The lamp went out."]),
        ("> The lamp – old – went out.\n> It did. [@g]", ["The lamp – old – went out. It did."]),
        ("> [The lamp][^n] went out [@g]", ["The lamp went out"]),
        ("- > The lamp went out. [@g]", ["The lamp went out."]),
        ("> > The lamp went out. [@g]", ["The lamp went out."]),
        ("> “one”[@g] and more [@g]", ["one"]),
        ("> The lamp [@g] went out.", []),
        ("> The lamp [@g] went out. [@g]", []),
        ("> The lamp went out.", []),
        ("> The lamp went out.\n\nSo they say [@g].", []),
        ("> The lamp went out.\n\n---\n\n[@g]", []),
        ("> - The lamp\n> - went out [@g]", []),
        ("> # The lamp\n>\n> went out [@g]", []),
        ("> [@g]", [""]),
        (">\n\n[@g]", []),
    ],
)
def test_direct_quotes(text: str, words: list[str]) -> None:
    assert quoted(text) == words


# ---- What they are compared with -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("“the lamp went out”[@gazette]", "verified"),
        ("“the lamp went out”[@gazette, p. 3]", "verified"),
        ("“‘It was old’, said the keeper”[@gazette]", "differs"),
        ("“‘It was old,’ said the keeper”[@gazette]", "verified"),
        ("“the lamp was lit”[@gazette]", "differs"),
        ("“the lamp was lit”[@gazette; @log]", "differs"),
        ("“lamp was lit”[@gazette; @log]", "verified"),
        ("“lamp was lit”[@letter; @log]", "verified"),
        ("“lamp was out”[@letter; @log]", "unverified"),
        ("“lamp was lit”[@letter]", "unverified"),
        ("“lamp was lit”[@plaque]", "unverified"),
        ("> On Tuesday the lamp went out at ten. [@gazette]", "verified"),
        ("> On Tuesday the lamp went out at nine. [@gazette]", "differs"),
    ],
)
def test_verdict(text: str, verdict: str) -> None:
    assert verdicts(text) == [verdict]


def test_one_that_cites_nothing_known_is_none() -> None:
    assert verdicts("“lamp was lit”[@nobody]") == []


def test_every_text_of_an_article_is_compared() -> None:
    found = verdicts(
        "The lamp [was lit][^n] “at dawn”[@log].",
        note="Lit “at noon”[@log].",
        timeline="""\
- id: e
  date: 1987
  title: E
  text: “went out”[@gazette]
  sources: [log]
  dates: [{date: 1988, sources: [log], note: "“at night”[@log]"}]
""",
        article="content_note: “at ten”[@gazette]\nhelp: “lit”[@log]\nabout: “unlit”[@log]\n",
    )
    good, bad = "verified", "differs"
    assert found == [good, bad, good, bad, good, good, bad]


def test_the_proof_counts() -> None:
    proof = read("“lamp was lit”[@log] “old”[@log] “x”[@letter]").editions[0].proof
    assert (proof.quotations, proof.quotations_verified) == (3, 1)


def test_a_text_is_made_ready_once() -> None:
    library = Library([Seed(id="s", place=Place(file="s"), title="S", text="one")])
    assert library.text("s") is library.text("s")
    assert library.text("nobody") is None


# ---- What an author is told ----------------------------------------------------------------


def test_differs() -> None:
    (found,) = problems("They say: *nothing*.\n\nBut “the lamp went off at ten”[@gazette].")
    assert (found.rule, found.level) == ("quotation-differs", "error")
    assert str(found.place) == "content/a/01-x.md:3:31"
    assert found.message == 'these words are not in gazette: "the lamp went off at ten"'
    assert found.hint.splitlines()[:2] == [
        "differs: the lamp went [-off-] {+out+} at ten",
        'nearest: "the lamp went out at ten" (seed gazette)',
    ]


def test_the_nearest_of_several_sources_is_shown() -> None:
    (found,) = problems("“lamp was lit at down”[@gazette; @log]")
    assert "gazette or log" in found.message
    assert "differs: lamp was lit at [-down-] {+dawn+}" in found.hint
    assert "(seed log)" in found.hint


def test_the_part_that_differs_is_shown() -> None:
    (found,) = problems("“On Tuesday […] nobody saw it go”[@gazette]")
    assert "differs: [-nobody-] {+Nobody+} saw it go" in found.hint
    (found,) = problems("“Nobody saw it go. […] On Tuesday”[@gazette]")
    assert "in another order" in found.hint


def test_where_nothing_is_near_the_hint_says_what_to_do() -> None:
    (found,) = problems("“zzzz”[@gazette]")
    assert found.hint.startswith("quote the words as they stand there")


def test_a_quotation_without_words_differs() -> None:
    (found,) = problems("“[…]”[@gazette]")
    assert found.rule == "quotation-differs"


def test_a_long_quotation_is_cut_in_the_message() -> None:
    (found,) = problems(f"“{'the lamp ' * 100}”[@gazette]")
    assert len(found.message) < 150


def test_many_that_differ_are_all_told() -> None:
    found = problems("“the lamp went of”[@gazette]\n" * 60)
    assert len(found) == 60
    assert [("nearest" in one.hint) for one in found] == [True] * 50 + [False] * 10


def test_unverified_is_told_once_for_each_source() -> None:
    found = problems("“x”[@letter] “y”[@plaque] “z”[@letter, p. 2] “u”[@plaque; @letter]")
    assert {one.level for one in found} == {"info"}
    assert [str(one.place).rpartition(":")[2] for one in found] == ["4", "17", "49"]
    assert [one.message for one in found] == [
        "2 quotations are not compared with letter: the text of seed letter is not at hand",
        "1 quotation is not compared with plaque: no seed holds the text",
        "1 quotation is not compared with plaque or letter: the text of seed letter is not at hand",
    ]
    assert "--seeds DIR" in found[0].hint
    assert "seed: id" in found[1].hint


def test_a_seed_that_cannot_be_known_needs_a_checksum() -> None:
    texts = {**ARTICLE, "content/a/01-x.md": "“x”[@letter]", "seeds/letter.yaml": "title: L\n"}
    site: Site = parse(Files(texts=texts))[0]
    publication, _ = resolve(site, {"a": anchor(site.articles[0])[0]})
    (found,) = [one for one in check(publication) if one.rule == "quotation-unverified"]
    assert found.hint == "write the sha256 of its text into seeds/letter.yaml"
