"""CSS joined in layer order and made small; files named by their content.

The path of a CSS file tells its layer: `css/reset.css` is of layer reset, `css/parts/note.css` of
layer parts. Making small is conservative: comments and needless white space, nothing else.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from pathlib import PurePosixPath

LAYERS = ("reset", "tokens", "base", "layout", "parts", "overrides")

_STRING = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*.*?\*/)""", re.DOTALL)
_VALUE = re.compile(r"[\w#%.,()/ \"'+*-]+")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


def stylesheet(files: Mapping[str, str]) -> str:
    """All of a theme's CSS, by path ("css/parts/note.css"), as one small text with its layers."""
    by_layer: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for path in sorted(path for path in files if path.endswith(".css")):
        by_layer.setdefault(layer_of(path), []).append(files[path])
    small = {layer: minified("\n".join(by_layer[layer])) for layer in LAYERS}
    parts = [f"@layer {layer}{{{css}}}" for layer, css in small.items() if css]
    return f"@layer {','.join(LAYERS)};{''.join(parts)}"


def layer_of(path: str) -> str:
    """The layer of a CSS file by its path, "" for what is no part of the page's style."""
    pure = PurePosixPath(path)
    if pure.suffix != ".css" or not pure.parts or pure.parts[0] != "css" or len(pure.parts) < 2:
        return ""
    name = pure.stem if len(pure.parts) == 2 else pure.parts[1]
    return name if name in LAYERS else ""


def minified(css: str) -> str:
    """The same CSS without comments and needless white space; strings stay as they are."""
    runs = [""]
    for number, piece in enumerate(_STRING.split(css)):
        if number % 2 and not piece.startswith("/*"):
            runs += (piece, "")
        else:
            runs[-1] += " " if number % 2 else piece
    return "".join(run if n % 2 else _tight(run) for n, run in enumerate(runs)).strip()


def _tight(css: str) -> str:
    """A space goes beside `{};,>` and after a colon; in `a :hover` and `>=` it stays."""
    space = css[:1].isspace() * " ", css[-1:].isspace() * " "
    css = " ".join(css.split()).join(space) if css.strip() else space[0]
    for sign in "{};,":
        css = css.replace(f" {sign}", sign).replace(f"{sign} ", sign)
    return css.replace(": ", ":").replace(";}", "}").replace(" > ", ">")


def tokens(theme: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """CSS that sets a site's own tokens (`accent: "#046"`), and the names of those refused.

    A value may hold no braces, semicolons, backslashes or `url(`: it cannot leave its declaration.
    """
    good = {name: value for name, value in theme.items() if _is_token(name, value)}
    refused = tuple(name for name in theme if name not in good)
    rules = ";".join(f"--{name}:{value}" for name, value in sorted(good.items()))
    return (f"@layer overrides{{:root{{{rules}}}}}" if rules else ""), refused


def _is_token(name: str, value: str) -> bool:
    return bool(_NAME.fullmatch(name) and _VALUE.fullmatch(value)) and "url(" not in value.lower()


def digest(text: str) -> str:
    """The CSP source of an inline text: "sha256-…"."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def named_by_hash(path: str, content: bytes) -> str:
    """images/map.png → images/map.1f3870be.png: a name that changes with the content."""
    pure = PurePosixPath(path)
    return str(
        pure.with_name(f"{pure.stem}.{hashlib.sha256(content).hexdigest()[:8]}{pure.suffix}")
    )
