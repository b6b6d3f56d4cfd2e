"""Whether the burdens of a draw are the times its objects were drawn before, as far as earlier draws are opened.

How far back a policy looks is its own affair; but one and the same first period must explain every unit of a stratum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sampler.draw import canon, events, opening
from sampler.draw.checks import Draw, unable, verdict
from sampler.draw.frame import FORCED, Unit
from sampler.draw.report import Check


def check_burdens(draw: Draw, draws: Sequence[Draw]) -> Check:
    """The burdens of the opened units are the times they were drawn since one period."""
    if draw.manifest is None or not draw.has("closed"):
        return unable(draw, "burdens", "已中止" if draw.has("aborted") else "还没有揭示完毕")
    if draw.manifest.previous is None:
        return unable(draw, "burdens", "第一份抽取公告以前的抽取不在公告链上")
    earlier = [one for one in draws if one is not draw and _drawn_by(one, draw.manifest.frozen_on)]
    if any(not one.has("closed") for one in earlier) or not _reaches_back(draw, draws):
        return unable(draw, "burdens", "以前的抽取还没有全部揭示")
    times = {one.name: _times(one, draw.manifest.frozen_on) for one in earlier}
    periods = {one.name: one.manifest.period for one in earlier if one.manifest}
    hidden = sum(len(events.of(one.log, "withheld")) for one in earlier)
    faults = []
    for stratum in draw.manifest.strata:
        known = _opened(draw, stratum.name)
        counted = [_sum(times, periods, first) for first in (*sorted(set(periods.values())), "~")]
        if stratum.order == "burden" and not any(_explains(known, one, hidden) for one in counted):
            faults.append(f"层“{stratum.name}”里的抽中次数档与以前各次抽取不符")
    return verdict(draw, "burdens", faults, f"与以前 {len(earlier)} 次抽取一致")


def _drawn_by(draw: Draw, day: str) -> bool:
    return any(event.date <= day for event in events.of(draw.log, "drawn"))


def _reaches_back(draw: Draw, draws: Sequence[Draw]) -> bool:
    """Tell whether every manifest before this one is here."""
    known = {one.manifest.commitment: one.manifest for one in draws if one.manifest}
    here = draw.manifest
    while here is not None and here.previous is not None:
        here = known.get(here.previous.commitment)
    return here is not None


def _times(draw: Draw, day: str) -> Counter[str]:
    """Return how often each object was drawn here, as known on a day; replaced ones do not count."""
    log = tuple(event for event in draw.log if event.date <= day)
    gone = {event.get("leaf") for event in events.of(log, "substituted")}
    try:
        due = {place.leaf for place in opening.due_places(draw.order or {}, log)} - gone
    except canon.FormError:
        return Counter()
    return Counter(unit.id for leaf, unit in _units(draw) if leaf in due)


def _sum(times: Mapping[str, Counter[str]], periods: Mapping[str, str], first: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, one in times.items():
        if periods.get(name, "") >= first:
            total += one
    return total


def _opened(draw: Draw, stratum: str) -> list[tuple[str, int]]:
    return [(u.id, u.burden) for _, u in _units(draw) if u.stratum == stratum and u.burden != FORCED]


def _units(draw: Draw) -> list[tuple[str, Unit]]:
    """Return the opened units; an opening that does not fit its leaf is told elsewhere."""
    units = []
    for one in draw.openings:
        try:
            units.append((one.leaf, one.unit()))
        except canon.FormError:
            continue
    return units


def _explains(known: Sequence[tuple[str, int]], times: Counter[str], hidden: int) -> bool:
    """Tell whether every burden is the count; one that is larger may come from a visit that is withheld."""
    return all(times[who] == burden or (hidden and times[who] < burden) for who, burden in known)
