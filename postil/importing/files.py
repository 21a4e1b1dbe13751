"""Plan → the texts of its files, by path below the site's folder."""

import hashlib
from collections.abc import Callable, Mapping

from postil import dates
from postil.files.values import Wrong, check_language, check_url
from postil.importing.manuscript import Draft, Facts, Plan
from postil.importing.yaml_text import line, lines, quoted

_DATE = "a date such as 2024-07-04; EDTF for what is not exact"


def article_files(plan: Plan) -> Mapping[str, str]:
    """article.yaml and the sections."""
    folder = f"content/{plan.slug}"
    files = {f"{folder}/article.yaml": _article(plan)}
    return files | {f"{folder}/{draft.file}": _section(draft) for draft in plan.sections}


def _article(plan: Plan) -> str:
    facts = plan.facts
    title = line("title", facts.title)
    if not title:
        title = f"title: {quoted(plan.slug)} # fill in: the title, which the text does not name\n"
    standfirst = plan.standfirst.text if plan.standfirst else _matter(plan)
    return "".join(
        [
            title,
            line("standfirst", standfirst),
            f"annotates: {plan.seed}\n",
            "# fill in: authors: [who wrote the notes]\n",
            "# fill in: published: the day your notes are published\n",
            _checked("language", facts.language, _language),
            "# fill in: licence: {text: what others may do with it, notes: with your notes}\n",
        ]
    )


def _matter(plan: Plan) -> str:
    """The standfirst that front matter names; a page's description is nothing that it shows."""
    return plan.facts.standfirst if plan.manuscript.unit == "line" else ""


def _section(draft: Draft) -> str:
    title = draft.heading.text if draft.heading else draft.title
    said = line("title", title)
    if draft.title:
        said = said.rstrip("\n") + " # Postil's words\n"
    parts = ["---"] if draft.closing and not title else []
    parts += [block.markdown for block in draft.blocks]
    parts += [definition.markdown for definition in draft.definitions]
    return (
        f"---\n{said}id: {draft.id}\n---\n\n"
        + "".join(f"{part}\n\n" for part in parts).rstrip("\n")
        + "\n"
    )


def text_of(plan: Plan) -> bytes:
    """A page's or document's paragraphs, parted by blank lines, without those left out."""
    told = zip(plan.manuscript.blocks, plan.roles, strict=True)
    texts = [text for block, role in told if role != "left-out" for text in block.texts]
    return ("\n\n".join(texts) + "\n").encode("utf-8")


def seed_record(plan: Plan, content: bytes, encoding: str, words: int) -> str:
    """The record of the text in `content`; what is not known is a comment that asks for it."""
    facts: Facts = plan.facts
    return "".join(
        [
            line("title", facts.title or plan.slug),
            lines("author", facts.authors, "who wrote it"),
            line("publisher", facts.publisher, "who published it"),
            _checked(
                "url", facts.url, lambda url: check_url(url, absolute=True), "where it stands"
            ),
            _checked("published", facts.published, _date, _DATE),
            _checked(
                "retrieved", facts.retrieved, _date, "the day you read it, such as 2026-11-22"
            ),
            line("rights", facts.rights, "who holds the rights, and what they allow"),
            f'sha256: "{hashlib.sha256(content).hexdigest()}"\n',
            f"encoding: {encoding}\n" if encoding != "utf-8" else "",
            _checked("language", facts.language, _language, "such as en-US"),
            f'words: "{words}"\n',
        ]
    )


def _checked(
    key: str, value: str, check: Callable[[str], Wrong | bool | None], unknown: str = ""
) -> str:
    """As `line`, where a value that Postil would refuse is in a comment too."""
    if value and check(value):
        return f"# fill in: {key}: the text says {quoted(value)}, which will not do\n"
    return line(key, value, unknown)


def _language(text: str) -> Wrong | None:
    return check_language(text)


def _date(text: str) -> bool:
    """Is this no date?"""
    try:
        dates.parse(text)
    except dates.DateError:
        return True
    return False
