"""Which addresses articles may have: no two the same, none that Postil or a system keeps."""

from collections.abc import Iterable

from postil.model import Article
from postil.problems import Problem, problem
from postil.values import Wrong, check_id

OURS = frozenset({
    "index", "assets", "404", "404.html", "index.html", "feed.xml", "sitemap.xml", "robots.txt",
    "site.webmanifest", "favicon.ico", "cname", "humans.txt", "security.txt",
})  # fmt: skip
"""Names at the top of the published folder that are not articles, in lower case."""

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


def check_slug(text: str) -> Wrong | None:
    """Why a text cannot be an article's address."""
    if wrong := check_id(text):
        return wrong
    folded = text.casefold()
    if folded in OURS:
        message = f'"{text}" is an address that Postil itself uses'
        return Wrong("file-collision", message, "choose another slug")
    if folded.partition(".")[0] in _DEVICES:
        message = f'"{text}" is a name that Windows keeps for a device'
        return Wrong("id-invalid", message, "choose another slug")
    return None


def check_alias(text: str) -> Wrong | None:
    """Why a text cannot be an address that an article had: slugs, parted by slashes."""
    first, *others = text.strip("/").split("/")
    wrongs = (check_slug(first), *(check_id(part) for part in others))
    return next((wrong._replace(offset=0) for wrong in wrongs if wrong), None)


def distinct(articles: Iterable[Article], problems: list[Problem]) -> tuple[Article, ...]:
    """The articles in slug order; of two with one address, the first. Case makes no difference."""
    taken: dict[str, Article] = {}
    kept = []
    for article in articles:
        for address in (article.slug, *(alias.strip("/") for alias in article.aliases)):
            other = taken.setdefault(address.casefold(), article)
            if other is not article:
                message = (
                    f'"{address}" is the address of two articles: the other is {other.place.file}'
                )
                hint = "give one of them another slug"
                problems.append(problem("file-collision", article.place, message, hint))
        if taken[article.slug.casefold()] is article:
            kept.append(article)
    return tuple(sorted(kept, key=lambda article: article.slug))
