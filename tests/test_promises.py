"""What an author's text cannot do: leave its folder, run, appear twice escaped, move a day.

Cases 23, 25, 46, 48, 51, 52, 54, 55, 75 and 80 to 83. Sites are built in memory where that will do.
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from postil.cli import main
from postil.pipeline import Built, prove, render_site
from postil.templating import environment

PAGE = "lamp/index.html"
Site = Callable[[Mapping[str, str]], Built]


@pytest.fixture
def built(tmp_path: Path, compiled: Path) -> Site:
    """Builds, in memory, a site of one article from its files, each named from the site's folder."""

    def build(texts: Mapping[str, str]) -> Built:
        usual = {"article.yaml": "title: The lamp\n", "01-night.md": "The lamp went out at ten.\n"}
        files = {f"content/lamp/{name}": text for name, text in usual.items()} | dict(texts)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        (tmp_path / ".postil").symlink_to(compiled)
        return render_site(tmp_path, prove(tmp_path))

    return build


def said(found: Built) -> list[str]:
    return [f"{p.place}: {p.message} [{p.rule}]" for p in found.problems]


def text_of(found: Built, path: str = PAGE) -> str:
    assert found.files, said(found)
    return next(file.content.decode() for file in found.files if file.path == path)


def first(page: LexborHTMLParser, selector: str) -> LexborNode:
    """The first element of a page that a selector finds."""
    found = page.css_first(selector)
    assert found is not None, selector
    return found


def yaml(text: str) -> str:
    return json.dumps(text)


# ---- Paths ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def paths(shared: Path) -> list[str]:
    """670 strings that lead out of a folder in one way or another, and the six for Windows."""
    found = []
    for path in sorted((shared / "foreign" / "paths").glob("*.txt")):
        found += path.read_text(encoding="utf-8").splitlines()
    assert len(found) == 676
    return [text.replace("\0", "") for text in found if text.strip()]


def test_no_address_leads_out(paths: list[str], built: Site) -> None:
    """Case 23: as slug, alias, id, section, home and seed: refused by name, at its place."""
    more = ["../../x", "/etc/x", "..\\x", "%2e%2e/x", "a/../../b", "~", "C:\\x", "a\\u0000b", "."]
    texts = {}
    for number, path in enumerate([*paths, *more]):
        keys = [f"{key}: {yaml(path)}" for key in ("slug", "annotates")]
        texts[f"content/a{number}/article.yaml"] = "\n".join(
            ["title: A", *keys, f"aliases: [{yaml(path)}]"]
        )
        texts[f"content/a{number}/01-a.md"] = f"---\nid: {yaml(path)}\n---\nA\n"
    found = built(texts)
    assert found.files == ()
    places = {
        (p.place.file, p.place.line)
        for p in found.problems
        if p.rule in {"id-invalid", "text-control", "url-scheme", "value-empty"}
    }
    for number, path in enumerate([*paths, *more]):
        article = f"content/a{number}/article.yaml"
        assert {(article, 2), (article, 3), (f"content/a{number}/01-a.md", 2)} <= places, path


def test_no_link_leads_out(paths: list[str], built: Site) -> None:
    """Case 23: as pictures and as links, what is not a whole address of the web is a problem."""
    shown = [re.sub(r"[<>\[\]()\\]", lambda m: f"\\{m[0]}", path) for path in paths]
    lines = [f"![a](<{path}>)\n\n[b](<{path}>)\n\n" for path in shown]
    found = built({"content/lamp/01-night.md": "".join(lines)})
    assert found.files == ()
    rules: dict[int, set[str]] = {}
    for problem in found.problems:
        rules.setdefault(problem.place.line, set()).add(problem.rule)
    for number, path in enumerate(paths):
        assert rules.get(4 * number + 1, set()) & {"image-missing", "url-scheme"}, path
        assert rules.get(4 * number + 3, set()) & {"link-broken", "url-scheme"}, path


