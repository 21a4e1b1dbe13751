"""`postil serve`: the site in a browser, following every save."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from postil.commands.common import (
    add_loudness,
    add_seeds,
    build_date,
    find_site,
    parser,
    show,
    wrong_use,
)

if TYPE_CHECKING:
    from postil.preview.worker import Update

EXAMPLES = """\
  postil serve
  postil serve --open --port 9000
  POSTIL_EDITOR=pycharm postil serve --site ~/articles
"""


def run(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C."""
    made = parser("serve", "Show the site in a browser, and follow every save.", EXAMPLES)
    add_seeds(made)
    made.add_argument("--port", metavar="N", type=int, default=8000, help="(default: 8000)")
    made.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to answer at; any but this machine's own shows drafts to others",
    )
    made.add_argument(
        "--path",
        metavar="PATH",
        default="",
        help="serve below this path (default: that of url: in site.yaml)",
    )
    made.add_argument("--open", action="store_true", help="open a browser")
    made.add_argument(
        "--poll", action="store_true", help="look at every file, where events do not tell of saves"
    )
    add_loudness(
        made, "name every file that changed, and tell of each build", "tell of problems alone"
    )
    options = made.parse_args(arguments)
    if not 0 <= options.port < 65536:
        wrong_use(f"--port {options.port} is no port")
    site = find_site(options.site).resolve()

    from postil.preview.editors import template
    from postil.preview.shown import base_of
    from postil.preview.worker import Plan
    from postil.serve import Options, Reports, UnboundError, serve

    try:
        form = template(os.environ)
    except ValueError as error:
        wrong_use(str(error))
    build_date()  # wrong in the environment: said here, not in the middle of the preview
    wanted = Options(
        plan=Plan(
            root=site,
            seeds=options.seeds,
            today=build_date,
            base=base_of(options.path) if options.path else "",
        ),
        host=options.host,
        port=options.port,
        form=form,
        poll=options.poll,
        open=options.open,
    )
    try:
        told = _built(quiet=options.quiet, verbose=options.verbose)
        return 128 + serve(wanted, Reports(bound=_bound(wanted.port), built=told, note=_note))
    except UnboundError as error:
        wrong_use(str(error))


def _bound(asked: int) -> Callable[[str, int], None]:
    """Say what is bound, and to whom that opens the drafts."""
    from postil.preview.requests import is_loopback
    from postil.serve import address

    def say(host: str, port: int) -> None:
        if not is_loopback(host):
            _note(f"whoever can reach {host} can read what is not yet published")
        if asked not in (0, port):
            _note(f"port {asked} is taken")
        print(f"serving {address(host, port)}/ (Ctrl-C ends it)", flush=True)

    return say


def _built(*, quiet: bool, verbose: bool) -> "Callable[[Update], None]":
    """Say what each build came to; the same problems are not told twice."""
    told: list[object] = [()]

    def say(update: "Update") -> None:
        shown, took = update.shown, f"{update.milliseconds:.0f} ms"
        if verbose and not update.whole:
            print(f"{_names(update.changed, everything=verbose)}page shown in {took}", flush=True)
        if not update.whole:
            return
        if shown.problems != told[0]:
            show(shown.problems)
            told[0] = shown.problems
        if quiet:
            return
        if shown.stale:
            print("the last good pages stay" if shown.files else "nothing to show yet", flush=True)
        else:
            print(f"{_names(update.changed, everything=verbose)}built in {took}", flush=True)

    return say


def _names(changed: Sequence[str], *, everything: bool) -> str:
    if everything:
        return f"{', '.join(changed)}: " if changed else ""
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{', '.join(changed[:3])}{more}: " if changed else ""


def _note(text: str) -> None:
    print(f"postil: {text}", file=sys.stderr, flush=True)
