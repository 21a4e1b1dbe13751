"""Findings and an author's yes → a new lock, and notes whose phrase names its words anew.

Pure: what is written, in which files, and why something is refused. Nothing is accepted in bulk
that a look at each could stop: see `Finding.bulk`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from postil.anchor import find
from postil.edition import Anchor
from postil.files.lock import entry, fingerprints, telling
from postil.model import Lock, Proven, Selector
from postil.reanchoring.candidates import Candidate
from postil.reanchoring.outcomes import Finding, Survey
from postil.reanchoring.word_changes import words as word_list
from postil.record import record, replace

BULK = ("moved", "changed", "new", "stale")
MOST_CONTEXT = 40
"""How many words beside a phrase may be needed to tell it from its like."""


@record
class Refusal:
    """What was asked and not done, and why."""

    name: str
    why: str


@record
class Rewrite:
    """A file, the note or event in it, and the phrase that it is to have."""

    path: str
    owner: tuple[str, str]
    selector: Selector


@record
class Accepted:
    """The new lock, what is written beside it, whose yes it rests on, and what was refused."""

    lock: Lock
    rewrites: tuple[Rewrite, ...]
    names: tuple[str, ...]
    refusals: tuple[Refusal, ...]


def chosen(
    findings: Sequence[Finding], asked: Iterable[str]
) -> tuple[Mapping[str, int], tuple[Refusal, ...]]:
    """What `--accept` words mean: the number of the candidate taken, from 1, by the phrase's name.

    A word is a status ("moved"), a phrase's name or id ("note-msbp", "msbp"), or one of these with
    the number of a candidate ("msbp=2").
    """
    taken: dict[str, int] = {}
    refused = []
    for word in asked:
        if word in BULK:
            for finding in (f for f in findings if f.status == word):
                if finding.bulk:
                    taken.setdefault(finding.name, 1)
                else:
                    refused.append(Refusal(name=finding.name, why=_by_itself(finding)))
            continue
        name, _, choice = word.partition("=")
        known = _named(findings, name)
        if known is None:
            refused.append(Refusal(name=word, why="there is no phrase of this name"))
        elif why := _refused(known, choice):
            refused.append(Refusal(name=known.name, why=why))
        else:
            taken[known.name] = int(choice or 1)
    return taken, tuple(refused)


def _named(findings: Sequence[Finding], name: str) -> Finding | None:
    """The finding of a name, or of an id that only one phrase has."""
    exact = [f for f in findings if f.name == name]
    by_id = [f for f in findings if f.name.partition("-")[2] == name]
    return exact[0] if exact else by_id[0] if len(by_id) == 1 else None


def _by_itself(finding: Finding) -> str:
    if finding.touches or finding.around:
        kinds = ", ".join(dict.fromkeys(t.what for t in (*finding.touches, *finding.around)))
        return f"its change touches what is said ({kinds}): accept it by its name"
    return "nothing beside it proves the place: accept it by its name"


def _refused(finding: Finding, choice: str) -> str:
    """Why a phrase cannot be accepted so, or ""."""
    number_ = choice or "1"
    if not number_.isascii() or not number_.isdecimal():
        return f"{choice} is no number of a candidate"
    if finding.status == "stale":
        return "" if number_ == "1" else "there is nothing to choose from"
    if not 1 <= int(number_) <= len(finding.candidates):
        return "there is no such candidate" if finding.candidates else "no passage is like it"
    if finding.status in ("ambiguous", "gone") and not choice:
        return f"say which passage: --accept {finding.name}=1"
    place = finding.candidates[int(number_) - 1]
    return _unmarked(finding, place)


def _unmarked(finding: Finding, place: Candidate) -> str:
    """A mark in the text can only be set there, by its author."""
    pointer, here = finding.pointer, finding.here
    stands = here and (here.section, here.start, here.end) == (
        place.part.section.id, place.start, place.end,
    )  # fmt: skip
    if stands:
        return ""
    if pointer is None or pointer.selector is None:
        kind, id_ = (
            pointer.owner if pointer else finding.proven.owner if finding.proven else ("", "")
        )
        form = f"[words][^{id_}]" if kind == "note" else f"[words]{{event={id_}}}"
        return f"mark its words in the text, {form}, and take the mark off other words"
    return ""


# ---- The new lock --------------------------------------------------------------------------


def accept(survey: Survey, findings: Sequence[Finding], asked: Iterable[str]) -> Accepted:
    """Take what was asked for, as far as it can be."""
    taken, refusals = chosen(findings, asked)
    rewrites, failed = [], list(refusals)
    done: dict[str, Candidate | None] = {}
    for finding in findings:
        place = settled(finding, taken)
        if place is None and not (finding.name in taken and finding.status == "stale"):
            continue
        if place and finding.name in taken and _moves(finding, place):
            try:
                rewrites.append(rewrite(survey, finding, place))
            except ValueError as error:
                failed.append(Refusal(name=finding.name, why=str(error)))
                continue
        done[finding.name] = place
    return Accepted(
        lock=relocked(survey, findings, done),
        rewrites=tuple(rewrites),
        names=tuple(name for name in done if name in taken),
        refusals=tuple(failed),
    )


def settled(finding: Finding, taken: Mapping[str, int]) -> Candidate | None:
    """Where a phrase stands, if that is agreed on."""
    if finding.name in taken and finding.status != "stale":
        return finding.candidates[taken[finding.name] - 1]
    return finding.best if finding.status == "unchanged" else None


def _moves(finding: Finding, place: Candidate) -> bool:
    """True where the author's own pointer does not name the place."""
    here = finding.here
    return here is None or (here.section, here.start, here.end) != (
        place.part.section.id, place.start, place.end,
    )  # fmt: skip


