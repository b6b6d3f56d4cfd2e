"""The checks of the assignment: the public part of each batch, its beacons, and what was announced for later ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sampler.draw import beacon, canon, events, opening, tickets
from sampler.draw.beacon import Line
from sampler.draw.beacon_checks import line_faults
from sampler.draw.checks import Draw, unable, verdict
from sampler.draw.events import Event
from sampler.draw.manifest import Manifest
from sampler.draw.report import FAIL, Check

COUNTS = ("cap", "inspectors", "no_choice", "visits")
BATCH = frozenset((*COUNTS, "batch", "certificate_digest", "date", "lines", "seed"))
Batch = Mapping[str, object]


def check_assignment(draw: Draw) -> Check:
    """The public part of the assignment is the one on record, its seeds the recomputed ones."""
    told = events.of(draw.log, "assigned", "reassigned")
    if draw.manifest is None:
        return unable(draw, "assignment", "抽取公告读不出来")
    for name in ("assignment.json", "assign-beacons.txt"):
        if name in draw.faults:
            return Check("assignment", draw.name, FAIL, draw.faults[name])
    later = beacon.read_lines(draw.files.get("assign-beacons.txt", b""))
    faults = [*_announced_faults(draw, draw.manifest)]
    slots = (*draw.manifest.assign_beacons, *(slot for _, slot in opening.announced_slots(draw.log)))
    faults += line_faults(draw, later, slots, "assign")
    if "assignment.json" in draw.files:
        faults += _file_faults(draw, draw.manifest, later, told)
    elif told:
        faults.append("没有 assignment.json")
    elif not faults:
        return unable(draw, "assignment", "还没有分派")
    return verdict(draw, "assignment", faults, "各批次的种子和摘要与记录相符（人员名单由审计人员核验）")


def _announced_faults(draw: Draw, manifest: Manifest) -> Iterator[str]:
    """Yield each announcement out of turn or too late, and each line entered for one before it was announced."""
    first = len(manifest.assign_beacons) + 1
    told = events.of(draw.log, "announced")
    for at, (event, (day, slot)) in enumerate(zip(told, opening.announced_slots(draw.log))):  # noqa: B905  # 3.9
        (rung,) = slot.ladder
        if (event.get("batch"), slot.number) != (f"r{at + 1}", first + at):
            yield f"第 {at + 1} 次预告的批次或位号不是接着编的"
        try:
            beacon.check_rung(rung)
        except canon.FormError as error:
            yield str(error)
        if event.get("rung") != f"{rung.source} {rung.edition} {rung.date}" or rung.date <= day:
            yield "重新分派预告的随机源写法不对，或不晚于预告"
    known = len(manifest.assign_beacons)
    for event in events.of(draw.log, "announced", "beacon"):
        known += event.name == "announced"
        slot_text = event.get("line").partition(" ")[0]
        if event.get("purpose") == "assign" and slot_text.isdecimal() and int(slot_text) > known:
            yield f"第 {slot_text} 位在预告以前就录入了"


def _file_faults(draw: Draw, manifest: Manifest, later: Sequence[Line], told: Sequence[Event]) -> list[str]:
    value = canon.read_page(draw.files["assignment.json"], what="assignment.json")
    batches = value.get("batches")
    if not isinstance(batches, list) or set(value) != {"batches", "roster"}:
        return ["assignment.json 应当只有 batches 和 roster"]
    if not all(isinstance(one, dict) and _in_form(one) for one in batches):
        return ["assignment.json 的批次缺少或多出了内容，或类型不对"]
    then = [canon.page({**value, "batches": batches[:count]}) for count in range(1, len(batches) + 1)]
    faults = []
    if [event.get("assignment") for event in told] != [canon.digest_bytes(content) for content in then]:
        faults.append("assignment.json 的摘要与每次分派的记录不符")
    if value["roster"] != manifest.roster:
        faults.append("assignment.json 的 roster 与抽取公告不同")
    names = [str(batch["batch"]) for batch in batches]
    if len(set(names)) != len(names):
        faults.append("同一批次分派了两次")
    for batch, event in zip(batches, told):  # noqa: B905  # 3.9
        faults += _batch_faults(draw, manifest, batch, later, event)
    return faults


def _in_form(batch: Batch) -> bool:
    """Tell whether a batch has the keys of the protocol (early ones have no ``inputs``), each of its type."""
    digests = [
        batch.get("certificate_digest"),
        batch.get("seed"),
        *([batch["inputs"]] if "inputs" in batch else []),
    ]
    counts = [batch.get(key) for key in COUNTS]
    lines, day = batch.get("lines"), batch.get("date")
    return (
        set(batch) - {"inputs"} == BATCH
        and isinstance(batch["batch"], str)
        and all(isinstance(one, str) and canon.is_digest(one) for one in digests)
        and all(type(one) is int and one >= 0 for one in counts)
        and isinstance(lines, list)
        and all(isinstance(one, str) for one in lines)
        and isinstance(day, str)
        and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII) is not None
    )


def _batch_faults(
    draw: Draw, manifest: Manifest, batch: Batch, later: Sequence[Line], event: Event
) -> Iterator[str]:
    name, day = str(batch["batch"]), str(batch["date"])
    lines = _lines_of(draw, manifest, name, later)
    drawn = canon.digest_bytes(draw.files.get("drawn.csv", b""))
    if not lines or batch["lines"] != [line.text for line in lines]:
        yield f"分派批次 {name} 用的不是公告指定的那几行随机源"
        return
    if batch["seed"] != tickets.assignment_seed(
        manifest.commitment, drawn, name, [line.text for line in lines]
    ):
        yield f"分派批次 {name} 的种子与重算的不同"
    if event.name != ("reassigned" if name.startswith("r") else "assigned"):
        yield f"分派批次 {name} 的事件不对"
    if not max(line.rung.date for line in lines) <= day <= event.date:
        yield f"分派批次 {name} 的日期早于随机源，或晚于记录"
    before = draw.log[: draw.log.index(event)]
    entered = {one.get("line") for one in events.of(before, "beacon")}
    if not {line.text for line in lines} <= entered:
        yield f"分派批次 {name} 在录入随机源以前"


def _lines_of(draw: Draw, manifest: Manifest, name: str, later: Sequence[Line]) -> list[Line]:
    """Return the lines a batch must use; none when the batch is unknown or a line is missing."""
    told = {one.get("batch"): one.get("slot") for one in events.of(draw.log, "announced")}
    slices = int(str(manifest.team_rules["slices"]))
    if name in told:
        wanted = {told[name]}
    elif not re.fullmatch("[1-9][0-9]{0,3}", name, re.ASCII) or int(name) > slices:
        return []
    elif not manifest.assign_beacons:
        return list(draw.lines)
    else:
        wanted = {name} if slices > 1 else {str(slot.number) for slot in manifest.assign_beacons}
    found = [line for line in later if str(line.slot) in wanted]
    return found if len(found) == len(wanted) else []
