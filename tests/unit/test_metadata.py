"""JSON-LD, Open Graph and tags for reference managers. Cases 44, 51, 108."""

import json
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest

from postil import render
from postil.edition import Publication
from postil.published import metadata
from postil.record import replace
from postil.theme import load_theme
from tests.conftest import ROOT
from tests.editions import publication
from tests.page.sample import publication as sample

THEME = load_theme(ROOT / "nowhere")
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "a\u2028b\u2029c",
    "]]> & &amp; \" ' \\ \\u003c",
    "-->",
]


def pages(site: Publication) -> dict[str, str]:
    files, problems = render.render(site, THEME, "1")
    assert problems == ()
    return {file.path: file.content.decode("utf-8", "ignore") for file in files}


def data(page: str) -> Any:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def titled(title: str) -> Publication:
    site = sample()
    edition = site.editions[0]
    article = replace(edition.article, title=title, standfirst=title)
    return replace(site, editions=(replace(edition, article=article),))


def test_the_page_says_what_it_is() -> None:
    found = data(pages(sample())["lamp/index.html"])
    assert found["@type"] == "Article"
    assert found["@id"] == found["url"] == "https://marginal.example/notes/lamp/"
    assert found["isBasedOn"]["name"] == "The night the lamp went out"
    assert found["publisher"] == {"@type": "Organization", "name": "Brannock Reading Room"}
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "The Marginal" in found["creditText"]
    assert found["backstory"].startswith("Two people read every record")
    (correction,) = found["correction"]
    assert correction == {
        "@type": "CorrectionComment",
        "text": "The length of the dark was given in minutes only. Before: “65 minutes”."
        " Now: “one hour and five minutes”.",
        "datePublished": "2026-11-20",
    }
    assert found["citation"]["collectionSize"] == len(sample().editions[0].sources)
    assert found["citation"]["url"].endswith("/lamp/#sources")


def test_the_file_beside_it_names_every_source() -> None:
    texts = pages(sample())
    whole, short = json.loads(texts["lamp/article.jsonld"]), data(texts["lamp/index.html"])
    assert len(whole["citation"]) == len(sample().editions[0].sources)
    assert all(source["name"] and source["@type"] for source in whole["citation"])
    assert {**whole, "citation": 0} == {**short, "citation": 0}


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_leaves_the_block(title: str) -> None:
    """Case 44: the same strings, the same number of scripts."""
    page = pages(titled(title))["lamp/index.html"]
    assert data(page)["headline"] == title
    parsed = html5lib.parse(page, namespaceHTMLElements=False)
    assert [e.get("type") for e in parsed.iter("script")] == ["application/ld+json"]
    assert json.loads("".join(next(parsed.iter("script")).itertext()))["headline"] == title


@pytest.mark.parametrize("title", ["A & B", "<b>x</b>", "“q” \"q\" 'q'"])
def test_titles_are_escaped_once(title: str) -> None:
    """Case 51."""
    parsed = html5lib.parse(pages(titled(title))["lamp/index.html"], namespaceHTMLElements=False)
    told = {e.get("property") or e.get("name"): e.get("content") for e in parsed.iter("meta")}
    assert told["og:title"] == told["citation_title"] == told["og:description"] == title


def test_reference_managers_get_families_first() -> None:
    text = """--- content/site.yaml
url: https://a.example/
language: en-GB
--- content/lamp/article.yaml
title: The lamp
type: news
published: 2024-02-03
authors: [{family: Rowe, given: Ann}, The editors]
tags: [light]
--- content/lamp/01-a.md
Dark.
"""
    edition = (site := publication(text)[0]).editions[0]
    told = [(tag.name, tag.content) for tag in metadata.tags(edition, site)]
    assert [value for name, value in told if name == "citation_author"] == [
        "Rowe, Ann",
        "The editors",
    ]
    assert ("citation_publication_date", "2024/02/03") in told
    assert ("og:locale", "en_GB") in told
    found = metadata.article(edition, site, "x")
    assert found["@type"] == "NewsArticle"
    assert found["author"] == [{"@type": "Person", "name": "Ann Rowe"}, {"name": "The editors"}]


def test_what_is_unknown_is_left_out() -> None:
    text = "--- content/lamp/article.yaml\ntitle: The lamp\n--- content/lamp/01-a.md\nDark.\n"
    site = publication(text)[0]
    found = metadata.article(site.editions[0], site, "")
    assert found.keys() == {"@context", "@type", "headline", "inLanguage", "isPartOf"}


def test_no_withdrawn_note_leaves_a_trace() -> None:
    """Case 31: what is not shown is in no other file either."""
    text = """--- content/site.yaml
url: https://a.example/
--- content/lamp/article.yaml
title: The lamp
published: 2024-02-03
--- content/lamp/01-a.md
Dark.
--- content/lamp/notes/gone.md
---
retired: {date: 2024-03-01, reason: It was wrong.}
---
Zanzibar was the keeper.
"""
    for path, content in pages(publication(text)[0]).items():
        assert "Zanzibar" not in content, path


def test_terms_are_schema_orgs(shared: Path) -> None:
    """Case 108, by name: each key and type stands in the context."""
    file = shared / "foreign" / "jsonld" / "schemaorgcontext.jsonld"
    known = json.loads(file.read_text(encoding="utf-8"))["@context"]
    texts = pages(sample())
    for found in (data(texts["lamp/index.html"]), json.loads(texts["lamp/article.jsonld"])):
        for term in terms(found):
            assert term in known, term


def terms(value: object) -> list[str]:
    if isinstance(value, list):
        return [term for one in value for term in terms(one)]
    if not isinstance(value, dict):
        return []
    own = [key for key in value if not key.startswith("@")]
    kind = [value["@type"]] if "@type" in value else []
    return own + kind + [term for one in value.values() for term in terms(one)]


# ---- Which page a page says it is ------------------------------------------------------------


SITES = """--- content/site.yaml
title: The Marginal
url: "https://marginal.example/read"
%s
--- content/lamp/article.yaml
title: The lamp
published: 2024-02-03
%s
--- content/lamp/01-a.md
Dark.
--- content/south/article.yaml
title: South
--- content/south/01-a.md
Dark.
"""


@pytest.mark.parametrize(
    ("home", "listed"), [("", "index.html"), ("home: lamp", "articles/index.html")]
)
def test_a_list_has_an_address_of_its_own_and_what_is_missing_has_none(
    home: str, listed: str
) -> None:
    """A list that named the site's root would say that it is a copy of the home article."""
    made = pages(publication(SITES % (home, ""))[0])
    address = f"https://marginal.example/read/{listed.removesuffix('index.html')}"
    assert f'<link rel="canonical" href="{address}">' in made[listed]
    assert f'<meta property="og:url" content="{address}">' in made[listed]
    for word in ("canonical", "og:"):
        assert word not in made["404.html"]


def test_a_page_is_cited_as_of_its_last_correction() -> None:
    text = "corrections: [{date: 2026-02-11, text: At ten.}]"
    made = pages(publication(SITES % ("", text))[0])
    assert "version of 11 February 2026" in data(made["lamp/index.html"])["creditText"]
    assert "date = {2026-02-11}" in made["lamp/cite.bib"]
    assert json.loads(made["lamp/cite.json"])[0]["issued"] == {"date-parts": [[2026, 2, 11]]}
