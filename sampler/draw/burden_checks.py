"""Whether the burdens of a draw are the times its objects were drawn before, as far as earlier draws are opened.

How far back a policy looks is its own affair; but one and the same first period must explain every unit of a stratum.
Units that were never named can explain as many larger burdens as there are such units, and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sampler.draw import canon, events, opening
from sampler.draw.checks import Draw, unable, verdict
from sampler.draw.frame import FORCED, Unit
from sampler.draw.report import Check


@dataclass(frozen=True)
class Counted:
    """What one earlier draw adds to the burdens of a later one."""

    period: str
    """Its period."""

    times: Counter[str]
    """How often each named object was due in it, once in each stratum."""

    unnamed: Counter[str]
    """How many units of each stratum were due and are not named."""


def check_burdens(draw: Draw, draws: Sequence[Draw]) -> Check:
    """The burdens of the opened units are the times they were drawn since one period."""
    if draw.manifest is None or not draw.has("closed"):
        return unable(draw, "burdens", "已中止" if draw.has("aborted") else "还没有揭示完毕")
    if draw.manifest.previous is None:
        return unable(draw, "burdens", "第一份抽取公告以前的抽取不在公告链上")
    earlier = [one for one in draws if one is not draw and _drawn_by(one, draw.manifest.frozen_on)]
    if any(not one.has("closed") for one in earlier) or not _reaches_back(draw, draws):
        return unable(draw, "burdens", "以前的抽取还没有全部揭示")
    counted = [_counted(one, draw.manifest.frozen_on) for one in earlier]
    firsts = (*sorted({one.period for one in counted}), "~")
    faults = []
    for stratum in draw.manifest.strata:
        known = _opened(draw, stratum.name)
        if stratum.order == "burden" and not any(
            _explains(known, [one for one in counted if one.period >= first]) for first in firsts
        ):
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


def _counted(draw: Draw, day: str) -> Counted:
    """Return what a draw adds to the burdens frozen on a day: who was due then, replaced ones left out."""
    log = tuple(event for event in draw.log if event.date <= day)
    gone = {event.get("leaf") for event in events.of(log, "substituted")}
    try:
        places = [p for p in opening.due_places(draw.order or {}, log) if p.leaf not in gone]
    except canon.FormError:
        places = []
    named = {leaf: unit.id for leaf, unit in _units(draw)}
    return Counted(
        draw.manifest.period if draw.manifest else "",
        Counter(named[place.leaf] for place in places if place.leaf in named),
        Counter(place.stratum for place in places if place.leaf not in named),
    )


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


def _explains(known: Sequence[tuple[str, int]], counted: Sequence[Counted]) -> bool:
    """Tell whether every burden is the count, or larger by no more than the unnamed units of these draws can be.

    An unnamed unit is one object once; one object has at most one unit in each stratum of a draw.
    """
    excess = [burden - sum(one.times[who] for one in counted) for who, burden in known]
    unnamed = sum(sum(one.unnamed.values()) for one in counted)
    most = sum(len(one.unnamed) for one in counted)
    return min(excess, default=0) >= 0 and sum(excess) <= unnamed and max(excess, default=0) <= most
