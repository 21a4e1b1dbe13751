"""What became of each proven phrase in the text as it stands now. Pure; nothing here is accepted.

A mark in the text travels with it; a stand-off phrase is found by its exact words or not at all.
What is asked here is whether that place is still the one that was proven; and if there is none,
which passages it may have become. A number corrected in the phrase's sentence is a change there,
and never a move to a sentence elsewhere that still has the old number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from postil.anchor import Page
from postil.edition import Anchor, Anchors
from postil.files.lock import NAME, telling
from postil.model import Article, Lock, Proven
from postil.problems import Place
from postil.reanchoring.candidates import Candidate, Ground, plausible, sentence, sure, weigh
from postil.reanchoring.gathering import gather
from postil.reanchoring.meaning import Touch, touches
from postil.reanchoring.passages import beside
from postil.reanchoring.pointers import Pointer, paired, pointers, retired
from postil.record import record, replace

Status = Literal["unchanged", "moved", "changed", "ambiguous", "gone", "new", "stale"]
STATUSES: tuple[Status, ...] = (
    "unchanged", "moved", "changed", "ambiguous", "gone", "new", "stale",
)  # fmt: skip
_TIE = 0.05
_SHOWN = 5


@record
class Finding:
    """What became of a phrase. `here` is where the build puts it now; None: nowhere.

    `touches` are what its words' change touches, `around` what a change of their sentence does.
    `bulk`: accepting it with others of its status is safe. `why` says more in a sentence.
    """

    name: str
    status: Status
    pointer: Pointer | None
    proven: Proven | None
    here: Anchor | None
    candidates: tuple[Candidate, ...] = ()
    touches: tuple[Touch, ...] = ()
    around: tuple[Touch, ...] = ()
    elsewhere: bool = False
    bulk: bool = False
    why: str = ""

    @property
    def open(self) -> bool:
        """True where the lock does not say what the text does."""
        return self.status != "unchanged"

    @property
    def best(self) -> Candidate | None:
        """The likeliest place."""
        return self.candidates[0] if self.candidates else None


class Survey:
    """One article's phrases, the lock's on one side and the author's on the other."""

    def __init__(
        self, article: Article, anchors: Anchors, lock: Lock, language: str = "en"
    ) -> None:
        self.article, self.lock, self.language = article, lock, article.language or language
        self.ground = Ground(article, lock)
        self.pages = tuple(Page(section=p.section, folded=p.folded) for p in self.ground.parts)
        self.pointers = pointers(article, anchors, self.pages)

    def findings(self) -> tuple[Finding, ...]:
        """Every phrase, in the order of the lock's names."""
        found: list[Finding] = []
        proven: dict[tuple[str, str], list[Proven]] = {}
        for one in self.lock.phrases:
            proven.setdefault(one.owner, []).append(one)
        for owner in sorted({*self.pointers, *proven}):
            found += self.owned(owner, proven.get(owner, ()), self.pointers.get(owner))
        return tuple(found)

    def owned(
        self, owner: tuple[str, str], old: Sequence[Proven], now: Sequence[Pointer] | None
    ) -> Iterator[Finding]:
        """The phrases of one note or event."""
        if now is None:
            if owner not in retired(self.article):
                yield from (_stale(p) for p in old)
            return
        pairs, fresh = paired(old, now)
        for proven, pointer in pairs:
            yield self.followed(proven, pointer)
        free = (n for n in range(1, len(old) + len(now) + 1))
        taken = {p.name for p in old}
        names = (name for n in free if (name := _name(owner, n)) not in taken)
        for pointer in fresh:
            yield self.unrecorded(next(names), pointer, pointer.here)

    def unrecorded(self, name: str, pointer: Pointer, here: Anchor | None) -> Finding:
        """A phrase that the lock does not hold; one that is found nowhere cannot get into it."""
        if here is None:
            why = "it is not found, or not in one place; postil check says more"
            return Finding(
                name=name, status="gone", pointer=pointer, proven=None, here=None, why=why
            )
        spot = self.spot(here)
        why = "it stands on its words, and the lock does not have it yet"
        return Finding(
            name=name, status="new", pointer=pointer, proven=None, here=here,
            candidates=(spot,), bulk=len(pointer.marks) < 2, why=why,
        )  # fmt: skip

    def spot(self, here: Anchor) -> Candidate:
        """An anchor as a place."""
        on = self.ground.by_id[here.section]
        return Candidate(part=on, start=here.start, end=here.end, found_by=("anchor",))

    # ---- one phrase ------------------------------------------------------------------------

    def followed(self, proven: Proven, pointer: Pointer | None) -> Finding:
        """What became of a phrase that the author still points at, or did."""
        if pointer is None:
            kind, id_ = proven.owner
            return replace(
                _stale(proven), bulk=False, why=f"the text marks it no more for {kind} {id_}"
            )
        if len(pointer.marks) > 1 and pointer.owner[0] == "note":
            return self.marked_twice(proven, pointer)
        if pointer.here:
            return self.found(proven, pointer, pointer.here)
        return self.lost(proven, pointer)

    def found(self, proven: Proven, pointer: Pointer, here: Anchor) -> Finding:
        """The build has a place for it: is that the one which was proven?"""
        spot = weigh(self.ground, proven, self.spot(here))
        finding = Finding(
            name=proven.name, status="moved", pointer=pointer, proven=proven, here=here,
            candidates=(spot,), bulk=True,
        )  # fmt: skip
        if spot.own or (spot.same_words and spot.edited) or _carried(finding, spot):
            return self.in_place(finding, spot)
        if spot.same_words and pointer.selector is not None:
            return self.strayed(finding, spot)
        return self.changed(finding, spot, (spot, *self.rest(proven, spot)))

    def in_place(self, finding: Finding, spot: Candidate) -> Finding:
        """The same words in their sentence: unchanged or moved, unless the sentence turned."""
        around = () if spot.intact else self.turned(finding.proven, spot)
        if around:
            why = "its words are as they were, and its sentence is not"
            return replace(finding, status="changed", around=around, bulk=False, why=why)
        return replace(finding, status="unchanged" if _stands(finding.proven, spot) else "moved")

    def strayed(self, finding: Finding, spot: Candidate) -> Finding:
        """The words stand once, in another sentence than the proven one: a look-alike, it seems."""
        proven = finding.proven
        assert proven is not None  # noqa: S101 - for type checkers
        lost = self.lost(proven, finding.pointer)
        why = "its words now stand in another sentence"
        if lost.status == "gone":
            others = [c for c in lost.candidates if not _same(c, spot)]
            lost = replace(lost, candidates=(spot, *others)[:_SHOWN])
        return replace(lost, here=finding.here, elsewhere=True, bulk=False, why=why)

    def marked_twice(self, proven: Proven, pointer: Pointer) -> Finding:
        """The text marks a note in two places."""
        spots = gather(self.ground, proven, map(self.spot, pointer.marks))
        marked = [c for c in spots if any(_same(c, self.spot(m)) for m in pointer.marks)]
        return Finding(
            name=proven.name, status="ambiguous", pointer=pointer, proven=proven, here=None,
            candidates=tuple(marked), why=f"the text marks it in {len(pointer.marks)} places",
        )  # fmt: skip

    def lost(self, proven: Proven, pointer: Pointer | None) -> Finding:
        """The build has no place for it: where may it have gone?"""
        candidates = gather(self.ground, proven)
        finding = Finding(
            name=proven.name, status="gone", pointer=pointer, proven=proven, here=None,
            candidates=candidates[:_SHOWN],
        )  # fmt: skip
        own = self.own(proven, candidates)
        if len(own) > 1:
            why = f"its sentence stands in {len(own)} places"
            return replace(finding, status="ambiguous", why=why)
        if own:
            return self.moved(finding, own[0])
        likely = plausible(candidates)
        if not likely:
            there = any(c.edited and len(c.equal) > 1 for c in candidates)
            why = "other words stand in its place" if there else "its sentence is no longer there"
            return replace(finding, why=why)
        if len(likely) > 1 and _tied(likely[0], likely[1]):
            why = "more than one passage may be what it became"
            ordered = (*likely, *(c for c in candidates if c not in likely))
            return replace(finding, status="ambiguous", candidates=ordered[:_SHOWN], why=why)
        others = [c for c in candidates if c is not likely[0]]
        if likely[0].same_words and likely[0].edited:
            return self.moved(replace(finding, candidates=(likely[0], *others)[:_SHOWN]), likely[0])
        return self.changed(finding, likely[0], (likely[0], *others))

    def own(self, proven: Proven, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """Where its sentence stands: of several that all are old, the one with an old neighbour."""
        own = [c for c in candidates if c.own]
        was = max((self.ground.was[mark] for mark in proven.sentences[1:-1]), default=0)
        beside = [c for c in own if {"before", "after"} & set(c.equal)]
        return beside if len(beside) == 1 and len(own) <= was else own

    def moved(self, finding: Finding, spot: Candidate) -> Finding:
        """The same words in their sentence, which the note's own phrase finds no more, or twice."""
        placed = self.in_place(replace(finding, bulk=True), spot)
        if placed.status == "unchanged":
            why = "it stands where it stood, but its phrase no longer finds it alone"
            return replace(placed, status="moved", why=why)
        return placed

    def changed(
        self, finding: Finding, spot: Candidate, candidates: Sequence[Candidate]
    ) -> Finding:
        """Other words: what is different, and does it touch what is said?"""
        proven = finding.proven
        assert proven is not None  # noqa: S101 - for type checkers
        touched = touches(proven.words, spot.words, self.language)
        around = self.turned(proven, spot)
        return replace(
            finding,
            status="changed",
            candidates=tuple(candidates)[:_SHOWN],
            touches=touched,
            around=around,
            bulk=not touched and not around and sure(spot),
            why=finding.why or ("" if sure(spot) else "what stands beside it changed as well"),
        )

    def turned(self, proven: Proven | None, spot: Candidate) -> tuple[Touch, ...]:
        """What a change of the sentence around the words touches; the words themselves left out."""
        if proven is None:
            return ()
        before, after = beside(spot.part.plain, spot.start, spot.end)
        old = sentence(proven.before, _HERE, proven.after)
        new = sentence(before, _HERE, after)
        return touches(old, new, self.language)

    def rest(self, proven: Proven, spot: Candidate) -> tuple[Candidate, ...]:
        """The runners-up."""
        return tuple(c for c in gather(self.ground, proven, (spot,)) if not _same(c, spot))


_HERE = "\ufffc"  # stands for the phrase's words, in a sentence of which only the rest is compared


def _stands(proven: Proven | None, spot: Candidate) -> bool:
    """True where a phrase's place is the recorded one: section, paragraph, folded span."""
    if proven is None:
        return False
    on = spot.part
    return (
        proven.section == on.section.id
        and proven.paragraph == on.paragraph(spot.start)
        and proven.folded == (on.folded.at(spot.start), on.folded.at(spot.end))
    )


def _carried(finding: Finding, spot: Candidate) -> bool:
    """True where the text's own mark went with the words and their sentence, or never moved."""
    marked = finding.pointer is not None and finding.pointer.selector is None
    still = spot.same_words and not spot.known and _stands(finding.proven, spot)
    return marked and (spot.intact or still)


def _same(a: Candidate, b: Candidate) -> bool:
    return (a.part, a.start, a.end) == (b.part, b.start, b.end)


def _tied(a: Candidate, b: Candidate) -> bool:
    return len(a.equal) == len(b.equal) and a.score - b.score < _TIE


def _stale(proven: Proven) -> Finding:
    kind, id_ = proven.owner
    return Finding(
        name=proven.name, status="stale", pointer=None, proven=proven, here=None, bulk=True,
        why=f"there is no {kind} {id_} any more",
    )  # fmt: skip


def _name(owner: tuple[str, str], count: int) -> str:
    kind, id_ = owner
    return telling(id_, count) if kind == "event" else f"note-{id_}"


def survey_of(article: Article, anchors: Anchors, language: str = "en") -> Survey:
    """What an article's lock says against its text; an article without a lock has none proven."""
    place = Place(file=f"{article.place.file.rpartition('/')[0]}/{NAME}")
    return Survey(
        article, anchors, article.lock or Lock(place=place, phrases=(), text={}), language
    )


def counts(findings: Iterable[Finding]) -> Mapping[Status, int]:
    """How many there are of each status."""
    found = [finding.status for finding in findings]
    return {status: found.count(status) for status in STATUSES if status in found}
