"""Sources from YAML, CSL-JSON and BibTeX: the same Source, whatever the file."""

import time

import pytest

from postil.files.bibliography import read
from postil.model import Name, Source
from postil.problems import Place, Problem
from postil.record import replace


def sources(text: str, ending: str = "yaml") -> tuple[Source, ...]:
    found, problems = read(text, Place(file=f"sources.{ending}"))
    assert problems == ()
    return found


def said(text: str, ending: str = "yaml") -> list[str]:
    _, problems = read(text, Place(file=f"sources.{ending}"))
    return [line(found) for found in problems]


def line(found: Problem) -> str:
    assert "\n" not in found.message + found.hint
    return f"{found.place.line}:{found.place.column} {found.rule}: {found.message}"


YAML = """\
- id: nl-2016
  type: article-newspaper
  title: A mother's  death
  author: [{literal: Harrison Keegan}, {family: Doe, given: Jane}]
  editor: Somebody
  container-title: News-Leader
  publisher: Gannett
  publisher-place: Springfield
  issued: 2016-07-05
  accessed: '2026-11-22'
  URL: https://x.org/a
  DOI: 10.1/x
  ISBN: 978-3
  volume: 1.10
  issue: 010
  page: 1-10
  edition: 2
  genre: Report
  language: en-US
  seed: marie-claire-2024
  reliability: A
  note: no
  annote: passed over
  abstract: passed over
  keyword: passed over
  title-short: x
  collection-title: x
  number: 3
  ISSN: x
  PMID: x
  PMCID: x
"""
JSON = """\
[{"id": "nl-2016", "type": "article-newspaper", "title": "A mother's death",
  "author": [{"literal": "Harrison Keegan"}, {"family": "Doe", "given": "Jane"}],
  "editor": [{"literal": "Somebody"}],
  "container-title": "News-Leader", "publisher": "Gannett", "publisher-place": "Springfield",
  "issued": {"date-parts": [[2016, 7, 5]]}, "accessed": {"date-parts": [["2026", "11", 22]]},
  "URL": "https://x.org/a", "DOI": "10.1/x", "ISBN": "978-3", "volume": "1.10", "issue": "010",
  "page": "1-10", "edition": 2, "genre": "Report", "language": "en-US", "note": "no",
  "reliability": "A", "seed": "marie-claire-2024",
  "custom": {"x": [1]}, "categories": ["x"], "journalAbbreviation": "NL"}]
"""
BIB = r"""
@string{nl = "News-" # {Leader}}
@article{nl-2016,
  entrysubtype = {newspaper},
  title = {{A} mother's
           death},
  author = {{Harrison Keegan} and Doe, Jane},
  editor = "{Somebody}",
  journaltitle = nl,
  publisher = {Gannett}, location = {Springfield},
  year = 2016, month = jul, day = 5,
  urldate = {2026-11-22},
  url = {https://x.org/a}, doi = {https://doi.org/10.1/x}, isbn = {978-3},
  volume = {1.10}, number = {010}, pages = {1-10}, edition = {2}, type = {Report},
  langid = {american}, seed = {marie-claire-2024}, reliability = {A}, note = {no},
}
"""


def test_the_three_forms_agree() -> None:
    nowhere = Place(file="x")
    made = [
        replace(source, place=nowhere)
        for text, ending in ((YAML, "yaml"), (JSON, "json"), (BIB, "bib"))
        for source in sources(text, ending)
    ]
    assert len(made) == 3
    assert made[0] == made[1] == made[2]
    source = made[0]
    assert source.title == "A mother's death"
    assert source.authors == (
        Name(text="Harrison Keegan"),
        Name(text="Jane Doe", family="Doe", given="Jane"),
    )
    assert source.issued is not None
    assert source.issued.text == "2016-07-05"
    assert (source.volume, source.issue, source.note) == ("1.10", "010", "no")


