"""What a build does besides: nothing. Cases 49, 50, 53, 56, 101, 110, 112."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.peers import program
from tests.test_reproducible import tree

SITE = ROOT / "tests/sites/list/in"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(SITE, tmp_path / "site")
    return tmp_path / "site"


def build(site: Path, output: str, *before: str, env: dict[str, str] | None = None) -> str:
    """What a build said; `before` stands before the program."""
    words = [
        "postil",
        "build",
        "--quiet",
        "--site",
        str(site),
        "--output",
        str(site.parent / output),
    ]
    done = subprocess.run(
        [*before, sys.executable, "-W", "error::DeprecationWarning:postil", "-m", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_110_an_empty_environment_and_no_network(site: Path) -> None:
    """The same bytes, no socket, no child, nothing read outside site, program and interpreter."""
    build(site, "usual")
    trace = site.parent / "trace"
    words = [program("strace"), "-f", "-qq", "-o", str(trace), "-e"]
    words.append("trace=socket,connect,bind,execve,fork,vfork,clone,clone3,openat,open")
    apart = ["unshare", "-n"] if os.geteuid() == 0 and shutil.which("unshare") else []
    build(site, "alone", *apart, *words, env={})
    assert tree(site.parent / "alone") == tree(site.parent / "usual")
    lines = trace.read_text("utf-8", "replace").splitlines()
    calls = [line.partition(" ")[2].strip() for line in lines]
    sockets = [line for line in calls if line.startswith(("socket", "connect", "bind"))]
    # Without HOME the C library may ask the system's own name service for the home folder.
    assert [one for one in sockets if "AF_UNIX" not in one] == []
    assert len([line for line in calls if line.startswith("execve")]) == 1
    threads = [line for line in calls if line.startswith(("clone", "fork", "vfork"))]
    assert [line for line in threads if "CLONE_THREAD" not in line] == []
    opened = {m[1] for line in calls if (m := re.match(r'open(?:at)?\(.*?"([^"]+)".*= \d', line))}
    prefixes = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parents[1])}
    system = (
        "/lib",
        "/usr/lib",
        "/etc/ld.so",
        "/etc/nsswitch",
        "/etc/passwd",
        "/etc/local",
        "/usr/share/",
    )
    allowed = (str(site.parent), str(ROOT), *prefixes, *system, "/proc/", "/sys/", "/dev/null")
    strange = [one for one in opened if one.startswith("/") and not one.startswith(allowed)]
    assert strange == []


def test_112_no_deprecation_is_ours(site: Path) -> None:
    assert "Warning" not in build(site, "out")


def test_101_no_page_needs_the_digest_of_a_file(site: Path) -> None:
    """Styles stand in the page and scripts nowhere: there is nothing to give `integrity` for."""
    build(site, "out")
    for page in (site.parent / "out").rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"<link[^>]+stylesheet|<script[^>]+src=|integrity=", text), page


def test_50_no_script_of_a_published_page_writes_markup(site: Path) -> None:
    """There is none at all: the only script elements hold data."""
    build(site, "out")
    for page in (site.parent / "out").rglob("*.html"):
        kinds = re.findall(r"<script([^>]*)>", page.read_text("utf-8"))
        assert all('type="application/ld+json"' in kind for kind in kinds), page


def test_56_no_template_takes_the_names_of_attributes_from_content() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        assert "xmlattr" not in template.read_text("utf-8"), template


def test_53_themes_are_trusted_code_and_the_docs_say_so() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (jinja,) = [one for one in settings["project"]["dependencies"] if one.startswith("jinja2")]
    assert jinja.startswith("jinja2>=3.1.6")
    texts = [path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")]
    assert [text for text in texts if re.search(r"templates? (are|is) code|trusted code", text)]
