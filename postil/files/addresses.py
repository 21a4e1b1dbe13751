"""Which addresses articles may have: no two the same, none that Postil or a system keeps."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from postil.files.values import Wrong, check_id, check_url, quoted
from postil.problems import Place, Problem, problem

OURS = frozenset({
    "index", "articles", "assets", "404", "404.html", "index.html", "feed.xml", "sitemap.xml",
    "robots.txt", "site.webmanifest", "favicon.ico", "cname", "humans.txt", "security.txt",
    "text.txt", "annotations.jsonld", "article.jsonld", "article.txt", "llms.txt",
    "feed.json", "corrections.xml", "corrections.json", "published.json", "icon.svg", "fonts",
})  # fmt: skip
"""Names at the top of the published folder that are not articles, in lower case."""

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SITE = re.compile(
    r"https?://(?P<user>[^/?#]*@)?[^/?#@:\s]+(?P<port>:\d{1,5})?(?P<path>(?:/[^?#]*)?)(?P<rest>[?#].*)?",
    re.IGNORECASE,
)
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")


def check_slug(text: str) -> Wrong | None:
    """Why a text cannot be an article's address."""
    if wrong := check_id(text):
        return wrong
    if text.casefold() in OURS:
        message = f'"{text}" is an address that Postil itself uses'
        return Wrong("file-collision", message, "choose another slug")
    return _check_device(text)


def _check_device(text: str) -> Wrong | None:
    if is_device(text):
        message = f'"{text}" is a name that Windows keeps for a device'
        return Wrong("id-invalid", message, "choose another slug")
    return None


def is_device(name: str) -> bool:
    """Whether Windows takes a file's name for a device, whatever its ending."""
    return name.casefold().partition(".")[0].rstrip(" ") in _DEVICES


def check_alias(text: str) -> Wrong | None:
    """Why a text cannot be an address that an article had: slugs, parted by slashes."""
    first, *others = text.strip("/").split("/")
    wrongs = (check_slug(first), *(check_id(part) or _check_device(part) for part in others))
    return next((wrong._replace(offset=0) for wrong in wrongs if wrong), None)


def check_site(text: str) -> Wrong | None:
    """Why a text cannot be the address that a site's own addresses begin with."""
    if wrong := check_url(text):
        return wrong
    parts = _SITE.fullmatch(text)
    if not parts:
        message = f"expected the whole address, found {quoted(text)}"
        return Wrong("url-scheme", message, "such as https://example.org/notes")
    if parts["user"]:
        message = "the site's address cannot hold a user's name or password"
        return Wrong("url-scheme", message, "take it out: every page would tell it")
    if parts["rest"]:
        message = f"the site's address cannot hold {quoted(parts['rest'][0])}"
        hint = "end it before that: what it leads to is in the path"
        return Wrong("url-scheme", message, hint, parts.start("rest"))
    if {".", ".."} & set(parts["path"].split("/")):
        message = "the site's address cannot hold . or .. between slashes"
        return Wrong("url-scheme", message, "write the path that they lead to")
    return None


def check_host(text: str) -> Wrong | None:
    """Why a text is no name of a host."""
    if len(text) <= 253 and _HOST.fullmatch(text):
        return None
    hint = "write the name alone, in ASCII, such as notes.example.org"
    return Wrong("value-unknown", f"{quoted(text)} is no name of a host", hint)


class Addressed(Protocol):
    """An article, or what tells of it: its slug, its file and the addresses that it had."""

    @property
    def slug(self) -> str:
        """Its address."""

    @property
    def place(self) -> Place:
        """Where it is written."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """As its author wrote them."""


_Article = TypeVar("_Article", bound=Addressed)


def distinct(articles: Iterable[_Article], problems: list[Problem]) -> tuple[_Article, ...]:
    """The articles in slug order; of two with one slug, the first. Case makes no difference."""
    taken: dict[str, Addressed] = {}
    kept = [one for one in articles if _take(one.slug, one, taken, problems)]
    for one in kept:
        for alias in one.aliases:
            _take(alias.strip("/"), one, taken, problems)
    return tuple(sorted(kept, key=lambda one: one.slug))


def _take(
    address: str, article: Addressed, taken: dict[str, Addressed], problems: list[Problem]
) -> bool:
    """Whether an address was free, and now is the article's; else a problem that names both."""
    other = taken.setdefault(address.casefold(), article)
    if other is article:
        return True
    message = f'"{address}" is the address of two articles: the other is {other.place.file}'
    problems.append(
        problem("file-collision", article.place, message, "give one of them another address")
    )
    return False
