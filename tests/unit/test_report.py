"""Problems as lines: place, level, words, rule, hint; harmless on any terminal."""

import pytest

from postil.problems import Level, Place, Problem, closest, ordered
from postil.telling.report import problem_lines, report, summary

PLACE = Place(file="content/lamp/01-night.md", line=3, column=5)


def found(
    message: str = "there is no source log",
    hint: str = "",
    *,
    place: Place = PLACE,
    level: Level = "error",
) -> Problem:
    return Problem(place=place, rule="source-unknown", message=message, hint=hint, level=level)


def test_nothing_is_said_of_nothing() -> None:
    assert report([]) == ""


def test_place_first_then_level_words_rule_and_hint() -> None:
    assert report([found(hint="do you mean logs?\nor lag?")]) == (
        "content/lamp/01-night.md:3:5: error: there is no source log [source-unknown]\n"
        "    do you mean logs?\n"
        "    or lag?\n"
        "1 error"
    )


@pytest.mark.parametrize(
    ("levels", "line"),
    [
        (["error"], "1 error"),
        (["error", "error"], "2 errors"),
        (["warning", "error", "warning"], "1 error, 2 warnings"),
        (["info", "info"], "2 info"),
        (["warning"], "1 warning"),
    ],
)
def test_the_count(levels: list[Level], line: str) -> None:
    assert summary([found(level=level) for level in levels]) == line


def test_colour_is_around_place_and_level_only() -> None:
    plain, painted = problem_lines(found())[0], problem_lines(found(), colour=True)[0]
    assert painted.startswith("\x1b[1mcontent/lamp/01-night.md:3:5\x1b[0m: \x1b[31merror\x1b[0m: ")
    assert painted.replace("\x1b[1m", "").replace("\x1b[31m", "").replace("\x1b[0m", "") == plain


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize(
    "nasty",
    [
        "\x1b[2J",
        "\x1b]0;title\x07",
        "\x9b31m",
        "\x07",
        "\x00",
        "\x7f",
        "\r",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u2028",
        "\ud800",
        "\ufeff",
    ],
)
def test_what_an_author_typed_cannot_command_the_terminal(nasty: str, colour: bool) -> None:
    problem = found(
        f"these words: “{nasty}”", f"nearest: {nasty}x", place=Place(file=f"a{nasty}b.md")
    )
    shown = "\n".join(problem_lines(problem, colour=colour))
    bare = shown.replace("\x1b[1m", "").replace("\x1b[31m", "").replace("\x1b[0m", "")
    assert nasty not in bare
    assert all(c.isprintable() or c == "\n" for c in bare)
    shown.encode()


def test_a_message_is_one_line() -> None:
    lines = problem_lines(found("words\nover\ttwo   lines"))
    assert lines == ["content/lamp/01-night.md:3:5: error: words over two lines [source-unknown]"]


def test_other_scripts_stand_as_they_are() -> None:
    words = "日本語 שלום e\u0301 👩\u200d👩\u200d👧 می\u200cخواهم"
    assert words in problem_lines(found(words))[0]


def test_problems_are_sorted_by_place_and_said_once() -> None:
    def at(file: str, line: int, column: int) -> Problem:
        return found(place=Place(file=file, line=line, column=column))

    mixed = [at("b", 1, 1), at("a", 10, 1), at("a", 9, 2), at("a", 9, 1), at("a", 9, 2)]
    assert [str(p.place) for p in ordered(mixed)] == ["a:9:1", "a:9:2", "a:10:1", "b:1:1"]


def test_the_nearest_word_or_none() -> None:
    assert closest("lampp", ["lamp", "ramp"]) == "do you mean lamp?"
    assert closest("zzz", ["lamp"]) == ""
