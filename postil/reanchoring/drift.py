"""What a build says of an article whose text has left its anchors.lock behind."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from postil.edition import Anchor, Anchors
from postil.files.lock import named
from postil.folding import folded_text
from postil.model import Article, Proven
from postil.problems import Problem, problem
from postil.reanchoring.passages import WINDOW
from postil.record import replace
from postil.textmap import place_at

if TYPE_CHECKING:
    from postil.reanchoring.outcomes import Finding

_FOUND_NOWHERE = frozenset({"anchor-missing", "anchor-ambiguous", "section-unknown"})


def drift(
    article: Article, anchors: Anchors, problems: Sequence[Problem], language: str
) -> tuple[Problem, ...]:
    """The anchors' problems, with what the lock knows of them, and those of the lock's own."""
    if article.lock is None or _settled(article, anchors):
        return tuple(problems)
    from postil.reanchoring.outcomes import survey_of

    findings = survey_of(article, anchors, language).findings()
    hints = {f.pointer.place: _hint(f) for f in findings if f.pointer and f.status != "new"}
    known = [
        replace(p, hint=hints[p.place]) if p.rule in _FOUND_NOWHERE and hints.get(p.place) else p
        for p in problems
    ]
    return (*known, *(found for finding in findings for found in _problems(finding)))


def _settled(article: Article, anchors: Anchors) -> bool:
    """True where every proven phrase has the same text in it and on both sides: the usual case."""
    plain = {section.id: section.doc.plain for section in article.sections}
    places: dict[tuple[str, str], list[Anchor]] = {}
    for name, here in named(anchors):
        kind, _, rest = name.partition("-")
        places.setdefault((kind, rest.partition("/")[0]), []).append(here)
    return article.lock is not None and all(
        any(_untouched(proven, plain[here.section], here) for here in places.get(proven.owner, ()))
        for proven in article.lock.phrases
    )


def _untouched(proven: Proven, plain: str, here: Anchor) -> bool:
    start, end = here.start, here.end
    now = plain[max(start - WINDOW, 0) : start], plain[start:end], plain[end : end + WINDOW]
    was = proven.before, proven.words, proven.after
    return now == was or tuple(map(folded_text, now)) == tuple(map(folded_text, was))


def _problems(finding: "Finding") -> Iterator[Problem]:
    """A finding as a problem: none where it moved, is new, or is found nowhere, which is one."""
    proven, pointer = finding.proven, finding.pointer
    if proven is None:
        return
    if pointer is None:
        what = f"{finding.why}, and the lock still holds its phrase: {_shown(proven.words)}"
        hint = f"put it back, or run postil reanchor --accept {finding.name}"
        yield problem("lock-stale", proven.place, what, hint)
    elif finding.elsewhere:
        message = (
            f"these words now stand in another sentence than the proven one: {_shown(proven.words)}"
        )
        yield problem("anchor-elsewhere", pointer.place, message, _hint(finding))
    elif finding.status == "changed" and finding.here:
        yield _changed(finding, proven)


def _changed(finding: "Finding", proven: Proven) -> Problem:
    assert finding.pointer is not None and finding.here is not None  # noqa: PT018, S101
    touched = finding.touches or finding.around
    kinds = ", ".join(dict.fromkeys(touch.what for touch in touched))
    where = (
        "these words" if finding.touches or not finding.around else "the sentence of these words"
    )
    message = f"{where} changed since they were accepted: {_shown(proven.words)}"
    if finding.here.words != proven.words:
        message += f", now {_shown(finding.here.words)}"
    hint = f"it touches: {kinds}; " if kinds else ""
    hint += f"read it again, then run postil reanchor --accept {finding.name}"
    rule = "anchor-meaning" if finding.touches else "anchor-changed"
    return problem(rule, finding.pointer.place, message, hint)


def _shown(words: str) -> str:
    return f'"{words}"' if words else "a point between words"


def _hint(finding: "Finding") -> str:
    """Where it stood, and where it most likely stands now."""
    from postil.reanchoring.candidates import sentence

    proven = finding.proven
    if proven is None:
        return ""
    told = f"it stood in {proven.section}, paragraph {proven.paragraph}"
    if finding.elsewhere:
        told += f': "{sentence(proven.before, proven.words, proven.after)}"'
    elif finding.why:
        told += f"; {finding.why}"
    lines = [told]
    certain = finding.status == "moved" or (finding.elsewhere and finding.status == "gone")
    word = "now" if certain else "perhaps"
    lines += [f"{word}: {line}" for line in _passages(finding)]
    return "\n".join([*lines, "see postil reanchor"])


def _passages(finding: "Finding") -> Iterable[str]:
    for candidate in finding.candidates[: 1 if finding.status == "moved" else 2]:
        if candidate.known and finding.status == "gone" and not finding.elsewhere:
            continue
        on = candidate.part
        before = on.plain[max(candidate.start - 25, 0) : candidate.start].rpartition("\n")[2]
        after = on.plain[candidate.end : candidate.end + 25].partition("\n")[0]
        place = place_at(on.section.doc.pieces, candidate.start) or on.section.place
        where = f"{place.file.rpartition('/')[2]}:{place.line}"
        yield f'"…{before}[{candidate.words}]{after}…" ({where})'
