"""The W3C's suite for Web Annotations: what Postil publishes passes every MUST (case 78).

Its samples are imported, or refused with a reason.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT4

from postil.annotations import export as annotations
from postil.annotations import published_text
from postil.annotations.export import MOTIVATIONS
from postil.annotations.intake import Imported, notes
from postil.edition import Publication
from postil.model import KINDS, Files
from postil.parse import parse
from postil.pipeline import prove
from postil.record import replace
from tests.page.sample import publication

Json = dict[str, Any]

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
STRICT = FormatChecker(formats=[])


@STRICT.checks("uri")
def is_uri(value: object) -> bool:
    """RFC 3986, which jsonschema checks only with another package."""
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


@STRICT.checks("date-time")
def is_date_time(value: object) -> bool:
    """RFC 3339, as far as a zone is there."""
    try:
        return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


@pytest.fixture(scope="session")
def suite(shared: Path) -> Path:
    return shared / "foreign" / "web-annotation"


@pytest.fixture(scope="session")
def musts(suite: Path) -> dict[str, list[tuple[str, Draft4Validator]]]:
    """Validators of all that the model says MUST be, by the folder of their schemas."""
    paths = [path for path in sorted(suite.rglob("*.json")) if "samples" not in path.parts]
    schemas = {path: json.loads(path.read_bytes()) for path in paths}
    registry: Registry[Any] = Registry().with_resources(
        (path.name, DRAFT4.create_resource(schema))
        for path, schema in schemas.items()
        if path.parent.name == "definitions"
    )
    found: dict[str, list[tuple[str, Draft4Validator]]] = {}
    for path, schema in schemas.items():
        if schema.get("assertionType") == "must":
            # Beside $ref draft 4 reads nothing, so an id there would be lost on some readers.
            plain = {key: value for key, value in schema.items() if key != "id"}
            validator = Draft4Validator(plain, registry=registry, format_checker=STRICT)
            folder = "pages" if path.parent.name == "pages" else path.relative_to(suite).parts[0]
            found.setdefault(folder, []).append((path.name, validator))
    return found


def broken(validators: list[tuple[str, Draft4Validator]], value: object) -> list[str]:
    """The names of the schemas that a value does not pass."""
    return [name for name, validator in validators if not validator.is_valid(value)]


def pages(found: Publication) -> list[Json]:
    return [json.loads(annotations.page(edition, found)) for edition in found.editions]


def stressed(url: str) -> Publication:
    """The rich sample with every kind of note, standings, names and addresses out of the way."""
    made = publication()
    edition = made.editions[0]
    notes = tuple(
        replace(
            placed,
            note=replace(placed.note, kind=KINDS[n % len(KINDS)], language=["", "he"][n % 2]),
        )
        for n, placed in enumerate(edition.notes)
    )
    article = replace(edition.article, slug="über-uns")
    return replace(
        made,
        settings=replace(made.settings, url=url),
        editions=(replace(edition, notes=notes, article=article),),
        home="",
    )


def test_all_schemas_are_there(musts: dict[str, list[tuple[str, Draft4Validator]]]) -> None:
    """79 schemas say MUST; those of collections are for a file of another kind."""
    assert {folder: len(found) for folder, found in musts.items()} == {
        "annotations": 54,
        "collections": 10,
        "pages": 15,
    }


def test_correct_samples_pass(
    suite: Path, musts: dict[str, list[tuple[str, Draft4Validator]]]
) -> None:
    """The suite's own correct annotations pass, but three whose sets of targets its schemas miss."""
    for path in sorted((suite / "samples" / "correct").glob("anno*.json")):
        found = broken(musts["annotations"], json.loads(path.read_bytes()))
        of_sets = path.stem in {"anno11", "anno12", "anno13"}
        assert found == ["3.2-targetObjectsRecognized.json"] * of_sets, path.name


@pytest.mark.parametrize("url", ["", "https://site.example/a b/ü/"])
def test_export_passes_every_must(
    url: str, musts: dict[str, list[tuple[str, Draft4Validator]]]
) -> None:
    """Each annotation, taken out of its page, and the page, of an article with all there is."""
    for page in pages(stressed(url)):
        assert broken(musts["pages"], page) == []
        assert broken(musts["collections"], {**page["partOf"], "@context": page["@context"]}) == []
        assert len(page["items"]) == page["partOf"]["total"] > 10
        for item in page["items"]:
            assert broken(musts["annotations"], item) == [], item["id"]


