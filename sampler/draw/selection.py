"""Who is drawn: one complete order per stratum; the first ``quota`` places are drawn, the next are substitutes.

Forced units come first. When the quota takes everyone there is no chance left (``all``). Otherwise ``uniform`` goes by
(ticket, leaf); ``burden`` by (burden, ticket, leaf) with each fifth place going to the lowest (reserve ticket, leaf) of
those not yet placed; ``weighted`` by exact Pareto keys. A larger quota only appends (``weighted`` excepted).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice, repeat
from math import isqrt
from typing import NamedTuple, overload

from sampler.draw import canon, tickets
from sampler.draw.frame import FORCED, StratumRows

ORDERS = ("burden", "uniform", "weighted")
RESERVE_EVERY = 5
HEADER = ("stratum", "place", "kind", "leaf")
KINDS = {
    "forced": "按规则必查",
    "all": "全部检查",
    "burden": "抽中次数少者优先",
    "reserve": "随机保留名额",
    "uniform": "等概率",
    "certain": "权重大到必然抽中",
    "weighted": "按权重",
    "substitute": "候补",
}


class Place(NamedTuple):
    """One place in the order of a stratum. A named tuple: a national draw makes a million of them."""

    stratum: str
    """Name of the stratum."""

    place: int
    """From 1; places above the quota are substitutes."""

    kind: str
    """How the place was given: a key of ``KINDS``."""

    leaf: str
    """Who has it."""

    @property
    def drawn(self) -> bool:
        """Whether the unit was drawn, rather than standing by."""
        return self.kind != "substitute"


class Places(Sequence[Place]):
    """The places of one stratum in order, held as columns: a place is made when somebody looks at it.

    >>> list(Places("重点", ["uniform"], ["0f"]))
    [Place(stratum='重点', place=1, kind='uniform', leaf='0f')]
    """

    __slots__ = ("kinds", "leaves", "stratum")

    def __init__(self, stratum: str, kinds: Sequence[str], leaves: Sequence[str]) -> None:
        """Hold the name of the stratum, and for each place its kind and who has it."""
        self.stratum, self.kinds, self.leaves = stratum, kinds, leaves

    def __len__(self) -> int:
        """Return how many places there are."""
        return len(self.leaves)

    @overload
    def __getitem__(self, at: int) -> Place: ...

    @overload
    def __getitem__(self, at: slice) -> list[Place]: ...

    def __getitem__(self, at: int | slice) -> Place | list[Place]:
        """Return one place, or a list of them."""
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        return Place(self.stratum, number + 1, self.kinds[number], self.leaves[number])

    def __iter__(self) -> Iterator[Place]:
        """Yield the places in order."""
        return map(Place, repeat(self.stratum), count(1), self.kinds, self.leaves)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other one holds the same places."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


def order_stratum(
    name: str, rows: StratumRows, quota: int, order: str, seed: str, *, limit: int | None = None
) -> Places:
    """Return the places of a stratum in order, all of them or the first ``limit``.

    >>> rows = StratumRows(["a" * 64, "b" * 64], [0, 1], [1, 1])
    >>> [(p.place, p.kind, p.leaf[0]) for p in order_stratum("重点", rows, 1, "burden", "0" * 64)]
    [(1, 'burden', 'a'), (2, 'substitute', 'b')]
    """
    size, forced_count = len(rows.leaves), rows.burdens.count(FORCED)
    if not 0 <= forced_count <= quota <= size or order not in ORDERS:
        raise canon.FormError(f"层“{name}”的应抽数 {quota}、必查数或次序“{order}”不合规。")
    stop = size if limit is None else min(limit, size)
    everyone = range(size)
    forced = [at for at in everyone if rows.burdens[at] == FORCED] if forced_count else []
    rest = [at for at in everyone if rows.burdens[at] != FORCED] if forced_count else everyone
    ats, kinds = list(_by_ticket(rows, forced, seed, forced_count)), ["forced"] * forced_count
    left = max(0, min(stop - forced_count, len(rest)))
    if quota == size:
        found, kind = list(_by_ticket(rows, rest, seed, len(rest))), ["all"] * len(rest)
    elif order == "uniform":
        found, kind = list(islice(_by_ticket(rows, rest, seed, left), left)), ["uniform"] * left
    elif order == "burden":
        found, kind = _by_burden(rows, rest, seed, left)
    else:
        found, kind = _by_weight(rows, rest, seed, quota - forced_count)
    ats, kinds = (ats + found)[:stop], (kinds + kind)[: min(stop, quota)]
    kinds += ["substitute"] * (len(ats) - len(kinds))
    return Places(name, kinds, [rows.leaves[at] for at in ats])


def _by_ticket(
    rows: StratumRows, indexes: Sequence[int], seed: str, likely: int, *, tag: str = tickets.TICKET_TAG
) -> Iterator[int]:
    """Yield indexes of rows by (ticket, leaf). Nothing is hashed before somebody asks for the first."""
    whole = len(indexes) == len(rows.leaves)
    leaves = rows.leaves if whole else [rows.leaves[at] for at in indexes]
    for place in _sorted(tickets.tickets(seed, leaves, tag=tag), likely):
        yield indexes[place]


def _sorted(number: Sequence[bytes], likely: int) -> Iterator[int]:
    """Yield the places of tickets from the lowest; leaves ascend with their place, so a stable sort breaks ties by leaf.

    The first ``likely`` or so are sorted first, the others only when somebody asks for them: a draw of a tenth does
    not pay for the order of all. What is yielded does not depend on ``likely``.
    """
    places: Sequence[int] = range(len(number))
    part = 2**32 * (likely + 4 * isqrt(likely) + 16) // max(1, len(number))
    if part < 2**31:
        cut = part.to_bytes(4, "big")
        low = [at for at, one in enumerate(number) if one < cut]
        low.sort(key=number.__getitem__)
        yield from low
        places = [at for at, one in enumerate(number) if one >= cut]
    buckets: list[list[int]] = [[] for _ in range(256)]
    for at in places:
        buckets[number[at][0]].append(at)
    for bucket in buckets:
        bucket.sort(key=number.__getitem__)
        yield from bucket


def _by_burden(rows: StratumRows, rest: Sequence[int], seed: str, left: int) -> tuple[list[int], list[str]]:
    """Return the first places in order of few-drawn first, each fifth from the reserve.

    Only the burdens that are reached need tickets; the reserve needs those of everyone.
    """
    by_burden: dict[int, list[int]] = {}
    for at in rest:
        by_burden.setdefault(rows.burdens[at], []).append(at)
    groups = [by_burden[burden] for burden in sorted(by_burden)]
    regular = chain.from_iterable(_by_ticket(rows, group, seed, min(left, len(group))) for group in groups)
    reserve = _by_ticket(rows, rest, seed, left // RESERVE_EVERY, tag=tickets.RESERVE_TAG)
    taken, ats = bytearray(len(rows.leaves)), list[int]()
    for place in range(1, left + 1):
        for at in regular if place % RESERVE_EVERY else reserve:
            if not taken[at]:
                taken[at] = 1
                ats.append(at)
                break
    every = ["burden"] * (RESERVE_EVERY - 1) + ["reserve"]
    return ats, (every * (left // RESERVE_EVERY + 1))[:left]


def _by_weight(rows: StratumRows, rest: Sequence[int], seed: str, quota: int) -> tuple[list[int], list[str]]:
    ats: list[int] = []
    weights, total = rows.weights, sum(rows.weights[at] for at in rest)
    while quota > 0:
        certain = [at for at in rest if quota * weights[at] >= total]
        if not certain:
            break
        ats += _by_ticket(rows, certain, seed, len(certain))
        rest = [at for at in rest if quota * weights[at] < total]
        quota, total = quota - len(certain), total - sum(weights[at] for at in certain)
    kinds = ["certain"] * len(ats) + ["weighted"] * len(rest)
    if quota == 0:
        return ats + list(_by_ticket(rows, rest, seed, len(rest))), kinds
    number = tickets.tickets(seed, [rows.leaves[at] for at in rest])
    keys = [tickets.pareto_key(one, weights[at], total, quota) for one, at in zip(number, rest)]  # noqa: B905  # 3.9
    return ats + [rest[place] for place in sorted(range(len(rest)), key=keys.__getitem__)], kinds


def places_table(places: Iterable[Place]) -> bytes:
    """Return ``drawn.csv``."""
    return canon.table(HEADER, ((p.stratum, str(p.place), p.kind, p.leaf) for p in places))


def read_places(content: bytes) -> tuple[Place, ...]:
    """Return the places written in ``drawn.csv``; FormError on anything but the exact form."""
    places = []
    for stratum, place, kind, leaf in canon.read_table(content, HEADER, what="drawn.csv"):
        if not (place.isdecimal() and place.isascii() and str(int(place)) == place):
            raise canon.FormError(f"drawn.csv 里的名次“{place}”不是整数。")
        if kind not in KINDS or not canon.is_digest(leaf):
            raise canon.FormError(f"drawn.csv 里“{stratum}”第 {place} 名的 kind 或 leaf 不合规。")
        places.append(Place(stratum, int(place), kind, leaf))
    return tuple(places)
