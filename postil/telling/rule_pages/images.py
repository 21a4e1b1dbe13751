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
    "image-broken": Page(
        why=(
            "Readers would see a torn frame, or half a picture. Each file is read to its end and "
            "its pixels are decoded, so that what was cut off by a bad copy, or is an error page "
            "saved under a picture's name, is found before anybody sees it."
        ),
        bad="content/lamp/images/tower.png\n<!doctype html><title>Not found</title>",
        good="content/lamp/images/tower.png (base64)",
    ),
    "image-type": Page(
        why=(
            "Hosts tell browsers what a file is by its name, and some browsers then show nothing. "
            "What a picture is stands in its first bytes."
        ),
        bad="content/lamp/images/tower.jpg (base64)",
        good="content/lamp/images/tower.gif (base64)",
    ),
    "image-size": Page(
        why=(
            "A file of a few bytes can say that it is a picture of a billion pixels; opening it "
            "would take all the memory there is. More than 64 million pixels are refused by what "
            "the file says of itself, before any is decoded."
        ),
        bad="content/lamp/images/tower.png (base64)",
        good="content/lamp/images/tower.gif (base64)",
    ),
    "image-unsafe": Page(
        why=(
            "An SVG file is a document: it may hold scripts, fetch from elsewhere, or hide words "
            "in entities. A page shows it by `<img>`, where scripts do not run, but it can be "
            "opened alone. Comments, metadata and what drawing programs leave in it are taken out; "
            "this is refused."
        ),
        bad=(
            "content/lamp/images/tower.svg\n"
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 40">\n'
            "<script>fetch('https://example.org')</script>"
        ),
        good=(
            "content/lamp/images/tower.svg\n"
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 40">\n'
            '<path d="M0 40L5 0l5 40z"/>'
        ),
    ),
    "image-private": Page(
        why=(
            "Cameras write into a picture where and when it was taken, and with which device. "
            "Postil takes that out of what it publishes; where it cannot (AVIF, and pictures that "
            "lie on their side, without the library that makes copies), it does not publish."
        ),
        bad="content/lamp/images/tower.avif (base64)",
        good="content/lamp/images/tower.gif (base64)",
    ),
    "image-moving": Page(
        why=(
            "Movement beside a text keeps some people from reading it, and a picture cannot be "
            "stopped. It is published as it is; readers who ask their system for less movement, "
            "and paper, get its first frame, if the library that makes copies is installed."
        ),
        bad="content/lamp/01-night.md\n![The tower, seen from the pier](images/tower.gif)",
        good="content/lamp/01-night.md\n![The tower, seen from the pier](images/tower.png)",
    ),
    "image-unused": Page(
        why=(
            "What no text shows is not published. It may be an older version, or one that was left "
            "out on purpose; or the text that was to show it names another."
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
            "content/lamp/article.yaml\ncard:\n  file: images/card.svg\n  alt: The tower at night"
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
