"""Which requests the preview answers, and with which part of a file. Pure: headers are texts.

A page of another site can make a browser ask us: by a link, a picture, a socket, or by letting its
own name lead to this machine. Only the author's own browser may read drafts.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Literal

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def host_name(header: str) -> str:
    """The name in a Host header, in small letters, without its port; "" if it is none."""
    match = _HOST.fullmatch(header)
    return (match[1] or match[2]).lower() if match else ""


def is_loopback(bound: str) -> bool:
    """True where an address that is bound can be reached from this machine alone."""
    return bound in LOOPBACK or bound.startswith("127.")


def host_allowed(header: str, bound: str) -> bool:
    """True for the names of the address that is bound: never for a name that merely leads here."""
    name = host_name(header)
    if name == bound.lower() or name in LOOPBACK:
        return True
    return not is_loopback(bound) and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def refused(headers: Mapping[str, str], bound: str, *, socket: bool = False) -> str:
    """Why a request is refused, "" if it is not. A socket must say where it comes from."""
    host, origin = headers.get("Host", ""), headers.get("Origin", "")
    if not host_allowed(host, bound):
        return "this preview has another name"
    if (origin or socket) and origin.lower() != f"http://{host}".lower():
        return "another site asks"
    inside = headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    opened = headers.get("Sec-Fetch-Mode") == "navigate"
    if not inside and not (opened and headers.get("Sec-Fetch-Dest") == "document"):
        return "another site asks"
    return ""


def part(header: str, size: int) -> tuple[int, int] | Literal["all", "none"]:
    """What a Range header asks for: [start, end) of `size` bytes, "none" where nothing is there.

    Several ranges, and what is no range, are answered with all, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(header.strip())
    if not match or match[0] == "bytes=-":
        return "all"
    first, last = match[1][:20], match[2][:20]
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return "all"
    return (start, end) if start < end else "none"
