"""The words of an import: blocks of an input, what each one is, and the plan of an article."""

import re
from typing import Literal

from postil.problems import Problem
from postil.record import record

ROLES = (
    "headline", "standfirst", "byline", "dateline", "caption", "credit", "heading", "body",
    "author-note", "left-out",
)  # fmt: skip
"""What a block can be; `--role` takes these names."""

Kind = Literal["paragraph", "headline", "heading", "standfirst", "byline", "caption", "other"]


@record
class Block:
    """A block of the input: `texts` are its paragraphs, `markdown` is how a section writes them.

    `first` and `last` are lines of the input, or its number where an input has no lines. `kind` is
    what the input's markup says of it; "paragraph" says nothing, "other" is a list, a table and
    the like. Blocks with no blank line between them share a `group`.
    """

    first: int
    last: int
    group: int
    kind: Kind = "paragraph"
    level: int = 0
    texts: tuple[str, ...]
    markdown: str

    @property
    def text(self) -> str:
        """All it says, on one line."""
        return " ".join(self.texts)


@record
class Facts:
    """What an input, its markup or the person at the terminal tells of a text; "" is not known."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    url: str = ""
    published: str = ""
    retrieved: str = ""
    rights: str = ""
    language: str = ""
    standfirst: str = ""


@record
class Definition:
    """A Markdown definition apart from the text: a footnote's, or a link's address."""

    label: str
    markdown: str
    footnote: bool


@record
class Manuscript:
    """An input, read. `words` are the input's own, found without cutting it into blocks.

    `left_out` are passages of the file that the text lacks, `around` those before and after it;
    `remarks` are what else the person should know.
    """

    blocks: tuple[Block, ...]
    unit: Literal["line", "paragraph"] = "line"
    marked_up: bool = False
    facts: Facts = Facts()
    words: tuple[str, ...]
    definitions: tuple[Definition, ...] = ()
    left_out: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@record
class Draft:
    """A section to be: its file's name, id, title (a block's, or ours, or none) and its blocks.

    `closing`: it stands after the text, and a rule parts it where it has no title.
    """

    file: str
    id: str
    title: str = ""
    heading: Block | None = None
    blocks: tuple[Block, ...]
    definitions: tuple[Definition, ...] = ()
    closing: bool = False


@record
class Plan:
    """An article to be. `roles` are the blocks' roles, in order; `facts` are complete."""

    slug: str
    seed: str
    manuscript: Manuscript
    roles: tuple[str, ...]
    facts: Facts
    headline: Block | None
    standfirst: Block | None
    sections: tuple[Draft, ...]
    remarks: tuple[str, ...] = ()


def words_of(text: str) -> tuple[str, ...]:
    """Its words: what stands between spaces, tabs and line ends, each with all its characters."""
    return tuple(word for word in re.split(r"[ \t\n]+", text) if word.strip())
