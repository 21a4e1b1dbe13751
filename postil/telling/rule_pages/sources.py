"""Pages of the rules about sources."""

from postil.telling.rule_pages import Page

PAGES = {
    "seed-checksum": Page(
        why=(
            "A text that was changed after its record was written would prove quotations that the "
            "original never held."
        ),
        bad=("seeds/gazette.txt\nThe lamp went out at eleven."),
        good=("seeds/gazette.txt\nThe lamp went out at ten."),
    ),
    "bib-syntax": Page(
        why="An entry that is read wrongly loses a field or the next entry, in silence.",
        bad=(
            "content/lamp/sources.bib\n"
            "@book{rowe,\n"
            "  title = {Letters from a Ferry}\n"
            "  year = {2014}\n"
            "}"
        ),
        good=(
            "content/lamp/sources.bib\n"
            "@book{rowe,\n"
            "  title = {Letters from a Ferry},\n"
            "  year = {2014}\n"
            "}"
        ),
    ),
    "citation-syntax": Page(
        why=(
            "A citation that cannot be read would be missing from the page, and the claim before "
            "it would stand without its source."
        ),
        bad=("content/lamp/01-night.md\nThe lamp went out at ten [@log; letter]."),
        good=("content/lamp/01-night.md\nThe lamp went out at ten [@log; @letter]."),
    ),
    "source-unused": Page(
        why=(
            "A list of sources says what an article rests on. One that nothing rests on makes it "
            "look better supported than it is, or a citation was forgotten."
        ),
        bad=(
            "content/lamp/01-night.md\n"
            "The lamp went out at ten.\n"
            "content/lamp/sources.yaml\n"
            "- id: log\n"
            "  title: The keeper's log"
        ),
        good=("content/lamp/01-night.md\nThe lamp went out at ten [@log]."),
    ),
    "source-accessed": Page(
        why=(
            "Pages change and go. The day on which you read one says which state of it supports "
            "the claim, and which stored copy to look for."
        ),
        bad=(
            "content/lamp/sources.yaml\n"
            "- id: log\n"
            "  title: The keeper's log\n"
            "  URL: https://example.org/log"
        ),
        good=(
            "content/lamp/sources.yaml\n"
            "- id: log\n"
            "  title: The keeper's log\n"
            "  URL: https://example.org/log\n"
            "  accessed: 2026-11-22"
        ),
    ),
    "source-weak": Page(
        why=(
            "A source of reliability D is there to show that it says otherwise. It cannot carry a "
            "claim or an event alone; as the other side of a dispute, or for a rival date, it may "
            "stand."
        ),
        bad=(
            "content/lamp/timeline.yaml\n"
            "  sources: [forum]\n"
            "content/lamp/sources.yaml\n"
            "- id: forum\n"
            "  title: What I heard about the lamp\n"
            "  reliability: D"
        ),
        good=("content/lamp/timeline.yaml\n  sources: [log, forum]"),
    ),
}
