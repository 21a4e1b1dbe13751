"""JSON Schemas (2020-12) of an author's files, for editors; `tests/test_schemas.py` proves each
key, each needed key and each kind of value to be what the parser asks for.

A schema is as lenient as the parser: a single value stands for a list of one, nothing said is fine
where nothing is needed, numbers and dates are texts. What only Postil can know, ids that are there
for instance, it does not try to say.
"""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from postil.files.bibliography import TYPES
from postil.files.seeds import ENCODINGS
from postil.model import KINDS, RELIABILITIES, STANDINGS
from postil.rules import FIXED, LEVELS

Schema = Mapping[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# ---- Kinds of value ------------------------------------------------------------------------

_SAID = ["string", "number", "boolean"]
_NOTHING: Schema = {"type": "null"}
TEXT: Schema = {"type": _SAID, "description": "a text on one line"}
BLOCK: Schema = {"type": _SAID, "description": "Markdown"}
ID: Schema = {"type": ["string", "number"], "description": "an id", "maxLength": 100}
URL: Schema = {"type": "string", "description": "an address"}
LANGUAGE: Schema = {"type": "string", "description": "a language tag, such as en-US"}
CHECKED: Schema = {"type": _SAID}
INTEGER: Schema = {"type": ["integer", "string"], "minimum": 0, "pattern": r"^\s*[0-9]{1,12}\s*$"}
DATE: Schema = {
    "type": ["string", "number"],
    "description": "EDTF: 2015-06-09, 2015-06, 2005~, [2015-06-09,2015-06-10]",
}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": {"type": [*_SAID, "null"]}}]}
FREE: Schema = {"type": "object"}


_TRUTHS = {"true": True, "false": False, "yes": True, "no": False, "off": False}
_ANYTHING: Schema = {}


def _one(*choices: str) -> Schema:
    """One of a few words."""
    truths = {_TRUTHS[choice] for choice in choices if choice in _TRUTHS}  # older YAML's `off`
    return {"enum": [*choices, *sorted(truths)]}


def _many(item: Schema) -> Schema:
    """A list, or one item by itself."""
    items = {"anyOf": [item, _NOTHING]}
    return {"anyOf": [item, {"type": "array", "items": items}]}


def _either(*shapes: Schema) -> Schema:
    return {"anyOf": list(shapes)}


def _of(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name.replace(' ', '-')}"}


_SOURCES = _many(_either(TEXT, _of("a reference to a source")))
_NAMES = _many(_either(TEXT, _of("a name")))
_PHRASE = _either(TEXT, _of("a phrase"))
_CSL_DATE = _either(DATE, _of("a date"))
_ALLOW = _many(_of("an allowance"))
_LEVELS = _one("error", "warning", "info", "off")

# ---- Keys ----------------------------------------------------------------------------------

KEYS: Mapping[str, Mapping[str, Schema]] = {
    "site.yaml": {
        "title": TEXT, "url": URL, "language": LANGUAGE, "description": TEXT,
        "publisher": _either(TEXT, _of("the publisher")), "home": ID, "cname": CHECKED,
        "citations": _one("numbered", "author-date"), "stale_after_months": INTEGER,
        "rules": {
            "type": "object",
            "properties": {n: _one("error") if n in FIXED else _LEVELS for n in sorted(LEVELS)},
            "additionalProperties": False,
        },
        "deploy": {"type": "object", "additionalProperties": _of("a target")},
        "theme": FREE, "words": {"type": "object", "additionalProperties": FREE},
    },
    "the publisher": {"name": TEXT},
    "a target": {
        "kind": _one("branch", "s3", "rsync", "folder"),
        "port": INTEGER,
        "compress": _one("beside", "gzip"),
        **dict.fromkeys(
            ("path", "remote", "branch", "bucket", "prefix", "endpoint", "region", "to",
             "identity", "known_hosts"), CHECKED,
        ),
    },
    "an article": {
        "title": TEXT, "slug": CHECKED, "type": _one("article", "news"), "standfirst": TEXT,
        "annotates": ID, "authors": _NAMES, "published": DATE, "updated": DATE, "tags": TEXTS,
        "language": LANGUAGE, "content_note": BLOCK, "help": BLOCK, "about": BLOCK,
        "licence": _either(TEXT, _of("a licence")), "corrections": _many(_of("a correction")),
        "aliases": TEXTS, "images": _many(_of("a picture")), "people": _many(_of("a person")),
        "card": _of("a card"), "allow": _ALLOW,
    },
    "a licence": {"text": TEXT, "notes": TEXT, "code": TEXT},
    "a correction": {
        "date": DATE, "kind": TEXT, "text": TEXT, "was": TEXT, "now": TEXT, "notes": TEXTS,
    },
    "a card": {"file": TEXT, "alt": TEXT},
    "a person": {"name": TEXT, "also": TEXTS, "living": _one("true", "false", "yes", "no")},
    "a picture": {"file": TEXT, "credit": TEXT, "rights": TEXT},
    "an allowance": {"rule": TEXT, "because": TEXT, "words": TEXT, "file": TEXT},
    "a section's front matter": {"id": ID, "title": TEXT, "language": LANGUAGE, "allow": _ALLOW},
    "a note": {
        "title": TEXT, "section": ID, "phrase": _PHRASE, "kind": _one(*KINDS),
        "standing": _one(*STANDINGS), "by": TEXT, "sources": _SOURCES, "contested_by": _SOURCES,
        "as_of": DATE, "language": LANGUAGE, "retired": _of("a retirement"), "allow": _ALLOW,
    },
    "a phrase": {"exact": TEXT, "prefix": TEXT, "suffix": TEXT},
    "an event": {
        "id": ID, "date": DATE, "title": TEXT, "text": BLOCK, "standing": _one(*STANDINGS),
        "by": TEXT, "people": TEXTS, "place": TEXT, "sources": _SOURCES, "contested_by": _SOURCES,
        "section": ID, "phrase": _PHRASE, "dates": _many(_of("a rival date")),
        "retired": _of("a retirement"), "allow": _ALLOW,
    },
    "a rival date": {"date": DATE, "sources": _SOURCES, "by": TEXT, "note": BLOCK},
    "a retirement": {"date": DATE, "reason": TEXT},
    "a source": {
        "id": ID, "type": _one(*TYPES), "title": TEXT, "author": _NAMES, "editor": _NAMES,
        "issued": _CSL_DATE, "accessed": _CSL_DATE, "URL": URL, "language": LANGUAGE, "seed": ID,
        "reliability": _one(*RELIABILITIES), "allow": _ALLOW,
        **dict.fromkeys(
            ("container-title", "publisher", "publisher-place", "DOI", "ISBN", "volume", "issue",
             "page", "edition", "genre", "note"), TEXT,
        ),
        **dict.fromkeys(
            ("annote", "abstract", "keyword", "title-short", "collection-title", "number", "ISSN",
             "PMID", "PMCID"), _ANYTHING,
        ),
    },
    "a name": {
        **dict.fromkeys(
            ("literal", "family", "given", "dropping-particle", "non-dropping-particle", "suffix"),
            TEXT,
        ),
        **dict.fromkeys(("comma-suffix", "static-ordering", "parse-names", "url"), _ANYTHING),
    },
    "a date": {
        "raw": TEXT, "literal": TEXT, "season": TEXT, "circa": TEXT,
        "date-parts": {"type": "array", "items": {"type": "array"}},
    },
    "a reference to a source": {"id": TEXT, "locator": TEXT},
    "a seed": {
        "title": TEXT, "author": _NAMES, "publisher": TEXT, "url": URL, "published": DATE,
        "retrieved": DATE, "rights": TEXT, "language": LANGUAGE, "words": INTEGER,
        "sha256": CHECKED, "encoding": _one(*ENCODINGS),
    },
}  # fmt: skip
"""What the parser calls a mapping → its keys, each with what may stand there."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "the publisher": ("name",),
    "an article": ("title",),
    "a correction": ("date", "text"),
    "a person": ("name",),
    "a picture": ("file",),
    "a card": ("file", "alt"),
    "an allowance": ("rule", "because"),
    "an event": ("id", "date", "title"),
    "a rival date": ("date",),
    "a retirement": ("date", "reason"),
    "a source": ("id", "title"),
    "a reference to a source": ("id",),
    "a seed": ("title",),
}
"""The keys that each must have; of a target they depend on its kind."""

FILES: Mapping[str, tuple[str, bool, str]] = {
    "site": ("site.yaml", False, "content/site.yaml"),
    "article": ("an article", False, "article.yaml"),
    "section": ("a section's front matter", False, "the front matter of a section"),
    "note": ("a note", False, "the front matter of notes/ID.md"),
    "timeline": ("an event", True, "timeline.yaml"),
    "sources": ("a source", True, "sources.yaml"),
    "seed": ("a seed", False, "seeds/ID.yaml"),
}
"""A kind of file → what one mapping in it is, whether it is a list of them, what is told of it."""


FOLDER = ".postil/schemas"
"""Where a site keeps its schemas, for editors."""

_BY_NAME = {"article": "article", "timeline": "timeline", "sources": "sources"}


def kind_of(path: str) -> str:
    """The kind of an author's YAML file, by its path below the site's folder; "" for any other."""
    pure = PurePosixPath(path)
    top, depth = pure.parts[0], len(pure.parts)
    if pure.suffix not in (".yaml", ".yml"):
        return ""
    if top == "seeds":
        return "seed"
    if depth == 2:
        return "site" if pure.stem == "site" else ""
    return _BY_NAME.get(pure.stem, "") if depth == 3 else ""


def linked(path: str, text: str) -> str:
    """A file's text with a first line by which yaml-language-server finds its schema."""
    kind = kind_of(path)
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}{FOLDER}/{kind}.json\n{text}" if kind else text


