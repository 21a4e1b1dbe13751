"""Cards drawn from a test's own words: the shipped theme, painted for real."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from postil import views
from postil.cards import studio
from postil.cards.studio import Studio
from postil.problems import Place
from postil.templating import environment
from postil.theme import load_theme
from tests.conftest import ROOT

PLACE = Place(file="content/lamp/article.yaml")
CARD = views.ShareCard(
    title="The lamp",
    site="Harbour Notes",
    icon="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
    annotates="Annotates Ann Rowe, “The lamp went out”, The Gazette, 3 May 2019",
    authors="Annotated by Bo Lind",
    counts=(views.Count(number="1,204", word="notes"), views.Count(number="1", word="source")),
    direction="ltr",
    anchor="start",
)


def opened(
    folder: Path, theme: Mapping[str, str] | None = None, own: Mapping[str, str] | None = None
) -> Studio:
    """The studio of the shipped theme with some files over it, and with tokens of site.yaml."""
    pytest.importorskip("resvg_py")
    from postil.cards.painter import painter

    paint = painter(folder)
    assert paint
    whole = {**load_theme(ROOT / "nowhere"), **(theme or {})}
    return studio.opened(whole, tuple((own or {}).items()), environment(whole), paint, PLACE)
