"""Every sitemap is valid by sitemaps.org's own schema. Case 107."""

from pathlib import Path
from typing import Any

import pytest

from postil.published import hosting
from postil.record import replace
from tests.editions import publication

etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")
SITE = """--- content/site.yaml
url: "https://bücher.example/a&b/c d/?x"
--- content/lamp/article.yaml
title: The lamp
slug: straße-ё
published: 2024-02-03
--- content/lamp/01-a.md
Dark.
"""


@pytest.fixture(scope="module")
def schemas(shared: Path) -> dict[str, Any]:
    folder = shared / "foreign" / "sitemap"
    return {
        name: etree.XMLSchema(etree.parse(folder / f"{file}.xsd"))
        for name, file in (("urlset", "sitemap"), ("sitemapindex", "siteindex"))
    }


def valid(content: bytes, schemas: dict[str, Any]) -> str:
    tree = etree.fromstring(content)
    name = str(etree.QName(tree).localname)
    schemas[name].assertValid(tree)
    return name


def test_one(schemas: dict[str, Any]) -> None:
    site = publication(SITE.replace("c d/?x", "c%20d/"))[0]
    (file,) = hosting.sitemap(site)
    assert valid(file.content, schemas) == "urlset"


def test_fifty_thousand_and_one(schemas: dict[str, Any]) -> None:
    site = publication(SITE.replace("c d/?x", ""))[0]
    edition = site.editions[0]
    editions = tuple(
        replace(edition, article=replace(edition.article, slug=f"straße-{number}"))
        for number in range(50_000)
    )
    files = hosting.sitemap(replace(site, editions=editions))  # and the list of articles
    assert [valid(file.content, schemas) for file in files] == ["sitemapindex"] + ["urlset"] * 2
    assert [file.content.count(b"<url>") for file in files] == [0, 50_000, 1]
