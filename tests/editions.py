"""An edition from an author's text inside a test: no disk, every stage but the last two."""

from postil.anchor import anchor
from postil.check import check
from postil.edition import Edition, Publication
from postil.model import Files
from postil.parse import parse
from postil.problems import Problem, ordered
from postil.resolve import resolve
from tests.documents import read

ARTICLE = "--- content/lamp/article.yaml\ntitle: The lamp\n"


def publication(text: str) -> tuple[Publication, tuple[Problem, ...]]:
    """All articles of a document's files, and every problem of them."""
    files = {file.path: file.text for file in read(text).stage.files}
    texts = {path: text for path, text in files.items() if not path.endswith((".svg", ".txt"))}
    others = {path: text.encode() for path, text in files.items() if path not in texts}
    site, problems = parse(Files(texts=texts, binaries=others))
    anchors = {}
    for article in site.articles:
        anchors[article.slug], wrong = anchor(article)
        problems += wrong
    made, wrong = resolve(site, anchors)
    return made, ordered((*problems, *wrong, *check(made)))


def edition(text: str) -> Edition:
    """The one article `lamp`, whose article.yaml may be left out."""
    made, _ = publication(ARTICLE + text)
    return made.editions[0]


def said(text: str) -> list[tuple[str, str, str]]:
    """(rule, message, hint) of each problem, in order; article.yaml may be left out."""
    start = "" if "/article.yaml" in text else ARTICLE
    return [(p.rule, p.message, p.hint) for p in publication(start + text)[1]]


def rules(text: str) -> list[str]:
    """The rule of each problem, in order."""
    return [rule for rule, _, _ in said(text)]