def test_places() -> None:
    assert sources(YAML)[0].place == Place(file="sources.yaml", line=1, column=7)
    assert sources(JSON, "json")[0].place == Place(file="sources.json", line=1, column=9)
    assert sources(BIB, "bib")[0].place == Place(file="sources.bib", line=3, column=10)


@pytest.mark.parametrize("ending", ["yaml", "json", "bib"])
@pytest.mark.parametrize("text", ["", "\n\n"])
def test_empty(text: str, ending: str) -> None:
    assert sources(text, ending) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- title: A\n", ['1:3 key-missing: a source needs the key "id"']),
        ("- id: a\n", ['1:3 key-missing: a source needs the key "title"']),
        ("- id: a\n  title: ''\n", ["2:10 value-empty: title: expected a value, found nothing"]),
        ("- id: a b\n  title: A\n", ['1:8 id-invalid: id: "a b" is not an id: an id cannot hold a space']),
        ("- id: a\n  title: A\n  url: x\n", ['3:3 key-unknown: "url" is no key of a source']),
        ("- id: a\n  title: A\n  URL: javascript:x\n", ['3:8 url-scheme: URL: "javascript:x" is no address that Postil links to']),
        ("- id: a\n  title: A\n  reliability: E\n", ['3:16 value-unknown: reliability: expected A, B, C or D, found "E"']),
        ("- id: a\n  title: A\n  seed: ../x\n", ['3:9 id-invalid: seed: "../x" is not an id: an id cannot begin with .']),
        ("id: a\ntitle: A\n", ["1:1 value-type: expected a list of sources, found a mapping"]),
        ("- a\n- id: b\n  title: B\n", ["1:3 value-type: a source is a mapping (key: value), found text"]),
        ("text", ["1:1 value-type: expected a list of sources, found text"]),
    ],
)  # fmt: skip
def test_wrong_yaml(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_an_unknown_type_names_the_nearest() -> None:
    _, problems = read("- {id: a, title: A, type: artcle-newspaper}", Place(file="sources.yaml"))
    assert [(p.rule, p.hint) for p in problems] == [
        ("value-unknown", "do you mean article-newspaper?")
    ]


def test_a_wrong_entry_hides_no_other() -> None:
    found, problems = read(
        "- id: a\n  title: A\n  issued: yesterday\n- title: B\n- id: c\n  title: C\n",
        Place(file="sources.yaml"),
    )
    assert [source.id for source in found] == ["a", "c"]
    assert [p.rule for p in problems] == ["date-invalid", "key-missing"]


# ---- CSL-JSON ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ('{"date-parts": [[2016]]}', "2016"),
        ('{"date-parts": [[2016, 7]]}', "2016-07"),
        ('{"date-parts": [["2016", "7", "5"]]}', "2016-07-05"),
        ('{"date-parts": [[2016, 7, 5], [2016, 9]]}', "2016-07-05/2016-09"),
        ('{"date-parts": [[2016, 0, 0]]}', "2016"),
        ('{"date-parts": [[2016], [0]]}', "2016"),
        ('{"date-parts": [[2016]], "season": 2}', "2016-22"),
        ('{"date-parts": [[2016]], "season": "Winter"}', "2016-24"),
        ('{"date-parts": [[1850]], "circa": true}', "1850~"),
        ('{"date-parts": [[1850]], "circa": false}', "1850"),
        ('{"date-parts": [[-44, 3, 15]]}', "-0043-03-15"),
        ('{"date-parts": [[-1]]}', "0000"),
        ('{"date-parts": [[800]]}', "0800"),
        ('{"raw": "2016-07"}', "2016-07"),
        ('{"literal": "2016~"}', "2016~"),
        ('"2016-07-05"', "2016-07-05"),
        ('{"date-parts": []}', None),
        ('{"date-parts": [[]]}', None),
        ('{"date-parts": [[null]]}', None),
        ("{}", None),
        ('{"literal": "n.d."}', None),
        ("null", None),
    ],
)
def test_csl_dates(date: str, expected: str | None) -> None:
    (source,) = sources(f'[{{"id": "a", "title": "A", "issued": {date}}}]', "json")
    assert (source.issued.text if source.issued else None) == expected


