"""How problems are printed: place first, plain words, the rule's name, then what to do."""

from collections.abc import Iterable, Sequence

from postil.problems import Problem

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # no emoji and no Persian without them
_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def report(problems: Sequence[Problem], *, colour: bool = False) -> str:
    """Every problem and a closing count; "" where there are none."""
    if not problems:
        return ""
    lines = [line for found in problems for line in problem_lines(found, colour=colour)]
    return "\n".join([*lines, summary(problems)])


def problem_lines(found: Problem, *, colour: bool = False) -> list[str]:
    """`file:line:column: level: message [rule]`, and each line of the hint, indented."""
    level = _painted(found.level, _COLOURS[found.level], colour=colour)
    place = _painted(_safe(str(found.place)), "1", colour=colour)
    message = _safe(" ".join(found.message.split()))
    hints = [f"    {_safe(line)}" for line in found.hint.splitlines()]
    return [f"{place}: {level}: {message} [{found.rule}]", *hints]


def summary(problems: Iterable[Problem]) -> str:
    """Such as: 2 errors, 1 warning."""
    levels = [found.level for found in problems]
    counts = [(levels.count(level), level) for level in ("error", "warning", "info")]
    return ", ".join(
        f"{count} {level}{'s' if count != 1 and level != 'info' else ''}"
        for count, level in counts
        if count
    )


def _painted(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _safe(line: str) -> str:
    """Without the control and direction characters that an author's text could bring along."""
    return "".join(
        c if c.isprintable() or c in _JOINERS else "\N{REPLACEMENT CHARACTER}" for c in line
    )
