"""Jinja, set up once: everything escaped, a misspelt name an error with its file and line."""

import re
from collections.abc import Callable, Mapping, MutableMapping
from types import CodeType
from typing import Any

import jinja2
import markupsafe
from jinja2.runtime import Context
from jinja2.utils import missing

from postil.directions import isolated

TEMPLATES = "templates/"  # where a site keeps its own, as problems name it


class _Loader(jinja2.BaseLoader):
    """Templates out of a mapping, which tell their path to tracebacks."""

    def __init__(self, theme: Mapping[str, str]) -> None:
        self.theme = theme

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        if template not in self.theme:
            raise jinja2.TemplateNotFound(template)
        return self.theme[template], TEMPLATES + template, lambda: True


_SPECIAL = re.compile("[&<>'\"]")


def _escape(value: object) -> str:
    """Text as HTML. What is HTML already, or has none of its signs, stays the same thing.

    A page asks more than a thousand times; markupsafe makes a new value each time, in 3,000
    instructions.
    """
    if isinstance(value, markupsafe.Markup) or (type(value) is str and not _SPECIAL.search(value)):
        return value
    return markupsafe.escape(value)


class _Template(jinja2.Template):
    """A template that escapes so."""

    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's signature
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:
        """A template of its compiled code, whose functions ask the module for `escape`."""
        made = super().from_code(environment, code, globals, uptodate)
        made.root_render_func.__globals__["escape"] = _escape
        return made


class _Context(Context):
    """A page's names. In a loop, what is the same for all its turns is not copied for each."""

    def derived(self, locals: dict[str, Any] | None = None) -> Context:  # noqa: A002 - Jinja's name
        """The names in one turn of a loop. Nothing in it changes which blocks there are."""
        own = {name: value for name, value in (locals or {}).items() if value is not missing}
        context = type(self)(self.environment, {**self.get_all(), **own}, self.name, {})
        context.eval_ctx, context.blocks = self.eval_ctx, self.blocks
        return context


class Templates(jinja2.Environment):
    """Jinja's own environment, with our contexts."""

    context_class = _Context


def overrides(templates: jinja2.Environment) -> bool:
    """Whether a site's own templates stand in the place of shipped ones."""
    theme = templates.loader.theme if isinstance(templates.loader, _Loader) else {}
    return any(
        text != theme.get(f"default/{path}", text)
        for path, text in theme.items()
        if path.endswith(".html")
    )


def environment(
    theme: Mapping[str, str],
    compiled: jinja2.BytecodeCache | None = None,
    made: type[jinja2.Environment] = Templates,
) -> jinja2.Environment:
    """Jinja over a theme: everything escaped, whatever its name; a misspelt name is an error.

    `made` is the kind of environment: Jinja's own, or one that keeps what it printed.
    """
    templates = made(
        loader=_Loader(theme),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    templates.template_class = _Template
    templates.filters["isolated"] = isolated
    return templates
