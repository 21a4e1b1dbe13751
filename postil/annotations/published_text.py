"""An article's text as one published file, to which the offsets of its annotations refer.

The sections' plain text in order, parted by a blank line, as UTF-8 with LF line ends.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from itertools import accumulate

from postil.model import Section
from postil.textmap import PARTED

NAME = "text.txt"


def joined(sections: Sequence[Section]) -> str:
    """The text of the file; it ends with a line end, as text files do."""
    return PARTED.join(section.doc.plain for section in sections) + "\n"


def starts(sections: Sequence[Section]) -> Mapping[str, int]:
    """Where each section's plain text starts in the file, in code points, by section id."""
    lengths = [len(section.doc.plain) + len(PARTED) for section in sections]
    offsets = accumulate(lengths, initial=0)
    return {section.id: offset for section, offset in zip(sections, offsets, strict=False)}


def content_name(text: str) -> str:
    """The name of exactly this text, by the SHA-256 of its bytes (RFC 6920, "ni")."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"
