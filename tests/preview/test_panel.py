"""The panel over a page, the page as served, and editor links (cases 63, 68)."""

import pytest

from postil.preview import panel, served
from postil.preview.editors import EDITORS, address, template
from postil.preview.shown import Shown
from postil.problems import Place, Problem, problem

NOTE = "content/lamp/notes/lamp.md"
SOURCE = "---\nphrase: a lamb\n---\nBrass & <b>.\n"


def wrong(**changes: object) -> Problem:
    values = {
        "rule": "anchor-missing",
        "message": "these words: “<lamb>”",
        "hint": "nearest: lamp",
        "level": "error",
    }
    return Problem(place=Place(file=NOTE, line=2, column=9), **{**values, **changes})  # type: ignore[arg-type]


def shown(*problems: Problem, **changes: object) -> Shown:
    values = {"files": {"index.html": b"<p>"}, "problems": problems, "texts": {NOTE: SOURCE}}
    return Shown(**{**values, **changes})  # type: ignore[arg-type]


def test_each_problem_has_place_frame_hint_and_link() -> None:
    html = panel.panel(shown(wrong()), EDITORS["vscode"], "/home/ann")
    assert f"<h2>{NOTE}</h2>" in html
    assert f'href="vscode://file/home/ann/{NOTE}:2:9"' in html
    assert "these words: “&lt;lamb&gt;” <code>[anchor-missing]</code>" in html
    assert '<p class="hint">nearest: lamp</p>' in html
    frame = "   1 │ ---\n<b>   2 │ phrase: a lamb</b>\n<i>     │         ^</i>\n   3 │ ---"
    assert f"<pre>{frame}</pre>" in html


def test_errors_open_the_panel_and_mark_the_page_as_old() -> None:
    html = panel.panel(shown(wrong()), "", "/")
    assert 'data-level="error" open' in html
    assert "This is the last good page." in html
    assert '<a href="#note-lamp">lamp</a>' in html
    assert panel.mark(shown(wrong())) == "✗ 1 · "


def test_warnings_are_a_closed_badge() -> None:
    mild = shown(wrong(level="warning"), wrong(level="info", message="x"))
    html = panel.panel(mild, "", "/")
    assert '<details class="panel" data-level="warning"><summary>1 warning, 1 info' in html
    assert "last good page" not in html
    assert panel.mark(mild) == "⚠ 1 · "
    assert panel.alarm(mild)


def test_remarks_alone_do_not_mark_the_tab() -> None:
    remark = shown(wrong(level="info"))
    assert (panel.mark(remark), panel.alarm(remark)) == ("", "")
    assert 'data-level="info"' in panel.panel(remark, "", "/")


def test_where_all_is_well_there_is_no_panel() -> None:
    assert panel.panel(shown(), "", "/") == panel.mark(shown()) == panel.alarm(shown()) == ""


def test_errors_come_before_warnings() -> None:
    html = panel.panel(
        shown(wrong(level="warning", message="mild"), wrong(message="grave")), "", "/"
    )
    assert html.index("grave") < html.index("mild")


def test_a_bug_is_called_one() -> None:
    html = panel.panel(shown(bug="KeyError: '<x>'"), "", "/")
    assert "mistake in Postil" in html
    assert "KeyError: &#x27;&lt;x&gt;&#x27;" in html


def test_of_very_many_problems_the_panel_lists_some() -> None:
    many = [wrong(message=f"number {n}") for n in range(panel.MOST + 7)]
    html = panel.panel(shown(*many), "", "/")
    assert html.count("<li") == panel.MOST
    assert "and 7 more" in html


@pytest.mark.parametrize(
    ("line", "column", "text"),
    [(9, 1, SOURCE), (0, 1, SOURCE), (1, 1, "")],
)
def test_no_frame_for_a_line_that_is_not_there(line: int, column: int, text: str) -> None:
    found = problem("file-unknown", Place(file=NOTE, line=line, column=column), "x")
    assert panel.frame(found, {NOTE: text}) == ""


def test_the_frame_of_a_long_line_shows_what_is_around_the_column() -> None:
    line = "x" * 5000 + "\there" + "y" * 5000
    found = problem("file-unknown", Place(file=NOTE, line=1, column=5002), "x")
    rows = panel.frame(found, {NOTE: line}).split("\n")
    assert len(rows[0]) < 250
    assert "\there" in rows[0]
    assert rows[1].endswith("\t^</i></pre>")


# ---- Editors -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "link"),
    [
        ({}, "vscode://file/s/a%20b.md:3:4"),
        ({"POSTIL_EDITOR": "none", "EDITOR": "code"}, ""),
        ({"POSTIL_EDITOR": "pycharm"}, "pycharm://open?file=/s/a%20b.md&line=3&column=4"),
        ({"POSTIL_EDITOR": "x-it://go?{file}#{line}"}, "x-it://go?s/a%20b.md#3"),
        ({"VISUAL": "/usr/bin/codium --wait"}, "vscodium://file/s/a%20b.md:3:4"),
        ({"EDITOR": "vim", "TERM_PROGRAM": "zed"}, "zed://file/s/a%20b.md:3:4"),
        ({"EDITOR": "subl"}, "subl://open?url=file:///s/a%20b.md&line=3&column=4"),
    ],
)
def test_editors(environment: dict[str, str], link: str) -> None:
    assert address(template(environment), "/s", Place(file="a b.md", line=3, column=4)) == link


@pytest.mark.parametrize(
    "named", ["javascript:alert(/{file}/)", "wordstar", "x://no-file", "data:/{file}"]
)
def test_an_editor_nobody_knows(named: str) -> None:
    with pytest.raises(ValueError, match="POSTIL_EDITOR is"):
        template({"POSTIL_EDITOR": named})


# ---- The page as served --------------------------------------------------------------------

POLICY = b"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-x='\">"


def page(html: bytes, *problems: Problem) -> str:
    return served.page(html, shown(*problems), "127.0.0.1:8000", "", "/").decode()


def test_the_policy_lets_the_preview_in_and_nothing_else() -> None:
    html = page(b"<head>" + POLICY + b"</head><body>x")
    assert (
        "content=\"default-src 'none'; style-src 'sha256-x='; "
        "script-src 127.0.0.1:8000/.postil-preview/; "
        'connect-src http://127.0.0.1:8000 ws://127.0.0.1:8000; img-src data:"' in html
    )


@pytest.mark.parametrize(
    "html",
    [
        b'<head><script type="application/ld+json">{"x": "</head></body>"}</script></head><body>x</body>',
        b"<!-- </head> --><p>x</p><!-- </body> -->",
        b"x",
        b"",
        b"<head>" + b"<meta name=x>" * 6000 + b"</head><body>x</body></html>",
        b"<body>" + POLICY + b"</body>",
    ],
)
def test_the_rest_of_the_page_is_unchanged(html: bytes) -> None:
    """Case 63: no tag is searched for, so none in data or a comment leads astray."""
    made = page(html, wrong())
    assert made.startswith(html.decode())
    own = made.removeprefix(html.decode())
    assert own.startswith('<template id="postil-preview" ')
    assert own.count("<script src=") == 2


def test_a_wider_policy_stays_as_wide() -> None:
    assert served.widened("script-src 'self'; img-src *", "h:1") == (
        "script-src 'self' h:1/.postil-preview/; img-src * data:"
    )


def test_without_a_good_page_one_says_what_is_wrong() -> None:
    html = served.nothing_yet(shown(wrong(), files={})).decode()
    assert f"<li>{NOTE}:2:9: these words: “&lt;lamb&gt;”</li>" in html
