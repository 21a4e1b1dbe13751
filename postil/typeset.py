"""Inline tokens → HTML with phrases marked.

Phrases overlap, nest, coincide, and cross emphasis and links; HTML nests. So the paragraph is cut
into runs at every boundary, every element becomes a wrapper over a range of runs, and wrappers are
opened and closed run by run. A phrase is one `<a>` around its words where HTML allows that; else
its words are `<span>`s and the link is the number after them.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Literal

from markdown_it.token import Token

from postil.doc import Piece
from postil.model import NOTHING
from postil.record import record, replace
from postil.urls import allowed

_FORMATS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}


@record
class Span:
    """A phrase to mark: [start, end) in the plain text; start == end marks a point.

    `id` and `href` are those of the link, `number` is printed after a note's phrase ("" for an
    event's), `label` names the number where it stands alone. `order` tells a note's phrase from the
    others of its section (from 1; 0: an event's).
    """

    start: int
    end: int
    kind: Literal["note", "event"]
    id: str
    href: str
    number: str
    label: str
    standing: str = ""
    order: int = 0


@record
class _Run:
    """A piece of finished HTML with no element across its border; `end == start`: takes no room."""

    start: int
    end: int
    html: str
    blocks_links: bool = False


@record
class _Wrapper:
    """An element around the runs [first, last). `whole` ones are never cut in two."""

    first: int
    last: int
    open: str
    reopen: str
    close: str
    whole: bool = False


@record
class Media:
    """A picture of the article, as HTML: its `<source>`s, an `<img>`'s attributes, who made it."""

    sources: str
    attributes: str
    credit: str


@record
class Look:
    """What one paragraph's HTML needs besides its tokens: all of it touches this paragraph.

    `cites` is the HTML of its citations in order; `quotations` spans quoted words with their marks;
    `links` and `pictures` are by what the author wrote as an address.
    """

    spans: Sequence[Span] = ()
    cites: Sequence[str] = ()
    quotations: Sequence[tuple[int, int]] = ()
    links: Mapping[str, str] = NOTHING
    pictures: Mapping[str, Media] = NOTHING


def typeset(children: Sequence[Token], pieces: Mapping[int, Piece], look: Look, low: int) -> str:
    """HTML of a paragraph's children; `pieces` are theirs, by number; its text starts at `low`."""
    extent = (low, max((piece.end for piece in pieces.values()), default=low))
    edges = {edge for span in look.spans for edge in (span.start, span.end)}
    edges.update(edge for quotation in look.quotations for edge in quotation)
    runs, formats = _runs(children, pieces, sorted(edges), look, low)
    plain_links = [wrapper for wrapper in formats if wrapper.whole]
    chosen = _whole_links(look.spans, runs, plain_links, extent)
    phrases, alone = _phrases(look.spans, runs, chosen, extent)
    quoted = [_around(runs, a, b, '<q class="quotation">', "</q>") for a, b in look.quotations]
    wrappers = _uncrossed([*quoted, *formats, *phrases])
    return _emit(runs, wrappers, _deferred(alone, [w for w in wrappers if w.whole]))


# ---- Runs ----------------------------------------------------------------------------------


def _runs(
    children: Sequence[Token],
    pieces: Mapping[int, Piece],
    edges: Sequence[int],
    look: Look,
    low: int,
) -> tuple[list[_Run], list[_Wrapper]]:
    """The paragraph's runs, and the wrappers that its own markup asks for."""
    runs: list[_Run] = []
    formats: list[_Wrapper] = []
    opened: list[tuple[int, Token]] = []
    offset, cites = low, iter(look.cites)
    for number, child in enumerate(children):
        if number in pieces:
            runs += _leaf_runs(child, pieces[number], edges)
            offset = pieces[number].end
        elif child.type == "image":
            runs.append(_Run(start=offset, end=offset, html=_image(child, look)))
        elif child.type == "cite":
            html = next(cites, escape(child.content))
            runs.append(_Run(start=offset, end=offset, html=html, blocks_links=True))
        elif child.nesting == 1:
            opened.append((len(runs), child))
        elif child.nesting == -1 and opened:
            first, token = opened.pop()
            if token.type == "link_open" and first == len(runs):
                runs.append(_Run(start=offset, end=offset, html=""))
            formats += _format(first, len(runs), token, look)
    return runs, formats


def _leaf_runs(child: Token, piece: Piece, edges: Sequence[int]) -> list[_Run]:
    if child.type == "softbreak":
        return [_Run(start=piece.start, end=piece.end, html=" ")]  # where a line ended is no news
    if child.type == "hardbreak":
        return [_Run(start=piece.start, end=piece.end, html="<br />\n")]
    cuts = [piece.start, *(e for e in edges if piece.start < e < piece.end), piece.end]
    before, after = ("<code>", "</code>") if child.type == "code_inline" else ("", "")
    return [
        _Run(
            start=a,
            end=b,
            html=before + _text(child.content[a - piece.start : b - piece.start]) + after,
        )
        for a, b in pairwise(cuts)
    ]


def _text(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")


def _format(first: int, last: int, token: Token, look: Look) -> list[_Wrapper]:
    """The wrapper of an emphasis, a link or `{lang=…}`; of a mark none: phrases come as spans."""
    if token.type in _FORMATS:
        tag = _FORMATS[token.type]
        return [
            _Wrapper(first=first, last=last, open=f"<{tag}>", reopen=f"<{tag}>", close=f"</{tag}>")
        ]
    if token.type == "link_open":
        start = link_start(token, look)
        return [
            _Wrapper(first=first, last=last, open=start, reopen=start, close="</a>", whole=True)
        ]
    if token.type == "mark_open" and token.meta["kind"] == "lang":
        start = f'<span lang="{escape(token.meta["id"])}" dir="auto">'
        return [_Wrapper(first=first, last=last, open=start, reopen=start, close="</span>")]
    return []


def link_start(token: Token, look: Look) -> str:
    """`<a …>`; an address that may not stand in a page is left out (`textmap` reports it)."""
    url = str(token.attrs.get("href", ""))
    href = f' href="{escape(look.links.get(url, url))}"' if allowed(url) else ""
    return f"<a{href}{_attribute('title', token.attrs.get('title'))}>"


def _image(token: Token, look: Look) -> str:
    """A picture among words: who made it stands beside it."""
    media = look.pictures.get(str(token.attrs.get("src", "")))
    title = _attribute("title", token.attrs.get("title"))
    return picture(token, look, title) + (f" {media.credit}" if media and media.credit else "")


def picture(token: Token, look: Look, more: str = "") -> str:
    """`<img>`, or `<picture>` where there are several forms; `more` are further attributes."""
    url = str(token.attrs.get("src", ""))
    media = look.pictures.get(url)
    alt = escape(token.content if token.children is None else _alt(token.children))
    if media is None:
        src = escape(look.links.get(url, url)) if allowed(url) else ""
        return f'<img src="{src}" alt="{alt}"{more} />'
    img = f'<img{media.attributes} alt="{alt}"{more} />'
    return f"<picture>{media.sources}{img}</picture>" if media.sources else img


def _alt(children: Sequence[Token]) -> str:
    words = []
    for child in children:
        if child.type == "softbreak":
            words.append("\n")
        elif child.type == "image":
            words.append(_alt(child.children or []))
        else:
            words.append(child.content if child.nesting == 0 else "")
    return "".join(words)


def _attribute(name: str, value: object) -> str:
    return "" if value in (None, "") else f' {name}="{escape(str(value))}"'


# ---- Phrases -------------------------------------------------------------------------------


def _inside(runs: Sequence[_Run], start: int, end: int) -> tuple[int, int]:
    """Range of the runs in [start, end); what takes no room counts only strictly inside."""
    first = bisect_left(runs, start, key=_start)
    while first < len(runs) and runs[first].end == start:
        first += 1
    return first, max(first, bisect_left(runs, end, key=_start))


def _start(run: _Run) -> int:
    return run.start


def _around(runs: Sequence[_Run], start: int, end: int, before: str, after: str) -> _Wrapper:
    first, last = _inside(runs, start, end)
    return _Wrapper(first=first, last=last, open=before, reopen=before, close=after)


def _whole_links(
    spans: Sequence[Span],
    runs: Sequence[_Run],
    links: Sequence[_Wrapper],
    extent: tuple[int, int],
) -> frozenset[Span]:
    """The spans that can be one link: shortest first, none inside, across or around another."""
    taken = bytearray(run.blocks_links for run in runs)
    for link in links:
        taken[link.first : link.last] = b"\1" * (link.last - link.first)
    chosen = []
    for span in sorted(spans, key=lambda s: (s.end - s.start, s.start, s.kind != "note")):
        if span.start == span.end or span.start < extent[0] or span.end > extent[1]:
            continue
        first, last = _inside(runs, span.start, span.end)
        if first < last and not any(taken[first:last]):
            taken[first:last] = b"\1" * (last - first)
            chosen.append(span)
    return frozenset(chosen)


def _phrases(
    spans: Sequence[Span],
    runs: Sequence[_Run],
    chosen: frozenset[Span],
    extent: tuple[int, int],
) -> tuple[list[_Wrapper], list[tuple[int, str]]]:
    """Wrappers of the phrases, and the links that stand alone: (run they follow, HTML)."""
    wrappers, alone = [], []
    for span in spans:
        first, last = _inside(runs, max(span.start, extent[0]), min(span.end, extent[1]))
        if span in chosen:
            wrappers.append(_link_wrapper(span, first, last))
            continue
        here = span.start >= extent[0]
        if span.start == span.end:
            alone.append((_run_before(runs, span.start), _alone(span, with_id=True)))
            continue
        wrappers.append(_span_wrapper(span, first, last, with_id=here))
        if span.end <= extent[1]:
            alone.append((last - 1, _alone(span, with_id=False)))
    return wrappers, alone


def _run_before(runs: Sequence[_Run], offset: int) -> int:
    """The run whose text ends at or before `offset`, or -1; what takes no room comes after it."""
    number = bisect_left(runs, offset, key=_start) - 1
    while number >= 0 and runs[number].end == runs[number].start:
        number -= 1
    return number


def _data(span: Span) -> str:
    return _attribute("data-standing", span.standing)


def _id(span: Span) -> str:
    """Its id, and what ties it to its note's place: templates/parts/note.html has the same."""
    return _attribute("data-n", span.order or "") + _attribute("id", span.id)


def _role(span: Span) -> str:
    return ' role="doc-noteref"' if span.kind == "note" else ""


def _link_wrapper(span: Span, first: int, last: int) -> _Wrapper:
    number = f'<sup class="number">{escape(span.number)}</sup>' if span.number else ""
    start = (
        f'<a class="phrase {span.kind}"{_role(span)}{_data(span)}'
        f'{_id(span)} href="{escape(span.href)}">'
    )
    return _Wrapper(
        first=first, last=last, open=start, reopen=start, close=f"{number}</a>", whole=True
    )


def _span_wrapper(span: Span, first: int, last: int, *, with_id: bool) -> _Wrapper:
    again = f'<span class="phrase {span.kind}"{_data(span)}>'
    start = again.replace(" ", f"{_id(span)} ", 1) if with_id else again
    return _Wrapper(first=first, last=last, open=start, reopen=again, close="</span>")


def _alone(span: Span, *, with_id: bool) -> str:
    id_ = _id(span) if with_id else ""
    return (
        f'<a class="numeral {span.kind}"{_role(span)}{id_} href="{escape(span.href)}"'
        f' aria-label="{escape(span.label)}">{escape(span.number or "◦")}</a>'
    )


# ---- Nesting -------------------------------------------------------------------------------


def _uncrossed(wrappers: Sequence[_Wrapper]) -> list[_Wrapper]:
    """The same wrappers, those that cross a whole one cut at its borders; outer ones first."""
    result = []
    whole = [w for w in wrappers if w.whole and w.first < w.last]
    for wrapper in wrappers:
        result += [wrapper] if wrapper.whole else _cut(wrapper, whole)
    return sorted(
        (w for w in result if w.first < w.last), key=lambda w: (w.first, -w.last, not w.whole)
    )


def _cut(wrapper: _Wrapper, whole: Sequence[_Wrapper]) -> list[_Wrapper]:
    edges = {wrapper.first, wrapper.last}
    for other in whole:
        overlaps = other.first < wrapper.last and wrapper.first < other.last
        holds = wrapper.first <= other.first and other.last <= wrapper.last
        if overlaps and not holds:
            edges.update(e for e in (other.first, other.last) if wrapper.first < e < wrapper.last)
    cuts = sorted(edges)
    return [
        replace(wrapper, first=a, last=b, open=wrapper.open if a == cuts[0] else wrapper.reopen)
        for a, b in pairwise(cuts)
    ]


def _deferred(
    alone: Sequence[tuple[int, str]], whole: Sequence[_Wrapper]
) -> Mapping[int, tuple[str, ...]]:
    """Links that stand alone by the run they follow, moved out of any link they would stand in."""
    placed: dict[int, tuple[str, ...]] = {}
    for run, html in alone:
        ends = [w.last - 1 for w in whole if w.first <= run < w.last - 1]
        after = max(ends, default=run)
        placed[after] = (*placed.get(after, ()), html)
    return placed


def _emit(
    runs: Sequence[_Run], wrappers: Sequence[_Wrapper], alone: Mapping[int, tuple[str, ...]]
) -> str:
    """One sweep over the runs; wrappers come outer first, so a stack and a queue suffice."""
    out = list(alone.get(-1, ()))
    stack: list[_Wrapper] = []
    waiting = list(reversed(wrappers))
    for number, run in enumerate(runs):
        _close(out, stack, number)
        while waiting and waiting[-1].first <= number:
            stack.append(waiting.pop())
            out.append(stack[-1].open)
        out.append(run.html)
        if number in alone:
            _close(out, stack, number + 1)
            out += alone[number]
    _close(out, stack, len(runs))
    return "".join(out)


def _close(out: list[str], stack: list[_Wrapper], number: int) -> None:
    """Close what ends before run `number`; what stood inside it and goes on is opened again."""
    ended = [depth for depth, wrapper in enumerate(stack) if wrapper.last <= number]
    if not ended:
        return
    cut = stack[ended[0] :]
    out += [wrapper.close for wrapper in reversed(cut)]
    kept = [wrapper for wrapper in cut if wrapper.last > number]
    out += [wrapper.reopen for wrapper in kept]
    stack[ended[0] :] = kept
