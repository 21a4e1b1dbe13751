"""What `postil import --annotations` does: a file of annotations → new files in notes/."""

from collections.abc import Iterable
from pathlib import Path

from postil.annotations.intake import Imported, NoteFile, notes
from postil.commands.common import show, wrong_use
from postil.commands.line import line
from postil.model import Site
from postil.pipeline import Proved, errors, prove
from postil.problems import Place, PostilError, problem
from postil.progress import say
from postil.telling.verdicts import levelled


def import_annotations(root: Path, file: Path, slug: str, *, quiet: bool = False) -> int:
    """Write a note for each annotation that stands on the article's words; the exit status."""
    with line(quiet=quiet):
        proved = prove(root)
        folder = _folder(root, proved.site, slug)
        say(f"reading {file.name}")
        found = _imported(proved, _text(file), str(file), slug)
    _write(folder / "notes", found.notes)
    rules = proved.site.settings.rules if proved.site else {}
    problems = levelled(found.problems, rules)
    show(problems)
    if not quiet:
        print(_summary(found, folder))
    return 1 if errors(problems) else 0


def _folder(root: Path, site: Site | None, slug: str) -> Path:
    """The article's folder; ends the program with status 2 where there is none."""
    articles = {article.slug: article for article in site.articles} if site else {}
    if slug not in articles:
        known = ", ".join(articles) or "none"
        wrong_use(f"there is no article {slug}; articles are: {known}")
    return root / Path(articles[slug].place.file).parent


def _text(file: Path) -> str:
    """The file's text; raises PostilError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        found = problem("file-unreadable", Place(file=str(file)), error.strerror or str(error))
    except UnicodeDecodeError as error:
        message = f"this file is not UTF-8: byte {error.start} is wrong"
        found = problem("file-encoding", Place(file=str(file)), message, "save it as UTF-8")
    raise PostilError([found])


def _imported(proved: Proved, text: str, file: str, slug: str) -> Imported:
    editions = proved.publication.editions if proved.publication else ()
    edition = next(edition for edition in editions if edition.article.slug == slug)
    anchors = {placed.note.id: placed.anchor for placed in edition.notes}
    return notes(text, file, edition.article, anchors, edition.language)


def _write(folder: Path, made: Iterable[NoteFile]) -> None:
    """Write new files, all or none; what is there already is never touched."""
    written = list[Path]()
    try:
        folder.mkdir(exist_ok=True)
        for note in made:
            path = folder / f"{note.id}.md"
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(path)
                stream.write(note.text)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        message = f"cannot write: {error.strerror or error}; no note was written"
        place = Place(file=str(error.filename or folder))
        raise PostilError([problem("output", place, message)]) from error


def _summary(found: Imported, folder: Path) -> str:
    made, present = len(found.notes), found.present
    there = f"; {present} {'was' if present == 1 else 'were'} there already" if present else ""
    if not made:
        return f"no note written{there}"
    return f"wrote {made} {'note' if made == 1 else 'notes'} into {folder / 'notes'}{there}"