@pytest.mark.parametrize(
    "date",
    [
        '{"date-parts": [[2016, 13]]}',
        '{"date-parts": [[2016, 2, 30]]}',
        '{"date-parts": [[2016, 1, 1, 1]]}',
        '{"date-parts": [[2016], [2017], [2018]]}',
        '{"date-parts": [["x"]]}',
        '{"date-parts": [2016]}',
        '{"date-parts": 2016}',
        '{"date-parts": [[[1]]]}',
        '{"raw": "July 5, 2016"}',
        '{"literal": "the 1980s"}',
    ],
)
def test_wrong_csl_dates(date: str) -> None:
    (found,) = said(f'[{{"id": "a", "title": "A", "issued": {date}}}]', "json")
    assert found.startswith("1:38 date-invalid: issued: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1", "1:3 bib-syntax: expected a comma or ]"),
        ("{}", "1:1 value-type: expected a list of sources, found a mapping"),
        ('[{"id": "a", "id": "b", "title": "A"}]', '1:14 key-repeated: "id" stands twice in this mapping, first on line 1'),
        ('[{"id": "http://z.org/1", "title": "A"}]', '1:14 id-invalid: id: "http://z.org/1" is not an id: an id cannot hold :'),
        ('[{"id": "a", "title": "\\u0007"}]', "1:23 text-control: a control character stands here: U+0007"),
    ],
)  # fmt: skip
def test_wrong_json(text: str, expected: str) -> None:
    assert said(text, "json") == [expected]


# ---- BibTeX --------------------------------------------------------------------------------


def entry(fields: str, kind: str = "article") -> Source:
    (source,) = sources(f"@{kind}{{a, title = {{A}}, {fields}}}", "bib")
    return source


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"{\"O}sterreich", "Österreich"),
        (r"caf{\'e} \'a la \c{c}a \v{s} \ss", "café à la ça š ß".replace("à", "á")),
        (r"The {DNA} {of {X}}", "The DNA of X"),
        (r"A \& B \% C \_ D", "A & B % C _ D"),
        (r"50% of \& all", "50% of & all"),
        (r"one -- two --- three", "one – two — three"),
        (r"``quoted''~here", "“quoted”\u00a0here"),
        (r"\emph{stressed} \textbf{bold}", "stressed bold"),
        ("über 日本", "über 日本"),
        ("a\n   b", "a b"),
        (r"$x^2$", "$x^2$"),
    ],
)
def test_latex(title: str, expected: str) -> None:
    (source,) = sources(f"@misc{{a, title = {{{title}}}}}", "bib")
    assert source.title == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Jane Doe", [("Jane Doe", "Doe", "Jane")]),
        ("Doe, Jane and Roe, R.", [("Jane Doe", "Doe", "Jane"), ("R. Roe", "Roe", "R.")]),
        ("Ludwig van Beethoven", [("Ludwig van Beethoven", "van Beethoven", "Ludwig")]),
        ("King, Jr., Martin Luther", [("Martin Luther King Jr.", "King", "Martin Luther")]),
        ("{Barnes and Noble}", [("Barnes and Noble", "", "")]),
        ("{WHO} and others", [("WHO", "", ""), ("et al.", "", "")]),
        (r"{\"O}zil, M{\'e}sut", [("Mésut Özil", "Özil", "Mésut")]),
        ("Plato", [("Plato", "", "")]),
        ("A, and B,", [("A", "", ""), ("B", "", "")]),
        ("", []),
    ],
)
def test_people(author: str, expected: list[tuple[str, str, str]]) -> None:
    found = entry(f"author = {{{author}}}").authors
    assert [(name.text, name.family, name.given) for name in found] == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = 2016", "2016"),
        ("year = {2016}, month = jul", "2016-07"),
        ('year = "2016", month = "July"', "2016-07"),
        ("year = 2016, month = 7, day = 5", "2016-07-05"),
        ("year = {1999--2001}", "1999/2001"),
        ("date = {2016-07-05/2016-08}", "2016-07-05/2016-08"),
        ("date = {2016~}, year = 1900", "2016~"),
        ("year = {n.d.}", None),
        ("year = {in press}", None),
        ("", None),
    ],
)
def test_bib_dates(fields: str, expected: str | None) -> None:
    issued = entry(fields).issued
    assert (issued.text if issued else None) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("article", "article-journal"),
        ("ARTICLE", "article-journal"),
        ("inproceedings", "paper-conference"),
        ("phdthesis", "thesis"),
        ("techreport", "report"),
        ("online", "webpage"),
        ("misc", "document"),
        ("whatever", "document"),
    ],
)
def test_bib_types(kind: str, expected: str) -> None:
    assert entry("", kind).type == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (r"url = {https://x.org/a\_b?c=50\%}", "https://x.org/a_b?c=50%"),
        (r"howpublished = {\url{https://x.org}}", "https://x.org"),
        ("howpublished = {Mimeograph}", ""),
    ],
)
def test_bib_addresses(fields: str, expected: str) -> None:
    assert entry(fields).url == expected


