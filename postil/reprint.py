"""Blocks of a page that are printed anew only where a value that they read has changed.

For previews: of a page that is edited most blocks say the same again. A block is a pure function of
the names and of the views' values that it reads, so these are noted while it is printed; if at its
next printing all of them are as they were, its text is.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro

from postil import views

WORDS = "words"  # the name of the page's own words
Block = Callable[[Context], Iterator[str]]
Values = Mapping[str, Any]
Reads = dict[tuple[str, str], Any]  # (name, "") → what it names; (name, key) → a value of a view


class _View:
    """A view that notes which of its values are read. Equal values stay the very same objects."""

    def __init__(self, name: str, view: object, before: "Values", kept: "Kept") -> None:
        own = self.__dict__
        own["_name"], own["_view"], own["_kept"] = name, view, kept
        own["_before"], own["_now"] = before, {}

    def __getattr__(self, key: str) -> Any:
        own = self.__dict__
        if key not in own["_now"]:
            value, before = getattr(own["_view"], key), own["_before"].get(key)
            own["_now"][key] = before if type(before) is type(value) and before == value else value
        value = own["_now"][key]
        own["_kept"].note((own["_name"], key), value)
        return value


# What Jinja says of a name that a view does not have names the view's class.
_VIEWS: Mapping[type, type[_View]] = {
    view: type(view.__name__, (_View,), {"__module__": view.__module__})
    for view in (views.Frame, views.ArticlePage, views.ListPage)
}


class Kept:
    """Each block's last text, and what it read; for one environment."""

    def __init__(self) -> None:
        self.values: dict[tuple[str | None, str], Values] = {}  # by template and name
        self.texts: dict[Block, tuple[str, Reads]] = {}
        self.reading: list[Reads] = []

    def view(self, template: str | None, name: str, view: object) -> object:
        """A value of a page; one that is a view notes from now on what is read of it."""
        kind = _VIEWS.get(type(view))
        if kind is None:
            return view
        made = kind(name, view, self.values.get((template, name), {}), self)
        self.values[template, name] = vars(made)["_now"]
        return made

    def note(self, what: tuple[str, str], value: Any) -> None:
        """A value is read by the block that is being printed."""
        if self.reading:
            self.reading[-1][what] = value

    def printed(self, block: Block, context: "_Context") -> str:
        """A block's text: the last one, where what it read is the same."""
        text, reads = self.texts.get(block, ("", None))
        if reads is None or not all(context.holds(*one) for one in reads.items()):
            self.reading.append({})
            try:
                text = "".join(block(context))
            finally:
                found = self.reading.pop()
            # A name that has another value in here is one of its own loops.
            reads = {what: value for what, value in found.items() if context.holds(what, value)}
            self.texts[block] = text, reads
        if self.reading:
            self.reading[-1].update(reads)
        return text


class _Stack(list[Block]):
    """A page's block and those that it overrides: the first is the one that is printed."""

    def __init__(self, block: Block, owner: "_Context") -> None:
        super().__init__([block])
        self._owner = owner

    def __getitem__(self, index: Any) -> Any:
        return self._printed if index == 0 else super().__getitem__(index)

    def _printed(self, context: "_Context") -> Iterator[str]:
        block = super().__getitem__(0)
        if context is self._owner:
            yield self._owner.kept.printed(block, context)
        else:  # within a loop
            yield from block(context)


class _Context(Context):
    """A page's names; a view among them notes what is read of it."""

    def __init__(
        self,
        environment: "Reprinting",
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Block],
        globals: Any = None,  # noqa: A002 - Jinja's name
    ) -> None:
        kept = environment.kept
        seen = {key: kept.view(name, key, value) for key, value in parent.items()}
        is_page = any(seen[key] is not value for key, value in parent.items())
        super().__init__(environment, seen, name, blocks, globals)
        self.kept = kept
        if is_page:
            self.blocks = {key: _Stack(block, self) for key, block in blocks.items()}

    def resolve_or_missing(self, key: str) -> Any:
        """What stands at a name."""
        value = super().resolve_or_missing(key)
        self.kept.note((key, ""), type(value) if isinstance(value, _View) else value)
        if isinstance(
            value, Macro
        ):  # it may say words of the page, which it was given at its import
            self.kept.note((WORDS, ""), super().resolve_or_missing(WORDS))
        return value

    def holds(self, what: tuple[str, str], value: Any) -> bool:
        """Whether what was read would be read again."""
        name, key = what
        now = super().resolve_or_missing(name)
        if not isinstance(now, _View):
            return not key and (now is value or _alike(now, value))
        return (getattr(now, key) if key else type(now)) is value


def _alike(one: object, other: object) -> bool:
    """Whether two values are the same macro, imported twice: each page imports its own anew."""
    if not (isinstance(one, Macro) and isinstance(other, Macro)):
        return False
    codes = [getattr(macro, "_func").__code__ for macro in (one, other)]  # noqa: B009 - Jinja's own
    return codes[0] is codes[1]


class Reprinting(jinja2.Environment):
    """An environment that keeps the blocks that it printed."""

    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kept = Kept()
