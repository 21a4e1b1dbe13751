"""A plan in words: where to, every operation in its order, with sizes, then the counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from postil.deploy.parcel import ASSET, INDEX, PAGE, STYLE, turn
from postil.deploy.plan import Operation, Plan
from postil.model import Target

SHOWN = 40  # files of one step that are named; who wants to see all says --verbose
_SIGNS = {"new": "+", "changed": "~", "delete": "-"}
_STEPS: Mapping[int, str] = {
    ASSET: "what pages need",
    STYLE: "what pages need",
    PAGE: "pages",
    INDEX: "lists, feeds and files for the host",
}
_GONE = "no longer published"
_KEPT = "kept for one more deploy, for readers who have an older page open"


def told(plan: Plan, target: Target, *, every: bool = True) -> str:
    """What would be done, step by step, and a summary; each file is named if `every` is to be."""
    lines = list[str]()
    for step, operations in groupby(plan.operations, _step):
        lines += [step, *_listed(list(operations), every=every or step == _GONE)]
    if plan.kept and plan.operations:
        lines += [_KEPT, *(f"  = {path}" for path in plan.kept)]
    head = f"{target.name}: {where(target)}\n" if lines else ""
    return head + "\n".join([*lines, f"{target.name}: {_counted(plan)}"])


def where(target: Target) -> str:
    """What a target's name stands for, as people say it."""
    values = target.values
    if target.kind == "folder":
        return f"the folder {values['path']}"
    if target.kind == "branch":
        return f"the branch {values['branch']} of {values['remote']}"
    if target.kind == "rsync":
        return f"the server {values['to']}"
    place = "/".join(part for part in (values["bucket"], values.get("prefix", "")) if part)
    return f"the bucket {place}" + (f" at {at}" if (at := values.get("endpoint")) else "")


def _step(one: Operation) -> str:
    return _GONE if one.action == "delete" else _STEPS[turn(one.path)]


def _listed(operations: Sequence[Operation], *, every: bool) -> Iterable[str]:
    width = max(len(size(one.size)) for one in operations)
    shown = operations if every else operations[:SHOWN]
    for one in shown:
        yield f"  {_SIGNS[one.action]} {size(one.size):>{width}}  {one.path}"
    if left := operations[len(shown) :]:
        more = sum(one.size for one in left)
        yield f"  … and {len(left):,} more, {size(more)} (--verbose names each)"


def _counted(plan: Plan) -> str:
    """Such as: 2 new, 1 changed, 19 unchanged; 98.3 KB to send."""
    if plan.nothing:
        return f"nothing to do, all {len(plan.unchanged):,} files are there as they would be sent"
    counted = {
        "new": len(plan.of("new")),
        "changed": len(plan.of("changed")),
        "unchanged": len(plan.unchanged),
        "to delete": len(plan.of("delete")),
    }
    counts = [f"{number:,} {word}" for word, number in counted.items() if number]
    sent = sum(one.size for one in plan.operations if one.action != "delete")
    return f"{', '.join(counts) or 'no files'}; {size(sent)} to send"


def size(number: int) -> str:
    """Bytes for people: 812 B, 3.4 KB, 1.2 MB."""
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:.1f} KB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
