"""Commit, witness, beacons, fallback, abort: from a frozen frame to known randomness."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sampler import rules
from sampler.draw import beacon, canon, events, lottery, opening, sshsig
from sampler.draw.beacon import Line, Rung, Slot
from sampler.draw.manifest import Link, Manifest, read_manifest, read_slots, slots_as_json
from sampler.draw.verify import NAMESPACE
from sampler.failure import SamplerError
from sampler.registers import Registers, read_registers
from sampler.rules.period import parse_period
from sampler.workflow.draws_folder import Folder, committed, existing, period_of
from sampler.workflow.draws_freeze import SEALED_TAG
from sampler.workflow.step import changing

PURPOSES = {"draw": "抽取", "assign": "分派"}


@dataclass(frozen=True, slots=True)
class Told:
    """A few Chinese lines about what was done."""

    text: str
    """The lines."""

    def as_text(self) -> str:
        """Return the lines."""
        return self.text


@dataclass(frozen=True, slots=True)
class BeaconPlan:
    """Where the randomness of one draw and of its assignment comes from."""

    draw: tuple[Slot, ...]
    """Slots of the draw."""

    assign: tuple[Slot, ...] = ()
    """Slots of the assignment, later than those of the draw; empty means the same."""


def plan_after(day: date, closed: Collection[date], *, name: str, later: bool = True) -> BeaconPlan:
    """Return the beacons of a draw committed on ``day``: the next editions, and for the assignment those after them."""
    draw = lottery.slots_after(day, closed, name=name)
    last = max(date.fromisoformat(rung.date) for slot in draw for rung in slot.ladder)
    assign = lottery.slots_after(last, closed, name=f"{name}-a")[:1] if later else ()
    return BeaconPlan(draw, assign)


def plan_with(day: date, closed: str, draw: str) -> BeaconPlan:
    """Return the next editions after a day, ``closed`` as staff write it."""
    return plan_after(day, lottery.read_closed(closed), name=draw)


def plan_of_year(data: Path, year: int) -> Mapping[str, BeaconPlan]:
    """Return the plan of a year's beacons that was made ahead, by draw number; empty when there is none."""
    path = data / "draws" / f"beacons-{year}.json"
    if not path.is_file():
        return {}
    value = canon.read_page(path.read_bytes(), what=path.name)
    draws = value.get("draws")
    if not isinstance(draws, dict):
        raise SamplerError(f"{path.name} 缺少 draws。请重新运行 ./inv draw.beacons {year}。")
    return {
        name: BeaconPlan(read_slots(one.get("draw", [])), read_slots(one.get("assign", [])))
        for name, one in sorted(draws.items())
    }


def plan_year(data: Path, year: int, *, closed: str, as_of: date) -> Told:
    """Write the beacons of a whole year ahead, so that nobody chooses them draw by draw.

    Each draw is committed on or before the last day but nine of the month before its period; ``closed`` names the days without
    lottery draws (the yearly notice). Raises SamplerError when a plan exists already.
    """
    path = data / "draws" / f"beacons-{year}.json"
    if path.exists():
        raise SamplerError(f"{year} 年的随机源计划已经有了，不能重做。要改请写明理由，用补充抽取。")
    if not closed:
        raise SamplerError(
            '请写明彩票休市日期（每年有公告），例如 --closed "2026-02-14~2026-02-23；2026-10-01~2026-10-04"。'
        )
    days = lottery.read_closed(closed)
    cycle = rules.policy_for(data, str(year)).procedure.cycle
    plans = {name: plan_after(start - timedelta(10), days, name=name) for name, start in _starts(year, cycle)}
    value = {
        "closed": closed,
        "draws": {
            n: {"draw": slots_as_json(p.draw), "assign": slots_as_json(p.assign)} for n, p in plans.items()
        },
        "made_on": as_of.isoformat(),
        "year": str(year),
    }
    with changing(data, task="draw.beacons", arguments={"year": str(year)}, as_of=as_of):
        Folder(data / "draws").write(path.name, canon.page(value))
    lines = [f"{year} 年随机源计划已写入 draws/{path.name}："]
    lines += [
        f"  {name}：{'；'.join(_rung(slot.ladder[0]) for slot in plan.draw)}" for name, plan in plans.items()
    ]
    return Told("\n".join(lines))