def test_macros() -> None:
    text = '@string{a = "x"} @string{b = a # { y}} @misc{k, title = b # "!" # c}'
    assert sources(text, "bib")[0].title == "x y!c"


BROKEN = """\
Free text is a comment.
@misc{one, title = {One}}
@misc{two, title = {Two}
  year = 2016}
@misc{three, title = {Three}, title = {Again}}
@misc{four, title = {Four
@misc{five, title = {Five}, url = {javascript:x}}
@misc{six:1, title = {Six}, urldate = {2020-13-01}}
@misc{seven
"""


def test_broken_entries_hide_no_others() -> None:
    found, problems = read(BROKEN, Place(file="x.bib"))
    assert [source.id for source in found] == ["one", "two", "three", "five"]
    said = sorted(line(found) for found in problems)
    assert [text.partition(": ")[0] for text in said] == [
        "3:1 bib-syntax",
        "5:1 key-repeated",
        "6:1 bib-syntax",
        "7:36 url-scheme",
        "8:10 id-invalid",
        "8:45 date-invalid",
        "9:1 bib-syntax",
    ]


def test_repeated_ids_are_left_to_parse() -> None:
    found = sources("@misc{a, title={A}}\n@misc{a, title={B}}", "bib")
    assert [source.title for source in found] == ["A", "B"]


def test_bibtexparser_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    read(BROKEN, Place(file="x.bib"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000,
        "@a{" * 20_000,
        "@a{x, title={" + "{" * 20_000 + "}" * 20_000 + "}}",
        "@a{x, title={" + r"\'{" * 10_000 + "}" * 10_000 + "}}",
        "@a{x, author={" + " and " * 50_000 + "}}",
        "@a{x, author={" + "a," * 50_000 + "}}",
        "@a{x, title={" + "\\x" * 20_000 + "}}",
        '@a{x, title="' + "#" * 50_000 + '"}',
        "".join(f"@string{{m{n + 1} = m{n} # m{n}}}\n" for n in range(60)) + "@a{x, title=m60}",
        "@string{a = a # a}@b{x, title = a}",
        "\x00" * 1000,
        "@",
        "@a{",
        "@a{x, author = {}}}}",
    ],
)
def test_hostile_bib_files_end(text: str) -> None:
    """Case 38."""
    start = time.perf_counter()
    _, problems = read(text, Place(file="x.bib"))
    assert time.perf_counter() - start < 5
    assert len(problems) <= 50
    assert all("\n" not in found.message for found in problems)
