"""Pages of the rules about imported annotations."""

from postil.telling.rule_pages import Page

PAGES = {
    "annotation-invalid": Page(
        why=(
            "A file that is read as something else than its writer meant would put words into "
            "somebody's mouth. What the W3C's model asks for is checked, annotation by "
            "annotation; the others are still imported."
        ),
        bad=(
            "class.json\n"
            '{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://class.example/ten",\n'
            ' "type": "Annotation", "bodyValue": "By the harbour clock."}'
        ),
        good=(
            "class.json\n"
            ' "type": "Annotation", "bodyValue": "By the harbour clock.",\n'
            ' "target": {"source": "https://lamp.example/",\n'
            '            "selector": {"type": "TextQuoteSelector", "exact": "at ten"}}}'
        ),
    ),
    "annotation-skipped": Page(
        why=(
            "A note stands on words. An annotation of a whole page, or one without a text, has "
            "none to stand on, so it is named and left out."
        ),
        bad=(
            "class.json\n"
            ' "type": "Annotation", "bodyValue": "By the harbour clock.", "target": "https://lamp.example/"}'
        ),
        good=(
            "class.json\n"
            ' "type": "Annotation", "bodyValue": "By the harbour clock.",\n'
            ' "target": {"source": "https://lamp.example/",\n'
            '            "selector": {"type": "TextQuoteSelector", "exact": "at ten"}}}'
        ),
    ),
    "annotation-part": Page(
        why=(
            "What a note has no room for is not dropped in silence: it is named, and you decide "
            "whether readers should know of it."
        ),
        bad=('class.json\n           "text": "By *which* clock?", "tags": ["clocks"],'),
        good=('class.json\n           "text": "By *which* clock?", "tags": [],'),
    ),
}
