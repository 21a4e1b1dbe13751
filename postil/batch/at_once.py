"""A build of all articles at once, for sites that cannot be looked at in parts (edge)."""

from collections.abc import Sequence

from postil.batch.plain import PROOF, counts_of, large
from postil.batch.wish import Outcome, Wish
from postil.pipeline import prove, render_site
from postil.published.compress import compressed
from postil.write import write

_COUNTED = ("notes", "claims", "events", "sources", "quotations")


def build_at_once(wish: Wish) -> Outcome:
    """The same as `build`, of a site with links instead of folders, or with too many files."""
    since = wish.since or wish.output
    proved = prove(wish.root, wish.today, seeds=wish.seeds, since=since, encode=True)
    built = render_site(wish.root, proved)
    files = built.files
    editions = proved.publication.editions if proved.publication else ()
    if files and wish.brotli:
        files = (*files, *compressed(files, wish.brotli))
    return Outcome(
        problems=built.problems,
        silenced=proved.silenced,
        counts=counted([counts_of(e) for e in editions], sum(large(e.article) for e in editions)),
        written=write(files, wish.output, wish.root, adopt=wish.adopt) if files else None,
    )


def counted(proofs: Sequence[Sequence[int]], photographs: int) -> dict[str, int]:
    """What a build counts, of all articles' counts as `plain` lists them."""
    sums = dict(zip(PROOF, map(sum, zip(*proofs, strict=True)), strict=True)) if proofs else {}
    told = {"articles": len(proofs)}
    told |= {name: sums.get(name, 0) for name in _COUNTED}
    return {**told, "large": photographs, "compared": sums.get("quotations_verified", 0)}
