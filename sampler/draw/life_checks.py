"""The checks of what follows a draw: replacements and states, openings, the public part of the assignment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sampler.draw import beacon, canon, events, manifest, opening, tickets
from sampler.draw.checks import Draw, line_faults, unable, verdict
from sampler.draw.report import FAIL, UNABLE, Check


def check_states(draw: Draw, as_of: str) -> Check:
    """Replacements went by the order, and each due unit has one state."""
    if draw.order is None or draw.manifest is None:
        return unable(draw, "states", "已中止" if draw.has("aborted") else "还没有抽中名单")
    try:
        draw.due = opening.due_places(draw.order, draw.log)
    except canon.FormError as error:
        return Check("states", draw.name, FAIL, str(error))
    opened = {one.leaf for one in draw.openings}
    draw.states = opening.states(draw.due, draw.log, opened, draw.manifest.deadline, as_of)
    leaves = {place.leaf for place in draw.due}
    faults = [
        f"不予公开的 {e.get('leaf')[:12]}… 不是应查单元"
        for e in events.of(draw.log, "withheld")
        if e.get("leaf") not in leaves
    ]
    late = [state for state in draw.states if state.state == opening.OVERDUE]
    if late:
        faults.append(f"{len(late)} 个应查单元已逾期（期限 {draw.manifest.deadline}）")
    counts = {
        word: sum(s.state == word for s in draw.states)
        for word in dict.fromkeys(s.state for s in draw.states)
    }
    return verdict(draw, "states", faults, "，".join(f"{word} {count}" for word, count in counts.items()))


def check_openings(draw: Draw) -> Check:
    """Each opening gives its leaf, and what stays closed stays closed by the cover rule."""
    if draw.manifest is None or draw.frame is None or "openings.csv" not in draw.files:
        if draw.has("opened"):
            return Check("openings", draw.name, FAIL, "事件记录说已揭示，却没有可用的 openings.csv")
        return unable(draw, "openings", "还没有揭示")
    if "openings.csv" in draw.faults:
        return Check("openings", draw.name, FAIL, draw.faults["openings.csv"])
    index = draw.frame.index()
    faults = opening.check_openings(draw.manifest, index, draw.openings)
    told = events.of(draw.log, "opened")
    faults += [*_grown(draw.files["openings.csv"], told), *_check_complete(draw)]
    return verdict(
        draw, "openings", faults, f"{len(draw.openings)} / {len(index)} 个单元已揭示，各自与叶相符"
    )


def _grown(content: bytes, told: list[events.Event]) -> Iterator[str]:
    """Yield where the openings did not grow as the log says: each time the rows so far, and nothing of them changed."""
    lines = content.splitlines(keepends=True)
    rows = 0
    for number, event in enumerate(told, start=1):
        rows += int(event.get("count"))
        if event.get("openings") != canon.digest_bytes(b"".join(lines[: rows + 1])):
            yield f"第 {number} 次揭示的摘要与当时的各行不符"
    if rows != len(lines) - 1:
        yield "揭示的行数与事件记录不符"


def _check_complete(draw: Draw) -> list[str]:
    if not draw.has("closed") or draw.manifest is None or draw.order is None:
        return []
    opened, due = {one.leaf for one in draw.openings}, {place.leaf for place in draw.due}
    withheld = {event.get("leaf") for event in events.of(draw.log, "withheld")}
    replaced = {event.get("leaf") for event in events.of(draw.log, "substituted")}
    faults = []
    if due - opened - withheld - (replaced if draw.manifest.mode == "drawn" else set()):
        faults.append("记录说揭示完毕，仍有应查单元没有揭示")
    if draw.manifest.mode == "all":
        faults += opening.check_closed(draw.order, due, opened, withheld, draw.seed)
    elif opened - due:
        faults.append("只应揭示应查单元，却揭示了别的")
    return faults


def check_assignment(draw: Draw) -> Check:
    """The public part of the assignment is the one on record, its seeds the recomputed ones."""
    told = events.of(draw.log, "assigned", "reassigned")
    if "assignment.json" in draw.faults:
        return Check("assignment", draw.name, FAIL, draw.faults["assignment.json"])
    if "assignment.json" not in draw.files or draw.manifest is None:
        return Check(
            "assignment",
            draw.name,
            FAIL if told else UNABLE,
            "没有 assignment.json" if told else "还没有分派",
        )
    content = draw.files["assignment.json"]
    faults = []
    if not told or told[-1].get("assignment") != canon.digest_bytes(content):
        faults.append("assignment.json 的摘要与最后一次分派的记录不符")
    if "assign-beacons.txt" in draw.faults:
        faults.append(draw.faults["assign-beacons.txt"])
    else:
        faults += _batch_faults(draw, draw.manifest, canon.read_page(content, what="assignment.json"))
    return verdict(draw, "assignment", faults, "各批次的种子和摘要与记录相符（人员名单由审计人员核验）")


def _batch_faults(draw: Draw, mani: manifest.Manifest, value: Mapping[str, object]) -> list[str]:
    batches = value.get("batches")
    if not isinstance(batches, list) or not all(isinstance(one, dict) for one in batches):
        return ["assignment.json 缺少 batches"]
    later = beacon.read_lines(draw.files.get("assign-beacons.txt", b""))
    announced = opening.announced_slots(draw.log)
    faults = ["重新分派预告的随机源不晚于预告" for told, slot in announced if slot.ladder[0].date <= told]
    faults += line_faults(draw, later, (*mani.assign_beacons, *(slot for _, slot in announced)), "assign")
    told = [event.get("assignment") for event in events.of(draw.log, "assigned", "reassigned")]
    then = [canon.page({**value, "batches": batches[:count]}) for count in range(1, len(batches) + 1)]
    if told != [canon.digest_bytes(content) for content in then]:
        faults.append("以前的批次与分派当时的记录不符")
    if value.get("roster") != mani.roster:
        faults.append("assignment.json 的 roster 与抽取公告不同")
    names = [str(batch.get("batch")) for batch in batches]
    if len(set(names)) != len(names):
        faults.append("同一批次分派了两次")
    drawn = canon.digest_bytes(draw.files.get("drawn.csv", b""))
    for batch in batches:
        name = str(batch.get("batch"))
        lines = _lines_of(draw, mani, name, later)
        if not lines or batch.get("lines") != lines:
            faults.append(f"分派批次 {name} 用的不是公告指定的那几行随机源")
        elif batch.get("seed") != tickets.assignment_seed(mani.commitment, drawn, name, lines):
            faults.append(f"分派批次 {name} 的种子与重算的不同")
    return faults


def _lines_of(draw: Draw, mani: manifest.Manifest, name: str, later: tuple[beacon.Line, ...]) -> list[str]:
    """Return the lines a batch must use; none when the batch is unknown or a line is missing."""
    told = {one.get("batch"): one.get("slot") for one in events.of(draw.log, "announced")}
    count = mani.team_rules.get("slices", 1)
    slices = count if isinstance(count, int) else 0
    if name in told:
        wanted = {told[name]}
    elif not re.fullmatch("[1-9][0-9]{0,3}", name) or int(name) > slices:
        return []
    elif not mani.assign_beacons:
        return [line.text for line in draw.lines]
    else:
        wanted = {name} if slices > 1 else {str(slot.number) for slot in mani.assign_beacons}
    found = [line.text for line in later if str(line.slot) in wanted]
    return found if len(found) == len(wanted) else []
