"""Which paragraphs are pictures: one with its caption, or several side by side.

    ![The tower](images/tower.jpg "A caption in the title")

    ![The tower](images/tower.jpg)
    A caption, with *emphasis*, [links](…), notes and sources.

A picture at the start of a paragraph, alone on its line, is a figure, and the lines after it are
its caption. A picture among words stays among them. Several alone are a row of figures.
"""

from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from postil.typeset import Quotations, typeset
from postil.typesetting.elements import link_start, picture
from postil.typesetting.look import Figure, Look, Span

_AFTER = frozenset({"note_point", "cite"})  # what may follow a picture on its line
_BREAKS = frozenset({"softbreak", "hardbreak"})


def tag_of(children: Sequence[Token]) -> tuple[str, str]:
    """Element and class of a paragraph that is a figure or several; empty texts for any other."""
    if children and children[0].type == "text" and children[0].content.strip():
        return "", ""
    if len(_row(children)) > 1:
        return "div", "pictures"
    return ("figure", "picture") if _lead(children) else ("", "")


def inside(
    children: Sequence[Token], look: Look, low: int, spans: Sequence[Span], quotations: Quotations
) -> str:
    """What stands in that element; as `typeset`."""
    row = _row(children)
    if len(row) > 1:
        figures = (_figure(children[first:last], look, low, (), ()) for first, last in row)
        return "".join(f'<figure class="picture">{figure}</figure>' for figure in figures)
    return _figure(children, look, low, spans, quotations)


def _figure(
    children: Sequence[Token], look: Look, low: int, spans: Sequence[Span], quotations: Quotations
) -> str:
    """A picture, and its caption where there is anything to say."""
    lead = _lead(children)
    image = next(child for child in children[:lead] if child.type == "image")
    media = look.pictures.get(str(image.attrs.get("src", "")))
    shown = picture(image, look)
    if lead > 1:
        shown = f"{link_start(children[0], look)}{shown}</a>"
    words = typeset(children[lead:], look, low, spans, quotations).strip()
    title = escape(str(image.attrs.get("title") or ""), quote=False)
    credit = media.credit if media else ""
    caption = " ".join(part for part in (title, words) if part)
    return (look.figure or framed)(Figure(picture=shown, caption=caption, credit=credit))


def framed(figure: Figure) -> str:
    """What parts/figure.html makes of it: most sites have no other, and need not ask a template."""
    caption = " ".join(part for part in (figure.caption, figure.credit) if part)
    return figure.picture + (f"<figcaption>{caption}</figcaption>" if caption else "")


def _lead(children: Sequence[Token]) -> int:
    """How many children the picture takes that a paragraph begins with; 0 if it is no figure."""
    lead = _picture(children, 0)
    after = lead
    while after < len(children) and _is_beside(children[after]):
        after += 1
    return lead if after == len(children) or children[after].type in _BREAKS else 0


def _is_beside(child: Token) -> bool:
    return child.type in _AFTER or (child.type == "text" and not child.content.strip())


def _picture(children: Sequence[Token], at: int) -> int:
    """How many children a picture takes here, in a link or not; 0 if there is none."""
    kinds = [child.type for child in children[at : at + 3]]
    if kinds[:1] == ["image"]:
        return 1
    return 3 if kinds == ["link_open", "image", "link_close"] else 0


def _row(children: Sequence[Token]) -> Sequence[tuple[int, int]]:
    """Where each picture stands, if there is nothing else in the paragraph."""
    found, at = list[tuple[int, int]](), 0
    while at < len(children):
        if taken := _picture(children, at):
            found.append((at, at + taken))
            at += taken
        elif children[at].type in _BREAKS or not children[at].content.strip():
            at += 1
        else:
            return ()
    return found
