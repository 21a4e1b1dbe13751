"""`postil schema`: what may stand in a file, for editors that read JSON Schema."""

import argparse
import json
from collections.abc import Sequence

from postil.scaffolding.schemas import FILES, schema

EXAMPLES = """\
  postil schema
  postil schema note
  postil schema sources > sources.schema.json
"""


def run(arguments: Sequence[str]) -> int:
    """Print the schema of one kind of file, or one line for each kind."""
    made = argparse.ArgumentParser(
        prog="postil schema",
        description="Print the JSON Schema (2020-12) of a kind of file.",
        epilog=f"examples:\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("kind", metavar="KIND", nargs="?", choices=FILES, help=", ".join(FILES))
    kind = made.parse_args(arguments).kind
    if kind is None:
        for name, (_, _, told) in FILES.items():
            print(f"{name:<9} {told}")
    else:
        print(json.dumps(schema(kind), indent=2, ensure_ascii=False))
    return 0
