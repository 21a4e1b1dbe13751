"""site.yaml's `words`: a site's own words for the page, by language and key."""

from postil.fields import Fields
from postil.files.values import check_language, quoted
from postil.model import OwnWords
from postil.problems import closest, problem
from postil.wordings.chosen import english, places


def own_words(f: Fields) -> OwnWords:
    """(language, key, words) of each, in the order of the file."""
    languages = f.mapping("words", "words")
    found = list[tuple[str, str, str]]()
    for language, (key, _) in languages.entries.items() if languages else ():
        wrong = check_language(language)
        if wrong:
            f.problems.append(problem(wrong.rule, f.at(key), wrong.message, wrong.hint))
        inner = languages.mapping(language, "words") if languages else None
        found += _of_language(language, inner) if inner and not wrong else ()
    return tuple(found)


def _of_language(language: str, f: Fields) -> list[tuple[str, str, str]]:
    known, found = english(), list[tuple[str, str, str]]()
    for name, (key, _) in f.entries.items():
        if name not in known:
            message = f"the page has no words named {quoted(name)}"
            hint = closest(name, known) or "docs/theme.md lists the page’s words"
            f.problems.append(problem("key-unknown", f.at(key), message, hint))
            continue
        words = f.text(name)
        if words and not _fits(words, known[name], counted="." in name):
            message = f"{name}: the words need the same places in braces as ours"
            hint = f"ours are: {known[name]}"
            f.problems.append(problem("value-unknown", f.place_of(name), message, hint))
        elif words:
            found.append((language, name, words))
    return found


def _fits(words: str, ours: str, *, counted: bool) -> bool:
    """Whether the words have the places of ours, and no other brace; a form may leave out {n}."""
    wanted, own = places(ours), places(words)
    rest = words
    for place in own:
        rest = rest.replace(f"{{{place}}}", "")
    free = {"n"} if counted else set[str]()
    return own - free == wanted - free and own <= wanted | free and not {"{", "}"} & set(rest)
