"""Licences that authors name in words, and their addresses, where a machine needs one."""

import re

from postil.urls import allowed

_CC = re.compile(
    r"\bCC[ -](?P<kind>BY(?:[ -](?:NC|ND|SA)){0,2})(?:[ -](?P<version>[1-4]\.0))?\b", re.IGNORECASE
)
_ZERO = re.compile(r"\bCC ?0\b|\bCC Zero\b", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:)]")


def address(licence: str) -> str:
    """The address of a licence: one that its text holds, or Creative Commons' own; else "".

    Of Creative Commons without a version, the last (4.0) is meant.
    """
    if (url := _URL.search(licence)) and allowed(url[0]):
        return url[0]
    if _ZERO.search(licence):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CC.search(licence)
    if not found:
        return ""
    kind = re.sub(r"[ -]", "-", found["kind"].lower())
    return f"https://creativecommons.org/licenses/{kind}/{found['version'] or '4.0'}/"
