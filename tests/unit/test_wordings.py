"""The page's own words: whole in each language, chosen by tag, marked where English stands in."""

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest
from markupsafe import Markup

from postil.edtf.languages import LANGUAGES as DATES
from postil.wordings.chosen import LANGUAGES, english, places, wording

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OTHERS = [language for language in LANGUAGES if language != "en"]


def table(language: str) -> Mapping[str, str]:
    words: Mapping[str, str] = import_module(f"postil.wordings.{language}").WORDS
    return words


def test_there_are_words_in_every_language_that_dates_have() -> None:
    assert set(LANGUAGES) == set(DATES)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_key_and_every_place(language: str) -> None:
    ours, theirs = english(), table(language)
    assert [key for key in theirs if key in ours] == list(ours), "the same keys in the same order"
    for key, words in theirs.items():
        free = {"n"} if "." in key else set()
        model = ours[key if key in ours else f"{key.partition('.')[0]}.other"]
        assert places(words) - free == places(model) - free, key
        assert words, key
        assert words.count("{") == words.count("}") == len(re.findall(r"\{\w+\}", words)), key


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_is_not_english_left_standing(language: str) -> None:
    """Words that are the same in both, such as "Notes" in French, are few and short."""
    same = [key for key, words in table(language).items() if words == english().get(key)]
    long = [key for key in same if len(english()[key].split()) > 2 and not places(english()[key])]
    assert (long, len(same) < 45) == ([], True), same


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_forms_of_a_number_are_there(language: str) -> None:
    """A form that a language's rule names must have words, for each number of things."""
    forms = {import_module(f"postil.wordings.{language}").form(n) for n in range(200)}
    counted = {key.partition(".")[0] for key in english() if "." in key}
    whole = {key for key in counted if len(forms) < 3 or f"{key}.few" in table(language)}
    assert {f"{key}.{form}" for key in whole for form in forms} <= table(language).keys()
    assert {key.partition(".")[2] for key in table(language) if "." in key} == forms
    assert counted - whole <= {"use_event"}, "the same words for any number"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 0, "0 notes"),
        ("en", 1, "1 note"),
        ("en", 2, "2 notes"),
        ("de", 1, "1 Anmerkung"),
        ("de", 21, "21 Anmerkungen"),
        ("fr", 0, "0 note"),
        ("fr", 1, "1 note"),
        ("fr", 2, "2 notes"),
        ("es", 0, "0 notas"),
        ("it", 1, "1 nota"),
        ("nl", 2, "2 noten"),
        ("pt", 0, "0 nota"),
        ("pt-BR", 5, "5 notas"),
        ("ar", 0, "0 ملاحظة"),
        ("ar", 1, "ملاحظة واحدة"),
        ("ar", 2, "ملاحظتان"),
        ("ar", 3, "3 ملاحظات"),
        ("ar", 11, "11 ملاحظة"),
        ("ar", 100, "100 ملاحظة"),
        ("ar", 103, "103 ملاحظات"),
    ],
)
def test_a_number_takes_its_form(language: str, number: int, expected: str) -> None:
    assert wording(language).count("note_count", number) == expected


def test_a_tag_finds_its_language_and_another_falls_back_to_english() -> None:
    assert wording("de-CH").say("sources") == wording("DE").say("sources") == "Quellen"
    assert wording("ja").say("sources") == "Sources"


def test_english_that_stands_in_is_marked_and_what_an_author_wrote_is_not() -> None:
    show = wording("he").show
    assert show("sources") == '<span lang="en" dir="ltr">Sources</span>'
    assert show("by", name="<س>") == '<span lang="en" dir="ltr">by </span>&lt;س&gt;'
    assert show("years", start="1991", end="2004").count("<span") == 1
    assert wording("en").show("sources") == "Sources"
    assert wording("de").show("sources") == "Quellen"


def test_a_sites_own_words_come_first_and_are_in_the_pages_language() -> None:
    own = (("ja", "sources", "出典"), ("de", "by", "({name})"), ("de-AT", "notes", "Glossen"))
    assert wording("ja", own).show("sources") == "出典"
    assert "lang" in wording("ja", own).show("notes")
    assert wording("de", own).say("by", name="Roe") == "(Roe)"
    assert wording("de-AT", own).say("notes") == "Glossen"
    assert wording("de", own).say("notes") == "Anmerkungen"


def test_words_are_escaped_and_so_is_what_fills_them() -> None:
    own = (("en", "by", "<by> {name}"),)
    assert wording("en", own).words.by(name="a & b") == "&lt;by&gt; a &amp; b"  # type: ignore[attr-defined]
    assert wording("en", own).show("by", name=Markup("<i>x</i>")) == "&lt;by&gt; <i>x</i>"
    assert wording("en", own).say("by", name="a & b") == "<by> a & b"


def test_names_are_listed_and_quotations_nest() -> None:
    assert wording("en").listed([]) == ""
    assert wording("en").listed(["a"]) == "a"
    assert wording("de").listed(["a", "b", "c"]) == "a, b und c"
    assert wording("de").quoted("ein „Licht“") == "„ein ‚Licht‘“"
    assert wording("fr").quoted("une «\u00a0lampe\u00a0»") == "«\u00a0une “lampe”\u00a0»"
    assert wording("de").number(1234567) == "1.234.567"


def test_the_same_words_are_the_same_object() -> None:
    """What is kept while previewing is known again by its arguments."""
    assert wording("de", (("de", "by", "x {name}"),)) is wording("de", (("de", "by", "x {name}"),))


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).name
)
def test_no_template_has_words_of_its_own(path: Path) -> None:
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text)
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
    assert re.findall(r"[^\W\d_]{2,}", " ".join([shown, *spoken])) == []


def test_no_template_asks_for_words_that_are_not_there() -> None:
    asked = set[str]()
    for path in TEMPLATES.rglob("*.html"):
        asked |= set(re.findall(r"\bwords\.(\w+)", path.read_text("utf-8")))
    assert asked <= english().keys()
    assert len(asked) > 40
