"""A start imports what it needs and no more. Times are measured in benchmarks/start.py."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITE = Path(__file__).parent / "sites" / "about" / "in"

LIBRARIES = "import jinja2, markdown_it, yaml"
OWN = {"postil", "mdit_py_plugins"}  # the footnote rule of the latter is a single file
ARGUMENTS = {"argparse", "gettext", "locale"}
# What a build would pay for and not use: the preview's server, suggestions, BibTeX, pictures.
HEAVY = (
    "asyncio bibtexparser concurrent difflib email http livereload multiprocessing PIL pylatexenc"
    " rapidfuzz regex socket sqlite3 ssl subprocess tornado watchfiles xml"
)


def imported(code: str, *arguments: str) -> set[str]:
    """The modules of a new process after some code, less those of an empty one."""
    script = (
        "import sys; before = set(sys.modules)\n"
        f"try:\n    {code}\nexcept SystemExit: pass\n"
        "names = sorted(set(sys.modules) - before)\n"
        "import json; print('\\n' + json.dumps(names))"
    )
    command = [sys.executable, "-P", "-c", script, *arguments]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, check=True
    )
    return set(json.loads(done.stdout.decode().splitlines()[-1]))


def postil(*arguments: str) -> set[str]:
    return imported("from postil.cli import main; main(sys.argv[1:])", *arguments)


def public(modules: set[str]) -> set[str]:
    """Top-level modules; those that begin with _ are parts of others."""
    return {name for name in modules if "." not in name and not name.startswith("_")}


def test_a_build_imports_little_more_than_its_libraries(tmp_path: Path) -> None:
    shutil.copytree(SITE, tmp_path / "site")
    found = postil("build", "--site", str(tmp_path / "site"))
    assert (tmp_path / "site" / "public" / "index.html").is_file()
    extra = (
        public(found) - public(imported(LIBRARIES)) - OWN - ARGUMENTS - {"gc", "fcntl"}
    )  # both are built in
    assert extra == {"resvg_py"}, "it paints the cards of a site that has an address"
    assert found.isdisjoint(HEAVY.split())
    assert found.isdisjoint({"postil.files.bibtex"}), "no file of this site is BibTeX"
    words = {name for name in found if name.startswith("postil.wordings.")}
    assert words == {"postil.wordings.chosen", "postil.wordings.en"}, "the page's language alone"


def test_a_site_without_an_address_has_no_cards_to_pay_for(tmp_path: Path) -> None:
    shutil.copytree(SITE.parents[1] / "smallest" / "in", tmp_path / "site")
    found = postil("build", "--site", str(tmp_path / "site"))
    assert {name for name in found if "cards" in name or "resvg" in name} == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_the_program_itself_imports_next_to_nothing(arguments: Sequence[str]) -> None:
    found = postil(*arguments)
    basics = public(imported("import gc, importlib, re, typing"))
    assert public(found) - basics - {"postil"} == set()
    assert {name for name in found if name.startswith("postil")} <= {"postil", "postil.cli"}


def test_a_commands_help_imports_no_library() -> None:
    found = public(postil("build", "--help"))
    assert {"jinja2", "markdown_it", "yaml"}.isdisjoint(found)
