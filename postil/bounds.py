"""How much a text may ask of the parser: beyond that, its words stay words, and there is a problem.

Emphasis and brackets that never close make the parser's time grow with the square of a paragraph,
and what nests deeper than its limit it leaves out in silence. No text for readers comes near.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType

from postil.problems import Place, Problem, problem

PARAGRAPH = 20_000_000
"""What one paragraph may cost: half a second. A page of print costs some thousands."""

DOCUMENT = 100_000_000
"""What all paragraphs of a text may cost together."""

DEPTH = 40
"""How deeply quotations and lists may nest: a list and its item are two."""

_SEEN, _SPENT = "bounds-seen", "bounds-spent"
_FEW = 20
_BRACKET = re.compile(r"[\[\]]")


def install(md: MarkdownIt) -> None:
    """Add the bounds to a parser."""
    md.options["maxNesting"] = DEPTH + 20  # of blocks; ours come first, and do not keep silent
    md.block.ruler.before("table", "too_deep", too_deep)
    md.core.ruler.at("inline", inline)


def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What nests too deeply is passed over, and noted."""
    if state.level < DEPTH:
        return False
    if not silent:
        _note(state.env, start, "quotations and lists nest too deeply here")
    state.line = end
    return True


def inline(state: StateCore) -> None:
    """The parser's own reading of paragraphs, but for those that ask too much."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        asked = cost(token.content)
        state.env[_SPENT] = state.env.get(_SPENT, 0) + asked
        if asked > PARAGRAPH or (asked > DOCUMENT / 1_000 and state.env[_SPENT] > DOCUMENT):
            reason = "too many signs of emphasis, brackets or < in one paragraph to make sense of"
            _note(state.env, token.map[0] if token.map else 0, reason)
            token.children = list(_plain(token.content))
        else:
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def cost(content: str) -> int:
    """About how many steps a paragraph takes beyond its length.

    Each sign of emphasis is compared with those before it; for each bracket that stays open or
    stands in others, the rest is searched; a `<` is tried as several things.
    """
    signs = sum(map(content.count, "*_~"))
    return signs * signs + _open(content) * len(content) + 500 * content.count("<")


def _open(content: str) -> int:
    """How many brackets never close, or how deeply they nest; few of them count as none."""
    if content.count("[") <= _FEW:
        return 0
    depth = deepest = 0
    for bracket in _BRACKET.findall(content):
        depth = depth + 1 if bracket == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest if deepest > _FEW else 0


def _plain(content: str) -> list[Token]:
    """A paragraph's lines as they are."""
    tokens = []
    for number, line in enumerate(content.split("\n")):
        if number:
            tokens.append(Token("softbreak", "br", 0))
        tokens.append(Token("text", "", 0, content=line))
    return tokens


def _note(env: EnvType, line: int, reason: str) -> None:
    env.setdefault(_SEEN, {}).setdefault(line, reason)


def problems(env: EnvType, place: Place) -> tuple[Problem, ...]:
    """What was passed over in a text that begins at `place`; `env` is what the parser was given."""
    return tuple(
        problem(
            "text-pathological",
            Place(file=place.file, line=place.line + line, column=1 if line else place.column),
            reason,
            "part it, or set it as code, between lines of ```",
        )
        for line, reason in env.get(_SEEN, {}).items()
    )
