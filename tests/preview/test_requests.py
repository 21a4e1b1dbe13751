"""Which requests are answered, and where addresses lead (cases 57–62, 65)."""

import pytest

from postil.preview.requests import host_allowed, host_name, part, refused
from postil.preview.shown import Shown, base_of, find
from postil.published.media_types import media_type

SITE = Shown(
    files={"index.html": b"", "lamp/index.html": b"", "lamp/a b.png": b"", "404.html": b""}
)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("LOCALHOST:8000", "localhost"),
        ("[::1]:8000", "::1"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("", ""),
        ("localhost:8000:1", ""),
        ("me@localhost", ""),
        ("localhost/../x", ""),
        ("local host", ""),
        ("localhost\n", ""),
    ],
)
def test_host_name(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize(
    "host", ["rebind.evil.example", "127.0.0.1.evil.example", "localhost.", "", "10.0.0.1"]
)
def test_on_this_machine_other_names_are_refused(host: str) -> None:
    """Case 58: a name that merely leads to this machine is not ours."""
    assert not host_allowed(host, "127.0.0.1")
    assert refused({"Host": host}, "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("192.168.1.5:8000", True),
        ("studio.lan", True),
        ("evil.example", False),
        ("localhost", True),
    ],
)
def test_on_a_network_its_own_name_and_addresses_are_allowed(host: str, allowed: bool) -> None:
    assert host_allowed(host, "studio.lan") is allowed
    assert host_allowed("studio.lan", "0.0.0.0") is False


OWN = {"Host": "localhost:8000"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost:8000"},
        {"Origin": "http://localhost:9000"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_another_site_is_refused(headers: dict[str, str]) -> None:
    assert refused({**OWN, **headers}, "127.0.0.1")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost:8000"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
        {
            "Sec-Fetch-Site": "cross-site",
            "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "document",
        },
    ],
)
def test_the_author_is_not(headers: dict[str, str]) -> None:
    assert refused({**OWN, **headers}, "127.0.0.1") == ""


def test_a_socket_must_say_where_it_comes_from() -> None:
    assert refused(OWN, "127.0.0.1", socket=True)
    assert refused({**OWN, "Origin": "http://localhost:8000"}, "127.0.0.1", socket=True) == ""


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-3", (0, 4)),
        ("bytes=4-", (4, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=8-99", (8, 10)),
        ("bytes=10-", "none"),
        ("bytes=-0", "none"),
        ("bytes=5-4", "all"),
        ("bytes=-", "all"),
        ("bytes=0-1,3-4", "all"),
        ("lines=1-2", "all"),
        ("bytes=" + "9" * 5000 + "-", "none"),
    ],
)
def test_ranges(header: str, found: object) -> None:
    """Case 62."""
    assert part(header, 10) == found


@pytest.mark.parametrize(
    ("address", "kind", "where"),
    [
        ("/", "file", "index.html"),
        ("/index.html", "file", "index.html"),
        ("/lamp/", "file", "lamp/index.html"),
        ("/lamp/a%20b.png", "file", "lamp/a b.png"),
        ("/lamp", "elsewhere", "/lamp/"),
        ("//lamp", "nothing", ""),
        ("//evil.example", "nothing", ""),
        ("/lamp/../index.html", "nothing", ""),
        ("/%6Camp/", "file", "lamp/index.html"),
        ("/lamp%2Findex.html", "file", "lamp/index.html"),
        ("/%ff", "nothing", ""),
        ("/lamp%00/", "nothing", ""),
        ("lamp/", "nothing", ""),
        ("", "nothing", ""),
    ],
)
def test_where_addresses_lead(address: str, kind: str, where: str) -> None:
    found = find(SITE, address)
    assert (found.kind, found.path or found.address) == (kind, where)


@pytest.mark.parametrize(
    ("address", "kind", "where"),
    [
        ("/", "elsewhere", "/sub/"),
        ("/sub", "elsewhere", "/sub/"),
        ("/sub/", "file", "index.html"),
        ("/sub/lamp", "elsewhere", "/sub/lamp/"),
        ("/lamp/", "nothing", ""),
        ("/subway/", "nothing", ""),
    ],
)
def test_below_a_path(address: str, kind: str, where: str) -> None:
    """Case 65."""
    found = find(Shown(files=SITE.files, base=base_of("sub")), address)
    assert (found.kind, found.path or found.address) == (kind, where)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.JS", "text/javascript; charset=utf-8"),
        ("a/b.png", "image/png"),
        ("annotations.jsonld", "application/ld+json; charset=utf-8"),
        ("a.exe", "application/octet-stream"),
        ("html", "application/octet-stream"),
    ],
)
def test_types(path: str, kind: str) -> None:
    """Case 62."""
    assert media_type(path) == kind
