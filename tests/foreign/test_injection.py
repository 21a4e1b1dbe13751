"""Nothing that an author writes can become markup, an address or a character that readers mistake.

Cases 35, 36, 43, 44 and 45. The vectors are others' (../shared/foreign): naughty strings, XSS lists.
Many are put into one site, so that a few builds hold them all.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser

from postil.compiled import Compiled
from postil.model import OutFile
from postil.pipeline import Proved, prove
from postil.render import render
from postil.theme import load_theme

CHUNK = 170  # strings in one site
REFUSED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]|[\U0001fffe\U0001ffff]"
)


def every_string(value: object) -> Iterator[str]:
    """All texts of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"origin", "title", "name", "description"}:
                yield from every_string(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_string(inner)


@pytest.fixture(scope="module")
def vectors(shared: Path) -> list[str]:
    """Every saved string once, in order."""
    foreign, found = shared / "foreign", list[str]()
    for path in [*sorted((foreign / "xss").glob("*.json")), foreign / "naughty" / "blns.json"]:
        found += every_string(json.loads(path.read_text("utf-8")))
    lists = sorted((foreign / "xss").glob("*.txt")) + sorted((foreign / "naughty").glob("*/*.txt"))
    for path in lists:
        found += path.read_text("utf-8", "replace").splitlines()
    found += [
        "</script>",
        "<!--<script>",
        "]]>",
        "\u2028\u2029",
        "\"&<>'",
        "\u202eevil\u202c",
        "a\u2066b",
    ]
    assert len(found) > 900
    return list(dict.fromkeys(found))


def acceptable(strings: Sequence[str]) -> list[str]:
    """Those that say something, and hold no character that Postil refuses."""
    return [s for s in strings if s.strip(" \n\t") not in ("", "~") and not REFUSED.search(s)]


def quoted(text: str) -> str:
    """A text as a double-quoted YAML scalar."""
    written = json.dumps(text, ensure_ascii=False)
    return re.sub("[\u2028\u2029\ufeff\u0085]", lambda m: f"\\u{ord(m[0]):04x}", written)


# ---- Sites made of strings -------------------------------------------------------------------

SITE = "title: {0}\ndescription: {0}\npublisher: {{name: {0}}}\nurl: https://lamp.example/\nhome: lamp\n"
SITE += "rules: {{quotation-unverified: off}}\n"
ARTICLE = """\
title: {0}
standfirst: {0}
authors: [{0}, {{family: {0}, given: {0}}}]
published: 2026
tags: [{0}]
licence: {{text: {0}, notes: {0}, code: {0}}}
corrections: [{{date: 2026-01-02, kind: {0}, text: {0}, was: {0}, now: {0}}}]
annotates: gazette
images: [{{file: images/a.svg, credit: {0}, rights: {0}}}]
"""
SEED = "title: {0}\nauthor: [{0}]\npublisher: {0}\nrights: {0}\npublished: 1987\n"
NOTE = """\
---
phrase: phrase {n} end
title: {0}
by: {0}
kind: claim
standing: claimed
sources: [{{id: s{n}, locator: {0}}}]
---
Words.
"""
EVENT = """\
- id: e{n}
  date: {year}
  title: {0}
  standing: claimed
  by: {0}
  people: [{0}]
  place: {0}
  sources: [s{n}]
  dates: [{{date: 1800, by: {0}, note: So.}}]
"""
SOURCE = """\
- id: s{n}
  type: chapter
  title: {0}
  author: [{{family: {0}, given: {0}}}, {{literal: {0}}}]
  editor: [{0}]
  container-title: {0}
  publisher: {0}
  publisher-place: {0}
  issued: 1987
  volume: {0}
  issue: {0}
  page: {0}
  edition: {0}
  genre: {0}
  note: {0}
"""


def lay(root: Path, strings: Sequence[str]) -> None:
    """A site with every string in every text field; fields that are one hold them all, parted."""
    article = root / "content" / "lamp"
    for folder in (article / "notes", article / "images", root / "seeds"):
        folder.mkdir(parents=True)
    whole = quoted(" | ".join(strings[:40]))
    files = {
        "content/site.yaml": SITE.format(whole),
        "content/lamp/article.yaml": ARTICLE.format(whole),
        "content/lamp/images/a.svg": "<svg/>",
        "seeds/gazette.yaml": SEED.format(whole),
        "content/lamp/01-a.md": f"---\ntitle: {whole}\n---\n"
        + "".join(f"Here is phrase {n} end.\n\n" for n in range(len(strings)))
        + "![a](images/a.svg)\n",
        "content/lamp/timeline.yaml": "".join(
            EVENT.format(quoted(s), n=n, year=1900 + n) for n, s in enumerate(strings)
        ),
        "content/lamp/sources.yaml": "".join(
            SOURCE.format(quoted(s), n=n) for n, s in enumerate(strings)
        ),
    }
    for n, text in enumerate(strings):
        files[f"content/lamp/notes/n{n}.md"] = NOTE.format(quoted(text), n=n)
    for path, text in files.items():
        (root / path).write_text(text, "utf-8", newline="\n")


def rendered(root: Path) -> tuple[Proved, dict[str, str]]:
    """All files of a site, whatever its problems are: nothing may rest on the build's refusal."""
    proved = prove(root)
    assert proved.publication
    files: tuple[OutFile, ...]
    theme = load_theme(root)
    files, wrong = render(proved.publication, theme, "1", Compiled(theme))
    assert wrong == ()
    return proved, {file.path: file.content.decode() for file in files}


@cache
def parsed(text: str) -> Any:
    """A page as the HTML standard parses it."""
    return html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)


