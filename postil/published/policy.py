"""What a page may load and do, as a Content-Security-Policy: in each page, and in `_headers`.

The page's own says less: a `<meta>` cannot forbid that others frame the page.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from markupsafe import Markup

from postil.model import OutFile

LINE = 2_000  # characters in a line of `_headers`, at Cloudflare
_POLICY = (
    "default-src 'none'; style-src {}; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'"
)
_FONTS = "; font-src 'self'"
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def page_policy(digest: str, *, fonts: bool = False) -> Markup:
    """A page's own policy: one style, known by its digest ("sha256-…"); the site's own fonts."""
    policy = _POLICY + _FONTS * fonts
    return Markup(policy).format(Markup("'{}'").format(digest))  # noqa: S704 - a constant


def header_policy(styles: Iterable[str], *, fonts: bool = False) -> str:
    """One policy for all pages of a site, with the digest of every style that stands in them.

    Where these are too many for a line, any style of the page's own may be used so far as this
    policy goes; the page's own policy still names the one.
    """
    digests = sorted(set(styles))
    ending = _FONTS * fonts + "; frame-ancestors 'none'"
    policy = _POLICY.format(" ".join(f"'{digest}'" for digest in digests) or "'none'") + ending
    if len(f"  Content-Security-Policy: {policy}") <= LINE:
        return policy
    return _POLICY.format("'unsafe-inline'") + ending


def styles(file: OutFile) -> list[str]:
    """The digest of each style in a page."""
    found = _STYLE.findall(file.content) if file.path.endswith(".html") else []
    return [_digest(style) for style in found]


def _digest(text: bytes) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text).digest()).decode()
