"""Which addresses may stand in a page: an allow-list, since markdown-it's own check is a deny-list.

It lets `view-source:`, `blob:` or `ms-msdt:` pass; here only http, https, mailto, relative
addresses and fragments do.
"""

import hashlib
import html
import re
from urllib.parse import quote, urlsplit

_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):")
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
_ALLOWED = frozenset({"http", "https", "mailto"})
_URI = "%/:?#[]@!$&'()*+,;=~"
_PLAIN = re.compile(r"[\w.~%/:?#\[\]@!$&'()*+,;=-]*", re.ASCII)
_NAMESPACE = bytes.fromhex("6ba7b8119dad11d180b400c04fd430c8")  # RFC 9562's for addresses


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


def uri(address: str) -> str:
    """An address in the characters that a URI has: percent-coded, its host in ASCII (IDNA)."""
    if _PLAIN.fullmatch(address):
        return address
    if address.isascii():
        return quote(address, safe=_URI)
    host = urlsplit(address).netloc
    if not host.isascii():
        try:
            address = address.replace(host, host.encode("idna").decode(), 1)
        except UnicodeError:  # no name that a server can have
            return quote(address, safe=_URI)
    return quote(address, safe=_URI)


def urn(name: str) -> str:
    """A name that means the same everywhere, where there is no address: a UUID (version 5)."""
    digits = bytearray(
        hashlib.sha1(_NAMESPACE + name.encode(), usedforsecurity=False).digest()[:16]
    )
    digits[6], digits[8] = digits[6] & 0x0F | 0x50, digits[8] & 0x3F | 0x80
    text = digits.hex()
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
