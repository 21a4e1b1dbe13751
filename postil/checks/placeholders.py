"""Words that Postil wrote in an author's place, and that still stand there."""

from collections.abc import Iterator

from postil.model import Files
from postil.problems import Place, Problem, problem

SECTION_TEXT = "Write this section here."
NOTE_TEXT = "Write here what a reader should know about these words."
FILL_IN = "# fill in"
_SENTENCES = (SECTION_TEXT, NOTE_TEXT)
_BEGINNING = "Write "  # of both sentences
_HINTS = {
    SECTION_TEXT: "write the section, or delete its file",
    NOTE_TEXT: "write the note, or delete its file",
}


def placeholders(files: Files) -> tuple[Problem, ...]:
    """A problem for each such line of a site's files."""
    found = list[Problem]()
    for path, text in files.texts.items():
        if path.endswith(".md"):
            if _BEGINNING in text:
                found += _sentences(path, text)
        elif FILL_IN in text and path.endswith((".yaml", ".yml")):
            found += _values(path, text)
    return tuple(found)


def _sentences(path: str, text: str) -> Iterator[Problem]:
    """Lines of Markdown that say nothing but what a scaffold says."""
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if words in _SENTENCES:
            place = Place(file=path, line=number, column=line.index(words) + 1)
            message = f"postil new wrote this, and nobody else yet: “{words}”"
            yield problem("placeholder", place, message, _HINTS[words])


def _values(path: str, text: str) -> Iterator[Problem]:
    """Values of YAML with a comment behind them that they are to be filled in."""
    for number, line in enumerate(text.split("\n"), start=1):
        before, mark, what = line.partition(f" {FILL_IN}")
        if mark and before.strip() and not before.lstrip().startswith("#"):
            place = Place(file=path, line=number, column=len(before) + 2)
            asked = f": {what.lstrip(': ')}" if what.strip(": ") else ""
            message = f"this still waits to be filled in{asked}"
            hint = "write what is right, and delete the comment behind it"
            yield problem("placeholder", place, message, hint)
