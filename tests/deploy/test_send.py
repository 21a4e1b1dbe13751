"""A deploy to a store: whole at every moment, mended by running again. Numbers are the cases'."""

import threading
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.deploy.ledger import LEDGER, DamagedError, Ledger, read, write
from postil.deploy.objections import Allowed, objections
from postil.deploy.parcel import Parcel, content_type, hashed
from postil.deploy.plan import There, plan
from postil.deploy.send import StorePeer
from postil.deploy.store import TRIES, MovedError, RefusedError, Stored, TransientError
from postil.record import replace
from tests.stores import Killed, MemoryStore, deploy, files, nothing, torn

OLD = {
    "a/index.html": '<img src="plan.11111111.svg"><link href="../s.22222222.css">',
    "a/plan.11111111.svg": "<svg>1",
    "b/index.html": '<a href="../a/index.html"><link href="../s.22222222.css">',
    "index.html": '<a href="a/index.html"><a href="b/index.html">',
    "s.22222222.css": "p{}",
    "feed.xml": "<feed>",
    "text.txt": "old",
}
NEW = {
    "a/index.html": '<img src="plan.33333333.svg"><link href="../s.44444444.css">',
    "a/plan.33333333.svg": "<svg>2",
    "c/index.html": '<a href="../d/index.html"><link href="../s.44444444.css">',
    "d/index.html": '<img src="d.55555555.png">',
    "d/d.55555555.png": "png",
    "index.html": '<a href="a/index.html"><a href="c/index.html"><a href="d/index.html">',
    "s.44444444.css": "q{}",
    "feed.xml": "<feed>2",
}


def holds(store: MemoryStore, made: Mapping[str, Parcel]) -> bool:
    return all(
        path in store.objects and store.objects[path].content == one.content
        for path, one in made.items()
    )


def old(workers: int = 1) -> MemoryStore:
    store = MemoryStore(workers)
    store.objects["CNAME"] = Stored(content=b"x.org", type="", cache="", stamp="1")
    deploy(store, files(OLD))
    store.calls.clear()
    return store


# ---- 84: any prefix of the operations is whole; again and again it converges ---------------


@pytest.mark.parametrize("workers", [1, 8])
def test_84_every_page_there_refers_to_what_is_there(workers: int) -> None:
    store = old(workers)
    lock, moments = threading.Lock(), list[list[str]]()

    def look(name: str, path: str) -> None:
        with lock:
            moments.append(torn(store))

    store.after = look
    deploy(store, files(NEW))
    assert len(moments) > len(NEW)
    assert [broken for broken in moments if broken] == []
    assert holds(store, files(NEW))


def test_84_killed_or_failing_at_any_call_it_converges_and_sends_only_what_is_missing() -> None:
    whole = old()
    deploy(whole, files(NEW))
    calls = len(whole.calls)
    assert calls > 15
    for number in range(calls):
        for end in (Killed(), RefusedError("no"), TransientError("never again")):
            store = old()
            left = [number]

            def fail(
                name: str, path: str, end: BaseException = end, left: list[int] = left
            ) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise end

            store.before = fail
            with pytest.raises(type(end)):
                deploy(store, files(NEW))
            assert torn(store) == []
            done = {
                p
                for p, one in files(NEW).items()
                if p in store.objects and store.objects[p].content == one.content
            }
            store.before = nothing
            store.calls.clear()
            deploy(store, files(NEW))
            assert sorted(store.sent) == sorted(files(NEW).keys() - done)
            assert holds(store, files(NEW))
            assert store.objects["CNAME"].content == b"x.org"
            assert store.objects.keys() == whole.objects.keys()


paths = st.sampled_from(["a", "b", "c", "d"])


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, str]:
    """A site of pages that link to earlier ones and show hashed pictures, and a list of them."""
    made, pages = {}, list[str]()
    for name in draw(st.lists(paths, unique=True)):
        links = draw(st.sets(st.sampled_from(pages))) if pages else set()
        number = draw(st.integers(1, 3))
        made[f"{name}/p.{number:08x}.svg"] = f"svg {number}"
        links_text = "".join(f'<a href="../{one}">' for one in sorted(links))
        made[f"{name}/index.html"] = f'<img src="p.{number:08x}.svg">{links_text}'
        pages.append(f"{name}/index.html")
    made["index.html"] = "".join(f'<a href="{one}">' for one in pages)
    return made


