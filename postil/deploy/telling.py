"""A plan in words: every operation in its order, with sizes, then the counts. Pure."""

from postil.deploy.plan import Plan

_SIGNS = {"new": "+", "changed": "~", "delete": "-"}


def told(plan: Plan, target: str) -> str:
    """What would be done, line by line, and a summary."""
    width = max((len(size(one.size)) for one in plan.operations), default=0)
    lines = [
        f"{_SIGNS[one.action]} {size(one.size):>{width}}  {one.path}" for one in plan.operations
    ]
    lines += [f"= kept for one more deploy: {path}" for path in plan.kept]
    sent = sum(one.size for one in plan.operations if one.action != "delete")
    counts = [
        f"{len(plan.of('new'))} new",
        f"{len(plan.of('changed'))} changed",
        f"{len(plan.unchanged)} unchanged",
        f"{len(plan.of('delete'))} deleted",
    ]
    return "\n".join([*lines, f"{target}: {', '.join(counts)}; {size(sent)} to send"])


def size(number: int) -> str:
    """Bytes for people: 812 B, 3.4 KB, 1.2 MB."""
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:.1f} KB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
