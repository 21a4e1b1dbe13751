"""Values of more than one text, read from a key of `Fields`: names, sources, phrases, mappings."""

from collections.abc import Mapping

from postil.doc import SourceRef
from postil.fields import Fields
from postil.files.values import fold, nfc, one_line
from postil.model import Name, Person, Selector
from postil.problems import Place
from postil.trees import tree
from postil.trees.tree import Scalar, text_start

_NAME_DETAILS = ("comma-suffix", "static-ordering", "parse-names", "url")


def names(f: Fields, key: str) -> tuple[Name, ...]:
    """People and bodies: each a text, {literal} or {family, given}; one or a list of them."""
    found = []
    for node in f.items(key):
        if isinstance(node, Scalar):
            found.append(Name(text=one_line(node.text)))
        elif isinstance(node, tree.Mapping):
            found.append(_name(f.child(node, "a name")))
        else:
            f.mistyped(key, "a name", node)
    return tuple(name for name in found if name.text)


def _name(f: Fields) -> Name:
    literal, family, given = f.text("literal"), f.text("family"), f.text("given")
    particles = f.text("dropping-particle"), f.text("non-dropping-particle")
    suffix = f.text("suffix")
    f.ignore(*_NAME_DETAILS)
    family = " ".join(part for part in (*particles, family) if part)
    text = literal or " ".join(part for part in (given, family, suffix) if part)
    if not text:
        f.require("family")
    f.done()
    return Name(text=text, family=family, given=given)


def sources(f: Fields, key: str) -> tuple[SourceRef, ...]:
    """Sources by id, each a text or {id, locator}; one or a list of them."""
    found = []
    for node in f.items(key):
        if isinstance(node, Scalar):
            found.append(SourceRef(id=nfc(fold(node.text)), place=f.at(node)))
        elif isinstance(node, tree.Mapping):
            inner = f.child(node, "a reference to a source")
            name, locator = nfc(inner.text("id", required=True)), inner.text("locator")
            found.append(SourceRef(id=name, locator=locator, place=inner.place_of("id")))
            inner.done()
        else:
            f.mistyped(key, "a source's id", node)
    return tuple(ref for ref in found if ref.id)


def selector(f: Fields, key: str, section: str) -> Selector | None:
    """A stand-off phrase: its words, or {exact, prefix, suffix}; None if absent.

    Without `exact` it is a point: right behind the prefix, or before the suffix.
    """
    node = f.node(key)
    if isinstance(node, Scalar):
        line, column = text_start(node)
        place = Place(file=f.file, line=line, column=column)
        return Selector(exact=fold(node.text), section=section, place=place)
    inner = f.mapping(key, "a phrase")
    if inner is None:
        return None
    prefix, suffix = inner.text("prefix"), inner.text("suffix")
    exact = inner.text("exact", required=not (prefix or suffix))
    place = inner.place_of("exact" if exact else "prefix" if prefix else "suffix")
    inner.done()
    if not (exact or prefix or suffix):
        return None
    return Selector(exact=exact, prefix=prefix, suffix=suffix, section=section, place=place)


def people(f: Fields, key: str) -> tuple[Person, ...]:
    """People whom a text names: {name, also, living}; `also` are other forms of the name."""
    found = []
    for inner in f.mappings(key, "a person"):
        name, also = inner.text("name", required=True), inner.texts("also")
        living = inner.one_of("living", ("true", "false", "yes", "no")) in ("true", "yes")
        found.append(Person(names=(name, *also), living=living, place=inner.place_of("name")))
        inner.done()
    return tuple(person for person in found if person.names[0])


def words(f: Fields, key: str) -> Mapping[str, str]:
    """A mapping of any keys to texts."""
    inner = f.mapping(key, key)
    return {name: inner.text(name) for name in inner.entries} if inner else {}
