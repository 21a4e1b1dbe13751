"""A site gives rules other levels, an author silences one for one place; fixed rules keep theirs."""

from pathlib import Path

import pytest

from postil.cli import main
from postil.pipeline import prove, render_site
from postil.rules import FIXED, OFF, RULES
from tests.documents import lay, read
from tests.test_rules import CASES, TODAY, document

DAY = (2026, 11, 22)
SITE = "content/site.yaml"
MOVABLE = [
    rule.name
    for rule in RULES
    if rule.name not in FIXED and document(CASES / f"{rule.name}.txt").stage.command == ("check",)
]


@pytest.fixture
def root(tmp_path: Path, compiled: Path) -> Path:
    """An empty site that shares its compiled templates with others."""
    (tmp_path / ".postil").symlink_to(compiled)
    return tmp_path


def with_level(rule: str, level: str, root: Path) -> Path:
    """The bad sample of a rule's document, in a site that gives the rule a level."""
    lay(document(CASES / f"{rule}.txt").stage, root)
    path = root / SITE
    old = path.read_text("utf-8") if path.exists() else ""
    kept = "".join(f"{line}\n" for line in old.splitlines() if not line.startswith(("rules", " ")))
    path.write_text(f"{kept}rules:\n  {rule}: {level}\n", "utf-8")
    return root


@pytest.mark.parametrize("rule", MOVABLE)
def test_a_rule_that_warns_lets_the_site_be_built(rule: str, root: Path) -> None:
    site = with_level(rule, "warning", root)
    built = render_site(site, prove(site, DAY, since=site / "public"))
    assert [(p.rule, p.level) for p in built.problems if p.rule == rule]
    assert {p.level for p in built.problems} == {"warning"}, built.problems
    assert built.files


@pytest.mark.parametrize("rule", MOVABLE)
def test_a_rule_that_is_off_says_nothing(rule: str, root: Path) -> None:
    site = with_level(rule, "off", root)
    built = render_site(site, prove(site, DAY, since=site / "public"))
    assert built.problems == ()
    assert built.files


@pytest.mark.parametrize("rule", MOVABLE)
def test_a_rule_can_be_made_an_error(rule: str, root: Path) -> None:
    site = with_level(rule, "error", root)
    built = render_site(site, prove(site, DAY, since=site / "public"))
    assert rule in {p.rule for p in built.problems if p.level == "error"}
    assert built.files == ()


@pytest.mark.parametrize("level", ["warning", "info", "off"])
@pytest.mark.parametrize("rule", sorted(FIXED))
def test_a_fixed_rule_keeps_its_level(rule: str, level: str, tmp_path: Path) -> None:
    lay(read(LAMP + f"--- {SITE}\nrules:\n  {rule}: {level}\n").stage, tmp_path)
    found = prove(tmp_path).problems
    assert [(str(p.place), p.rule) for p in found] == [
        (f"{SITE}:2:{len(rule) + 5}", "value-unknown")
    ]
    assert "always an error" in found[0].message


def test_a_misspelt_rule_is_told_the_nearest(tmp_path: Path) -> None:
    lay(read(LAMP + f"--- {SITE}\nrules:\n  source-unusd: off\n").stage, tmp_path)
    (found,) = prove(tmp_path).problems
    assert (found.rule, found.hint) == ("key-unknown", "do you mean source-unused?")


def test_rules_that_are_off_wait_for_a_site(tmp_path: Path) -> None:
    (name,) = OFF
    case = document(CASES / f"{name}.txt")
    lay(case.stage, tmp_path)
    (tmp_path / SITE).unlink()
    assert prove(tmp_path, DAY).problems == ()


# ---- Allowances ----------------------------------------------------------------------------

LAMP = """\
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
The lamp went out at ten.
"""
NOTE = """\
--- content/lamp/notes/n.md
---
phrase: at ten
as_of: 2001
allow: {ALLOW}
---
It was dark.
"""


