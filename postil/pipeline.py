"""The order of things: load → parse → anchor → resolve → check → render → write."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from postil.model import OutFile, Publication, Site
from postil.problems import PostilError, Problem, ordered
from postil.record import record, replace


@record
class Proved:
    """A site that was read and checked. `publication` is None where there is nothing to show."""

    site: Site | None
    publication: Publication | None
    problems: tuple[Problem, ...]

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


def prove(root: Path, *, seeds: Path | None = None) -> Proved:
    """Read a site and check all that a build proves. Writes nothing.

    `seeds` is a folder of texts outside the site, which quotations may be compared with.
    """
    from postil.anchor import anchor
    from postil.check import check
    from postil.load import load
    from postil.parse import parse
    from postil.resolve import resolve

    files, problems = load(root, seeds)
    site, wrong = parse(files)
    problems += wrong
    anchors = {}
    for article in site.articles:
        anchors[article.slug], wrong = anchor(article)
        problems += wrong
    publication, wrong = resolve(site, anchors)
    problems += wrong + check(publication)
    return Proved(
        site=site,
        publication=publication if site.articles else None,
        problems=levelled(problems, site.settings.rules),
    )


def render_site(root: Path, proved: Proved) -> Built:
    """The published files of a proved site; none where a problem is an error."""
    from postil import __version__
    from postil.render import render
    from postil.theme import Compiled, load_theme

    if not proved.ok or proved.publication is None:
        return Built(proved=proved, files=(), problems=proved.problems)
    files, wrong = render(proved.publication, load_theme(root), __version__, Compiled(root))
    problems = ordered((*proved.problems, *wrong))
    return Built(proved=proved, files=() if errors(problems) else files, problems=problems)


def build(
    root: Path, output: Path, *, adopt: bool = False, seeds: Path | None = None
) -> tuple[Built, Any]:
    """Build a site into a folder: all of it, or nothing and the problems."""
    from postil.write import write

    built = render_site(root, prove(root, seeds=seeds))
    if not built.files:
        return built, None
    return built, write(built.files, output, root, adopt=adopt)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those problems that stop a build."""
    return tuple(found for found in problems if found.level == "error")


def levelled(problems: Iterable[Problem], rules: Mapping[str, str]) -> tuple[Problem, ...]:
    """In order, each at the level that the site gives its rule; "off" ones left out."""
    known: dict[str, Any] = {"error": "error", "warning": "warning", "info": "info"}
    return ordered(
        replace(found, level=known.get(rules.get(found.rule, ""), found.level))
        for found in problems
        if rules.get(found.rule) != "off"
    )


__all__ = ["Built", "PostilError", "Proved", "build", "errors", "levelled", "prove", "render_site"]
