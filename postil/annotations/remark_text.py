"""What a remark says → a note's front matter and Markdown, of which nothing is lost in silence."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from postil import markdown
from postil.annotations import html_markdown, plain_markdown
from postil.annotations.export import MOTIVATIONS
from postil.annotations.reading import PART, WRITE, Body, Remark
from postil.files.values import check_language, quoted
from postil.model import STANDINGS, Article, Selector
from postil.problems import Place, Problem, problem
from postil.record import record

KINDS = {motivation: kind for kind, motivation in MOTIVATIONS.items()}
_IMAGE = re.compile(r"!\[")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_CONTESTS = "questioning"
_MARK = re.compile(r"\[(?=[@^])|(?<=\])\{|(?<=\])\[(?=\^)")


@record
class Said:
    """A note's words: its Markdown, and its front matter but for the phrase, as YAML values."""

    text: str
    front: tuple[tuple[str, str], ...]


class _Desk:
    """What the parts of one remark share."""

    def __init__(self, article: Article, language: str) -> None:
        self.article, self.language = article, language
        self.sources = {source.id for source in article.sources}
        self.problems: list[Problem] = []

    def left_out(self, place: Place, message: str, hint: str = "") -> None:
        """Note what has no place in a note."""
        self.problems.append(problem(PART, place, message, hint or WRITE))


def said(
    remark: Remark, article: Article, addresses: Mapping[str, str], language: str
) -> tuple[Said, tuple[Problem, ...]]:
    """What a remark says; `addresses` are the article's sources by address.

    `language` is the article's own. An empty text means that the remark says nothing.
    """
    desk = _Desk(article, language)
    known = [body for body in remark.bodies if _is_source(body, addresses)]
    sources, contested = (
        tuple(
            dict.fromkeys(addresses[b.text] for b in known if (b.purpose == _CONTESTS) == against)
        )
        for against in (False, True)
    )
    parts = [_part(desk, body) for body in remark.bodies if not _is_source(body, addresses)]
    tags = [quoted(b.text) for b in remark.bodies if b.kind == "tag" and b.text not in STANDINGS]
    if tags:
        desk.left_out(remark.place, f"notes have no tags; left out: {', '.join(tags)}")
    front = tuple(_front(desk, remark, sources, contested))
    made = Said(text="\n\n".join(part for part in parts if part.strip()), front=front)
    return made, tuple(desk.problems)


def _is_source(body: Body, addresses: Mapping[str, str]) -> bool:
    return body.kind == "link" and body.text in addresses


# ---- The text ------------------------------------------------------------------------------


def _part(desk: _Desk, body: Body) -> str:
    """A body as Markdown in which nothing is a mark or a citation of somebody else's making."""
    if body.kind == "tag":
        return ""
    if body.kind == "link":
        return _link(desk, body)
    if body.kind == "plain":
        return plain_markdown.paragraphs(body.text)
    if body.kind == "markdown":
        return _foreign(desk, body)
    return _html(desk, body)


def _link(desk: _Desk, body: Body) -> str:
    if not html_markdown.linkable(body.text):
        shown = quoted(body.text)
        desk.left_out(body.place, f"an address that may not stand in a page is left out: {shown}")
        return ""
    words = body.text.split("://", 1)[-1].rstrip("/")
    return f"[{plain_markdown.escaped(words)}]({html_markdown.destination(body.text)})"


def _html(desk: _Desk, body: Body) -> str:
    """HTML with its formatting, or without it where marks would change the words."""

    def cited(_href: str, attributes: dict[str, str]) -> str:
        return _cited(desk, attributes)

    made = html_markdown.markdown(body.text, cited)
    bare = html_markdown.markdown(body.text, cited, formatted=False)
    shown = [markdown.read(text, body.place)[0].plain for text in (made, bare)]
    return (made if shown[0] == shown[1] else bare).replace("][@", "; @")


def _cited(desk: _Desk, attributes: dict[str, str]) -> str:
    """A link that Postil published for a citation, as the citation it was."""
    id_ = attributes.get("data-source", "")
    if id_ not in desk.sources:
        return ""
    locator = " ".join(re.sub(r"[\[\];@]", " ", attributes.get("data-locator", "")).split())
    return f"[@{id_}, {locator}]" if locator else f"[@{id_}]"


def _foreign(desk: _Desk, body: Body) -> str:
    """Markdown of another program, in which Postil's notation is text."""
    made = _MARK.sub(lambda match: f"\\{match[0]}", body.text.replace("\r\n", "\n").strip())
    doc, problems = markdown.read(made, body.place)
    if any(link.kind == "image" for link in doc.links):
        made = _IMAGE.sub("[", made)  # a picture of somebody else's would be fetched: link to it
        doc, problems = markdown.read(made, body.place)
    fit = all(link.kind == "link" and html_markdown.linkable(link.target) for link in doc.links)
    if fit and not (problems or doc.marks or doc.cites or doc.definitions):
        return made
    desk.left_out(body.place, "formatting that a note cannot keep is left out; its words stay")
    return plain_markdown.paragraphs(doc.plain)


# ---- Front matter --------------------------------------------------------------------------


def _front(
    desk: _Desk, remark: Remark, sources: Sequence[str], contested: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if remark.title:
        yield "title", yaml_text(remark.title)
    kind = KINDS.get(remark.motivation, "context")
    if kind != "context":
        yield "kind", kind
    by = _by(desk, remark)
    if standing := _standing(desk, remark, by, sources, contested):
        yield "standing", standing
    if by:
        yield "by", yaml_text(by)
    for key, ids in (("sources", sources), ("contested_by", contested)):
        if ids:
            yield key, f"[{', '.join(map(yaml_text, ids))}]"
    language = next((body.language for body in remark.bodies if body.language), "")
    if language and language != desk.language and check_language(language) is None:
        yield "language", language


def _by(desk: _Desk, remark: Remark) -> str:
    """Who states it: whoever the standing is by, else who made the remark, if not the authors."""
    tagged = next((b.creators for b in remark.bodies if b.kind == "tag" and b.creators), ())
    own = {name.text for name in desk.article.authors}
    return " and ".join(tagged or (name for name in remark.creators if name not in own))


def _standing(
    desk: _Desk, remark: Remark, by: str, sources: Sequence[str], contested: Sequence[str]
) -> str:
    """A tag that is a standing, where the note has what the standing needs."""
    tag = next((b for b in remark.bodies if b.kind == "tag" and b.text in STANDINGS), None)
    if tag is None:
        return ""
    needs = {"claimed": (by,), "official": (sources, by), "disputed": (sources, contested)}
    if all(needs.get(tag.text, (sources,))):
        return tag.text
    message = f"the standing {tag.text} is left out: the annotation lacks what it needs"
    desk.left_out(tag.place, message, "add it to the note, with who says so and the sources")
    return ""


def phrase(selector: Selector) -> tuple[tuple[str, str], ...]:
    """The front matter that names a phrase."""
    parts = {"exact": selector.exact, "prefix": selector.prefix, "suffix": selector.suffix}
    named = ", ".join(f"{key}: {yaml_text(value)}" for key, value in parts.items() if value)
    section = (("section", yaml_text(selector.section)),) if selector.section else ()
    return (("phrase", f"{{{named}}}"), *section)


def yaml_text(text: str) -> str:
    """A text as YAML reads it back, whatever it holds; in quotes, unless it is a simple word."""
    if _WORD.fullmatch(text):
        return text
    made = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in made)
