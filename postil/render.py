"""Publication + theme → OutFiles. No disk, no clock. `printing` knows what each file is made of.

An article's own files know of the others only what `neighbours` leaves of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import jinja2

from postil import assets
from postil.edition import Edition, Publication
from postil.memo import Memo, at_once
from postil.model import OutFile, Settings
from postil.page.neighbours import neighbours
from postil.printing.article_files import ARTICLE_FILES, article_file, pictures
from postil.printing.press import Made, Press, faces_of, own_tokens, pressed
from postil.printing.site_files import PAGES
from postil.problems import Problem, ordered, problem
from postil.progress import each
from postil.published import history, hosting, plain_article

if TYPE_CHECKING:
    from postil.cards.studio import Painter

_REST = tuple(name for name in Press.__annotations__ if name != "publication")


def render(
    publication: Publication,
    theme: Mapping[str, str],
    version: str,
    compiled: jinja2.BytecodeCache | None = None,
    memo: Memo = at_once,
    paint: "Painter | None" = None,
) -> Made:
    """All files of a site. `theme` maps path → text: "article.html", "css/parts/note.css" …

    The theme holds the shipped files with the site's own over them, and the shipped ones again
    under "default/", for templates that extend them. `compiled` keeps compiled templates. `paint`
    paints preview cards; without it there are none but those that authors bring.
    """
    press = pressed(publication, theme, version, compiled, memo, paint)
    narrow = _for_articles(press)
    made = [article_files(narrow, one) for one in each("printing", publication.editions)]
    made.append(site_files(press, theme))
    files = [file for found, _ in made for file in found]
    listing = plain_article.listing(publication)
    files += (hosting.headers(publication, files), history.record_of(publication))
    files.append(OutFile(path=plain_article.LIST, content=listing.encode()))
    problems = [problem for _, found in made for problem in found]
    return tuple(sorted(files, key=lambda file: file.path)), ordered(problems)


def article_files(press: Press, edition: Edition) -> Made:
    """All files of one article."""
    made = [press.memo(_made, files, press, edition) for files in ARTICLE_FILES]
    return _joined([*made, *([press.memo(_painted, press, edition)] if press.studio else ())])


def site_files(press: Press, theme: Mapping[str, str]) -> Made:
    """The files of no article but three that each text has a part in: see `render`."""
    settings = press.publication.settings
    refused = assets.tokens(own_tokens(settings.theme))[1]
    wrong = [_refused(press.publication, name) for name in refused]
    wrong += (*_token_problems(settings, theme), *press.memo(faces_of, theme)[1])
    wrong += press.studio.problems if press.studio else ()
    return _joined([*(_made(page, press) for page in PAGES), ((), tuple(wrong))])


def article_page(press: Press, edition: Edition) -> Made:
    """What `render` makes of one article's page and the pictures on it, and of nothing else."""
    narrow = _for_articles(press)
    return _joined(press.memo(_made, files, narrow, edition) for files in (article_file, pictures))


def _joined(made: Iterable[Made]) -> Made:
    files, problems = list[OutFile](), list[Problem]()
    for some, wrong in made:
        files += some
        problems += wrong
    return tuple(files), tuple(problems)


def _for_articles(press: Press) -> Press:
    """The press for one article's files: the same while only other articles' texts change."""
    around = press.memo(neighbours, press.publication, press.memo)
    return press.memo(_narrowed, around, *(getattr(press, name) for name in _REST))


def _narrowed(around: Publication, *rest: Any) -> Press:
    return Press(publication=around, **dict(zip(_REST, rest, strict=True)))


def _made(
    page: Callable[..., tuple[OutFile | Problem, ...]], press: Press, *edition: Edition
) -> Made:
    """A page's files, and what is wrong with them; or a template's mistake."""
    try:
        made = page(press, *edition)
    except Exception as error:
        found = _mistake(error)
        if found is None:
            raise
        return (), (found,)
    files = tuple(one for one in made if isinstance(one, OutFile))
    return files, tuple(one for one in made if isinstance(one, Problem))


def _painted(press: Press, edition: Edition) -> Made:
    """An article's card, painted, and what it had to leave out."""
    from postil.cards import preview

    try:
        return preview.painted(edition, press.publication, press.studio, press.icon, press.memo)
    except Exception as error:
        found = _mistake(error)
        if found is None:
            raise
        return (), (found,)


def _mistake(error: Exception) -> Problem | None:
    """What is wrong with a template, if that raised the error."""
    from postil.template_errors import template_problem

    return template_problem(error)


def _token_problems(settings: Settings, theme: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a site's own tokens; ours are tested."""
    own = any(
        text != theme.get(f"default/{path}", text)
        for path, text in theme.items()
        if path.startswith("css/")
    )
    if own or settings.theme:
        from postil.checks.contrast import token_problems

        yield from token_problems(settings, theme)


def _refused(publication: Publication, name: str) -> Problem:
    message = f"the theme’s {name} is not a plain CSS value"
    hint = "write a colour, a length or a list of fonts, without braces or semicolons"
    return problem("value-unknown", publication.settings.place, message, hint)