def files() -> Mapping[str, str]:
    """Every schema, by its path below a site's folder."""
    return {
        f"{FOLDER}/{kind}.json": json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
        for kind in FILES
    }


def schema(kind: str) -> Schema:
    """The schema of a kind of file, whole in itself."""
    what, listed, told = FILES[kind]
    top = {"type": ["array", "null"], "items": _of(what)} if listed else _of(what)
    defs = {name.replace(" ", "-"): _mapping(name) for name in _used(what)}
    return {"$schema": DIALECT, "title": f"Postil: {told}", **top, "$defs": defs}


def _mapping(name: str) -> Schema:
    needed = NEEDED.get(name, ())
    keys = {key: value if key in needed else _optional(value) for key, value in KEYS[name].items()}
    made = {
        "type": "object",
        "title": name,
        "properties": keys,
        "additionalProperties": False,
        "required": list(needed),
    }
    if name == "a phrase":
        made["anyOf"] = [{"required": [key]} for key in KEYS[name]]
    return made


def _optional(value: Schema) -> Schema:
    return {"anyOf": [value, _NOTHING]} if value else value


def _used(name: str) -> tuple[str, ...]:
    """The mapping and those inside it."""
    found, waiting = list[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.append(one)
            inside = repr(KEYS[one])
            waiting += [n for n in KEYS if f"'#/$defs/{n.replace(' ', '-')}'" in inside]
    return tuple(sorted(found))
