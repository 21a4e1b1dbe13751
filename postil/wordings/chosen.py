"""The words of one language, chosen by its tag: a site's own first, then ours, else English.

    say = wording("de-CH").say       # plain text, for attributes and files
    say("paragraph", n=3)            # "Absatz 3"
    wording("ja").show("paragraph", n=3)   # HTML: <span lang="en" dir="ltr">paragraph 3</span>

Where neither the site nor we have a word in the language, English stands in, and `show` says so.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module

from markupsafe import Markup, escape

from postil.directions import Direction, direction, isolated
from postil.model import OwnWords

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "ar")
"""The languages whose words are complete here: those whose dates are."""

EVERY = "*"
"""Stands for every language among a site's own words."""

_PLACE = re.compile(r"\{(\w+)\}")
# What is ours in a text, and so in its language; all else that fills a place is an author's.
_OURS = frozenset({"n", "all", "date", "start", "end", "years", "events", "quotations", "id"})


_parts = lru_cache(maxsize=1024)(_PLACE.split)  # two hundred places of a page have such words


class Word(Markup):
    """A word of the page as HTML. Where it has places, calling it fills them, each escaped."""

    def __call__(self, **values: object) -> Markup:
        """The HTML with its places filled."""
        parts = _parts(self)
        if len(parts) == 1:
            return self
        filled = [escape(values[part]) if n % 2 else part for n, part in enumerate(parts)]
        return Markup("".join(filled))  # noqa: S704 - every part is escaped


class Words:
    """What templates know as `words`: an attribute for each key that is no form of a number."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        vars(self).update({key: word for key, word in words.items() if "." not in key})


class Wording:
    """The words of one language. `own_language` tells whether all of them are in it."""

    def __init__(
        self,
        plain: Mapping[str, str],
        marked: Mapping[str, str],
        form: Callable[[int], str],
        way: Direction,
    ) -> None:
        self._plain, self._form, self._way = plain, form, way
        self._marked = {key: Word(text) for key, text in marked.items()}
        self.words = Words(self._marked)

    def say(self, key: str, /, **values: object) -> str:
        """The words of a key as plain text."""
        return self._plain[key].format_map(values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The same in the form that a number takes; it is the place {n}."""
        return self._plain[self._counted(key, number)].format_map({"n": number, **values})

    def show(self, key: str, /, **values: object) -> Markup:
        """The words of a key as HTML: marked as English where they stand in for missing ones."""
        return self._marked[key](**values)

    def show_count(self, key: str, number: int, /, **values: object) -> Markup:
        """The same in the form that a number takes."""
        return self._marked[self._counted(key, number)](n=number, **values)

    def isolated(self, name: str) -> Markup:
        """A name as HTML, whose direction does not touch its neighbours'."""
        return isolated(name, self._way)

    def number(self, number: int) -> str:
        """A number with its thousands parted."""
        return f"{number:,}".replace(",", self._plain["thousands"])

    def listed(self, names: list[str]) -> str:
        """As "a", "a and b", "a, b and c"."""
        if len(names) < 2:
            return "".join(names)
        return self.say("and", some=self._plain["comma"].join(names[:-1]), last=names[-1])

    def quoted(self, text: str) -> str:
        """A text in quotation marks; those in it become the inner ones."""
        return self.say("quote", words=self.inside_quotes(text))

    def inside_quotes(self, text: str) -> str:
        """A text that will stand in quotation marks: its own become the inner ones."""
        outer, inner = (self._plain[key].split("{words}") for key in ("quote", "quote_inside"))
        for mark, other in zip(outer, inner, strict=True):
            text = text.replace(mark, other)
        return text

    def _counted(self, key: str, number: int) -> str:
        name = f"{key}.{self._form(number)}"
        return name if name in self._plain else f"{key}.other"


@lru_cache(maxsize=64)
def wording(language: str, own: OwnWords = ()) -> Wording:
    """The words for a language tag. The same arguments give the same object."""
    code, way = known(language), direction(language)
    words, form = _table(code or "en")
    mine = _own(language, own)
    plain = {**words, **mine}
    if code:
        return Wording(plain, {key: escape(text) for key, text in plain.items()}, form, way)
    marked = {key: _foreign(text) for key, text in words.items() if text.strip(", .")}
    shown = {**words, **marked, **{key: escape(text) for key, text in mine.items()}}
    return Wording(plain, shown, form, way)


@lru_cache(maxsize=64)
def known(language: str) -> str:
    """The language of our table for a tag ("de-CH": "de"), "" where there is none."""
    code = re.split("[-_]", language.lower(), maxsplit=1)[0]
    return code if code in LANGUAGES else ""


def places(words: str) -> frozenset[str]:
    """The names of a text's places: {n}, {name} …"""
    return frozenset(_PLACE.findall(words))


def english() -> Mapping[str, str]:
    """All keys, each with its English words."""
    return _table("en")[0]


def _table(code: str) -> tuple[Mapping[str, str], Callable[[int], str]]:
    module = import_module(f"postil.wordings.{code}")
    return module.WORDS, module.form


def _own(language: str, own: OwnWords) -> Mapping[str, str]:
    """A site's words for a tag: those for its language, over them those for the very tag."""
    tag = language.lower()
    found = dict[str, str]()
    for wanted in (EVERY, tag.split("-", 1)[0], tag):
        found.update({key: words for name, key, words in own if name.lower() == wanted})
    return found


def _foreign(text: str) -> Markup:
    """English words as HTML in another language; what an author wrote stays outside them."""
    parts, inside = list[str](), list[str]()
    for number, part in enumerate(_PLACE.split(text)):
        if number % 2 and part not in _OURS:
            parts += (_english(inside), f"{{{part}}}")
            inside = []
        else:
            inside.append(f"{{{part}}}" if number % 2 else str(escape(part)))
    return Markup("".join([*parts, _english(inside)]))  # noqa: S704 - escaped above


def _english(parts: list[str]) -> str:
    text = "".join(parts)
    return f'<span lang="en" dir="ltr">{text}</span>' if text.strip("{} ,.:()“”") else text
