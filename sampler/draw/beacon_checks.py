"""The checks of the beacons: the lines the manifest named, entered once, fallbacks on record, and a draw in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sampler.draw import beacon, canon, events
from sampler.draw.beacon import Line, Slot
from sampler.draw.checks import Draw, unable, verdict
from sampler.draw.events import Event
from sampler.draw.manifest import Manifest
from sampler.draw.report import FAIL, Check

GRACE = 10
"""Days after the last possible result within which a draw must be held."""


def check_beacons(draw: Draw, as_of: str) -> Check:
    """The lines are those the manifest named, later than the commitment, none missing, and the draw was held."""
    if draw.manifest is None:
        return unable(draw, "beacons", "抽取公告读不出来")
    if "beacons.txt" in draw.faults:
        return Check("beacons", draw.name, FAIL, draw.faults["beacons.txt"])
    faults = line_faults(draw, draw.lines, draw.manifest.beacons, "draw")
    missing = {slot.number for slot in draw.manifest.beacons} - {line.slot for line in draw.lines}
    if missing and draw.has("drawn"):
        faults.append(f"缺少第 {'、'.join(str(n) for n in sorted(missing))} 位")
    until = latest(draw.manifest)
    if as_of > until and not draw.has("drawn") and not draw.has("aborted"):
        faults.append(f"最迟应在 {until} 抽取，到 {as_of} 既没有抽取、也没有中止")
    if not draw.lines and not draw.has("drawn") and not faults:
        return unable(draw, "beacons", "已中止" if draw.has("aborted") else "还没有录入，尚待开奖")
    return verdict(draw, "beacons", faults, "；".join(line.text[:60] for line in draw.lines))


def latest(manifest: Manifest) -> str:
    """Return the day up to which a draw must be held: every ladder used to its end, and some days more."""
    return max(beacon.days_after(beacon.held_until(slot.ladder[-1]), GRACE) for slot in manifest.beacons)


def line_faults(draw: Draw, lines: Sequence[Line], slots: Sequence[Slot], purpose: str) -> list[str]:
    """Return in Chinese what is wrong with the lines of the draw or of the assignment, and with their fallbacks."""
    recorded, faults = _recorded(draw.log, purpose)
    faults += fallback_faults(draw.log, purpose, slots)
    faults += [
        f"“{text}”在事件记录里，却不在文件里" for text in sorted(recorded - {line.text for line in lines})
    ]
    for line in lines:
        try:
            rung = beacon.rung_of(line, slots)
        except canon.FormError as error:
            faults.append(str(error))
            continue
        if line.text not in recorded:
            faults.append(f"“{line.text}”没有录入的事件")
        given_up = fallbacks(draw.log, purpose, line.slot)
        if len(given_up) < rung - 1:
            faults.append(f"第 {line.slot} 位没有说明就改用了第 {rung} 级来源")
        elif len(given_up) > rung - 1:
            faults.append(f"第 {line.slot} 位已经改用下一级，又用了第 {rung} 级来源")
    return faults


def _recorded(log: Sequence[Event], purpose: str) -> tuple[set[str], list[str]]:
    """Return the lines on record, the last of each slot; each further one needs a dispute that was resolved."""
    held: dict[str, str] = {}
    faults: list[str] = []
    resolved: set[str] = set()
    for event in events.of(log, "beacon", "resolved"):
        if event.get("purpose") != purpose:
            continue
        if event.name == "resolved":
            resolved.add(event.get("slot"))
            continue
        slot = event.get("line").partition(" ")[0]
        if slot in held and slot not in resolved:
            faults.append(f"第 {slot} 位录入了两次，中间没有查清争议的记录")
        held[slot] = event.get("line")
        resolved.discard(slot)
    return set(held.values()), faults


def fallbacks(log: Sequence[Event], purpose: str, slot: int) -> list[Event]:
    """Return what is on record about a slot being given up, rung by rung."""
    return [
        event
        for event in events.of(log, "fallback")
        if (event.get("purpose"), event.get("slot")) == (purpose, str(slot))
    ]


def fallback_faults(log: Sequence[Event], purpose: str, slots: Sequence[Slot]) -> Iterator[str]:
    """Yield each fallback out of turn, before its days of holding are over, from the last rung or after a result."""
    known = {slot.number: slot for slot in slots}
    entered: set[str] = set()
    passed: dict[str, int] = {}
    for event in events.of(log, "beacon", "fallback"):
        if event.get("purpose") != purpose:
            continue
        if event.name == "beacon":
            entered.add(event.get("line").partition(" ")[0])
            continue
        number = event.get("slot")
        slot = known.get(int(number))
        rung = passed[number] = passed.get(number, 0) + 1
        if slot is None or event.get("rung") != str(rung) or rung >= len(slot.ladder):
            yield f"第 {number} 位没有可以放弃的第 {event.get('rung')} 级来源"
        elif event.date < beacon.held_until(slot.ladder[rung - 1]):
            yield f"第 {number} 位没有等满 {slot.ladder[rung - 1].hold_days} 天就改用了下一级来源"
        if number in entered:
            yield f"第 {number} 位已有录入的行，又改用下一级来源"
