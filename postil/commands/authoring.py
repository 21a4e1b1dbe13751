"""What commands that write for an author share: which article, what is new, the editor."""

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from postil.commands.common import find_site, show, wrong_use
from postil.files.values import check_id, nfc
from postil.load import load
from postil.model import Article, Files
from postil.pipeline import errors, prove_files
from postil.problems import Problem, closest
from postil.reanchoring.amend import amend
from postil.record import record
from postil.scaffolding.placing import create


@record
class Desk:
    """A site that somebody writes in; `site` is its folder."""

    site: Path
    files: Files
    articles: tuple[Article, ...]
    language: str


def add_article(made: argparse.ArgumentParser) -> None:
    """`--article`, for commands that write into one."""
    made.add_argument(
        "--article",
        metavar="SLUG",
        help="which article (default: the one of this folder, or the only one)",
    )


def add_edit(made: argparse.ArgumentParser) -> None:
    """`--edit` and `--no-edit`."""
    made.add_argument(
        "--edit",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="open the file in $VISUAL or $EDITOR (default: at a terminal, where one is set)",
    )


def desk(named: Path | None) -> Desk:
    """The site as it stands on the disk; its problems are another command's."""
    from postil.parse import parse

    site = find_site(named)
    files, _ = load(site)
    parsed, _ = parse(files)
    return Desk(site=site, files=files, articles=parsed.articles, language=parsed.settings.language)


def chosen(at: Desk, slug: str | None) -> Article:
    """The article that is meant; ends the program with status 2 where that is not clear."""
    known = {article.slug: article for article in at.articles}
    if slug is not None:
        if slug in known:
            return known[slug]
        hint = closest(slug, known) or f"articles are: {', '.join(known) or 'none'}"
        wrong_use(f"there is no article {slug}; {hint}")
    here = Path.cwd().resolve()
    for article in at.articles:
        own = (at.site / folder(article)).resolve()
        if here == own or own in here.parents:
            return article
    if len(at.articles) == 1:
        return at.articles[0]
    names = ", ".join(known) or "none yet: postil new article SLUG makes one"
    return wrong_use(f"say which article with --article SLUG; articles are: {names}")


def folder(article: Article) -> str:
    """The article's folder, by path below the site's."""
    return article.place.file.rpartition("/")[0]


def fit_id(option: str, id_: str) -> str:
    """An id in NFC; ends the program with status 2 where it cannot be one."""
    made = nfc(id_)
    if wrong := check_id(made):
        wrong_use(f"{option}: {wrong.message}{f'; {wrong.hint}' if wrong.hint else ''}")
    return made


def written(at: Desk, files: Mapping[str, str], told: str = "") -> int:
    """Create files, all or none, and say so; the status is 1 where a build would now refuse."""
    files = {path: linked(at.site, path, text) for path, text in files.items()}
    create(at.site, {path: text.encode() for path, text in files.items()})
    return _told(at, files, told)


def appended(at: Desk, path: str, entry: str, told: str = "") -> int:
    """Put an entry at the end of a list, in a new file if need be; the rest stays as it is."""
    before = at.files.texts.get(path)
    if before is None:
        entry = linked(at.site, path, entry)
    amend(at.site, {path: lambda text: after(text, entry)}, at.files.texts)
    return _told(at, {path: after(before or "", entry)}, told)


def linked(site: Path, path: str, text: str) -> str:
    """A new file's text; with a line that leads editors to its schema, if the site has that."""
    from postil.scaffolding import schemas

    there = (site / schemas.FOLDER / f"{schemas.kind_of(path)}.json").is_file()
    return schemas.linked(path, text) if there else text


def after(text: str, entry: str) -> str:
    """A YAML list with one more entry at its end, in the line ends that the file has."""
    if not text.strip():
        return text + entry
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") else end
    return text + gap + entry.replace("\n", end)


def fits(at: Desk, path: str, entry: str) -> bool:
    """Whether the list can be read with the entry in it: not one in brackets, for instance."""
    before = at.files.texts.get(path, "")
    return _count(after(before, entry)) == _count(before) + _count(entry)


def _count(text: str) -> int:
    from postil.problems import Place
    from postil.trees import yaml_tree
    from postil.trees.tree import Sequence

    node, problems = yaml_tree.read(text, Place(file=""))
    return len(node.items) if isinstance(node, Sequence) and not errors(problems) else 0


def _told(at: Desk, files: Mapping[str, str], told: str) -> int:
    for path in files:
        print(f"wrote {at.site / path}" if at.site != Path.cwd() else f"wrote {path}")
    if told:
        print(told)
    found = new_problems(at, files)
    show(found)
    return 1 if errors(found) else 0


def new_problems(at: Desk, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """What a build would say of these texts, and does not say without them."""
    texts = dict(sorted({**at.files.texts, **files}.items()))
    known = {(one.rule, one.message, one.place.file) for one in prove_files(at.files).problems}
    found = prove_files(Files(texts=texts, binaries=at.files.binaries)).problems
    return tuple(
        one
        for one in found
        if one.rule not in _EXPECTED
        and one.place.file in files
        and (one.rule, one.message, one.place.file) not in known
    )


_EXPECTED = ("source-unused", "placeholder")  # of what is new: who cites and writes it comes next


def edited(path: Path, asked: bool | None, run: Callable[..., object] = subprocess.run) -> None:
    """Open a file in the author's editor, if that is asked for, or at a terminal that has one."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    wanted = sys.stdin.isatty() and sys.stdout.isatty() if asked is None else asked
    if not wanted or not editor:
        if asked:
            wrong_use(f"--edit: set VISUAL or EDITOR to your editor; the file is {path}")
        return
    sys.stdout.flush()
    try:
        run([*shlex.split(editor), str(path)], check=False)
    except (OSError, ValueError) as error:
        wrong_use(f"the editor {editor} cannot be started ({error}); the file is {path}")
