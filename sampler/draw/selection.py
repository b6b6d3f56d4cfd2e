"""Who is drawn: one complete order per stratum; the first ``quota`` places are drawn, the next are substitutes.

Forced units come first. When the quota takes everyone there is no chance left (``all``). Otherwise ``uniform`` goes by
(ticket, leaf); ``burden`` by (burden, ticket, leaf) with each fifth place going to the lowest (reserve ticket, leaf) of
those not yet placed; ``weighted`` by exact Pareto keys. A larger quota only appends (``weighted`` excepted).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
WITHOUT_CHANCE = ("forced", "all", "certain")


@dataclass(frozen=True)
class Place:
    """One place in the order of a stratum."""

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


def order_stratum(
    name: str, rows: StratumRows, quota: int, order: str, seed: str, *, limit: int | None = None
) -> list[Place]:
    """Return the places of a stratum in order, all of them or the first ``limit``.

    >>> rows = StratumRows(["a" * 64, "b" * 64], [0, 1], [1, 1])
    >>> [(p.place, p.kind, p.leaf[0]) for p in order_stratum("重点", rows, 1, "burden", "0" * 64)]
    [(1, 'burden', 'a'), (2, 'substitute', 'b')]
    """
    size = len(rows.leaves)
    if not 0 <= rows.burdens.count(FORCED) <= quota <= size or order not in ORDERS:
        raise canon.FormError(f"层“{name}”的应抽数 {quota}、必查数或次序“{order}”不合规。")
    stop = size if limit is None else min(limit, size)
    number = tickets.tickets(seed, rows.leaves)
    forced = sorted((at for at in range(size) if rows.burdens[at] == FORCED), key=number.__getitem__)
    rest = [at for at in range(size) if rows.burdens[at] != FORCED]
    placed = [(at, "forced") for at in forced]
    left = stop - len(placed)
    if quota == size:
        placed += [(at, "all") for at in sorted(rest, key=number.__getitem__)]
    elif order == "uniform":
        placed += [(at, "uniform") for at in sorted(rest, key=number.__getitem__)[:left]]
    elif order == "burden":
        placed += _by_burden(rows, rest, number, seed, left)
    else:
        placed += _by_weight(rows, rest, number, quota - len(forced))
    return [
        Place(name, place, kind if place <= quota else "substitute", rows.leaves[at])
        for place, (at, kind) in enumerate(placed[:stop], start=1)
    ]


def _by_burden(
    rows: StratumRows, rest: Sequence[int], number: Sequence[bytes], seed: str, left: int
) -> list[tuple[int, str]]:
    """Return the order of few-drawn first with the reserve; leaves ascend in ``rows``, so stable sorts break ties."""
    regular = iter(sorted(rest, key=lambda at: (rows.burdens[at], number[at]))[:left])
    reserve_number = tickets.tickets(seed, rows.leaves, tag=tickets.RESERVE_TAG)
    reserve = iter(sorted(rest, key=reserve_number.__getitem__)[:left])
    taken = bytearray(len(rows.leaves))
    placed = []
    for place in range(1, min(left, len(rest)) + 1):
        kind, source = ("burden", regular) if place % RESERVE_EVERY else ("reserve", reserve)
        at = _next_free(source, taken)
        taken[at] = 1
        placed.append((at, kind))
    return placed


def _next_free(source: Iterator[int], taken: bytearray) -> int:
    return next(at for at in source if not taken[at])


def _by_weight(
    rows: StratumRows, rest: list[int], number: Sequence[bytes], quota: int
) -> list[tuple[int, str]]:
    placed: list[tuple[int, str]] = []
    weights, total = rows.weights, sum(rows.weights[at] for at in rest)
    while quota > 0:
        certain = [at for at in rest if quota * weights[at] >= total]
        if not certain:
            break
        placed += [(at, "certain") for at in sorted(certain, key=number.__getitem__)]
        rest = [at for at in rest if quota * weights[at] < total]
        quota, total = quota - len(certain), total - sum(weights[at] for at in certain)
    if quota == 0:
        return placed + [(at, "weighted") for at in sorted(rest, key=number.__getitem__)]
    keys = {at: tickets.pareto_key(number[at], weights[at], total, quota) for at in rest}
    return placed + [(at, "weighted") for at in sorted(rest, key=keys.__getitem__)]


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
