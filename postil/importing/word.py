"""A Word document (DOCX) → Manuscript, through mammoth and the reader of pages.

What mammoth passes over is looked for in the document itself, and listed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from postil.importing.manuscript import Manuscript, words_of
from postil.importing.outline import blocks
from postil.importing.runs import Run, dropped, read_runs
from postil.problems import Place, Problem, problem

LIMIT = 64 * 1024 * 1024
"""Bytes of all parts of a document together, unpacked."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STYLES = """
p[style-name='Title'] => p.postil-headline:fresh
p[style-name='Subtitle'] => p.standfirst:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""


def read(content: bytes, file: str) -> Manuscript:
    """A document as a manuscript. Raises ImportError where mammoth is not installed."""
    import mammoth

    found = _unsafe(content, file)
    if found:
        return Manuscript(blocks=(), words=(), problems=(found,))
    no_images = mammoth.images.img_element(_no_image)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(content), style_map=_STYLES, convert_image=no_images
        )
    except Exception as error:  # noqa: BLE001 (a library's trouble with a broken file)
        wrong = _broken(file, f"this document cannot be read: {type(error).__name__}")
        return Manuscript(blocks=(), words=(), problems=(wrong,))
    runs = read_runs(made.value)
    return Manuscript(
        blocks=blocks(runs),
        unit="paragraph",
        marked_up=True,
        words=words_of(" ".join(run.text for run in runs)),
        left_out=tuple(_left_out(content, runs, ("document", "footnotes", "endnotes"))),
        around=tuple(_left_out(content, runs, ("header", "footer"))),
        remarks=(*_remarks(content), *dropped(runs)),
    )


def _no_image(_image: object) -> dict[str, str]:
    """Pictures are not brought along, and none is opened."""
    return {"src": ""}


def _unsafe(content: bytes, file: str) -> Problem | None:
    """Why a file is no document that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LIMIT:
                much = f"{LIMIT // 1024 // 1024} MB"
                return _broken(file, f"this document is larger than {much} when unpacked")
            texts = [archive.read(n) for n in archive.namelist() if n.endswith((".xml", ".rels"))]
        if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in texts):
            return _broken(file, "this document declares XML entities, as no word processor does")
        if not any(name == "word/document.xml" for name, _ in _parts(content)):
            return _broken(file, "this is no Word document (DOCX): it has no word/document.xml")
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        return _broken(file, "this is no Word document (DOCX), or a damaged one")
    except ET.ParseError:
        return _broken(file, "a part of this document is no XML")
    return None


def _broken(file: str, message: str) -> Problem:
    hint = "open it in a word processor and save it anew as .docx"
    return problem("file-unreadable", Place(file=file), message, hint)


def _parts(content: bytes) -> list[tuple[str, ET.Element]]:
    """The XML parts that hold text, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [
            (name, ET.fromstring(archive.read(name)))  # noqa: S314 (without entities: see _unsafe)
            for name in sorted(archive.namelist())
            if _PART.fullmatch(name)
        ]


def _left_out(content: bytes, runs: tuple[Run, ...], kinds: tuple[str, ...]) -> Iterator[str]:
    """Paragraphs in some kinds of parts that are not among the runs."""
    told = "".join("".join(run.text.split()) for run in runs)
    parts = [root for name, root in _parts(content) if _kind(name) in kinds]
    for root in parts:
        for paragraph in root.iter(f"{_W}p"):
            text = "".join(_texts(paragraph))
            if text.strip() and "".join(text.split()) not in told:
                yield " ".join(text.split())


def _kind(name: str) -> str:
    match = _PART.fullmatch(name)
    return match[1] if match else ""


def _texts(element: ET.Element) -> Iterator[str]:
    """The words of a paragraph itself: not those of paragraphs or fallbacks inside it."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\N{NON-BREAKING HYPHEN}"
        elif child.tag not in (f"{_W}p", _FALLBACK):
            yield from _texts(child)


def _remarks(content: bytes) -> Iterator[str]:
    """What a word processor shows and an import cannot."""
    for name, root in _parts(content):
        deleted = sum(1 for _ in root.iter(f"{_W}delText"))
        if deleted and _kind(name) == "document":
            yield f"changes were tracked: {deleted} deletions are left out, insertions are taken in"
        if next(root.iter(f"{_W}footnoteReference"), None) is not None:
            yield "its footnotes stand at the end, and their numbers in brackets in the text"
        if next(root.iter(f"{_W}drawing"), None) is not None:
            yield "its pictures are not brought along: put them into images/"
