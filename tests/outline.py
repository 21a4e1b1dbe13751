"""A page's outline: its elements, ids, classes and text, a line for each block; no styles.

section.section
  h2#night [a href=#night: The night]
  p#p1 The lamp [a#ref-mantle.note-ref href=#note-mantle: went out] at ten.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_INLINE_WORDS = (
    "a abbr b bdi br cite code del em i img input ins label mark q s small span strong sub sup"
    " time u wbr"
)
_INLINE = frozenset(_INLINE_WORDS.split())
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_SKIPPED = frozenset({"style", "script", "svg"})
_KEPT = re.compile(
    r"href|src|alt|title|role|lang|dir|datetime|open|type|name|value|content|translate|data-[\w-]+"
)
_SILENT_META = frozenset({"viewport", "generator", "color-scheme", ""})
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(kw_only=True)
class Element:
    """An element with its kept attributes and its children."""

    tag: str
    attributes: dict[str, str]
    children: "list[Element | str]" = field(default_factory=list)


def outline(html: str, id_: str = "") -> str:
    """The outline of a page, or of its one element of an id. Raises KeyError where there is none."""
    found = elements(html)
    shown = [by_id(found, id_)] if id_ else _elements(found[0])
    return "\n".join(line for element in shown for line in _lines(element, 0)) + "\n"


def elements(html: str) -> "list[Element]":
    """Every element of a page in order, the page itself first."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _all(reader.root)


def by_id(found: "list[Element]", id_: str) -> Element:
    """The element of an id. Raises KeyError where there is none."""
    for element in found:
        if element.attributes.get("id") == id_:
            return element
    raise KeyError(id_)


class _Reader(HTMLParser):
    """Builds the tree of a page whose every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element(tag="", attributes={})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag=tag, attributes={name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag=tag, attributes={n: v or "" for n, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.tag == tag, f"<{closed.tag}> is closed by </{tag}> in line {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _elements(element: Element) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element)]


def _all(element: Element) -> list[Element]:
    return [element, *(inner for child in _elements(element) for inner in _all(child))]


def _lines(element: Element, depth: int) -> list[str]:
    """A block: its own line with the inline content, or its children below it."""
    indent = "  " * depth
    if _is_silent(element):
        return []
    if element.tag in _SKIPPED:
        return [f"{indent}{_label(element)}"] if element.tag == "svg" else []
    if all(isinstance(c, str) or c.tag in _INLINE for c in element.children):
        return [f"{indent}{_label(element)} {_inline(element.children)}".rstrip()]
    lines, run = [f"{indent}{_label(element)}"], list[Element | str]()
    for child in [*element.children, None]:
        if isinstance(child, str) or (child and child.tag in _INLINE):
            run.append(child)
            continue
        if text := _inline(run):
            lines.append(f"{indent}  {text}")
        run = []
        if child:
            lines += _lines(child, depth + 1)
    return lines


def _is_silent(element: Element) -> bool:
    name = element.attributes.get("name", "")
    return (element.tag == "meta" and name in _SILENT_META) or (
        element.tag == "link" and element.attributes.get("rel") == "icon"
    )


def _inline(children: "list[Element | str]") -> str:
    parts = [child if isinstance(child, str) else _inner(child) for child in children]
    return _SPACE.sub(" ", "".join(parts)).strip(" ")


def _inner(element: Element) -> str:
    if element.tag == "br":
        return "[br]"
    text = _SPACE.sub(
        " ", "".join(c if isinstance(c, str) else _inner(c) for c in element.children)
    )
    return f"[{_label(element)}{': ' + text if text else ''}]"


def _label(element: Element) -> str:
    """Such as: aside#note-mantle.note role=doc-footnote."""
    given = element.attributes
    name = element.tag
    name += f"#{given['id']}" if "id" in given else ""
    name += "".join(f".{word}" for word in given.get("class", "").split())
    others = [_pair(key, given[key]) for key in sorted(given) if _KEPT.fullmatch(key)]
    return " ".join([name, *others])


def _pair(key: str, value: str) -> str:
    return f'{key}="{value}"' if " " in value or not value else f"{key}={value}"
