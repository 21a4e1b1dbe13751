"""A saved HTML page → Manuscript: its article, found by readability, without the page around it.

readability only chooses. What it left out is listed, and a paragraph that it changed is a problem.
"""

import logging
from collections.abc import Iterator, Sequence

from postil.importing.manuscript import Manuscript, words_of
from postil.importing.metadata import facts
from postil.importing.outline import blocks
from postil.importing.runs import Run, dropped, read_runs
from postil.problems import Place, Problem, problem
from postil.record import replace

_AROUND = frozenset({"standfirst", "byline", "caption"})


def read(page: str, file: str) -> Manuscript:
    """The article of a page. Raises ImportError where readability is not installed."""
    from readability import Document

    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)  # it prints tracebacks
    try:
        found = read_runs(Document(page).summary(html_partial=True))
    except Exception as error:  # noqa: BLE001 (a library's trouble with a broken file)
        return Manuscript(blocks=(), words=(), problems=(_unread(file, error),))
    article = [run for run in found if not run.aside]
    whole = read_runs(page)
    kept = _headed(article, whole)
    within, around = _left_out(kept, whole)
    return Manuscript(
        blocks=blocks(kept),
        unit="paragraph",
        marked_up=True,
        facts=facts(page),
        words=words_of(" ".join(run.text for run in kept)),
        left_out=within,
        around=around,
        remarks=dropped(kept),
        problems=tuple(_changed(kept, whole, file)),
    )


def _unread(file: str, error: Exception) -> Problem:
    message = f"no article can be found in this page: {type(error).__name__}"
    hint = "save its text as .txt and import that"
    return problem("article-empty", Place(file=file), message, hint)


def _headed(article: Sequence[Run], whole: Sequence[Run]) -> tuple[Run, ...]:
    """The article with the page's headline, and what stands between it and the text."""
    top = next((at for at, run in enumerate(whole) if run.level == 1), None)
    if top is None or not article or any(run.level == 1 for run in article):
        return tuple(article)
    texts = {run.text for run in article}
    end = next((at for at in range(top, len(whole)) if whole[at].text in texts), top)
    around = [run for run in whole[top + 1 : end] if run.kind in _AROUND]
    return (replace(whole[top], kind="headline", level=1), *around, *article)


def _left_out(kept: Sequence[Run], whole: Sequence[Run]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The page's other passages: those between the first and the last one kept, and the others."""
    told, texts = _squeezed(kept), {run.text for run in kept}
    known = [number for number, run in enumerate(whole) if run.text in texts]
    inside = range(known[0], known[-1]) if known else range(0)
    rest = [
        (number in inside, run.text)
        for number, run in enumerate(whole)
        if run.text not in texts and "".join(run.text.split()) not in told
    ]
    within = tuple(text for is_inside, text in rest if is_inside)
    return within, tuple(text for is_inside, text in rest if not is_inside)


def _changed(kept: Sequence[Run], whole: Sequence[Run], file: str) -> Iterator[Problem]:
    """Paragraphs that do not stand in the page as they were found: never seen, but looked for."""
    page, texts = _squeezed(whole), {run.text for run in whole}
    for number, run in enumerate(kept, start=1):
        if run.text not in texts and "".join(run.text.split()) not in page:
            message = f'paragraph {number} is not in the page as it was read: "{run.text[:60]}"'
            hint = "save the text of the article as .txt or .md and import that"
            yield problem("output", Place(file=file), message, hint)


def _squeezed(runs: Sequence[Run]) -> str:
    return "".join("".join(run.text.split()) for run in runs)
