"""Values as YAML that Postil reads back as the same text."""

import json
import re

_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    made = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", made)


def line(key: str, value: str, unknown: str = "") -> str:
    """`key: "value"`; where there is none a comment that says what to fill in."""
    if value:
        return f"{key}: {quoted(value)}\n"
    return f"# fill in: {key}: {unknown}\n" if unknown else ""


def lines(key: str, values: tuple[str, ...], unknown: str) -> str:
    """A list on one line; where it is empty, a comment."""
    if values:
        return f"{key}: [{', '.join(map(quoted, values))}]\n"
    return f"# fill in: {key}: {unknown}\n"
