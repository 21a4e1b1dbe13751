"""`@record`: a frozen class with named fields, made as `@dataclass` makes one, at no cost.

A dataclass writes and compiles its methods when it is defined, 0.9 ms each: with ninety of them
the program's start took twice as long as the building of an article. These share their methods.
Left out: inheritance, ordering, default factories (give a constant), `dataclasses.replace`.
A class may have an `__init__` of its own, where very many are made of it.
"""

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")

_EARLY = 64
"""After so many of a class, an `__init__` of its own pays: it takes 6,300 instructions where the
shared one takes 11,100, and 200,000 to make."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated names a record. Raises TypeError at wrong or missing names."""
    names = tuple(cls.__annotations__)
    shared: Mapping[str, Any] = {
        "_names": names,
        "_all": frozenset(names),
        "_defaults": {name: cls.__dict__[name] for name in names if name in cls.__dict__},
        "__init__": cls.__dict__.get("__init__", _init),
        "_early": iter(range(_EARLY)),
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _repr,
    }
    for name, value in shared.items():
        setattr(cls, name, value)
    return cls


def replace(old: T, **changes: object) -> T:
    """The same record with some values changed."""
    return type(old)(**{**vars(old), **changes})


def _init(self: Any, **values: object) -> None:
    if next(self._early, None) is None:
        type(self).__init__ = _own_init(type(self))
    filled = {**self._defaults, **values}
    if filled.keys() != self._all:
        wrong = sorted(filled.keys() ^ self._all)
        raise TypeError(f"{type(self).__name__}: wrong or missing names: {', '.join(wrong)}")
    own = self.__dict__
    for name in self._names:
        own[name] = filled[name]


def _own_init(cls: Any) -> Any:
    """What `@dataclass` would have made at once; all names are the class's own."""
    head = f"def __init__(self, *, {', '.join(cls._names)}):\n __values = self.__dict__\n"
    made: dict[str, Any] = {}
    lines = (f" __values[{name!r}] = {name}\n" for name in cls._names)  # no name begins so
    exec(head + "".join(lines), made)  # noqa: S102
    init = made["__init__"]
    init.__kwdefaults__ = dict(cls._defaults)
    return init


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise AttributeError(f"{type(self).__name__} is frozen: {name}")


def _equal(self: Any, other: object) -> bool:
    return type(self) is type(other) and vars(self) == vars(other)


def _hash(self: Any) -> int:
    own = self.__dict__
    return hash((type(self).__name__, *(own[name] for name in self._names)))


def _repr(self: Any) -> str:
    values = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._names)
    return f"{type(self).__name__}({values})"
