"""Pages of the rules about ids and what they name."""

from postil.telling.rule_pages import Page

PAGES = {
    "id-invalid": Page(
        why=(
            "An id stands in addresses that people keep and send on, so it holds only what every "
            "address can carry: letters and digits of any script, and -, _ and . inside."
        ),
        bad="content/lamp/notes/at ten.md",
        good="content/lamp/notes/at-ten.md",
    ),
    "id-repeated": Page(
        why=(
            "A link to an id could reach only one of two things, and a citation could mean either."
        ),
        bad=(
            "content/lamp/sources.yaml\n"
            "- id: log\n"
            "  title: The keeper's log\n"
            "- id: log\n"
            "  title: The harbour's log"
        ),
        good=(
            "content/lamp/sources.yaml\n"
            "- id: log\n"
            "  title: The keeper's log\n"
            "- id: harbour-log\n"
            "  title: The harbour's log"
        ),
    ),
    "event-unknown": Page(
        why=(
            "The words would lead nowhere. Most often the id is misspelt, or the event was renamed."
        ),
        bad=("content/lamp/01-night.md\nThe lamp [went out]{event=dusk} at ten."),
        good=("content/lamp/01-night.md\nThe lamp [went out]{event=dark} at ten."),
    ),
    "source-unknown": Page(
        why="A claim whose source is not in the list cannot be looked up by anybody.",
        bad=("content/lamp/01-night.md\nThe lamp went out at ten [@keepers-log]."),
        good=("content/lamp/sources.yaml\n- id: keepers-log\n  title: The keeper's log"),
    ),
    "section-unknown": Page(
        why=(
            "A phrase that is looked for in a section that does not exist is found nowhere, and "
            "its note would be lost."
        ),
        bad=("content/lamp/notes/mantle.md\nphrase: went out\nsection: 02-night"),
        good=("content/lamp/notes/mantle.md\nphrase: went out\nsection: 01-night"),
    ),
    "seed-unknown": Page(
        why=(
            "A reader must learn whose text an article annotates, and a quotation is compared "
            "with the text that a seed records."
        ),
        bad=("content/lamp/article.yaml\ntitle: The lamp\nannotates: gazette"),
        good=("seeds/gazette.yaml\ntitle: The night the lamp went out\npublisher: Harbour Gazette"),
    ),
    "home-unknown": Page(
        why="The site's front page would be another one than you chose.",
        bad=("content/site.yaml\nhome: lamps"),
        good=("content/site.yaml\nhome: lamp"),
    ),
}