def skeleton(page: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, in order, but what hangs on the text itself:
    a note's length, and whether a name's direction needs to be isolated.
    """
    return [
        (str(element.tag), tuple(sorted(set(map(str, element.attrib)) - {"data-lines"})))
        for element in page.iter()
        if element.tag != "bdi"
    ]


def plain(text: str) -> str:
    return " ".join(text.split())


def joined(strings: Sequence[str]) -> str:
    """What a field that is one holds."""
    return plain(" | ".join(strings[:40]))


def chunks(strings: Sequence[str]) -> list[Sequence[str]]:
    return [strings[start : start + CHUNK] for start in range(0, len(strings), CHUNK)]


@pytest.fixture(scope="module")
def twins(
    vectors: list[str], tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> list[tuple[Sequence[str], dict[str, str], dict[str, str]]]:
    """(strings, the files of their site, the files of the same site with "x0", "x1" … for them)."""
    made = []
    for strings in chunks(acceptable(vectors)):
        both = []
        # Names that differ in hyphens alone are one claimant's, so their twins are the same name.
        names = ["-".join(s.split()) for s in strings]
        for own in (strings, [f"x{names.index(name)}" for name in names]):
            root = tmp_path_factory.mktemp("site")
            (root / ".postil").symlink_to(compiled)
            lay(root, own)
            proved, files = rendered(root)
            assert {p.rule for p in proved.problems if p.level == "error"} == set()
            both.append(files)
        made.append((strings, both[0], both[1]))
    return made


def test_the_skeleton_is_that_of_an_x_and_the_text_reads_back(twins: Any) -> None:
    """Case 43."""
    for strings, files, others in twins:
        assert files.keys() == others.keys()
        page, other = parsed(files["index.html"]), parsed(others["index.html"])
        assert skeleton(page) == skeleton(other)
        text = plain("".join(page.itertext()))
        missing = [s for s in strings if plain(s) not in text]
        assert missing == []
        heading = plain("".join(page.find(".//h1").itertext()))
        assert heading.rstrip("\u202c\u2069") == joined(strings).rstrip("\u202c\u2069")


OPENS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c")
OPENS |= dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def left_open(text: str) -> list[str]:
    """The direction controls of a text that nothing ends, as UAX 9 pairs them."""
    stack: list[str] = []
    for character in text:
        if character in OPENS:
            stack.append(OPENS[character])
        elif character == "\u2069" and character in stack:
            del stack[len(stack) - 1 - stack[::-1].index(character) :]
        elif stack[-1:] == [character]:
            stack.pop()
    return stack


def test_no_text_turns_the_words_behind_it(tmp_path: Path, compiled: Path) -> None:
    """Case 36: whatever a value opens, it closes, in every element and every block of data."""
    (tmp_path / ".postil").symlink_to(compiled)
    strings = [
        "a\u202eb",
        "a\u2067b\u202ac",
        "\u202d\u2066\u2069",
        "a\u2069b\u202cc",
        "\u2068\u202e",
    ]
    lay(tmp_path, strings)
    proved, files = rendered(tmp_path)
    assert "text-bidi" in {p.rule for p in proved.problems}
    texts = [t for e in parsed(files["index.html"]).iter() for t in (e.text, e.tail) if t]
    assert any("\u202e" in text for text in texts)
    assert [text for text in texts if left_open(text)] == []
    assert [path for path, text in files.items() if left_open(text)] == []


def test_no_page_loads_or_runs_anything(twins: Any) -> None:
    for _, files, _ in twins:
        for path in files:
            if path.endswith(".html"):
                assert bad_addresses(elements(parsed(files[path]))) == []


def test_data_blocks_parse_and_give_the_same_strings(twins: Any) -> None:
    """Case 44."""
    for strings, files, others in twins:
        page, other = parsed(files["index.html"]), parsed(others["index.html"])
        blocks = [e for e in page.iter("script") if e.get("type") == "application/ld+json"]
        assert len(blocks) == len(list(other.iter("script"))) == len(list(page.iter("script")))
        for block in blocks:
            text = "".join(block.itertext())
            assert "<" not in text
            told = list(every_value(json.loads(text)))
            assert any(plain(one).startswith(joined(strings)) for one in told)
        for path in files:
            if path.endswith((".jsonld", ".json")):
                json.loads(files[path])


def every_value(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from every_value(inner)


def test_feeds_and_site_maps_are_well_formed(twins: Any) -> None:
    """Case 35, for what may stand in a text."""
    for strings, files, _ in twins:
        for path in files:
            if path.endswith((".xml", ".svg")):
                root = ET.fromstring(files[path])
                if path.endswith("feed.xml"):
                    assert joined(strings) in plain("".join(root.itertext()))


# ---- Case 35: characters that are refused everywhere -----------------------------------------

CONTROLS = [
    "\\0",
    "\\x01",
    "\\x08",
    "\\x0b",
    "\\x1b",
    "\\x7f",
    "\\x85",
    "\\uFFFE",
    "\\uFFFF",
    "\\uD800",
    "\\uDFFF",
]


@pytest.mark.parametrize("escape", CONTROLS)
@pytest.mark.parametrize("file", ["article.yaml", "notes/n.md", "timeline.yaml", "sources.yaml"])
def test_controls_and_surrogates_are_refused_with_their_place(
    escape: str, file: str, tmp_path: Path
) -> None:
    """Case 35: the escape is named by file, line and column, whatever YAML file holds it."""
    article = tmp_path / "content" / "lamp"
    (article / "notes").mkdir(parents=True)
    texts = {
        "article.yaml": "title: L\nstandfirst: {0}\n",
        "01-a.md": "Words, and more.\n",
        "notes/n.md": "---\nphrase: Words\ntitle: {0}\n---\nSo.\n",
        "timeline.yaml": "- id: e\n  title: {0}\n  date: 1987\n  sources: [s]\n",
        "sources.yaml": "- id: s\n  title: {0}\n",
    }
    for name, text in texts.items():
        value = f'"a{escape}b"' if name == file else "fine"
        (article / name).write_text(text.format(value), "utf-8")
    found = [p for p in prove(tmp_path).problems if p.rule == "text-control"]
    assert [p.place.file for p in found] == [f"content/lamp/{file}"]
    assert found[0].level == "error"


@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\x7f", "\ufffe", "\uffff"])
def test_typed_controls_are_refused(character: str, tmp_path: Path) -> None:
    article = tmp_path / "content" / "lamp"
    article.mkdir(parents=True)
    (article / "article.yaml").write_text("title: L\n", "utf-8")
    (article / "01-a.md").write_text(f"One.\n\nTwo {character}three.\n", "utf-8")
    (found,) = prove(tmp_path).problems
    assert (found.rule, found.place.line, found.place.column) == ("text-control", 3, 5)
    assert f"U+{ord(character):04X}" in found.message


# ---- Case 45: addresses ----------------------------------------------------------------------

SCHEMES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java&Tab;script:alert(1)",
    "java&#10;script:alert(1)", "&#74;avascript:alert(1)", "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)", "javascript&#58;alert(1)", "\u00a0javascript:alert(1)",
    "&#1;javascript:alert(1)", "java&#0;script:alert(1)", "java%0ascript:alert(1)", "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>", "blob:https://x.example/1", "view-source:https://x.example",
    "ms-msdt:/id", "intent://x#Intent;end", "file:///etc/passwd", "filesystem:https://x.example/",
    "feed:javascript:alert(1)", "jar:https://x.example!/", "//x.example/a", "\\\\x.example\\a",
    "/\\x.example/a", "\u200bjavascript:alert(1)", "ｊavascript:alert(1)", "javascript：alert(1)",
    "tel:+1", "ftp://x.example/", "chrome://settings", "about:blank", "ws://x.example/", "x-y.z+1:a",
]  # fmt: skip
FORMS = [
    "[a]({0})", "[a](<{0}>)", "![a]({0})", "![a](<{0}>)", "<{0}>", "[a][r]\n\n[r]: <{0}>",
    '[a]({0} "title")', '<a href="{0}">a</a>', "<img src='{0}' onerror=alert(1)>",
    "[![a]({0})]({0})", "[words *and* {0}]({0})",
]  # fmt: skip
URL_KEYS = {"href", "src", "action", "formaction", "poster", "data", "background", "cite", "ping"}
URL_KEYS |= {"srcset", "manifest", "longdesc", "xlink:href", "{http://www.w3.org/1999/xlink}href"}
ALLOWED = {"http", "https", "mailto"}
ICON = "data:image/svg+xml"


Elements = Iterable[tuple[str, Mapping[str, str]]]


def elements(page: Any) -> Elements:
    """Each element's name and attributes."""
    return ((str(one.tag), {str(k): str(v) for k, v in one.attrib.items()}) for one in page.iter())


def quickly_parsed(text: str) -> Elements:
    """The same from a parser in C, for the many pages that are only searched."""
    root = LexborHTMLParser(text).root
    assert root
    for one in root.traverse():
        if one.tag not in {"-text", "-comment"}:
            yield str(one.tag), {k: v or "" for k, v in one.attributes.items()}


def bad_addresses(page: Elements) -> list[str]:
    """Addresses outside the allow-list as a browser reads them, handlers, and foreign elements."""
    found = []
    for tag, attributes in page:
        if tag in {"iframe", "object", "embed", "form", "base", "math", "video", "audio", "frame"}:
            found.append(tag)
        for key, value in attributes.items():
            if str(key).lower().startswith("on") or key in {"srcdoc", "style", "srcset"}:
                found.append(f"{tag} {key}")
            if (
                str(key) in URL_KEYS
                and scheme(value) not in ALLOWED | {""}
                and not (
                    tag == "link" and attributes.get("rel") == "icon" and value.startswith(ICON)
                )
            ):
                found.append(f"{tag} {key}={value!r}")
            if (
                tag in {"img", "script", "source", "image"}
                and str(key) in URL_KEYS
                and scheme(value)
            ):
                found.append(f"{tag} loads {value!r}")
    return found


def scheme(address: str) -> str:
    """The scheme that the URL standard finds: controls and space at the ends, tabs and line ends go."""
    bare = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    match = re.match(r"([A-Za-z][A-Za-z0-9+.\-]*):", bare)
    if match:
        return match[1].lower()
    return "//" if re.match(r"[/\\]{2}", bare) else ""


def bodies(texts: Sequence[str], root: Path) -> None:
    """A site with each Markdown text in a section, a note, an event and the matter around."""
    article = root / "content" / "lamp"
    (article / "notes").mkdir(parents=True)
    block = "\n".join(f"  {line}" for line in "\n\n".join(texts[:60]).splitlines())
    (article / "article.yaml").write_text(
        f"title: L\nabout: |\n{block}\nhelp: |\n{block}\ncontent_note: |\n{block}\n", "utf-8"
    )
    anchors = "".join(f"Phrase {n} end.\n\n" for n in range(len(texts)))
    (article / "01-a.md").write_text(anchors, "utf-8", newline="\n")
    (article / "02-b.md").write_text("\n\n".join(texts), "utf-8", newline="\n")
    for n, text in enumerate(texts):
        (article / f"notes/n{n}.md").write_text(
            f"---\nphrase: Phrase {n} end\n---\n{text}\n", "utf-8", newline="\n"
        )
    (article / "sources.yaml").write_text("- {id: s, title: S}\n", "utf-8")
    (article / "timeline.yaml").write_text(
        "".join(
            f"- id: e{n}\n  date: 1987\n  title: E\n  sources: [s]\n  text: {quoted(text)}\n"
            for n, text in enumerate(texts)
        ),
        "utf-8",
        newline="\n",
    )


def test_no_markdown_becomes_an_address_or_an_element_of_its_own(
    vectors: list[str], tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> None:
    """Cases 43, 45, 46: rendered although the build would refuse, what stands there is harmless."""
    texts = [form.format(bad) for form in FORMS for bad in SCHEMES]
    for strings in (texts, *chunks(acceptable(vectors))):
        root = tmp_path_factory.mktemp("bodies")
        (root / ".postil").symlink_to(compiled)
        bodies(strings, root)
        _, files = rendered(root)
        for path, text in files.items():
            if path.endswith(".html"):
                assert bad_addresses(quickly_parsed(text)) == []


# What is a relative path to every browser, whatever it looks like.
RELATIVE = {"java%0ascript:alert(1)", "ｊavascript:alert(1)", "javascript：alert(1)"}
RELATIVE |= {"java&#0;script:alert(1)"}


@pytest.mark.parametrize("bad", [one for one in SCHEMES if one not in RELATIVE])
def test_an_address_outside_the_list_is_an_error_where_it_stands(bad: str, tmp_path: Path) -> None:
    """Case 45: the author is told, in a text and in every YAML field for an address."""
    article = tmp_path / "content" / "lamp"
    article.mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "g.yaml").write_text(f"title: G\nurl: {quoted(bad)}\n", "utf-8")
    (tmp_path / "content/site.yaml").write_text(f"url: {quoted(bad)}\n", "utf-8")
    (article / "article.yaml").write_text("title: L\n", "utf-8")
    (article / "01-a.md").write_text(f"One [@s].\n\n[a]({bad})\n", "utf-8")
    (article / "sources.yaml").write_text(
        f"- id: s\n  title: S\n  accessed: 2026\n  URL: {quoted(bad)}\n", "utf-8"
    )
    proved = prove(tmp_path)
    found = {(p.place.file, p.place.line) for p in proved.problems if p.rule == "url-scheme"}
    told = {("content/site.yaml", 1), ("content/lamp/sources.yaml", 4), ("seeds/g.yaml", 2)}
    assert found >= told
    assert proved.site
    for link in proved.site.articles[0].sections[0].doc.links:
        # Markdown percent-codes what no address holds, which makes some of these a relative path.
        assert ("content/lamp/01-a.md", 3) in found or scheme(link.target) == ""
        assert not proved.ok


# ---- Languages, dates, ids: strings where no free text may stand --------------------------------


def test_other_fields_refuse_what_is_not_theirs(vectors: list[str], tmp_path: Path) -> None:
    """Case 43: language and date text; a value is right, or a problem at its line."""
    article = tmp_path / "content" / "lamp"
    article.mkdir(parents=True)
    (article / "article.yaml").write_text("title: L\n", "utf-8")
    (article / "01-a.md").write_text("One.\n", "utf-8")
    strings = acceptable(vectors)[::5]
    (article / "sources.yaml").write_text(
        "".join(
            f"- {{id: s{n}, title: S, language: {quoted(s)}, issued: {quoted(s)}, seed: {quoted(s)}}}\n"
            for n, s in enumerate(strings)
        ),
        "utf-8",
        newline="\n",
    )
    proved = prove(tmp_path)
    wrong = {(p.place.line, p.rule) for p in proved.problems}
    assert proved.site
    for n, source in enumerate(proved.site.articles[0].sources):
        assert (n + 1, "language-tag") in wrong or re.fullmatch(r"[A-Za-z0-9-]+", source.language)
        assert (n + 1, "date-invalid") in wrong or source.issued
