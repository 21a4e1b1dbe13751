"""What `postil import FILE` does: a text → a new article, and the proof that no word is lost."""

import argparse
import os
import shlex
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from postil.commands.authoring import linked
from postil.commands.common import show, wrong_use
from postil.commands.import_options import wishes
from postil.commands.line import line
from postil.importing.files import article_files, seed_record, text_of
from postil.importing.intake import Intake, intake
from postil.importing.manuscript import Manuscript, Plan, words_of
from postil.importing.notes import Copies, copy
from postil.importing.planning import plan
from postil.importing.proof import Proof, prove
from postil.importing.telling import count, left_out, notes, parts, rights
from postil.load import load
from postil.model import Article, Files
from postil.parse import parse
from postil.pipeline import prove_files
from postil.problems import Place, PostilError, Problem, closest, problem
from postil.progress import say
from postil.record import record
from postil.scaffolding.placing import place, refuse_taken, staged

LIMIT = 64 * 1024 * 1024
"""Bytes that an input may have; a text among them 8 MB, as every file of a site."""


@record
class Made:
    """A new article in memory: its texts by path, what stands in seeds/, what was proved of them.

    `problems` are those that the site would have with it, and has not without.
    """

    texts: Mapping[str, str]
    beside: Mapping[str, bytes]
    proof: Proof
    copies: Copies | None
    problems: tuple[Problem, ...]


def import_text(site: Path, options: argparse.Namespace) -> int:
    """Read, plan, prove, write, tell: in this order, so that a closed pipe stops no writing.

    The status is 1 where something stands in the way of a build afterwards. Raises PostilError
    where something stands in the way of the import: nothing is written then.
    """
    with line(quiet=options.quiet):
        say(f"reading {options.file.name}")
        taken = _taken_in(options)
        wanted = wishes(options)
        _refuse_nowhere(taken.manuscript, wanted.roles)
        draft = plan(taken.manuscript, wanted)
        say("proving that no word is lost")
        made = _made(site, draft, taken, options)
    if not options.dry_run:
        _write(site, draft, made, str(options.file))
    if options.dry_run or not options.quiet:
        _tell(draft, made, options)
    show(made.problems)
    return 1 if any(found.level == "error" for found in made.problems) else 0


def _tell(draft: Plan, made: Made, options: argparse.Namespace) -> None:
    """What each line became, what came along, and that no word is lost."""
    for told in (
        *parts(draft),
        *left_out(draft, everything=options.dry_run),
        *draft.remarks,
        *(rights(draft) if made.beside else ()),
    ):
        print(told)
    for told in notes(options.notes, made.copies) if made.copies else ():
        print(told)
    print(f"{'nothing written; it would be' if options.dry_run else 'done:'} {_counted(made)}")


def _refuse_nowhere(made: Manuscript, roles: Mapping[int, str]) -> None:
    """End the program where `--role` names a line that says nothing."""
    lines = {line for block in made.blocks for line in range(block.first, block.last + 1)}
    missing = sorted(roles.keys() - lines)
    if missing:
        wrong_use(f"--role: no text stands on {made.unit} {missing[0]}; see --dry-run")


def _counted(made: Made) -> str:
    """Such as: 6 files in content/lamp/; every word is there, 657 words in 19 paragraphs."""
    folder = "/".join(min(made.texts).split("/")[:2])
    beside = f" and {', '.join(sorted(made.beside))}" if made.beside else ""
    words, paragraphs = count(made.proof.words, "word"), count(made.proof.paragraphs, "paragraph")
    proved = f"no word is lost or changed: {words} in {paragraphs}, read back and compared"
    return f"{count(len(made.texts), 'file')} in {folder}/{beside}; {proved}"


# ---- reading ---------------------------------------------------------------------------------


def _taken_in(options: argparse.Namespace) -> Intake:
    """The input, read. Raises PostilError; ends the program where a library is missing."""
    name = str(options.file)
    content = _content(options.file)
    try:
        taken = intake(content, name, options.format, options.encoding)
    except ImportError as error:
        library = {"html": "readability-lxml", "docx": "mammoth"}[options.format]
        pip = f"{shlex.quote(sys.executable)} -m pip install {library}"
        wrong_use(f"importing {options.format} needs {library} ({error}): {pip}")
    if taken.manuscript.problems:
        raise PostilError(taken.manuscript.problems)
    return taken


