"""Is a quotation in its source, word for word? Texts made ready for that, and the comparison.

Beyond what `folding` makes equal, nested quotation marks equal outer ones, a dash is the same with
and without spaces around it, and ". . ." is "...". All else must agree, but for what the author
marked: see `quotation_marks`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from postil.folding import folded_text
from postil.quoted.quotation_marks import Run, runs
from postil.record import record

# How many characters of the source may stand where a quotation is marked.
REACH = {"joined": 0, "part": 20, "added": 80, "omitted": 2000}
MOST_WORK = 50_000_000  # characters looked at for one run: only a pathological one needs as many
MOST_MARKS = 50  # in one quotation; with more of them, too little is quoted to prove

_DASH = "\x01"  # folding leaves it alone, and no text holds it
_LONG = str.maketrans(dict.fromkeys("‒–—―", _DASH))
_DASHES = re.compile(f" ?(?:{_DASH} ?)+| - ")
_DOTS = re.compile(r"\.(?: \.){2}")
_SAME = str.maketrans({"—": "-", '"': "'"})
_FINAL = re.compile(r"(?<!\.)[,.](?='*$)")
_CONTRACTED = re.compile(r"'(?:[tsdm]|re|ve|ll)(?![^\W_])", re.IGNORECASE)
# Scripts that do not part words by spaces: there a quotation may begin and end at any letter.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


@record
class Text:
    """A text made ready. `same` is compared; `shown` is as long, and what a problem shows."""

    shown: str
    same: str


def ready(text: str) -> Text:
    """A text for comparing, in linear time."""
    folded = folded_text(re.sub("-{2,}", _DASH, text.translate(_LONG)))
    shown = _DASHES.sub("—", _DOTS.sub("...", folded)).strip(" ")
    return Text(shown=shown, same=shown.translate(_SAME))


def occurs(quotation: Text, source: Text) -> bool:
    """True where the words stand in the source, beginning and ending with whole words.

    A last comma or full stop need not stand there: many set their own inside the closing mark.
    """
    wanted = dict.fromkeys((quotation.same, _FINAL.sub("", quotation.same)))
    return any(_literally(words, source) or _marked(words, source) for words in wanted)


def starts(run: Run, source: Text) -> Iterator[int]:
    """Every offset of the source at which a run's words stand."""
    words = run.text
    at = source.same.find(words) if words else -1
    for _ in range(max(1000, MOST_WORK // max(len(words), 1))):
        if at < 0:
            return
        if _whole(run, at, source.shown):
            yield at
        at = source.same.find(words, at + 1)


def _literally(words: str, source: Text) -> bool:
    run = Run(kind="start", text=words)
    return has_words(words) and next(starts(run, source), None) is not None


def _marked(words: str, source: Text) -> bool:
    """True where the runs between the marks stand in the source in order, and near enough."""
    parts = runs(words)
    if "[" not in words or len(parts) > MOST_MARKS or not any(has_words(r.text) for r in parts):
        return False
    ends: list[int] = []
    for run in parts:
        if run.text:  # the last one is empty where a mark ends the quotation
            found = starts(run, source)
            ends = [at + len(run.text) for at in found if _reached(run, at, ends, source.shown)]
            if not ends:
                return False
    return True


def _reached(run: Run, at: int, ends: Sequence[int], text: str) -> bool:
    """True where a run that starts at `at` follows the one before, which may end at `ends`."""
    if run.letter:
        at -= 1
        if at < 0 or text[at].lower() != run.letter.lower() or inside(text, at):
            return False
    if run.kind == "start":
        return True
    nearest = bisect_right(ends, at) - 1
    if nearest < 0 or at - ends[nearest] > REACH[run.kind]:
        return False
    between = text[ends[nearest] : at]
    return run.kind != "part" or all(is_word(c) or c in "'-" for c in between)


def _whole(run: Run, at: int, text: str) -> bool:
    """True where a run at `at` cuts no word, but for those that a mark completes."""
    left = run.open_left or not inside(text, at)
    return left and (run.open_right or not inside(text, at + len(run.text)))


def inside(text: str, at: int) -> bool:
    """True where `at` stands inside a word, a hyphenated one, a contraction or a number.

    So "cat" is not in "concatenate", "guilty" not in "non-guilty", "can" not in "can't" and "5"
    not in "1.5"; but "homme" is in "l'homme".
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if is_word(before) and is_word(after):
        combining = unicodedata.category(after)[0] == "M"
        return combining or not (_UNSPACED.match(before) or _UNSPACED.match(after))
    return _joins(text, at) or _joins(text, at - 1)


def _joins(text: str, at: int) -> bool:
    """True where the sign at `at` makes one word of what stands around it."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    if len(around) < 2 or not all(map(is_word, around)):
        return False
    if text[at] == "'":
        return bool(_CONTRACTED.match(text, at))
    return text[at] == "-" or (text[at] in ".,:" and around.isdigit())


def is_word(character: str) -> bool:
    """True for letters, digits and the marks on letters."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def has_words(text: str) -> bool:
    """True where there is something to compare."""
    return any(map(is_word, text))
