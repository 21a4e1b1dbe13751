"""Typed getters: what each takes, what it says about anything else, and where it points."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.doc import SourceRef
from postil.fields import Fields
from postil.files import shapes
from postil.files.addresses import check_site
from postil.files.targets import targets
from postil.files.values import check_id, check_url, fold
from postil.model import Name, Selector
from postil.problems import Place, Problem, nearest
from postil.trees import yaml_tree
from postil.urls import allowed

PLACE = Place(file="x.yaml")


def fields(text: str) -> Fields:
    """The fields of a YAML text."""
    problems: list[Problem] = []
    node, found = yaml_tree.read(text, PLACE)
    assert found == ()
    return Fields(node, PLACE, "a thing", problems)


def get(f: Fields, getter: str) -> object:
    """The value of the key k, by a getter's name."""
    if hasattr(f, getter):
        return getattr(f, getter)("k")
    return getattr(shapes, getter)(f, "k")


def said(f: Fields) -> list[str]:
    """The problems, as "line:column rule: message"."""
    return [f"{p.place.line}:{p.place.column} {p.rule}: {p.message}" for p in f.problems]


# ---- right values --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("getter", "text", "expected"),
    [
        ("text", "k: x", "x"),
        ("text", "k: 1984", "1984"),
        ("text", "k: no", "no"),
        ("text", "k: 12:30", "12:30"),
        ("text", "k: 1.10", "1.10"),
        ("text", "k: 2024-02-30", "2024-02-30"),
        ("text", "k: |\n  a\n  b\n", "a b"),
        ("text", "k: '  a   b '", "a b"),
        ("text", "k: 10\u00a0km\u2028x", "10\u00a0km\u2028x"),
        ("text", "k:", ""),
        ("text", "k: ''", ""),
        ("text", "k: ~", ""),
        ("text", "k: '~'", "~"),
        ("text", "k: []", ""),
        ("text", "k: {}", ""),
        ("text", "other: x", ""),
        ("text", "", ""),
        ("texts", "k: x", ("x",)),
        ("texts", "k: [x, '', y z]", ("x", "y z")),
        ("texts", "k:\n- a\n- 12:30\n", ("a", "12:30")),
        ("texts", "k: []", ()),
        ("integer", "k: 12", 12),
        ("integer", "k: '007'", 7),
        ("integer", "k:", None),
        ("url", "k: https://x.org/a?b=c&copy=d#e", "https://x.org/a?b=c&copy=d#e"),
        ("url", "k: HTTPS://X.org", "HTTPS://X.org"),
        ("url", "k: mailto:a@b.org", "mailto:a@b.org"),
        ("url", "k: ../a/b.pdf", "../a/b.pdf"),
        ("url", "k: https://x.org/é", "https://x.org/é"),
        ("id", "k: msbp", "msbp"),
        ("id", "k: nl-2016-07-05", "nl-2016-07-05"),
        ("id", "k: 1.10", "1.10"),
        ("id", "k: Größe_2", "Größe_2"),
        ("id", "k: e\u0301te\u0301", "été"),
        ("id", "k: हिन्दी", "हिन्दी"),
        ("language", "k: de-AT", "de-AT"),
        ("language", "k: no", "no"),
        ("words", "k: {a: 1, b: x y}", {"a": "1", "b": "x y"}),
    ],
)
def test_value(getter: str, text: str, expected: object) -> None:
    """Case 39: text stays text."""
    f = fields(text)
    assert get(f, getter) == expected
    assert f.problems == []


def test_date() -> None:
    f = fields("a: 2016-07-05\nb: '2015-06-09/2015-06-10'\nc:\n")
    first, second = f.date("a"), f.date("b")
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == ("2016-07-05", "2015-06-09/2015-06-10")
    assert f.date("c") is None
    assert f.problems == []


def test_block_keeps_lines_and_knows_where_they_begin() -> None:
    f = fields("a: |\n\n   one\n   two\nb: plain *x*\nc: 'quoted'\nd: >\n  folded\n  text\n")
    blocks = [f.block(key) for key in "abcd"]
    assert [block.text for block in blocks if block] == [
        "\none\ntwo\n",
        "plain *x*",
        "quoted",
        "folded text\n",
    ]
    assert [(b.place.line, b.place.column) for b in blocks if b] == [(2, 4), (5, 4), (6, 5), (8, 3)]
    assert f.block("e") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: Marc Feldman", [Name(text="Marc Feldman")]),
        ("k: [A, {literal: WHO}]", [Name(text="A"), Name(text="WHO")]),
        ("k: {family: Doe, given: Jane}", [Name(text="Jane Doe", family="Doe", given="Jane")]),
        (
            "k: {family: Berg, given: A, non-dropping-particle: van den, suffix: Jr.}",
            [Name(text="A van den Berg Jr.", family="van den Berg", given="A")],
        ),
        ("k: [{literal: A, url: 'https://x.org'}]", [Name(text="A")]),
        ("k:", []),
    ],
)
def test_names(text: str, expected: list[Name]) -> None:
    f = fields(text)
    assert list(shapes.names(f, "k")) == expected
    assert f.problems == []


