"""Pages of the rules about corrections."""

from postil.telling.rule_pages import Page

PAGES = {
    "note-unknown": Page(
        why=(
            "A correction marks the notes that it touched, so that whoever comes by a link to one "
            "of them is told. A misspelt id would leave that note unmarked."
        ),
        bad=("content/lamp/article.yaml\n    notes: [ours]"),
        good=("content/lamp/article.yaml\n    notes: [hour]"),
    ),
    "silent-change": Page(
        why=(
            "Readers who quoted a published text must be able to learn that it now says something "
            "else. The text, the notes and the events of an article with a published date are "
            "compared, white space apart, with what was published last; one new entry under "
            "corrections speaks for all of an article's changes. Small repairs may stay silent: it "
            "is a warning, and gone with the next build."
        ),
        bad='public/published.json\n"texts": {"the text": "6c1e7b12a0f3d9a4"},',
        good=(
            "content/lamp/article.yaml\ncorrections:\n  - date: 2026-11-22\n"
            "    text: The hour was wrong.\n    was: at nine\n    now: at ten"
        ),
    ),
}
