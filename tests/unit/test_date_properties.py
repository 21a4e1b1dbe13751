"""What holds for every date, and for every text that might be one."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from postil.dates import DateError, Edtf, html_datetime, order_uncertain, parse, sort_key, words
from postil.edtf.languages import LANGUAGES

# One year, month, day, local or global time of the HTML standard's grammar.
HTML_GRAMMAR = re.compile(
    r"(?!0000)[0-9]{4,}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])"
    r"(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?)?)?"
)


QUALIFIER = st.sampled_from(["", "", "", "?", "~", "%"])
YEAR = st.from_regex(r"-?[0-9X]{4}|Y-?[1-9][0-9]{4,8}|[0-9]{4}S[1-4]|Y[1-9]E[1-9]", fullmatch=True)
PLAIN_YEAR = st.from_regex(r"-?[0-9X]{4}", fullmatch=True)
MONTH = st.from_regex(r"[01X][0-9X]|2[1-9]|3[0-9]|4[01]", fullmatch=True)
DAY_OF_MONTH = st.from_regex(r"[0-3X][0-9X]", fullmatch=True)
DATE = st.one_of(
    st.builds("{}{}{}".format, QUALIFIER, YEAR, QUALIFIER),
    st.builds("{}{}-{}{}{}".format, QUALIFIER, PLAIN_YEAR, QUALIFIER, MONTH, QUALIFIER),
    st.builds("{}-{}{}-{}{}".format, PLAIN_YEAR, MONTH, QUALIFIER, DAY_OF_MONTH, QUALIFIER),
    st.builds("{}T{}".format, st.dates().map(str), st.times().map(lambda time: f"{time:%H:%M:%S}")),
)
SIDE = DATE | st.sampled_from(["", ".."])
MEMBER = st.one_of(DATE, st.builds("{}..{}".format, st.just("") | DATE, st.just("") | DATE))
MEMBERS = st.lists(MEMBER, min_size=1, max_size=3).map(",".join)
EDTF = st.one_of(
    DATE,
    st.builds("{}/{}".format, SIDE, SIDE),
    MEMBERS.map("[{}]".format),
    MEMBERS.map("{{{}}}".format),
)


def read(text: str) -> Edtf | None:
    """The date, or None where random parts make none that the calendar has."""
    try:
        return parse(text)
    except DateError as error:
        refusal = error
    assert 0 <= refusal.offset <= len(text)
    assert refusal.message
    assert "\n" not in refusal.message
    return None


READ = EDTF.map(read).filter(lambda date: date is not None)


@settings(deadline=None)
@given(st.one_of(st.text(), st.text("0123456789XYEST?~%-/.,:+[]{}Z"), EDTF))
@example("Y" + "1" * 5000)
@example("1985-04-12T23:20:30" * 2)
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)


@settings(deadline=None)
@given(READ, st.sampled_from([*LANGUAGES, "de-CH", "zz"]))
def test_every_date_has_ordered_bounds_and_words(date: Edtf, language: str) -> None:
    if date.earliest and date.latest:
        assert date.earliest <= date.latest
    spelled = words(date, language)
    assert spelled.strip() == spelled != ""
    assert not set("{}_|") & set(spelled)
    value = html_datetime(date)
    assert value is None or HTML_GRAMMAR.fullmatch(value)


@settings(deadline=None)
@given(READ, READ)
def test_the_order_is_total_and_agrees_with_the_bounds(a: Edtf, b: Edtf) -> None:
    first, second = sort_key(a), sort_key(b)
    assert (first < second) + (first > second) + (first == second) == 1
    assert len(first) == len(second) == 10
    if a.latest and b.earliest and a.latest < b.earliest:
        assert first < second
        assert not order_uncertain(a, b)
    if first == second and a.kind == b.kind == "date":
        assert (a.earliest, a.latest) == (b.earliest, b.latest)
