"""Publication + theme → files: which, safe, the same each time; what a theme may change and break."""

import re
from collections.abc import Mapping
from pathlib import Path

import html5lib
import pytest

from postil import assets, model, render
from postil.printing.press import Press
from postil.record import replace
from postil.theme import load_theme
from tests.page.sample import publication

THEME = load_theme(Path("nowhere"))
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}{% raw %}</style>"


def rendered(theme: Mapping[str, str] = THEME, **changes: str) -> dict[str, str]:
    """Every text file of the sample site."""
    files, problems = render.render(publication(**changes), theme, "1.2")
    assert problems == ()
    return {f.path: f.content.decode() for f in files if not f.path.endswith(".png")}


def problems_of(theme: Mapping[str, str]) -> list[str]:
    _, problems = render.render(publication(), {**THEME, **theme}, "1.2")
    return [f"{p.place.file}:{p.place.line}: {p.message}" for p in problems]


def test_every_page_is_strict_html() -> None:
    for path, text in rendered().items():
        if path.endswith(".html"):
            parser = html5lib.HTMLParser(strict=True)
            parser.parse(text)
            ids = re.findall(r' id="([^"]*)"', text)
            assert len(ids) == len(set(ids)), path


def test_every_link_inside_a_page_leads_somewhere() -> None:
    for text in (
        rendered()["lamp/index.html"],
        rendered(citations="author-date")["lamp/index.html"],
    ):
        ids = set(re.findall(r' id="([^"]*)"', text))
        assert set(re.findall(r' href="#([^"]*)"', text)) <= ids


def test_the_policy_holds_the_hash_of_the_one_style_and_no_element_has_its_own() -> None:
    for path, text in rendered().items():
        if not path.endswith(".html"):
            continue
        styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        assert len(styles) == 1
        policy = re.search(r'Policy" content="([^"]*)"', text)
        assert policy
        assert policy[1].replace("&#39;", "'") == (
            f"default-src 'none'; style-src '{assets.digest(styles[0])}'; img-src 'self' data:; connect-src 'self';"
            " base-uri 'none'; form-action 'none'"
        )
        assert not re.search(r"<[^>]* (style|on\w+)=", text)
        assert "<script" not in text.replace('<script type="application/ld+json">', "")


def test_the_same_input_gives_the_same_bytes() -> None:
    assert rendered() == rendered()


def test_no_page_asks_another_host_for_anything() -> None:
    text = rendered()["lamp/index.html"]
    assert not re.findall(
        r'<(?:img|link(?! rel="canonical")|script|iframe)[^>]*(?:src|href)="https?:', text
    )
    assert "url(http" not in text


def test_what_authors_write_is_text_and_never_a_template() -> None:
    pub = publication()
    edition = pub.editions[0]
    events = tuple(
        replace(
            e, event=replace(e.event, title=HOSTILE, where=HOSTILE, people=(HOSTILE,), by=HOSTILE)
        )
        for e in edition.events
    )
    article = replace(
        edition.article, title=HOSTILE, standfirst=HOSTILE, authors=(model.Name(text=HOSTILE),)
    )
    settings = replace(pub.settings, title=HOSTILE, publisher=HOSTILE, description=HOSTILE)
    hostile = replace(
        pub, settings=settings, editions=(replace(edition, article=article, events=events),)
    )
    files, problems = render.render(hostile, THEME, "1.2")
    assert problems == ()
    for file in files:
        if file.path.endswith(".html"):
            tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(file.content)
            scripts = [s for s in tree.iter("script") if s.get("type") != "application/ld+json"]
            assert scripts == []
            assert "".join(tree.find("head/title").itertext()) == HOSTILE
            assert "49" not in "".join(tree.find("head/title").itertext())


# ---- Themes ----------------------------------------------------------------------------------


def test_a_site_changes_one_block_of_the_shipped_template() -> None:
    own = (
        '{% extends "default/article.html" %}{% block ledger %}<p id="mine">Mine</p>{% endblock %}'
    )
    text = rendered({**THEME, "article.html": own})["lamp/index.html"]
    assert '<p id="mine">Mine</p>' in text
    assert "notes-title" not in text
    assert "timeline-title" in text


def test_a_site_changes_one_part_and_adds_css_of_its_own() -> None:
    theme = {
        **THEME,
        "parts/colophon.html": '{% extends "default/parts/colophon.html" %}'
        "{% block machines %}<p>{{ page.site }}</p>{% endblock %}",
        "css/overrides.css": "a { b: c }",
    }
    text = rendered(theme)["lamp/index.html"]
    assert "<p>The Marginal</p>" in text
    assert "@layer overrides{a{b:c}}" in text


def test_every_template_is_escaped_whatever_its_name() -> None:
    theme = {**THEME, "404.html": '{% include "x.svg.j2" %}', "x.svg.j2": "{{ '<b>' }}"}
    assert rendered(theme)["404.html"] == "&lt;b&gt;"


def test_css_cannot_close_its_element() -> None:
    theme = {**THEME, "css/overrides.css": 'a::before { content: "</style><b>" }'}
    text = rendered(theme)["lamp/index.html"]
    assert text.count("</style>") == 1


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ({"article.html": "\n{{ article.standfrist }}"}, "templates/article.html:2: a ArticlePage has no standfrist"),
        ({"article.html": "a\nb\n{{ nothing.x }}"}, "templates/article.html:3: a template has nothing named nothing"),
        ({"article.html": "{% if %}"}, "templates/article.html:1: "),
        ({"article.html": '\n{% include "gone.html" %}'}, "templates/article.html:2: there is no template gone.html"),
        ({"article.html": "{{ 1 / 0 }}"}, "templates/article.html:1: division by zero"),
        ({"article.html": '{% include "../../etc/passwd" %}'}, "templates/article.html:1: there is no template ../../etc/passwd"),
    ],
)  # fmt: skip
def test_a_wrong_template_is_a_problem_at_its_line(theme: dict[str, str], expected: str) -> None:
    found = problems_of(theme)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_problems_of_several_templates_are_told_together() -> None:
    found = problems_of({"article.html": "{{ a.b }}", "404.html": "{{ c.d }}"})
    assert [text.partition(":")[0] for text in found] == [
        "templates/404.html",
        "templates/article.html",
    ]


def test_a_bug_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(press: Press) -> tuple[model.OutFile, ...]:
        raise KeyError("bug")

    monkeypatch.setattr(render, "PAGES", (broken,))
    with pytest.raises(KeyError):
        render.render(publication(), THEME, "1.2")


def test_a_refused_token_is_a_problem_and_a_good_one_is_set() -> None:
    pub = publication()
    theme = {"accent": "#046", "paper": "red;}"}
    words = (("*", "standing_claimed", "Alleged"),)
    themed = replace(pub, settings=replace(pub.settings, theme=theme, words=words))
    files, problems = render.render(themed, THEME, "1.2")
    assert [p.message for p in problems] == ["the theme’s paper is not a plain CSS value"]
    text = next(f.content.decode() for f in files if f.path == "lamp/index.html")
    assert "--accent:#046" in text
    assert ">Alleged<" in text
    assert ">Claimed<" not in text
