"""The list of findings for a terminal: each phrase on a line, what is open with its passages."""

import re
from collections.abc import Iterator, Sequence

from postil.reanchoring.listing import Diff, Listed, Passage, Phrase, Touched
from postil.reanchoring.outcomes import STATUSES

_COLOURS = {
    "unchanged": "2", "moved": "36", "new": "36", "changed": "33",
    "ambiguous": "35", "gone": "31", "stale": "35",
}  # fmt: skip
_SIDES = {
    "left": "the text before it",
    "right": "the text after it",
    "before": "the sentence before",
    "after": "the sentence after",
}
_MOST_PASSAGES = 2


def text(articles: Sequence[Listed], *, colour: bool = False, only_open: bool = False) -> str:
    """Every article's phrases, and what to do."""
    return "\n".join(line for one in articles for line in _article(one, colour, only_open))


def _article(one: Listed, colour: bool, only_open: bool) -> Iterator[str]:
    known = one["lock"] if one["recorded"] else f"{one['lock']} is not there yet"
    yield _bold(f"{one['slug']} ({known}): {summary(one)}", colour)
    for phrase in one["phrases"]:
        if one["recorded"] and (phrase["open"] or not only_open):
            yield from phrase_lines(phrase, colour=colour)
    if not one["recorded"]:
        yield "    write it with: postil reanchor --record"
    elif any(p["open"] for p in one["phrases"]):
        yield from _advice(one)


def summary(one: Listed) -> str:
    """Such as: 34 unchanged, 2 moved."""
    found = [f"{one['counts'][s]} {s}" for s in STATUSES if s in one["counts"]]
    return ", ".join(found) or "no phrases"


def phrase_lines(phrase: Phrase, *, colour: bool = False) -> Iterator[str]:
    """One phrase: its status and name, and if it is open what is known of it."""
    status = _painted(f"{phrase['status']:<9}", _COLOURS[phrase["status"]], colour)
    words = _short(phrase["was"]["words"] if phrase["was"] else _now(phrase))
    yield f"{status} {phrase['name']}  {_quoted(words)}"
    if phrase["open"]:
        yield from (f"    {line}" for line in _details(phrase, colour))


def _details(phrase: Phrase, colour: bool) -> Iterator[str]:
    if phrase["file"]:
        yield f"{phrase['file']}:{phrase['line']}" + (f": {phrase['why']}" if phrase["why"] else "")
    for touched in phrase["touches"]:
        yield _painted(f"meaning: {touch(touched)}", "31", colour)
    was = phrase["was"]
    if was and phrase["status"] == "moved":
        place = phrase["candidates"][0]
        yield f"{was['section']}, paragraph {was['paragraph']} → {_where(place)}"
    elif was and phrase["status"] != "stale":
        yield f"was: {was['section']}, paragraph {was['paragraph']}"
        for passage in phrase["candidates"][:_MOST_PASSAGES]:
            yield from _passage(passage, colour)


def touch(one: Touched) -> str:
    """Such as: number in its sentence: 12 → 13."""
    where = " in its sentence" if one["where"] == "sentence" else ""
    was, now = ", ".join(one["was"]) or "nothing", ", ".join(one["now"]) or "nothing"
    return f"{one['what']}{where}: {_safe(was)} → {_safe(now)}"


def _passage(one: Passage, colour: bool) -> Iterator[str]:
    current = " (stands there now)" if one["current"] else ""
    yield f"{one['number']}: {_where(one)}, {one['score']:.2f}{current}"
    yield f"   {_diff(one['diff'], colour)}"
    for line in filter(None, [reasons(one)]):
        yield f"   {line}"


def reasons(one: Passage) -> str:
    """What speaks for a passage, or against it."""
    if one["known"]:
        return "this sentence stood there before: a look-alike"
    sides = [_SIDES[side] for side in one["unchanged"]]
    return f"as it was: {', '.join(sides)}" if sides else ""


def _where(one: Passage) -> str:
    file = one["file"].rpartition("/")[2]
    return f"{one['section']}, paragraph {one['paragraph']} ({file}:{one['line']})"


def _diff(diff: Diff, colour: bool) -> str:
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    if colour:
        marks |= {"-": "\x1b[31m[-{}-]\x1b[0m", "+": "\x1b[32m{{+{}+}}\x1b[0m"}
    return "".join(marks[sign].format(_safe(words)) for sign, words in diff)


def _advice(one: Listed) -> Iterator[str]:
    """What can be accepted together, and that the rest needs its name."""
    for status in ("moved", "changed", "new", "stale"):
        safe = [p for p in one["phrases"] if p["status"] == status and p["bulk"]]
        if safe:
            yield f"    {len(safe)} {status}: postil reanchor --accept {status}"
    alone = [p for p in one["phrases"] if p["open"] and not p["bulk"]]
    if alone:
        yield f"    one by one: postil reanchor --accept {alone[0]['name']}{choice(alone[0])}"


def choice(phrase: Phrase) -> str:
    """What follows a name where a passage must be chosen."""
    return "=1" if phrase["status"] in ("ambiguous", "gone") else ""


def _now(phrase: Phrase) -> str:
    return phrase["candidates"][0]["words"] if phrase["candidates"] else ""


def _short(words: str, limit: int = 70) -> str:
    line = " ".join(words.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _quoted(words: str) -> str:
    return f'"{_safe(words)}"' if words else "(a point)"


def _safe(words: str) -> str:
    """On one line, without the control and direction characters that a text could bring along."""
    line = re.sub(r"\s*\n\s*", " ", words)
    return "".join(
        c if c.isprintable() or c == "\u00a0" else "\N{REPLACEMENT CHARACTER}" for c in line
    )


def _bold(line: str, colour: bool) -> str:
    return _painted(line, "1", colour)


def _painted(line: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{line}\x1b[0m" if colour else line
