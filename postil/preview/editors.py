"""Addresses that open an editor at a line; POSTIL_EDITOR names the editor, or it is guessed."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from postil.problems import Place

_CODE = "{scheme}://file/{{file}}:{{line}}:{{column}}"
_URL = "{scheme}://open?url=file:///{{file}}&line={{line}}&column={{column}}"
_FILE = "{scheme}://open?file=/{{file}}&line={{line}}&column={{column}}"
EDITORS: Mapping[str, str] = {
    **{name: _CODE.format(scheme=name) for name in ("vscode", "vscode-insiders", "vscodium")},
    **{name: _CODE.format(scheme=name) for name in ("cursor", "windsurf", "zed")},
    **{name: _URL.format(scheme=name) for name in ("subl", "txmt", "mvim", "emacs")},
    **{name: _FILE.format(scheme=name) for name in ("idea", "pycharm", "webstorm")},
}
NAMES: Mapping[str, str] = {
    "code": "vscode",
    "code-insiders": "vscode-insiders",
    "codium": "vscodium",
    "sublime_text": "subl",
    "sublime": "subl",
    "mate": "txmt",
    "textmate": "txmt",
    "macvim": "mvim",
    "emacsclient": "emacs",
}
NONE = "none"
_TEMPLATE = re.compile(
    r"(?!javascript|data|vbscript)[a-z][a-z0-9+.-]*:/\S*\{file\}\S*", re.IGNORECASE
)


def template(environment: Mapping[str, str]) -> str:
    """The form of an editor's addresses; "" for none. Raises ValueError at one nobody knows.

    POSTIL_EDITOR is a name (`vscode`), a form (`x://open?file={file}&line={line}`), or `none`;
    without it VISUAL, EDITOR and TERM_PROGRAM are tried, and then vscode.
    """
    asked = environment.get("POSTIL_EDITOR", "").strip()
    if asked == NONE:
        return ""
    if asked:
        found = _known(asked) or (asked if _TEMPLATE.fullmatch(asked) else "")
        if not found:
            names = ", ".join(EDITORS)
            raise ValueError(
                f"POSTIL_EDITOR is {asked}: it can be {names}, none, or a form such as "
                "vscode://file/{file}:{line}:{column}"
            )
        return found
    guesses = (environment.get(name, "") for name in ("VISUAL", "EDITOR", "TERM_PROGRAM"))
    return next(filter(None, map(_known, guesses)), EDITORS["vscode"])


def _known(command: str) -> str:
    """The form for an editor's name or command: "/usr/bin/code --wait" → vscode's."""
    words = command.split()
    name = PurePosixPath(words[0]).name.lower() if words else ""
    return EDITORS.get(NAMES.get(name, name), "")


def address(form: str, root: str, place: Place) -> str:
    """Where a place opens; `root` is the site's folder, absolute, with /. "" without a form."""
    if not form:
        return ""
    file = quote(f"{root.rstrip('/')}/{place.file}".lstrip("/"), safe="/:")
    return (
        form.replace("{file}", file)
        .replace("{line}", str(place.line))
        .replace("{column}", str(place.column))
    )
