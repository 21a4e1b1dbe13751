"""A YAML list of mappings, edited by whole lines, so that comments and style stay as they were.

Works where each item and each key begins a line. Who calls reads the result again to make sure.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from postil.problems import Place
from postil.trees import yaml_tree
from postil.trees.tree import Mapping as MappingNode
from postil.trees.tree import Scalar, Sequence


def kept_items(text: str, wanted: Callable[[str], bool]) -> str:
    """The list without the items whose id is not wanted; what stands before the list stays."""
    lines, starts = text.split("\n"), list(_items(text))
    if not starts:
        return text
    kept = lines[: starts[0][0]]
    for (start, item), (end, _) in zip(starts, [*starts[1:], (len(lines), None)], strict=True):
        kept += lines[start:end] if item is not None and wanted(_id(item)) else []
    return "\n".join(kept).rstrip("\n") + "\n"


def without_keys(text: str, keys: Collection[str], of: Collection[str]) -> str:
    """The list without some keys of the items with some ids."""
    lines, starts, gone = text.split("\n"), list(_items(text)), set[int]()
    for (_, item), (end, _) in zip(starts, [*starts[1:], (len(lines), None)], strict=True):
        if item is not None and _id(item) in of:
            gone.update(_key_lines(item, keys, end))
    return "\n".join(line for number, line in enumerate(lines) if number not in gone)


def _items(text: str) -> Iterator[tuple[int, MappingNode | None]]:
    """(line from 0, mapping) of each item."""
    node, _ = yaml_tree.read(text, Place(file=""))
    for item in node.items if isinstance(node, Sequence) else []:
        yield item.line - 1, item if isinstance(item, MappingNode) else None


def _id(item: MappingNode) -> str:
    value = item.entries["id"][1] if "id" in item.entries else None
    return value.text if isinstance(value, Scalar) else ""


def _key_lines(item: MappingNode, keys: Collection[str], end: int) -> Iterator[int]:
    """The lines, from 0, of some keys of an item that ends before line `end`."""
    entries: Mapping[str, int] = {name: key.line - 1 for name, (key, _) in item.entries.items()}
    for name in keys:
        if name in entries:
            after = [line for line in entries.values() if line > entries[name]]
            yield from range(entries[name], min(after, default=end))
