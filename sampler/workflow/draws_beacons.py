"""Beacon lines: entered, confirmed, disputed, settled, and the fallback to the next rung."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sampler.draw import beacon, beacon_checks, opening
from sampler.draw.beacon import Line, Rung, Slot
from sampler.draw.manifest import Manifest
from sampler.draw.sequence_checks import disputed
from sampler.failure import SamplerError
from sampler.office import drand
from sampler.workflow.draws_finish import to_change
from sampler.workflow.draws_folder import Folder
from sampler.workflow.draws_plan import named
from sampler.workflow.step import changing
from sampler.workflow.told import Told


def add_beacon(data: Path, draw: str, text: str, *, as_of: date) -> Told:
    """Enter one beacon line. A second, equal entry confirms it; a different one starts a dispute.

    Raises SamplerError unless the line is one the manifest named in advance and its day has come.
    """
    folder = to_change(data, draw, as_of)
    line = beacon.read_line(text.strip())
    purpose, slot = _slot_of(folder, line)
    if line.rung.date > as_of.isoformat():
        raise SamplerError(f"{named(line.rung)} 还没有到日期，不能录入。")
    if folder.has("aborted"):
        raise SamplerError(f"{draw} 已中止。")
    _check_rung(folder, purpose, slot, beacon.rung_of(line, (slot,)))
    _check_signature(line)
    name = "beacons.txt" if purpose == "draw" else "assign-beacons.txt"
    held = {one.slot: one for one in folder.lines(name)}
    if line.slot in held:
        return _second_entry(data, folder, (held[line.slot], line), purpose, as_of)
    held[line.slot] = line
    with changing(data, task="draw.beacon", arguments={"draw": draw, "line": line.text}, as_of=as_of):
        folder.write(name, "".join(f"{held[number].text}\n" for number in sorted(held)).encode())
        folder.tell(as_of, "beacon", "已录入公开随机源。", purpose=purpose, line=line.text)
    return Told(f"已录入：{line.text}\n请由另一人再录入一次核对，并对照官方公告。")


def _check_signature(line: Line) -> None:
    """Refuse a drand round whose signature is not the chain's; it is unique, so nobody can choose one."""
    if line.rung.source != "drand":
        return
    if not drand.available():
        raise SamplerError(
            "没有安装核验 drand 签名的库（py_ecc）。请安装后再录入，或用抽取公告里的下一级来源。"
        )
    if not drand.is_signed(int(line.rung.edition), line.value):
        raise SamplerError(
            f"drand 轮次 {line.rung.edition} 的签名无效。请重新抄录 signature 一栏的 96 位十六进制数。"
        )


def _slot_of(folder: Folder, line: Line) -> tuple[str, Slot]:
    manifest = folder.manifest()
    for purpose, slots in (("draw", manifest.beacons), ("assign", assign_slots(folder, manifest))):
        for slot in slots:
            if slot.number == line.slot and any(_same(rung, line.rung) for rung in slot.ladder):
                return purpose, slot
    wanted = "；".join(f"{slot.number} {named(slot.ladder[0])}" for slot in manifest.beacons)
    raise SamplerError(f"“{line.text}”不是抽取公告预先指定的随机源。指定的是：{wanted}。")


def _same(one: Rung, two: Rung) -> bool:
    return replace(one, hold_days=0) == replace(two, hold_days=0)


def assign_slots(folder: Folder, manifest: Manifest) -> tuple[Slot, ...]:
    """Return the slots of the assignment with those announced later for re-assignments."""
    announced = opening.announced_slots(folder.log())
    return (*manifest.assign_beacons, *(slot for _, slot in announced))


def _check_rung(folder: Folder, purpose: str, slot: Slot, rung: int) -> None:
    given_up = len(beacon_checks.fallbacks(folder.log(), purpose, slot.number))
    if given_up < rung - 1:
        first = slot.ladder[given_up]
        raise SamplerError(
            f"第 {slot.number} 位应当先用 {named(first)}。它确实没有结果的，等满 {first.hold_days} 天后办理 "
            f"./inv draw.fallback {folder.draw} --slot {slot.number}，写明理由。"
        )
    if given_up > rung - 1:
        raise SamplerError(
            f"第 {slot.number} 位已经改用 {named(slot.ladder[given_up])}，不能再用 {named(slot.ladder[rung - 1])}。"
        )


def _second_entry(data: Path, folder: Folder, pair: tuple[Line, Line], purpose: str, as_of: date) -> Told:
    held, line = pair
    if held.text == line.text:
        return Told(f"与第一次录入一致：{line.text}")
    if purpose == "draw" and folder.has("drawn"):
        raise SamplerError(f"已经按“{held.text}”抽取，随机源不能再改。确实抄错的，请报告见证人和上级。")
    if not disputed(folder.log(), purpose, str(line.slot)):
        with changing(
            data, task="draw.beacon", arguments={"draw": folder.draw, "line": line.text}, as_of=as_of
        ):
            text = f"两次录入不一致：{held.text}；{line.text}。"
            folder.tell(as_of, "disputed", text, purpose=purpose, slot=line.slot)
    raise SamplerError(
        f"与先前录入的“{held.text}”不一致，已记为争议，在查清之前不能抽取。\n"
        f'请对照官方公告，办理 ./inv draw.resolve {folder.draw} --line "正确的一行" --reason "公告名称和页码"。'
    )


def resolve(data: Path, draw: str, text: str, reason: str, *, as_of: date) -> Told:
    """Settle a dispute by the official bulletin; both entries stay in the log."""
    folder, line = to_change(data, draw, as_of), beacon.read_line(text.strip())
    purpose, _ = _slot_of(folder, line)
    if not disputed(folder.log(), purpose, str(line.slot)):
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
    folder = to_change(data, draw, as_of)
    manifest = folder.manifest()
    slots = manifest.beacons if purpose == "draw" else manifest.assign_beacons
    found = next((one for one in slots if one.number == slot), None)
    if found is None or not reason:
        raise SamplerError(f"没有第 {slot} 位随机源，或没有写理由（--reason）。")
    given_up = beacon_checks.fallbacks(folder.log(), purpose, slot)
    if given_up and (given_up[-1].date, given_up[-1].get("reason")) == (as_of.isoformat(), reason):
        raise SamplerError(f"第 {slot} 位当天已经以这个理由改用下一级，没有重复办理。")
    rung = len(given_up) + 1
    name = "beacons.txt" if purpose == "draw" else "assign-beacons.txt"
    if rung >= len(found.ladder) or slot in {line.slot for line in folder.lines(name)}:
        raise SamplerError(f"第 {slot} 位已经有结果，或没有下一级来源。")
    first = found.ladder[rung - 1]
    ready = date.fromisoformat(first.date) + timedelta(first.hold_days)
    if as_of < ready:
        raise SamplerError(f"{named(first)} 要等到 {ready} 仍没有官方结果，才能改用下一级。")
    with changing(data, task="draw.fallback", arguments={"draw": draw, "slot": str(slot)}, as_of=as_of):
        folder.tell(
            as_of,
            "fallback",
            f"{named(first)} 没有结果：{reason}。",
            purpose=purpose,
            slot=slot,
            rung=rung,
            reason=reason,
        )
    return Told(f"第 {slot} 位改用：{named(found.ladder[rung])}")
