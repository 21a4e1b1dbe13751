"""A deploy's plan, as its author reads it."""

import pytest

from postil.deploy.plan import There, plan
from postil.deploy.send import StorePeer
from postil.deploy.telling import SHOWN, told, where
from postil.model import Target, TargetKind
from postil.problems import Place
from tests.deploy.test_send import NEW, old
from tests.stores import MemoryStore, deploy, files


def target(kind: TargetKind, **values: str) -> Target:
    return Target(name="live", kind=kind, place=Place(file="content/site.yaml"), values=values)


DISK = target("folder", path="../www")


def test_a_plan_is_read_step_by_step() -> None:
    store = old()
    made = files(NEW)
    planned = plan(made, StorePeer(store).look(made), "The site", "")
    assert told(planned, DISK) == (
        "live: the folder ../www\n"
        "what pages need\n"
        "  + 6 B  a/plan.33333333.svg\n"
        "  + 3 B  d/d.55555555.png\n"
        "  + 3 B  s.44444444.css\n"
        "pages\n"
        "  + 26 B  d/index.html\n"
        "  + 57 B  c/index.html\n"
        "  ~ 60 B  a/index.html\n"
        "lists, feeds and files for the host\n"
        "  ~  7 B  feed.xml\n"
        "  ~ 69 B  index.html\n"
        "no longer published\n"
        "  - 57 B  b/index.html\n"
        "  -  3 B  text.txt\n"
        "kept for one more deploy, for readers who have an older page open\n"
        "  = a/plan.11111111.svg\n"
        "  = s.22222222.css\n"
        "live: 5 new, 3 changed, 2 to delete; 231 B to send"
    )


def test_nothing_to_do_is_one_line() -> None:
    store = MemoryStore()
    deploy(store, files(NEW))
    made = files(NEW)
    planned = plan(made, StorePeer(store).look(made), "The site", "")
    assert told(planned, DISK) == "live: nothing to do, all 8 files are there as they would be sent"


def test_a_long_step_is_cut_short_unless_all_is_asked_for_but_what_goes_is_named() -> None:
    many = files({f"{n:03}.png": "x" * 100 for n in range(SHOWN + 25)})
    first = plan(many, There(sizes={}, same=(), ledger=None), "The site", "")
    short = told(first, DISK, every=False).splitlines()
    assert len(short) == SHOWN + 4
    assert short[-2] == "  … and 25 more, 2.5 KB (--verbose names each)"
    assert short[-1] == "live: 65 new; 6.5 KB to send"
    assert len(told(first, DISK).splitlines()) == SHOWN + 28
    store = MemoryStore()
    deploy(store, many)
    last = plan({}, StorePeer(store).look({}), "The site", "")
    assert "more" not in told(last, DISK, every=False)


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("folder", {"path": "../www"}, "the folder ../www"),
        ("branch", {"remote": "origin", "branch": "b"}, "the branch b of origin"),
        ("rsync", {"to": "me@a:/srv"}, "the server me@a:/srv"),
        ("s3", {"bucket": "a"}, "the bucket a"),
        (
            "s3",
            {"bucket": "a", "prefix": "b/c", "endpoint": "https://x"},
            "the bucket a/b/c at https://x",
        ),
    ],
)
def test_where_it_goes(kind: TargetKind, values: dict[str, str], expected: str) -> None:
    assert where(target(kind, **values)) == expected
