"""What a build is asked for, and what it came to (edge: paths)."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postil.problems import Problem
from postil.record import record

if TYPE_CHECKING:
    from postil.dates import Day
    from postil.telling.verdicts import Silenced
    from postil.write import Written


@record
class Wish:
    """What to build, and how. `brotli` is that library; `keep`: whether to use the cache."""

    root: Path
    output: Path
    adopt: bool = False
    today: "Day | None" = None
    seeds: Path | None = None
    since: Path | None = None
    brotli: Any = None
    keep: bool = True


@record
class Outcome:
    """What a build came to. `written` is None where an error stands in the way.

    `counts` are of articles, notes, claims, events, sources; of quotations and those `compared`.
    """

    problems: tuple[Problem, ...]
    silenced: "tuple[Silenced, ...]"
    counts: Mapping[str, int]
    written: "Written | None"