@settings(max_examples=150)
@given(st.lists(graphs(), min_size=2, max_size=4))
def test_84_for_any_sites_one_after_another(sites: list[dict[str, str]]) -> None:
    store = MemoryStore()
    for one in sites:
        gone = list[str]()

        def look(name: str, path: str, gone: list[str] = gone, one: dict[str, str] = one) -> None:
            gone += _dangling(store, one)

        store.after = look
        deploy(store, files(one))
        assert gone == []
        assert holds(store, files(one))


def _dangling(store: MemoryStore, now: Mapping[str, str]) -> list[str]:
    """Broken references, but for pages that are on their way out: those may name each other."""
    return [one for one in torn(store) if one.partition(" ")[0] in now]


# ---- 85, 100: what goes, what stays --------------------------------------------------------


def test_85_what_postil_did_not_put_there_is_never_deleted() -> None:
    store = old()
    done = deploy(store, files({"index.html": "alone"}))
    assert "CNAME" in store.objects
    assert {one.path for one in done.of("delete")} == {
        "a/index.html",
        "b/index.html",
        "feed.xml",
        "text.txt",
    }


def test_85_each_flagged_situation_has_its_option() -> None:
    peer = StorePeer(old())

    def asked(texts: Mapping[str, str], site: str = "The site", **allowed: object) -> list[str]:
        made = files(texts)
        planned = plan(made, peer.look(made), site, "")
        return [one.hint for one in objections(planned, Allowed(**allowed))]  # type: ignore[arg-type]

    assert asked(OLD) == []
    assert asked(NEW) == []
    assert asked({"index.html": ""}) == ["if that is right: --yes"]
    assert asked(OLD, "Another site") == ["if it is to go: --yes"]
    assert asked({**OLD, "CNAME": "y"}) == ["move them away, or take them over with --adopt"]
    assert asked(NEW, deletes=1) == ["if that is right: --max-deletes 2"]
    assert asked({"CNAME": "y"}, "Other", yes=True, adopt=True) == []


def test_85_a_newer_site_is_not_replaced_by_an_older_one() -> None:
    there = There(sizes={}, same=(), ledger=Ledger(site="S", newest="2026-11-22"))
    for newest, count in (("2026-11-21", 1), ("", 1), ("2026-11-22", 0), ("2026-12-01", 0)):
        planned = plan(files(OLD), there, "S", newest)
        assert len(objections(planned, Allowed())) == count
        assert objections(planned, Allowed(yes=True)) == ()


def test_100_hashed_assets_stay_for_one_deploy_that_changes_something() -> None:
    store = old()
    first = deploy(store, files(NEW))
    assert set(first.kept) == {"a/plan.11111111.svg", "s.22222222.css"}
    again = deploy(store, files(NEW))
    assert again.nothing
    assert "a/plan.11111111.svg" in store.objects
    third = deploy(store, files({**NEW, "text.txt": "more"}))
    assert "a/plan.11111111.svg" not in store.objects
    assert third.kept == ()


def test_100_a_kept_asset_that_comes_back_is_not_sent_again() -> None:
    store = old()
    deploy(store, files(NEW))
    store.calls.clear()
    deploy(store, files(OLD))
    assert not {"a/plan.11111111.svg", "s.22222222.css"} & set(store.sent)
    assert holds(store, files(OLD))


# ---- 86, 87: what is unchanged -------------------------------------------------------------


def test_86_unchanged_rests_on_our_own_list() -> None:
    store = old()
    assert deploy(store, files(OLD)).nothing
    assert store.calls == [("listing", ""), ("get", LEDGER)]


def test_86_what_somebody_else_changed_is_sent_again() -> None:
    store = old()
    store.objects["text.txt"] = replace(store.objects["text.txt"], content=b"bad", stamp="other")
    done = deploy(store, files(OLD))
    assert [one.path for one in done.operations] == ["text.txt"]


