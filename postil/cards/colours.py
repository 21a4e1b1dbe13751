"""A theme's colours as a drawing needs them: no variables, no functions of CSS, the light ones.

What tokens are made with is worked out: `var()`, `light-dark()`, `color-mix()` in srgb and oklab,
and oklch() and oklab(). All else that CSS has for colours the renderer either reads itself (names,
#hex, rgb(), hsl()) or the colour is unknown. Oklab: https://bottosson.github.io/posts/oklab/.
"""

import math
import re
from collections.abc import Mapping
from typing import Literal

from postil.cards.named import NAMED

_ROOT = re.compile(r":root\s*\{([^}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CALL = re.compile(r"([a-z-]+)\((.*)\)", re.DOTALL | re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?%?", re.IGNORECASE)
_SHARE = re.compile(r"^(.*?)\s+(\d+(?:\.\d+)?)%$")
_DEEPEST = 16
Rgb = tuple[float, float, float]


def tokens(css: str) -> Mapping[str, str]:
    """The tokens that a style sheet sets on `:root`, outside of any condition; the last ones."""
    found: dict[str, str] = {}
    for match in _ROOT.finditer(_COMMENT.sub("", css)):
        if css[: match.start()].count("{") != css[: match.start()].count("}"):
            continue  # inside @media
        for line in match[1].split(";"):
            name, colon, value = line.partition(":")
            if colon and name.strip().startswith("--"):
                found[name.strip()[2:]] = value.strip()
    return found


def theme_tokens(theme: Mapping[str, str]) -> Mapping[str, str]:
    """What a theme's style sheets set on :root, tokens.css first."""
    sheets = [path for path in sorted(theme) if path.startswith("css/") and path.endswith(".css")]
    sheets.sort(key=lambda path: path != "css/tokens.css")
    return {name: value for path in sheets for name, value in tokens(theme[path]).items()}


def in_scheme(value: str, scheme: Literal["light", "dark"]) -> str:
    """A value as it is in one scheme: each light-dark() is what it stands for there."""
    before, call, rest = value.partition("light-dark(")
    if not call:
        return value
    depth, end = 1, 0
    while end < len(rest) and depth:
        depth += (rest[end] == "(") - (rest[end] == ")")
        end += 1
    both = arguments(rest[: end - 1])
    chosen = both[-1] if scheme == "dark" else both[0]
    return before + in_scheme(chosen, scheme) + in_scheme(rest[end:], scheme)


def colour(name: str, known: Mapping[str, str]) -> str:
    """A token's colour: "#rrggbb" or a name; "" if it is none that can be worked out."""
    return _value(known.get(name, ""), known, 0)


def _value(text: str, known: Mapping[str, str], depth: int) -> str:
    text = text.strip()
    if depth > _DEEPEST:
        return ""
    call = _CALL.fullmatch(text)
    if not call:
        return text.lower() if _HEX.fullmatch(text) or text.isalpha() else ""
    name, inner = call[1].lower(), call[2]
    parts = arguments(inner)
    if name == "var":
        other = known.get(parts[0].removeprefix("--"), ", ".join(parts[1:]))
        return _value(other, known, depth + 1)
    if name == "light-dark":
        return _value(parts[0], known, depth + 1)
    if name == "color-mix":
        return _mixed(parts, known, depth + 1)
    parted = rgb(text)
    return _hex(parted) if parted else ""


def arguments(text: str) -> list[str]:
    """Split at the commas that stand in no bracket."""
    found, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            found.append("")
        else:
            found[-1] += character
    return [part.strip() for part in found]


def _mixed(parts: list[str], known: Mapping[str, str], depth: int) -> str:
    """color-mix(in oklab, A 80%, B): shares that are not told make up a hundred."""
    if len(parts) != 3 or parts[0] not in {"in oklab", "in srgb"}:
        return ""
    told = [_SHARE.match(part) for part in parts[1:]]
    shares = [float(match[2]) / 100 if match else None for match in told]
    first, second = shares
    if first is None:
        first = 0.5 if second is None else 1 - second
    second = 1 - first if second is None else second
    texts = [match[1] if match else part for match, part in zip(told, parts[1:], strict=True)]
    a, b = (rgb(_value(text, known, depth)) for text in texts)
    if a is None or b is None or not first + second:
        return ""
    share = first / (first + second)
    if parts[0] == "in srgb":
        return _hex(_between(a, b, share))
    return _hex(_from_oklab(_between(_to_oklab(a), _to_oklab(b), share)))


def _between(a: Rgb, b: Rgb, share: float) -> Rgb:
    x, y, z = (one * share + other * (1 - share) for one, other in zip(a, b, strict=True))
    return x, y, z


def rgb(text: str) -> Rgb | None:
    """A colour as three parts of one; what it lets through is left out. None if it is not read."""
    digits = NAMED.get(text.lower()) or (text[1:] if _HEX.fullmatch(text) else "")
    if digits:
        full = digits if len(digits) > 4 else "".join(2 * digit for digit in digits)
        red, green, blue = (int(full[n : n + 2], 16) / 255 for n in (0, 2, 4))
        return red, green, blue
    call = _CALL.fullmatch(text)
    numbers = _NUMBER.findall(call[2]) if call else []
    if not call or len(numbers) < 3:
        return None
    return _called(call[1].lower(), numbers)


def _called(name: str, numbers: list[str]) -> Rgb | None:
    first, second, third = (float(number.rstrip("%")) for number in numbers[:3])
    if name in {"rgb", "rgba"}:
        red, green, blue = (
            n / (100 if text.endswith("%") else 255)
            for n, text in zip((first, second, third), numbers, strict=False)
        )
        return red, green, blue
    if name in {"hsl", "hsla"}:
        return _from_hsl(first, second / 100, third / 100)
    if name not in {"oklab", "oklch"}:
        return None
    light = first / 100 if numbers[0].endswith("%") else first
    a, b = (
        n / 250 if t.endswith("%") else n
        for n, t in zip((second, third), numbers[1:], strict=False)
    )
    if name == "oklch":
        a, b = (a * math.cos(math.radians(third)), a * math.sin(math.radians(third)))
    return _from_oklab((light, a, b))


def _from_hsl(hue: float, saturation: float, light: float) -> Rgb:
    def part(n: int) -> float:
        k = (n + hue / 30) % 12
        return light - saturation * min(light, 1 - light) * max(-1.0, min(k - 3, 9 - k, 1.0))

    return part(0), part(8), part(4)


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in rgb)


def _to_oklab(rgb: Rgb) -> Rgb:
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in rgb)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    mid = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


def _from_oklab(lab: Rgb) -> Rgb:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short,
    )
    red, green, blue = (
        12.92 * p if p <= 0.0031308 else 1.055 * max(p, 0.0) ** (1 / 2.4) - 0.055 for p in linear
    )
    return red, green, blue
