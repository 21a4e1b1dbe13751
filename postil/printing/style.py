"""The style of a page: of the theme's rules, those that can match something that stands on it.

A page carries its style in itself, so what is for pictures, tables or withdrawn notes comes only
where there are some. Its pages run no script, so what does not stand in a page never will. A site's
own styles (layer overrides) are sent whole. A selector counts as needed unless it surely matches
nothing: of `:is()`, `:not()` and escapes nothing is asked.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from postil.record import record

_STRING = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
_SIGNS = re.compile(_STRING + "|[{};]")
_GROUPS = ("@layer", "@media", "@supports")
_KEPT = "@layer overrides"
_HAS = re.compile(r":has\(([^(),>+~]*)\)")
_PARENS = re.compile(r"\([^()]*\)")
_DATA = re.compile(r"\[(data-[\w-]+)(?:=[\"']?([\w-]+)[\"']?)?\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_NAMED = re.compile(r"[.#][\w-]+")
_ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][\w-]*)")
_TAG = re.compile("<([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)")
_ATTRIBUTES = re.compile(  # begins with one sign and has no flag, and so is found much faster
    r" ([cC][lL][aA][sS][sS]|[iI][dD]|[dD][aA][tT][aA]-[\w-]+)"
    r"(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)


@record
class Rule:
    """A rule, each selector with what a page must have for it; a group of rules; or neither."""

    prelude: str
    body: str = ""
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()
    rules: tuple["Rule", ...] = ()


def needed(styles: Sequence[str], html: str) -> str:
    """What a page needs of its styles, which have no comments, one after the other.

    What all pages have comes apart from a page's own: it is read once, and what articles of one
    kind need of it is put together once.
    """
    there = _there(html)
    return "".join([_needed(css, there & _asked(css)) for css in styles])


@lru_cache(maxsize=64)
def _needed(css: str, there: frozenset[str]) -> str:
    return "".join(_written(rule, there) for rule in _rules(css))


@lru_cache(maxsize=256)
def _asked(css: str) -> frozenset[str]:
    """All that any selector of a style asks for."""
    return frozenset[str]().union(*map(_asked_by, _rules(css)))


def _asked_by(rule: Rule) -> frozenset[str]:
    return frozenset[str]().union(
        *(needs for _, needs in rule.selectors), *map(_asked_by, rule.rules)
    )


def _written(rule: Rule, there: frozenset[str]) -> str:
    if rule.rules:
        inner = "".join(_written(one, there) for one in rule.rules)
        return f"{rule.prelude}{{{inner}}}" if inner else ""
    if not rule.selectors:
        return rule.prelude + rule.body
    kept = [text for text, needs in rule.selectors if needs <= there]
    return f"{','.join(kept)}{rule.body}" if kept else ""


def _there(html: str) -> frozenset[str]:
    """What stands on a page: "p", ".note", "#text", "data-kind" and "data-kind=claim"."""
    tags = set(_TAG.findall(html))
    found = {name.lower() for name in {name for name, _ in tags}}
    whole = not any(rest.count('"') % 2 or rest.count("'") % 2 for _, rest in tags)
    text = " ".join(rest for _, rest in tags) if whole else html  # else there is a > in a value
    for white in "\n\t\r\f":
        text = text.replace(white, " ")
    for attribute, double, single, bare in set(_ATTRIBUTES.findall(text)):
        value, name = double or single or bare, attribute.lower()
        if name == "class":
            found.update("." + one for one in value.split())
        elif name == "id":
            found.add("#" + value)
        else:
            found.update((name, f"{name}={value}"))
    return frozenset(found)


# ---- Reading a style -----------------------------------------------------------------------


@lru_cache(maxsize=256)
def _rules(css: str) -> tuple[Rule, ...]:
    return tuple(_read(css))


def _read(css: str) -> Iterator[Rule]:
    """The rules of a style, or of a group."""
    start = depth = opened = 0
    for sign in _SIGNS.finditer(css):
        if sign[0] == "{":
            opened = opened if depth else sign.start()
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if not depth:
                yield _rule(css[start:opened], css[opened : sign.end()])
                start = sign.end()
        elif sign[0] == ";" and not depth:
            yield Rule(prelude=css[start : sign.end()])
            start = sign.end()
    if start < len(css):
        yield Rule(prelude=css[start:])


def _rule(prelude: str, body: str) -> Rule:
    """`body` is in its braces."""
    if prelude.startswith(_GROUPS) and prelude != _KEPT:
        return Rule(prelude=prelude, rules=_rules(body[1:-1]))
    if prelude.startswith("@"):
        return Rule(prelude=prelude, body=body)
    selectors = tuple((one, _needs(one)) for one in _parts(prelude))
    return Rule(prelude=prelude, body=body, selectors=selectors)


def _parts(selectors: str) -> Sequence[str]:
    """A list of selectors, one by one: a comma in brackets parts none."""
    parts, depth = [""], 0
    for sign in selectors:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _needs(selector: str) -> frozenset[str]:
    """What must stand on a page for a selector to match."""
    if "\\" in selector:
        return frozenset()
    plain = _HAS.sub(r" \1 ", selector)
    while plain != (plain := _PARENS.sub("", plain)):
        pass
    data = {f"{name}={value}" if value else name for name, value in _DATA.findall(plain)}
    plain = _BRACKETS.sub("", plain)
    return frozenset({*data, *_NAMED.findall(plain), *_ELEMENT.findall(plain)})
