"""Buckets of three makers: what is sent is there, what fails is mended. Numbers are the cases'."""

import gzip
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import count
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from postil.deploy import s3
from postil.deploy.ledger import LEDGER, DamagedError
from postil.deploy.parcel import Parcel, zipped
from postil.deploy.plan import Plan, plan
from postil.deploy.s3 import S3Store
from postil.deploy.send import StorePeer
from postil.deploy.store import MovedError, RefusedError, TransientError
from tests import faults, peers
from tests.stores import files, torn_texts

FIRST = {
    "a b+é&c=d#e.txt": "key",
    "ü/ñ%41 'q'.txt": "key",
    "index.html": '<img src="p.11111111.svg">',
    "p.11111111.svg": "<svg>",
}
SECOND = {"index.html": '<img src="p.22222222.svg">', "p.22222222.svg": "<svg>2"}
OLD = {
    "a/index.html": '<img src="plan.11111111.svg">',
    "a/plan.11111111.svg": "<svg>1",
    "b/index.html": '<a href="../a/index.html">',
    "index.html": '<a href="a/index.html"><a href="b/index.html">',
    "feed.xml": "<feed>",
}
NEW = {
    "a/index.html": '<img src="plan.33333333.svg">',
    "a/plan.33333333.svg": "<svg>2",
    "c/index.html": '<a href="../a/index.html">',
    "index.html": '<a href="a/index.html"><a href="c/index.html">',
    "feed.xml": "<feed>2",
}
Bucket = Callable[[str], S3Store]
PREFIXES = count()


@pytest.fixture(scope="module", params=peers.STORES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a store, of each maker in turn."""
    with peers.STORES[request.param](tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", peers.KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", peers.SECRET)


def bucket(address: str, prefix: str, name: str = peers.BUCKET) -> S3Store:
    return S3Store({"bucket": name, "prefix": prefix, "endpoint": address, "region": "us-east-1"})


@pytest.fixture
def store(server: str, keys: None) -> S3Store:
    """An empty folder of the store's bucket."""
    made = bucket(server, f"a b/{next(PREFIXES)}")
    StorePeer(made).look({})  # waits until it can be asked
    return made


def nobody_waits(seconds: float) -> None:
    """No wait at all."""


def deploy(store: S3Store, texts: Mapping[str, str]) -> Plan:
    peer, made = StorePeer(store, nobody_waits), files(texts)
    there = peer.look(made)
    planned = plan(made, there, "S", "")
    if not planned.nothing:
        peer.carry_out(planned, made, there)
    return planned


def state(store: S3Store) -> dict[str, tuple[bytes, str, str]]:
    """All that is there, but the list of what Postil sent."""
    found = {path: store.get(path) for path in store.listing() if path != LEDGER}
    return {p: (one.content, one.type, one.cache) for p, one in found.items() if one}


def wanted(made: Mapping[str, Parcel]) -> dict[str, tuple[bytes, str, str]]:
    return {path: (one.content, one.type, one.cache) for path, one in made.items()}


def test_84_85_89_one_deploy_after_another(store: S3Store) -> None:
    store.put("theirs.txt", b"theirs", ("text/plain", "", ""))
    theirs = state(store)
    for number, texts in enumerate((FIRST, FIRST, SECOND, SECOND, {**SECOND, "x.txt": "x"})):
        planned = deploy(store, texts)
        assert planned.nothing == (number in (1, 3)), f"deploy {number}"
        kept = {"p.11111111.svg"} if number in (2, 3) else set()
        assert state(store).keys() == {"theirs.txt", *texts, *kept}
        assert state(store).items() >= {**theirs, **wanted(files(texts))}.items()


def test_87_89_a_visitor_gets_each_name_with_its_headers(server: str, store: S3Store) -> None:
    """Read by another client than ours, which signs nothing."""
    deploy(store, FIRST)
    for path, one in files(FIRST).items():
        address = f"{server}/{peers.BUCKET}/" + quote(f"{store.bucket.prefix}/{path}")
        if "seaweed" not in str(os.environ["PYTEST_CURRENT_TEST"]):  # they show strangers nothing
            with pytest.raises(HTTPError):
                urlopen(address)
            continue
        with urlopen(address) as found:
            assert found.read() == one.content
            assert found.headers["Content-Type"] == one.type
            assert found.headers["Cache-Control"] == one.cache


def test_more_objects_than_a_listing_names_at_once(store: S3Store) -> None:
    """Stores name a thousand at a time."""
    texts = {f"{number}.txt": str(number) for number in range(1100)}
    deploy(store, texts)
    assert store.listing().keys() == {LEDGER, *texts}
    assert deploy(store, texts).nothing


def test_87_texts_are_stored_compressed_and_say_so(server: str, store: S3Store) -> None:
    texts = {**OLD, "a/index.html": OLD["a/index.html"] + "night " * 200}
    small = {path: zipped(one) for path, one in files(texts).items()}
    assert [path for path, one in small.items() if one.encoding] == ["a/index.html"]
    peer = StorePeer(store, nobody_waits)
    for made in (files(texts), small, small, files(texts), small):
        there = peer.look(made)
        planned = plan(made, there, "S", "")
        if not planned.nothing:
            assert [one.path for one in planned.operations if there.sizes] in ([], ["a/index.html"])
            peer.carry_out(planned, made, there)
    assert state(store) == wanted(small)
    found = store.get("a/index.html")
    assert found is not None
    assert found.encoding == "gzip"
    if "seaweed" in str(os.environ["PYTEST_CURRENT_TEST"]):
        address = f"{server}/{peers.BUCKET}/" + quote(f"{store.bucket.prefix}/a/index.html")
        with urlopen(address) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.read()).decode() == texts["a/index.html"]


