"""What was published before and is no longer, or says something else: one file, and its comparison.

`published.json` names each article's page, its ids and a digest of each of its texts. It depends on
nothing but the site, so a build that changes nothing writes it with the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from postil.edition import Edition, Publication
from postil.files.values import listed
from postil.model import Correction, Note, OutFile
from postil.page import routes
from postil.printed import RECORD
from postil.problems import Place, Problem, problem
from postil.record import record

NAME = RECORD
_VERSION = 1
_SHOWN = 5  # changed texts that a message names
_TEXT = "the text"


@record
class Past:
    """An article as it was published: its page's file, ids, digests by what they are of."""

    page: str
    ids: frozenset[str]
    texts: Mapping[str, str]
    corrections: frozenset[str]
    public: bool


@record
class Present:
    """An article as it is to be published; `past` tells how it will be remembered."""

    slug: str
    place: Place
    aliases: tuple[str, ...]
    past: Callable[[], Past]


def record_of(publication: Publication) -> OutFile:
    """`published.json`, for the next build to compare with."""
    return record_file(entry_of(one, publication.home) for one in publication.editions)


def record_file(entries: Iterable[str]) -> OutFile:
    """`published.json` of its articles' entries, in the order of their slugs."""
    articles = ",\n".join(entries)
    inside = f"{{\n{articles}\n }}" if articles else "{}"
    text = f'{{\n "version": {_VERSION},\n "articles": {inside}\n}}\n'
    return OutFile(path=NAME, content=text.encode())


def entry_of(edition: Edition, home: str) -> str:
    """An article's entry in `published.json`, as text."""
    past = _past(edition, home)
    told = {
        "page": past.page,
        "public": past.public,
        "ids": sorted(past.ids),
        "texts": dict(sorted(past.texts.items())),
        "corrections": sorted(past.corrections),
    }
    text = json.dumps({edition.article.slug: told}, ensure_ascii=False, indent=1)
    return "\n".join(f" {line}" for line in text.split("\n")[1:-1])


def entries(text: str) -> Mapping[str, Past]:
    """One or more entries of `published.json`, by slug."""
    return {slug: _read(one) for slug, one in json.loads(f"{{{text}}}").items()}


def _present(edition: Edition, home: str) -> Present:
    one = edition.article
    past = partial(_past, edition, home)
    return Present(slug=one.slug, place=one.place, aliases=one.aliases, past=past)


def _past(edition: Edition, home: str) -> Past:
    """An edition as it will be remembered; it is public from its `published` date on."""
    article = edition.article
    return Past(
        page=routes.article_path(article.slug, home),
        ids=frozenset(_ids(edition)),
        texts=_texts(edition),
        corrections=frozenset(map(_digest_of, article.corrections)),
        public=article.published is not None,
    )


def _ids(edition: Edition) -> Iterator[str]:
    """The ids on an article's page that its authors chose."""
    yield from (placed.section.id for placed in edition.sections)
    yield from (f"note-{placed.note.id}" for placed in edition.notes)
    yield from (f"event-{placed.event.id}" for placed in edition.events)
    yield from (f"source-{cited.source.id}" for cited in edition.sources)
    for one in edition.retired:
        yield f"{'note' if isinstance(one, Note) else 'event'}-{one.id}"


def _texts(edition: Edition) -> dict[str, str]:
    """A digest of the article's words, of each note's and of each event's."""
    texts = {_TEXT: _digest(*(placed.section.doc.plain for placed in edition.sections))}
    for note in (placed.note for placed in edition.notes):
        texts[f"note {note.id}"] = _digest(note.body.plain, note.standing, note.by)
    for event in (placed.event for placed in edition.events):
        told = event.text.plain if event.text else ""
        texts[f"event {event.id}"] = _digest(
            event.title, event.date.text, told, event.standing, event.by
        )
    return texts


def _digest_of(correction: Correction) -> str:
    return _digest(correction.date.text, correction.text, correction.was, correction.now)


