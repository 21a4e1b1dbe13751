"""`postil new`: what one starts from, as files that are yours from then on."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from postil.commands import note as notes
from postil.commands.authoring import (
    appended,
    chosen,
    desk,
    edited,
    fit_id,
    fits,
    folder,
    written,
)
from postil.commands.common import parser, show_error, wrong_use
from postil.dates import DateError, parse
from postil.files.addresses import check_slug
from postil.files.values import nfc
from postil.importing.division import slug
from postil.model import Article
from postil.problems import Place, PostilError, problem
from postil.scaffolding import scaffolds, schemas
from postil.scaffolding.placing import create

EXAMPLES = """\
  postil new site mysite --article bridge
  postil new article clock --title "The town clock"
  postil new section "What the witnesses said"
  postil new note opening --quote "opened in 1932"
  postil new event opening --date 1932-05-14 --source courier-1932
  postil new source courier-1932
  postil new workflow github-pages
  postil new template parts/note
"""


def run(arguments: Sequence[str]) -> int:
    """Write it; status 1 where a build would refuse what is there now."""
    options = _parser().parse_args(arguments)
    try:
        return KINDS[options.kind_of_thing](options)
    except PostilError as error:
        return show_error(error)


def _parser() -> argparse.ArgumentParser:
    what = "Write the first text of something; what is there already is never touched."
    made = parser("new", what, EXAMPLES)
    made.add_argument("kind_of_thing", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    made.add_argument(
        "name",
        metavar="NAME",
        help="a site's folder, a section's title, a host, a template, else an id",
    )
    made.add_argument("--date", metavar="DATE", default="", help="an event's date, in EDTF")
    notes.add_note(made)
    return made


def _site(options: argparse.Namespace) -> int:
    root = Path(options.name)
    first = _slug("--article", options.article or "first")
    if (root / "content").exists():
        message, hint = "this is a site already", "postil new article SLUG adds to it"
        raise PostilError([problem("output", Place(file=str(root / "content")), message, hint)])
    title = options.title or scaffolds.titled(root.resolve().name)
    files = scaffolds.site(title, first)
    if (root / ".gitignore").exists():  # whoever has one keeps it
        files = {path: text for path, text in files.items() if path != ".gitignore"}
    made = {**{path: schemas.linked(path, text) for path, text in files.items()}, **schemas.files()}
    create(root, {path: text.encode() for path, text in made.items()})
    for path in files:
        print(f"wrote {root / path}")
    print(f"wrote {root / schemas.FOLDER}, by which editors complete and check these files")
    there = "" if root.resolve() == Path.cwd() else f"cd {root}, "
    print(f"now: {there}write into content/{first}/01-text.md, and run postil serve")
    return 0


def _article(options: argparse.Namespace) -> int:
    at, name = desk(options.site), _slug("NAME", options.name)
    files = scaffolds.article(name, options.title or scaffolds.titled(name))
    return written(at, files)


def _section(options: argparse.Namespace) -> int:
    at = desk(options.site)
    article = chosen(at, options.article)
    id_ = options.id or slug(options.name)
    if not id_:
        wrong_use("new section: say with --id ID what the section's address is to be")
    id_ = fit_id("--id", id_)
    if id_.casefold() in {section.id.casefold() for section in article.sections}:
        wrong_use(f"there is a section {id_} already; name another with --id ID")
    path = f"{folder(article)}/{_after_last(article)}-{id_}.md"
    status = written(at, {path: scaffolds.section(id_, options.name)})
    edited(at.site / path, options.edit)
    return status


def _after_last(article: Article) -> str:
    """The number before the name of a section that comes last: "04"."""
    names = [section.place.file.rpartition("/")[2] for section in article.sections]
    numbers = [found[0] for name in names if (found := re.match(r"\d+", name))]
    width = max(map(len, numbers), default=2)
    return f"{max(map(int, numbers), default=0) + 1:0{width}}"


def _note(options: argparse.Namespace) -> int:
    options.id = options.name
    return notes.add(options)


def _event(options: argparse.Namespace) -> int:
    try:
        if options.date:
            parse(options.date)
    except DateError as error:
        wrong_use(f"--date: {error.message}{f'; {error.hint}' if error.hint else ''}")
    at = desk(options.site)
    article, id_ = chosen(at, options.article), fit_id("NAME", options.name)
    if id_.casefold() in {event.id.casefold() for event in article.events}:
        wrong_use(f"the article has an event {id_} already")
    short = f"{folder(article)}/timeline.yml"
    path = short if short in at.files.texts else f"{folder(article)}/timeline.yaml"
    entry = scaffolds.event(id_, options.title, options.date, options.source)
    return _entered(options, path, entry)


def _source(options: argparse.Namespace) -> int:
    from postil.commands.source import sources_file
    from postil.model import Source
    from postil.scaffolding.source_records import entry

    at = desk(options.site)
    article, id_ = chosen(at, options.article), fit_id("NAME", options.name)
    if id_.casefold() in {source.id.casefold() for source in article.sources}:
        wrong_use(f"the article has a source {id_} already")
    title = options.title or scaffolds.titled(id_)
    made = Source(id=id_, place=Place(file=""), type="webpage", title=title)
    return _entered(options, sources_file(at, article), entry(made, untitled=not options.title))


def _workflow(options: argparse.Namespace) -> int:
    """Files with which a host builds and publishes the site at every push."""
    from postil.commands.common import find_site
    from postil.scaffolding.workflows import WORKFLOWS

    if options.name not in WORKFLOWS:
        wrong_use(f"there is no workflow {options.name}; there are: {', '.join(WORKFLOWS)}")
    workflow = WORKFLOWS[options.name]
    create(find_site(options.site), {path: t.encode() for path, t in workflow.files.items()})
    for path in workflow.files:
        print(f"wrote {path}")
    print(workflow.then)
    return 0


def _template(options: argparse.Namespace) -> int:
    """A template that changes nothing yet, and names the blocks that it could."""
    from postil.commands.common import find_site
    from postil.problems import closest
    from postil.theme import default_theme

    name, shipped = options.name.removesuffix(".html"), default_theme()
    paths = sorted(shipped.rglob("*.html"))
    names = [path.relative_to(shipped).with_suffix("").as_posix() for path in paths]
    if name not in names:
        hint = closest(name, names) or f"there are {', '.join(names)}"
        wrong_use(f"there is no template {options.name}; {hint}")
    text = (shipped / f"{name}.html").read_text(encoding="utf-8")
    path = f"templates/{name}.html"
    create(find_site(options.site), {path: scaffolds.template(name, text).encode()})
    print(f"wrote {path}")
    return 0


def _entered(options: argparse.Namespace, path: str, entry: str) -> int:
    at = desk(options.site)
    if not fits(at, path, entry):
        message = "an entry cannot be put at the end of this list"
        hint = "write the list with a dash before each entry, not in brackets: - id: …"
        raise PostilError([problem("output", Place(file=path), message, hint)])
    status = appended(at, path, entry)
    edited(at.site / path, options.edit)
    return status


def _slug(option: str, name: str) -> str:
    made = nfc(name)
    if wrong := check_slug(made):
        wrong_use(f"{option}: {wrong.message}{f'; {wrong.hint}' if wrong.hint else ''}")
    return made


KINDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "site": _site,
    "article": _article,
    "section": _section,
    "note": _note,
    "event": _event,
    "source": _source,
    "workflow": _workflow,
    "template": _template,
}
