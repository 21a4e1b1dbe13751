"""Edition → ShareCard: what a preview card says, and the same in words for who cannot see it."""

from base64 import b64encode

from postil import views
from postil.desk import Desk, prepared
from postil.directions import direction
from postil.edition import Edition, Publication
from postil.memo import Memo, at_once
from postil.page import article_view

_LONGEST = 95  # characters of two lines, less the first word


def card(
    edition: Edition, publication: Publication, icon: str, memo: Memo = at_once
) -> views.ShareCard:
    """The card of an article; `icon` is the site's, as SVG."""
    d = prepared(edition, publication, memo)
    right_to_left = direction(edition.language) == "rtl"
    names = d.wording.listed([name.text for name in edition.article.authors])
    return views.ShareCard(
        title=edition.article.title,
        site=publication.settings.title,
        icon="data:image/svg+xml;base64," + b64encode(icon.encode()).decode(),
        annotates=_annotates(d),
        authors=f"{d.wording.say('annotated_by')} {names}" if names else "",
        counts=_counts(d),
        direction="rtl" if right_to_left else "ltr",
        anchor="end" if right_to_left else "start",
    )


def alternative(edition: Edition, publication: Publication, memo: Memo = at_once) -> str:
    """The card in words."""
    d = prepared(edition, publication, memo)
    counts = d.wording.say("comma").join(f"{count.number} {count.word}" for count in _counts(d))
    parts = (edition.article.title, _annotates(d), counts)
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def _annotates(d: Desk) -> str:
    """Whose text this is about: "Annotates Ann Rowe, “The lamp”, The Harbour Post, 2019".

    A title that would fill the card is left out where others tell whose it is.
    """
    text = article_view.annotated(d)
    if text is None:
        return ""
    around = [text.authors, text.publisher, text.date.words if text.date else ""]
    title = d.wording.quoted(text.title)
    comma = d.wording.say("comma")
    whole = comma.join(part for part in (text.authors, title, *around[1:]) if part)
    short = comma.join(part for part in around if part)
    brief = len(whole) > _LONGEST and (text.authors or text.publisher)
    return f"{d.wording.say('annotates')} {short if brief else whole}"


def _counts(d: Desk) -> tuple[views.Count, ...]:
    """The words are those of "36 notes" without the number, which stands by itself."""
    proof, w = d.edition.proof, d.wording
    told = (("note", proof.notes), ("event", proof.events), ("source", proof.sources))
    return tuple(
        views.Count(
            number=w.number(number),
            word=w.count(f"{what}_count", number).replace(str(number), "").strip(),
        )
        for what, number in told
        if number
    )
