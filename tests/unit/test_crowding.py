"""A crowded margin: which notes show their beginning only."""

import time

from postil.page.crowding import Spot, crowded


def spot(number: int, offset: int, letters: int = 600) -> Spot:
    return Spot(
        id=f"n{number}", offset=offset, blocks=0, heading=30, letters=letters, breaks=1, sources=40
    )


def test_notes_with_room_are_left_alone() -> None:
    assert crowded([spot(n, n * 1200) for n in range(9)]) == {}
    assert crowded([]) == {}


def test_where_notes_crowd_the_longest_is_shortened_first() -> None:
    spots = [spot(0, 0, 300), spot(1, 60, 2000), spot(2, 120, 300)]
    assert crowded(spots) == {"n1": 8}


def test_notes_of_a_crowd_are_shortened_alike_and_the_last_before_free_room_opens() -> None:
    lines = crowded([*(spot(n, n * 60) for n in range(6)), spot(9, 9000)])
    assert set(lines) == {f"n{n}" for n in range(5)}
    shown = sorted(lines.values())
    assert shown[0] >= 3


def test_a_dense_passage_shortens_its_own_notes_and_spares_those_far_above() -> None:
    far = [spot(n, n * 1500) for n in range(4)]
    dense = [spot(9 + n, 9000 + n * 40) for n in range(12)]
    lines = crowded([*far, *dense, spot(99, 20000)])
    assert not {"n0", "n1", "n2", "n3", "n99"} & set(lines)
    assert len(lines) >= 9
    assert set(lines.values()) <= {2, 3, 5, 8}


def test_short_notes_are_never_cut() -> None:
    assert crowded([spot(n, 0, 5) for n in range(40)]) == {}


def test_ten_thousand_notes_take_a_moment() -> None:
    start = time.perf_counter()
    crowded([spot(n, n * 30) for n in range(10_000)])
    assert time.perf_counter() - start < 20
