"""EDTF dates in words: what readers see, in each language."""

import pytest

from postil.dates import parse, words
from postil.edtf.languages import LANGUAGES

ENGLISH = {
    "2015-06-15": "15 June 2015",
    "2018-11": "November 2018",
    "2011-21": "spring 2011",
    "2001-25": "spring 2001 (northern hemisphere)",
    "2001-32": "winter 2001 (southern hemisphere)",
    "2001-36": "fourth quarter 2001",
    "2001-39": "third third 2001",
    "2001-40": "first half 2001",
    "2005~": "about 2005",
    "2025-06~": "about June 2025",
    "2015-06-10?": "10 June 2015, uncertain",
    "2004?": "2004, uncertain",
    "2004%": "about 2004, uncertain",
    "2004-06~-11": "11 June 2004 (approximate: year, month)",
    "?2004-06-~11": "11 June 2004 (approximate: day; uncertain: year)",
    "1985-04-12T23:20:30": "12 April 1985, 23:20:30",
    "1985-04-12T23:20:30Z": "12 April 1985, 23:20:30 UTC",
    "1985-04-12T23:20:30+04:30": "12 April 1985, 23:20:30 UTC+04:30",
    "156X": "1560s",
    "156X~": "about the 1560s",
    "15XX": "between 1500 and 1599",
    "200X": "between 2000 and 2009",
    "-01XX": "between 200 and 101 BCE",
    "XXXX": "year unknown",
    "XXXX-12-XX": "some day in December, year unknown",
    "156X-12-25": "25 December, 1560s",
    "15XX-12-25": "25 December, between 1500 and 1599",
    "2004-XX": "some month in 2004",
    "1XXX-XX": "some month, between 1000 and 1999",
    "1985-04-XX": "some day in April 1985",
    "1985-XX-XX": "some day in 1985",
    "1560-XX-25": "day 25, some month in 1560",
    "1984-1X": "between October and December 1984",
    "1984-X0": "October 1984",
    "1984-1X~": "between October and December 1984 (approximate)",
    "1950S2": "between 1900 and 1999, about 1950",
    "-0043-03-15": "15 March 44 BCE",
    "0079-08-24": "24 August 79 CE",
    "Y-17000000": "17,000,001 BCE",
    "2017-11-21/2017-11-22": "21–22 November 2017",
    "2004-05-28/2004-06-03": "28 May – 3 June 2004",
    "2005/2006": "2005–2006",
    "2005/2005": "2005",
    "-0050/-0043": "51–44 BCE",
    "-0001/0014": "2 BCE – 14 CE",
    "2012-10/2013-02": "October 2012 – February 2013",
    "2003-22/2003-23": "summer–autumn 2003",
    "1984~/2004-06?": "about 1984 – June 2004 (uncertain)",
    "2003/2004-1X": "2003 – (October–December 2004)",
    "../1985": "until 1985",
    "../1985~": "until 1985 (approximate)",
    "1985/..": "since 1985",
    "/2020-05": "until May 2020, start unknown",
    "2020-05/": "from May 2020, end unknown",
    "../..": "start open, end open",
    "[2015-06-09,2015-06-10]": "9 or 10 June 2015",
    "[2015-06-08,2015-06-09,2015-07-10]": "8 June, 9 June or 10 July 2015",
    "[2024-07-04..2024-07-06]": "between 4 and 6 July 2024",
    "[2004~..2006]": "between 2004 (approximate) and 2006",
    "[1667,1670..1672]": "1667 or 1670–1672",
    "[1667?,1668]": "1667 (uncertain) or 1668",
    "[..1984]": "1984 or earlier",
    "[1667,1984..]": "1667 or 1984 or later",
    "[1984~]": "about 1984",
    "{1960,1961-12}": "1960 and December 1961",
    "{1670..1672}": "1670–1672",
}

OTHER_LANGUAGES = [
    ("de", "2015-06-01", "1. Juni 2015"),
    ("de-CH", "[2015-06-09,2015-06-10]", "9. oder 10. Juni 2015"),
    ("de", "[2024-07-04..2024-07-06]", "zwischen dem 4. und dem 6. Juli 2024"),
    ("de", "156X/..", "seit den 1560er Jahren"),
    ("de", "Y-17000000", "17.000.001 v. Chr."),
    ("fr", "2015-06-01", "1er juin 2015"),
    ("fr", "../1985-05-08", "jusqu’au 8 mai 1985"),
    ("fr", "../2011-22", "jusqu’à l’été 2011"),
    ("fr_CA", "1985-04-XX", "un jour d’avril 1985"),
    ("fr", "Y-17000000", "17\u202f000\u202f001 av. J.-C."),
    ("es", "2015-06-15", "15 de junio de 2015"),
    ("es", "[2015-06-07,2015-06-08]", "7 u 8 de junio de 2015"),
    ("es", "2011-21/..", "desde la primavera de 2011"),
    ("it", "../1985-05-08", "fino all’8 maggio 1985"),
    ("it", "[1900..1999]", "tra il 1900 e il 1999"),
    ("it", "2011-21/..", "dalla primavera 2011"),
    ("nl", "2004%", "omstreeks 2004, onzeker"),
    ("pt-BR", "2025-06~", "por volta de junho de 2025"),
    ("pt", "../2011-21", "até a primavera de 2011"),
    ("ar", "2015-06-15", "15 يونيو 2015"),
    ("ar", "[2015-06-09,2015-06-10]", "9 أو 10 يونيو 2015"),
    ("ar", "{1960,1961-12}", "1960 وديسمبر 1961"),
    ("ar", "[2024-07-04..2024-07-06]", "بين 4 و6 يوليو 2024"),
    ("ar", "2015-34", "الربع الثاني 2015"),
    ("ar-EG", "2004%", "نحو 2004، غير مؤكد"),
    ("ar", "-0043", "44 ق.م"),
    ("xx", "2015-06-15", "15 June 2015"),
    ("", "2015-06-15", "15 June 2015"),
]


@pytest.mark.parametrize(("text", "spelled"), ENGLISH.items())
def test_words_in_english(text: str, spelled: str) -> None:
    assert words(parse(text)) == spelled


@pytest.mark.parametrize(("language", "text", "spelled"), OTHER_LANGUAGES)
def test_words_in_other_languages(language: str, text: str, spelled: str) -> None:
    assert words(parse(text), language) == spelled


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_each_phrase_and_every_name(language: str) -> None:
    table = LANGUAGES[language]
    assert {name.partition(".")[0] for name in table} == {
        name.partition(".")[0] for name in LANGUAGES["en"]
    }
    counts = {"months": 12, "seasons": 4, "ordinals": 4, "groups": 3, "names": 3}
    assert {name: len(table[name].split()) for name in counts} == counts


def test_a_thousand_members_are_read_and_said_in_time() -> None:
    date = parse("[" + ",".join(["XXXX-XX-XX"] * 1000) + "]")
    assert words(date) == "year unknown"
