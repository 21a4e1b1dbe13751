"""What is about to be published: it loads nothing from elsewhere, and its own links hold.

The pages are read tag by tag. Postil's templates and a site's own ones are trusted to run, but not
to keep the promises about privacy and links: those are proved on the bytes.
"""

import html
import posixpath
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from postil.memo import Memo, at_once
from postil.model import OutFile, Settings
from postil.problems import Place, Problem, problem
from postil.record import record

_TAG = re.compile(
    r"<!--.*?-->|<([a-zA-Z][^\s/>]*)([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>", re.DOTALL
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.DOTALL
)
_CSS_LOADS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))|@import\s+(?:"([^"]*)"|'([^']*)')"""
    r"""|image-set\(\s*(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE | re.ASCII,
)
_CSS_WORDS = (b"url(", b"@import", b"image-set(")
_ABSOLUTE = re.compile(r"[\x00-\x20]*(?:[a-zA-Z][a-zA-Z0-9+.\-]*:|[/\\]{2})")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=)?\s*['\"]?(.*?)['\"]?\s*$", re.IGNORECASE)

# Attributes whose address a browser fetches by itself, and the `rel`s of <link> that only tell.
_LOADS = frozenset({"src", "poster", "background", "data", "srcset", "imagesrcset", "xlink:href"})
_LOADS |= {"action", "formaction", "ping", "manifest", "archive", "codebase", "classid", "longdesc"}
_FETCHING = _LOADS | {"style", "content", "href"}
_TELLING = frozenset(
    {"alternate", "author", "canonical", "cite-as", "collection", "describedby", "help", "license"}
    | {"me", "next", "prev", "publisher", "search", "self", "up", "first", "last", "index"}
)
_HREF_LOADS = frozenset({"base", "image", "use", "feimage", "script", "lineargradient", "pattern"})


class _Page:
    """What a page is asked for: its ids, its links, what it loads, each with its offset."""

    def __init__(self) -> None:
        self.ids: list[tuple[str, int]] = []
        self.links: list[tuple[str, int]] = []
        self.loads: list[tuple[str, int]] = []

    def add(self, kind: str, value: str, offset: int) -> None:
        """Take in one of them: of "ids", "links" or "loads"."""
        vars(self)[kind].append((value, offset))


@record
class Seen:
    """What other pages may ask of one, its `ids`; and where it links to beyond its own parts."""

    path: str
    ids: frozenset[str]
    links: tuple[tuple[str, Place], ...]


def published(
    files: tuple[OutFile, ...], settings: Settings, *, links: bool = True, memo: Memo = at_once
) -> tuple[Problem, ...]:
    """Every problem of the files to be published; `links`: whether to follow the internal ones."""
    read = [memo(seen, f.path, f.content, settings.url) for f in files if is_read(f.path)]
    found = [one for _, own in read for one in own]
    if links:
        pages, paths = {page.path: page for page, _ in read}, {file.path for file in files}
        found += (one for page, _ in read for one in broken(page, pages, paths))
    return tuple(found)


def is_read(path: str) -> bool:
    """Whether a published file is one that a browser may ask others for."""
    return path.endswith((".html", ".svg", ".css"))


def seen(path: str, content: bytes, url: str) -> tuple[Seen, tuple[Problem, ...]]:
    """A page, and what is wrong with it by itself. `url` is the site's address."""
    text = content.decode()
    page = _page(path, text)
    ids = frozenset(name for name, _ in page.ids)
    wrong = (*_foreign(path, text, page, url), *_twice(path, text, page))
    return Seen(path=path, ids=ids, links=tuple(_leaving(path, text, page, ids))), wrong


def _leaving(path: str, text: str, page: _Page, ids: frozenset[str]) -> Iterator[tuple[str, Place]]:
    """The links of a page to what is neither a part of it nor outside of the site."""
    own = ids | {"", "top"}
    left = [
        (address, offset)
        for address, offset in page.links
        if not (address[:1] == "#" and unquote(address[1:]) in own) and not _leads_out(address)
    ]
    starts = _starts(text) if left else []
    return ((address, _at(path, starts, offset)) for address, offset in left)


# ---- Reading -------------------------------------------------------------------------------


def _page(path: str, text: str) -> _Page:
    """Read a page, a style sheet or a drawing."""
    page, skip = _Page(), 0
    if path.endswith(".css"):
        page.loads += _css(text, 0)
        return page
    for match in _TAG.finditer(text):
        name, rest = match.groups()
        if not name or match.start() < skip:
            continue
        if "=" in rest:
            for kind, value in _asked(name, rest):
                page.add(kind, value, match.start())
        if name.lower() in {"script", "style"}:
            skip = _end(text, match.end(), name)
            style = text[match.end() : skip] if name.lower() == "style" else ""
            page.loads += _css(style, match.end())
    return page


def _end(text: str, start: int, name: str) -> int:
    """Where the text of a script or a style sheet ends: at its end tag, whatever stands in it."""
    match = re.compile(f"</{name}", re.IGNORECASE).search(text, start)
    return match.start() if match else len(text)


