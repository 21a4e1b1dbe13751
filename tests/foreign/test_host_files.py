"""What hosts read, read by the hosts' own programs: workflows, `_headers`, `_redirects`."""

import os
import re
import stat
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener
from urllib.robotparser import RobotFileParser

import pytest
import yaml

from postil.cli import main
from postil.scaffolding.workflows import WORKFLOWS
from tests.documents import lay, read
from tests.foreign.hosts import actionlint, netlify, wrangler
from tests.peers import free, program, running

SITE = """
--- content/site.yaml
title: The Marginal
url: https://marginal.example
home: south
--- content/lamp/article.yaml
title: The lamp
published: 2024-02-03
aliases: [old-lamp, the-lämp]
--- content/lamp/01-a.md
The lamp went out at ten. ![The tower](images/tower.svg)
--- content/lamp/images/tower.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>
--- content/south/article.yaml
title: South
aliases: [north, south]
--- content/south/01-a.md
Dark.
--- templates/fonts/Face-Regular.woff2
wOF2 is no font, but only its name is read
"""
ASK = "public, max-age=0, must-revalidate"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with all that has a rule of its own, and every host's workflow."""
    folder = tmp_path_factory.mktemp("hosts") / "site"
    lay(read(SITE).stage, folder)
    for name in WORKFLOWS:
        assert main(["new", "workflow", name, "--site", str(folder)]) == 0
    assert main(["build", "--quiet", "--site", str(folder)]) == 0
    return folder


# ---- Workflows -----------------------------------------------------------------------------


def test_actionlint_finds_nothing(site: Path, tmp_path: Path) -> None:
    assert actionlint(site) == ""
    (wrong := tmp_path / ".github/workflows").mkdir(parents=True)
    text = (site / ".github/workflows/pages.yml").read_text("utf-8")
    (wrong / "pages.yml").write_text(text.replace("steps.pages", "step.pages"), encoding="utf-8")
    assert "undefined variable" in actionlint(tmp_path), "it does find what is wrong"


@pytest.mark.parametrize(
    ("schema", "files"),
    [("github-workflows", ".github/workflows/*.yml"), ("gitlab-ci", ".gitlab-ci.yml")],
)
def test_workflows_are_valid_by_their_schema(site: Path, schema: str, files: str) -> None:
    checker = program("check-jsonschema")
    found = [str(path) for path in sorted(site.glob(files))]
    assert found
    words = [checker, "--builtin-schema", f"vendor.{schema}", *found]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def scripts(name: str) -> tuple[str, Mapping[str, str]]:
    """The steps of a workflow that a shell runs, as one script, and what the host tells them."""
    (text,) = WORKFLOWS[name].files.values()
    if name == "netlify":
        return tomllib.loads(text)["build"]["command"], {"URL": "https://a.example"}
    data = yaml.safe_load(text)
    if name == "gitlab-pages":
        steps = data["pages"]["script"]
        return "\n".join(steps), {"CI_PAGES_URL": "https://a.example"}
    steps = [step["run"] for step in data["jobs"]["publish"]["steps"] if "run" in step]
    return "\n".join(steps), {"PAGES": "https://a.example/", "PROJECT": "a"}


CURL = {
    "there": 'while [ "$1" != -o ]; do shift; done; echo \'{"articles": {}}\' > "$2"',
    "absent": "exit 22",
    "another page": 'while [ "$1" != -o ]; do shift; done; echo "<html>" > "$2"',
}


