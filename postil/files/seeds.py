"""seeds/ → Seeds: the record of each text, and the text itself where it is at hand.

The text is seeds/<id>.txt, or else any text that has the record's checksum, here or in the folder
that was lent. The checksum is that of the file's exact bytes, proved before they are decoded.
"""

import hashlib

from postil.fields import Fields
from postil.files.front_matter import mapping
from postil.files.parts import stem, stem_id
from postil.files.shapes import names
from postil.files.values import check_sha256
from postil.model import Files, Seed
from postil.problems import Place, Problem, problem

ENCODINGS = (
    "utf-8", "utf-16", "us-ascii", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250",
    "windows-1251", "windows-1252", "koi8-r", "macintosh", "shift_jis", "euc-jp", "gb18030",
    "big5", "euc-kr",
)  # fmt: skip
"""What a seed's text may be written in; a record says which unless it is UTF-8."""

Shelf = dict[str, tuple[str, bytes]]


def seeds(files: Files, problems: list[Problem]) -> tuple[Seed, ...]:
    """Every record of seeds/, with its text if that is there too."""
    found: dict[str, Seed] = {}
    shelf = _shelf(files)
    for path, text in sorted(files.texts.items()):
        if path.startswith("seeds/") and path.count("/") == 1 and path.endswith((".yaml", ".yml")):
            made = seed(path, text, files, shelf, problems)
            other = found.setdefault(made.id, made)
            if other is not made:
                message = f'two seeds have the id "{made.id}": the other is at {other.place}'
                problems.append(problem("id-repeated", made.place, message, "delete one of them"))
    known = {shelf[made.sha256][0] for made in found.values() if made.sha256 in shelf}
    for path in files.binaries:
        if _is_text(path) and stem(path) not in found and path not in known:
            message = f"{path} has no record"
            hint = f"write seeds/{stem(path)}.yaml with its title, author and rights"
            problems.append(problem("file-unknown", Place(file=path), message, hint))
    return tuple(found.values())


def _is_text(path: str) -> bool:
    return path.startswith("seeds/") and path.endswith(".txt")


def _shelf(files: Files) -> Shelf:
    """Each text of seeds/ and of the folder that was lent, with its name, by its SHA-256."""
    found: Shelf = {}
    for name, content in (*files.binaries.items(), *files.lent.items()):
        if _is_text(name) or name in files.lent:
            found.setdefault(hashlib.sha256(content).hexdigest(), (name, content))
    return found


def seed(path: str, text: str, files: Files, shelf: Shelf, problems: list[Problem]) -> Seed:
    """One record."""
    place = Place(file=path)
    f = mapping(text, place, "a seed", problems)
    name = stem_id(stem(path), place, "the seed", problems)
    sha256 = f.checked("sha256", check_sha256)
    encoding = f.one_of("encoding", ENCODINGS, default="utf-8")
    own = f"seeds/{stem(path)}.txt"
    at_hand = (own, files.binaries[own]) if own in files.binaries else shelf.get(sha256)
    made = Seed(
        id=name,
        place=place,
        title=f.text("title", required=True) or name,
        authors=names(f, "author"),
        publisher=f.text("publisher"),
        url=f.url("url"),
        published=f.date("published"),
        retrieved=f.date("retrieved"),
        rights=f.text("rights"),
        sha256=sha256,
        encoding=encoding,
        language=f.language("language"),
        words=f.integer("words"),
        text=_text(f, at_hand, sha256, encoding),
    )
    f.done()
    return made


def _text(f: Fields, at_hand: tuple[str, bytes] | None, sha256: str, encoding: str) -> str | None:
    """The text, without BOM, with LF line ends; None if it is not at hand or not the one meant."""
    if at_hand is None:
        return None
    name, content = at_hand
    digest = hashlib.sha256(content).hexdigest()
    if sha256 and digest != sha256:
        message = f"the text's SHA-256 is {digest}, and its record says {sha256}"
        hint = (
            "restore the text; if the change is meant, prove the quotations and write the new sum"
        )
        f.problems.append(problem("seed-checksum", f.place_of("sha256"), message, hint))
        return None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"this file is not {encoding}: byte {error.start} is 0x{content[error.start]:02x}"
        hint = f"save it as {encoding}, or write its encoding into {f.file}"
        f.problems.append(problem("file-encoding", Place(file=name), message, hint))
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
