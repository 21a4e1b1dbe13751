"""Bytes of an input → Manuscript, and the text that the record in seeds/ will describe."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from postil.importing.manuscript import Block, Manuscript
from postil.problems import Place, Problem, problem
from postil.record import record
from postil.trees.decoding import decode, decode_as
from postil.trees.tree import LENGTH, clean

FORMATS = ("text", "markdown", "html", "docx")
_ENDINGS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".docx": "docx",
}  # fmt: skip


@record
class Intake:
    """An input, read. `seed` are the bytes that the record is of, in `encoding`.

    They are the file's own where it is a text; None for a page or document, whose text is made.
    """

    manuscript: Manuscript
    seed: bytes | None
    encoding: str


def format_of(name: str) -> str:
    """The format that a file's name says, or ""."""
    return _ENDINGS.get(PurePosixPath(name.replace("\\", "/")).suffix.lower(), "")


def intake(content: bytes, name: str, form: str, encoding: str) -> Intake:
    """Read an input in one of FORMATS; what is wrong is in `manuscript.problems`.

    Raises ImportError where a library for it is not installed.
    """
    if form == "docx":
        from postil.importing import word

        made = word.read(content, name)
    else:
        text, found = _text(content, name, form, encoding)
        if text is None:
            return Intake(manuscript=_nothing(found), seed=None, encoding=encoding)
        made = _read(text, name, form)
    wrong = made.problems or tuple(_unfit(made, name))
    is_text = form in ("text", "markdown")
    return Intake(
        manuscript=_nothing(wrong) if wrong else made,
        seed=content if is_text else None,
        encoding=encoding if is_text else "utf-8",
    )


def _read(text: str, name: str, form: str) -> Manuscript:
    """A decoded input as a manuscript."""
    if form == "html":
        from postil.importing import page

        return page.read(text, name)
    if form == "markdown":
        from postil.importing import marked

        return marked.read(text, name)
    from postil.importing import plain

    found = clean(text, Place(file=name))[1]
    return _nothing(found) if found else plain.read(text)


def _text(
    content: bytes, name: str, form: str, encoding: str
) -> tuple[str | None, tuple[Problem, ...]]:
    """An input's text; a page that says its encoding is told how to name it."""
    if len(content) > LENGTH:
        message = f"this text is larger than {LENGTH // 1024 // 1024} MB"
        wrong = problem("file-unreadable", Place(file=name), message, "import it in parts")
        return None, (wrong,)
    if encoding != "utf-8":
        return decode_as(content, name, encoding)
    likely = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "windows-1252"
    if form == "html":
        from postil.importing.metadata import charset

        likely = charset(content) or likely
    return decode(content, name, f"save it as UTF-8, or name its encoding: --encoding {likely}")


def _unfit(made: Manuscript, name: str) -> Iterator[Problem]:
    """Characters that no page may hold, and a text that says nothing."""
    if not any(block.texts for block in made.blocks):
        passed = made.left_out or made.around
        hint = "save its text as .txt and import that" if passed else "is this the right file?"
        yield problem("article-empty", Place(file=name), "there is no text in this file", hint)
    for block in made.blocks:
        for text in block.texts:
            yield from clean(text, _place(made, block, name))[1][:1]


def _place(made: Manuscript, block: Block, name: str) -> Place:
    return Place(file=name, line=block.first if made.unit == "line" else 1)


def _nothing(problems: tuple[Problem, ...]) -> Manuscript:
    return Manuscript(blocks=(), words=(), problems=problems)
