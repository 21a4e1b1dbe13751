"""JSON-LD expands without the network and conforms to schema.org's own shapes. Case 108."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from postil import pipeline, render
from postil.theme import load_theme
from tests.conftest import ROOT
from tests.page.sample import publication

pyshacl = pytest.importorskip("pyshacl", reason="pyshacl is not installed: pip install pyshacl")
rdflib = pytest.importorskip("rdflib")
SCHEMA = "http://schema.org/"
SHAPE = "http://schema.org/validation#ValidSchema"
SHACL = "http://www.w3.org/ns/shacl#"
# The published shapes ask for a node where schema.org's own data types are literals, and know no
# classes above others: both are mended here, so that they look at every property.
LITERALS = ("Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Float", "Boolean")
ARTICLES = (
    "Article",
    "NewsArticle",
    "ScholarlyArticle",
    "BlogPosting",
    "Report",
    "AdvertiserContent",
)
WORKS: tuple[str, ...] = (
    *ARTICLES,
    "Book",
    "Chapter",
    "Collection",
    "CorrectionComment",
    "Dataset",
    "Legislation",
)
WORKS += ("Movie", "Thesis", "WebPage", "WebSite")


@pytest.fixture(scope="module")
def given(shared: Path) -> tuple[Any, Any]:
    """schema.org's shapes, and its context."""
    folder = shared / "foreign" / "jsonld"
    shapes = rdflib.Graph().parse(folder / "schemaorg-shapes.shacl.ttl", format="turtle")
    kind = rdflib.URIRef(SHACL + "nodeKind")
    for name in LITERALS:
        shapes.set((rdflib.URIRef(SHAPE + name), kind, rdflib.URIRef(SHACL + "IRIOrLiteral")))
    context = json.loads((folder / "schemaorgcontext.jsonld").read_text(encoding="utf-8"))
    return shapes, context["@context"]


def with_classes_above(graph: Any) -> Any:
    """Each thing is also of the classes above its own."""
    schema, kind = rdflib.Namespace(SCHEMA), rdflib.RDF.type
    for name in WORKS:
        for thing in list(graph.subjects(kind, schema[name])):
            graph.add((thing, kind, schema.CreativeWork))
            if name in ARTICLES:
                graph.add((thing, kind, schema.Article))
    for thing in set(graph.subjects(kind, None)):
        graph.add((thing, kind, schema.Thing))
    return graph


def records(bundled: bool) -> list[Any]:
    """The JSON-LD of a page, and that of the file beside it."""
    if bundled:
        files = pipeline.render_site(ROOT, pipeline.prove(ROOT)).files
    else:
        files, _ = render.render(publication(), load_theme(ROOT / "nowhere"), "0")
    texts = {f.path.rpartition("/")[2]: f.content.decode("utf-8", "ignore") for f in files}
    pages = [f.content.decode() for f in files if f.path.endswith("index.html")]
    found = [
        json.loads(block)
        for page in pages
        for block in re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    ]
    return [*found, json.loads(texts["article.jsonld"])]


@pytest.mark.parametrize("bundled", [False, True])
def test_it_conforms(bundled: bool, given: tuple[Any, Any]) -> None:
    shapes, context = given
    for record in records(bundled):
        whole = json.dumps({**record, "@context": context})
        graph = rdflib.Graph().parse(data=whole, format="json-ld", base="https://site.example/")
        predicates = {str(predicate) for _, predicate, _ in graph}
        assert len(predicates) > 10
        assert {p for p in predicates if not p.startswith((SCHEMA, "http://www.w3.org/"))} == set()
        conforms, _, told = pyshacl.validate(
            with_classes_above(graph), shacl_graph=shapes, inference="none"
        )
        assert conforms, told


def test_a_wrong_record_does_not(given: tuple[Any, Any]) -> None:
    """The shapes do look: a publisher or an author that is a mere text does not conform."""
    shapes, context = given
    for key in ("publisher", "author"):
        record = {**records(False)[0], "@context": context, key: "somebody"}
        graph = rdflib.Graph().parse(data=json.dumps(record), format="json-ld")
        whole = with_classes_above(graph)
        assert not pyshacl.validate(whole, shacl_graph=shapes, inference="none")[0], key
