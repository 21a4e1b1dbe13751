"""`postil import`: what others wrote, as a new article or as notes on one."""  # noqa: N999

from collections.abc import Sequence

from postil.commands.common import find_site, show_error
from postil.problems import PostilError


def run(arguments: Sequence[str]) -> int:
    """Import; status 1 where a problem is an error."""
    from postil.commands.import_options import read_options

    options = read_options(arguments)
    site = find_site(options.site)
    try:
        if options.annotations:
            from postil.commands.annotations import import_annotations

            return import_annotations(site, options.annotations, options.into, quiet=options.quiet)
        from postil.commands.text import import_text

        return import_text(site, options)
    except PostilError as error:
        return show_error(error)
