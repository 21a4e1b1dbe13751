"""site.yaml → Settings: all of it has a default."""

from collections.abc import Iterator, Mapping

from postil.fields import Fields
from postil.files.addresses import check_host, check_site
from postil.files.front_matter import mapping
from postil.files.shapes import words
from postil.files.values import quoted
from postil.model import STANDINGS, Files, OwnWords, Settings, Target
from postil.problems import Place, Problem, nearest, problem
from postil.rules import FIXED, LEVELS
from postil.trees.tree import Mapping as MappingNode
from postil.urls import uri

_CHOICES = ("error", "warning", "info", "off")


def settings(files: Files, problems: list[Problem]) -> Settings:
    """site.yaml; all of it has a default."""
    path = "content/site.yml" if "content/site.yml" in files.texts else "content/site.yaml"
    place = Place(file=path)
    f = mapping(files.texts.get(path, ""), place, "site.yaml", problems)
    theme = words(f, "theme")
    style = f.one_of("citations", ("numbered", "author-date"))
    made = Settings(
        place=place,
        title=f.text("title", default="Postil"),
        url=f.url("url", check_site),
        language=f.language("language") or "en",
        description=f.text("description"),
        publisher=publisher(f),
        home=f.id("home"),
        cname=f.checked("cname", check_host),
        home_place=f.place_of("home") if "home" in f.entries else None,
        citations="author-date" if style == "author-date" else "numbered",
        rules=rules(f),
        stale_after_months=_months(f),
        deploy=_deploy(f),
        theme=theme,
        theme_places=_places(f, "theme"),
        words=(*_labels(theme), *_words(f)),
    )
    f.done()
    if made.cname and made.url:
        problems.extend(_other_host(f.place_of("cname"), made.cname, made.url))
    return made


def _other_host(place: Place, cname: str, url: str) -> Iterator[Problem]:
    """A site that is served at one address and says that it is at another."""
    served, told = f"{cname.lower()}/", uri(url).partition("//")[2]
    if told.rstrip("/").lower() == served.rstrip("/"):
        return
    message = f"cname serves the site at {served}, and url says {told}"
    yield problem("host-other", place, message, f"if cname is right: url: https://{served[:-1]}")


def publisher(f: Fields) -> str:
    """Who publishes: a text, or a mapping with a name."""
    if not isinstance(f.node("publisher"), MappingNode):
        return f.text("publisher")
    inner = f.mapping("publisher", "the publisher")
    name = inner.text("name", required=True) if inner else ""
    if inner:
        inner.done()
    return name


def _deploy(f: Fields) -> Mapping[str, Target]:
    """Where the site is published to; most sites do not say, and then nothing more is imported."""
    if f.node("deploy") is None:
        return {}
    from postil.files.targets import targets

    return targets(f)


def _places(f: Fields, key: str) -> Mapping[str, Place]:
    """Where each key of a mapping stands."""
    node = f.node(key)
    entries = node.entries if isinstance(node, MappingNode) else {}
    return {name: f.at(written) for name, (written, _) in entries.items()}


def _labels(theme: Mapping[str, str]) -> OwnWords:
    """What a theme calls the standings ("standing-claimed: Alleged"), in whatever language."""
    names = (f"standing-{name}" for name in STANDINGS)
    return tuple(("*", name.replace("-", "_"), theme[name]) for name in names if name in theme)


def _words(f: Fields) -> OwnWords:
    """A site's own words for the page; most sites have none, and then nothing more is imported."""
    if f.node("words") is None:
        return ()
    from postil.files.own_words import own_words

    return own_words(f)


def _months(f: Fields) -> int:
    """After how many months what a note says `as_of` a day wants another look."""
    months = f.integer("stale_after_months")
    return 24 if months is None else months


def rules(f: Fields) -> Mapping[str, str]:
    """The levels that a site gives rules."""
    inner = f.mapping("rules", "rules")
    if inner is None:
        return {}
    levels = {}
    for name, (key, _) in inner.entries.items():
        level = inner.one_of(name, _CHOICES)
        if name in FIXED and level not in ("", "error"):
            message = f"{name} is always an error: it guards readers, or your own words"
            hint = "take this line out"
            f.problems.append(problem("value-unknown", inner.place_of(name), message, hint))
        elif name not in LEVELS:
            close = nearest(name, LEVELS)
            hint = f"do you mean {close}?" if close else ""
            message = f"there is no rule {quoted(name)}"
            f.problems.append(problem("key-unknown", f.at(key), message, hint))
        elif level:
            levels[name] = level
    return levels
