"""The files, read back as a build reads them, say what the input says: paragraph by paragraph.

Compared character by character; only runs of spaces, tabs and line ends inside a paragraph count
as one space. Every block has exactly one place, and all places are shown on the page: the title,
the standfirst, the sections' titles and their paragraphs.
"""

from collections.abc import Iterator, Mapping, Sequence

from postil.files.values import fold
from postil.importing.manuscript import Block, Draft, Plan, words_of
from postil.model import Article, Files, Section
from postil.parse import parse
from postil.problems import Place, Problem, problem
from postil.record import record

_HINT = "nothing was written; please report this, with the text if you may"


@record
class Proof:
    """What was compared."""

    paragraphs: int
    words: int
    problems: tuple[Problem, ...]


def prove(plan: Plan, texts: Mapping[str, str], file: str) -> Proof:
    """Read the files back and compare. `texts` are an article's files by path."""
    site, _ = parse(Files(texts=texts))
    place = Place(file=file)
    if not site.articles:
        wrong = problem("output", place, "the article cannot be read back", _HINT)
        return Proof(paragraphs=0, words=0, problems=(wrong,))
    pairs = [*_pairs(plan, site.articles[0])]
    problems = [
        problem("output", place, f'"{meant[:60]}" would read "{found[:60]}"', _HINT)
        for _, meant, found in pairs
        if meant != found
    ]
    told = [said for _, said in sorted(_by_block(pairs))]
    words = words_of(" ".join(told))
    if words != _wanted(plan):
        problems.append(problem("output", place, _difference(words, _wanted(plan)), _HINT))
    return Proof(paragraphs=len(pairs), words=len(words), problems=tuple(problems))


Pair = tuple[int, str, str]


def _pairs(plan: Plan, article: Article) -> Iterator[Pair]:
    """(the block's number, what a paragraph is meant to say, what it says)."""
    number = {id(block): n for n, block in enumerate(plan.manuscript.blocks)}
    if plan.headline:
        yield number[id(plan.headline)], fold(plan.headline.text), article.title
    if plan.standfirst:
        yield number[id(plan.standfirst)], fold(plan.standfirst.text), article.standfirst
    if len(article.sections) != len(plan.sections):
        yield -1, f"{len(plan.sections)} sections", f"{len(article.sections)} sections"
    for draft, section in zip(plan.sections, article.sections, strict=False):
        yield from _section_pairs(draft, section, number)


def _section_pairs(draft: Draft, section: Section, number: Mapping[int, int]) -> Iterator[Pair]:
    if draft.heading:
        yield number[id(draft.heading)], fold(draft.heading.text), section.title
    meant = [(number[id(b)], fold(text)) for b in draft.blocks for text in b.texts]
    found = [fold(text) for text in section.doc.plain.split("\n\n") if text]
    for at in range(max(len(meant), len(found))):
        block, said = meant[at] if at < len(meant) else (len(number), "")
        yield block, said, found[at] if at < len(found) else ""
    wanted = sorted(d.label for d in draft.definitions if d.footnote)
    given = sorted(d.id for d in section.doc.definitions)
    if wanted != given:
        yield -1, f"footnotes {wanted}", f"footnotes {given}"


def _by_block(pairs: Sequence[Pair]) -> Iterator[tuple[tuple[int, int], str]]:
    """What was found, to be put in the input's order."""
    for order, (number, _, found) in enumerate(pairs):
        yield (number, order), found


def _wanted(plan: Plan) -> tuple[str, ...]:
    """The input's words, less those of blocks that the person had left out."""
    if "left-out" not in plan.roles:
        return plan.manuscript.words
    kept = zip(plan.manuscript.blocks, plan.roles, strict=True)
    return words_of(" ".join(_words(block) for block, role in kept if role != "left-out"))


def _words(block: Block) -> str:
    return " ".join(block.texts)


def _difference(found: Sequence[str], wanted: Sequence[str]) -> str:
    """Where two texts part."""
    at = next(
        (n for n, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b),
        min(len(found), len(wanted)),
    )
    here, there = " ".join(found[at : at + 5]), " ".join(wanted[at : at + 5])
    return f'word {at + 1} on would read "{here}" instead of "{there}"'
