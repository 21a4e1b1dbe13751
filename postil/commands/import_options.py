"""What `postil import` can be told, and whether it can be meant so."""

import argparse
import codecs
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from postil import dates
from postil.commands.common import add_loudness, parser, wrong_use
from postil.files.addresses import check_slug
from postil.files.seeds import ENCODINGS
from postil.files.values import check_id, check_language, check_url, nfc
from postil.importing.intake import FORMATS, format_of
from postil.importing.manuscript import ROLES, Facts
from postil.importing.planning import Wishes

EXAMPLES = """\
  postil import report.txt --as lamp --dry-run
  postil import report.txt --as lamp --author "Ada Holm" --published 1987-11-04 --notes old-lamp
  postil import report.html --as lamp --sections 5 --role body=3,5-7
  postil import --annotations hypothesis.json --into lamp
"""
_FACTS = {
    "title": ("TEXT", "its title, if not the headline that it has"),
    "author": ("NAME", "who wrote it; may be given several times"),
    "publisher": ("NAME", "who published it"),
    "url": ("URL", "where it stands"),
    "published": ("DATE", "when it was published"),
    "retrieved": ("DATE", "when you read it"),
    "rights": ("TEXT", "who holds the rights, and what they allow"),
    "language": ("TAG", "its language, such as en-US"),
}


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options, each checked; wrong ones end the program with status 2."""
    options = _parser().parse_args(arguments)
    if bool(options.file) == bool(options.annotations):
        wrong_use("import: name either a text's FILE or --annotations FILE")
    if options.annotations:
        return _annotations(options)
    if not options.slug:
        wrong_use("import: say with --as SLUG what the new article is to be called")
    if not options.file.exists():
        wrong_use(f"there is no {options.file}")
    if options.file.is_dir():
        wrong_use(f"{options.file} is a folder; name the file of one text")
    options.format = options.format or format_of(options.file.name)
    if not options.format:
        wrong_use(f"what is {options.file}? Say it with --format {', '.join(FORMATS)}")
    options.slug, options.seed = nfc(options.slug), nfc(options.seed or "")
    options.encoding = _encoding(options)
    if options.sections is not None and options.sections < 1:
        wrong_use("--sections: expected a number from 1")
    _refuse("--as", options.slug, check_slug(options.slug))
    _refuse("--seed", options.seed, options.seed and check_id(options.seed))
    _refuse("--url", options.url, options.url and check_url(options.url, absolute=True))
    _refuse("--language", options.language, options.language and check_language(options.language))
    for name in ("published", "retrieved"):
        _check_date(name, getattr(options, name))
    return options


def _parser() -> argparse.ArgumentParser:
    what = (
        "Make a new article of a text, and prove that no word of it is lost or changed; "
        "or, with --annotations, make notes of the annotations in a file."
    )
    made = parser("import", what, EXAMPLES)
    add_loudness(made, "")
    add: Callable[..., object] = made.add_argument
    add("file", metavar="FILE", nargs="?", type=Path, help="a text: .txt, .md, .html or .docx")
    add("--as", dest="slug", metavar="SLUG", help="the new article's folder")
    add("--format", choices=FORMATS, help="what FILE is, if its name does not say")
    add("--encoding", metavar="NAME", help="FILE's encoding, if it is not UTF-8")
    add("--sections", metavar="N", type=int, help="part the text into N sections")
    roles = f"what lines are: body=3,5-7; roles are {', '.join(ROLES)}"
    add("--role", metavar="ROLE=LINES", action="append", default=[], help=roles)
    add("--notes", metavar="SLUG", help="copy the stand-off notes of this article along")
    add("--seed", metavar="ID", help="the id of the text's record in seeds/ (default: SLUG)")
    add("--copy-text", action="store_true", help="keep the text itself too, as seeds/ID.txt")
    for name, (value, help_) in _FACTS.items():
        many = {"action": "append"} if name == "author" else {"default": ""}
        add(f"--{name}", metavar=value, help=help_, **many)
    add("--dry-run", action="store_true", help="say what would become what, and write nothing")
    what = "annotations to make notes of: W3C JSON-LD, or what Hypothesis exports"
    add("--annotations", metavar="FILE", type=Path, help=what)
    add("--into", metavar="SLUG", help="the article that the annotations are about")
    return made


def _annotations(options: argparse.Namespace) -> argparse.Namespace:
    """Options that go with --annotations."""
    if not options.into:
        wrong_use("import: say with --into SLUG which article the annotations are about")
    if options.slug:
        wrong_use("import: --as names a new article; annotations go --into one that is there")
    return options


def wishes(options: argparse.Namespace) -> Wishes:
    """The options as the planning understands them."""
    said = {name: getattr(options, name) for name in _FACTS if name != "author"}
    return Wishes(
        slug=options.slug,
        seed=options.seed or options.slug,
        facts=Facts(authors=tuple(options.author or ()), **said),
        roles=_roles(options.role),
        sections=options.sections,
    )


def _roles(words: Sequence[str]) -> Mapping[int, str]:
    """`body=3,5-7` → a role for each line."""
    found = {}
    for word in words:
        role, _, numbers = word.partition("=")
        if role not in ROLES:
            wrong_use(f"--role: no such role: {role}; roles are {', '.join(ROLES)}")
        for part in numbers.split(","):
            match = re.fullmatch(r"\s*(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?\s*", part)
            if not match:
                wrong_use(f"--role {word}: expected lines such as 3,5-7")
            found.update(dict.fromkeys(range(int(match[1]), int(match[2] or match[1]) + 1), role))
    return found


def _encoding(options: argparse.Namespace) -> str:
    """The name that a record can carry."""
    if not options.encoding:
        return "utf-8"
    try:
        wanted = codecs.lookup(options.encoding).name
    except LookupError:
        wanted = ""
    found = next((name for name in ENCODINGS if codecs.lookup(name).name == wanted), "")
    return found or wrong_use(
        f"--encoding: no such encoding here: {options.encoding}; known are {', '.join(ENCODINGS)}"
    )


def _check_date(name: str, text: str) -> None:
    try:
        if text:
            dates.parse(text)
    except dates.DateError as error:
        wrong_use(f"--{name}: {error.message}{f'; {error.hint}' if error.hint else ''}")


def _refuse(option: str, value: str, wrong: object) -> None:
    if value and wrong:
        hint = getattr(wrong, "hint", "")
        wrong_use(f"{option}: {getattr(wrong, 'message', '')}{f'; {hint}' if hint else ''}")