def test_sources() -> None:
    f = fields("k: [a, {id: b, locator: p. 2}]\none: c\nempty: []\n")
    assert shapes.sources(f, "k") == (
        SourceRef(id="a", place=Place(file="x.yaml", line=1, column=5)),
        SourceRef(id="b", locator="p. 2", place=Place(file="x.yaml", line=1, column=13)),
    )
    assert [ref.id for ref in shapes.sources(f, "one")] == ["c"]
    assert shapes.sources(f, "empty") == ()
    assert f.problems == []


def test_selector() -> None:
    f = fields("a: some  words\nb: {exact: x, prefix: 'y ', suffix: z}\nc: '“q”'\nd:\n")
    at = Place(file="x.yaml", line=1, column=4)
    assert shapes.selector(f, "a", "s") == Selector(exact="some words", section="s", place=at)
    second = shapes.selector(f, "b", "")
    assert second is not None
    assert (second.exact, second.prefix, second.suffix) == ("x", "y", "z")
    assert (second.place.line, second.place.column) == (2, 12)
    third = shapes.selector(f, "c", "")
    assert third is not None
    assert (third.exact, third.place.column) == ("“q”", 5)
    assert shapes.selector(f, "d", "") is None
    assert f.problems == []


# ---- wrong values --------------------------------------------------------------------------

WRONG = [
    ("text", "k: [a]", "1:4 value-type: k: expected text, found a list"),
    ("text", "k: {a: b}", "1:4 value-type: k: expected text, found a mapping"),
    ("block", "k: [a]", "1:4 value-type: k: expected text, found a list"),
    ("texts", "k: [a, [b]]", "1:8 value-type: k: expected text, found a list"),
    ("texts", "k: {a: b}", "1:4 value-type: k: expected text, found a mapping"),
    ("words", "k: a", "1:4 value-type: k: expected a mapping, found text"),
    ("words", "k: {a: [b]}", "1:8 value-type: a: expected text, found a list"),
    ("integer", "k: 1.5", '1:4 value-type: k: expected a whole number, found "1.5"'),
    ("integer", "k: 1e3", '1:4 value-type: k: expected a whole number, found "1e3"'),
    ("integer", "k: ²", '1:4 value-type: k: expected a whole number, found "²"'),
    ("integer", "k: 9999999999999", "1:4 value-type: k: expected a whole number"),
    ("date", "k: [a]", "1:4 value-type: k: expected text, found a list"),
    ("date", "k: 2024-02-30", "date-invalid: k: "),
    ("date", "k: July 5", "date-invalid: k: "),
    ("url", "k: javascript:alert(1)", "1:4 url-scheme: k: "),
    ("url", "k: JaVaScRiPt:alert(1)", "1:4 url-scheme: k: "),
    ("url", "k: view-source:x", "1:4 url-scheme: k: "),
    ("url", "k: data:text/html,x", "1:4 url-scheme: k: "),
    ("url", "k: javascript&colon;x", "1:4 url-scheme: k: "),
    ("url", "k: '&#106;avascript:x'", "1:5 url-scheme: k: "),
    ("url", 'k: "java\\tscript:x"', "url-scheme: k: "),
    ("url", "k: https://x.org/a b", "1:19 url-scheme: k: an address cannot hold a space"),
    ("url", 'k: "https://x.org/\\u200b"', "1:19 url-scheme: k: an address cannot hold U+200B"),
    ("url", "k: //x.org", "1:4 url-scheme: k: "),
    ("url", "k: C:\\x", "1:4 url-scheme: k: "),
    ("id", "k: a b", '1:5 id-invalid: k: "a b" is not an id: an id cannot hold a space'),
    ("id", "k: -a", "1:4 id-invalid: k: "),
    ("id", "k: .a", "cannot begin with ."),
    ("id", "k: _a", "cannot begin with _"),
    ("id", "k: ../../x", "cannot begin with ."),
    ("id", "k: a/../../b", "1:5 id-invalid: k: "),
    ("id", "k: /etc/x", "cannot begin with /"),
    ("id", "k: ..\\x", "cannot begin with ."),
    ("id", "k: 'a:b'", "1:6 id-invalid: k: "),
    ("id", "k: a%2e", "1:5 id-invalid: k: "),
    ("id", "k: a.", "1:5 id-invalid: k: "),
    ("id", "k: a\u200db", "cannot hold U+200D"),
    ("id", "k: \u0301a", "cannot begin with"),
    ("id", f"k: {'a' * 101}", "at most 100"),
    ("id", "k: [a]", "1:4 value-type: k: expected text, found a list"),
    ("language", "k: English!", '1:4 language-tag: k: "English!" is not formed as a language tag'),
]


