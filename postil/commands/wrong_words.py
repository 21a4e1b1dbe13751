"""What argparse says of a wrong call, in plain words and with the nearest right one."""

import re
from collections.abc import Iterable

from postil.problems import closest

_CHOICE = re.compile(r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.*)\)", re.DOTALL)
_NUMBER = re.compile(r"argument (\S+): invalid int value: '(.*)'", re.DOTALL)


def plain(message: str, options: Iterable[str]) -> str:
    """Argparse's message about a call; `options` are the command's own."""
    if match := _CHOICE.fullmatch(message):
        known = [word.strip().strip("'") for word in match[3].split(",")]
        return f"{match[1]}: there is no {match[2]}; {_nearest(match[2], known)}"
    if match := _NUMBER.fullmatch(message):
        return f"{match[1]}: {match[2]} is no whole number"
    start, _, rest = message.partition(": ")
    if start == "unrecognized arguments":
        return _odd(rest.split(), options)
    if start == "the following arguments are required":
        return f"say also {rest}"
    return message.removeprefix("argument ")


def _odd(words: list[str], options: Iterable[str]) -> str:
    odd = next((word for word in words if word.startswith("-")), "")
    if not odd:
        return f"what is {words[0]}? It is one word too many" if words else "a word too many"
    name = odd.partition("=")[0]
    hint = closest(name, [one for one in options if one.startswith("--")])
    return f"there is no option {name}{f'; {hint}' if hint else ''}"


def _nearest(word: str, known: list[str]) -> str:
    return closest(word, known) or f"there are: {', '.join(known)}"
