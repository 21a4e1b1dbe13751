"""`postil clean`: what can be made again goes; what Postil did not write stays."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from postil.commands.common import PUBLIC, add_output, find_site, parser, show_error
from postil.keeping import FOLDER, cleared
from postil.problems import PostilError

EXAMPLES = """\
  postil clean
  postil clean --published
  postil clean --published --output /srv/www/articles
"""


def run(arguments: Sequence[str]) -> int:
    """Remove, and say what was removed."""
    options = _parser().parse_args(arguments)
    site = find_site(options.site)
    output = options.output or site / PUBLIC
    try:
        if options.published:
            _unpublish(output)
        files, size = cleared(site)
    except PostilError as error:
        return show_error(error)
    except OSError as error:
        print(f"cannot remove {error.filename}: {error.strerror}")
        return 1
    from postil.commands.build import size as told

    print(f"removed {files} files ({told(size)}) from {site / FOLDER}")
    return 0


def _parser() -> argparse.ArgumentParser:
    what = "Remove what builds keep to be faster: the next one makes all anew."
    made = parser("clean", what, EXAMPLES)
    add_output(made)
    made.add_argument(
        "--published",
        action="store_true",
        help="also remove the published files, and none of those that Postil did not write",
    )
    return made


def _unpublish(output: Path) -> None:
    """Take away what Postil wrote into the published folder."""
    from postil.write import remove

    files, changed = remove(output)
    print(f"removed {files} files from {output}")
    if changed:
        print(f"left in place, since they are not as Postil wrote them: {', '.join(changed[:3])}")
