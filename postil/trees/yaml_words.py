"""What libyaml says is wrong, in plain words: its message and the line it points at → ours."""

import re
from collections.abc import Callable
from typing import NamedTuple

from postil.files.values import quoted

QUOTE_IT = "put the whole value in quotes"


class Fault(NamedTuple):
    """What the YAML reader reports: its words, and lines and columns from 0."""

    problem: str
    context: str
    line: int
    column: int
    context_line: int
    source: str  # the line of the file that `line` names

    @property
    def at(self) -> str:
        """The character that was stumbled over, "" at the end of a line."""
        return self.source[self.column : self.column + 1]


class Words(NamedTuple):
    """A problem's rule, message and hint; `moved` where another column says more."""

    rule: str
    message: str
    hint: str = ""
    column: int | None = None


_TAB = Words("yaml-syntax", "a tab indents this line", "indent with spaces: YAML forbids tabs")
_NO_DASH = Words(
    "yaml-syntax",
    "expected another item of the list above",
    "begin each item of a list with - at the same indentation",
)
_LIST = Words("yaml-syntax", "a list item cannot stand here", "begin the list on its own line")
_CODE_POINT = Words(
    "text-control",
    "an escape in double quotes names no character",
    "type the character itself; half surrogates have no meaning",
)
_TAG = Words("yaml-tag", "a value that begins with ! is a YAML tag, and tags are refused", QUOTE_IT)
_CONTROL = Words("text-control", "a control character stands here", "delete it")
_BLOCK_HEADER = Words(
    "yaml-syntax", "the text of a | or > block begins on the next line", f"or {QUOTE_IT}"
)
_SECOND = Words("yaml-syntax", "something follows the end of the YAML", "delete it, or indent it")
_NO_VALUE = Words("yaml-syntax", "expected a value here", QUOTE_IT)
_DIRECTIVE = Words(
    "yaml-syntax", "a line that begins with % is no YAML that Postil reads", QUOTE_IT
)


def explain(fault: Fault) -> Words:
    """The plainest account of a fault; libyaml's own words where none of ours fits."""
    for needle, say in _EXPLANATIONS:
        if needle in fault.problem:
            return say if isinstance(say, Words) else say(fault)
    words = fault.problem.rstrip(".") or "this cannot be read"
    return Words("yaml-syntax", f"not valid YAML: {words}")


def _no_token(fault: Fault) -> Words:
    if fault.at == "\t":
        return _TAB
    message = f"a value cannot begin with {fault.at}" if fault.at else "a value cannot begin here"
    return Words("yaml-syntax", message, QUOTE_IT)


def _second_colon(fault: Fault) -> Words:
    if _value_with_colon(fault.source, fault.column):
        message = "a colon and a space stand inside a value that is not in quotes"
        return Words("yaml-syntax", message, QUOTE_IT)
    message = "this line is indented as if it belonged to the value above"
    return Words("yaml-syntax", message, "give the keys of one mapping the same indentation")


def _value_with_colon(line: str, column: int) -> bool:
    return re.match(r"\s*(?:- +)*[^\s:#][^:]*: +\S", line[:column]) is not None


def _no_colon(fault: Fault) -> Words:
    words = fault.source.strip()
    shown = f" after {quoted(words)}" if words else ""
    return Words("yaml-syntax", f"a colon is missing{shown}", "write key: value")


def _unclosed(fault: Fault) -> Words:
    if "quoted scalar" in fault.context:
        message = f"a quote opens on line {fault.context_line + 1} and is never closed"
        return Words("yaml-syntax", message, "close it; inside '…' write '' for one '")
    return Words("yaml-syntax", "the file ends too early")


def _no_key(fault: Fault) -> Words:
    before = fault.source[: fault.column].rstrip()
    if before.endswith(("'", '"', "]", "}")) and fault.at:
        message = f"something follows the closing {before[-1]} of a value"
        hint = "put the whole value in one pair of quotes; inside '…' write '' for one '"
        return Words("yaml-syntax", message, hint)
    hint = "give the keys of one mapping the same indentation"
    return Words("yaml-syntax", "expected a key: value line of the mapping above", hint)


def _bracket(fault: Fault) -> Words:
    close = "]" if "]" in fault.problem else "}"
    opened = f"the {'[' if close == ']' else '{'} of line {fault.context_line + 1}"
    return Words("yaml-syntax", f"{opened} lacks a comma or its closing {close}", QUOTE_IT)


def _escape(fault: Fault) -> Words:
    found = fault.source[fault.column : fault.column + 2]
    hint = "write \\\\ for a backslash, or use '…', where a backslash is itself"
    return Words("yaml-syntax", f"{found or 'this'} is no escape in double quotes", hint)


def _sigil(fault: Fault) -> Words:
    sign = "*" if "alias" in fault.context else "&"
    column = fault.source.rfind(sign, 0, fault.column)
    message = f"a value cannot begin with {sign}"
    return Words("yaml-syntax", message, QUOTE_IT, column if column >= 0 else None)


_EXPLANATIONS: tuple[tuple[str, Words | Callable[[Fault], Words]], ...] = (
    ("that cannot start any token", _no_token),
    ("tab character", _TAB),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _unclosed),
    ("unexpected document indicator", _unclosed),
    ("expected key", _no_key),
    ("expected <block end>", _no_key),
    ("'-' indicator", _NO_DASH),
    ("block sequence entries are not allowed", _LIST),
    ("',' or ']'", _bracket),
    ("',' or '}'", _bracket),
    ("unknown escape character", _escape),
    ("hexdecimal number", _escape),
    ("invalid Unicode character escape", _CODE_POINT),
    ("alphabetic or numeric character", _sigil),
    ("tag", _TAG),
    ("'>'", _TAG),
    ("control characters are not allowed", _CONTROL),
    ("special characters are not allowed", _CONTROL),
    ("comment or line break", _BLOCK_HEADER),
    ("<document start>", _SECOND),
    ("directive", _DIRECTIVE),
    ("incompatible YAML document", _DIRECTIVE),
    ("non-alphabetical character", _DIRECTIVE),
    ("expected node content", _NO_VALUE),
    ("unexpected ':'", _NO_VALUE),
)
