"""Every rule has a page, its samples are those that its document proves, and docs/rules has it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from postil.cli import main
from postil.rules import RULES, Rule
from postil.telling.explain import GROUPS, markdown_page, overview, plain_page
from postil.telling.rule_pages import page
from tests.test_rules import CASES, document

DOCS = Path(__file__).resolve().parents[1] / "docs" / "rules"
INTRODUCTION = """\
# Rules

What a build proves, one page a rule, made from the program (`postil explain RULE`). How to give a rule
another level, or to silence it for one place: [Checking](../check.md).
"""

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def code_lines(sample: str) -> list[str]:
    return [line for line in sample.split("\n") if line.strip()]


@each_rule
def test_samples_are_lines_of_the_rules_document(rule: Rule) -> None:
    case = document(CASES / f"{rule.name}.txt")
    told = page(rule.name)
    assert [line for line in code_lines(told.bad) if line not in case.head] == []
    assert [line for line in code_lines(told.good) if line not in case.head + case.tail] == []
    assert told.bad != told.good


@each_rule
def test_docs_hold_its_page(rule: Rule, expect: Callable[[Path, str], None]) -> None:
    expect(DOCS / f"{rule.name}.md", markdown_page(rule.name) + "\n")


def test_docs_list_the_rules(expect: Callable[[Path, str], None]) -> None:
    expect(DOCS / "README.md", f"{INTRODUCTION}\n{overview(links=True)}\n")


def test_docs_hold_no_other_page() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == {rule.name for rule in RULES} | {"README"}


def test_every_group_has_a_title() -> None:
    assert {rule.group for rule in RULES} <= GROUPS.keys()


@each_rule
def test_no_page_holds_what_nobody_can_see(rule: Rule) -> None:
    text = markdown_page(rule.name) + plain_page(rule.name)
    assert [c for c in text if not (c.isprintable() or c == "\n")] == []


def test_explain_prints_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "standing-by"]) == 0
    printed = capsys.readouterr().out
    assert printed == plain_page("standing-by") + "\n"
    assert "standing: claimed\n    by: The keeper" in printed


def test_explain_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    printed = capsys.readouterr().out
    assert [rule.name for rule in RULES if f"  {rule.name} " not in printed] == []


def test_explain_knows_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explain", "anchor-mising"])
    assert ended.value.code == 2
    assert "there is no rule anchor-mising; do you mean anchor-missing?" in capsys.readouterr().err


SETTINGS = "rules:\n  source-unused: off\n  rival-unexplained: error\n"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (["source-unused"], ["site.yaml takes it out here: source-unused"]),
        (["rival-unexplained"], ["site.yaml makes it an error here: rival-unexplained"]),
        (["standing-by"], []),
        (
            [],
            [
                "site.yaml makes it an error here: rival-unexplained",
                "site.yaml takes it out here: source-unused",
            ],
        ),
    ],
)
def test_explain_knows_what_the_site_sets(
    rule: list[str],
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_text(SETTINGS, encoding="utf-8")
    assert main(["explain", *rule, "--site", str(tmp_path)]) == 0
    named = capsys.readouterr().out
    assert [line for line in named.splitlines() if line.startswith("site.yaml ")] == said
    monkeypatch.chdir(tmp_path / "content")
    assert main(["explain", *rule]) == 0
    assert capsys.readouterr().out == named


def test_explain_needs_no_site_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "standing-by"]) == 0
    with pytest.raises(SystemExit) as ended:
        main(["explain", "standing-by", "--site", "nowhere"])
    assert ended.value.code == 2
    assert "nowhere holds no folder content/" in capsys.readouterr().err