def _starts(year: int, cycle: int) -> list[tuple[str, date]]:
    """Return each period of a year with its first day, as the policy's cycle in months cuts it."""
    names = {1: "{y}-{n:02}", 3: "{y}Q{n}", 6: "{y}H{n}", 12: "{y}"}
    if cycle not in names:
        raise SamplerError(f"抽取周期是 {cycle} 个月的，不能预先编排随机源，请在承诺时指定。")
    return [
        (names[cycle].format(y=year, n=number), date(year, (number - 1) * cycle + 1, 1))
        for number in range(1, 12 // cycle + 1)
    ]


def _rung(rung: Rung) -> str:
    return f"{beacon.SOURCES[rung.source]} {rung.edition}（{rung.date}）"


def commit(data: Path, draw: str, *, as_of: date, plan: BeaconPlan | None = None) -> Told:
    """Publish the manifest of a frozen draw. Without ``plan`` the one made for the year is used.

    Raises SamplerError unless the draw is frozen, not committed, its inputs unchanged and every beacon is yet to come.
    """
    folder = existing(data, draw)
    if folder.read("manifest.json"):
        raise SamplerError(f"{draw} 已经公布过抽取公告，一个编号只能有一份。")
    _check_unchanged(data, folder)
    plan = plan or plan_of_year(data, int(draw[:4])).get(draw)
    if plan is None:
        raise SamplerError(
            f"没有为 {draw} 指定公开随机源。请先编排（./inv draw.beacons {draw[:4]}），或在承诺时指明休市日期（--closed）。"
        )
    with changing(data, task="draw.commit", arguments={"draw": draw}, as_of=as_of):
        content = _manifest(data, folder, plan, as_of)
        manifest = read_manifest(content)
        _commit_pool(folder, content)
        folder.write("manifest.json", content)
        folder.tell(as_of, "committed", "已公布抽取公告。", commitment=manifest.commitment)
    lines = [
        f"{draw} 的抽取公告已写好，承诺是 {manifest.commitment}。",
        "请当天公布 manifest.json 和 frame.csv。",
    ]
    if manifest.witness:
        lines.append(
            f"请把 manifest.json 交给见证人（{manifest.witness[0]}）登记，收回后办理 ./inv draw.witness {draw}。"
        )
    else:
        lines.append(
            "注意：没有见证人的公钥，外人无法排除“预先冻结多份再挑选”。请在 bureau.toml 的 [draw] 里填写 witness 和 witness_key。"
        )
    lines += [f"等待：{_rung(slot.ladder[0])}" for slot in manifest.beacons]
    return Told("\n".join(lines))


def _check_unchanged(data: Path, folder: Folder) -> None:
    inputs = canon.read_page(folder.read("sealed/inputs.json"), what="sealed/inputs.json")
    files = inputs.get("files")
    known = {str(name): digest for name, digest in files} if isinstance(files, list) else {}
    changed = [
        name
        for name in known
        if name.partition("/")[0] in ("registers", "policy", "events")
        and (not (data / name).is_file() or canon.digest_bytes((data / name).read_bytes()) != known[name])
    ]
    changed += [
        f"draws/{folder.draw}/sealed/{name}.csv"
        for name in ("units", "exclusions")
        if inputs.get(name) != canon.digest_bytes(folder.read(f"sealed/{name}.csv"))
    ]
    frozen = [event.get("frame") for event in events.of(folder.log(), "frozen")][-1:]
    if frozen != [canon.digest_bytes(folder.read("frame.csv"))]:
        changed.append(f"draws/{folder.draw}/frame.csv")
    if changed:
        raise SamplerError(
            f"冻结以后改动过 {'、'.join(changed)}。请重新冻结：./inv draw.freeze {folder.draw}。"
        )


def _manifest(data: Path, folder: Folder, plan: BeaconPlan, as_of: date) -> bytes:
    facts, period = folder.facts(), period_of(folder.draw)
    registers, policy = read_registers(data), rules.policy_for(data, period)
    inputs = folder.read("sealed/inputs.json")
    salt = str(canon.read_page(inputs, what="sealed/inputs.json")["salt"])
    frame, size = folder.read("frame.csv"), folder.frame()
    same = policy.procedure.inspector_beacon == "同一随机源"
    settings = registers.bureau.raw.get("draw", {})
    key, name = str(settings.get("witness_key", "")), registers.bureau.draw.witness
    value = {
        "assignment": {
            "beacons": [] if same else slots_as_json(plan.assign),
            "roster": canon.digest(SEALED_TAG, salt, _file_digest(data, "registers/inspectors.csv")),
            "rules": {"size": policy.procedure.team_size, "slices": 1},
        },
        "beacons": slots_as_json(plan.draw),
        "bureau": registers.bureau.name,
        "committed_on": as_of.isoformat(),
        "draw": folder.draw,
        "excluded": facts["excluded"],
        "frame": {"digest": canon.digest_bytes(frame), "size": size.size, "weights": size.weights},
        "frozen_on": facts["frozen_on"],
        "items": {"digest": _file_digest(data, "registers/items.csv")},
        "kind": "regular" if folder.draw == period else "supplementary",
        "note": facts["note"],
        "opening": opening_rules(registers, period, policy),
        "period": period,
        "policy": {"digest": policy.digest, "year": str(policy.year)},
        "previous": _previous(data),
        "protocol": canon.PROTOCOL,
        "sealed": canon.digest(SEALED_TAG, salt, canon.digest_bytes(inputs)),
        "strata": facts["strata"],
        "suite": canon.SUITE,
        "witness": {"name": name, "key": " ".join(key.split(" ")[:2])} if key and name else None,
    }
    return canon.page(value)


def opening_rules(registers: Registers, period: str, policy: rules.Policy) -> dict[str, object]:
    """Return how and until when names open: by default 20 working days after the end of the period."""
    workdays = rules.Workdays(registers)
    end = workdays.last_workdays_of(parse_period(period), 1)[-1]
    deadline = workdays.add(end, policy.deadlines.result)
    return {
        "deadline": deadline.isoformat(),
        "mode": "all" if policy.procedure.opening_scope == "全部" else "drawn",
        "names": "visit" if policy.procedure.opening == "逐户公开" else "end",
    }


def _file_digest(data: Path, name: str) -> str:
    path = data / name
    return canon.digest_bytes(path.read_bytes() if path.is_file() else b"")


def _previous(data: Path) -> dict[str, str] | None:
    chain = committed(data)
    if not chain:
        return None
    last = chain[-1]
    link = Link(last.draw, last.manifest().commitment, events.head(last.log()))
    return {"draw": link.draw, "commitment": link.commitment, "log": link.log}


def _commit_pool(folder: Folder, content: bytes) -> None:
    """Write the manifest of the wholly withheld objects beside: the same beacons, a frame of its own, kept inside."""
    facts = folder.read("sealed/pool/frozen.json")
    if not facts:
        return
    from sampler.draw.frame import Unit, frame_table, read_frame, SealedUnit  # noqa: I001  # only here

    pool, value = json.loads(facts), json.loads(content)
    units = [
        SealedUnit(Unit(k.unit.id, k.unit.stratum, k.unit.burden, k.unit.weight), k.salt, k.leaf, "")
        for k in folder.units("sealed/pool").values()
    ]
    weights = any(stratum["order"] == "weighted" for stratum in pool["strata"])
    frame = frame_table(units, weights=weights)
    folder.write("sealed/pool/frame.csv", frame)
    value["frame"] = {"digest": canon.digest_bytes(frame), "size": read_frame(frame).size, "weights": weights}
    value |= {"strata": pool["strata"], "excluded": pool["excluded"], "previous": None}
    folder.write("sealed/pool/manifest.json", canon.page(value))


def add_witness(data: Path, draw: str, record: bytes, signature: bytes, *, as_of: date) -> Told:
    """Keep the witness's record and signature; SamplerError unless they are about this manifest and valid."""
    folder, manifest = existing(data, draw), existing(data, draw).manifest()
    if manifest.witness is None:
        raise SamplerError(f"{draw} 的抽取公告没有指定见证人，不能登记。")
    value = canon.read_page(record, what="witness.json")
    if (value.get("draw"), value.get("commitment")) != (draw, manifest.commitment):
        raise SamplerError(
            f"见证登记的不是 {draw} 的这份抽取公告（{manifest.commitment[:12]}…）。请把正确的 manifest.json 交给见证人。"
        )
    if not sshsig.is_signed(record, signature, key=manifest.witness[1], namespace=NAMESPACE):
        raise SamplerError("见证签名无效，或不是抽取公告里写的见证人签的。请见证人重新签名。")
    with changing(data, task="draw.witness", arguments={"draw": draw}, as_of=as_of):
        folder.write("witness.json", record)
        folder.write("witness.json.sig", signature)
        folder.tell(
            as_of, "witnessed", "见证人已登记。", commitment=manifest.commitment, witness=manifest.witness[0]
        )
    return Told(f"已收到{manifest.witness[0]}的见证登记。")


def add_beacon(data: Path, draw: str, text: str, *, as_of: date) -> Told:
    """Enter one beacon line. A second, equal entry confirms it; a different one starts a dispute.

    Raises SamplerError unless the line is one the manifest named in advance and its day has come.
    """
    folder = existing(data, draw)
    line = beacon.read_line(text.strip())
    purpose, slot = _slot_of(folder, line)
    if line.rung.date > as_of.isoformat():
        raise SamplerError(f"{_rung(line.rung)} 还没有到日期，不能录入。")
    if folder.has("aborted"):
        raise SamplerError(f"{draw} 已中止。")
    _check_rung(folder, purpose, slot, beacon.rung_of(line, (slot,)))
    name = "beacons.txt" if purpose == "draw" else "assign-beacons.txt"
    held = {one.slot: one for one in folder.lines(name)}
    if line.slot in held:
        return _second_entry(data, folder, (held[line.slot], line), purpose, as_of)
    held[line.slot] = line
    with changing(data, task="draw.beacon", arguments={"draw": draw, "line": line.text}, as_of=as_of):
        folder.write(name, "".join(f"{held[number].text}\n" for number in sorted(held)).encode())
        folder.tell(as_of, "beacon", "已录入公开随机源。", purpose=purpose, line=line.text)
    return Told(f"已录入：{line.text}\n请由另一人再录入一次核对，并对照官方公告。")


def _slot_of(folder: Folder, line: Line) -> tuple[str, Slot]:
    manifest = folder.manifest()
    for purpose, slots in (("draw", manifest.beacons), ("assign", assign_slots(folder, manifest))):
        for slot in slots:
            if slot.number == line.slot and any(_same(rung, line.rung) for rung in slot.ladder):
                return purpose, slot
    wanted = "；".join(f"{slot.number} {_rung(slot.ladder[0])}" for slot in manifest.beacons)
    raise SamplerError(f"“{line.text}”不是抽取公告预先指定的随机源。指定的是：{wanted}。")


def _same(one: Rung, two: Rung) -> bool:
    return replace(one, hold_days=0) == replace(two, hold_days=0)


def assign_slots(folder: Folder, manifest: Manifest) -> tuple[Slot, ...]:
    """Return the slots of the assignment with those announced later for re-assignments."""
    announced = opening.announced_slots(folder.log())
    return (*manifest.assign_beacons, *(slot for _, slot in announced))


def _check_rung(folder: Folder, purpose: str, slot: Slot, rung: int) -> None:
    from sampler.draw.checks import fallback_recorded

    for number in range(1, rung):
        if not fallback_recorded(folder.log(), purpose, slot, number):
            first = slot.ladder[number - 1]
            raise SamplerError(
                f"第 {slot.number} 位应当先用 {_rung(first)}。它确实没有结果的，等满 {first.hold_days} 天后办理 "
                f"./inv draw.fallback {folder.draw} --slot {slot.number}，写明理由。"
            )


def _second_entry(data: Path, folder: Folder, pair: tuple[Line, Line], purpose: str, as_of: date) -> Told:
    held, line = pair
    if held.text == line.text:
        return Told(f"与第一次录入一致：{line.text}")
    if not disputed(folder.log(), purpose, line.slot):
        with changing(
            data, task="draw.beacon", arguments={"draw": folder.draw, "line": line.text}, as_of=as_of
        ):
            text = f"两次录入不一致：{held.text}；{line.text}。"
            folder.tell(as_of, "disputed", text, purpose=purpose, slot=line.slot)
    raise SamplerError(
        f"与先前录入的“{held.text}”不一致，已记为争议，在查清之前不能抽取。\n"
        f'请对照官方公告，办理 ./inv draw.resolve {folder.draw} --line "正确的一行" --reason "公告名称和页码"。'
    )


def disputed(log: Sequence[events.Event], purpose: str, slot: int) -> bool:
    """Tell whether a slot is under dispute."""
    last = [
        e.name
        for e in events.of(log, "disputed", "resolved")
        if (e.get("purpose"), e.get("slot")) == (purpose, str(slot))
    ]
    return last[-1:] == ["disputed"]


def resolve(data: Path, draw: str, text: str, reason: str, *, as_of: date) -> Told:
    """Settle a dispute by the official bulletin; both entries stay in the log."""
    folder, line = existing(data, draw), beacon.read_line(text.strip())
    purpose, _ = _slot_of(folder, line)
    if not disputed(folder.log(), purpose, line.slot):
        raise SamplerError(f"第 {line.slot} 位没有争议。")
    if not reason:
        raise SamplerError("请写明依据的官方公告（--reason）。")
    if folder.has("drawn") and purpose == "draw":
        raise SamplerError("已经抽取，随机源不能再改。")
    name = "beacons.txt" if purpose == "draw" else "assign-beacons.txt"
    held = {one.slot: one for one in folder.lines(name)} | {line.slot: line}
    wrong = next(one for one in folder.lines(name) if one.slot == line.slot)
    with changing(data, task="draw.resolve", arguments={"draw": draw, "line": line.text}, as_of=as_of):
        folder.write(name, "".join(f"{held[number].text}\n" for number in sorted(held)).encode())
        folder.tell(
            as_of, "resolved", f"已查清：{line.text}。依据：{reason}", purpose=purpose, slot=line.slot
        )
        if wrong.text != line.text:
            folder.tell(as_of, "beacon", "更正公开随机源。", purpose=purpose, line=line.text)
    return Told(f"争议已查清，采用：{line.text}")


def fall_back(data: Path, draw: str, slot: int, reason: str, *, as_of: date, purpose: str = "draw") -> Told:
    """Put on record that a source has no official result, so that the next rung may be used."""
    folder, manifest = existing(data, draw), existing(data, draw).manifest()
    slots = manifest.beacons if purpose == "draw" else manifest.assign_beacons
    found = next((one for one in slots if one.number == slot), None)
    if found is None or not reason:
        raise SamplerError(f"没有第 {slot} 位随机源，或没有写理由（--reason）。")
    given_up = [
        e
        for e in events.of(folder.log(), "fallback")
        if (e.get("purpose"), e.get("slot")) == (purpose, str(slot))
    ]
    rung = len(given_up) + 1
    name = "beacons.txt" if purpose == "draw" else "assign-beacons.txt"
    if rung >= len(found.ladder) or slot in {line.slot for line in folder.lines(name)}:
        raise SamplerError(f"第 {slot} 位已经有结果，或没有下一级来源。")
    first = found.ladder[rung - 1]
    ready = date.fromisoformat(first.date) + timedelta(first.hold_days)
    if as_of < ready:
        raise SamplerError(f"{_rung(first)} 要等到 {ready} 仍没有官方结果，才能改用下一级。")
    with changing(data, task="draw.fallback", arguments={"draw": draw, "slot": str(slot)}, as_of=as_of):
        folder.tell(
            as_of,
            "fallback",
            f"{_rung(first)} 没有结果：{reason}。",
            purpose=purpose,
            slot=slot,
            rung=rung,
            reason=reason,
        )
    return Told(f"第 {slot} 位改用：{_rung(found.ladder[rung])}")


def abort(data: Path, draw: str, reason: str, *, as_of: date) -> Told:
    """Abort a draw before its first beacon; a public event in the chain. Afterwards there is no way back."""
    folder = existing(data, draw)
    first = min(slot.ladder[0].date for slot in folder.manifest().beacons)
    if not reason:
        raise SamplerError("中止是公开事件，必须写明理由（--reason）。")
    if folder.has("aborted"):
        raise SamplerError(f"{draw} 已经中止。")
    if as_of.isoformat() >= first or folder.lines():
        raise SamplerError(
            f"{draw} 的公开随机源在 {first} 公布，现在不能中止，也不能重抽。漏掉的对象请用补充抽取。"
        )
    with changing(data, task="draw.abort", arguments={"draw": draw, "reason": reason}, as_of=as_of):
        folder.tell(as_of, "aborted", f"抽取已中止：{reason}。", reason=reason)
    return Told(f"{draw} 已中止并记入公告链。重新办理请用补充抽取的编号 {next_number(data, draw)}。")


def next_number(data: Path, draw: str) -> str:
    """Return the next free supplementary number of a period.

    >>> next_number(Path("nowhere"), "2025Q3")
    '2025Q3-2'
    """
    period, number = period_of(draw), 2
    while (data / "draws" / f"{period}-{number}").exists():
        number += 1
    return f"{period}-{number}"