def test_84_of_two_deploys_at_once_one_is_refused_before_it_sends(store: S3Store) -> None:
    """Also at rclone's, which takes a condition and does not keep it."""
    deploy(store, OLD)
    peer, made = StorePeer(store, nobody_waits), files(NEW)
    there = peer.look(made)
    deploy(store, {**OLD, "feed.xml": "theirs"})
    before = state(store)
    with pytest.raises(MovedError):
        peer.carry_out(plan(made, there, "S", ""), made, there)
    assert state(store) == before


def test_a_first_deploy_finds_that_another_was_first(store: S3Store) -> None:
    peer, made = StorePeer(store, nobody_waits), files(NEW)
    there = peer.look(made)
    deploy(store, OLD)
    with pytest.raises(MovedError):
        peer.carry_out(plan(made, there, "S", ""), made, there)


def test_88_no_such_bucket_is_refused_at_once(server: str, keys: None) -> None:
    waits = list[float]()
    with pytest.raises(RefusedError):
        StorePeer(bucket(server, "x", "none"), waits.append).look(files(FIRST))
    assert waits == []


@pytest.mark.parametrize("key", ["nobody", peers.READER])
def test_88_94_a_key_that_may_not_stops_at_once(
    key: str, server: str, store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """moto asks for no key, so nothing is said of it."""
    deploy(store, OLD)
    before, waits = state(store), list[float]()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", peers.READER)
    peer = StorePeer(bucket(server, str(store.bucket.prefix)), waits.append)
    if "moto" in str(os.environ["PYTEST_CURRENT_TEST"]):
        peer.look(files(NEW))
        return

    def act() -> None:
        there = peer.look(files(NEW))
        peer.carry_out(plan(files(NEW), there, "S", ""), files(NEW), there)

    with pytest.raises(RefusedError) as told:
        act()
    assert told.value.args == ("the store refuses", "the key is wrong, or may not do this")
    assert state(store) == before
    assert waits == []


# ---- 84, 88: every request spoilt, one by one ----------------------------------------------


@pytest.fixture(scope="module")
def between(tmp_path_factory: pytest.TempPathFactory) -> Iterator[faults.Proxy]:
    """A proxy before SeaweedFS, which keeps what is asked of it."""
    with (
        peers.seaweed(tmp_path_factory.mktemp("between")) as address,
        faults.proxy(address) as made,
    ):
        yield made


def requests_of_a_deploy(between: faults.Proxy) -> int:
    store = bucket(between.address, f"{next(PREFIXES)}")
    deploy(store, OLD)
    between.begin(faults.spares)
    deploy(store, NEW)
    return between.number


def spoiling(fault: str, at: int, lasting: bool) -> faults.Spoil:
    """One request, or all from it on."""
    return lambda number: fault if number == at or (lasting and number > at) else ""


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from-then-on"])
@pytest.mark.parametrize("fault", faults.FAULTS)
def test_84_88_whatever_happens_to_whichever_request(
    fault: str, lasting: bool, between: faults.Proxy, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages there never refer to what is not; run again, all is as if nothing had happened."""
    between.begin(faults.spares)
    direct = f"http://{between.to}"
    StorePeer(bucket(direct, "x")).look({})
    clean = bucket(direct, f"{next(PREFIXES)}")
    deploy(clean, OLD)
    deploy(clean, NEW)
    count_ = requests_of_a_deploy(between)
    assert count_ > 15
    step = 1 if os.environ.get("POSTIL_ALL_STEPS") else 8
    for number in range(faults.FAULTS.index(fault) % step, count_, step):
        prefix = f"{next(PREFIXES)}"
        deploy(bucket(direct, prefix), OLD)
        between.begin(spoiling(fault, number, lasting))
        try:
            with monkeypatch.context() as patience:
                if fault == "silence":
                    patience.setattr(s3, "ANSWER", timedelta(seconds=faults.SILENCE * 0.8))
                deploy(bucket(between.address, prefix), NEW)
        except (MovedError, RefusedError, TransientError, DamagedError):
            pass
        else:
            assert not lasting, "it cannot have worked"
        assert between.spoilt
        there = state(bucket(direct, prefix))
        assert torn_texts({p: content for p, (content, _, _) in there.items()}) == []
        between.begin(faults.spares)
        deploy(bucket(between.address, prefix), NEW)
        assert state(bucket(direct, prefix)) == state(clean), f"{fault} at {number}"
        assert deploy(bucket(direct, prefix), NEW).nothing
