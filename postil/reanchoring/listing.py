"""Findings as plain data, of which the JSON report is made, and the text and HTML ones printed.

The shape is documented in docs/reference.md and keeps its version number as long as it holds.
"""

from collections.abc import Sequence
from typing import Literal, TypedDict

from postil.model import Proven
from postil.reanchoring.candidates import Candidate, alike, sentence
from postil.reanchoring.meaning import Touch
from postil.reanchoring.outcomes import Finding, Survey, counts
from postil.reanchoring.passages import beside
from postil.reanchoring.word_changes import compare
from postil.textmap import place_at

VERSION = 1
_SHOWN = 60

Diff = list[tuple[Literal["=", "-", "+"], str]]


class Was(TypedDict):
    """A phrase as it was proven."""

    words: str
    before: str
    after: str
    section: str
    paragraph: int
    span: tuple[int, int]


class Passage(TypedDict):
    """A place where a phrase may stand now; `current`: the build puts it there."""

    number: int
    words: str
    before: str
    after: str
    section: str
    paragraph: int
    span: tuple[int, int]
    file: str
    line: int
    score: float
    found_by: list[str]
    unchanged: list[str]
    known: bool
    current: bool
    diff: Diff


class Touched(TypedDict):
    """What a change touches: in the words themselves or in the sentence around them."""

    what: str
    where: Literal["words", "sentence"]
    was: list[str]
    now: list[str]


class Phrase(TypedDict):
    """A phrase and what became of it."""

    name: str
    kind: str
    id: str
    status: str
    open: bool
    bulk: bool
    why: str
    file: str
    line: int
    was: Was | None
    touches: list[Touched]
    candidates: list[Passage]


class Listed(TypedDict):
    """An article's phrases; `recorded`: it has a lock."""

    slug: str
    title: str
    lock: str
    recorded: bool
    counts: dict[str, int]
    phrases: list[Phrase]


def listed(survey: Survey, findings: Sequence[Finding]) -> Listed:
    """An article as plain data."""
    return Listed(
        slug=survey.article.slug,
        title=survey.article.title,
        lock=survey.lock.place.file,
        recorded=survey.article.lock is not None,
        counts={str(status): count for status, count in counts(findings).items()},
        phrases=[phrase(finding) for finding in findings],
    )


def phrase(finding: Finding) -> Phrase:
    """A finding as plain data."""
    kind, _, rest = finding.name.partition("-")
    place = finding.pointer.place if finding.pointer else None
    place = place or (finding.proven.place if finding.proven else None)
    return Phrase(
        name=finding.name,
        kind=kind,
        id=rest.partition("/")[0],
        status=finding.status,
        open=finding.open,
        bulk=finding.bulk,
        why=finding.why,
        file=place.file if place else "",
        line=place.line if place else 0,
        was=_was(finding.proven) if finding.proven else None,
        touches=_touches(finding.touches, "words") + _touches(finding.around, "sentence"),
        candidates=[_passage(n, c, finding) for n, c in enumerate(finding.candidates, start=1)],
    )


def _was(proven: Proven) -> Was:
    before, after = near(proven.before, proven.after)
    return Was(
        words=proven.words,
        before=before,
        after=after,
        section=proven.section,
        paragraph=proven.paragraph,
        span=proven.span,
    )


def near(before: str, after: str) -> tuple[str, str]:
    """A few whole words of what stands beside a phrase."""
    left, right = before[-_SHOWN:], after[:_SHOWN]
    if len(before) > _SHOWN and " " in left.rstrip():
        left = left[left.index(" ") + 1 :]
    if len(after) > _SHOWN and " " in right.lstrip():
        right = right[: right.rindex(" ")]
    return left, right


def _touches(found: Sequence[Touch], where: Literal["words", "sentence"]) -> list[Touched]:
    return [Touched(what=t.what, where=where, was=list(t.was), now=list(t.now)) for t in found]


def _passage(number: int, c: Candidate, finding: Finding) -> Passage:
    section, here = c.part.section, finding.here
    before, after = beside(c.part.plain, c.start, c.end)
    place = place_at(section.doc.pieces, c.start) or section.place
    now = sentence(before, c.words, after)
    proven, (left, right) = finding.proven, near(before, after)
    was = sentence(proven.before, proven.words, proven.after) if proven else now
    if proven and alike(was, now) < 0.5:
        was, now = f"{left}{proven.words}{right}", f"{left}{c.words}{right}"
    return Passage(
        number=number,
        words=c.words,
        before=left,
        after=right,
        section=section.id,
        paragraph=c.part.paragraph(c.start),
        span=(c.start, c.end),
        file=place.file,
        line=place.line,
        score=c.score,
        found_by=list(c.found_by),
        unchanged=list(c.equal),
        known=c.known,
        current=here is not None
        and (here.section, here.start, here.end) == (section.id, c.start, c.end),
        diff=[(change.sign, change.text) for change in compare(was, now)],
    )
