"""Documents: a small site, what a command says of it, and the mended site, in one text file.

    A title in a sentence.

    $ postil check
    --- content/lamp/article.yaml
    title: The lamp
    --- content/lamp/01-night.md (latin-1)
    --- content/lamp/02-day.md -> ../elsewhere.md
    --- content/lamp/images/tower.png (base64)
    === printed
    what the terminal shows, standard error first
    === mended
    --- content/lamp/02-day.md (deleted)
    --- content/lamp/03-day.md
    files that are changed; the others stay as they are above

The command line may be left out (`postil check`), in the second part too. The printed part is
written by `pytest --update-expected`.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

_FILE = re.compile(r"^--- (?P<path>.+?)(?: \((?P<how>[\w-]+)\)| -> (?P<target>.+))?$", re.MULTILINE)
_COMMAND = re.compile(r"^\$ postil (.*)\n", re.MULTILINE)
_PARTS = re.compile(r"^=== (printed|mended)\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of a document: `how` is its text's encoding, "base64" for bytes, or "deleted".

    `target` is where a link leads.
    """

    path: str
    text: str
    how: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A command and the files that are written before it runs."""

    command: tuple[str, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document, read; `mended` is None where it has no such part."""

    title: str
    head: str
    stage: Stage
    printed: str
    mended: Stage | None
    tail: str

    def with_printed(self, printed: str) -> str:
        """The document's text with another printed part."""
        return f"{self.head}=== printed\n{printed}{self.tail}"


def read(text: str) -> Document:
    """Read a document."""
    head, *rest = _PARTS.split(text)
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    mended = parts.get("mended")
    return Document(
        title=head.partition("\n")[0],
        head=head,
        stage=_stage(head),
        printed=parts.get("printed", ""),
        mended=None if mended is None else _stage(mended),
        tail="" if mended is None else f"=== mended\n{mended}",
    )


def _stage(text: str) -> Stage:
    command = _COMMAND.search(text)
    heads = list(_FILE.finditer(text))
    ends = [head.start() for head in heads][1:] + [len(text)] * bool(heads)
    return Stage(
        command=tuple(command[1].split() if command else ["check"]),
        files=tuple(
            File(
                path=head["path"],
                text=text[head.end() + 1 : end],
                how=head["how"] or "",
                target=head["target"] or "",
            )
            for head, end in zip(heads, ends, strict=True)
        ),
    )


def lay(stage: Stage, root: Path) -> None:
    """Write a stage's files below a folder."""
    for file in stage.files:
        path = root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if file.target:
            path.symlink_to(file.target)
        elif file.how == "base64":
            path.write_bytes(b64decode(file.text))
        elif file.how != "deleted":
            path.write_text(file.text, encoding=file.how or "utf-8", newline="\n")
        elif not any(path.parent.iterdir()):
            path.parent.rmdir()
