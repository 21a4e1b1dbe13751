"""What each file of content/ is, by its path alone; what is nothing that Postil reads."""

import re
from collections.abc import Iterator

from postil.model import Files
from postil.problems import Place, Problem, nearest, problem

_SECTION = re.compile(r"\d[^/]*\.md")
_NOTE = re.compile(r"notes/[^/]+\.md")
_SOURCES = re.compile(r"sources\.(?:ya?ml|json)|[^/]+\.bib")
_TIMELINE = re.compile(r"timeline\.ya?ml")
_LOCK = "anchors.lock"
_RECORD = re.compile(r"article\.ya?ml")
_NAMES = ("article.yaml", "timeline.yaml", "sources.yaml", "sources.json")
_TOP = re.compile(r"content/site\.ya?ml|seeds/[^/]+\.(?:ya?ml|txt)")


class Folder:
    """A folder of content/ with an article.yaml (`record`), and the paths of what it holds."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = f"content/{name}"
        self.record = ""
        self.sections: list[str] = []
        self.notes: list[str] = []
        self.timelines: list[str] = []
        self.lock = ""
        self.sources: list[str] = []
        self.images: list[str] = []
        self.others: list[str] = []

    def texts(self) -> list[str]:
        """The texts that its article is made of."""
        lists = (self.sections, self.notes, self.timelines, self.sources)
        single = [path for path in (self.record, self.lock) if path]
        return [*single, *(path for paths in lists for path in paths)]


def folder(name: str, files: Files) -> Folder:
    """One folder of content/, of files that stand in it; what is wrong with them is told before."""
    found, prefix = Folder(name), f"content/{name}/"
    for path in sorted([*files.texts, *files.binaries]):
        _sort(found, path, path.removeprefix(prefix), [])
    return found


def folders(files: Files, problems: list[Problem]) -> list[Folder]:
    """The folders of articles, in the order of their names."""
    found: dict[str, Folder] = {}
    for path in sorted([*files.texts, *files.binaries]):
        top, _, below = path.partition("/")
        name, slash, rest = below.partition("/")
        if top == "content" and slash:
            folder = found.setdefault(name, Folder(name))
            _sort(folder, path, rest, problems)
    articles = []
    for folder in found.values():
        if folder.record:
            articles.append(folder)
            problems += [_unknown(path) for path in folder.others]
        else:
            problems.append(_unpublished(folder))
    return articles


def stray(files: Files) -> Iterator[Problem]:
    """Files of content/ and seeds/ that stand in no folder and are none that Postil reads."""
    for path in sorted([*files.texts, *files.binaries]):
        if not _TOP.fullmatch(path) and (path.count("/") == 1 or path.startswith("seeds/")):
            yield _unknown(path)
    if {"content/site.yaml", "content/site.yml"} <= files.texts.keys():
        yield _twice("content/site.yml", "content/site.yaml")


def _sort(folder: Folder, path: str, rest: str, problems: list[Problem]) -> None:
    """Put a path where it belongs."""
    if _SECTION.fullmatch(rest):
        folder.sections.append(path)
    elif _NOTE.fullmatch(rest):
        folder.notes.append(path)
    elif rest.startswith("images/") and not rest.endswith(_TEXT_ENDINGS):
        folder.images.append(path)
    elif _SOURCES.fullmatch(rest):
        folder.sources.append(path)
    elif _TIMELINE.fullmatch(rest):
        folder.timelines.append(path)
    elif rest == _LOCK:
        folder.lock = path
    elif not _RECORD.fullmatch(rest):
        folder.others.append(path)
    elif folder.record:
        problems.append(_twice(path, folder.record))
    else:
        folder.record = path


_TEXT_ENDINGS = (".md", ".yaml", ".yml", ".json", ".bib", ".txt", ".lock")


def _unknown(path: str) -> Problem:
    """A file that nothing reads, with what it may be meant for."""
    name = path.rpartition("/")[2]
    close = nearest(name, _NAMES) if path.count("/") == 2 else ""
    hint = f"do you mean {close}?" if close else "move it, or begin its name with a full stop"
    if name.endswith(".md"):
        hint = "a section's name begins with a number (01-text.md); a note stands in notes/"
    elif not name.endswith(_TEXT_ENDINGS):
        hint = "pictures stand in the article's images/"
    return problem("file-unknown", Place(file=path), f"Postil does not read {name} here", hint)


def _unpublished(folder: Folder) -> Problem:
    message = f"{folder.path} has no article.yaml, so nothing of it is published"
    texts = [*folder.sections, *folder.notes, *folder.timelines, *folder.sources]
    path = min(filter(None, [*texts, *folder.images, *folder.others, folder.lock]))
    hint = "add article.yaml with a title"
    return problem("file-unknown", Place(file=path), message, hint)


def _twice(path: str, other: str) -> Problem:
    message = f"{path} and {other} are the same file to Postil"
    return problem("file-collision", Place(file=path), message, "delete one of them")
