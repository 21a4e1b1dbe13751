"""`postil schema`: what may stand in a file, for editors that read JSON Schema."""

import json
from collections.abc import Sequence
from pathlib import Path

from postil.commands.common import find_site, parser, show_error, wrong_use
from postil.problems import Place, PostilError, problem
from postil.scaffolding.schemas import FILES, FOLDER, files, schema

EXAMPLES = """\
  postil schema
  postil schema note
  postil schema sources > sources.schema.json
  postil schema --write
"""


def run(arguments: Sequence[str]) -> int:
    """Print the schema of one kind of file, or one line for each kind; or write all of them."""
    made = parser("schema", "Print the JSON Schema (2020-12) of a kind of file.", EXAMPLES)
    made.add_argument("kind", metavar="KIND", nargs="?", choices=FILES, help=", ".join(FILES))
    made.add_argument(
        "--write", action="store_true", help=f"write all of them into the site, in {FOLDER}/"
    )
    options = made.parse_args(arguments)
    if options.write and options.kind:
        wrong_use("schema --write writes all of them; leave KIND out")
    if options.write:
        return _write(find_site(options.site))
    if options.kind is None:
        for name, (_, _, told) in FILES.items():
            print(f"{name:<9} {told}")
    else:
        print(json.dumps(schema(options.kind), indent=2, ensure_ascii=False))
    return 0


def _write(site: Path) -> int:
    """Write what is not there as it is to be; an editor that reads meanwhile finds whole files."""
    try:
        changed = [path for path, text in files().items() if _put(site, path, text)]
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        where = Place(file=str(error.filename or site / FOLDER))
        hint = "let this folder be written"
        wrong = problem("output", where, f"this cannot be written: {reason}", hint)
        return show_error(PostilError([wrong]))
    for path in changed:
        print(f"wrote {site / path}" if site != Path.cwd() else f"wrote {path}")
    if not changed:
        print(f"the schemas in {site / FOLDER} are as they are to be")
    return 0


def _put(site: Path, path: str, text: str) -> bool:
    """Put a file in place, if it says something else; True if it did."""
    file = site / path
    if file.is_file() and file.read_text(encoding="utf-8", errors="replace") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.new")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(file)
    return True
