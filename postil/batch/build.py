"""A build into a folder: only what changed is made, and all is as if everything had been (edge)."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from postil.batch.ground import Ground, MovedError
from postil.batch.left import Tree, is_left
from postil.batch.store import State, Store
from postil.batch.wish import Outcome, Wish
from postil.problems import Place, PostilError, problem
from postil.published.past import file_of
from postil.record import record
from postil.regular import content

_TRIES = 5


class LostError(Exception):
    """The bytes of a page are no longer where the cache had them."""


@record
class Task:
    """One build: what is wanted, of what, and what is known from the last one (`before`)."""

    wish: Wish
    store: Store
    name: str
    before: State
    ground: Ground
    whole: str
    past: str


def build(wish: Wish) -> Outcome:
    """Build a site into a folder: all of it, or nothing and the problems."""
    store = Store(wish.root if wish.keep else None)
    for _ in range(_TRIES):
        try:
            return _build(wish, store)
        except MovedError:
            continue
        except LostError:
            store = Store(None)
    message = "the site's files change while they are read"
    hint = "let the program that writes them come to its end"
    raise PostilError([problem("file-unreadable", Place(file="content"), message, hint)])


def _build(wish: Wish, store: Store) -> Outcome:
    name = _name(wish)
    before = store.state(name)
    ground = Ground(wish.root, wish.seeds, before.header)
    if ground.odd or ground.is_large():
        from postil.batch.at_once import build_at_once

        return build_at_once(wish)
    before = before if ground.is_same_program() else State(header={})
    task = Task(
        wish=wish,
        store=store,
        name=name,
        before=before,
        ground=ground,
        whole=ground.whole(bool(wish.brotli)),
        past=_past(wish),
    )
    known = _again(task)
    if known:
        return known
    from postil.batch.work import Work

    return Work(task).done()


def _name(wish: Wish) -> str:
    """What a build's state is known by: where it writes, and which files."""
    told = f"{wish.output.resolve()}\0{bool(wish.brotli)}"
    return blake2b(told.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def _past(wish: Wish) -> str:
    """A digest of the record that what is built is compared with; "" for none."""
    try:
        record = content(file_of(wish.since or wish.output))
    except OSError:
        return ""
    return blake2b(record, digest_size=20).hexdigest()


# ---- Nothing changed -----------------------------------------------------------------------


def _again(task: Task) -> Outcome | None:
    """What the last build came to, where this one would come to the same."""
    header = task.before.header
    if header.get("whole") != task.whole or not _in_time(header["days"], task.wish.today):
        return None
    told = header["told"].get(task.past)
    if told is None or not is_left(Tree(task.wish.output), header["output"]):
        return None
    stamps = task.ground.header()
    if any(header[name] != value for name, value in stamps.items()):  # touched, and the same
        task.store.save(task.name, {**header, **stamps}, task.before.lines())
    return _outcome(header, told)


def _in_time(days: Sequence[Any] | None, today: Any) -> bool:
    """Whether on this day the same is to be said: it is after the first, and not after the last."""
    if days is None or today is None:
        return days is None and today is None
    first, last = (tuple(day) if day else None for day in days)
    return (first is None or first < today) and (last is None or today <= last)


def _outcome(header: Mapping[str, Any], told: Sequence[Any]) -> Outcome:
    from postil.write import Written

    problems, silenced = _judged(told)
    total, size = header["size"]
    return Outcome(
        problems=problems,
        silenced=silenced,
        counts=header["counts"],
        written=Written(new=(), changed=(), removed=(), total=total, bytes=size),
    )


def _judged(told: Sequence[Any]) -> Any:
    """Problems and silenced ones, as they were told."""
    if told == [[], []]:
        return (), ()
    from postil.batch import plain
    from postil.telling.verdicts import Silenced

    problems, silenced = told
    covered = plain.problems_of(one for one, _ in silenced)
    by = plain.allowances_of(one for _, one in silenced)
    pairs = zip(covered, by, strict=True)
    return plain.problems_of(problems), tuple(Silenced(problem=p, by=a) for p, a in pairs)
