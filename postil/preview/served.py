"""A page as the preview serves it: the built bytes, with the preview's own parts at their end.

They are at the very end, since a parser takes them into the body there whatever the page holds: no
search for a tag can be led astray by a comment or by data. Only the policy is changed in its place.
"""

import hashlib
import re
from html import escape

from postil.preview import panel
from postil.preview.shown import Shown

FOLDER = "/.postil-preview/"
SCRIPTS = ("preview.js", "livereload.js")
_POLICY = re.compile(
    rb"""(<meta\s+http-equiv=["']?content-security-policy["']?\s+content=")([^"]*)""", re.IGNORECASE
)
_HEAD_END = re.compile(rb"<body[\s>]", re.IGNORECASE)
_SECONDS = "mindelay=200&maxdelay=2000"  # between looks for a preview that has ended


def page(built: bytes, shown: Shown, host: str, form: str, root: str) -> bytes:
    """A built page, for a browser that calls the preview `host` ("127.0.0.1:8000").

    `form` makes editor links to the files of `root`.
    """
    digest = hashlib.sha256(built).hexdigest()[:16]
    return with_policy(built, host) + parts(shown, host, form, root, digest).encode()


def parts(shown: Shown, host: str, form: str, root: str, digest: str) -> str:
    """The panel, which a browser does not show by itself, and the scripts."""
    name, _, port = host.rpartition(":") if re.search(r":\d+$", host) else (host, "", "80")
    options = f"host={name}&port={port}&{_SECONDS}"
    scripts = "".join(
        f'<script src="{FOLDER}{script}?{escape(options)}"></script>' for script in SCRIPTS
    )
    said = {"mark": panel.mark(shown), "alarm": panel.alarm(shown), "page": digest}
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in said.items())
    listed = panel.panel(shown, form, root)
    return f'<template id="postil-preview" {data}>{listed}</template>{scripts}\n'


def with_policy(built: bytes, host: str) -> bytes:
    """The page's Content-Security-Policy with leave for the preview's scripts, and nothing else."""
    end = _HEAD_END.search(built)
    head = built[: end.start()] if end else built
    match = _POLICY.search(head)
    if not match:
        return built
    policy = widened(match[2].decode(errors="replace"), host).encode()
    return built[: match.start(2)] + policy + built[match.end(2) :]


def widened(policy: str, host: str) -> str:
    """A policy that also allows the preview's two scripts, its socket, and asking for the page."""
    directives = {
        name.lower(): values
        for name, *values in (d.split() for d in policy.split(";") if d.strip())
    }
    default = directives.get("default-src")
    for name, more in (
        ("script-src", [f"{host}{FOLDER}"]),
        ("connect-src", [f"http://{host}", f"ws://{host}"]),
        ("img-src", ["data:"]),
    ):
        own = directives.get(name, default)
        if own is not None:
            kept = [value for value in own if value != "'none'"]
            directives[name] = [*kept, *(value for value in more if value not in kept)]
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def nothing_yet(shown: Shown) -> bytes:
    """The page where no build was good so far; it says what is wrong without a script, too."""
    listed = panel.plain(shown)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Nothing to show yet'
        '</title><link rel="icon" href="data:,"></head><body><main><h1>Nothing to show yet</h1>'
        f"<p>The page appears here when this is mended.</p>{listed}</main></body></html>\n"
    ).encode()


def not_found() -> bytes:
    """The page for an unknown address, where a site has none."""
    return (
        b'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>No such page</title>'
        b"</head><body><p>There is no such page.</p></body></html>\n"
    )
