"""CSS for one page: which phrase each note belongs to (layout.css puts it on its line); its head.

A note and its phrase have the same number in their section (`data-n`), and an anchor's name counts
only inside its section: so there are as many rules as the fullest section has notes.
"""

from collections.abc import Sequence

from postil.views import ArticlePage, Note

_ROWS = {"timeline": 26, "ledger": 11, "sources": 15}  # rem that one of each takes on a phone


def anchors(notes: Sequence[Note]) -> str:
    """The rules of a page's notes; ignored where a browser has no such anchors."""
    numbers = range(1, max((note.order for note in notes), default=0) + 1)
    if not numbers:
        return ""
    names = ",".join(f"--r{number}" for number in numbers)
    rules = "".join(_rules(f'[data-n="{number}"]', f"--r{number}") for number in numbers)
    return f"@layer layout{{.section{{anchor-scope:{names}}}{rules}}}"


def _rules(pair: str, name: str) -> str:
    """Two rules: how a phrase and its note are called; both are lit while one is looked at."""
    lit = f".section:has({pair}:is(:target,:hover,:focus-within)) {pair}"
    return f"{pair}{{--r:{name}}}{lit}{{--behind:var(--lit)}}"


def heights(page: ArticlePage) -> str:
    """How high the lists after the text are at most, more or less, for browsers that lay them out
    when a reader comes near. What is higher than its room would lie on what follows.
    """
    counts = {"timeline": page.events, "ledger": page.notes, "sources": page.sources}
    rules = (
        f".{part}{{--high:{len(there) * _ROWS[part]}rem}}"
        for part, there in counts.items()
        if there
    )
    return f"@layer layout{{{''.join(rules)}}}"


def running_head(title: str) -> str:
    """The title at the head of every printed page but the first, where the browser knows how."""
    head = f'@page{{@top-left{{content:"{css_text(title)}"}}}}'
    return head + "@page :first{@top-left{content:none}}"


def css_text(text: str) -> str:
    """A text on one line, as it stands in a CSS string."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