def test_every_published_path_stays_inside(built: Site) -> None:
    for file in built({}).files:
        path = PurePosixPath(file.path)
        assert not path.is_absolute()
        assert ".." not in path.parts


# ---- Templates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        '{% include "../content/site.yaml" %}',
        '{% include "/etc/hostname" %}',
        '{% extends "../../outside.html" %}',
        '{% import "..\\\\outside.html" as x %}',
        '{% from "/etc/hostname" import x %}',
        '{% include "default/../../outside.html" %}',
    ],
)
def test_templates_read_templates_only(template: str, built: Site, tmp_path: Path) -> None:
    """Case 25: nothing outside the theme, whatever its name; the problem names the template."""
    (tmp_path.parent / "outside.html").write_text("SECRET", encoding="utf-8")
    found = built(
        {"templates/article.html": f"\n{template}", "content/site.yaml": "title: SECRET\n"}
    )
    assert found.files == ()
    assert [line for line in said(found) if "[template]" not in line] == []
    assert said(found)[0].startswith("templates/article.html:2:1: there is no template ")


@pytest.mark.parametrize("name", ["x.html", "x.html.j2", "x.xml", "x.svg", "x.txt", "x"])
def test_every_template_escapes(name: str) -> None:
    """Case 54: whatever its name; our plain texts are not made by templates."""
    made = environment({name: "{{ x }}"}).get_template(name).render(x="<b>&\"'")
    assert made == "&lt;b&gt;&amp;&#34;&#39;"


def test_a_misspelt_name_in_a_template(built: Site) -> None:
    """Case 55: an error with file and line, not a blank."""
    found = built({"templates/article.html": "<p>\n{{ article.standfrist }}"})
    assert said(found) == ["templates/article.html:2:1: a ArticlePage has no standfrist [template]"]


