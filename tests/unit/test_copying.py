"""Long runs of a protected text's words stand only in quotations of it."""

import pytest

from postil.anchor import anchor
from postil.check import check
from postil.model import Files
from postil.parse import parse
from postil.problems import Problem
from postil.quoted.copying import MOST_COPIED, may_be_copied, read_words
from postil.resolve import resolve

TEXT = (
    "On Tuesday, the keeper’s lamp went out at ten and nobody saw it go until the ferry Maud came"
    " in. Then somebody rang the harbour office."
)
RIGHTS = "All rights reserved."


def problems(text: str, rights: str = RIGHTS, seed: str = TEXT, **more: str) -> list[Problem]:
    names = {"note": "content/a/notes/n.md", "timeline": "content/a/timeline.yaml"}
    texts = {
        "content/a/article.yaml": "title: A\n" + more.pop("article", ""),
        "content/a/01-x.md": text,
        "content/a/sources.yaml": "- {id: g, title: G, seed: g}\n- {id: o, title: O}\n",
        "seeds/g.yaml": f"title: G\nrights: {rights}\n",
        **{names[key]: value for key, value in more.items()},
    }
    site, _ = parse(Files(texts=texts, binaries={"seeds/g.txt": seed.encode()}))
    publication, _ = resolve(site, {"a": anchor(site.articles[0])[0]})
    return [found for found in check(publication) if found.rule == "text-copied"]


COPY = " ".join(TEXT.split()[1:13])  # twelve words: from "Tuesday," to "it"


def test_twelve_words_are_a_copy_and_eleven_are_not() -> None:
    assert len(COPY.split()) == MOST_COPIED
    (found,) = problems(f"They say it was {COPY}, or so.")
    assert found.message.startswith("12 words in a row are copied from seed g: ")
    assert COPY in found.message
    assert "seeds/g.yaml" in found.hint
    assert problems(f"They say it was {COPY.rpartition(' ')[0]}, or so.") == []


@pytest.mark.parametrize(
    "text",
    [
        COPY.upper(),
        COPY.replace(" ", "\n"),
        COPY.replace("’", "'"),
        COPY.replace(" lamp", " *lamp*").replace("nobody", "— nobody,"),
        COPY.replace(" lamp", "\n\nlamp"),
        COPY.replace(" lamp", " [lamp]{lang=en} [@o]"),
        f"“{COPY}”",  # quoted, but not cited
        f"“{COPY}”[@o]",  # cited, but not the text it is from
        f"> {COPY}",
    ],
)
def test_a_light_retouch_is_a_copy(text: str) -> None:
    assert len(problems(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"“{COPY}”[@g]",
        f"“{COPY}”[@o; @g, p. 3]",
        f"> {COPY} [@g]",
        f"> {COPY}\n\n[@g]",
        COPY.replace("lamp", "light"),
        COPY.replace("lamp", "old lamp"),
        " ".join(reversed(COPY.split())),
        # a quotation parts what stands around it
        COPY.replace("lamp went out", "“lamp went out”[@g]"),
    ],
)
def test_a_quotation_or_own_words_are_none(text: str) -> None:
    assert problems(text) == []


def test_a_long_copy_is_one_problem_and_two_are_two() -> None:
    (found,) = problems(f"X {TEXT} Y")
    assert found.message.startswith(f"{len(TEXT.split())} words")
    first, second = problems(f"{COPY}. And again:\n\nAs we said, {COPY}.")
    assert (first.place.line, second.place.line) == (1, 3)


def test_notes_events_and_matters_are_looked_at() -> None:
    found = problems(
        "A [lamp][^n].",
        note=f"---\ntitle: N\n---\nSo\n{COPY}.",
        timeline=f"- id: e\n  date: 1987\n  title: E\n  sources: [o]\n  text: {COPY}\n"
        f"  dates: [{{date: 1988, note: '{COPY.replace('’', '')}'}}]\n",
        article=f"about: {COPY}\n",
    )
    assert sorted(str(one.place) for one in found) == [
        "content/a/article.yaml:2:8",
        "content/a/notes/n.md:5:1",
        "content/a/timeline.yaml:5:9",
    ]


def test_a_text_shorter_than_a_copy() -> None:
    assert problems("One two.", seed="One two.") == []
    assert problems("", seed="") == []


def test_open_rights_allow_copies() -> None:
    assert problems(COPY, rights="CC BY 4.0") == []


@pytest.mark.parametrize(
    "rights",
    ["CC0", "CC0-1.0", "CC0 1.0 Universal", "CC BY", "CC-BY-4.0", "CC BY 3.0 US", "cc by-sa 4.0",
     "CC-BY-SA-4.0", "CC BY SA", "Public domain", "In the public domain.", "public domain (1861)",
     "The text is in the public domain", "Licensed under CC BY 4.0", "licenced under the CC BY-SA",
     "Creative Commons Attribution 4.0", "Creative Commons Attribution-ShareAlike 4.0",
     "Creative Commons Zero", "https://creativecommons.org/licenses/by/4.0/",
     "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
     "http://creativecommons.org/publicdomain/zero/1.0/", "CC BY 4.0; pictures: all rights reserved",
     "Creative\n  Commons Attribution"],
)  # fmt: skip
def test_open(rights: str) -> None:
    assert may_be_copied(rights)


@pytest.mark.parametrize(
    "rights",
    ["", "All rights reserved", "Copyright of the publisher", "CC BY-NC 4.0", "CC-BY-ND-4.0",
     "CC BY-NC-SA 4.0", "CC BY-SA-NC", "CC BY NC", "Creative Commons Attribution-NonCommercial",
     "Creative Commons Attribution-ShareAlike-NonCommercial", "Creative Commons Attribution NoDerivs",
     "https://creativecommons.org/licenses/by-nc/4.0/", "Not in the public domain", "not CC BY",
     "All rights reserved; the tables are CC BY", "Creative Commons", "CC", "CC BYE", "cc0de",
     "Public domains are rare"],
)  # fmt: skip
def test_protected(rights: str) -> None:
    assert not may_be_copied(rights)


def test_words() -> None:
    text = "The keep\N{SOFT HYPHEN}er’s “lamp” — 1,5 cafe\u0301_x"
    found = read_words(text)
    assert [word.key for word in found] == ["the", "keeper's", "lamp", "1", "5", "café", "x"]
    assert [text[word.start : word.end] for word in found][1] == "keep\N{SOFT HYPHEN}er’s"


def test_a_repetitive_text_takes_no_longer_than_its_length() -> None:
    """Case 102."""
    (found,) = problems("a " * 30_000, seed="a " * 30_000)
    assert found.message.startswith("30000 words")
