"""A condition as a tree: what the expression says, before anyone is held against it."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold (且)."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least must hold (或)."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold (非)."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Always:
    """Everything: 全部, or 其余 of the last class."""


@dataclass(frozen=True, slots=True)
class Compare:
    """A column against values."""

    column: str
    """Chinese header."""

    operator: str
    """Canonical operator."""

    values: tuple[str, ...]
    """One value, or several for 属于."""


@dataclass(frozen=True, slots=True)
class Count:
    """Events of one kind, or draws, in a window, counted or added up, against a number."""

    kind: str
    """行政处罚, 信访举报 … or 抽中, 本层抽中."""

    window: str
    """Word for the stretch of time."""

    filters: tuple["Condition", ...]
    """Conditions on the event's own columns."""

    same: str
    """Column by which events are grouped; the largest group counts. Empty: all together."""

    total: str
    """Column added up; empty: events are counted."""

    operator: str
    """Canonical operator."""

    number: Fraction
    """What it is compared with."""


Condition = All | AnyOf | Not | Always | Compare | Count
OWN_DRAWS = "本层抽中"
DRAWS = ("抽中", OWN_DRAWS)
"""Kinds that count earlier draws instead of events."""


def walk(tree: Condition) -> tuple[Condition, ...]:
    """Return the tree and every part below it."""
    inner: tuple[Condition, ...] = ()
    if isinstance(tree, All | AnyOf):
        inner = tree.parts
    elif isinstance(tree, Not):
        inner = (tree.part,)
    return (tree, *(node for part in inner for node in walk(part)))


@lru_cache(maxsize=65536)
def number_of(text: str) -> Fraction | None:
    """Return the exact number a text writes, or None.

    >>> number_of("2.5"), number_of("化工")
    (Fraction(5, 2), None)
    """
    return Fraction(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else None
