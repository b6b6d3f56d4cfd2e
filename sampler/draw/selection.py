"""Who is drawn: one complete order per stratum; the first ``quota`` places are drawn, the next are substitutes.

Forced units come first. When the quota takes everyone there is no chance left (``all``). Otherwise ``uniform`` goes by
(ticket, leaf); ``burden`` by (burden, ticket, leaf) with each fifth place going to the lowest (reserve ticket, leaf) of
those not yet placed; ``weighted`` by exact Pareto keys. A larger quota only appends (``weighted`` excepted).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice, repeat
from typing import NamedTuple

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


def order_stratum(
    name: str, rows: StratumRows, quota: int, order: str, seed: str, *, limit: int | None = None
) -> list[Place]:
    """Return the places of a stratum in order, all of them or the first ``limit``.

    >>> rows = StratumRows(["a" * 64, "b" * 64], [0, 1], [1, 1])
    >>> [(p.place, p.kind, p.leaf[0]) for p in order_stratum("重点", rows, 1, "burden", "0" * 64)]
    [(1, 'burden', 'a'), (2, 'substitute', 'b')]
    """
    size, forced_count = len(rows.leaves), rows.burdens.count(FORCED)
    if not 0 <= forced_count <= quota <= size or order not in ORDERS:
        raise canon.FormError(f"层“{name}”的应抽数 {quota}、必查数或次序“{order}”不合规。")
    stop = size if limit is None else min(limit, size)
    number = tickets.tickets(seed, rows.leaves)
    everyone = range(size)
    forced = [at for at in everyone if rows.burdens[at] == FORCED] if forced_count else []
    rest = [at for at in everyone if rows.burdens[at] != FORCED] if forced_count else everyone
    ats, kinds = list(_sorted(forced, number)), ["forced"] * forced_count
    left = max(0, min(stop - forced_count, len(rest)))
    if quota == size:
        found, kind = list(_sorted(rest, number)), ["all"] * len(rest)
    elif order == "uniform":
        found, kind = list(islice(_sorted(rest, number), left)), ["uniform"] * left
    elif order == "burden":
        found, kind = _by_burden(rows, rest, number, seed, left)
    else:
        found, kind = _by_weight(rows, rest, number, quota - forced_count)
    ats, kinds = (ats + found)[:stop], (kinds + kind)[: min(stop, quota)]
    kinds += ["substitute"] * (len(ats) - len(kinds))
    return list(map(Place, repeat(name), count(1), kinds, map(rows.leaves.__getitem__, ats)))


def _sorted(indexes: Sequence[int], number: Sequence[bytes]) -> Iterator[int]:
    """Yield indexes by ticket; leaves ascend with their index, so a stable sort breaks ties by leaf.

    Tickets are sorted by their first byte first, and the rest only as far as somebody asks: a draw of a tenth does not
    pay for the order of all.
    """
    buckets: list[list[int]] = [[] for _ in range(256)]
    for at in indexes:
        buckets[number[at][0]].append(at)
    for bucket in buckets:
        bucket.sort(key=number.__getitem__)
        yield from bucket


def _by_burden(
    rows: StratumRows, rest: Sequence[int], number: Sequence[bytes], seed: str, left: int
) -> tuple[list[int], list[str]]:
    """Return the first places in order of few-drawn first, each fifth from the reserve."""
    by_burden: dict[int, list[int]] = {}
    for at in rest:
        by_burden.setdefault(rows.burdens[at], []).append(at)
    regular = chain.from_iterable(_sorted(by_burden[burden], number) for burden in sorted(by_burden))
    reserve = _sorted(rest, tickets.tickets(seed, rows.leaves, tag=tickets.RESERVE_TAG))
    taken, ats = bytearray(len(rows.leaves)), []
    for place in range(1, left + 1):
        source = regular if place % RESERVE_EVERY else reserve
        at = next(source)
        while taken[at]:
            at = next(source)
        taken[at] = 1
        ats.append(at)
    every = ["burden"] * (RESERVE_EVERY - 1) + ["reserve"]
    return ats, (every * (left // RESERVE_EVERY + 1))[:left]


def _by_weight(
    rows: StratumRows, rest: Sequence[int], number: Sequence[bytes], quota: int
) -> tuple[list[int], list[str]]:
    ats: list[int] = []
    weights, total = rows.weights, sum(rows.weights[at] for at in rest)
    while quota > 0:
        certain = [at for at in rest if quota * weights[at] >= total]
        if not certain:
            break
        ats += _sorted(certain, number)
        rest = [at for at in rest if quota * weights[at] < total]
        quota, total = quota - len(certain), total - sum(weights[at] for at in certain)
    kinds = ["certain"] * len(ats) + ["weighted"] * len(rest)
    if quota == 0:
        return ats + list(_sorted(rest, number)), kinds
    keys = {at: tickets.pareto_key(number[at], weights[at], total, quota) for at in rest}
    return ats + sorted(rest, key=keys.__getitem__), kinds


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
