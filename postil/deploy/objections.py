"""What speaks against a plan: each objection with the option that says "I mean it". Pure."""

from collections.abc import Collection

from postil.deploy.plan import Plan
from postil.record import record

MAX_DELETES = 100


@record
class Objection:
    """A reason not to go on, and what to do about it."""

    message: str
    hint: str


@record
class Allowed:
    """What the caller has allowed: so many deletes, files of others, and what looks unusual."""

    deletes: int = MAX_DELETES
    adopt: bool = False
    yes: bool = False


def objections(plan: Plan, allowed: Allowed) -> tuple[Objection, ...]:
    """All that stands in the way of a plan."""
    found = [*_deletes(plan, allowed.deletes)]
    if not allowed.adopt:
        found += _foreign(plan.foreign)
    if not allowed.yes:
        found += [*_other_site(plan), *_older(plan), *_emptied(plan)]
    return tuple(found)


def _deletes(plan: Plan, limit: int) -> tuple[Objection, ...]:
    number = len(plan.of("delete"))
    if number <= limit:
        return ()
    message = f"{number} files would be deleted, which is more than {limit}"
    return (Objection(message=message, hint=f"if that is right: --max-deletes {number}"),)


def _foreign(paths: Collection[str]) -> tuple[Objection, ...]:
    if not paths:
        return ()
    names = ", ".join(sorted(paths)[:3]) + (" …" if len(paths) > 3 else "")
    message = f"files that Postil did not put there would be replaced: {names}"
    return (Objection(message=message, hint="move them away, or take them over with --adopt"),)


def _other_site(plan: Plan) -> tuple[Objection, ...]:
    there, here = plan.before.site, plan.after.site
    if not there or there == here:
        return ()
    message = f"another site is published there, {there}; this one is {here}"
    return (Objection(message=message, hint="if it is to go: --yes"),)


def _older(plan: Plan) -> tuple[Objection, ...]:
    there, here = plan.before.newest, plan.after.newest
    if there <= here:
        return ()
    message = f"what is there is newer ({there}) than what would be sent ({here or 'no date'})"
    return (
        Objection(
            message=message, hint="get the newest sources; if the newest article is to go: --yes"
        ),
    )


def _emptied(plan: Plan) -> tuple[Objection, ...]:
    """More than half of the pages gone, as when the wrong folder is built."""
    before = [path for path in plan.before.files if path.endswith(".html")]
    gone = [one for one in plan.of("delete") if one.path in before]
    if len(gone) * 2 <= len(before):
        return ()
    message = f"{len(gone)} of {len(before)} pages would be deleted"
    return (Objection(message=message, hint="if that is right: --yes"),)
