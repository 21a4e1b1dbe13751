"""Pages of the rules about YAML, keys and values."""

from postil.telling.rule_pages import Page

PAGES = {
    "yaml-syntax": Page(
        why=(
            "What cannot be read cannot be published, and a reader that guesses would publish "
            "something else. The problem points at the place and says in plain words what stands "
            "there."
        ),
        bad=("content/lamp/article.yaml\ntitle: The lamp: a night in November"),
        good=('content/lamp/article.yaml\ntitle: "The lamp: a night in November"'),
    ),
    "yaml-tag": Page(
        why=(
            "Tags, anchors and aliases let a data file build things of its own, in some programs "
            "even run commands. None of Postil's files needs them, so text that begins with !, & "
            "or * stands in quotes."
        ),
        bad=("content/lamp/article.yaml\ntitle: !Warning lamp"),
        good=('content/lamp/article.yaml\ntitle: "!Warning lamp"'),
    ),
    "yaml-depth": Page(
        why=(
            "None of Postil's files nests more than six deep, and a file that nests without end "
            "can stop a program. Text that holds many brackets stands in quotes."
        ),
        bad=("content/lamp/article.yaml\ntitle: [[[[[[[[[["),
        good=('content/lamp/article.yaml\ntitle: "[[[[[[[[[['),
    ),
    "key-repeated": Page(
        why="Of two values only one could be used, and the other would be lost in silence.",
        bad=("content/lamp/article.yaml\ntitle: The lamp\ntitle: The night the lamp went out"),
        good=("content/lamp/article.yaml\ntitle: The night the lamp went out"),
    ),
    "key-unknown": Page(
        why=(
            "A key that Postil does not know is most often a misspelt one, and what it says would "
            "be missing from the page."
        ),
        bad=("content/lamp/article.yaml\nstandfrist: What a newspaper made of it."),
        good=("content/lamp/article.yaml\nstandfirst: What a newspaper made of it."),
    ),
    "key-missing": Page(
        why="Without this key there is nothing to print, to link to or to sort by.",
        bad=("content/lamp/timeline.yaml\n- id: dark\n  date: 1987-11-04\n  sources: [log]"),
        good=(
            "content/lamp/timeline.yaml\n"
            "- id: dark\n"
            "  date: 1987-11-04\n"
            "  title: The lamp goes dark\n"
            "  sources: [log]"
        ),
    ),
    "value-type": Page(
        why=(
            "A list where a text is asked for has been typed by mistake, most often by a bracket "
            "at the beginning of a text."
        ),
        bad=("content/lamp/article.yaml\ntitle: [The lamp]"),
        good=('content/lamp/article.yaml\ntitle: "[The lamp]"'),
    ),
    "host-other": Page(
        why=(
            "CNAME makes a host serve the site under that name, from its root. Feeds, cards and "
            "search engines are told the address in url, and would lead readers elsewhere."
        ),
        bad=("content/site.yaml\nurl: https://ada.example.org/notes\ncname: notes.example.org"),
        good=("content/site.yaml\nurl: https://notes.example.org\ncname: notes.example.org"),
    ),
    "value-unknown": Page(
        why=(
            "Where only a few words have a meaning, another word would be passed over or be taken "
            "for something else. The nearest word that is known stands in the hint."
        ),
        bad=("content/lamp/notes/ten.md\nstanding: claim"),
        good=("content/lamp/notes/ten.md\nstanding: claimed"),
    ),
    "value-empty": Page(
        why="A key with nothing behind it says that somebody meant to write something there.",
        bad=("content/lamp/article.yaml\ntitle:"),
        good=("content/lamp/article.yaml\ntitle: The lamp"),
    ),
    "front-matter": Page(
        why="Front matter that never closes would swallow the whole text of its file.",
        bad=("content/lamp/notes/ten.md\n---\nkind: context\nHe said so to a school class."),
        good=("content/lamp/notes/ten.md\n---\nkind: context\n---\nHe said so to a school class."),
    ),
    "allow-unused": Page(
        why=(
            "A silenced rule that has nothing left to report hides the next mistake at that "
            "place. This is reported only where the site has no error, since an error may hide "
            "what the allowance is for."
        ),
        bad=(
            "content/lamp/sources.yaml\n"
            "- id: log\n"
            "  title: The keeper's log\n"
            "  allow:\n"
            "    - rule: source-unused\n"
            "      because: The notes on it are not written yet."
        ),
        good=("content/lamp/sources.yaml\n- id: log\n  title: The keeper's log"),
    ),
}
