"""The page's own reference as small files beside it: BibTeX (BibLaTeX's @online) and CSL-JSON.

A date that is more than a plain one stands as EDTF in both: biblatex reads that in `date`, and in
CSL-JSON it is `raw`. Postil itself reads either file as sources.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from postil.dates import Edtf
from postil.edition import Edition, Publication
from postil.model import Name
from postil.page import routes
from postil.urls import uri

BIBTEX, CSL = "cite.bib", "cite.json"
_PLAIN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_ESCAPED = re.compile(r"[&%$#_]")
_SPELLED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # an escaped one still counts for BibTeX, and must have its pair
    "}": r"\textbraceright{}",
}


def bibtex(edition: Edition, publication: Publication) -> str:
    """One entry, for BibTeX and biblatex; an entry's key is the article's slug in ASCII."""
    article, settings = edition.article, publication.settings
    date = article.changed or article.published
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in article.authors),
        "title": f"{{{_tex(article.title)}}}",
        "date": date.text if date else "",
        "year": date.text[:4] if date and _PLAIN.fullmatch(date.text) else "",
        "organization": _tex(settings.title),
        "publisher": _tex(settings.publisher),
        "url": uri(_address(edition, publication)),
        "langid": edition.language,
    }
    key = re.sub(r"[^a-z0-9-]+", "-", article.slug.lower()).strip("-") or "article"
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{key},\n{lines}}}\n"


def csl(edition: Edition, publication: Publication) -> str:
    """A list of one item."""
    article, settings = edition.article, publication.settings
    date = article.changed or article.published
    item: Mapping[str, Any] = {
        "id": article.slug,
        "type": "webpage",
        "title": article.title,
        "author": [_csl_name(name) for name in article.authors],
        "container-title": settings.title,
        "publisher": settings.publisher,
        "issued": _csl_date(date) if date else None,
        "URL": uri(_address(edition, publication)),
        "language": edition.language,
        "abstract": article.standfirst,
    }
    known = {name: value for name, value in item.items() if value}
    return json.dumps([known], ensure_ascii=False, indent=1) + "\n"


def _address(edition: Edition, publication: Publication) -> str:
    path = routes.article_path(edition.article.slug, publication.home)
    return routes.address(publication.settings.url, path)


def _bibtex_name(name: Name) -> str:
    """Family, Given; what was not parted in braces, so that nobody parts it."""
    if name.family and name.given:
        return f"{_tex(name.family)}, {_tex(name.given)}"
    return f"{{{_tex(name.text)}}}"


def _tex(text: str) -> str:
    """Text in which nothing is a command."""
    return "".join(_SPELLED.get(c) or (f"\\{c}" if _ESCAPED.match(c) else c) for c in text)


def _csl_name(name: Name) -> Mapping[str, str]:
    if name.family and name.given:
        return {"family": name.family, "given": name.given}
    return {"literal": name.text}


def _csl_date(date: Edtf) -> Mapping[str, Any]:
    """Parts of a plain date or of the two of an interval; all else as it was typed."""
    ends = date.text.split("/")
    if len(ends) <= 2 and all(map(_PLAIN.fullmatch, ends)):
        return {"date-parts": [[int(part) for part in end.split("-")] for end in ends]}
    return {"raw": date.text}
