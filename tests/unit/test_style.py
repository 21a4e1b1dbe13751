"""The style of a page: rules that can match nothing on it are left out, and no others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.printing.style import needed

PAGE = (
    '<body><main class="article wide" id=text><p class=\'lead\' data-kind="claim">'
    '<A data-n="1" href="#x">x</A><svg><use href="#shape-claimed"/></svg></p></main></body>'
)


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".article{a:b}.picture{c:d}", ".article{a:b}"),
        (".picture,.gone .lead,h4{a:b}", ""),
        (".picture,.article p,h4{a:b}", ".article p{a:b}"),
        ("#text > p:first-child{a:b}#other{a:b}", "#text > p:first-child{a:b}"),
        ("body:has(#text:target) p{a:b}body:has(#gone:target) p{a:b}", None),
        ('[data-kind="claim"]{a:b}[data-kind=context]{a:b}', '[data-kind="claim"]{a:b}'),
        ("[data-n]{a:b}[data-lines]{a:b}", "[data-n]{a:b}"),
        ("p:not(.gone){a:b}:is(.gone, p){a:b}", "p:not(.gone){a:b}:is(.gone, p){a:b}"),
        ('p::after{content:"} .gone{"}', 'p::after{content:"} .gone{"}'),
        ("@media print{.gone{a:b}}p{a:b}", "p{a:b}"),
        (
            "@media print{@supports (a:b){.gone{a:b}p{a:b}}}",
            "@media print{@supports (a:b){p{a:b}}}",
        ),
        ("@layer a,b;@layer a{.gone{a:b}}@layer b{p{a:b}}", "@layer a,b;@layer b{p{a:b}}"),
        ("@layer overrides{.gone{a:b}}", "@layer overrides{.gone{a:b}}"),
        ("@page{margin:1cm}@font-face{a:b}:root{--x:1}*{a:b}", None),
        (".gone{& p{a:b}}.lead{& .gone{a:b}}", ".lead{& .gone{a:b}}"),
        (r".\67one{a:b}", r".\67one{a:b}"),
        ('[href$="-claimed"]{a:b}[type=x]{a:b}', '[href$="-claimed"]{a:b}[type=x]{a:b}'),
        ("a{b:c}MAIN{b:c}", "a{b:c}MAIN{b:c}"),
    ],
)
def test_a_rule_stays_where_something_may_match_it(css: str, kept: str | None) -> None:
    if kept is None:
        kept = css.replace("body:has(#gone:target) p{a:b}", "")
    assert needed((css,), PAGE) == kept


@given(
    st.lists(st.sampled_from([".lead", ".gone", "p", "h4", "#text", "> a", ":hover"]), min_size=1)
)
def test_a_selector_is_dropped_for_what_is_missing_alone(parts: list[str]) -> None:
    selector = " ".join(parts).removeprefix("> ")
    assert bool(needed((f"{selector}{{a:b}}",), PAGE)) == (not {".gone", "h4"} & set(parts))


def test_in_its_own_style_a_page_has_what_it_shows_and_nothing_of_what_it_has_not() -> None:
    from pathlib import Path

    from postil.render import render
    from postil.theme import load_theme
    from tests.page.sample import publication

    files, _ = render(publication(home="lamp"), load_theme(Path("nowhere")), "0")
    pages = {file.path: file.content.decode() for file in files if file.path.endswith(".html")}
    styles = {path: re.findall("<style>(.*?)</style>", html)[0] for path, html in pages.items()}
    assert ".legend" in styles["index.html"]
    assert ".legend" not in styles["404.html"]
    assert ".bar" in styles["404.html"]
