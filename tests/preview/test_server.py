"""A running preview answers its author, as a static host would, and nobody else (cases 57–65)."""

from __future__ import annotations

import base64
import socket
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest

from tests.preview.conftest import Preview, Start

WS = (
    "GET /livereload HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{origin}\r\n"
)


def socket_answer(preview: Preview, origin: str = "", host: str = "") -> bytes:
    """The status line that a request for livereload's socket gets."""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=10) as line:
        text = WS.format(
            host=host or f"127.0.0.1:{preview.port}",
            key=base64.b64encode(b"0123456789abcdef").decode(),
            origin=f"Origin: {origin}\r\n" if origin else "",
        )
        line.sendall(text.encode())
        return line.recv(4096).split(b"\r\n")[0]


# ---- Who is answered -----------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's list of sockets")
def test_only_this_machine_can_reach_it(preview: Preview) -> None:
    """Case 57."""
    preview.get("/")
    inodes = set()
    for link in Path(f"/proc/{preview.process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            inodes.add(str(link.readlink()))
    rows = [
        row.split()
        for table in ("tcp", "tcp6")
        for row in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    bound = [r[1] for r in rows if r[3] == "0A" and f"socket:[{r[9]}]" in inodes]
    assert bound == [f"0100007F:{preview.port:04X}"]
    assert preview.said == f"serving {preview.url} (Ctrl-C ends it)\n"


@pytest.mark.parametrize(
    "path", ["/", "/nope", "/lamp", "/.postil-preview/preview.js", "/livereload"]
)
@pytest.mark.parametrize("host", ["rebind.evil.example", "", "127.0.0.1.evil.example:80"])
def test_other_hosts_get_nothing(preview: Preview, path: str, host: str) -> None:
    """Case 58."""
    for method in ("GET", "HEAD", "POST"):
        answer = preview.get(path, method, Host=host)
        assert answer.status == 403
        assert b"lamp" not in answer.body


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_no_host_gets_nothing(preview: Preview, version: str) -> None:
    """Case 58. Without one in HTTP/1.1 the request itself is wrong, and the line is closed."""
    answer = preview.raw(f"GET / HTTP/{version}\r\n\r\n".encode())
    assert answer[9:12] in (b"400", b"403", b"")
    assert b"lamp" not in answer


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
def test_other_origins_get_nothing(preview: Preview, origin: str) -> None:
    """Case 58."""
    assert preview.get("/", Origin=origin).status == 403
    assert b" 403 " in socket_answer(preview, origin)


def test_the_socket_is_for_pages_of_the_preview(preview: Preview) -> None:
    """Case 58."""
    assert b" 403 " in socket_answer(preview)
    assert b" 403 " in socket_answer(preview, "http://evil.example", "evil.example")
    assert b" 101 " in socket_answer(preview, preview.url.rstrip("/"))


def test_there_is_no_request_that_reloads(preview: Preview) -> None:
    assert preview.get("/forcereload").status == 404


# ---- What is answered ----------------------------------------------------------------------


def test_pages_scripts_and_pictures(preview: Preview) -> None:
    """Case 62."""
    page = preview.get("/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in page.headers
    assert "A lamp at night" in page.text
    assert "whale oil" in preview.get("/oil/index.html").text
    picture = page.text.partition('<img src="')[2].partition('"')[0]
    assert preview.get(f"/{picture}").headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    script = preview.get("/.postil-preview/livereload.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_our_script_is_small(preview: Preview) -> None:
    from postil.preview.server import _own_script

    style = Path(__file__).resolve().parents[2] / "postil/preview/panel.css"
    assert len(_own_script()) - len(style.read_bytes()) < 3 * 1024
    assert b"//" not in _own_script().partition(b"replaceSync(")[0]
    assert preview.get("/.postil-preview/preview.js").body == _own_script()


def test_head_is_get_without_the_body(preview: Preview) -> None:
    """Case 62."""
    get, head = preview.get("/oil/"), preview.get("/oil/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Length", "Content-Type", "Etag"):
        assert head.headers[name] == get.headers[name]
    assert int(get.headers["Content-Length"]) == len(get.body)


def test_what_is_unchanged_is_not_sent_again(preview: Preview) -> None:
    """Case 62."""
    tag = preview.get("/oil/").headers["Etag"]
    again = preview.get("/oil/", If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert preview.get("/oil/", If_None_Match='"other"').status == 200


def test_ranges(preview: Preview) -> None:
    """Case 62."""
    whole = preview.get("/oil/")
    some = preview.get("/oil/", Range="bytes=5-9")
    assert (some.status, some.body) == (206, whole.body[5:10])
    assert some.headers["Content-Range"] == f"bytes 5-9/{len(whole.body)}"
    none = preview.get("/oil/", Range="bytes=99999999-")
    assert (none.status, none.headers["Content-Range"]) == (416, f"bytes */{len(whole.body)}")
    other = preview.get("/oil/", Range="bytes=5-9", If_Range='"older"')
    assert (other.status, other.body) == (200, whole.body)


def test_unknown_addresses_get_the_sites_own_page(preview: Preview) -> None:
    """Case 61."""
    answer = preview.get("/no/such/page")
    assert answer.status == 404
    assert "There is no such page" in answer.text
    assert "postil-preview" in answer.text


def test_a_folder_without_its_slash_leads_inside(preview: Preview) -> None:
    """Case 61."""
    answer = preview.get("/oil?a=b")
    assert (answer.status, answer.headers["Location"]) == (302, "/oil/?a=b")
    assert preview.get("//evil.example").status == 404
    assert preview.get("//oil").status == 404
    assert preview.get("/%2f%2fevil.example/..").status == 404


def test_what_is_served_is_what_is_built_and_the_previews_parts(preview: Preview) -> None:
    """Case 63, and promise 4."""
    from postil.pipeline import prove, render_site

    built = {
        file.path: file.content for file in render_site(preview.site, prove(preview.site)).files
    }
    for path, content in built.items():
        body = preview.get(f"/{path}").body
        if path.endswith(".html"):
            start = content.index(b"<body")
            assert body[body.index(b"<body") :].startswith(content[start:])
            assert b"postil-preview" not in content
        else:
            assert body == content
    assert not (preview.site / "public").exists()


def test_dot_files_and_links_are_not_served(preview: Preview) -> None:
    """Case 60: only what a build makes has an address."""
    for path in (
        "/.postil",
        "/.postil/templates/",
        "/.git/config",
        "/content/site.yaml",
        "/.postil-preview/",
        "/.postil-preview/panel.css",
    ):
        assert preview.get(path).status == 404


# ---- What does no harm ---------------------------------------------------------------------


def traversals(shared: Path) -> list[str]:
    names = (
        "fuzzdb-traversals-8-deep-exotic-encoding.txt",
        "payloadsallthethings-directory_traversal.txt",
    )
    lines = [
        line
        for name in names
        for line in (shared / "foreign/paths" / name).read_text("utf-8").splitlines()
    ]
    return [line for line in lines if line.strip()]


def test_nothing_outside_is_ever_served(preview: Preview, shared: Path) -> None:
    """Case 59."""
    from urllib.parse import quote

    strings = traversals(shared)
    assert len(strings) >= 660
    (preview.site.parent / "site-sibling").mkdir(exist_ok=True)
    (preview.site.parent / "site-sibling" / "secret.html").write_text("root:x:0:0")
    strings += ["../site-sibling/secret.html", "%00", "%ff", "%", "..;/", "x" * 60_000]
    for string in strings:
        once = quote(string, safe="")
        for form in (string, once, quote(once, safe="")):
            target = form.replace("{FILE}", "etc/passwd").encode("utf-8", "replace")
            answer = preview.raw(
                b"GET /" + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            status = answer.split(b" ")[1:2]
            assert status in ([b"404"], [b"400"], [b"431"], []), (form[:80], status)
            assert b"root:x" not in answer
            assert str(preview.site).encode() not in answer
    assert preview.get("/").status == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
        b"PUT /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET / HT",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_odd_requests(preview: Preview, request_: bytes) -> None:
    """Case 59: never a 5xx, and the next request is answered."""
    preview.get("/")
    before = preview.told()
    answer = preview.raw(request_)
    assert not answer.startswith(b"HTTP/1.1 5")
    assert preview.get("/").status == 200
    assert preview.told() == before


def test_half_a_request_holds_nobody_up(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", preview.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert preview.get("/").status == 200


# ---- Starting and ending -------------------------------------------------------------------


def test_a_taken_port_and_its_end(start: Start, preview: Preview) -> None:
    """Case 64: the next free port, said; Ctrl-C frees it within a second."""
    other = start("--port", str(preview.port))
    assert other.port == preview.port + 1 or other.port > preview.port
    assert f"port {preview.port} is taken" in other.told()
    other.until("A lamp at night")
    begun = monotonic()
    assert other.stop() == 130
    assert monotonic() - begun < 1.5
    with socket.create_server(("127.0.0.1", other.port)):
        pass


def test_ctrl_c_ends_it_while_it_builds_and_while_a_page_waits(start: Start) -> None:
    preview = start()
    with socket.create_connection(("127.0.0.1", preview.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert preview.stop() == 130


def test_other_addresses_are_warned_of(start: Start) -> None:
    """Case 57."""
    preview = start("--host", "0.0.0.0")
    assert "whoever can reach 0.0.0.0" in preview.told()
    assert preview.said.startswith("serving http://0.0.0.0:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "99999"], "--port 99999 is no port"),
        (["--host", "203.0.113.1"], "cannot serve at http://203.0.113.1:"),
        (["--site", "/nowhere"], "holds no folder content/"),
    ],
)
def test_wrong_use(
    arguments: list[str], message: str, site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from postil.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["serve", "--site", str(site), *arguments])
    assert ended.value.code == 2
    assert message in capfd.readouterr().err


def test_an_unknown_editor_is_wrong_use(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from postil.cli import main

    monkeypatch.setenv("POSTIL_EDITOR", "wordstar")
    with pytest.raises(SystemExit):
        main(["serve", "--site", str(site)])
    assert "POSTIL_EDITOR is wordstar" in capfd.readouterr().err


def test_below_a_path(start: Start, site: Path) -> None:
    """Case 65: the path of the site's own address, or another."""
    (site / "content/site.yaml").write_text("home: lamp\nurl: https://example.org/notes/\n")
    preview = start()
    preview.until("A lamp at night", "/notes/")
    assert preview.get("/").headers["Location"] == "/notes/"
    assert preview.get("/lamp/").status == 404
    missing = preview.get("/notes/nope")
    assert (missing.status, 'href="/notes/' in missing.text) == (404, True)
    other = start("--path", "deep/er")
    other.until("A lamp at night", "/deep/er/")
    assert other.get("/").headers["Location"] == "/deep/er/"
