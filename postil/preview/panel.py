"""Problems → the panel over a page: each with its place, its line of the source, and what to do."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from postil.preview.editors import address
from postil.preview.shown import Shown
from postil.problems import Place, Problem
from postil.telling.report import summary

MOST = 50
_WIDTH = 160  # characters of a source line; more is cut around the column
_DOT = (
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%202%202'%3E"
    "%3Ccircle%20cx='1'%20cy='1'%20r='1'%20fill='{colour}'/%3E%3C/svg%3E"
)
_LOST = frozenset({"anchor-missing", "anchor-ambiguous"})


def mark(shown: Shown) -> str:
    """What the tab's title begins with: "✗ 2 · ", "⚠ 1 · ", or nothing."""
    errors = sum(found.level == "error" for found in shown.problems)
    if shown.stale:
        return f"✗ {errors or ''} · ".replace("  ", " ")
    warnings = sum(found.level == "warning" for found in shown.problems)
    return f"⚠ {warnings} · " if warnings else ""


def alarm(shown: Shown) -> str:
    """The tab's icon, as an address, where something is wrong: a red or a yellow dot."""
    colour = "%23c00" if shown.stale else "%23e90" if mark(shown) else ""
    return _DOT.format(colour=colour) if colour else ""


def panel(shown: Shown, form: str, root: str) -> str:
    """The panel's HTML, "" where all is well. `form` makes links into the files of `root`."""
    if not shown.problems and not shown.bug:
        return ""
    kind = "error" if shown.stale else "warning" if mark(shown) else "info"
    opened = " open" if shown.stale else ""
    said = "This is the last good page." if shown.files else "There is no good page yet."
    last = f'<p class="stale" role="alert">{said}</p>' if shown.stale else ""
    return (
        f'<details class="panel" data-level="{kind}"{opened}>'
        f"<summary>{escape(title(shown))}</summary>{last}{_bug(shown.bug)}"
        f"{_lost(shown)}{_listed(shown, form, root)}</details>"
    )


def title(shown: Shown) -> str:
    """Such as: 2 errors, 1 warning."""
    return summary(shown.problems) if shown.problems else "Postil failed"


def plain(shown: Shown) -> str:
    """The problems as a list for a page of their own, without links and frames."""
    worst = sorted(shown.problems, key=_order)[:MOST]
    lines = [f"{p.place}: {p.message}" for p in worst] + [shown.bug] * bool(shown.bug)
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _bug(bug: str) -> str:
    """What to say of an error that is ours, not the author's."""
    if not bug:
        return ""
    return (
        "<p>This is a mistake in Postil, not in your text; the terminal tells more: "
        f"<code>{escape(bug)}</code></p>"
    )


def _lost(shown: Shown) -> str:
    """The notes whose words were not found: the last good page still has them where they stood."""
    ids = sorted({_note(p) for p in shown.problems if p.rule in _LOST} - {""})
    if not ids or not shown.files:
        return ""
    links = ", ".join(f'<a href="#note-{escape(id_)}">{escape(id_)}</a>' for id_ in ids)
    return f'<p class="lost">Notes without their words, where they last stood: {links}</p>'


def _note(found: Problem) -> str:
    """The id of the note whose file a problem is in, else ""."""
    folder, _, name = found.place.file.rpartition("/")
    return name.removesuffix(".md") if folder.endswith("/notes") else ""


def _listed(shown: Shown, form: str, root: str) -> str:
    """Errors by file, in their order, then the rest; no more than a page can hold."""
    worst, files = sorted(shown.problems, key=_order)[:MOST], []
    for (_, file), group in groupby(worst, key=lambda p: (p.level == "error", p.place.file)):
        items = "".join(_item(found, shown.texts, form, root) for found in group)
        files.append(f"<section><h2>{escape(file)}</h2><ol>{items}</ol></section>")
    more = len(shown.problems) - len(worst)
    rest = f"<p>and {more} more, which the terminal lists</p>" if more else ""
    return "".join(files) + rest


def _order(found: Problem) -> tuple[bool, Place]:
    return found.level != "error", found.place


def _item(found: Problem, texts: Mapping[str, str], form: str, root: str) -> str:
    place, link = found.place, address(form, root, found.place)
    where = f"{place.line}:{place.column}"
    told = f'<a href="{escape(link)}" title="open in the editor">{where}</a>' if link else where
    hint = f'<p class="hint">{escape(found.hint)}</p>' if found.hint else ""
    return (
        f'<li data-level="{found.level}"><p><b>{found.level}</b> {told} {escape(found.message)} '
        f"<code>[{escape(found.rule)}]</code></p>{frame(found, texts)}{hint}</li>"
    )


def frame(found: Problem, texts: Mapping[str, str]) -> str:
    """The line of the source with its neighbours, and a caret under the column."""
    lines = texts.get(found.place.file, "").split("\n")
    number, column = found.place.line, found.place.column
    if not 1 <= number <= len(lines) or not "".join(lines):
        return ""
    first = max(number - 1, 1)
    shift = max(column - _WIDTH // 2, 0)
    rows = []
    for at, line in enumerate(lines[first - 1 : number + 1], start=first):
        rows.append(_row(str(at), line[shift : shift + _WIDTH], at == number))
        if at == number:
            rows.append(f"<i>     │ {_blank(line[shift : column - 1])}^</i>")
    return f"<pre>{_joined(rows)}</pre>"


def _row(number: str, line: str, here: bool) -> str:
    text = f"{number:>4} │ {line}"
    return f"<b>{escape(text)}</b>" if here else escape(text)


def _blank(before: str) -> str:
    """White space as wide as what stands before the column; a tab stays one."""
    return "".join("\t" if c == "\t" else " " for c in before)


def _joined(rows: Sequence[str]) -> str:
    return "\n".join(rows)
