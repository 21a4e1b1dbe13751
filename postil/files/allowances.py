"""Rules silenced for one place, with a reason: `allow: [{rule: …, because: …}]`.

An allowance stands with what it is about: in a note's or a section's front matter, in an event or
a source, or in article.yaml for all of an article or one `file:` of it. `words:` narrows it to the
lines where those words of the same file stand.
"""

from postil.fields import Fields
from postil.files.values import quoted
from postil.folding import fold, folded_text
from postil.model import Allowance
from postil.problems import Place, nearest, problem
from postil.record import replace
from postil.rules import FIXED, LEVELS


def in_file(f: Fields, body: str, below: Place) -> tuple[Allowance, ...]:
    """Those of a file's front matter; `body` is the text below it, which begins at `below`."""
    made = []
    for inner in f.mappings("allow", "an allowance"):
        found = _allowance(inner, f.file)
        words = inner.text("words")
        first, last = _lines(words, body, below, inner) if words else (1, 0)
        inner.done()
        if found and first:
            made.append(replace(found, first=first, last=last))
    return tuple(made)


def in_lines(f: Fields, last: int) -> tuple[Allowance, ...]:
    """Those of an entry of a list, which ends at line `last` (0: with its file)."""
    made = []
    for inner in f.mappings("allow", "an allowance"):
        found = _allowance(inner, f.file)
        inner.done()
        if found:
            made.append(replace(found, first=f.place.line, last=last))
    return tuple(made)


def in_folder(f: Fields, folder: str) -> tuple[Allowance, ...]:
    """Those of article.yaml, for the whole of its folder, or for one file."""
    made = []
    for inner in f.mappings("allow", "an allowance"):
        file = inner.text("file")
        found = _allowance(inner, f"{folder}/{file}")
        inner.done()
        if found:
            made.append(found)
    return tuple(made)


def _allowance(f: Fields, file: str) -> Allowance | None:
    """One allowance; None if it names no rule that may be silenced, or gives no reason."""
    rule, because = f.text("rule", required=True), f.text("because", required=True)
    place = f.place_of("rule")
    if rule and rule not in LEVELS:
        hint = nearest(rule, LEVELS)
        message = f"there is no rule {quoted(rule)}"
        found = problem("value-unknown", place, message, f"do you mean {hint}?" if hint else "")
        f.problems.append(found)
    elif rule in FIXED or rule == "allow-unused":
        message = f"{rule} cannot be silenced"
        hint = "mend what it reports; postil explain says how"
        f.problems.append(problem("value-unknown", place, message, hint))
    elif rule and because:
        return Allowance(rule=rule, because=because, place=place, file=file)
    return None


def _lines(words: str, body: str, below: Place, f: Fields) -> tuple[int, int]:
    """First and last line of the one place where words stand in a text; (0, 0) and a problem."""
    folded, wanted = fold(body), folded_text(words)
    count = folded.text.count(wanted)
    if count != 1:
        rule, where = ("anchor-ambiguous", f"{count} places") if count else ("anchor-missing", "")
        message = f"these words stand in {where}" if count else "these words are not in this file"
        hint = "take more of the words around them" if count else "copy them from the file"
        place = f.place_of("words")
        f.problems.append(problem(rule, place, f"{message}: {quoted(words)}", hint))
        return 0, 0
    at = folded.text.index(wanted)
    start, end = folded.start(at) or 0, folded.end(at + len(wanted)) or 0
    first = below.line + body.count("\n", 0, start)
    return first, first + body.count("\n", start, end)
