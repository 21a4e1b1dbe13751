"""What BibTeX's and BibLaTeX's types and fields are in CSL: one place for every correspondence."""

import re
from collections.abc import Iterator, Mapping

from postil.files.bibtex_text import decode

TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "inbook": "chapter",
    "incollection": "chapter", "suppbook": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "proceedings": "book", "collection": "book",
    "reference": "book", "manual": "book", "booklet": "pamphlet", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report",
    "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "inreference": "entry-encyclopedia", "patent": "patent", "software": "software",
    "dataset": "dataset", "movie": "motion_picture", "video": "motion_picture", "audio": "song",
    "music": "song", "letter": "personal_communication", "jurisdiction": "legal_case",
    "legislation": "legislation", "legal": "legislation", "standard": "standard",
    "artwork": "graphic", "image": "graphic", "periodical": "periodical", "review": "review",
}  # fmt: skip
_SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}

# CSL's name ← the first of these fields that is there.
_TEXTS = {
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle", "eventtitle"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("location", "address"),
    "volume": ("volume",),
    "page": ("pages",),
    "edition": ("edition",),
    "genre": ("type",),
    "ISBN": ("isbn",),
    "note": ("note", "addendum"),
    "reliability": ("reliability",),
    "seed": ("seed",),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB",
    "ukenglish": "en-GB", "german": "de", "ngerman": "de", "french": "fr", "spanish": "es",
    "italian": "it", "portuguese": "pt", "brazilian": "pt-BR", "dutch": "nl", "russian": "ru",
    "polish": "pl", "swedish": "sv", "danish": "da", "japanese": "ja", "chinese": "zh",
    "greek": "el", "latin": "la", "turkish": "tr", "arabic": "ar", "hebrew": "he",
}  # fmt: skip
_URL_MACRO = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_URL_ESCAPE = re.compile(r"\\([_%&#~$])")


def texts(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """CSL's name, BibTeX's, and the text, for each field that is one text."""
    for name, keys in _TEXTS.items():
        for key in keys:
            if values.get(key):
                yield name, key, decode(values[key])
                break
    if title := values.get("title"):
        subtitle = f": {decode(values['subtitle'])}" if values.get("subtitle") else ""
        yield "title", "title", decode(title) + subtitle
    for key in ("number", "issue"):
        if values.get(key) and ("journal" in values or "journaltitle" in values):
            yield "issue", key, decode(values[key])
    if doi := values.get("doi"):
        yield "DOI", "doi", re.sub(r"^https?://(?:dx\.)?doi\.org/", "", decode(doi))
    yield from _addresses(values)
    yield from _dates(values)
    yield from _language(values)


def _addresses(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for key in ("url", "howpublished"):
        text = values.get(key, "")
        macro = _URL_MACRO.search(text)
        if macro or (text and (key == "url" or text.startswith("http"))):
            yield "URL", key, _URL_ESCAPE.sub(r"\1", macro[1] if macro else text).strip(" {}<>")
            return


def _dates(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """EDTF from `date`, or from year, month and day."""
    if accessed := values.get("urldate"):
        yield "accessed", "urldate", accessed
    if date := values.get("date"):
        yield "issued", "date", date.strip()
    elif re.search(r"\d", year := decode(values.get("year", ""))):  # not "n.d." or "in press"
        yield "issued", "year", _year(year, values)


def _year(year: str, values: Mapping[str, str]) -> str:
    month = decode(values.get("month", "")).strip(". ")
    if month[:3].lower() in _MONTHS:
        month = str(_MONTHS.index(month[:3].lower()) + 1)
    year = re.sub(r"^(\d{4})\s*[–/-]\s*(\d{4})$", r"\1/\2", year)
    if not (year.isdecimal() and month.isdecimal()):
        return year
    day = decode(values.get("day", ""))
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day.isdecimal() else "")


def _language(values: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for key in ("langid", "language"):
        language = decode(values.get(key, "")).lower()
        if language:
            yield "language", key, _LANGUAGES.get(language, language)
            return


def csl_type(entry_type: str, values: Mapping[str, str]) -> str:
    """CSL's type for an entry's."""
    subtype = values.get("entrysubtype", "").lower()
    return _SUBTYPES.get(subtype) or TYPES.get(entry_type, "document")
