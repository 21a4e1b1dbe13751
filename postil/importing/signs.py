"""How captions, credits, bylines, dates and names look: what `roles` goes by."""

import re

from postil.files.values import fold

_THING = (
    r"(?:images?|photos?|pictures?|photographs?|photography|illustrations?|graphics?|videos?|foto|"
    r"fotos|bild|bilder|crédit|credits?)"
)
_CREDIT = rf"{_THING}(?: (?:credits?|courtesy|by|photo))*(?: of)? ?[:/©–-] ?.+"
_BY = r"(?:photos?|photographs?|photography|pictures?|illustrations?) by [^.]{2,60}"
CREDIT = re.compile(
    rf"[(\[]?{_CREDIT}[)\]]?|[(\[]?{_BY}[)\]]?|[(\[]?© ?.+|[(\[]?courtesy of .+", re.IGNORECASE
)
CREDITED = re.compile(rf".+[(\[]{_CREDIT}[)\]]\.?", re.IGNORECASE)
BYLINE = re.compile(
    r"(?:(?:words|text|story|report|reported|reporting|written)\s)?(?:by|von|par|por|di|door|av)\s+"
    r"(?P<names>\S.{1,98})",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"(?:(?:first |last )?(?:published|updated|posted|modified)\b.{0,80})"
    r"|\d{4}-\d\d-\d\d|\d{1,2}\.? [^\W\d_]{3,12}\.? \d{4}|[^\W\d_]{3,12}\.? \d{1,2}, \d{4}",
    re.IGNORECASE,
)
ABOUT = re.compile(r"about the authors?|about the writers?|the authors?", re.IGNORECASE)
VERBS = (
    r"is|are|was|has|have|writes|covers|reports|lives|works|teaches|studies|edits|joined|ist|est"
)
NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|de|van|von|der|la|bin|al)){1,4}"
)
ENDS = ".,:;…"
CLOSERS = "\"'”’»)]"


def names(text: str) -> list[str]:
    """The names in a byline; none where it does not begin with one."""
    parts = re.split(r",\s*|\s+(?:and|und|et|y|e|en|&)\s+|\s*[|·•]\s*", fold(text))
    found = [part for part in parts if NAME.fullmatch(part)]
    return found if found and parts[0] == found[0] and len(text) <= 100 else []


def tells_of(text: str, name: str) -> bool:
    """Does a text begin with a name, and go on in the third person?"""
    match = re.match(rf"{re.escape(name)}(?:['’]s\b|,| (?:{VERBS})\b)", text)
    return bool(match and NAME.fullmatch(name))