def test_content_is_never_a_template(shared: Path, built: Site) -> None:
    """Case 52: in every field, and literal on the page."""
    path = shared / "foreign" / "xss" / "payloadsallthethings-ssti.txt"
    strings = [
        "{{ 7*7 }}",
        '{% include "/etc/passwd" %}',
        "{{ cycler.__init__.__globals__ }}",
        "{#",
        "{% raw %}",
    ]
    strings += [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(strings) > 20
    events = [
        f"- {{id: e{n}, date: 2001, title: {yaml(text)}, text: {yaml(f'`` {text} ``')}, sources: [s]}}"
        for n, text in enumerate(strings)
    ]
    found = built(
        {
            "content/site.yaml": f"title: {yaml(strings[0])}\ndescription: {yaml(strings[1])}\n",
            "content/lamp/article.yaml": f"title: {yaml(strings[2])}\nstandfirst: {yaml(' '.join(strings))}\n",
            "content/lamp/01-night.md": "Lamp {{ 7*7 }} again.\n\n"
            + "".join(f"```\n{text}\n```\n\n" for text in strings),
            "content/lamp/notes/n.md": f"---\nphrase: {yaml('Lamp {{ 7*7 }} again')}\ntitle: {yaml(strings[4])}\n---\n```\n{strings[0]}\n```\n",
            "content/lamp/timeline.yaml": "\n".join(events),
            "content/lamp/sources.yaml": f"- {{id: s, title: {yaml(strings[0])}}}\n",
        }
    )
    page = LexborHTMLParser(text_of(found))
    codes = [node.text() for node in page.css(".section > pre code")]
    assert codes == [f"{text}\n" for text in strings]
    titles = first(page, ".timeline").text()
    assert all(" ".join(text.split()) in " ".join(titles.split()) for text in strings)
    assert first(page, "h1").text() == strings[2]
    assert "49" not in re.sub(r"\s", "", first(page, ".notes").text())


# ---- Values --------------------------------------------------------------------------------


LIKE_OTHERS = ["no", "12:30", "010", "1e3", "2024-12-19", "1.10", "null", "0x1F", "Yes"]


@pytest.mark.parametrize("text", LIKE_OTHERS)
def test_what_looks_like_a_number_stays_what_was_typed(text: str, built: Site) -> None:
    """Case 39: as titles of articles, events and sources, down to the page."""
    found = built(
        {
            "content/lamp/article.yaml": f"title: {text}\nstandfirst: {text}\ntags: [{text}]\n",
            "content/lamp/timeline.yaml": f"- {{id: e, date: 2001, title: {text}, sources: [s]}}\n",
            "content/lamp/sources.yaml": f"- {{id: s, title: {text}}}\n",
        }
    )
    page = LexborHTMLParser(text_of(found))
    assert first(page, "h1").text().strip() == text
    assert text in " ".join(first(page, ".timeline").text().split())


def test_a_day_that_is_none_is_refused_at_its_line(built: Site) -> None:
    """Case 39: never a changed value."""
    found = built({"content/lamp/article.yaml": "title: A\npublished: 2024-02-30\n"})
    assert [line for line in said(found) if line.startswith("content/lamp/article.yaml:2:")]
    assert found.files == ()


@pytest.mark.parametrize(
    ("text", "place", "rule", "hint"),
    [
        ("title: A\ntitle: B\n", "2:1", "key-repeated", ""),
        ("title: A\nstandfrist: B\n", "2:1", "key-unknown", "standfirst"),
        ("title: [A, B]\n", "1:8", "value-type", ""),
        ("title: A\ncorrections: yes\n", "2:14", "value-type", ""),
    ],
)
def test_keys_repeated_misspelt_or_of_another_kind(
    text: str, place: str, rule: str, hint: str, built: Site
) -> None:
    """Case 40: nothing is taken in silence, and the likely key is named."""
    found = built({"content/lamp/article.yaml": text})
    (one,) = [p for p in found.problems if p.rule == rule]
    assert str(one.place) == f"content/lamp/article.yaml:{place}"
    assert hint in one.hint


# ---- Markup --------------------------------------------------------------------------------


def skeleton(html: str) -> list[str]:
    """A page's elements in order, as a browser's parser sees them."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [str(element.tag) for element in tree.iter()]


def test_raw_html_is_text_everywhere(shared: Path, built: Site) -> None:
    """Case 46: one policy for body, note, event and matter; parsing what was parsed changes nothing."""
    cases = json.loads((shared / "foreign" / "xss" / "dompurify-expect.json").read_bytes())
    lines = [" ".join(re.sub(r"[^\x20-\x7e]", " ", c["payload"]).split()) for c in cases]
    strings = [
        re.sub(r"([\\`*_{}\[\]()#+.!|~@^-])", r"\\\1", line) for line in lines if "://" not in line
    ]
    assert len(strings) > 100

    def site(texts: list[str]) -> str:
        body = "\n\n".join(f"x {text}" for text in texts)
        found = built(
            {
                "content/lamp/article.yaml": f"title: A\nabout: {yaml(body)}\ncontent_note: {yaml(body)}\n",
                "content/lamp/01-night.md": body,
                "content/lamp/notes/n.md": f"---\nphrase: x\nsection: n\n---\n{body}",
                "content/lamp/02-n.md": "---\nid: n\n---\nx\n",
                "content/lamp/timeline.yaml": f"- {{id: e, date: 2001, title: E, sources: [s], text: {yaml(body)}}}",
                "content/lamp/sources.yaml": "- {id: s, title: S}\n",
            }
        )
        return text_of(found)

    page = site(strings)
    shown = first(LexborHTMLParser(page), "main")
    assert [node.tag for node in shown.css("script, img, math, form, svg image, iframe")] == []
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    again = html5lib.serializer.serialize(tree, tree="etree", omit_optional_tags=False)
    assert skeleton(again) == skeleton(page)
    assert "onerror" in first(LexborHTMLParser(page), ".text").text()


@pytest.mark.parametrize(
    "id_", ["document", "createElement", "toc", "notes", "note-1", "text", "p1"]
)
def test_ids_of_authors_take_no_other_id(id_: str, built: Site) -> None:
    """Case 48: an id on the page stands once, or the build says which two are the same."""
    found = built(
        {
            "content/lamp/01-night.md": f"---\nid: {id_}\ntitle: A\n---\nThe [lamp][^1] went out.\n",
            "content/lamp/notes/1.md": f"# {id_}\n\nSaid.\n",
        }
    )
    if found.files:
        ids = [node.attributes.get("id") for node in LexborHTMLParser(text_of(found)).css("[id]")]
        assert len(ids) == len(set(ids))
        assert id_ in ids
    else:
        assert {p.rule for p in found.problems} <= {"output-id", "id-invalid", "id-repeated"}, said(
            found
        )


def test_text_is_escaped_once(built: Site) -> None:
    """Case 51: in HTML, attributes, feeds, the sitemap, JSON-LD, Open Graph and annotations."""
    title = 'Tom & "Jerry" <b>\'s</b> &amp;'
    found = built(
        {
            "content/site.yaml": f"title: {yaml(title)}\nurl: https://lamp.example/\n",
            "content/lamp/article.yaml": f"title: {yaml(title)}\nstandfirst: {yaml(title)}\npublished: 2026-11-22\n",
            "content/lamp/notes/n.md": f"---\nphrase: lamp\ntitle: {yaml(title)}\n---\nSaid.\n",
        }
    )
    page = LexborHTMLParser(text_of(found))
    assert first(page, "h1").text() == title
    assert first(page, "title").text() == title
    metas = {
        node.attributes.get("property") or node.attributes.get("name"): node.attributes.get(
            "content"
        )
        for node in page.css("meta[content]")
    }
    assert metas["description"] == title
    assert metas["og:title"] == title
    notes = json.loads(text_of(found, "lamp/annotations.jsonld"))
    assert notes["partOf"]["label"] == notes["items"][0]["label"] == title
    read = 0
    for file in found.files:
        if file.path.endswith(".xml"):
            tree = ET.fromstring(file.content)
            texts = [(element.text or "").strip() for element in tree.iter()]
            assert not any("&amp;amp;" in text or "&lt;" in text for text in texts), file.path
            read += title in texts
        elif file.path.endswith(("json", "jsonld")):
            json.loads(file.content)
    assert read, "no feed holds the title"
    for script in page.css('script[type="application/ld+json"]'):
        assert title in json.dumps(json.loads(script.text()), ensure_ascii=False).replace(
            '\\"', '"'
        )


def test_overlapping_notes_are_valid_and_reached_by_keyboard(built: Site) -> None:
    """Case 75: over one another, the same, across emphasis, links and blocks."""
    phrases = {
        "a": "lamp went",
        "b": "went out at",
        "c": "lamp went",
        "d": "The lamp went out at ten. He",
        "e": "ten. He slept. It was dark.",
        "f": "link here",
    }
    found = built(
        {
            "content/lamp/01-night.md": "The *lamp* **went out** at ten. He slept.\n\nIt was dark. A [link](https://a.example) here.\n",
            **{
                f"content/lamp/notes/{id_}.md": f"---\nphrase: {p}\n---\nSaid.\n"
                for id_, p in phrases.items()
            },
        }
    )
    html = text_of(found)
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(html)
    assert [error for _, error, _ in parser.errors] == []
    page = LexborHTMLParser(html)
    assert page.css("a a") == []
    for id_ in phrases:
        links = page.css(f'.text a[href="#note-{id_}"]')
        assert links, f"no link of the text leads to note {id_}"
        first(page, f"#note-{id_}")
        assert page.css(f'a[href="#ref-{id_}"]'), f"no link leads back from note {id_}"


# ---- Dates ---------------------------------------------------------------------------------


def test_a_day_is_the_same_day_in_every_zone_and_locale(tmp_path: Path) -> None:
    """Cases 80 and 82: page, feeds, JSON-LD, sitemap, timeline: the same bytes; the site's language."""
    (tmp_path / "content" / "lamp").mkdir(parents=True)
    files = {
        "site.yaml": "title: L\nurl: https://lamp.example/\nlanguage: de\n",
        "lamp/article.yaml": "title: L\npublished: 2026-03-08\nupdated: 2026-12-31\n",
        "lamp/01-night.md": "The lamp.\n",
        "lamp/timeline.yaml": "- {id: a, date: 2026-03-29, title: A, sources: [s]}\n- {id: b, date: 1900-01-01T23:30:00-11:00, title: B, sources: [s]}\n",
        "lamp/sources.yaml": "- {id: s, title: S, issued: 2024-12-31}\n",
    }
    for name, text in files.items():
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    trees = []
    for zone, locale in (
        ("UTC", "C"),
        ("Pacific/Kiritimati", "fr_FR.UTF-8"),
        ("America/Los_Angeles", "C.UTF-8"),
        ("Europe/Berlin", "ja_JP.UTF-8"),
    ):
        output = tmp_path / zone.replace("/", "-")
        subprocess.run(
            [sys.executable, "-m", "postil", "build", "--site", tmp_path, "--output", output],
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale},
            cwd=Path(__file__).parents[1],
            check=True,
            capture_output=True,
        )
        trees.append(
            {
                p.relative_to(output): p.read_bytes()
                for p in sorted(output.rglob("*"))
                if p.is_file()
            }
        )
    assert all(tree == trees[0] for tree in trees)
    page = trees[0][Path("lamp/index.html")].decode()
    assert "8. März 2026" in page
    assert "29. März 2026" in page
    assert 'datetime="2026-03-08"' in page


