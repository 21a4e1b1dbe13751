"""YAML and JSON as trees: what was typed, where it stands, and what is refused in plain words."""

import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postil.problems import Place, Problem
from postil.trees import json_tree, yaml_tree
from postil.trees.tree import Mapping, Node, Scalar, Sequence, text_start

PLACE = Place(file="x.yaml")


def plain(node: Node | None) -> object:
    """A tree as dicts, lists and texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    return None


def read(text: str) -> object:
    node, problems = yaml_tree.read(text, PLACE)
    assert problems == ()
    return plain(node)


def only(problems: tuple[Problem, ...]) -> str:
    """The one problem, as "line:column rule"."""
    assert len(problems) == 1, problems
    found = problems[0]
    assert "\n" not in found.message + found.hint
    return f"{found.place.line}:{found.place.column} {found.rule}"


# ---- text stays text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "true",
        "false",
        "null",
        "~",
        "12:30",
        "1.10",
        "010",
        "0o17",
        "0x1F",
        "1e3",
        ".inf",
        ".nan",
        "1984",
        "+1",
        "-0",
        "1_000",
        "2024-02-30",
        "2024-12-19",
        "2024-12-19T00:00:00Z",
        "2016-07",
        "<=",
        "=",
        "10%",
        "a#b",
        "a:b",
    ],
)
def test_a_value_is_the_text_that_was_typed(text: str) -> None:
    """Case 39."""
    assert read(f"title: {text}") == {"title": text}
    assert read(f"- {text}") == [text]
    assert read(f"{text}: x") == {text: "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("\n\n", None),
        ("# only a comment\n", None),
        ("---\na: b\n", {"a": "b"}),
        ("a:\n", {"a": ""}),
        ("a: ''\nb: \"\"\n", {"a": "", "b": ""}),
        ("a: [x, 'y', \"z\"]", {"a": ["x", "y", "z"]}),
        ("a: {b: c, d: }", {"a": {"b": "c", "d": ""}}),
        ("a: |\n  x\n   y\n", {"a": "x\n y\n"}),
        ("a: >-\n  x\n  y\n", {"a": "x y"}),
        ("a: x\n  y\n", {"a": "x y"}),
        ("a: 'it''s'", {"a": "it's"}),
        ('a: "\\u00e9\\t\\n"', {"a": "é\t\n"}),
        ("é: ü\n", {"é": "ü"}),
        ("a: x\u2028y\u2029z\u00a0", {"a": "x\u2028y\u2029z\u00a0"}),
        ("a: \U0001f600", {"a": "\U0001f600"}),
        ("a: '# no comment'", {"a": "# no comment"}),
        ("- - a\n  - b\n- c\n", [["a", "b"], "c"]),
        ("just text", "just text"),
    ],
)
def test_read(text: str, expected: object) -> None:
    assert read(text) == expected


def test_every_node_knows_its_place() -> None:
    text = "a: x\nlist:\n  - 'q'\n  - {k: v}\nblock: |\n    first\n    second\n"
    node, _ = yaml_tree.read(text, Place(file="n.md", line=2))
    assert isinstance(node, Mapping)
    key, value = node.entries["a"]
    assert (key.line, key.column) == (2, 1)
    assert (value.line, value.column) == (2, 4)
    items = node.entries["list"][1]
    assert isinstance(items, Sequence)
    quoted, inner = items.items
    assert isinstance(quoted, Scalar)
    assert (quoted.line, quoted.column, quoted.style) == (4, 5, "'")
    assert text_start(quoted) == (4, 6)
    assert isinstance(inner, Mapping)
    assert (inner.entries["k"][1].line, inner.entries["k"][1].column) == (5, 9)
    block = node.entries["block"][1]
    assert isinstance(block, Scalar)
    assert (block.line, block.column, block.style) == (6, 8, "|")
    assert text_start(block) == (7, 5)


def test_columns_count_code_points() -> None:
    node, _ = yaml_tree.read("{\U0001f600é\u2028: [a, b]}", PLACE)
    assert isinstance(node, Mapping)
    ((_, value),) = node.entries.values()
    assert isinstance(value, Sequence)
    assert value.items[1].column == 11


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends(ends: str) -> None:
    """Case 32, though `load` has settled them already."""
    assert read(f"a: x{ends}b: |{ends}  y{ends}  z{ends}") == {"a": "x", "b": "y\nz\n"}


# ---- what is refused -----------------------------------------------------------------------

SYNTAX = [
    ("title: a: b", "1:9 yaml-syntax", "a colon and a space", "quotes"),
    ("- title: a: b", "1:11 yaml-syntax", "a colon and a space", "quotes"),
    ("a: b\n c: d", "2:3 yaml-syntax", "indented", "same indentation"),
    ("a:\n\t- b", "2:1 yaml-syntax", "a tab", "spaces"),
    ("a: x\n\tb: c", "2:1 yaml-syntax", "a tab", "spaces"),
    ("a: 'x", "1:6 yaml-syntax", "a quote opens on line 1", "close it"),
    ('b: c\na: "x\n', "3:1 yaml-syntax", "a quote opens on line 2", "close it"),
    ("a: 'it's'", "1:8 yaml-syntax", "follows the closing '", "''"),
    ('a: "x" y', "1:8 yaml-syntax", 'follows the closing "', "one pair of quotes"),
    ("a: [x] y", "1:8 yaml-syntax", "follows the closing ]", "quotes"),
    ("a: @x", "1:4 yaml-syntax", "cannot begin with @", "quotes"),
    ("a: `x`", "1:4 yaml-syntax", "cannot begin with `", "quotes"),
    ("a: %x", "1:4 yaml-syntax", "cannot begin with %", "quotes"),
    ("a: *em* phasis", "1:4 yaml-syntax", "cannot begin with *", "quotes"),
    ("a: &b.c", "1:4 yaml-syntax", "cannot begin with &", "quotes"),
    ("a: [b", "2:1 yaml-syntax", "the [ of line 1", "quotes"),
    ("a: {b: c", "2:1 yaml-syntax", "the { of line 1", "quotes"),
    ("- a\nb: c", "2:1 yaml-syntax", "another item", "with -"),
    ("a:\n  - b\n - c", "3:2 yaml-syntax", "key: value", "same indentation"),
    ('a: "\\q"', "1:5 yaml-syntax", "\\q is no escape", "backslash"),
    ("a: b\nc\n", "3:1 yaml-syntax", "a colon is missing", "key: value"),
    ("a: >x\n b", "1:5 yaml-syntax", "the next line", "quotes"),
    ("{a: b}}", "1:7 yaml-syntax", "follows the end", "delete"),
    ("a: 1\n---\nb: 2", "2:1 yaml-syntax", "second YAML document", "---"),
    ("[a]: b", "1:1 yaml-syntax", "a key must be text", "key: value"),
    ("? {a: b}\n: c", "1:3 yaml-syntax", "a key must be text", "key: value"),
    ("%YAML 3.0\n---\na", "1:1 yaml-syntax", "%", "quotes"),
    ("%YAM\n---\na", "1:5 yaml-syntax", "%", "quotes"),
    ("a: 1\nb: 2\na: 3", "3:1 key-repeated", '"a" stands twice', "keep one"),
    ("- {a: 1, a: 2}", "1:10 key-repeated", "first on line 1", "keep one"),
    ("a: !!python/object/apply:os.system [ls]", "1:4 yaml-tag", "tag", "delete it"),
    ("a: !important", "1:4 yaml-tag", "tag", "quotes"),
    ("!!map\na: b", "1:1 yaml-tag", "tag", "delete it"),
    ("a: ! b", "1:4 yaml-tag", "tag", "delete it"),
    ("a: !x!y z", "1:4 yaml-tag", "tag", "quotes"),
    ("a: &x b", "1:4 yaml-tag", "&x", "quotes"),
    ("a: *x", "1:4 yaml-tag", "*x", "quotes"),
    ("<<: {a: b}", "1:1 yaml-tag", "merge", ""),
    ('a: "\\ud800"', "1:7 text-control", "escape", "type the character"),
    ('a: "\\ud83d\\ude00"', "1:7 text-control", "escape", "type the character"),
    ('a: "x\\0y"', "1:4 text-control", "U+0000", "delete it"),
    ('a: "x\\ry"', "1:4 text-control", "U+000D", "delete it"),
    ('a: "\\uffff"', "1:4 text-control", "never a character", "delete it"),
    ("a: b\nc: d\x07e", "2:5 text-control", "U+0007", "delete it"),
    ("a: x\x85y", "1:5 text-control", "U+0085", "delete it"),
    ("a: \ufffe", "1:4 text-control", "never a character", "delete it"),
    ("a: \U0001fffe", "1:4 text-control", "U+1FFFE", "delete it"),
    ("a: \ud800", "1:4 text-control", "surrogate", "delete it"),
]


@pytest.mark.parametrize(("text", "where", "message", "hint"), SYNTAX)
def test_refused(text: str, where: str, message: str, hint: str) -> None:
    """Cases 35, 37, 40, 41."""
    _, problems = yaml_tree.read(text, PLACE)
    assert only(problems) == where
    assert message in problems[0].message
    assert hint in problems[0].hint


@pytest.mark.parametrize(("text", "where", "message", "hint"), SYNTAX)
def test_refused_in_front_matter_at_its_true_line(
    text: str, where: str, message: str, hint: str
) -> None:
    _, problems = yaml_tree.read(text, Place(file="a.md", line=8))
    line, _, rest = where.partition(":")
    assert only(problems) == f"{int(line) + 7}:{rest}"


def test_repeated_keys_keep_the_first() -> None:
    node, problems = yaml_tree.read("a: 1\na: 2\na: 3\nb: 4\n", PLACE)
    assert plain(node) == {"a": "1", "b": "4"}
    assert [found.place.line for found in problems] == [2, 3]


def test_a_tag_does_not_hide_what_follows() -> None:
    node, problems = yaml_tree.read("a: !x y\nb: *c\nd: e\nd: f\n", PLACE)
    assert plain(node) == {"a": "y", "b": "", "d": "e"}
    assert [found.rule for found in problems] == ["yaml-tag", "yaml-tag", "key-repeated"]


HOSTILE = {
    "alias bomb": "a: &a [x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghi")),
    "list in itself": "&a [*a]",
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "closed brackets": "[" * 50_000 + "]" * 50_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "keys": "a:\n" + "".join(" " * n + f"k{n}:\n" for n in range(1, 1500)),
    "one long scalar": "a: " + "x" * 50_000_000,
    "quotes": "a: " + "'" * 100_001,
    "flow": "[" + "a," * 1_000_000 + "]",
    "tags": "- !x y\n" * 100_000,
    "controls": "\x00" * 1_000_000,
    "colons": "a: " * 100_000,
    "anchors": "&a " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_line(name: str) -> None:
    """Case 38: a few short problems, soon."""
    start = time.perf_counter()
    _, problems = yaml_tree.read(HOSTILE[name], PLACE)
    assert time.perf_counter() - start < 3
    assert 1 <= len(problems) <= 40
    assert all(len(found.message) < 200 for found in problems)


def test_forty_levels_are_enough() -> None:
    assert yaml_tree.read("[" * 40 + "]" * 40, PLACE)[1] == ()
    assert only(yaml_tree.read("[" * 41 + "]" * 41, PLACE)[1]) == "1:41 yaml-depth"


def test_too_large() -> None:
    assert only(yaml_tree.read("x" * 9_000_000, PLACE)[1]) == "1:1 file-unreadable"
    assert "file-unreadable" in only(yaml_tree.read("- a\n" * 200_001, PLACE)[1])


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "_Parser", yaml.SafeLoader)
    assert read("a: |\n  b\nc: [no, 12:30]\n") == {"a": "b\n", "c": ["no", "12:30"]}
    for text, where, _, _ in SYNTAX:
        if text.startswith("%YAM\n"):  # reserved: this one passes over it
            continue
        _, problems = yaml_tree.read(text, PLACE)
        assert problems, text
        assert problems[0].place.line <= int(where.partition(":")[0]) + 1


# ---- relations -----------------------------------------------------------------------------

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    _, problems = yaml_tree.read(text, PLACE)
    for found in problems:
        assert found.place.line >= 1
        assert found.place.column >= 1
        assert "\n" not in found.message


@given(st.text(alphabet="ab:-[]{}\"'|>&*!%#?, \n\t~@`\\\u2028é"))
def test_any_punctuation_is_read_or_refused(text: str) -> None:
    yaml_tree.read(text, PLACE)


@given(st.dictionaries(TEXTS, TEXTS))
def test_what_pyyaml_writes_reads_back(values: dict[str, str]) -> None:
    for unicode in (True, False):
        assert read(yaml.safe_dump(values, allow_unicode=unicode)) == values


@given(st.dictionaries(TEXTS.filter(bool), st.lists(TEXTS)))
def test_lists_read_back(values: dict[str, list[str]]) -> None:
    assert read(yaml.safe_dump(values)) == values


# ---- JSON ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (" \n", None),
        (
            '{"a": ["x", 1, -2.5e3, true, null, {}, []]}',
            {"a": ["x", "1", "-2.5e3", "true", "", {}, []]},
        ),
        ('\t["\\ud83d\\ude00", "\\u00e9\\/"]', ["\U0001f600", "é/"]),
        ('"x"', "x"),
    ],
)
def test_json(text: str, expected: object) -> None:
    node, problems = json_tree.read(text, PLACE)
    assert problems == ()
    assert plain(node) == expected


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("[1,\n 2", "2:3 bib-syntax", "expected a comma or ]"),
        ("[1 2]", "1:4 bib-syntax", "expected a comma or ]"),
        ("[1,]", "1:3 bib-syntax", "before the closing ]"),
        ('{"a" 1}', "1:6 bib-syntax", 'expected a colon after "a"'),
        ("{a: 1}", "1:2 bib-syntax", "a key in double quotes"),
        ('["x', "1:2 bib-syntax", "unterminated string"),
        ("[x]", "1:2 bib-syntax", "found x"),
        ("[] []", "1:4 bib-syntax", "follows the end"),
        ('{"a": 1,\n "a": 2}', "2:2 key-repeated", "first on line 1"),
        ('["\\ud800"]', "1:2 text-control", "surrogate"),
        ('["\\u0000"]', "1:2 text-control", "U+0000"),
        ("[" * 100_000, "1:41 yaml-depth", "40 deep"),
        ("[" + "1," * 300_000, "1:400000 file-unreadable", "200,000"),
        ("x" * 9_000_000, "1:1 file-unreadable", "too large"),
    ],
)
def test_json_refused(text: str, where: str, message: str) -> None:
    _, problems = json_tree.read(text, PLACE)
    assert only(problems) == where
    assert message in problems[0].message


@given(st.text(alphabet='[]{}",:\\u0d8 1tn\n'))
def test_any_json_is_read_or_refused(text: str) -> None:
    json_tree.read(text, PLACE)