@pytest.mark.parametrize(("getter", "text", "expected"), WRONG)
def test_wrong_value(getter: str, text: str, expected: str) -> None:
    """Cases 23, 27, 39, 40, 45."""
    f = fields(text)
    value = get(f, getter)
    assert not value or value in (("a",), {"a": ""})
    assert len(f.problems) == 1
    assert expected in said(f)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/a", "expected the whole address"),
        ("mailto:a@b.org", "expected the whole address"),
        ("https:a", "expected the whole address"),
        ("x.org", "expected the whole address"),
        ("https://", "expected the whole address"),
        ("https:///a", "expected the whole address"),
        ("https://x.org:99999999/", "expected the whole address"),
        ("//x.org/a", "is no address that Postil links to"),
        ("ftp://x.org/", "is no address that Postil links to"),
        ("https://a b/", "cannot hold a space"),
        ("https://x.org/a?q", 'cannot hold "?"'),
        ("https://x.org#f", 'cannot hold "#"'),
        ("https://me:word@x.org/", "cannot hold a user's name or password"),
        ("https://me@x.org/", "cannot hold a user's name or password"),
        ("https://x.org/a/../b", "cannot hold . or .."),
    ],
)
def test_what_is_no_address_of_a_site(text: str, said: str) -> None:
    wrong = check_site(text)
    assert wrong
    assert said in wrong.message
    assert "word@" not in wrong.message + wrong.hint


@pytest.mark.parametrize(
    "text",
    ["https://x.org", "HTTP://X.org:8080/sub/", "https://bücher.example/a@b/é", "http://localhost"],
)
def test_the_address_of_a_site(text: str) -> None:
    assert check_site(text) is None


def test_one_of() -> None:
    f = fields("a: claim\nb: claims\nc:\nd: [x]\n")
    choices = ("claim", "context")
    assert [f.one_of(key, choices, default="context") for key in "abce"] == [
        "claim",
        "context",
        "context",
        "context",
    ]
    assert said(f) == ['2:4 value-unknown: b: expected claim or context, found "claims"']
    assert f.problems[0].hint == "do you mean claim?"
    assert f.one_of("d", choices) == ""
    assert said(f)[1] == "4:4 value-type: d: expected text, found a list"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("k: 2024-02-30", "1:12"),
        ("k: '2024-13-01'", "1:10"),
        ("k: 2024-1x", "1:"),
        ("k: |\n  2024-02-30\n", "1:4"),
    ],
)
def test_a_date_problem_points_at_the_character(text: str, where: str) -> None:
    f = fields(text)
    assert f.date("k") is None
    assert said(f)[0].startswith(where)
    assert f.problems[0].rule == "date-invalid"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: [[a]]", "1:5 value-type: k: expected a name, found a list"),
        ("k: [{given: A}]", None),
        ("k: [{url: x}]", '1:5 key-missing: a name needs the key "family"'),
        ("k: {familiy: A, given: B}", '1:5 key-unknown: "familiy" is no key of a name'),
    ],
)
def test_wrong_names(text: str, expected: str | None) -> None:
    f = fields(text)
    shapes.names(f, "k")
    assert said(f) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: [[a]]", "1:5 value-type: k: expected a source's id, found a list"),
        ("k: [{locator: x}]", '1:5 key-missing: a reference to a source needs the key "id"'),
        ("k: [{id: a, page: 2}]", '1:13 key-unknown: "page" is no key of a reference to a source'),
    ],
)
def test_wrong_sources(text: str, expected: str) -> None:
    f = fields(text)
    shapes.sources(f, "k")
    assert said(f) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: [a]", "1:4 value-type: k: expected a mapping, found a list"),
        ("k: {exact: ''}", "1:12 value-empty: exact: expected a value, found nothing"),
        ("k: {exact: a, sufix: b}", '1:15 key-unknown: "sufix" is no key of a phrase'),
    ],
)
def test_wrong_selector(text: str, expected: str) -> None:
    f = fields(text)
    shapes.selector(f, "k", "")
    assert said(f) == [expected]