def test_strange_dates_in_order(built: Site) -> None:
    """Cases 81 and 83: BCE, year 0, 17 million years, doubt, seasons; equal ones as in the file."""
    dates = [
        "Y-17000000", "-0044-03-15", "0000", "156X", "1984?", "1984", "1984", "../1985", "2001-21",
        "2001-06~", "2004-06-11/..",
    ]  # fmt: skip
    rows = [
        f'- {{id: e{n}, date: "{date}", title: "Event {n}.", sources: [s]}}'
        for n, date in enumerate(dates)
    ]
    found = built(
        {
            "content/lamp/timeline.yaml": "\n".join(rows),
            "content/lamp/sources.yaml": "- {id: s, title: S}\n",
        }
    )
    page = LexborHTMLParser(text_of(found))
    ids = [node.attributes["id"] for node in page.css("[id^=event-]")]
    order = [int(str(id_).removeprefix("event-e")) for id_ in ids]
    assert order[:4] == [0, 1, 2, 3]
    assert order.index(5) == order.index(6) - 1 or order.index(5) < order.index(6)
    assert sorted(order) == list(range(len(dates)))
    valid = re.compile(r"\d{4,}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
    times = [str(node.attributes["datetime"]) for node in page.css(".timeline time")]
    assert [text for text in times if not valid.fullmatch(text) or text.startswith("0000")] == []


def test_build_says_all_this_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hostile slug ends a real build with its line, and nothing is written anywhere."""
    article = tmp_path / "site" / "content" / "lamp"
    article.mkdir(parents=True)
    (article / "article.yaml").write_text("title: A\nslug: ../../../escaped\n", encoding="utf-8")
    (article / "01-a.md").write_text("A\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "site")
    before = sorted(tmp_path.rglob("*"))
    assert main(["build", "--output", "out"]) == 1
    assert "content/lamp/article.yaml:2:7: error: slug: " in capsys.readouterr().err
    assert [path for path in sorted(tmp_path.rglob("*")) if ".postil" not in path.parts] == before
