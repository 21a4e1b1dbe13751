"""Problems that are there only because a file could not be read: one mistake is one problem."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from postil.problems import Problem

_UNREAD = frozenset({"file-encoding", "file-unreadable", "file-outside"})
_IN_A_SECTION = frozenset(  # what its text may have said
    {
        "anchor-missing",
        "article-empty",
        "image-unused",
        "note-unused",
        "section-unknown",
        "source-unused",
    }
)
_IN_A_LIST = {
    "timeline": frozenset({"event-unknown", "source-unused"}),
    "sources": frozenset({"source-unknown", "source-unused"}),
    "article": frozenset({"file-unknown", "seed-unknown"}),
}


def without_follow_ups(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems but for those that follow from a file that could not be read."""
    found = tuple(problems)
    lost = {PurePosixPath(one.place.file) for one in found if one.rule in _UNREAD}
    if not lost:
        return found
    return tuple(
        one for one in found if one.rule in _UNREAD or not any(_from(file, one) for file in lost)
    )


def _from(lost: PurePosixPath, found: Problem) -> bool:
    """Whether a problem is no more than the lack of what a file would have said."""
    parts, stem = lost.parts, lost.stem
    last = found.message.rpartition(" ")[2]
    if parts[0] == "seeds":
        return found.rule == "seed-unknown" and last == stem
    if parts[0] == "content" and len(parts) < 3 and not lost.suffix:  # all of it, or an article
        of_it = len(parts) == 1 or last == parts[1]
        return found.rule == "site-empty" or (found.rule == "home-unknown" and of_it)
    if len(parts) < 3:
        return False
    if stem == "article" and found.rule in ("site-empty", "home-unknown"):
        return found.rule == "site-empty" or last == parts[1]
    if not found.place.file.startswith(f"content/{parts[1]}/"):
        return False
    if found.rule == "image-missing":
        return found.message.endswith(f" {'/'.join(parts[2:])}")
    if parts[2] == "notes":
        return found.rule == "source-unused" or (found.rule == "note-undefined" and last == stem)
    if lost.suffix == ".md":
        return found.rule in _IN_A_SECTION
    return found.rule in _IN_A_LIST.get(stem, ())
