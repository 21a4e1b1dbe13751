"""A record is the same whether it is one of the first of its class or one of thousands."""

import pytest

from postil.record import record, replace


@record
class Lamp:
    room: str
    lit: bool = False
    oil: int = 3
    own: str = ""  # names that the making of a record may use by itself
    name: str = ""
    values: str = ""


def many() -> None:
    for _ in range(200):
        Lamp(room="hall")


def test_early_and_late_records_are_alike() -> None:
    early = Lamp(oil=1, room="hall")
    many()
    late = Lamp(oil=1, room="hall")
    assert early == late
    assert hash(early) == hash(late)
    assert list(vars(early).items()) == list(vars(late).items()) == [
        ("room", "hall"), ("lit", False), ("oil", 1), ("own", ""), ("name", ""), ("values", ""),
    ]  # fmt: skip
    assert replace(late, lit=True) == Lamp(room="hall", lit=True, oil=1)


@pytest.mark.parametrize("values", [{}, {"room": "hall", "wick": 1}, {"lit": True}])
def test_wrong_and_missing_names_are_refused_early_and_late(values: dict[str, object]) -> None:
    @record
    class Fresh:
        room: str
        lit: bool = False

    with pytest.raises(TypeError):
        Fresh(**values)  # type: ignore[arg-type]
    for _ in range(200):
        Fresh(room="hall")
    with pytest.raises(TypeError):
        Fresh(**values)  # type: ignore[arg-type]


def test_a_late_record_is_frozen() -> None:
    many()
    lamp = Lamp(room="hall")
    with pytest.raises(AttributeError, match="frozen"):
        lamp.lit = True  # type: ignore[misc]
