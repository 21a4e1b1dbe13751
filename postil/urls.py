"""Which addresses may stand in a page: an allow-list, since markdown-it's own check is a deny-list.

It lets `view-source:`, `blob:` or `ms-msdt:` pass; here only http, https, mailto, relative
addresses and fragments do.
"""

import html
import re

_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
_ALLOWED = frozenset({"http", "https", "mailto"})


def allowed(url: str) -> bool:
    """True for http, https, mailto, relative addresses and `#fragments`.

    Browsers drop controls and white space and decode entities before they look for a scheme,
    so this does too.
    """
    bare = _HIDDEN.sub("", html.unescape(_HIDDEN.sub("", url))).lower()
    if bare.startswith(("//", "\\", "/\\")):
        return False
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[1] in _ALLOWED


def is_relative(url: str) -> bool:
    """True for an address inside the site: no scheme, no host, not a bare fragment."""
    return bool(url) and not _SCHEME.match(url.lower()) and not url.startswith(("#", "//"))