def _digest(*texts: str) -> str:
    """The same for texts that differ in white space alone."""
    words = "\0".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def read(text: str) -> Mapping[str, Past] | None:
    """The articles of a `published.json`, by slug; None for a text that is none."""
    try:
        found = json.loads(text)
        if found["version"] != _VERSION:
            return None
        return {str(slug): _read(one) for slug, one in found["articles"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _read(one: Mapping[str, Any]) -> Past:
    return Past(
        page=str(one["page"]),
        ids=frozenset(map(str, one["ids"])),
        texts={str(name): str(digest) for name, digest in one["texts"].items()},
        corrections=frozenset(map(str, one["corrections"])),
        public=one["public"] is True,
    )


# ---- The comparison ------------------------------------------------------------------------


def changes(before: Mapping[str, Past], publication: Publication) -> Iterator[Problem]:
    """What readers' links no longer reach, and which texts changed without a word."""
    home = publication.home
    return compared(before, [_present(one, home) for one in publication.editions], home)


def compared(
    before: Mapping[str, Past], articles: Sequence[Present], home: str
) -> Iterator[Problem]:
    """The same, of articles that are told in short.

    An article that is as it was has nothing to tell; `before` need not hold it.
    """
    here = _by_address(articles, home)
    for slug, past in before.items():
        found = here.get(past.page.removesuffix("index.html").strip("/"))
        same = found if found and _is_or_was(found, slug) else None
        if same is None:
            yield _moved(slug, past, articles)
            continue
        yield from _lost(past, same)
        yield from _silent(past, same)


def _by_address(articles: Sequence[Present], home: str) -> Mapping[str, Present]:
    """Articles by the folder of their page, "" for the root, and by those that they had."""
    found = {("" if one.slug == home else one.slug): one for one in articles}
    moved = {
        alias: article
        for article in articles
        for alias in routes.old_addresses(article.slug, article.aliases, home)
    }
    return {**moved, **found}


def _is_or_was(article: Present, slug: str) -> bool:
    return slug in {article.slug, *(alias.strip("/") for alias in article.aliases)}


def _moved(slug: str, past: Past, articles: Sequence[Present]) -> Problem:
    """A page that is gone, or whose place another article has taken."""
    address = past.page.removesuffix("index.html") or "the site’s first page"
    for article in articles:
        if article.slug == slug:
            message = f"{slug} stood at {address} and now stands elsewhere"
            hint = f"add {slug} to its aliases:" if past.page != "index.html" else "keep it as home"
            return problem("address-vanished", article.place, message, hint)
    message = f"{address} was published and nothing stands there any more"
    hint = f"if the article is renamed, add {slug} to its aliases: in article.yaml"
    return problem("address-vanished", Place(file="content"), message, hint)


def _lost(past: Past, article: Present) -> Iterator[Problem]:
    for id_ in sorted(past.ids - article.past().ids):
        kind = id_.partition("-")[0]
        hint = "keep its id, or the links to it that are out there lead nowhere"
        if kind in ("note", "event"):
            hint = (
                f"keep it, with retired: {{date, reason}}, so that its {kind} still says something"
            )
        message = f"#{id_} was published and is no longer on the page"
        yield problem("address-vanished", article.place, message, hint)


def _silent(past: Past, article: Present) -> Iterator[Problem]:
    now = article.past()
    changed = [name for name, digest in past.texts.items() if now.texts.get(name, digest) != digest]
    if not (past.public and now.public and changed) or now.corrections - past.corrections:
        return
    message = f"{_named(changed)} changed since it was published, and no correction says so"
    hint = "add to corrections: what was wrong and what is right; small repairs may stay silent"
    yield problem("silent-change", article.place, message, hint)


def _named(changed: Iterable[str]) -> str:
    """Such as: the text, note mantle and 3 more."""
    names = sorted(changed, key=lambda name: (name != _TEXT, name))
    if len(names) <= _SHOWN:
        return listed(names).replace(" or ", " and ")
    return f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN} more"
