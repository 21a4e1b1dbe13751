"""The pictures of an article: the files of images/, and what article.yaml says of each."""

from postil.fields import Fields
from postil.folders import Folder
from postil.model import Files, Image
from postil.problems import Place, closest, problem
from postil.record import replace


def pictures(f: Fields, folder: Folder, files: Files) -> tuple[Image, ...]:
    """Every picture, in the order of their paths, with its credit and rights."""
    found = {path.removeprefix(f"{folder.path}/"): files.binaries[path] for path in folder.images}
    made = {
        path: Image(path=path, content=content, place=Place(file=f"{folder.path}/{path}"))
        for path, content in found.items()
    }
    for inner in f.mappings("images", "a picture"):
        _tell(inner, made)
        inner.done()
    return tuple(made.values())


def _tell(f: Fields, made: dict[str, Image]) -> None:
    """Add to a picture what an entry of `images:` says: {file, credit, rights}."""
    path, place = f.text("file", required=True), f.place_of("file")
    credit, rights = f.text("credit"), f.text("rights")
    if path in made:
        made[path] = replace(made[path], credit=credit, rights=rights, place=place)
    elif path:
        hint = closest(path, made) or "pictures live in the article's images/ folder"
        f.problems.append(problem("image-missing", place, f"there is no picture {path}", hint))