@lru_cache(maxsize=4096)
def _asked(name: str, rest: str) -> tuple[tuple[str, str], ...]:
    """What a page is asked for by one tag: ("ids", …), ("links", …), ("loads", …).

    Kept, as most tags of a page stand on the next one too (`<span class="number">`, `<p id="p7">`):
    they are read for a tenth of the cost.
    """
    own, name = _attributes(rest), name.lower()
    found = list[tuple[str, str]]()
    for key, value in own.items():
        if key == "id":
            found.append(("ids", value))
        elif key == "href" and name in {"a", "area"}:
            found.append(("links", value))
        elif key in _FETCHING:
            found += (("loads", one) for one in _loaded(name, key, value, own))
    return tuple(found)


def _attributes(rest: str) -> Mapping[str, str]:
    """A tag's attributes; of two with one name the first, as browsers do."""
    found: dict[str, str] = {}
    for key, double, single, bare in _ATTRIBUTE.findall(rest):
        value = double or single or bare
        found.setdefault(key.lower(), html.unescape(value) if "&" in value else value)
    return found


def _loaded(name: str, key: str, value: str, own: Mapping[str, str]) -> Iterator[str]:
    """The addresses that an attribute makes a browser fetch, or send something to."""
    if key in {"srcset", "imagesrcset"}:
        yield from (part.split()[0] for part in value.split(",") if part.strip())
    elif key == "ping":
        yield from value.split()
    elif key == "style":
        yield from (address for address, _ in _css(value, 0))
    elif key == "content":
        refresh = _REFRESH.match(value)
        if refresh and own.get("http-equiv", "").lower() == "refresh":
            yield refresh[1]
    elif key != "href" or _fetches(name, own):
        yield value


def _fetches(name: str, own: Mapping[str, str]) -> bool:
    """Whether an element's `href` is fetched: a <link>'s is, unless all its rels only tell."""
    if name != "link":
        return name in _HREF_LOADS
    return not set(own.get("rel", "").lower().split()) <= _TELLING


def _css(text: str, offset: int) -> Iterator[tuple[str, int]]:
    """What CSS loads. Most loads nothing, which three words tell for a tenth of the cost."""
    lowered = text.encode("utf-8", "surrogatepass").lower()
    if not any(word in lowered for word in _CSS_WORDS):
        return
    for match in _CSS_LOADS.finditer(text):
        yield next((group for group in match.groups() if group), ""), offset + match.start()


# ---- What is found -------------------------------------------------------------------------


def _foreign(path: str, text: str, page: _Page, own: str) -> Iterator[Problem]:
    """Nothing is loaded from another site: no reader's visit is told to anybody."""
    for address, offset in page.loads:
        if _is_foreign(address, own):
            message = f"this page would load something from elsewhere: {address[:100]}"
            hint = "keep a copy in the site: readers' visits are nobody else's business"
            yield problem("output-foreign", _place(path, text, offset), message, hint)


def _is_foreign(address: str, own: str) -> bool:
    bare = re.sub(r"[\x00-\x20]", "", address)
    if not _ABSOLUTE.match(bare) or bare.lower().startswith(("data:", "about:", "blob:")):
        return False
    return not (own and f"{bare}/".startswith(own.rstrip("/") + "/"))


def _twice(path: str, text: str, page: _Page) -> Iterator[Problem]:
    """No two things have one id: a link could reach only the first."""
    seen = set[str]()
    for name, offset in page.ids:
        if name in seen:
            message = f'two things on this page have the id "{name}"'
            hint = "give a section, a note or an event another id, or look into the template"
            yield problem("output-id", _place(path, text, offset), message, hint)
        seen.add(name)


def broken(page: Seen, pages: Mapping[str, Seen], paths: Collection[str]) -> Iterator[Problem]:
    """Each internal link reaches a published file, and the part of it that it names."""
    for address, place in page.links:
        if wrong := _wrong(page.path, address, pages, paths):
            hint = "the link is a template's: mend it there"
            yield problem("link-broken", place, wrong, hint)


def _leads_out(address: str) -> bool:
    """Whether a link is none of ours to prove."""
    return not address or bool(_ABSOLUTE.match(address)) or address.startswith("/")


def _wrong(path: str, address: str, pages: Mapping[str, Seen], paths: Collection[str]) -> str:
    """Why a link on a page leads nowhere, "" if it arrives."""
    target, fragment = _target(path, address)
    if target not in paths:
        return f"this page links to a file that is not published: {address[:100]}"
    if fragment in {"", "top"} or target not in pages or fragment in pages[target].ids:
        return ""
    return f"this page links to a part that is not there: {address[:100]}"


def _target(path: str, address: str) -> tuple[str, str]:
    """The published file that an address names on a page, and the part of it."""
    before, _, fragment = address.partition("#")
    before = unquote(before.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), before)) if before else path
    if before.endswith(("/", "/.", "/..")) or before in {".", ".."}:
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return target, unquote(fragment)


def _place(path: str, text: str, offset: int) -> Place:
    return _at(path, _starts(text), offset)


def _starts(text: str) -> list[int]:
    """Where each line of a text begins."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _at(path: str, starts: list[int], offset: int) -> Place:
    line = bisect_right(starts, offset)
    return Place(file=path, line=line, column=offset - starts[line - 1] + 1)
