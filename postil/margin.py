"""CSS for one page's margin: each note on its phrase's line, or below the note above. No script."""

from collections.abc import Sequence

from postil.views import Note


def anchors(notes: Sequence[Note]) -> str:
    """The rules of a page's notes, in page order; ignored where a browser has no such anchors.

    The last note is `--last`, so that what follows the text can start below it.
    """
    if not notes:
        return ""
    rules = [_rules(note, number, len(notes)) for number, note in enumerate(notes, start=1)]
    return f"@layer layout{{{''.join(rules)}}}"


def _rules(note: Note, number: int, total: int) -> str:
    """Two rules: the phrase, which is lit while its note is the target; and the note."""
    phrase, own = _css(note.back), _css(note.id)
    top = f"anchor(--r{number} top)"
    if number > 1:
        top = f"max({top},anchor(--n{number - 1} bottom) + var(--note-gap))"
    name = f"--n{number},--last" if number == total else f"--n{number}"
    return (
        f"#{phrase}{{anchor-name:--r{number};:has(#{own}:target) &{{--behind:var(--lit)}}}}"
        f"#{own}{{anchor-name:{name};top:{top}}}"
    )


def _css(id_: str) -> str:
    """An HTML id as CSS writes it; it begins with a letter, as all of Postil's do."""
    return "".join(c if c.isalnum() or c in "-_" or ord(c) > 127 else f"\\{c}" for c in id_)