def test_87_a_changed_header_alone_is_sent_again() -> None:
    store = old()
    made = dict(files(OLD))
    made["text.txt"] = replace(made["text.txt"], cache="no-store")
    assert [one.path for one in deploy(store, made).operations] == ["text.txt"]
    assert store.objects["text.txt"].cache == "no-store"
    assert deploy(store, made).nothing


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a/index.html", "text/html; charset=utf-8"),
        ("feed.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("a/annotations.jsonld", "application/ld+json; charset=utf-8"),
        ("_headers", "text/plain; charset=utf-8"),
        (".nojekyll", "text/plain; charset=utf-8"),
        ("a/p.12345678.SVG", "image/svg+xml; charset=utf-8"),
        ("a/p.webp", "image/webp"),
        ("a/p.unknown", "application/octet-stream"),
    ],
)
def test_87_types(path: str, kind: str) -> None:
    assert content_type(path) == kind


def test_99_immutable_only_where_a_name_is_hashed() -> None:
    names = ("a/plan.eed6dfe9.svg", "a/images/tower-360.3bae48c8.webp", "plan.eed6dfe9.svg.gz")
    assert all(map(hashed, names)), "a drawing, a smaller copy of a picture, a compressed one"
    assert not any(
        map(hashed, ("a/plan.svg", "a/plan.eed6.svg", "eed6dfe9.svg", "a.eed6dfe9/b.svg"))
    )
    for one in files(OLD).values():
        assert ("immutable" in one.cache) == hashed(one.path)
        assert one.path.endswith(".html") <= ("must-revalidate" in one.cache)


# ---- 88: failures --------------------------------------------------------------------------


def test_88_what_may_pass_is_tried_again_a_few_times_with_growing_waits() -> None:
    store, waits, failures = old(), list[float](), dict[str, int]()

    def fail(name: str, path: str) -> None:
        failures[name + path] = failures.get(name + path, 0) + 1
        if failures[name + path] % TRIES:
            raise TransientError("busy")

    store.before = fail
    deploy(store, files(NEW), waits)
    assert holds(store, files(NEW))
    assert waits[: TRIES - 1] == [0.5, 1, 2, 4]


def test_88_what_is_refused_stops_at_once() -> None:
    store, waits = old(), list[float]()

    def fail(name: str, path: str) -> None:
        if name == "put":
            raise RefusedError("no rights")

    store.before = fail
    with pytest.raises(RefusedError):
        deploy(store, files(NEW), waits)
    assert waits == []
    assert len(store.sent) == 0


def test_a_put_that_worked_though_its_answer_was_lost_is_no_conflict() -> None:
    store, lost = old(), [LEDGER]

    def lose(name: str, path: str) -> None:
        if path in lost:
            lost.remove(path)
            raise TransientError("no answer")

    store.after = lose
    deploy(store, files(NEW))
    assert holds(store, files(NEW))


# ---- Two at once, and what is odd ----------------------------------------------------------


def test_of_two_deploys_at_once_one_is_refused_before_it_sends() -> None:
    store = old()
    peer, made = StorePeer(store), files(NEW)
    there = peer.look(made)
    deploy(store, files({**OLD, "text.txt": "theirs"}))
    store.calls.clear()
    with pytest.raises(MovedError):
        peer.carry_out(plan(made, there, "The site", ""), made, there)
    assert store.sent == []


def test_a_store_that_loses_what_it_took_is_found_out() -> None:
    store = old()

    def lose(name: str, path: str) -> None:
        store.objects.pop("d/d.55555555.png", None)

    store.after = lose
    with pytest.raises(RefusedError, match=r"1 files are not there as they were sent: d/d\.5"):
        deploy(store, files(NEW))


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"postil-deploy": 2}', b"[" * 99999]
)
def test_a_damaged_ledger_is_no_ledger(content: bytes) -> None:
    with pytest.raises(DamagedError):
        read(content)


def test_a_ledger_names_nothing_outside() -> None:
    entry = next(iter(files(OLD).values()))
    store = old()
    ledger = read(store.objects[LEDGER].content)
    assert read(write(ledger)) == ledger
    known = ledger.files[entry.path]
    evil = replace(
        ledger, files={"../x": known, "/etc/x": known, LEDGER: known, "a\n": known, "ok": known}
    )
    assert list(read(write(evil)).files) == ["ok"]
