"""Records as plain values that JSON can hold, and back: what a build keeps of an article."""

from collections.abc import Iterable, Mapping
from typing import Any

from postil.dates import Edtf, parse
from postil.doc import Link
from postil.edition import Edition, Proof
from postil.model import Allowance, Article, Card, Correction, Image, Lead, Name, Picture
from postil.page.neighbours import named
from postil.problems import Place, Problem
from postil.published.feeds import lead_of
from postil.record import replace


def problems_as(problems: Iterable[Problem]) -> list[list[Any]]:
    """Each problem as a list."""
    return [[*place_as(p.place), p.rule, p.message, p.hint, p.level] for p in problems]


def problems_of(values: Iterable[list[Any]]) -> tuple[Problem, ...]:
    """The problems again."""
    return tuple(
        Problem(place=place_of(v[:3]), rule=v[3], message=v[4], hint=v[5], level=v[6])
        for v in values
    )


def place_as(place: Place) -> list[Any]:
    """File, line, column."""
    return [place.file, place.line, place.column]


def place_of(values: Iterable[Any]) -> Place:
    """The place again."""
    file, line, column = values
    return Place(file=file, line=line, column=column)


def allowances_as(allowances: Iterable[Allowance]) -> list[list[Any]]:
    """Each allowance as a list."""
    return [[*place_as(a.place), a.rule, a.because, a.file, a.first, a.last] for a in allowances]


def allowances_of(values: Iterable[list[Any]]) -> tuple[Allowance, ...]:
    """The allowances again."""
    return tuple(
        Allowance(place=place_of(v[:3]), rule=v[3], because=v[4], file=v[5], first=v[6], last=v[7])
        for v in values
    )


def links_as(links: Iterable[Link]) -> list[list[Any]]:
    """Each link that an author wrote as a list."""
    return [[*place_as(one.place), one.kind, one.target, one.text] for one in links]


def links_of(values: Iterable[list[Any]]) -> tuple[Link, ...]:
    """The links again."""
    return tuple(Link(place=place_of(v[:3]), kind=v[3], target=v[4], text=v[5]) for v in values)


# ---- What other pages tell of an article ---------------------------------------------------


def head_as(edition: Edition) -> dict[str, Any]:
    """All that lists, feeds, sitemaps and the summary of a build tell of an edition."""
    one = edition.article
    return {
        "slug": one.slug,
        "place": place_as(one.place),
        "title": one.title,
        "standfirst": one.standfirst,
        "language": edition.language,
        "authors": [[name.text, name.family, name.given] for name in one.authors],
        "published": _text(one.published),
        "updated": _text(one.updated),
        "tags": list(one.tags),
        "aliases": list(one.aliases),
        "corrections": [_correction_as(found) for found in one.corrections],
        "proof": {**vars(edition.proof), "words": 0},  # else each edit would be told to all lists
        "pictures": bool(one.images),
        "large": large(one),
        "lead": [lead.path, lead.type, lead.size] if (lead := lead_of(one)) else [],
        "card": one.card is not None,
    }


def brief_as(edition: Edition) -> list[Any]:
    """What every build asks of every article; see `whole.Known`."""
    one = edition.article
    places, aliases = place_as(one.place), list(one.aliases)
    return [one.slug, places, aliases, bool(one.images), large(one), counts_of(edition)]


def counts_of(edition: Edition) -> list[int]:
    """What was proved of it, in the order of `PROOF`."""
    return [getattr(edition.proof, name) for name in PROOF]


PROOF = tuple(Proof.__annotations__)
_SMALL = 720  # pixels across that any screen may be sent


def large(article: Article) -> int:
    """How many pictures of an article are large photographs."""
    found = [image.picture for image in article.images]
    return sum(one.width > _SMALL and _is_photograph(one) for one in found)


def _is_photograph(picture: Picture) -> bool:
    """Whether copies could be made of it."""
    return not picture.moving and picture.copies[0].type != "image/svg+xml"


def edition_of(head: Mapping[str, Any]) -> Edition:
    """An edition that says what `head_as` told, and has nothing else."""
    return replace(
        named(head["slug"]),
        article=_article_of(head),
        language=head["language"],
        proof=Proof(**head["proof"]),
    )


def _article_of(head: Mapping[str, Any]) -> Article:
    place = place_of(head["place"])
    return Article(
        slug=head["slug"],
        place=place,
        title=head["title"],
        standfirst=head["standfirst"],
        authors=tuple(Name(text=t, family=f, given=g) for t, f, g in head["authors"]),
        published=_date(head["published"]),
        updated=_date(head["updated"]),
        tags=tuple(head["tags"]),
        aliases=tuple(head["aliases"]),
        corrections=tuple(_correction_of(found) for found in head["corrections"]),
        images=(Image(path="", picture=Picture(), place=place),) if head["pictures"] else (),
        lead=Lead(**dict(zip(Lead.__annotations__, head["lead"], strict=True)))
        if head["lead"]
        else None,
        card=Card(path="", alt="", place=place) if head["card"] else None,
        sections=(),
    )


def _correction_as(one: Correction) -> list[Any]:
    return [one.date.text, one.kind, one.text, one.was, one.now, one.notes, *place_as(one.place)]


def _correction_of(v: list[Any]) -> Correction:
    return Correction(
        date=parse(v[0]),
        kind=v[1],
        text=v[2],
        was=v[3],
        now=v[4],
        notes=tuple(v[5]),
        place=place_of(v[6:]),
    )


def _text(date: Edtf | None) -> str:
    return date.text if date else ""


def _date(text: str) -> Edtf | None:
    return parse(text) if text else None
