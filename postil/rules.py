"""Every rule's stable name, its group, its default level and what it says, in one line each.

`LEVELS` is what a build needs; the longer pages of `postil explain` are made from `RULES`.
"""

from typing import Literal, NamedTuple


class Rule(NamedTuple):
    """A thing that a build proves. `what` says in a sentence what breaks it."""

    name: str
    group: str
    level: Literal["error", "warning", "info"]
    what: str


RULES = (
    # files
    Rule("file-encoding", "files", "error", "A text file is not UTF-8."),
    Rule("file-unreadable", "files", "error", "A file cannot be read, is too large or not a file."),
    Rule("file-outside", "files", "error", "A file is a link that leads out of the site's folder."),
    Rule(
        "file-unknown",
        "files",
        "warning",
        "A file in an article's folder is none that Postil reads.",
    ),
    Rule(
        "file-collision", "files", "error", "Two files would be published under the same address."
    ),
    Rule(
        "site-empty",
        "files",
        "error",
        "There is no article: no folder of content/ has article.yaml.",
    ),
    Rule("article-empty", "files", "error", "An article has no section."),
    Rule(
        "text-control", "hygiene", "error", "A text holds a control character or a lone surrogate."
    ),
    # YAML and fields
    Rule("yaml-syntax", "fields", "error", "A file or front matter is not valid YAML."),
    Rule("yaml-tag", "fields", "error", "YAML tags, aliases and anchors are refused."),
    Rule("yaml-depth", "fields", "error", "YAML is nested more deeply than any of Postil's files."),
    Rule("key-repeated", "fields", "error", "A key stands twice in one mapping."),
    Rule("key-unknown", "fields", "error", "A key is none that Postil knows here."),
    Rule("key-missing", "fields", "error", "A key that is needed is missing."),
    Rule("value-type", "fields", "error", "A value is of another type than the key asks for."),
    Rule("value-unknown", "fields", "error", "A value is none of those the key allows."),
    Rule("value-empty", "fields", "error", "A value that must say something is empty."),
    Rule("front-matter", "fields", "error", "Front matter opens with --- and never closes."),
    Rule("date-invalid", "dates", "error", "A date is not EDTF, or no such day exists."),
    Rule("id-invalid", "ids", "error", "An id has characters that an address cannot carry."),
    Rule("id-repeated", "ids", "error", "Two things of one kind have the same id."),
    Rule("url-scheme", "links", "error", "An address is not http, https, mailto or relative."),
    Rule(
        "seed-checksum",
        "sources",
        "error",
        "A seed's text is not the one whose checksum its record gives.",
    ),
    Rule("bib-syntax", "sources", "error", "A .bib or .json source file cannot be read."),
    # anchors
    Rule("anchor-missing", "anchors", "error", "A phrase's words are not in the article."),
    Rule("anchor-ambiguous", "anchors", "error", "A phrase's words stand in more than one place."),
    Rule("anchor-twice", "anchors", "error", "A note is marked at more than one place."),
    Rule("note-undefined", "notes", "error", "The text marks a note that nobody wrote."),
    Rule("note-unused", "notes", "error", "A note is written but stands on no words."),
    Rule("note-empty", "notes", "error", "A note says nothing."),
    Rule(
        "mark-unknown", "notes", "error", "Words are marked with a key that Postil does not know."
    ),
    Rule(
        "mark-nested", "notes", "error", "A note or an event marks words, which only sections can."
    ),
    Rule(
        "annotation-invalid",
        "import",
        "error",
        "A file of annotations cannot be read, or one of them is not as the W3C's model says.",
    ),
    Rule(
        "annotation-skipped",
        "import",
        "warning",
        "An annotation names no words of a text, or says nothing, and becomes no note.",
    ),
    Rule(
        "annotation-part",
        "import",
        "warning",
        "Part of an annotation has no place in a note, or its note gets another id.",
    ),
    # references
    Rule("event-unknown", "ids", "error", "The text marks an event that is not in timeline.yaml."),
    Rule("source-unknown", "ids", "error", "A cited source does not exist."),
    Rule("section-unknown", "ids", "error", "A selector names a section that does not exist."),
    Rule("seed-unknown", "ids", "error", "A seed is named that has no record in seeds/."),
    Rule("home-unknown", "ids", "error", "site.yaml names a home article that does not exist."),
    Rule("citation-syntax", "sources", "error", "A citation `[@…]` cannot be read."),
    Rule("link-broken", "links", "error", "A link inside the site leads nowhere."),
    Rule(
        "image-missing",
        "images",
        "error",
        "A picture is named that is not in the article's folder.",
    ),
    Rule("image-alt", "images", "error", "A picture has no alternative text."),
    # evidence
    Rule("standing-source", "claims", "error", "A standing that needs a source has none."),
    Rule("standing-by", "claims", "error", "A standing that needs to say who states it does not."),
    Rule(
        "standing-contested", "claims", "error", "Disputed, but not said by whom it is contested."
    ),
    Rule("event-source", "claims", "error", "An event has no source."),
    Rule("rival-source", "dates", "error", "A rival date does not say who gives it."),
    Rule(
        "quotation-differs",
        "quotations",
        "error",
        "A direct quotation is not in the text that it cites, word for word.",
    ),
    Rule(
        "quotation-unverified",
        "quotations",
        "info",
        "A direct quotation is not compared, since no text that it cites is at hand.",
    ),
    Rule(
        "text-copied",
        "quotations",
        "error",
        "Twelve or more words of a text that may not be copied stand outside quotations.",
    ),
    Rule("source-unused", "sources", "warning", "A source is cited nowhere."),
    Rule("template", "theme", "error", "A template is wrong: a misspelt name, or its syntax."),
    Rule("output", "files", "error", "The output folder cannot be written, or must not be."),
)

LEVELS = {rule.name: rule.level for rule in RULES}
