"""Files of sources → Sources: sources.yaml, sources.json (CSL-JSON) and .bib, all with CSL's names.

Each becomes a tree first, so one function makes a Source whatever the file was. Keys that CSL-JSON
or BibTeX have and Postil does not are passed over there; in sources.yaml they are problems.
"""

from collections.abc import Iterator

from postil.dates import Edtf
from postil.fields import Fields
from postil.files import allowances
from postil.files.shapes import names
from postil.model import RELIABILITIES, Source
from postil.problems import Place, Problem, problem
from postil.trees import yaml_tree
from postil.trees.tree import Mapping, Node, Scalar, Sequence, describe

TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
    "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review",
    "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
"""CSL's types of source (1.0.2)."""

_PASSED_OVER = (
    "annote", "abstract", "keyword", "title-short", "collection-title", "number", "ISSN",
    "PMID", "PMCID",
)  # fmt: skip
_SEASONS = {"1": "21", "2": "22", "3": "23", "4": "24"}
_SEASONS |= {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}


def read(text: str, place: Place) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The sources of one file; its name's ending tells how to read it."""
    strict = False
    node: Node | None
    if place.file.endswith(".bib"):
        from postil.files import bibtex

        node, found = bibtex.read(text, place)
    elif place.file.endswith(".json"):
        from postil.trees import json_tree

        node, found = json_tree.read(text, place)
    else:
        node, found = yaml_tree.read(text, place)
        strict = True
    problems = list(found)
    sources = []
    for item, last in with_last_lines(items(node, place, "sources", problems)):
        made = source(Fields(item, place, "a source", problems), strict=strict, last=last)
        if made:
            sources.append(made)
    return tuple(sources), tuple(problems)


def items(node: Node | None, place: Place, what: str, problems: list[Problem]) -> list[Node]:
    """The items of a file that is one list; anything else is a problem."""
    if isinstance(node, Sequence):
        return node.items
    if node is not None and not (isinstance(node, Scalar) and node.empty):
        message = f"expected a list of {what}, found {describe(node)}"
        where = Place(file=place.file, line=node.line, column=node.column)
        hint = "begin each with a dash: - id: …"
        problems.append(problem("value-type", where, message, hint))
    return []


def with_last_lines(nodes: list[Node]) -> Iterator[tuple[Node, int]]:
    """Each item of a list with the line it ends on, 0 for the last: the file's end."""
    after = [next_.line - 1 for next_ in nodes[1:]]
    for node, last in zip(nodes, [*after, 0], strict=False):
        yield node, last and max(last, node.line)


def source(f: Fields, *, strict: bool, last: int = 0) -> Source | None:
    """A source that ends at line `last`; None without an id. Without a title its id stands in."""
    name = f.id("id", required=True)
    made = Source(
        id=name,
        place=f.place_of("id"),
        type=f.one_of("type", TYPES, default="document"),
        title=f.text("title", required=True) or name,
        authors=names(f, "author"),
        editors=names(f, "editor"),
        container_title=f.text("container-title"),
        publisher=f.text("publisher"),
        publisher_place=f.text("publisher-place"),
        issued=date(f, "issued"),
        accessed=date(f, "accessed"),
        url=f.url("URL"),
        doi=f.text("DOI"),
        isbn=f.text("ISBN"),
        volume=f.text("volume"),
        issue=f.text("issue"),
        page=f.text("page"),
        edition=f.text("edition"),
        genre=f.text("genre"),
        language=f.language("language"),
        seed=f.id("seed"),
        reliability=f.one_of("reliability", RELIABILITIES),
        note=f.text("note"),
        allow=allowances.in_lines(f, last) if strict else (),
    )
    f.ignore(*_PASSED_OVER)
    f.done(strict=strict)
    return made if name else None


# ---- CSL's dates ---------------------------------------------------------------------------


def date(f: Fields, key: str) -> Edtf | None:
    """A date as EDTF text, or as CSL-JSON writes it: {date-parts}, {raw} or {literal}."""
    node = f.node(key)
    if not isinstance(node, Mapping):
        return f.date(key)
    inner = f.child(node, "a date")
    raw = inner.text("raw") or inner.text("literal")
    season, circa = inner.text("season"), inner.text("circa")
    inner.ignore("date-parts")
    inner.done()
    shape = inner.node("date-parts")
    if shape is None:  # "n.d.", "in press" and the like say that there is none
        return f.edtf(key, raw, node) if any(c.isdecimal() for c in raw) else None
    dates = [_numbers(part) for part in shape.items] if isinstance(shape, Sequence) else [None]
    if len(dates) > 2 or None in dates:
        message = f"{key}: expected date-parts such as [[2016, 7, 5]]"
        f.problems.append(problem("date-invalid", f.at(node), message))
        return None
    approximate = "~" if circa not in ("", "0", "false") else ""
    parts = [_edtf(numbers, season) + approximate for numbers in dates if numbers]
    return f.edtf(key, "/".join(parts), node) if parts else None


def _numbers(node: Node) -> list[int] | None:
    """Year, month and day of one date-part; [] if it says nothing, None if it is none."""
    if not isinstance(node, Sequence) or len(node.items) > 3:
        return None
    texts = [item.text.strip() if isinstance(item, Scalar) else "?" for item in node.items]
    while texts and texts[-1] in ("", "0"):
        texts.pop()
    if not all(text.removeprefix("-").isdecimal() and len(text) < 12 for text in texts):
        return None
    return [int(text) for text in texts]


def _edtf(numbers: list[int], season: str) -> str:
    """CSL's year -44 is 44 BCE; EDTF counts a year 0, so there it is -0043."""
    year = numbers[0] + 1 if numbers[0] < 0 else numbers[0]
    sign = "-" if year < 0 else ""
    text = f"{sign}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"
    if len(numbers) == 1 and (code := _SEASONS.get(season.lower())):
        return f"{text}-{code}"
    return "-".join([text, *(f"{number:02}" for number in numbers[1:])])
