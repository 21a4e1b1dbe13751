"""Every rule's stable name, its group, its default level and what it says, in one line each.

This is what a build needs; the rest of `postil explain` stands in `rule_pages`.
"""

from typing import Literal, NamedTuple

Level = Literal["error", "warning", "info"]


class Rule(NamedTuple):
    """A thing that a build proves. `what` says in a sentence what breaks it.

    A "fixed" rule is an error that a site can neither lower nor silence, since it guards readers or
    the author's own words; one that is "off" waits for a site to ask for it.
    """

    name: str
    group: str
    default: Literal["fixed", "error", "warning", "info", "off"]
    what: str


RULES = (
    # files
    Rule("file-encoding", "files", "fixed", "A text file is not UTF-8."),
    Rule("file-unreadable", "files", "fixed", "A file cannot be read, is too large or not a file."),
    Rule("file-outside", "files", "fixed", "A file is a link that leads out of the site's folder."),
    Rule(
        "file-unknown",
        "files",
        "warning",
        "A file in an article's folder is none that Postil reads.",
    ),
    Rule(
        "file-collision", "files", "fixed", "Two files would be published under the same address."
    ),
    Rule("file-name", "files", "error", "A file's name is one that some systems cannot have."),
    Rule(
        "site-empty",
        "files",
        "fixed",
        "There is no article: no folder of content/ has article.yaml.",
    ),
    Rule("article-empty", "files", "fixed", "An article has no section."),
    Rule("output", "files", "fixed", "The output folder cannot be written, or must not be."),
    Rule("deploy", "files", "fixed", "The site cannot be sent to a target, or must not be."),
    # fields
    Rule("yaml-syntax", "fields", "fixed", "A file or front matter is not valid YAML."),
    Rule("yaml-tag", "fields", "fixed", "YAML tags, aliases and anchors are refused."),
    Rule("yaml-depth", "fields", "fixed", "YAML is nested more deeply than any of Postil's files."),
    Rule("key-repeated", "fields", "fixed", "A key stands twice in one mapping."),
    Rule("key-unknown", "fields", "error", "A key is none that Postil knows here."),
    Rule("key-missing", "fields", "fixed", "A key that is needed is missing."),
    Rule("value-type", "fields", "fixed", "A value is of another type than the key asks for."),
    Rule("value-unknown", "fields", "fixed", "A value is none of those the key allows."),
    Rule("value-empty", "fields", "fixed", "A value that must say something is empty."),
    Rule("front-matter", "fields", "fixed", "Front matter opens with --- and never closes."),
    Rule("host-other", "fields", "warning", "cname and url name two places for one site."),
    Rule(
        "allow-unused",
        "fields",
        "warning",
        "A rule is silenced for a place where it does not fire.",
    ),
    # ids
    Rule("id-invalid", "ids", "fixed", "An id has characters that an address cannot carry."),
    Rule("id-repeated", "ids", "fixed", "Two things of one kind have the same id."),
    Rule("event-unknown", "ids", "error", "The text marks an event that is not in timeline.yaml."),
    Rule("source-unknown", "ids", "error", "A cited source does not exist."),
    Rule("section-unknown", "ids", "fixed", "A selector names a section that does not exist."),
    Rule("seed-unknown", "ids", "error", "A seed is named that has no record in seeds/."),
    Rule("home-unknown", "ids", "error", "site.yaml names a home article that does not exist."),
    # hygiene
    Rule(
        "text-pathological",
        "hygiene",
        "fixed",
        "A text nests more deeply, or marks more in one paragraph, than any reader could follow.",
    ),
    Rule(
        "text-control", "hygiene", "fixed", "A text holds a control character or a lone surrogate."
    ),
    Rule(
        "text-bidi",
        "hygiene",
        "warning",
        "A text holds a control character that reorders the words around it.",
    ),
    Rule("text-invisible", "hygiene", "warning", "A text holds a character that nobody can see."),
    Rule(
        "text-lookalike", "hygiene", "warning", "A word mixes letters of scripts that look alike."
    ),
    Rule(
        "placeholder",
        "hygiene",
        "warning",
        "A text is still the one that `postil new` wrote, or waits to be filled in.",
    ),
    # language
    Rule("language-tag", "language", "error", "A language is no valid tag (BCP 47)."),
    # anchors
    Rule("anchor-missing", "anchors", "fixed", "A phrase's words are not in the article."),
    Rule("anchor-ambiguous", "anchors", "fixed", "A phrase's words stand in more than one place."),
    Rule("anchor-twice", "anchors", "fixed", "A note is marked at more than one place."),
    Rule(
        "anchor-changed",
        "anchors",
        "warning",
        "A phrase's words, or its sentence, are not those that anchors.lock holds.",
    ),
    Rule(
        "anchor-meaning",
        "anchors",
        "error",
        "A number, date, name, negation, doubt or quotation mark of a proven phrase changed.",
    ),
    Rule(
        "anchor-elsewhere",
        "anchors",
        "error",
        "A phrase's words now stand in another sentence than the proven one.",
    ),
    Rule("lock-stale", "anchors", "warning", "anchors.lock holds a phrase of a note that is gone."),
    Rule("lock-syntax", "anchors", "fixed", "anchors.lock cannot be read."),
    # notes
    Rule("note-undefined", "notes", "error", "The text marks a note that nobody wrote."),
    Rule("note-unused", "notes", "error", "A note is written but stands on no words."),
    Rule("note-empty", "notes", "error", "A note says nothing."),
    Rule(
        "mark-unknown", "notes", "error", "Words are marked with a key that Postil does not know."
    ),
    Rule(
        "mark-nested", "notes", "error", "A note or an event marks words, which only sections can."
    ),
    # import
    Rule(
        "annotation-invalid",
        "annotations",
        "error",
        "A file of annotations cannot be read, or one of them is not as the W3C's model says.",
    ),
    Rule(
        "annotation-skipped",
        "annotations",
        "warning",
        "An annotation names no words of a text, or says nothing, and becomes no note.",
    ),
    Rule(
        "annotation-part",
        "annotations",
        "warning",
        "Part of an annotation has no place in a note, or its note gets another id.",
    ),
    # claims
    Rule("standing-source", "claims", "error", "A standing that needs a source has none."),
    Rule("standing-by", "claims", "error", "A standing that needs to say who states it does not."),
    Rule(
        "standing-contested", "claims", "error", "Disputed, but not said by whom it is contested."
    ),
    Rule("event-source", "claims", "error", "An event has no source."),
    Rule(
        "as-of-stale",
        "claims",
        "warning",
        "What a note says of its day has not been looked at for too long.",
    ),
    Rule(
        "person-unattributed",
        "claims",
        "off",
        "A claim names a living person and does not say whose it is.",
    ),
    # quotations
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
    # dates
    Rule("date-invalid", "dates", "fixed", "A date is not EDTF, or no such day exists."),
    Rule("rival-source", "dates", "error", "A rival date does not say who gives it."),
    Rule(
        "rival-unexplained",
        "dates",
        "warning",
        "A rival date comes without a word on why sources differ.",
    ),
    # sources
    Rule(
        "seed-checksum",
        "sources",
        "fixed",
        "A seed's text is not the one whose checksum its record gives.",
    ),
    Rule("bib-syntax", "sources", "fixed", "A .bib or .json source file cannot be read."),
    Rule("citation-syntax", "sources", "fixed", "A citation `[@…]` cannot be read."),
    Rule("source-unused", "sources", "warning", "A source is cited nowhere."),
    Rule(
        "source-accessed",
        "sources",
        "warning",
        "A source has an address and no date on which it was read.",
    ),
    Rule("source-weak", "sources", "warning", "A claim or an event rests on weak sources alone."),
    # corrections
    Rule("note-unknown", "corrections", "error", "A correction names a note that does not exist."),
    Rule(
        "silent-change",
        "corrections",
        "warning",
        "A published text says something else, and no correction tells readers.",
    ),
    # links
    Rule("url-scheme", "links", "fixed", "An address is not http, https, mailto or relative."),
    Rule("link-broken", "links", "error", "A link inside the site leads nowhere."),
    Rule(
        "address-vanished",
        "links",
        "warning",
        "A page or an id that was published is no longer there.",
    ),
    Rule("output-id", "links", "error", "Two things on a published page have the same id."),
    # images
    Rule(
        "image-missing",
        "images",
        "error",
        "A picture is named that is not in the article's folder.",
    ),
    Rule("image-alt", "images", "error", "A picture has no alternative text."),
    Rule("image-credit", "images", "warning", "A picture does not say who made it."),
    Rule("image-rights", "images", "warning", "A picture does not say what allows its use."),
    Rule(
        "image-unused",
        "images",
        "warning",
        "A picture is in the article's folder and shown nowhere.",
    ),
    Rule("card-size", "images", "error", "A preview card is too small, or neither PNG nor JPEG."),
    Rule("card-undrawn", "images", "warning", "A preview card cannot be drawn, or not all of it."),
    Rule("image-broken", "images", "fixed", "A picture is none, is damaged, or breaks off."),
    Rule("image-type", "images", "fixed", "A picture is in another form than its name says."),
    Rule("image-size", "images", "fixed", "A picture has too many pixels to be opened."),
    Rule("image-unsafe", "images", "fixed", "A drawing could run, fetch or hide something."),
    Rule(
        "image-private",
        "images",
        "fixed",
        "A picture tells where or when it was made, and that cannot be taken out.",
    ),
    Rule("image-moving", "images", "warning", "A picture moves, and readers cannot stop it."),
    # privacy
    Rule(
        "output-foreign",
        "privacy",
        "fixed",
        "A published page would load something from elsewhere.",
    ),
    # theme
    Rule("template", "theme", "fixed", "A template is wrong: a misspelt name, or its syntax."),
    Rule(
        "theme-contrast",
        "theme",
        "warning",
        "A site's colours are too near each other to be read, in light or in dark.",
    ),
    Rule(
        "output-lost",
        "theme",
        "error",
        "A page lost a note, an event, a source, a correction or a way back, by a site's template.",
    ),
)


def _level(rule: Rule) -> Level:
    """The level of its problems: a rule that is off warns where a site asks for it."""
    if rule.default == "off":
        return "warning"
    return "error" if rule.default == "fixed" else rule.default


LEVELS = {rule.name: _level(rule) for rule in RULES}
FIXED = frozenset(rule.name for rule in RULES if rule.default == "fixed")
OFF = frozenset(rule.name for rule in RULES if rule.default == "off")