@pytest.mark.parametrize("name", WORKFLOWS)
@pytest.mark.parametrize("live", CURL)
def test_a_host_compares_with_what_readers_have(name: str, live: str, tmp_path: Path) -> None:
    """What vanished or changed in silence is told there too, though each run begins with nothing."""
    (programs := tmp_path / "bin").mkdir()
    for called, text in {"curl": CURL[live], "pip": "true", "postil": ""}.items():
        made = programs / called
        log = f'echo {called} "$@" >> "{tmp_path}/log"\n'
        made.write_text(f"#!/bin/sh\n{log}{text}\n", encoding="utf-8")
        made.chmod(made.stat().st_mode | stat.S_IXUSR)
    script, told = scripts(name)
    env = {"PATH": f"{programs}:{os.environ['PATH']}", **told}
    done = subprocess.run(["bash", "-e", "-c", script], env=env, cwd=tmp_path, check=False)
    assert done.returncode == 0
    pip, curl, *postil = (tmp_path / "log").read_text("utf-8").splitlines()
    assert re.fullmatch(r"pip install postil\[card,images\]==[\d.]+", pip)
    assert re.search(r"https://a(\.example|\.pages\.dev)/published\.json$", curl)
    assert [line.strip() for line in postil] == [
        "postil build --since last.json" if live == "there" else "postil build"
    ]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_host_that_cannot_install_does_not_build(name: str, tmp_path: Path) -> None:
    script, told = scripts(name)
    functions = "pip() { return 1; }; curl() { return 1; }; postil() { echo built; }\n"
    done = subprocess.run(
        ["bash", "-e", "-c", functions + script],
        env={"PATH": os.environ["PATH"], **told},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "built" not in done.stdout


# ---- Netlify -------------------------------------------------------------------------------


def test_netlify_reads_what_is_meant(site: Path) -> None:
    found = netlify(site)
    assert found["said"] == []
    config = found["config"]
    assert config["build"]["publish"] == str(site / "public")
    assert config["build"]["environment"] == {"PYTHON_VERSION": "3.13"}
    rules = {rule["for"]: rule["values"] for rule in config["headers"]}
    assert rules["/*"]["X-Content-Type-Options"] == "nosniff"
    assert rules["/*"]["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha")
    kept = {path: values["Cache-Control"] for path, values in rules.items() if path != "/*"}
    assert kept == {
        **dict.fromkeys(("/", "/:folder/", "/*.html"), ASK),
        **dict.fromkeys(("/:article/images/*", "/fonts/*"), FOR_EVER),
    }
    moved = [(rule["from"], rule["to"], rule["status"]) for rule in config["redirects"]]
    assert moved == [
        ("/north/*", "/:splat", 301),
        ("/old-lamp/*", "/lamp/:splat", 301),
        ("/south/", "/", 301),
        ("/the-l%C3%A4mp/*", "/lamp/:splat", 301),
    ]


# ---- Cloudflare ----------------------------------------------------------------------------


class _Stay(HTTPRedirectHandler):
    """Redirects are looked at, not followed."""

    def redirect_request(self, *_: object) -> None:
        return None


def get(address: str) -> tuple[int, Mapping[str, str]]:
    try:
        with build_opener(_Stay).open(address) as found:
            return found.status, dict(found.headers)
    except HTTPError as error:
        return error.code, dict(error.headers)


@pytest.fixture(scope="module")
def cloudflare(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as Cloudflare Pages serves it, by Cloudflare's own server on this machine."""
    port, folder = free(), tmp_path_factory.mktemp("wrangler")
    words = [wrangler(), "pages", "dev", str(site / "public"), "--ip", "127.0.0.1"]
    words += ["--port", str(port), "--compatibility-date", "2026-01-01"]
    with running(words, port, folder):
        yield f"http://127.0.0.1:{port}"
        told = (folder / "log").read_text("utf-8", "replace")
    assert "Parsed 4 valid redirect rules" in told
    assert "Parsed 6 valid header rules" in told
    assert "invalid" not in told


@pytest.mark.parametrize(
    ("path", "status", "to", "kept"),
    [
        ("/", 200, "", ASK),
        ("/lamp/", 200, "", ASK),
        ("/lamp/index.html", 308, "/lamp/", ASK),
        ("/old-lamp/", 301, "/lamp/", ASK),
        ("/old-lamp/article.txt", 301, "/lamp/article.txt", ""),
        ("/the-l%C3%A4mp/", 301, "/lamp/", ASK),
        ("/north/", 301, "/", ASK),
        ("/south/", 301, "/", ASK),
        ("/nowhere", 404, "", "no-store"),
        ("PICTURE", 200, "", FOR_EVER),
        ("FONT", 200, "", FOR_EVER),
    ],
)
def test_cloudflare_serves_what_is_meant(
    cloudflare: str, site: Path, path: str, status: int, to: str, kept: str
) -> None:
    hashed = {"PICTURE": "lamp/images/*.svg", "FONT": "fonts/*.woff2"}
    if path in hashed:
        (file,) = (site / "public").glob(hashed[path])
        path = f"/{file.relative_to(site / 'public').as_posix()}"
    found, headers = get(cloudflare + path)
    assert found == status
    assert headers.get("Location", "") == to
    assert headers.get("Cache-Control", "") == kept
    told = {name.lower(): value for name, value in headers.items()}
    assert "default-src 'none'" in told["content-security-policy"]


# ---- Robots --------------------------------------------------------------------------------


def test_a_robot_may_read_all_and_finds_the_sitemap(site: Path) -> None:
    parser = RobotFileParser()
    parser.parse((site / "public/robots.txt").read_text("utf-8").splitlines())
    assert parser.can_fetch("anybot", "https://marginal.example/lamp/index.html")
    assert parser.site_maps() == ["https://marginal.example/sitemap.xml"]
