"""What a deploy left at its target, as a file there: `.postil-deploy.json`. Pure.

    files    what the last whole deploy put there
    pending  what a deploy that is under way, or broke off, is putting there
    kept     assets of the deploy before, for readers who still have its pages open

Only what stands in one of these is Postil's to replace or delete. `site` and `newest` tell another
site, and a later state of this one, from what is about to be sent. No time, name or secret is kept.
"""

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from postil.edition import Publication
from postil.record import record

LEDGER = ".postil-deploy.json"
RECORD = "published.json"  # among what is published: its own list of addresses and texts

_SHA256 = re.compile(r"[0-9a-f]{64}")


@record
class Entry:
    """An object: its SHA-256, size and headers, and the version that its store gave it."""

    sha256: str
    size: int
    type: str = ""
    cache: str = ""
    stamp: str = ""


class DamagedError(Exception):
    """A target's list cannot be read: whose its files are, nobody knows."""


NONE: Mapping[str, Entry] = {}


@record
class Ledger:
    """What Postil put at a target."""

    site: str = ""
    newest: str = ""
    files: Mapping[str, Entry] = NONE
    pending: Mapping[str, Entry] = NONE
    kept: Mapping[str, Entry] = NONE

    @property
    def own(self) -> Mapping[str, Entry]:
        """All that Postil may replace or delete."""
        return {**self.kept, **self.files, **self.pending}


def identity(publication: Publication | None) -> tuple[str, str]:
    """What tells this site from others, its address or title; and one state of it from a later.

    That is the last day on which an article says that it was published or updated, "" without any.
    """
    if publication is None:
        raise AssertionError("what is built has a publication")
    settings = publication.settings
    dates = [one.article.updated or one.article.published for one in publication.editions]
    texts = [date.text for date in dates if date]
    days = [text for text in texts if len(text) == 10 and text[:4].isdigit()]
    return settings.url or settings.title, max(days, default="")


def write(ledger: Ledger) -> bytes:
    """A ledger as its file."""
    parts = {
        name: {path: _listed(entry) for path, entry in sorted(entries.items())}
        for name, entries in (
            ("files", ledger.files),
            ("pending", ledger.pending),
            ("kept", ledger.kept),
        )
        if entries
    }
    head = {"postil-deploy": 1, "site": ledger.site, "newest": ledger.newest}
    return (json.dumps({**head, **parts}, indent=0, ensure_ascii=False) + "\n").encode()


def _listed(entry: Entry) -> list[object]:
    return [entry.sha256, entry.size, entry.type, entry.cache, entry.stamp]


def read(content: bytes) -> Ledger:
    """A ledger out of its file; DamagedError where it is none. Places outside are left out."""
    try:
        data = json.loads(content)
        if data["postil-deploy"] != 1:
            raise DamagedError
        parts = [_entries(data.get(name, {})) for name in ("files", "pending", "kept")]
        return Ledger(
            site=str(data["site"]),
            newest=str(data["newest"]),
            files=parts[0],
            pending=parts[1],
            kept=parts[2],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedError from None


def _entries(data: Mapping[str, list[object]]) -> Mapping[str, Entry]:
    return {path: _entry(*values) for path, values in data.items() if inside(path)}


def _entry(sha256: object, size: object, *headers: object) -> Entry:
    kind, cache, stamp = (str(header) for header in headers)
    if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256) and isinstance(size, int)):
        raise ValueError("no entry of a ledger")
    return Entry(sha256=sha256, size=size, type=kind, cache=cache, stamp=stamp)


def inside(path: str) -> bool:
    """True for a plain relative path that names neither the ledger nor a place outside."""
    pure = PurePosixPath(path)
    plain = path == pure.as_posix() and not pure.is_absolute() and path not in (".", LEDGER)
    return plain and ".." not in pure.parts and not set(path) & set("\\\0\n\r")
