"""Jinja, set up once: everything escaped, a misspelt name an error with its file and line."""

from collections.abc import Callable, Mapping

import jinja2

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
    made: type[jinja2.Environment] = jinja2.Environment,
) -> jinja2.Environment:
    """Jinja over a theme: everything escaped, whatever its name; a misspelt name is an error.

    `made` is the kind of environment: Jinja's own, or one that keeps what it printed.
    """
    return made(
        loader=_Loader(theme),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