def _content(path: Path) -> bytes:
    """The bytes of a regular file, and of nothing that could be waited for."""
    where = Place(file=str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            wrong = problem("file-unreadable", where, "this is not a regular file", "name a file")
            raise PostilError([wrong])
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        message = f"this cannot be read: {reason}"
        raise PostilError([problem("file-unreadable", where, message, "name a file")]) from None
    if len(content) > LIMIT:
        message = f"this file is larger than {LIMIT // 1024 // 1024} MB"
        raise PostilError([problem("file-unreadable", where, message, "import it in parts")])
    return content


# ---- making ----------------------------------------------------------------------------------


def _made(site: Path, draft: Plan, taken: Intake, options: argparse.Namespace) -> Made:
    """The new article in memory, proved. Raises PostilError where it must not be."""
    files, _ = load(site)
    beside = _beside(site, files, draft, taken, options)
    refuse_taken(site, f"content/{draft.slug}", beside)
    texts = {path: linked(site, path, text) for path, text in article_files(draft).items()}
    proof = prove(draft, texts, str(options.file))
    if proof.problems:
        raise PostilError(proof.problems)
    before = set(prove_files(files).problems)
    copies = _copies(files, texts, beside, options.notes) if options.notes else None
    texts = {**texts, **(copies.texts if copies else {})}
    after = prove_files(_with(files, texts, beside)).problems
    return Made(
        texts=texts,
        beside=beside,
        proof=proof,
        copies=copies,
        problems=tuple(found for found in after if found not in before),
    )


def _beside(
    site: Path, files: Files, draft: Plan, taken: Intake, options: argparse.Namespace
) -> Mapping[str, bytes]:
    """The record of the text, and the text where it is asked for.

    No record is made where one is named that is of this very text.
    """
    content = taken.seed or text_of(draft)
    words = len(words_of(content.decode(taken.encoding)))
    text = seed_record(draft, content, taken.encoding, words)
    path = f"seeds/{draft.seed}.yaml"
    digest = text.partition('sha256: "')[2].partition('"')[0]
    known = options.seed and digest in files.texts.get(path, "")
    record_ = {} if known else {path: linked(site, path, text).encode("utf-8")}
    kept = {f"seeds/{draft.seed}.txt": content} if options.copy_text else {}
    return {**record_, **kept}


def _copies(
    files: Files, texts: Mapping[str, str], beside: Mapping[str, bytes], slug: str
) -> Copies:
    """Another article's notes; those that a build would refuse here stay where they are."""
    of = _article(files, slug)
    to, refused = parse(Files(texts=texts))[0].articles[0], dict[str, str]()
    while True:
        copies = copy(of, files.texts, to, refused)
        found = prove_files(_with(files, {**texts, **copies.texts}, beside)).problems
        wrong = {
            one.place.file.rpartition("/")[2].removesuffix(".md"): one.message
            for one in found
            if one.level == "error" and one.place.file.startswith(f"content/{to.slug}/notes/")
        }
        if not wrong:
            return copies
        refused |= wrong


def _article(files: Files, slug: str) -> Article:
    articles = {article.slug: article for article in parse(files)[0].articles}
    if slug not in articles:
        hint = closest(slug, articles) or f"there are {', '.join(articles) or 'none'}"
        wrong_use(f"--notes: there is no article {slug}; {hint}")
    return articles[slug]


def _with(files: Files, texts: Mapping[str, str], beside: Mapping[str, bytes]) -> Files:
    """The site's files and the new ones."""
    records = {path: b.decode() for path, b in beside.items() if path.endswith(".yaml")}
    binaries = {path: b for path, b in beside.items() if path.endswith(".txt")}
    return Files(
        texts=dict(sorted({**files.texts, **texts, **records}.items())),
        binaries=dict(sorted({**files.binaries, **binaries}.items())),
    )


# ---- writing ---------------------------------------------------------------------------------


def _write(site: Path, draft: Plan, made: Made, name: str) -> None:
    """Stage the files, prove once more what is on the disk, then let them appear all at once."""
    folder = f"content/{draft.slug}"
    inside = {path[len(folder) + 1 :]: text.encode() for path, text in made.texts.items()}
    with _reported(site), staged(site, folder, inside) as stage:
        texts = {f"{folder}/{path}": (stage / path).read_bytes().decode() for path in inside}
        again = prove(draft, texts, name)
        if again.problems or texts != dict(made.texts):
            hint = "try again; nothing was written"
            wrong = problem("output", Place(file=folder), "the disk gave other words back", hint)
            raise PostilError(again.problems or [wrong])
        place(site, stage, folder, made.beside)


@contextmanager
def _reported(site: Path) -> Iterator[None]:
    """A full disk, a folder that may not be written: one line, and nothing is left behind."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        named = str(error.filename or site).partition("/.import-")[0]  # our own folder, hidden
        where = Place(file=os.path.relpath(named, site))
        wrong = problem("output", where, f"this cannot be written: {reason}", "nothing was written")
        raise PostilError([wrong]) from None
