"""Pages of the rules about links."""

from postil.telling.rule_pages import Page

PAGES = {
    "url-scheme": Page(
        why=(
            "An address such as javascript: runs a program in the reader's browser, and others "
            "open programs on the reader's machine. Only http, https, mailto, relative addresses "
            "and #fragments stand in a page."
        ),
        bad=("content/lamp/01-night.md\nThe lamp [went out](javascript:alert(10)) at ten."),
        good=("content/lamp/01-night.md\nThe lamp [went out](https://example.org/lamp) at ten."),
    ),
    "link-broken": Page(
        why=(
            "A reader who follows a link inside the site must arrive. Links to articles, to parts "
            "of a page and to pictures are followed at every check, first in your texts, then in "
            "the pages made of them."
        ),
        bad=("content/lamp/01-night.md\nThe same happened [in the south](../south-light/)."),
        good=("content/south-light/article.yaml\ntitle: The south light"),
    ),
    "address-vanished": Page(
        why=(
            "Others quote a page and a note by their addresses, and a link that leads nowhere is "
            "a broken promise. An article that is renamed keeps its old address with aliases; a "
            "note or an event that is withdrawn stays with retired, and says why. A build compares "
            "itself with what stands in the published folder, or with --since."
        ),
        bad='public/published.json\n"ids": ["01-night", "note-mantle"]',
        good=(
            "content/lamp/notes/mantle.md\n---\nretired:\n  date: 2026-11-22\n"
            "  reason: The report it rested on was withdrawn.\n---"
        ),
    ),
    "output-id": Page(
        why=(
            "A link to an id reaches only the first of two things that have it. A page gives ids "
            "of its own to its parts (text, timeline, notes, sources, about, p12), so a section "
            "is called something else."
        ),
        bad=("content/lamp/01-night.md\n---\nid: timeline\n---"),
        good=("content/lamp/01-night.md\n---\nid: the-night\n---"),
    ),
}
