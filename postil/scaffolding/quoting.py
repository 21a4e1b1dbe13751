"""Words that an author quotes → the shortest quote selector that names exactly their place."""

from collections.abc import Sequence

from postil.anchor import Page, find, hits
from postil.edition import Anchor, Anchors
from postil.misses import passage
from postil.model import Article, Selector
from postil.problems import Place, PostilError, problem
from postil.record import replace


def selector(
    article: Article, asked: Selector, number: int | None = None, language: str = "en"
) -> tuple[Selector, Anchor]:
    """The phrase to write for words as asked for, and where they stand.

    `number`, from 1, chooses where the words stand in several places. Raises PostilError where
    they stand nowhere, or it is not said in which place.
    """
    from postil.reanchoring.acceptance import selector as shortest
    from postil.reanchoring.candidates import Candidate
    from postil.reanchoring.outcomes import survey_of

    survey = survey_of(replace(article, lock=None), Anchors(notes={}, events={}), language)
    here = _chosen(asked, survey.pages, number)
    part = next(one for one in survey.ground.parts if one.section.id == here.section)
    place = Candidate(part=part, start=here.start, end=here.end)
    bare = replace(asked, prefix="", suffix="", exact=here.words)
    try:
        return shortest(survey, place, bare), here
    except ValueError as error:
        message = f"{error}, with [words][^id]"
        raise PostilError([problem("anchor-ambiguous", asked.place, message)]) from None


def _chosen(asked: Selector, pages: Sequence[Page], number: int | None) -> Anchor:
    found, problems = find(asked, pages)
    if found and number in (None, 1):
        return found
    several = hits(asked, pages)
    if len(several) < 1:
        raise PostilError(problems)
    if number and 0 < number <= len(several):
        return several[number - 1]
    sections = {page.section.id: page.section for page in pages}
    lines = [f"{n}: {passage(sections[a.section], a)}" for n, a in enumerate(several[:9], 1)]
    lines += [f"and {len(several) - 9} more"] if len(several) > 9 else []
    if len(several) > 1:
        lines.append("say which with --nth N, or with --before, --after or --section")
    places = "one place" if len(several) == 1 else f"{len(several)} places"
    only = f"there is no place {number}: " if number else ""
    message = f'{only}these words stand in {places}: "{asked.exact}"'
    raise PostilError([problem("anchor-ambiguous", asked.place, message, "\n".join(lines))])


def asked(words: str, before: str, after: str, section: str, place: Place) -> Selector:
    """The selector of what an author typed."""
    return Selector(exact=words, prefix=before, suffix=after, section=section, place=place)