def test_bundled_article_passes_every_must(
    root: Path, musts: dict[str, list[tuple[str, Draft4Validator]]]
) -> None:
    found = prove(root).publication
    assert found
    for page in pages(found):
        assert broken(musts["pages"], page) == []
        for item in page["items"]:
            assert broken(musts["annotations"], item) == [], item["id"]


def test_validators_find_faults(musts: dict[str, list[tuple[str, Draft4Validator]]]) -> None:
    page = pages(stressed(""))[0]
    item = page["items"][0]
    assert "3.1-annotationIdValidated.json" in broken(musts["annotations"], {**item, "id": "a b"})
    without = {key: value for key, value in item.items() if key != "@context"}
    assert broken(musts["annotations"], without) == ["3.1-annotationContextValidated.json"]
    assert broken(musts["pages"], {**page, "items": "none"}) == ["5.2-pageItemsValidated.json"]
    with pytest.raises(ValidationError):
        musts["annotations"][0][1].validate({})


def test_only_words_of_the_model(suite: Path) -> None:
    """No key that the context does not define: a reader of JSON-LD would drop it in silence."""
    known = json.loads((suite / "anno.jsonld").read_bytes())["@context"].keys()

    def keys(value: object) -> set[str]:
        if isinstance(value, list):
            return set[str]().union(*map(keys, value))
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set()

    assert keys(pages(stressed("https://site.example"))) - {"@context"} <= known
    # "assessing" is in the Recommendation and its schemas, and was forgotten in this context.
    assert set(MOTIVATIONS.values()) - {"assessing"} <= known
    assert MOTIVATIONS.keys() == set(KINDS)


@pytest.mark.parametrize("url", ["", "https://site.example"])
def test_offsets_are_those_of_the_published_text(url: str) -> None:
    """Start and end are code points of text.txt; the quote is what stands there."""
    made = stressed(url)
    text = published_text.joined([s.section for s in made.editions[0].sections])
    for item in pages(made)[0]["items"]:
        quote, position = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert item["target"]["source"]["canonical"] == published_text.content_name(text)


# ---- Samples -------------------------------------------------------------------------------


def imported(text: str) -> Imported:
    """A sample's import into a small article."""
    files = {"content/a/article.yaml": "title: A\n", "content/a/01-a.md": "An anotation here.\n"}
    site, problems = parse(Files(texts=files))
    assert problems == ()
    return notes(text, "sample.json", site.articles[0], {}, "en")


def test_correct_samples_import(suite: Path) -> None:
    """None is refused; what no note can be made of is said, one line each."""
    paths = sorted((suite / "samples" / "correct").glob("*.json"))
    assert len(paths) == 45
    for path in paths:
        found = imported(path.read_text(encoding="utf-8"))
        assert found.problems, f"{path.name}: none of them is on our words, and nothing says so"
        assert {p.rule for p in found.problems} <= {
            "anchor-missing",  # names words or offsets of another text
            "annotation-skipped",
            "annotation-part",
        }, path.name
        assert all("\n" not in p.message for p in found.problems)


def test_incorrect_samples_are_refused(suite: Path) -> None:
    paths = sorted((suite / "samples" / "incorrect").glob("*.json"))
    assert len(paths) == 39
    for path in paths:
        found = imported(path.read_text(encoding="utf-8"))
        assert found.notes == ()
        assert {p.rule for p in found.problems} == {"annotation-invalid"}, path.name
        assert all("\n" not in p.message for p in found.problems)


def test_incorrect_samples_are_refused_for_their_own_mistake(suite: Path) -> None:
    """Many have a comma too many or two ids beside the mistake that they are named for."""
    for path in sorted((suite / "samples" / "incorrect").glob("*.json")):
        text = re.sub(r",(\s*})", r"\1", path.read_text(encoding="utf-8"))
        mended = re.sub(r'"id": \["(http://example.org/1)", "[^"]*"\]', r'"id": "\1"', text)
        # "multiple identifiers" has no other mistake; of "bad language" the key is misspelt, and
        # JSON-LD knows no wrong keys.
        if path.stem not in {"anno7", "anno15"}:
            assert "annotation-invalid" in {p.rule for p in imported(mended).problems}, path.name