def test_point() -> None:
    """Without words, a phrase is a point beside others."""
    found = shapes.selector(fields("k: {prefix: at ten}"), "k", "")
    assert found
    assert (found.exact, found.prefix, str(found.place)) == ("", "at ten", "x.yaml:1:13")


# ---- keys ----------------------------------------------------------------------------------


def test_missing_and_empty() -> None:
    f = fields("b:\nc: '  '\n")
    for key in "abc":
        assert f.text(key, required=True) == ""
    f.done()
    assert said(f) == [
        "1:3 value-empty: b: expected a value, found nothing",
        "2:4 value-empty: c: expected a value, found nothing",
        '1:1 key-missing: a thing needs the key "a"',
    ]


def test_unknown_keys_with_the_nearest() -> None:
    """Case 40."""
    f = fields("titel: x\nzzz: y\nby: z\n")
    f.text("title")
    f.text("by")
    f.done()
    assert said(f) == [
        '1:1 key-unknown: "titel" is no key of a thing',
        '2:1 key-unknown: "zzz" is no key of a thing',
    ]
    assert [p.hint for p in f.problems] == ["do you mean title?", ""]


def test_a_misspelt_key_is_not_missing_too() -> None:
    f = fields("titel: x\n")
    f.text("title", required=True)
    f.done()
    assert [p.rule for p in f.problems] == ["key-unknown"]


@pytest.mark.parametrize(
    ("text", "found"), [("[a]", "a list"), ("just text", "text"), ("'2'", "text")]
)
def test_not_a_mapping(text: str, found: str) -> None:
    f = fields(text)
    assert f.text("title", required=True) == ""
    f.done()
    assert said(f) == [f"1:1 value-type: a thing is a mapping (key: value), found {found}"]


def test_an_alias_has_its_problem_already() -> None:
    node, found = yaml_tree.read("title: *x\nk: [*y, a]\n", PLACE)
    problems: list[Problem] = []
    f = Fields(node, PLACE, "a thing", problems)
    assert f.text("title", required=True) == ""
    assert f.texts("k") == ("a",)
    f.done()
    assert len(found) == 2
    assert problems == []


def test_nested_mappings() -> None:
    f = fields("k:\n  - {a: 1, b: 2}\n  - {a: x}\n  - text\nm: {a: 3}\n")
    inner = f.mappings("k", "an item")
    assert [one.text("a") for one in inner] == ["1", "x"]
    for one in inner:
        one.done()
    assert said(f) == [
        "4:5 value-type: k: expected a mapping, found text",
        '2:12 key-unknown: "b" is no key of an item',
    ]
    assert [one.text("a") for one in f.mappings("m", "an item")] == ["3"]


# ---- relations -----------------------------------------------------------------------------

JSON: Any = st.recursive(
    st.text(max_size=8), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner)
)


@given(st.dictionaries(st.sampled_from([*"abcdefghijklm", "deploy"]), JSON))
def test_any_shape_is_taken_or_refused(values: dict[str, object]) -> None:
    import yaml

    node, _ = yaml_tree.read(yaml.safe_dump(values), PLACE)
    f = Fields(node, PLACE, "a thing", [])
    f.text("a", required=True)
    f.block("b")
    f.one_of("c", ("x", "y"))
    f.id("d")
    f.url("e")
    f.integer("f")
    f.date("g")
    f.texts("h")
    f.mappings("i", "an item")
    targets(f)
    shapes.names(f, "k")
    shapes.sources(f, "l")
    shapes.selector(f, "m", "")
    f.done()
    assert all("\n" not in p.message + p.hint for p in f.problems)


@given(st.text())
def test_an_id_is_safe_everywhere(text: str) -> None:
    if check_id(text) is None:
        assert not set(text) & set("/\\:*?\"<>| %#\n\t\0&'")
        assert text[0].isalnum()
        assert text[-1] != "."


@given(st.text(alphabet="javscript:/\\&#;x \t\n\u200bHhTtPp."))
def test_an_address_is_on_the_allow_list(text: str) -> None:
    if check_url(text) is None:
        assert allowed(text)
        assert not any(character.isspace() for character in text)


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "\n" not in fold(text)


def test_nearest() -> None:
    assert nearest("timelin.yaml", ("timeline.yaml", "article.yaml")) == "timeline.yaml"
    assert nearest("xyz", ("title",)) == ""
