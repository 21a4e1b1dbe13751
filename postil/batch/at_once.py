"""A build of all articles at once, for sites that cannot be looked at in parts (edge)."""

from collections.abc import Iterable

from postil.batch.plain import large
from postil.batch.wish import Outcome, Wish
from postil.edition import Proof
from postil.pipeline import prove, render_site
from postil.published.compress import compressed
from postil.write import write


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
        counts=counted((one.proof for one in editions), sum(large(e.article) for e in editions)),
        written=write(files, wish.output, wish.root, adopt=wish.adopt) if files else None,
    )


def counted(proofs: Iterable[Proof], photographs: int) -> dict[str, int]:
    """What a build counts, in all its articles; the large photographs are counted already."""
    found = list(proofs)
    return {
        "articles": len(found),
        "notes": sum(one.notes for one in found),
        "claims": sum(one.claims for one in found),
        "events": sum(one.events for one in found),
        "sources": sum(one.sources for one in found),
        "quotations": sum(one.quotations for one in found),
        "large": photographs,
        "compared": sum(one.quotations_verified for one in found),
    }
