"""The schemas say what the parser asks for, and hold for every file that it reads without errors."""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from postil.cli import main
from postil.fields import Fields
from postil.load import load
from postil.parse import parse
from postil.scaffolding import schemas
from postil.scaffolding.schemas import FILES, KEYS, NEEDED, schema
from tests.keys import FREE, SITES, known_keys

ROOT = Path(__file__).resolve().parents[1]
GETTERS = {
    "text": schemas.TEXT,
    "block": schemas.BLOCK,
    "id": schemas.ID,
    "url": schemas.URL,
    "language": schemas.LANGUAGE,
    "integer": schemas.INTEGER,
    "date": schemas.DATE,
    "checked": schemas.CHECKED,
    "texts": schemas.TEXTS,
}
SAMPLES = {
    "article.yaml": "article",
    "timeline.yaml": "timeline",
    "sources.yaml": "sources",
    "site.yaml": "site",
}


def asked(patch: pytest.MonkeyPatch) -> dict[str, dict[str, set[tuple[str, bool]]]]:
    """Which getters the parser calls, by mapping and key, and whether it needs the key."""
    found: dict[str, dict[str, set[tuple[str, bool]]]] = defaultdict(lambda: defaultdict(set))
    depth = 0

    def spied(name: str, getter: Callable[..., object]) -> Callable[..., object]:
        def spy(self: Fields, key: str, *more: Any, **options: Any) -> object:
            nonlocal depth
            if not depth:
                found[self.what][key].add((name, bool(options.get("required"))))
            depth += 1
            try:
                return getter(self, key, *more, **options)
            finally:
                depth -= 1

        return spy

    with patch.context() as patched:
        for name in (*GETTERS, "one_of", "mapping", "mappings", "node", "items"):
            patched.setattr(Fields, name, spied(name, getattr(Fields, name)))
        for site in sorted(SITES.iterdir()):
            parse(load(site / "in")[0])
    return found


def test_each_key_is_what_the_parser_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    known = known_keys(monkeypatch)
    assert {name: set(keys) for name, keys in KEYS.items()} == known


def test_each_value_is_what_the_parser_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, keys in asked(monkeypatch).items():
        if name in FREE:
            continue
        for key, calls in keys.items():
            getters = {getter for getter, _ in calls}
            if len(getters) == 1 and (getter := next(iter(getters))) in GETTERS:
                assert KEYS[name][key] == GETTERS[getter], (name, key)
            assert ("enum" in KEYS[name][key]) == (getters == {"one_of"}), (name, key)
        if name not in ("a phrase", "a target"):  # one key of several; by its kind
            needed = {key for key, calls in keys.items() if any(must for _, must in calls)}
            assert set(NEEDED.get(name, ())) == needed, name


@pytest.mark.parametrize("kind", FILES)
def test_each_schema_is_one(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    made = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made == schema(kind)
    names = set(made["$defs"])
    assert {f"#/$defs/{name}" for name in names} == set(_refs(made))


def _refs(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return [*own, *(ref for inner in value.values() for ref in _refs(inner))]
    return [ref for inner in value for ref in _refs(inner)] if isinstance(value, list) else []


def wrong(kind: str, text: str) -> list[str]:
    """What the schema says of a text, read as Postil reads it and as most editors do."""
    validator = jsonschema.Draft202012Validator(schema(kind))
    found = []
    for loader in (yaml.BaseLoader, yaml.SafeLoader):
        data = json.loads(json.dumps(yaml.load(text, loader), default=str))
        found += [error.message for error in validator.iter_errors(data)]
    return found


def files() -> list[tuple[str, Path]]:
    found = list[tuple[str, Path]]()
    good = [ROOT, *(site / "in" for site in sorted(SITES.iterdir()))]
    for root in good:
        for path in sorted(root.glob("content/**/*.yaml")):
            if path.name in SAMPLES:
                found.append((SAMPLES[path.name], path))
        found += [("note", path) for path in sorted(root.glob("content/*/notes/*.md"))]
        found += [("section", path) for path in sorted(root.glob("content/*/[0-9]*.md"))]
        found += [("seed", path) for path in sorted(root.glob("seeds/*.yaml"))]
    return found


def test_every_file_without_mistakes_is_valid() -> None:
    parsed = 0
    roots = {root: parse(load(root)[0])[1] for root in (ROOT, *(s / "in" for s in SITES.iterdir()))}
    for kind, path in files():
        root = next(one for one in sorted(roots, reverse=True) if one in path.parents)
        name = path.relative_to(root).as_posix()
        if any(found.place.file == name for found in roots[root]):
            continue
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".md":
            if not text.startswith("---\n"):
                continue
            text = text[4:].partition("\n---")[0]
        assert wrong(kind, text) == [] or not text.strip(), path
        parsed += 1
    assert parsed > 100


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("note", "phrase: a\nkind: remark"),
        ("note", "phrase: {exact: a, before: b}"),
        ("note", "phrase: {}"),
        ("note", "standing: certain"),
        ("note", "surces: [a]"),
        ("note", "sources: [{locator: p. 1}]"),
        ("timeline", "- {id: a, title: b}"),
        ("timeline", "id: a"),
        ("sources", "- {id: a}"),
        ("sources", "- {id: a, title: b, type: newspaper}"),
        ("article", "standfirst: a"),
        ("article", "title: [a]"),
        ("article", "title: a\ncorrections: [{date: 2024}]"),
        ("site", "rules: {no-such-rule: off}"),
        ("site", "stale_after_months: soon"),
        ("seed", "title: a\nencoding: klingon"),
        ("section", "id: a\nkind: b"),
    ],
)
def test_mistakes_are_not(kind: str, text: str) -> None:
    assert wrong(kind, text)
