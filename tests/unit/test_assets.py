"""CSS: layers by path, made small without a change of meaning; a site's tokens; hashed names."""

import base64
import hashlib
import re

import pytest

from postil import assets


def test_files_are_joined_in_the_order_of_their_layers() -> None:
    files = {
        "css/parts/b.css": "b{}",
        "css/overrides.css": "o{}",
        "css/parts/a.css": "a{}",
        "css/tokens.css": "t{}",
        "article.html": "x{}",
        "default/css/tokens.css": "d{}",
        "css/notes.txt": "n{}",
    }
    assert assets.stylesheet(files) == (
        "@layer reset,tokens,base,layout,parts,overrides;"
        "@layer tokens{t{}}@layer parts{a{}b{}}@layer overrides{o{}}"
    )


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { color : red; }\n\nb > c { top: calc(1px + 2px) }", "a{color :red}b>c{top:calc(1px + 2px)}"),
        ("/* a { } */ a :hover , b:not( .x ) { x: 1 }", "a :hover,b:not( .x ){x:1}"),
        ('a::before { content: "/* ; } */ a  b" / "" }', 'a::before{content:"/* ; } */ a  b" / ""}'),
        ("@media screen and (width >= 58rem) { a { b: c } }", "@media screen and (width >= 58rem){a{b:c}}"),
        ("a { b: 'it''s' } /* don't */ c { d: e }", "a{b:'it''s'}c{d:e}"),
        ("", ""),
    ],
)  # fmt: skip
def test_css_is_made_small(css: str, expected: str) -> None:
    assert assets.minified(css) == expected
    assert assets.minified(expected) == expected


def test_a_site_sets_tokens_but_nothing_else() -> None:
    theme = {
        "accent": "#046",
        "serif": '"Charter", Georgia, serif',
        "line": "oklch(50% .1 20 / 40%)",
        "paper": "red;} body{display:none",
        "ink": "url(https://evil.example/x)",
        "lit": "</style><script>",
        "Bad Name": "red",
        "tint": "\\3b",
    }
    css, refused = assets.tokens(theme)
    assert refused == ("paper", "ink", "lit", "Bad Name", "tint")
    assert css == (
        "@layer overrides{:root{--accent:#046;--line:oklch(50% .1 20 / 40%);"
        '--serif:"Charter", Georgia, serif}}'
    )
    assert assets.tokens({}) == ("", ())


def test_digest_is_what_a_browser_works_out() -> None:
    raw = hashlib.sha256("a{}ü".encode()).digest()
    assert assets.digest("a{}ü") == f"sha256-{base64.b64encode(raw).decode()}"


def test_names_change_with_the_content_only() -> None:
    one, two = (
        assets.named_by_hash("images/map.png", b"1"),
        assets.named_by_hash("images/map.png", b"2"),
    )
    assert re.fullmatch(r"images/map\.[0-9a-f]{8}\.png", one)
    assert one != two
    assert one == assets.named_by_hash("images/map.png", b"1")