def said(text: str, root: Path, *, today: tuple[int, int, int] | None = DAY) -> list[str]:
    lay(read(text).stage, root)
    return [f"{p.place}: {p.level}: {p.message} [{p.rule}]" for p in prove(root, today).problems]


def allowing(allow: str) -> str:
    return LAMP + NOTE.replace("{ALLOW}", allow)


def test_an_allowance_silences_and_is_kept_with_its_reason(tmp_path: Path) -> None:
    assert said(allowing("{rule: as-of-stale, because: It is history.}"), tmp_path) == []
    (silenced,) = prove(tmp_path, DAY).silenced
    assert (silenced.problem.rule, silenced.by.because) == ("as-of-stale", "It is history.")


@pytest.mark.parametrize(
    ("allow", "expected"),
    [
        ("{rule: as-of-stale}", 'an allowance needs the key "because"'),
        ("{rule: as-of-stale, because: ''}", "because: expected a value, found nothing"),
        ("{because: So.}", 'an allowance needs the key "rule"'),
        ("{rule: as-of-stal, because: So.}", 'there is no rule "as-of-stal"'),
        ("{rule: url-scheme, because: So.}", "url-scheme cannot be silenced"),
        ("{rule: allow-unused, because: So.}", "allow-unused cannot be silenced"),
        ("{rule: as-of-stale, because: So., words: no such}", "these words are not in this file"),
        ("{rule: as-of-stale, because: So., words: da}", "these words stand in 2 places"),
        ("as-of-stale", "allow: expected a mapping, found text"),
    ],
)
def test_a_wrong_allowance_is_an_error_and_silences_nothing(
    allow: str, expected: str, tmp_path: Path
) -> None:
    text = allowing(allow).replace("It was dark.", "It was a dark day.")
    found = said(text, tmp_path)
    assert any(expected in line and ": error: " in line for line in found), found
    assert any("[as-of-stale]" in line for line in found)


def test_one_that_no_longer_fires_is_reported(tmp_path: Path) -> None:
    text = allowing("{rule: note-empty, because: So.}").replace("as_of: 2001\n", "")
    (found,) = said(text, tmp_path)
    assert found.startswith("content/lamp/notes/n.md:3:15: warning: note-empty does not fire here")
    assert found.endswith("[allow-unused]")


def test_where_an_error_stands_none_is_called_unused(tmp_path: Path) -> None:
    text = allowing("{rule: note-empty, because: So.}").replace("at ten\n", "at eleven\n")
    assert not any("allow-unused" in line for line in said(text, tmp_path))


def test_one_about_age_is_unused_only_where_age_is_asked(tmp_path: Path) -> None:
    text = allowing("{rule: as-of-stale, because: So.}").replace("2001", "2026")
    assert said(text, tmp_path, today=None) == []
    assert ["allow-unused" in line for line in said(text, tmp_path)] == [True]


TWO = """\
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
The lamp went out [@a; @b].
--- content/lamp/sources.yaml
- id: a
  title: A
  URL: https://example.org/a
  allow: {rule: source-accessed, because: It was read in print.}
- id: b
  title: B
  URL: https://example.org/b
"""


def test_it_covers_its_own_entry_alone(tmp_path: Path) -> None:
    assert [line.split(" ")[0] for line in said(TWO, tmp_path)] == [
        "content/lamp/sources.yaml:5:7:"
    ]


def test_in_article_yaml_it_covers_the_article_or_one_file(tmp_path: Path) -> None:
    start = "--- content/lamp/article.yaml\ntitle: The lamp\nallow:\n  - rule: source-accessed\n"
    whole = f"{start}    because: So.\n"
    text = TWO.replace("  allow: {rule: source-accessed, because: It was read in print.}\n", "")
    assert said(text + whole, tmp_path) == []
    assert said(text + f"{whole}    file: sources.yaml\n", tmp_path) == []
    found = said(text + f"{whole}    file: timeline.yaml\n", tmp_path)
    assert [line.rpartition("[")[2] for line in found] == [
        "allow-unused]",
        "source-accessed]",
        "source-accessed]",
    ]


