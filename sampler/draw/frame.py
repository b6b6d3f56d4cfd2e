"""The frame: every unit that may be drawn, as a salted leaf without a name.

``leaf = H("leaf/v1", salt, record)``; the record holds the public id, the stratum and the burden (and the weight where
any stratum is drawn by weights). ``frame.csv`` lists leaf, stratum, burden[, weight], sorted by leaf. Burden −1 means
the rules demand the unit without chance.
"""

from __future__ import annotations

import hmac
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sampler.draw import canon

LEAF_TAG = "leaf/v1"
FORCED = -1
_LINE = re.compile(rb'([0-9a-f]{64}),([^",\r\n]+),(-1|0|[1-9][0-9]{0,8})(?:,([1-9][0-9]{0,8}))?\n')


@dataclass(frozen=True)
class Unit:
    """One object in one stratum, before it gets its salt."""

    id: str
    """Public id such as ``e00001``; never the code."""

    stratum: str
    """Name of the stratum."""

    burden: int = 0
    """How often drawn lately, as the policy counts it; −1 when the rules demand the unit."""

    weight: int = 1
    """Whole number, used only where the stratum is drawn by weights."""

    def record(self, *, weights: bool) -> str:
        """Return the canonical record that the leaf fixes.

        >>> Unit("e00001", "重点").record(weights=False)
        '{"burden":0,"id":"e00001","stratum":"重点"}'
        """
        value: dict[str, object] = {"burden": self.burden, "id": self.id, "stratum": self.stratum}
        if weights:
            value["weight"] = self.weight
        return canon.record(value)


@dataclass(frozen=True)
class SealedUnit:
    """A unit with what opens its leaf. Private until it is opened."""

    unit: Unit
    """Who it is."""

    salt: str
    """64 hex digits, fresh for each unit and draw."""

    leaf: str
    """What the public frame shows."""

    record: str
    """The canonical record under the leaf."""


@dataclass(frozen=True)
class StratumRows:
    """The rows of one stratum as columns, in the order of their leaves."""

    leaves: list[str] = field(default_factory=list)
    """64 hex digits each, ascending."""

    burdens: list[int] = field(default_factory=list)
    """Burden of each leaf."""

    weights: list[int] = field(default_factory=list)
    """Weight of each leaf; 1 where the frame has no weights."""

    def counts(self) -> dict[int, int]:
        """Return how many units have each burden, fewest-drawn first."""
        return dict(sorted(Counter(self.burdens).items()))


@dataclass(frozen=True)
class Frame:
    """A public frame."""

    strata: Mapping[str, StratumRows]
    """Rows by stratum, the names sorted."""

    weights: bool
    """Whether the table has a weight column."""

    @property
    def size(self) -> int:
        """Number of units in all strata."""
        return sum(len(rows.leaves) for rows in self.strata.values())

    def find(self, leaf: str) -> Unit | None:
        """Return the stratum, burden and weight of a leaf (with an empty id), or None."""
        for name, rows in self.strata.items():
            if leaf in rows.leaves:
                at = rows.leaves.index(leaf)
                return Unit("", name, rows.burdens[at], rows.weights[at])
        return None

    def index(self) -> dict[str, Unit]:
        """Return every leaf with its stratum, burden and weight."""
        return dict(_units(self))


def _units(frame: Frame) -> Iterator[tuple[str, Unit]]:
    for name, rows in frame.strata.items():
        for at, leaf in enumerate(rows.leaves):
            yield leaf, Unit("", name, rows.burdens[at], rows.weights[at])


def seal(units: Iterable[Unit], *, key: bytes, draw: str, weights: bool) -> tuple[SealedUnit, ...]:
    """Give each unit its salt and leaf; sorted by leaf. The same key and units give the same leaves.

    >>> seal([Unit("e00001", "重点")], key=b"k" * 32, draw="2025Q3", weights=False)[0].leaf[:8]
    '3a3895c7'
    """
    if len(key) < 32:
        raise canon.FormError("加盐用的密钥至少要 32 个字节。")
    sealed = []
    for unit in units:
        _check_unit(unit)
        record = unit.record(weights=weights)
        salt = hmac.new(key, f"{draw}\n{record}".encode(), "sha256").hexdigest()
        sealed.append(SealedUnit(unit, salt, canon.digest(LEAF_TAG, salt, record), record))
    sealed.sort(key=lambda one: one.leaf)
    if len({one.leaf for one in sealed}) != len(sealed):
        raise canon.FormError("同一对象在同一层出现了两次，请检查名录库和抽查规则。")
    return tuple(sealed)


def _check_unit(unit: Unit) -> None:
    name = unit.stratum
    if not name or re.search(r'[",\x00-\x1f\x7f]', name) or unicodedata.normalize("NFC", name) != name:
        raise canon.FormError(f"层的名称“{name}”不能为空，也不能含逗号、引号、换行。")
    if not (FORCED <= unit.burden < 10**9 and 1 <= unit.weight < 10**9):
        raise canon.FormError(f"{unit.id} 的抽中次数档或权重超出范围。")


def frame_table(sealed: Iterable[SealedUnit], *, weights: bool) -> bytes:
    """Return ``frame.csv`` of sealed units."""
    lines = ["leaf,stratum,burden" + (",weight" if weights else "")]
    for one in sorted(sealed, key=lambda one: one.leaf):
        row = f"{one.leaf},{one.unit.stratum},{one.unit.burden}"
        lines.append(f"{row},{one.unit.weight}" if weights else row)
    return ("\n".join(lines) + "\n").encode()


def read_frame(content: bytes) -> Frame:
    """Return the frame written in ``frame.csv``; FormError on anything but its exact form."""
    lines = io.BytesIO(content)
    header = next(lines, b"")
    if header not in (b"leaf,stratum,burden\n", b"leaf,stratum,burden,weight\n"):
        raise canon.FormError("frame.csv 的表头应当是 leaf,stratum,burden 或再加 weight。")
    weights = header.endswith(b"weight\n")
    strata: dict[bytes, StratumRows] = {}
    small: dict[bytes, int] = {}
    last = b""
    for number, line in enumerate(lines, start=2):
        match = _LINE.fullmatch(line)
        if match is None or (match[4] is None) == weights:
            raise canon.FormError(f"frame.csv 第 {number} 行不是规范写法。")
        leaf, name, burden, weight = match.groups()
        if leaf <= last:
            raise canon.FormError(f"frame.csv 第 {number} 行没有按叶升序，或有重复。")
        last = leaf
        rows = strata.get(name) or strata.setdefault(name, StratumRows())
        rows.leaves.append(leaf.decode())
        rows.burdens.append(small.setdefault(burden, int(burden)))
        rows.weights.append(small.setdefault(weight, int(weight)) if weight else 1)
    return Frame(_named(strata), weights)


def _named(strata: Mapping[bytes, StratumRows]) -> dict[str, StratumRows]:
    named = {canon.read_text(name, what="frame.csv 里层的名称"): rows for name, rows in strata.items()}
    for name in named:
        _check_unit(Unit("", name))
    return dict(sorted(named.items()))


def small_cells(frame: Frame, *, least: int = 5) -> list[tuple[str, int, int]]:
    """Return (stratum, burden, count) of cells with fewer than ``least`` units: they might be guessed."""
    cells = [(name, *cell) for name, rows in frame.strata.items() for cell in rows.counts().items()]
    return [(name, burden, count) for name, burden, count in cells if count < least]
