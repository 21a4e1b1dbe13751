"""Pages of the rules about characters."""

from postil.telling.rule_pages import Page

PAGES = {
    "text-control": Page(
        why=(
            "Control characters and half surrogates have no look and no place in a page; feeds "
            "and site maps that hold one cannot be read at all. They come from other programs by "
            "copying."
        ),
        bad=('content/lamp/article.yaml\ntitle: "The \\x07lamp"'),
        good=('content/lamp/article.yaml\ntitle: "The lamp"'),
    ),
    "text-pathological": Page(
        why=(
            "Emphasis and brackets that never close make a parser's time grow with the square of "
            "a paragraph, and what nests without end it leaves out in silence. Such text comes "
            "from programs, or from somebody who means harm: its words stay as they are, and a "
            "build that would take minutes ends at once."
        ),
        bad=(
            "content/lamp/01-night.md\n"
            "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > "
            "> > > > > > > > > > > The lamp went out at ten."
        ),
        good=("content/lamp/01-night.md\n> The lamp went out at ten."),
    ),
    "text-bidi": Page(
        why=(
            "These characters turn the order of the words behind them around, so that readers "
            "see another text than the one that stands there. Text of a language that runs from "
            "right to left needs none of them: its letters say so themselves, and a language tag "
            "helps. What a title or a name leaves open is ended where it ends, so that the rest "
            "of the page keeps its order."
        ),
        bad=('content/lamp/article.yaml\ntitle: "The lamp \\u202ethgin ta"'),
        good=('content/lamp/article.yaml\ntitle: "The lamp at night"'),
    ),
    "text-invisible": Page(
        why=(
            "A character that nobody can see keeps words from being found, by readers, by search "
            "and by a phrase's anchor. It comes along when text is copied from a page. Scripts "
            "and emoji that need joiners are left alone."
        ),
        bad=("content/lamp/01-night.md\nThe la\u200bmp went out at ten."),
        good=("content/lamp/01-night.md\nThe lamp went out at ten."),
    ),
    "placeholder": Page(
        why=(
            "`postil new` writes sentences that wait for yours, and marks what only you know with "
            "`# fill in`. Readers should meet neither. A build goes on, so that one can look at "
            "the page while it is written; `postil deploy` asks for `--yes`."
        ),
        bad=("content/lamp/01-night.md\nWrite this section here."),
        good=("content/lamp/01-night.md\nThe lamp went out at ten."),
    ),
    "text-lookalike": Page(
        why=(
            "A word with one Cyrillic or Greek letter among Latin ones looks right and is another "
            "word: search does not find it, a screen reader spells it, and a name or an address "
            "can be faked with it. The problem names the odd letters by their code points."
        ),
        bad=("content/lamp/01-night.md\nThe Аrdmore lamp went out at ten."),
        good=("content/lamp/01-night.md\nThe Ardmore lamp went out at ten."),
    ),
}