WORDS = """\
--- content/lamp/article.yaml
title: The lamp
--- content/lamp/01-night.md
---
allow: {rule: text-invisible, because: So it was printed., words: the first one}
---
Here is the
fir\u200bst one.

Here is the sec\u200bond.
"""


def test_words_narrow_it_to_their_lines(tmp_path: Path) -> None:
    found = said(WORDS, tmp_path)
    assert [line.split(" ")[0] for line in found] == ["content/lamp/01-night.md:7:16:"]


# ---- The command ---------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a warning in its sources and an error in a note."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.chdir(tmp_path)
    extra = "--- content/lamp/sources.yaml\n- {id: a, title: A}\n"
    bad = "--- content/lamp/notes/n.md\n---\nphrase: at eleven\n---\nSo.\n"
    lay(read(LAMP + extra + bad).stage, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "rules", "closing"),
    [
        ([], 1, ["anchor-missing", "source-unused"], ""),
        (["content/lamp/sources.yaml"], 0, ["source-unused"], "1 more problem stands elsewhere"),
        (["--strict", "content/lamp/sources.yaml"], 1, ["source-unused"], "1 more problem"),
        (["content/lamp/notes"], 1, ["anchor-missing"], "1 more problem stands elsewhere"),
        (["content/lamp/01-night.md"], 0, [], "2 more problems stand elsewhere"),
        (["."], 1, ["anchor-missing", "source-unused"], ""),
        (["content", "seeds"], 1, ["anchor-missing", "source-unused"], ""),
    ],
)
def test_paths_limit_what_is_reported(
    arguments: list[str],
    status: int,
    rules: list[str],
    closing: str,
    site: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (site / "seeds").mkdir()
    assert main(["check", *arguments]) == status
    printed = capsys.readouterr()
    assert [
        line[line.rindex("[") + 1 : -1] for line in printed.err.splitlines() if line[-1] == "]"
    ] == rules
    assert printed.out.startswith(closing)


def test_paths_are_named_from_where_one_stands(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site / "content" / "lamp")
    assert main(["check", "sources.yaml"]) == 0
    assert "content/lamp/sources.yaml:1:" in capsys.readouterr().err


def test_paths_may_be_copied_from_problems(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Problems name their file from the site's folder, wherever the command runs."""
    monkeypatch.chdir(site.parent)
    assert main(["check", "--site", str(site), "content/lamp/sources.yaml"]) == 0
    assert "content/lamp/sources.yaml:1:" in capsys.readouterr().err


@pytest.mark.parametrize(("path", "expected"), [("nowhere.md", "there is no"), ("/", "is not in")])
def test_wrong_paths_are_wrong_use(
    path: str, expected: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", path])
    assert ended.value.code == 2
    assert expected in capsys.readouterr().err


def test_strict_fails_on_warnings_alone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content/lamp/notes/n.md").unlink()
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1
    assert "every note" not in capsys.readouterr().out.split("\n", 1)[1]


def test_the_builds_day_is_source_date_epoch(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(
        read("--- content/lamp/notes/n.md\n---\nphrase: at ten\nas_of: 2020-01\n---\nSo.\n").stage,
        site,
    )
    for epoch, stale in (("1640995200", False), ("1643587200", False), ("1643673600", True)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)  # 2022-01-01, 2022-01-31, 2022-02-01
        main(["check"])
        assert ("[as-of-stale]" in capsys.readouterr().err) == stale, epoch


def test_what_is_built_does_not_depend_on_the_day(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(read(allowing("[]").replace("allow: []\n", "")).stage, site)
    built = [render_site(site, prove(site, day)).files for day in (None, (2002, 1, 1), DAY)]
    assert built[0]
    assert built[0] == built[1] == built[2]
