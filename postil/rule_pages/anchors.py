"""Pages of the rules about phrases."""

from postil.rule_pages import Page

PAGES = {
    "anchor-missing": Page(
        why=(
            "A note belongs to words. If they are no longer in the text, a guess at the nearest "
            "words could put a claim beside a sentence that it is not about, so nothing is "
            "guessed: the nearest passages stand in the hint, and you choose."
        ),
        bad=("content/lamp/notes/ten.md\nphrase: The lamp goes out"),
        good=("content/lamp/notes/ten.md\nphrase: The lamp went out"),
    ),
    "anchor-ambiguous": Page(
        why=(
            "Words that stand in two places do not say which of them the note is about. Say it "
            "with the words beside them, or with the section."
        ),
        bad=("content/lamp/notes/out.md\nphrase: lamp went out"),
        good=("content/lamp/notes/out.md\nphrase: {exact: lamp went out, suffix: again}"),
    ),
    "anchor-twice": Page(
        why=(
            "A note stands on one phrase, so that its number, its link and its place in the "
            "margin are one."
        ),
        bad=(
            "content/lamp/01-night.md\n"
            "The lamp [went out][^mantle] at ten, and [again][^mantle] at midnight."
        ),
        good=(
            "content/lamp/01-night.md\nThe lamp [went out][^mantle] at ten, and again at midnight."
        ),
    ),
}
