"""A rule's page: what it asks for, why, a bad and a good sample, what a site may do about it.

`postil explain` prints it, docs/rules holds it, a SARIF report carries it.
"""

import re

from postil.rules import RULES, Rule
from postil.telling.rule_pages import page

GROUPS = {
    "files": "Files",
    "fields": "YAML, keys and values",
    "ids": "Ids",
    "hygiene": "Text hygiene",
    "language": "Language",
    "anchors": "Anchors",
    "notes": "Notes",
    "claims": "Claims",
    "quotations": "Quotations",
    "dates": "Dates and timeline",
    "sources": "Sources",
    "corrections": "Corrections",
    "links": "Links",
    "images": "Pictures",
    "privacy": "Privacy",
    "theme": "Templates",
    "annotations": "Imported annotations",
}
_DEFAULTS = {
    "fixed": "always an error",
    "error": "an error",
    "warning": "a warning",
    "info": "for information",
    "off": "off until a site asks for it",
}
_FILE = re.compile(r"(?:\$ postil|(?:content|seeds|templates|public)/|class\.json)\S*.*")
_BY_NAME = {rule.name: rule for rule in RULES}


def markdown_page(name: str) -> str:
    """A rule's page as Markdown, with its heading. KeyError for an unknown name."""
    rule, told = _BY_NAME[name], page(name)
    return "\n\n".join(
        [
            f"# {name}",
            f"{rule.what} *{GROUPS[rule.group]}; {_DEFAULTS[rule.default]}.*",
            told.why,
            "Bad:",
            _sample(told.bad),
            "Good:",
            _sample(told.good),
            _settings(rule),
        ]
    )


def plain_page(name: str) -> str:
    """The same for a terminal: samples indented, no marks. KeyError for an unknown name."""
    from textwrap import fill, indent

    rule, told = _BY_NAME[name], page(name)
    parts = [
        f"{name}: {_DEFAULTS[rule.default]} ({GROUPS[rule.group].lower()})",
        fill(rule.what, 80),
        fill(told.why, 80),
        f"bad:\n{indent(told.bad, '    ')}",
        f"good:\n{indent(told.good, '    ')}",
        _settings(rule).replace("`", "").replace("```yaml\n", "").replace("\n```", ""),
    ]
    return "\n\n".join(_visible(part) for part in parts)


def _sample(text: str) -> str:
    """The files of a sample, each a code block under its path."""
    blocks: list[str] = []
    for line in text.split("\n"):
        if _FILE.fullmatch(line):
            blocks.append(f"`{line}`")
        elif blocks[-1].startswith("```"):
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(f"```\n{line}")
    return "\n\n".join(f"{b}\n```" if b.startswith("```") else b for b in map(_visible, blocks))


def _visible(text: str) -> str:
    """With characters that nobody could see as their code points."""
    return "".join(c if c.isprintable() or c == "\n" else f"<U+{ord(c):04X}>" for c in text)


def _settings(rule: Rule) -> str:
    """What a site may do about a rule."""
    if rule.default == "fixed":
        return "It guards readers, or your own words: no site can lower or silence it."
    level = "warning" if rule.default in ("error", "off") else "error"
    text = f"In `site.yaml`, `rules: {{{rule.name}: {level}}}` makes it "
    text += "a warning" if level == "warning" else "an error"
    text += "." if rule.default == "off" else ", and `off` takes it out."
    if rule.name == "allow-unused" or rule.group == "annotations":
        return text
    return (
        f"{text}\nFor one place, with what is reported: "
        f"`allow: [{{rule: {rule.name}, because: …}}]`."
    )


def overview(*, links: bool = False) -> str:
    """Every rule in its group, one line each; with `links` as Markdown."""
    parts = []
    for group, title in GROUPS.items():
        rules = [rule for rule in RULES if rule.group == group]
        if rules:
            parts.append("\n".join(_group(title, rules, links=links)))
    return "\n\n".join(parts)


def _group(title: str, rules: list[Rule], *, links: bool) -> list[str]:
    if links:
        rows = [f"| [{r.name}]({r.name}.md) | {_DEFAULTS[r.default]} | {r.what} |" for r in rules]
        return [
            f"## {title}",
            "",
            "| rule | level | what breaks it |",
            "| --- | --- | --- |",
            *rows,
        ]
    return [title, *(f"  {r.name:<20} {r.default:<8} {r.what}" for r in rules)]
