"""What a theme's author got wrong, told at its line in the template."""

import re
from collections.abc import Iterable
from types import TracebackType

import jinja2

from postil import views
from postil.problems import Place, Problem, closest, problem
from postil.templating import TEMPLATES
from postil.wordings.chosen import english

_UNKNOWN = re.compile(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'|'(\w+)' is undefined")


def template_problem(error: Exception) -> Problem | None:
    """The problem behind an error that a template made; None for a bug of ours."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = Place(file=error.filename or TEMPLATES + (error.name or ""), line=error.lineno)
        return problem("template", place, str(error.message))
    found = _template_line(error.__traceback__)
    if isinstance(error, jinja2.TemplateNotFound):
        place = found or Place(file=TEMPLATES + (error.name or ""))
        return problem("template", place, f"there is no template {error.name}")
    if found is None:
        return None
    message, hint = _unknown_name(error) or (str(error) or type(error).__name__, "")
    return problem("template", found, message, hint)


def _unknown_name(error: Exception) -> tuple[str, str] | None:
    """What an undefined name is, in plain words, and the nearest one that a template may use."""
    match = _UNKNOWN.search(str(error))
    if not match:
        return None
    what, name, lone = match.groups()
    if lone:
        return f"a template has nothing named {lone}", "docs/theme.md lists what it has"
    known = english() if what == "Words" else _fields(what)
    return f"a {what} has no {name}", closest(name, known) or "docs/theme.md lists what it has"


def _fields(view: str) -> Iterable[str]:
    return getattr(getattr(views, view, None), "__annotations__", ())


def _template_line(trace: TracebackType | None) -> Place | None:
    """The innermost place, if it is a template's: an error inside our own code is a bug."""
    found = None
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(TEMPLATES):
            found = Place(file=name, line=trace.tb_lineno)
        trace = trace.tb_next
    return found
