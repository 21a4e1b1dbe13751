"""The order of things: load → parse → anchor → resolve → check → render → write."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from postil.dates import Day
from postil.edition import Publication
from postil.memo import Memo, at_once
from postil.model import Files, OutFile, Site
from postil.problems import PostilError, Problem, ordered
from postil.progress import each, say
from postil.record import record

if TYPE_CHECKING:
    from postil.cards.studio import Painter
    from postil.reanchoring.outcomes import Survey
    from postil.telling.verdicts import Silenced

Surveys: TypeAlias = Mapping[str, "Survey"]


@record
class Proved:
    """A site that was read and checked. `publication` is None where there is nothing to show."""

    site: Site | None
    publication: Publication | None
    problems: tuple[Problem, ...]
    silenced: "tuple[Silenced, ...]" = ()

    @property
    def ok(self) -> bool:
        """True where no problem is an error."""
        return self.publication is not None and not errors(self.problems)


@record
class Built:
    """The published files, in memory; empty where an error stands in the way."""

    proved: Proved
    files: tuple[OutFile, ...]
    problems: tuple[Problem, ...]


def prove(
    root: Path,
    today: Day | None = None,
    *,
    seeds: Path | None = None,
    since: Path | None = None,
    encode: bool = False,
) -> Proved:
    """Read a site and check all that a build proves. Writes nothing but what it may keep.

    `today` is for rules about age, which are left out where it is None; `seeds` is a folder of
    texts outside the site, which quotations may be compared with; `since` is what was published
    last, a folder or its record, to look for what vanished or changed. With `encode`, pictures get
    their copies, as they are published.
    """
    from postil.load import load

    say("reading")
    files, problems = load(root, seeds)
    return prove_files(with_pictures(files, root, encode=encode), problems, today, since)


def with_pictures(files: Files, root: Path, *, encode: bool = False) -> Files:
    """The same files with their pictures developed."""
    if not any(path.startswith("content/") for path in files.binaries):
        return files
    from postil.pictures.darkroom import Darkroom

    return Darkroom(root, encode=encode).develop(files)


def prove_files(
    files: Files,
    problems: tuple[Problem, ...] = (),
    today: Day | None = None,
    since: Path | None = None,
    memo: Memo = at_once,
) -> Proved:
    """Check all that a build proves of files in memory; `problems` are those of reading them.

    `memo` may keep what was made of the same texts before; the result is the same.
    """
    from postil.anchor import anchored
    from postil.check import check
    from postil.checks.hygiene import hygiene
    from postil.parse import parse
    from postil.resolve import resolve
    from postil.telling.verdicts import judge

    site, wrong = parse(files, memo)
    problems += wrong
    anchors = {}
    for article in each("placing notes", site.articles):
        anchors[article.slug], wrong = memo(anchored, article, site.settings.language, memo)
        problems += wrong
    say("checking")
    publication, wrong = resolve(site, anchors, memo)
    problems += wrong + hygiene(files) + check(publication, today, memo)
    if since and not errors(problems):  # what could not be read has not vanished
        from postil.published.history import changes
        from postil.published.past import past

        problems += tuple(changes(past(since) or {}, publication))
    verdict = judge(problems, site, aged=today is not None)
    return Proved(
        site=site,
        publication=publication if site.articles else None,
        problems=verdict.problems,
        silenced=verdict.silenced,
    )


def survey(root: Path) -> tuple[Files, Surveys, tuple[Problem, ...]]:
    """Read a site and see what became of each article's proven phrases, by slug.

    The problems are those of reading; a phrase that is not found is a finding.
    """
    from postil.anchor import anchor
    from postil.load import load
    from postil.parse import parse
    from postil.reanchoring.outcomes import survey_of
    from postil.telling.verdicts import levelled

    say("reading")
    files, problems = load(root)
    site, wrong = parse(files)
    surveys = {
        a.slug: survey_of(a, anchor(a)[0], site.settings.language)
        for a in each("comparing", site.articles)
    }
    return files, surveys, levelled(problems + wrong, site.settings.rules)


def render_site(root: Path, proved: Proved) -> Built:
    """The published files of a proved site; none where a problem is an error."""
    from postil.theme import load_theme

    if not proved.ok:
        return Built(proved=proved, files=(), problems=proved.problems)
    return render_proved(root, proved, load_theme(root))


def render_proved(
    root: Path, proved: Proved, theme: Mapping[str, str], memo: Memo = at_once
) -> Built:
    """The published files of a proved site with a theme (path → text)."""
    from postil import __version__
    from postil.checks.names import collisions
    from postil.checks.published import published
    from postil.compiled import Compiled
    from postil.render import render
    from postil.telling.verdicts import levelled

    if not proved.ok or proved.publication is None:
        return Built(proved=proved, files=(), problems=proved.problems)
    compiled = memo(Compiled, theme)
    paint = painter_of(root, proved.publication, memo)
    files, wrong = render(proved.publication, theme, __version__, compiled, memo, paint)
    if paint is None and wants_cards(proved.publication):
        wrong += (no_painter(proved.publication),)
    say("checking the pages")
    # Where sources hold links that are known to be broken, pages are not asked for them again.
    known = {found.rule for found in (*proved.problems, *(s.problem for s in proved.silenced))}
    if not errors(wrong):  # else pages are missing, and links to them would be problems
        wrong += published(
            files, proved.publication.settings, links="link-broken" not in known, memo=memo
        )
    wrong += tuple(collisions([file.path for file in files]))
    problems = ordered((*proved.problems, *levelled(wrong, proved.publication.settings.rules)))
    return Built(proved=proved, files=() if errors(problems) else files, problems=problems)


def painter_of(root: Path, publication: Publication, memo: Memo = at_once) -> "Painter | None":
    """Who paints a site's preview cards; None where none is wanted, or the library is missing."""
    if not wants_cards(publication):
        return None
    from postil.cards.painter import painter

    return memo(painter, str(root))


def wants_cards(publication: Publication) -> bool:
    """Others ask for a card by its whole address, so only a site that has one has cards."""
    editions = publication.editions
    return bool(publication.settings.url) and not all(e.article.card for e in editions)


def no_painter(publication: Publication) -> Problem:
    """Cards are wanted, and nobody can paint them."""
    from postil.problems import problem

    message = "preview cards are not drawn: the library resvg-py is not installed"
    hint = "pip install 'postil[card]', or bring a picture for each article (card:)"
    return problem("card-undrawn", publication.settings.place, message, hint)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those problems that stop a build."""
    return tuple(found for found in problems if found.level == "error")


__all__ = [
    "Built",
    "PostilError",
    "Proved",
    "errors",
    "prove",
    "prove_files",
    "render_site",
    "survey",
]
