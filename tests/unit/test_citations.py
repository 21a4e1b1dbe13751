"""How to cite the page: three styles against the strings that their handbooks ask for."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from postil.dates import parse
from postil.files import bibliography
from postil.model import Name
from postil.page.citations import Cited, apa, chicago, mla, styles
from postil.problems import Place
from postil.published.cite_files import bibtex, csl
from postil.record import replace
from postil.wordings.chosen import wording
from tests.editions import publication

ROWE = Name(text="Ann Mary Rowe", family="Rowe", given="Ann Mary")
LIND = Name(text="Jean-Luc Lind", family="Lind", given="Jean-Luc")
MOSS = Name(text="Cy Moss", family="Moss", given="Cy")
OFFICE = Name(text="The Harbour Office")
PRESS = Name(text="The Light Press")
PAGE = Cited(
    names=(ROWE,),
    title="The lamp",
    site="Harbour Notes",
    publisher="The Reading Room",
    date=parse("2026-11-22"),
    changed=False,
    address="https://notes.example.org/lamp/",
    language="en",
    wording=wording("en"),
)


def plain(html: Markup) -> str:
    """The words, with stars around what stands in italics."""
    shown = re.sub(r"</?cite>", "*", html)
    return Markup(re.sub(r"</?bdi>", "", shown)).unescape()


def in_language(tag: str) -> Cited:
    return replace(PAGE, language=tag, wording=wording(tag))


END = "https://notes.example.org/lamp/"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), f"*The lamp*. (2026, November 22). Harbour Notes. {END}"),
        ((ROWE,), f"Rowe, A. M. (2026, November 22). *The lamp*. Harbour Notes. {END}"),
        ((OFFICE,), f"The Harbour Office. (2026, November 22). *The lamp*. Harbour Notes. {END}"),
        (
            (ROWE, LIND),
            f"Rowe, A. M., & Lind, J.-L. (2026, November 22). *The lamp*. Harbour Notes. {END}",
        ),
        (
            (OFFICE, PRESS),
            (
                "The Harbour Office & The Light Press. (2026, November 22). *The lamp*. "
                f"Harbour Notes. {END}"
            ),
        ),
        (
            (ROWE, LIND, OFFICE),
            (
                "Rowe, A. M., Lind, J.-L., & The Harbour Office. (2026, November 22). *The lamp*. "
                f"Harbour Notes. {END}"
            ),
        ),
        ((Name(text="Harbour Notes"),), f"Harbour Notes. (2026, November 22). *The lamp*. {END}"),
        (
            (Name(text="王小明", family="王", given="小明"),),
            f"王, 小明. (2026, November 22). *The lamp*. Harbour Notes. {END}",
        ),
    ],
)
def test_apa_names(names: tuple[Name, ...], expected: str) -> None:
    assert plain(apa(replace(PAGE, names=names))) == expected


def test_apa_of_many_names_prints_nineteen_and_the_last() -> None:
    names = tuple(Name(text=f"A {n}", family=f"N{n}", given="Ann") for n in range(21))
    assert "N18, A., . . . N20, A. (2026" in plain(apa(replace(PAGE, names=names)))
    assert ", & N19, A. (2026" in plain(apa(replace(PAGE, names=names[:20])))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), "“The lamp,” Harbour Notes, November 22, 2026, "),
        ((ROWE,), "Ann Mary Rowe, “The lamp,” Harbour Notes, November 22, 2026, "),
        ((ROWE, OFFICE), "Ann Mary Rowe and The Harbour Office, “The lamp,” Harbour Notes, "),
        ((ROWE, LIND, MOSS), "Ann Mary Rowe et al., “The lamp,” Harbour Notes, "),
    ],
)
def test_chicago_names(names: tuple[Name, ...], expected: str) -> None:
    told = plain(chicago(replace(PAGE, names=names)))
    assert told.startswith(expected)
    assert told.endswith(f"2026, {END}.")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), "“The lamp.” *Harbour Notes*, The Reading Room, 22 Nov. 2026, "),
        ((ROWE,), "Rowe, Ann Mary. “The lamp.” *Harbour Notes*, "),
        ((OFFICE,), "The Harbour Office. “The lamp.” *Harbour Notes*, "),
        ((Name(text="The Reading Room"),), "“The lamp.” *Harbour Notes*, The Reading Room, "),
        ((ROWE, LIND), "Rowe, Ann Mary, and Jean-Luc Lind. “The lamp.” "),
        ((OFFICE, LIND), "The Harbour Office and Jean-Luc Lind. “The lamp.” "),
        ((ROWE, LIND, MOSS), "Rowe, Ann Mary, et al. “The lamp.” "),
    ],
)
def test_mla_names(names: tuple[Name, ...], expected: str) -> None:
    told = plain(mla(replace(PAGE, names=names)))
    assert told.startswith(expected)
    assert told.endswith(f"22 Nov. 2026, {END}.")


@pytest.mark.parametrize(
    ("date", "in_apa", "in_chicago", "in_mla"),
    [
        ("2026", "(2026)", "2026", "2026"),
        ("2026-05", "(2026, May)", "May 2026", "May 2026"),
        ("2026-09-01", "(2026, September 1)", "September 1, 2026", "1 Sept. 2026"),
        ("2024/2026", "(2024–2026)", "2024–2026", "2024–2026"),
        ("2026-04/2026-05", "(2026, April–May)", "April–May 2026", "Apr.–May 2026"),
        (
            "2026-11-20/2026-11-22",
            "(2026, November 20–22)",
            "November 20–22, 2026",
            "20–22 Nov. 2026",
        ),
        (
            "2026-11-20/2026-12-02",
            "(2026, November 20–December 2)",
            "November 20–December 2, 2026",
            "20 Nov.–2 Dec. 2026",
        ),
        (
            "2025-12-30/2026-01-02",
            "(2025, December 30–2026, January 2)",
            "December 30, 2025–January 2, 2026",
            "30 Dec. 2025–2 Jan. 2026",
        ),
        ("2026~", "(about 2026)", "about 2026", "about 2026"),
        ("-0043", "(44 BCE)", "44 BCE", "44 BCE"),
    ],
)
def test_dates(date: str, in_apa: str, in_chicago: str, in_mla: str) -> None:
    page = replace(PAGE, date=parse(date))
    assert f" {in_apa}. *" in plain(apa(page))
    assert f"Notes, {in_chicago}, https" in plain(chicago(page))
    assert f"Room, {in_mla}, https" in plain(mla(page))


def test_no_date() -> None:
    page = replace(PAGE, date=None)
    assert plain(apa(page)) == f"Rowe, A. M. (n.d.). *The lamp*. Harbour Notes. {END}"
    assert plain(chicago(page)) == f"Ann Mary Rowe, “The lamp,” Harbour Notes, {END}."
    assert (
        plain(mla(page)) == f"Rowe, Ann Mary. “The lamp.” *Harbour Notes*, The Reading Room, {END}."
    )


def test_a_changed_page_is_cited_as_of_its_last_version() -> None:
    told = plain(chicago(replace(PAGE, changed=True)))
    assert "Harbour Notes, last modified November 22, 2026, https" in told


def test_no_address() -> None:
    page = replace(PAGE, address="")
    assert plain(apa(page)).endswith("*The lamp*. Harbour Notes.")
    assert plain(chicago(page)).endswith("Harbour Notes, November 22, 2026.")
    assert plain(mla(page)).endswith("The Reading Room, 22 Nov. 2026.")


@pytest.mark.parametrize(
    ("title", "in_apa", "in_chicago", "in_mla"),
    [
        ("Who was there?", "*Who was there?* Har", "“Who was there?,” H", "“Who was there?” *H"),
        ("“Out,” she said", "*“Out,” she said*. ", "“‘Out,’ she said,” ", "“‘Out,’ she said.” "),
        ("日本の灯台", "*日本の灯台*. ", "“日本の灯台,” ", "“日本の灯台.” "),
        ("<b> & </b>", "*<b> & </b>*. ", "“<b> & </b>,” ", "“<b> & </b>.” "),
    ],
)
def test_titles(title: str, in_apa: str, in_chicago: str, in_mla: str) -> None:
    page = replace(PAGE, title=title)
    assert in_apa in plain(apa(page))
    assert in_chicago in plain(chicago(page))
    assert in_mla in plain(mla(page))


@pytest.mark.parametrize(
    ("tag", "in_apa", "in_chicago", "in_mla"),
    [
        (
            "de",
            "Rowe, A. M., & Moss, C. (22. November 2026). *The lamp*. ",
            "Ann Mary Rowe und Cy Moss, „The lamp“, Harbour Notes, 22. November 2026, ",
            "Rowe, Ann Mary und Cy Moss. „The lamp“. *Harbour Notes*, ",
        ),
        (
            "fr-CA",
            "(22 novembre 2026). *The lamp*. ",
            "Ann Mary Rowe et Cy Moss, « The lamp », ".replace(" T", "\xa0T").replace(
                "p »", "p\xa0»"
            ),
            "Rowe, Ann Mary et Cy Moss. ",
        ),
        ("ja", "(2026, November 22). ", "Ann Mary Rowe and Cy Moss, “The lamp,” ", "“The lamp.” "),
    ],
)
def test_other_languages(tag: str, in_apa: str, in_chicago: str, in_mla: str) -> None:
    page = replace(in_language(tag), names=(ROWE, MOSS))
    assert in_apa in plain(apa(page))
    assert in_chicago in plain(chicago(page))
    assert in_mla in plain(mla(page))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_cited_its_markup_is_ours(title: str, family: str, given_name: str) -> None:
    name = Name(text=f"{given_name} {family}", family=family, given=given_name)
    for number in range(4):
        page = replace(PAGE, title=title or "x", names=(name,) * number, site=title)
        for _, html in styles(page):
            assert set(re.findall(r"<[^>]*>", html)) <= {"<bdi>", "</bdi>", "<cite>", "</cite>"}
            assert html.count("<bdi>") == html.count("</bdi>")


# ---- The files -----------------------------------------------------------------------------

ARTICLE = """\
--- content/site.yaml
title: Harbour Notes
url: https://notes.example.org/
publisher: The Reading Room & Co.
--- content/lamp_2/article.yaml
title: "{title}"
authors: [{{family: Rowe, given: Ann Mary}}, The Harbour Office and Sons]
published: 2025-01-01
updated: "{date}"
--- content/lamp_2/01-night.md
The lamp went out at ten.
"""
TITLES = ("The lamp", "100 % of $5 & #1_a", "Ärger ~ und “mehr”", "灯台")


@pytest.mark.parametrize("name", ["bib", "json"])
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("date", ["2026-11-22", "2026-11", "2024/2026", "2026-11-22~"])
def test_the_files_are_read_back_as_what_they_say(name: str, title: str, date: str) -> None:
    made, _ = publication(ARTICLE.format(title=title, date=date))
    text = (bibtex if name == "bib" else csl)(made.editions[0], made)
    (source,), problems = bibliography.read(text, Place(file=f"cite.{name}"))
    assert problems == ()
    assert (source.type, source.title) == ("webpage", title)
    assert [(n.text, n.family) for n in source.authors] == [
        ("Ann Mary Rowe", "Rowe"),
        ("The Harbour Office and Sons", ""),
    ]
    assert source.issued
    assert source.issued.text == date
    assert source.publisher == "The Reading Room & Co."
    assert source.url == "https://notes.example.org/lamp_2/"
    assert source.language == "en"


def test_a_brace_cannot_end_a_field() -> None:
    made, _ = publication(ARTICLE.format(title="a}{b ^", date="2026"))
    expected = r"title = {{a\textbraceright{}\textbraceleft{}b \textasciicircum{}}},"
    assert expected in bibtex(made.editions[0], made)


def test_the_json_is_a_list_of_one_item_with_its_site() -> None:
    made, _ = publication(ARTICLE.format(title="The lamp", date="2026-11-22"))
    (item,) = json.loads(csl(made.editions[0], made))
    assert item["container-title"] == "Harbour Notes"
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}


def test_an_article_with_nothing_but_a_title_can_be_cited() -> None:
    made, _ = publication(
        "--- content/lamp/article.yaml\ntitle: The lamp\n--- content/lamp/01-a.md\nDark.\n"
    )
    assert bibtex(made.editions[0], made) == (
        "@online{lamp,\n  title = {{The lamp}},\n  organization = {Postil},\n  langid = {en},\n}\n"
    )
