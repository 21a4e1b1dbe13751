"""Pages of the rules about notes."""

from postil.telling.rule_pages import Page

PAGES = {
    "note-undefined": Page(
        why="The words would carry a number that leads to nothing.",
        bad=("content/lamp/01-night.md\nThe lamp [went out][^mantel] at ten."),
        good=("content/lamp/01-night.md\nThe lamp [went out][^mantle] at ten."),
    ),
    "note-unused": Page(
        why="A note that stands on no words is never shown.",
        bad=("content/lamp/notes/mantle.md\nThe mantle broke."),
        good=("content/lamp/01-night.md\nThe lamp [went out][^mantle] at ten."),
    ),
    "note-empty": Page(
        why="A number in the text promises a reader that there is something to read.",
        bad=("content/lamp/notes/mantle.md\n---\nphrase: went out\n---"),
        good=("content/lamp/notes/mantle.md\n---\nphrase: went out\n---\nThe mantle broke."),
    ),
    "mark-unknown": Page(
        why=(
            "The mark would be lost in silence, and with it the event or the language that it "
            "names."
        ),
        bad=("content/lamp/01-night.md\nThe lamp [went out]{evnt=dark} at ten."),
        good=("content/lamp/01-night.md\nThe lamp [went out]{event=dark} at ten."),
    ),
    "mark-nested": Page(
        why="Notes stand beside the article's text. A note on a note would stand beside nothing.",
        bad=("content/lamp/01-night.md\n[^mantle]: The mantle [broke][^touch]."),
        good=("content/lamp/01-night.md\n[^mantle]: The mantle broke; it breaks at a touch."),
    ),
}