def relocked(
    survey: Survey, findings: Sequence[Finding], done: Mapping[str, Candidate | None]
) -> Lock:
    """Every settled phrase as it stands now, every open one as it was proven.

    The fingerprints of the text are those of the old one until nothing is open: what is open has
    to be found among what was new since then. Names of an event's phrases follow the text's order,
    once all of them are settled.
    """
    place, phrases = survey.lock.place, list[Proven]()
    for _, group in groupby(findings, key=_owner):
        own = list(group)
        here = [(f.name, c) for f in own if (c := done.get(f.name))]
        left = [f for f in own if f.name not in done]
        if not left:
            ordered = sorted(here, key=lambda item: _order(survey, item[1]))
            here = [(_numbered(f, n), c) for n, (f, c) in enumerate(ordered, start=1)]
        phrases += [entry(name, c.part, c.start, c.end, place) for name, c in here]
        phrases += [f.proven for f in left if f.proven]
    is_open = any(f.proven and f.name not in done for f in findings)
    text = survey.lock.text if is_open and survey.lock.text else fingerprints(survey.ground.parts)
    return Lock(place=place, phrases=tuple(phrases), text=text)


def _owner(finding: Finding) -> tuple[str, str]:
    kind, _, rest = finding.name.partition("-")
    return kind, rest.partition("/")[0]


def _order(survey: Survey, c: Candidate) -> tuple[int, int, int]:
    return survey.ground.parts.index(c.part), c.start, c.end


def _numbered(name: str, count: int) -> str:
    kind, _, rest = name.partition("-")
    return telling(rest.partition("/")[0], count) if kind == "event" else name


# ---- The phrase, named anew ----------------------------------------------------------------


def rewrite(survey: Survey, finding: Finding, place: Candidate) -> Rewrite:
    """What a note's or an event's phrase must say to name a place. Raises ValueError."""
    pointer = finding.pointer
    if pointer is None or pointer.selector is None:
        raise ValueError("the text marks it; move the mark")
    path = pointer.selector.place.file
    return Rewrite(
        path=path, owner=pointer.owner, selector=selector(survey, place, pointer.selector)
    )


def selector(survey: Survey, place: Candidate, old: Selector) -> Selector:
    """The shortest phrase that names a place alone; context only as far as it takes."""
    section = place.part.section.id if old.section else ""
    exact = _line(place.words)
    made = Selector(exact=exact, section=section, place=old.place)
    before = word_list(_line(place.part.plain[max(place.start - 2000, 0) : place.start]))
    after = word_list(_line(place.part.plain[place.end : place.end + 2000]))
    for prefix, suffix in _contexts(before, after, old):
        tried = replace(made, prefix=prefix, suffix=suffix)
        found, _ = find(tried, survey.pages, suggest=False)
        if found and _at(found, place):
            return tried
    raise ValueError("nothing beside these words tells them from others: mark them in the text")


def _at(found: Anchor, place: Candidate) -> bool:
    """True where an anchor is a place; white space beside a point makes no other point."""
    low, high = sorted((found.start, place.start))
    beside = not place.part.plain[low:high].strip()
    same = (found.start, found.end) == (place.start, place.end)
    return found.section == place.part.section.id and (same or (not place.words and beside))


def _contexts(
    before: Sequence[str], after: Sequence[str], old: Selector
) -> Iterator[tuple[str, str]]:
    """Prefix and suffix to try, ever longer; a key that the author wrote is not left empty."""
    alone = not (old.prefix or old.suffix)
    if alone:
        yield "", ""
    for count in range(1, MOST_CONTEXT):
        prefix, suffix = "".join(before[-2 * count :]).strip(), "".join(after[: 2 * count]).strip()
        if alone or not old.suffix:
            yield prefix, ""
        if alone or not old.prefix:
            yield "", suffix
        yield prefix, suffix


def _line(text: str) -> str:
    """On one line, without what a reader cannot see."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").replace("\u2060", "").split())
