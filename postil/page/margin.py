"""CSS for one page's margin: which phrase each note belongs to. layout.css puts it on its line."""

from collections.abc import Sequence

from postil.views import Note


def anchors(notes: Sequence[Note]) -> str:
    """The rules of a page's notes, in page order; ignored where a browser has no such anchors."""
    rules = "".join(_rules(note, number) for number, note in enumerate(notes, start=1))
    return f"@layer layout{{{rules}}}" if rules else ""


def _rules(note: Note, number: int) -> str:
    """Two rules: the phrase, which is lit while its note is the target; and the note."""
    phrase, own = _css(note.back), _css(note.id)
    return (
        f"#{own}{{--r:--r{number}}}"
        f"#{phrase}{{anchor-name:--r{number};:has(#{own}:target) &{{--behind:var(--lit)}}}}"
    )


def running_head(title: str) -> str:
    """The title at the head of every printed page but the first, where the browser knows how."""
    head = f'@page{{@top-left{{content:"{css_text(title)}"}}}}'
    return head + "@page :first{@top-left{content:none}}"


def css_text(text: str) -> str:
    """A text on one line, as it stands in a CSS string."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _css(id_: str) -> str:
    """An HTML id as CSS writes it; it begins with a letter, as all of Postil's do."""
    return "".join(c if c.isalnum() or c in "-_" or ord(c) > 127 else f"\\{c}" for c in id_)
