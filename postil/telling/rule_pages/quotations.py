"""Pages of the rules about quotations."""

from postil.telling.rule_pages import Page

PAGES = {
    "quotation-differs": Page(
        why=(
            "Words between quotation marks are somebody's own. Where the text that they are taken "
            "from is at hand, they are compared with it word for word; what you leave out is "
            "marked […], and what you add stands in square brackets."
        ),
        bad=(
            "content/lamp/01-night.md\n"
            "Nobody saw it. The paper says that “the lamp went out at\n"
            "eleven, and nobody saw it go”[@gazette]."
        ),
        good=(
            "content/lamp/01-night.md\n"
            "Nobody saw it. The paper says that “the lamp went out at\n"
            "ten, and nobody saw it go”[@gazette]."
        ),
    ),
    "quotation-unverified": Page(
        why=(
            "A quotation that nobody has compared may be right; the build says which ones these "
            "are, so that nobody takes them for proved. A text that may not be kept in the site "
            "is lent with --seeds."
        ),
        bad="$ postil check",
        good="$ postil check --seeds lent",
    ),
    "text-copied": Page(
        why=(
            "An article about a text tells it in words of its own, and quotes it where the words "
            "matter. A long run of the same words, outside quotation marks, takes more than the "
            "rights of that text allow."
        ),
        bad=(
            "content/lamp/notes/dark.md\n"
            "The paper tells it so: on Tuesday, the lamp went out at ten and\n"
            "nobody saw it go until the ferry came."
        ),
        good=("content/lamp/notes/dark.md\nThe paper says that it was ten o'clock,"),
    ),
}
