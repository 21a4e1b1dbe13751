"""The pictures of an article: the files of images/, and what article.yaml says of each."""

from collections.abc import Iterable

from postil.fields import Fields
from postil.model import Card, Image, Picture
from postil.problems import Place, closest, problem
from postil.record import replace

Found = tuple[str, bytes, Picture | None]
"""A picture's path, its bytes, and what was made of it, if that is known."""


def pictures(f: Fields, folder: str, found: Iterable[Found]) -> tuple[Image, ...]:
    """Every picture of those found, in their order, with its credit and rights.

    `folder` ends with "/"; what is found is below it.
    """
    made = {one.path: one for one in (_image(folder, *each) for each in found)}
    for image in made.values():
        f.problems += (problem(rule, image.place, *told) for rule, *told in image.picture.faults)
    for inner in f.mappings("images", "a picture"):
        _tell(inner, made)
        inner.done()
    return tuple(made.values())


def _image(folder: str, path: str, content: bytes, picture: Picture | None) -> Image:
    """A picture as its own bytes tell of it."""
    name = path.removeprefix(folder)
    if picture is None:
        from postil.pictures.developing import developed

        picture = developed(name, content)
    return Image(path=name, picture=picture, place=Place(file=path))


def _tell(f: Fields, made: dict[str, Image]) -> None:
    """Add to a picture what an entry of `images:` says: {file, credit, rights}."""
    path, place = f.text("file", required=True), f.place_of("file")
    credit, rights = f.text("credit"), f.text("rights")
    if path in made:
        made[path] = replace(made[path], credit=credit, rights=rights, place=place)
    elif path:
        hint = closest(path, made) or "pictures live in the article's images/ folder"
        f.problems.append(problem("image-missing", place, f"there is no picture {path}", hint))


def card(f: Fields) -> Card | None:
    """What an entry `card:` says: {file, alt}."""
    inner = f.mapping("card", "a card")
    if inner is None:
        return None
    place = inner.place_of("file")
    path, alt = inner.text("file", required=True), inner.text("alt", required=True)
    inner.done()
    return Card(path=path, alt=alt, place=place) if path else None
