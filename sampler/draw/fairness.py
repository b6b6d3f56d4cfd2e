"""How often each object is drawn over the years: the draw itself, run many times with seeds anyone can repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sampler.draw import canon
from sampler.draw.frame import StratumRows
from sampler.draw.selection import order_stratum


@dataclass(frozen=True)
class Outcome:
    """What came of one way of drawing."""

    order: str
    """``uniform``, ``burden`` or ``rotation`` (each time the ones longest unvisited, without chance)."""

    times: Mapping[int, int]
    """How many objects were drawn so often, summed over all runs."""

    again: int
    """Per 10 000: how often an object drawn last time was drawn again at once."""

    @property
    def objects(self) -> int:
        """Objects in all runs."""
        return sum(self.times.values())

    def share(self, least: int, most: int | None = None) -> int:
        """Return per 10 000 of the objects drawn between ``least`` and ``most`` times."""
        found = sum(
            count for times, count in self.times.items() if least <= times and (most is None or times <= most)
        )
        return round(10_000 * found / self.objects) if self.objects else 0


def simulate(
    order: str, *, seed: str, size: int, quota: int, draws: int, runs: int, window: int = 8
) -> Outcome:
    """Return what ``runs`` bureaus with ``size`` objects see after ``draws`` draws of ``quota`` objects.

    ``window`` is how many draws back a burden counts; a rotation remembers all.

    >>> simulate("rotation", seed="s", size=10, quota=5, draws=4, runs=1).times
    {2: 10}
    """
    times: Counter[int] = Counter()
    repeated = chances = 0
    for run in range(runs):
        past: list[frozenset[str]] = []
        for number in range(draws):
            known = past if order == "rotation" else past[-window:]
            drawn = _draw(order, known, f"{seed} {order} {run} {number}", size, quota)
            if past:
                repeated, chances = repeated + len(drawn & past[-1]), chances + quota
            past.append(drawn)
        total = Counter(leaf for one in past for leaf in one)
        times.update(total[leaf] for leaf in leaves(size))
    return Outcome(order, dict(sorted(times.items())), round(10_000 * repeated / chances) if chances else 0)


def leaves(size: int) -> list[str]:
    """Return stand-ins for the leaves of a stratum, ascending."""
    return [f"{number:064x}" for number in range(size)]


def _draw(order: str, past: Iterable[frozenset[str]], seed: str, size: int, quota: int) -> frozenset[str]:
    burdens = Counter(leaf for one in past for leaf in one)
    known = leaves(size)
    if order == "rotation":
        return frozenset(sorted(known, key=lambda leaf: (burdens[leaf], leaf))[:quota])
    rows = StratumRows(known, [burdens[leaf] if order == "burden" else 0 for leaf in known], [1] * size)
    places = order_stratum("模拟", rows, quota, order, canon.digest("simulation/v1", seed), limit=quota)
    return frozenset(place.leaf for place in places)
