"""Language tags as BCP 47 forms them, with the mistakes that people make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.languages import fault


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "en-GB",
        "EN-gb",
        "de-CH-1996",
        "sl-rozaj-biske",
        "zh-Hant-TW",
        "sr-Latn-RS",
        "es-419",
        "gsw",
        "sgn-ase",
        "zh-cmn-Hans",
        "de-DE-u-co-phonebk",
        "en-a-bbb-x-a-ccc",
        "x-klingon",
        "i-klingon",
        "zh-min-nan",
        "und",
        "mul",
        "zxx",
        "en-x-twain",
    ],
)
def test_tags(tag: str) -> None:
    assert fault(tag) is None


@pytest.mark.parametrize(
    ("tag", "instead"),
    [
        ("en-UK", "en-GB"),
        ("en-UK-x-a", "en-GB-x-a"),
        ("en_GB", "en-GB"),
        ("de_DE.UTF-8", "de-DE"),
        ("en_UK", "en-GB"),
        ("a_b", ""),
        ("jp", "ja"),
        ("cz-CZ", "cs-CZ"),
        ("eng", "en"),
        ("ger-AT", "de-AT"),
        ("english", ""),
        ("xx", ""),
        ("en-Qqqq", ""),
        ("en-QZ", ""),
        ("e", ""),
        ("en-", ""),
        ("-en", ""),
        ("en--GB", ""),
        ("en GB", ""),
        ("ën", ""),
        ("", ""),
    ],
)
def test_no_tags(tag: str, instead: str) -> None:
    found = fault(tag)
    assert found is not None
    assert found.instead == instead
    assert instead == "" or fault(instead) is None


@given(st.text(alphabet="aeinzxAZ019-_. ", max_size=24))
def test_any_text_has_an_answer(text: str) -> None:
    found = fault(text)
    assert found is None or fault(found.instead) is None or found.instead == ""
