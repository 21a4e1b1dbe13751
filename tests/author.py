"""An author at work, for state machines: edits of a small site that keep, break and mend it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.preview.conftest import SITE

NAMES = st.sampled_from(["lamp", "oil", "wick"])
_WORDS = st.sampled_from(
    [
        "The [lamp][^lamp] went out.",
        "It [went out]{event=out} [@book, p. 2].",
        "He wrote: “It went out”[@book].\n\nSee [oil](../oil/#p1) and [here](#p2).",
        "A [lamp][^lamp] and the [lamp][^lamp] again.",
        "![A dot](images/dot.svg)\n\n- one\n- *two* lamps",
        "Nothing is marked, but the lamps of old.",
    ]
)
_ARTICLES = st.sampled_from(
    [
        "title: One\n",
        "title: Two\nabout: Made by *hand* [@book].\nlanguage: de\n",
        "title: Three\nslug: other\npublished: 2026-01-02\naliases: [old]\n",
        "title: Four\nimages: [{file: images/dot.svg, credit: Ann, rights: CC0}]\n",
        "title: Five\npublished: 2026-01-02\ncorrections: [{date: 2026-02-03, text: It was oil.}]\n",
        "title: Six\nannotates: gazette\npublished: 2026-01-02\n",
        "title: Seven\nslug: lamp\nallow: [{rule: silent-change, because: small}]\n",
        "title: Eight\nannotates: nobody\nallow: [{rule: seed-unknown, because: it is}]\n",
        "slug: LAMP\ntitle: Nine\naliases: [oil, wick/old]\n",
        "title: [broken\n",
    ]
)
_NOTES = st.sampled_from(
    [
        "It was of brass.\n",
        "---\nphrase: lamps\nstanding: reported\nsources: [book]\n---\nSaid [@book].\n",
        "---\nphrase: lamps\nkind: claim\nstanding: reported\nsources: [book]\nas_of: 2024-12\n---\nSo.\n",
        "---\nretired: {date: 2026-03-04, reason: It was wrong.}\n---\nGone.\n",
        "See [there](../../wick/#nowhere), [oil](../../oil/#note-lamp) and [all](../../gone/).\n",
        "---\nphrase: not there\n---\nLost.\n",
        "",
    ]
)
_TIMELINES = st.sampled_from(
    [
        "- {id: out, date: 1912-04, title: It went out, sources: [book]}\n",
        "- {id: out, date: 1912~, title: It went out}\n- {id: in, date: 1911, title: It was lit}\n",
        "- {id: out, date: 31 April, title: Wrong}\n",
        "",
    ]
)
_SOURCES = st.sampled_from(
    [
        "- {id: book, type: book, title: Lamps, issued: 1913}\n",
        "- {id: book, title: Other lamps, seed: gazette}\n- {id: two, title: Two}\n",
        "",
    ]
)
_PICTURES = st.sampled_from(["<svg xmlns='http://www.w3.org/2000/svg'/>\n", "<svg/>", ""])
_SETTINGS = st.sampled_from(
    [
        "title: Lamps\n",
        "title: Lamps\nhome: lamp\nurl: https://example.org/x/\ncitations: author-date\n",
        "language: fr\nrules: {source-unused: off, note-unused: error}\ntheme: {accent: '#046'}\n",
        "title: Lamps\nurl: https://example.org\nhome: nowhere\n",
    ]
)
_TEMPLATES = st.sampled_from(
    [
        ("404.html", "<p>{{ page.title }}</p>"),
        ("404.html", "{{ nonsense }}"),
        ("css/overrides/x.css", "body { color: red }"),
        ("parts/retired.html", "<p>{{ article.title }}</p>"),
    ]
)
NUMBERS = st.sampled_from("123")


class Author(RuleBasedStateMachine):
    """The site is in `root`; whoever builds it says in `touched` what to do with an edit."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="postil-author-")).resolve()
        self.root = self.folder / "site"

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def touched(self, path: Path) -> None:
        """A file or folder of the site was written, came or went."""

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.touched(file)

    def drop(self, path: str) -> None:
        found = self.root / path
        if found.is_dir():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)
        self.touched(found)

    @initialize()
    def begin(self) -> None:
        for path, text in SITE.items():
            self.write(path, text)

    @rule(name=NAMES, number=NUMBERS, words=_WORDS)
    def edit_a_section(self, name: str, number: str, words: str) -> None:
        self.write(f"content/{name}/0{number}-part.md", words)

    @rule(name=NAMES, text=_ARTICLES)
    def edit_an_article(self, name: str, text: str) -> None:
        self.write(f"content/{name}/article.yaml", text)

    @rule(name=NAMES, text=_NOTES, note=st.sampled_from(["lamp", "other"]))
    def edit_a_note(self, name: str, text: str, note: str) -> None:
        self.write(f"content/{name}/notes/{note}.md", text)

    @rule(name=NAMES, text=_TIMELINES)
    def edit_events(self, name: str, text: str) -> None:
        self.write(f"content/{name}/timeline.yaml", text)

    @rule(name=NAMES, text=_SOURCES)
    def edit_sources(self, name: str, text: str) -> None:
        self.write(f"content/{name}/sources.yaml", text)

    @rule(name=NAMES, text=_PICTURES)
    def edit_a_picture(self, name: str, text: str) -> None:
        self.write(f"content/{name}/images/dot.svg", text)

    @rule(text=_SETTINGS)
    def edit_the_settings(self, text: str) -> None:
        self.write("content/site.yaml", text)

    @rule(
        text=st.sampled_from(["title: The Gazette\n", "title: The Gazette\nrights: none\n"]),
        told=st.sampled_from(["It went out.", "The lamp went out " * 8]),
    )
    def edit_a_seed(self, text: str, told: str) -> None:
        self.write("seeds/gazette.yaml", text)
        self.write("seeds/gazette.txt", f"{told} {text}")

    @rule()
    def drop_the_seeds(self) -> None:
        self.drop("seeds")

    @rule(template=_TEMPLATES)
    def edit_the_theme(self, template: tuple[str, str]) -> None:
        self.write(f"templates/{template[0]}", template[1])

    @rule()
    def drop_the_theme(self) -> None:
        self.drop("templates")

    @rule(name=NAMES)
    def delete_an_article(self, name: str) -> None:
        self.drop(f"content/{name}")

    @rule(name=NAMES, number=NUMBERS)
    def delete_a_section(self, name: str, number: str) -> None:
        self.drop(f"content/{name}/0{number}-part.md")

    @rule(old=NAMES, new=st.sampled_from(["wick", "flame"]))
    def rename_an_article(self, old: str, new: str) -> None:
        before, after = self.root / "content" / old, self.root / "content" / new
        if before.is_dir() and not after.exists():
            before.rename(after)
            self.touched(before)
            self.touched(after)
