"""Which problems stand: the levels that a site gives its rules, and what its authors silence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from postil.model import Allowance, Article, Event, Note, Section, Site, Source
from postil.problems import Level, Problem, ordered, problem
from postil.record import record, replace
from postil.rules import OFF
from postil.telling.follow_ups import without_follow_ups

_ABOUT_AGE = frozenset({"as-of-stale"})
_LEVELS: Mapping[str, Level] = {"error": "error", "warning": "warning", "info": "info"}


@record
class Silenced:
    """A problem that an allowance covers."""

    problem: Problem
    by: Allowance


@record
class Judged:
    """What stands, and what is silenced, both in order."""

    problems: tuple[Problem, ...]
    silenced: tuple[Silenced, ...]


def judge(problems: Iterable[Problem], site: Site, *, aged: bool = True) -> Judged:
    """All problems of a site's sources, judged; `aged`: whether rules about age were asked."""
    allowances = tuple(one for article in site.articles for one in allowed(article))
    return judged(problems, site.settings.rules, allowances, aged=aged)


def judged(
    problems: Iterable[Problem],
    rules: Mapping[str, str],
    allowances: Sequence[Allowance],
    *,
    aged: bool = True,
) -> Judged:
    """The same, by a site's rules and all the allowances of its articles.

    Allowances that do not fire are problems too, but only where no error stands: what an error
    keeps from being read may be what they are for.
    """
    found = levelled(without_follow_ups(problems), rules)
    if not allowances:
        return Judged(problems=found, silenced=())
    asked = tuple(one for one in allowances if aged or one.rule not in _ABOUT_AGE)
    left, silenced, unused = _parted(found, asked)
    if not any(one.level == "error" for one in left):
        left = ordered((*left, *levelled(unused, rules)))
    return Judged(problems=left, silenced=silenced)


def levelled(problems: Iterable[Problem], rules: Mapping[str, str]) -> tuple[Problem, ...]:
    """In order, each at the level that the site gives its rule; those that are off left out."""
    return ordered(
        replace(found, level=_LEVELS.get(rules.get(found.rule, ""), found.level))
        for found in problems
        if rules.get(found.rule, "off" if found.rule in OFF else "") != "off"
    )


def _parted(
    problems: Sequence[Problem], allowances: Sequence[Allowance]
) -> tuple[tuple[Problem, ...], tuple[Silenced, ...], tuple[Problem, ...]]:
    """What is left; what is silenced; what is silenced for nothing."""
    left, silenced, fired = list[Problem](), list[Silenced](), set[Allowance]()
    for found in problems:
        by = [one for one in allowances if _covers(one, found)]
        fired.update(by)
        if by:
            silenced.append(Silenced(problem=found, by=by[0]))
        else:
            left.append(found)
    unused = tuple(_unused(one) for one in allowances if one not in fired)
    return tuple(left), tuple(silenced), unused


def allowed(article: Article) -> Iterator[Allowance]:
    """Every allowance that an article's files hold."""
    yield from article.allow
    for thing in _things(article):
        yield from thing.allow


def _things(article: Article) -> Iterator[Section | Note | Event | Source]:
    yield from article.sections
    yield from article.notes
    yield from article.events
    yield from article.sources


def _covers(one: Allowance, found: Problem) -> bool:
    place = found.place
    if found.rule != one.rule:
        return False
    if one.file.endswith("/"):
        return place.file.startswith(one.file)
    return place.file == one.file and one.first <= place.line <= (one.last or place.line)


def _unused(one: Allowance) -> Problem:
    message = f"{one.rule} does not fire here, and need not be silenced"
    return problem("allow-unused", one.place, message, "take the allowance out")
