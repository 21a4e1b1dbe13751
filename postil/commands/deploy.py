"""`postil deploy`: what a build makes, to where readers find it."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from postil.commands.common import (
    PUBLIC,
    add_loudness,
    add_seeds,
    add_since,
    build_date,
    find_site,
    parser,
    show,
    show_error,
    wrong_use,
)
from postil.commands.line import line
from postil.ending import at_once
from postil.pipeline import Built, Proved, errors, prove, render_site
from postil.problems import PostilError, Problem, problem
from postil.progress import say
from postil.record import replace
from postil.regular import content

if TYPE_CHECKING:
    import argparse

    from postil.deploy.objections import Allowed, Objection
    from postil.deploy.parcel import Parcel
    from postil.deploy.targets import Peer
    from postil.model import Target

EXAMPLES = """\
  postil deploy pages --dry-run
  postil deploy pages
  postil deploy bucket --max-deletes 300
"""
_TRIES = 3  # how often to look again where somebody else was faster


def run(arguments: Sequence[str]) -> int:
    """Build, plan, show the plan, carry it out, look whether all is there."""
    options = _parser().parse_args(arguments)
    site = find_site(options.site)
    try:
        with line(quiet=options.quiet):
            built = render_site(site, _proved(site, options))
        found = built.problems if options.yes else tuple(map(_firm, built.problems))
        show(found)
        if errors(found):
            if not options.quiet:
                print("nothing sent")
            return 1
        settings = built.proved.publication.settings if built.proved.publication else None
        target = _target(options.target, settings.deploy if settings else {})
        with (
            tempfile.TemporaryDirectory(prefix="postil-") as scratch,
            at_once(lambda: rmtree(scratch, ignore_errors=True)),
        ):
            return _deploy(site, built, target, Path(scratch).resolve(), options)
    except PostilError as error:
        return show_error(error)


def _firm(found: Problem) -> Problem:
    """A problem as a deploy sees it: readers are not to meet words that nobody wrote for them."""
    if found.rule != "placeholder":
        return found
    hint = "write it; or, if readers are to see it as it is, deploy with --yes"
    return replace(found, level="error", hint=hint)


def _proved(site: Path, options: "argparse.Namespace", there: Path | None = None) -> Proved:
    """The site as a build proves it, compared with what was published last."""
    since = options.since or there or site / PUBLIC
    return prove(site, build_date(), seeds=options.seeds, since=since, encode=True)


def _parser() -> "argparse.ArgumentParser":
    from postil.deploy.objections import MAX_DELETES

    made = parser("deploy", "Build the site and send it to a target of site.yaml.", EXAMPLES)
    add_seeds(made)
    add_since(made)
    add_loudness(made, "name each file of the plan, however many there are")
    made.add_argument("target", metavar="TARGET", help="its name under deploy: in site.yaml")
    made.add_argument("--dry-run", action="store_true", help="say what would be done, and stop")
    made.add_argument(
        "--max-deletes",
        metavar="N",
        type=int,
        default=MAX_DELETES,
        help=f"delete at most so many files (default: {MAX_DELETES})",
    )
    made.add_argument(
        "--adopt", action="store_true", help="take over files there that Postil did not put there"
    )
    made.add_argument(
        "--yes",
        action="store_true",
        help="go on where another or a newer site is there, a target moved, most pages would go, "
        "or placeholders stand in the text",
    )
    return made


def _target(name: str, known: "Mapping[str, Target]") -> "Target":
    if not known:
        wrong_use("site.yaml names no target; see deploy: in docs/reference.md")
    if name not in known:
        wrong_use(f"there is no target {name}; targets are: {', '.join(known)}")
    return known[name]


def _deploy(
    site: Path, built: Built, target: "Target", scratch: Path, options: "argparse.Namespace"
) -> int:
    """One deploy; what goes wrong at the target is a problem at its place in site.yaml."""
    from postil.deploy.ledger import LEDGER, DamagedError
    from postil.deploy.objections import Allowed
    from postil.deploy.store import RefusedError, TransientError
    from postil.deploy.targets import peer, refuse_moved, remember

    allowed = Allowed(deletes=options.max_deletes, adopt=options.adopt, yes=options.yes)
    try:
        with closing(peer(target, site, scratch)) as there:
            if not options.yes:
                refuse_moved(site, target)
            built = _compared(site, built, there, scratch, options)
            status = _patiently(built, there, target, allowed, options)
        if not options.dry_run:
            remember(site, target)
        return status
    except DamagedError:
        message = f"{LEDGER} there, the list of what Postil sent, cannot be read"
        hint = "delete that file, then deploy with --adopt"
    except TransientError as error:
        message, hint = str(error), "run this again: what is there already is not sent twice"
    except RefusedError as error:
        message, hint = error.args[0], "".join(error.args[1:])
    raise PostilError([problem("deploy", target.place, message, hint)])


def _patiently(
    built: Built, peer: "Peer", target: "Target", allowed: "Allowed", options: "argparse.Namespace"
) -> int:
    """Look and send; again where somebody else was faster."""
    from postil.deploy.store import MovedError, RefusedError

    for _ in range(_TRIES):
        try:
            return _once(built, peer, target, allowed, options)
        except MovedError:
            print("somebody else changed the target meanwhile; looking again", file=sys.stderr)
    raise RefusedError("the target keeps changing", "wait until no other deploy is running")


def _compared(
    site: Path, built: Built, peer: "Peer", scratch: Path, options: "argparse.Namespace"
) -> Built:
    """The build, compared with what readers have now: local builds may have come in between.

    Shows what that brings to light, and raises PostilError for errors in it.
    """
    record = None if options.since else peer.published()
    if not record or record == _record(site):
        return built
    there = scratch / "published.json"
    there.write_bytes(record)
    again = render_site(site, _proved(site, options, there))
    fresh = [one for one in again.problems if one not in built.problems]
    if wrong := errors(fresh):
        raise PostilError(wrong)
    show(fresh)
    return again


def _record(site: Path) -> bytes | None:
    """What the last local build left, with which this one was compared."""
    try:
        return content(site / PUBLIC / "published.json")
    except OSError:
        return None


def _once(
    built: Built, peer: "Peer", target: "Target", allowed: "Allowed", options: "argparse.Namespace"
) -> int:
    from postil.deploy.ledger import identity
    from postil.deploy.objections import objections
    from postil.deploy.plan import plan
    from postil.deploy.telling import told

    files = _parcels(built, target.values.get("compress", ""))
    with line(quiet=options.quiet):
        say(f"looking at {target.name}")
        there = peer.look(files)
    made = plan(files, there, *identity(built.proved.publication), adopt=allowed.adopt)
    if not options.quiet or options.dry_run:
        print(told(made, target, every=options.verbose))
    against = objections(made, allowed)
    if against:
        raise PostilError([_refusal(target, one) for one in against])
    if options.dry_run:
        print(f"nothing sent: this was a dry run; to send it: postil deploy {target.name}")
        return 0
    if not made.nothing:
        with line(quiet=options.quiet):
            say(f"sending to {target.name}")
            peer.carry_out(made, files, there)
        if not options.quiet:
            print(f"all {len(files)} files are there as they were built")
    return 0


def _refusal(target: "Target", one: "Objection") -> Problem:
    return problem("deploy", target.place, one.message, one.hint)


def _parcels(built: Built, way: str) -> "Mapping[str, Parcel]":
    """What is to be there; with texts made small, if the target says how."""
    from postil.deploy.parcel import parcels, zipped

    if way == "gzip":
        return {path: zipped(one) for path, one in parcels(built.files).items()}
    if way == "beside":
        from postil.commands.build import load_brotli
        from postil.published.compress import compressed

        return parcels((*built.files, *compressed(built.files, load_brotli("compress: beside"))))
    return parcels(built.files)
