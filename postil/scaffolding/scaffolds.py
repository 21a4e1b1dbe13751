"""The first text of each of an author's files; what is not known yet is a comment `# fill in`.

Each builds and checks as it stands, where that can be: an event needs a source that is there.
"""

import re
from collections.abc import Mapping, Sequence

from postil.annotations.remark_text import phrase as exact_phrase
from postil.annotations.remark_text import yaml_text
from postil.checks.placeholders import NOTE_TEXT, SECTION_TEXT
from postil.importing.yaml_text import line, quoted
from postil.model import Selector

_IGNORED = """\
# what builds write
/public/
# texts that a seed describes: keep one in the repository only where its rights allow it
/seeds/*.txt
# what Postil keeps for itself; the schemas are for everybody's editor
/.postil/*
!/.postil/schemas/
"""


def site(title: str, slug: str) -> Mapping[str, str]:
    """A site with its first article, by path below the site's folder."""
    settings = [
        line("title", title),
        "language: en\n",
        "# fill in: url: where the site will stand, such as https://example.org/\n",
        "# fill in: description: a sentence for search engines and feeds\n",
        "# fill in: publisher: who answers for it\n",
        f"home: {yaml_text(slug)}\n",
    ]
    return {
        "content/site.yaml": "".join(settings),
        ".gitignore": _IGNORED,
        **article(slug, titled(slug)),
    }


def article(slug: str, title: str) -> Mapping[str, str]:
    """An article with one section, by path below the site's folder."""
    record = [
        line("title", title),
        "# fill in: standfirst: what it is about, in a sentence or two\n",
        "# fill in: authors: [who wrote it]\n",
        "# fill in: published: the day it is published, such as 2026-11-22\n",
        "# fill in: licence: what others may do with it, such as CC BY 4.0\n",
    ]
    return {
        f"content/{slug}/article.yaml": "".join(record),
        f"content/{slug}/01-text.md": f"{SECTION_TEXT}\n",
    }


def section(id_: str, title: str) -> str:
    """A section's file; its name only gives it its place."""
    return f"---\n{line('title', title)}id: {yaml_text(id_)}\n---\n\n{SECTION_TEXT}\n"


def note(  # noqa: PLR0913 - each is a key of a note
    selector: Selector | None,
    *,
    title: str = "",
    kind: str = "context",
    standing: str = "",
    by: str = "",
    sources: Sequence[str] = (),
    text: str = "",
) -> str:
    """A note's file; without a phrase the text has to mark its words."""
    front = [
        *_phrase(selector),
        line("title", title, "a few words above the note, if you like"),
        f"kind: {kind} # definition, context, claim, correction, question, source\n",
        f"standing: {standing}\n"
        if standing
        else "# fill in: standing: only for a claim: established, official, reported, claimed, "
        "disputed, refuted\n",
        line("by", by, "who claims or states it"),
        f"sources: {_ids(sources)}\n"
        if sources
        else "# fill in: sources: [ids of entries in sources.yaml]\n",
    ]
    return f"---\n{''.join(front)}---\n\n{text.strip() or NOTE_TEXT}\n"


def _phrase(selector: Selector | None) -> tuple[str, ...]:
    if selector is None:
        return ()
    if selector.prefix or selector.suffix:
        return tuple(f"{key}: {value}\n" for key, value in exact_phrase(selector))
    section = f"section: {yaml_text(selector.section)}\n" if selector.section else ""
    return (f"phrase: {yaml_text(selector.exact)}\n", section)


def event(id_: str, title: str, date: str, sources: Sequence[str]) -> str:
    """An entry of timeline.yaml."""
    unknown = " # fill in: EDTF, such as 2015-06-09, 2015~ or [2015-06-09,2015-06-10]"
    mark = f"[words]{{event={id_}}}"
    said = [
        f"- id: {yaml_text(id_)}\n",
        f"  date: {quoted(date or 'XXXX')}{'' if date else unknown}\n",
        f"  title: {quoted(title or titled(id_))}{'' if title else ' # fill in'}\n",
        "  # fill in: text: what happened, in Markdown\n",
        "  standing: reported # established, official, reported, claimed, disputed, refuted\n",
        f"  sources: {_ids(sources)}\n" if sources else "  # fill in: sources: [who says so]\n",
        f"  # fill in: phrase: words of the text that tell it, or mark them {mark}\n",
    ]
    return "".join(said)


def template(name: str, shipped: str) -> str:
    """A template of a site's own that says what it could change, and changes nothing."""
    blocks = ", ".join(re.findall(r"{% block (\w+)", shipped))
    told = f"Its blocks: {blocks}." if blocks else "It has no blocks: write all of it here."
    first = blocks.partition(",")[0]
    sample = f"\n   {{% block {first} %}}{{{{ super() }}}}{{% endblock %}}" if first else ""
    return (
        f'{{% extends "default/{name}.html" %}}\n'
        f"{{# What is not changed here stays as Postil has it. {told}{sample}\n#}}\n"
    )


def titled(id_: str) -> str:
    """An id as a first title: "town-clock" → "Town clock"."""
    words = id_.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or id_


def _ids(ids: Sequence[str]) -> str:
    return f"[{', '.join(map(yaml_text, ids))}]"
