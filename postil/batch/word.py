"""What a build leaves for the next one to say the same, should nothing change: plain values."""

import hashlib
from collections.abc import Callable
from typing import Any

from postil.batch import plain, whole
from postil.batch.whole import Names, Published
from postil.dates import Day
from postil.printed import RECORD
from postil.telling.verdicts import Judged


def word(
    names: Names,
    sources: Judged,
    files: Published,
    today: Day | None,
    past: str,
    again: Callable[[], Judged],
) -> dict[str, Any]:
    """Days, counts of files, and all problems: those of this build, which was compared with what

    had the digest `past`, and those of the next, which is compared with this (`again`).
    """
    content = next(file.content for file in files.loose if file.path == RECORD)
    record = hashlib.blake2b(content, digest_size=20).hexdigest()
    return {
        "days": whole.days(names.articles, today) if today else None,
        "told": {past: _told(sources, files), record: _told(again(), files)},
        "record": record,
        "size": [len(files.files), sum(file.size for file in files.files)],
    }


def _told(sources: Judged, files: Published) -> list[Any]:
    """Problems, and silenced ones with what silences them."""
    problems = plain.problems_as(whole.all_problems(sources, files))
    covered = plain.problems_as(one.problem for one in sources.silenced)
    by = plain.allowances_as(one.by for one in sources.silenced)
    return [problems, list(zip(covered, by, strict=True))]
