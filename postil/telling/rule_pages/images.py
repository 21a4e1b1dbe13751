"""Pages of the rules about pictures."""

from postil.telling.rule_pages import Page

PAGES = {
    "image-missing": Page(
        why=(
            "Readers would see a torn frame. Pictures stand in the article's folder images/; "
            "nothing is fetched from elsewhere."
        ),
        bad=("content/lamp/01-night.md\n![The tower, seen from the pier](tower.svg)"),
        good=("content/lamp/01-night.md\n![The tower, seen from the pier](images/tower.svg)"),
    ),
    "image-alt": Page(
        why=(
            "Who cannot see a picture reads or hears these words instead. Say what it shows, as "
            "you would on the telephone."
        ),
        bad=("content/lamp/01-night.md\n![](images/tower.svg)"),
        good=("content/lamp/01-night.md\n![The tower, seen from the pier](images/tower.svg)"),
    ),
    "image-credit": Page(
        why="A picture is somebody's work, and a reader wants to know whose.",
        bad=(
            "content/lamp/article.yaml\nimages:\n  - file: images/tower.svg\n    rights: CC BY 4.0"
        ),
        good=(
            "content/lamp/article.yaml\n"
            "images:\n"
            "  - file: images/tower.svg\n"
            "    credit: Ann Rowe\n"
            "    rights: CC BY 4.0"
        ),
    ),
    "image-rights": Page(
        why=(
            "A site publishes a picture to all the world. What allows that (a licence, a "
            "permission, an expired term) is written down once, where the next person finds it."
        ),
        bad=(
            "content/lamp/article.yaml\nimages:\n  - file: images/tower.svg\n    credit: Ann Rowe"
        ),
        good=(
            "content/lamp/article.yaml\n"
            "images:\n"
            "  - file: images/tower.svg\n"
            "    credit: Ann Rowe\n"
            "    rights: CC BY 4.0"
        ),
    ),
    "image-unused": Page(
        why=(
            "Every file of images/ is published, also one that no text shows: an older version, "
            "perhaps, or one that was left out on purpose."
        ),
        bad=("content/lamp/01-night.md\nThe lamp went out at ten."),
        good=("content/lamp/01-night.md\n![The tower, seen from the pier](images/tower.svg)"),
    ),
    "card-size": Page(
        why=(
            "Other sites show a card across a column, 600 pixels wide at least; one that is "
            "smaller becomes a stamp beside the link, and what is neither PNG nor JPEG is shown by "
            "few of them."
        ),
        bad=(
            "content/lamp/article.yaml\n"
            "card:\n"
            "  file: images/card.png\n"
            "  alt: The tower at night\n"
            "content/lamp/images/card.png\n"
            "This is a text."
        ),
        good="content/lamp/article.yaml\ntitle: The lamp",
    ),
    "card-undrawn": Page(
        why=(
            "Cards are drawn with fonts that come along, so that they are the same on every "
            "machine: Latin, Greek and Cyrillic letters. A text in others is left out rather than "
            "shown as empty boxes. Put a font that has them into templates/fonts/ (.ttf or .otf), "
            "or bring a picture of your own (card: in article.yaml)."
        ),
        bad=(
            "content/site.yaml\nurl: https://notes.example.org/\n"
            "content/lamp/article.yaml\ntitle: 灯台の真実"
        ),
        good=(
            "content/site.yaml\nurl: https://notes.example.org/\n"
            "content/lamp/article.yaml\ntitle: The lamp"
        ),
    ),
}
