"""Pages of the rules about phrases."""

from postil.telling.rule_pages import Page

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
    "anchor-changed": Page(
        why=(
            "An article with an anchors.lock has accepted the words that each note stands on. When "
            "they, or a number or name in their sentence, are other than they were, the note may "
            "no longer be about what the text says: read it again, then accept the change."
        ),
        bad="content/lamp/01-night.md\nThe lamp went [off by ten][^ten]. It was dark.",
        good="content/lamp/01-night.md\nThe lamp went [out at ten][^ten]. It was dark.",
    ),
    "anchor-meaning": Page(
        why=(
            "A corrected number, date or name, a negation, a word of doubt or a quotation mark "
            "that came or went can make a note wrong that was right. So a person looks at each, "
            "and it is never accepted together with others."
        ),
        bad="content/lamp/01-night.md\nThe lamp went [out at 11 o’clock][^ten]. It was dark.",
        good="content/lamp/01-night.md\nThe lamp went [out at 10 o’clock][^ten]. It was dark.",
    ),
    "anchor-elsewhere": Page(
        why=(
            "When a sentence is taken out and its words stand once more in the article, a phrase "
            "still finds them: in another sentence, under a note that was not written for it. The "
            "lock knows the sentence that was proven."
        ),
        bad=(
            "content/lamp/01-night.md\n"
            "Later another school class came to see the lamp. It had been told of it."
        ),
        good=("content/lamp/01-night.md\nThe keeper told a school class of it. The day was fine."),
    ),
    "lock-stale": Page(
        why=(
            "A note that vanished may have been lost by accident; its address then leads nowhere. "
            "Put it back, retire it with a reason, or accept that it is gone."
        ),
        bad="content/lamp/01-night.md\nThe lamp went out at ten. It was dark.",
        good="content/lamp/01-night.md\nThe lamp went [out at ten][^ten]. It was dark.",
    ),
    "lock-syntax": Page(
        why=(
            "A lock that cannot be read proves nothing. Postil never repairs it by guessing: take "
            "one side of a merge, or record the lock anew."
        ),
        bad='content/lamp/anchors.lock\n<<<<<<< ours\n  "version": 1,',
        good='content/lamp/anchors.lock\n  "version": 1,\n  "phrases": {},\n  "text": {}',
    ),
}
