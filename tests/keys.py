"""The keys that each kind of mapping may have, as the parser itself asks for them."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from postil.fields import Fields
from postil.load import load
from postil.parse import parse

POSTIL = Path(__file__).resolve().parents[1] / "postil"
SITES = Path(__file__).parent / "sites"
FREE = frozenset({"deploy", "rules", "theme", "words"})  # of rules, CSS tokens, targets, words
_NAMED_BY = {"Fields": 2, "child": 1, "mapping": 1, "mappings": 1, "split": 2}


def known_keys(patch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """What the mappings of all mini-sites are called in messages, and the keys each may have."""
    found = defaultdict[str, set[str]](set)
    done = Fields.done

    def record(self: Fields, *, strict: bool = True) -> None:
        found[self.what] |= self._known
        done(self, strict=strict)

    with patch.context() as patched:
        patched.setattr(Fields, "done", record)
        for site in sorted(SITES.iterdir()):
            parse(load(site / "in")[0])
    return {what: keys for what, keys in found.items() if what not in FREE}


def kinds_in_code() -> set[str]:
    """What the parser's modules call their mappings."""
    paths = [*POSTIL.glob("*.py"), *POSTIL.glob("files/*.py")]
    return {kind for path in paths for kind in _kinds(ast.parse(path.read_text("utf-8")))}


def _kinds(tree: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for argument in call.args[_NAMED_BY[name] :][:2] if name in _NAMED_BY else ():
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
