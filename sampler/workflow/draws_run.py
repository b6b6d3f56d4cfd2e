"""Run the draw, confirm the drawn objects, replace those that are gone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sampler.draw import canon, checks, events, opening, tickets
from sampler.draw.frame import read_frame
from sampler.draw.manifest import read_manifest
from sampler.draw.sequence_checks import disputed
from sampler.failure import SamplerError
from sampler.registers import read_registers, write_table
from sampler.workflow.draws_finish import to_change
from sampler.workflow.draws_folder import Folder, period_of
from sampler.workflow.draws_plan import entry
from sampler.workflow.step import Agree, agreed, changing
from sampler.workflow.told import Told


def run(data: Path, draw: str, *, as_of: date, agree: Agree = agreed) -> Told:
    """Draw: seed, tickets, order, ``drawn.csv``. The result depends on nothing but published files."""
    folder = to_change(data, draw, as_of)
    _check_ready(folder)
    manifest = folder.manifest()
    seed = tickets.seed_of(manifest.commitment, (line.text for line in folder.lines()))
    order = checks.full_order(manifest, folder.frame(), seed)
    content = checks.listed(manifest, order)
    with changing(data, task="draw.run", arguments={"draw": draw}, as_of=as_of, agree=agree):
        _run_pool(folder)
        folder.write("drawn.csv", content)
        folder.tell(as_of, "drawn", "已抽取。", seed=seed, drawn=canon.digest_bytes(content))
    count = {s.name: sum(p.drawn for p in order.get(s.name, [])) for s in manifest.strata}
    lines = [f"{draw} 已抽取，共 {sum(count.values())} 户；种子 {seed}。"]
    lines += [f"  {s.words.get('title', s.name)}：{count[s.name]} / {s.size} 户" for s in manifest.strata]
    lines.append(
        f"下一步：逐户确认是否还在（./inv draw.confirm {draw}），然后分派（./inv draw.assign {draw}）。"
    )
    return Told("\n".join(lines))


def _check_ready(folder: Folder) -> None:
    manifest, log = folder.manifest(), folder.log()
    if folder.has("aborted"):
        raise SamplerError(f"{folder.draw} 已中止，不能抽取。")
    if folder.has("drawn"):
        raise SamplerError(f"{folder.draw} 已经抽取过。抽取只有一次，不能重抽；漏掉的对象请用补充抽取。")
    if manifest.witness and not folder.read("witness.json"):
        raise SamplerError(f"还没有见证登记。请先办理 ./inv draw.witness {folder.draw}。")
    entered = {line.slot for line in folder.lines()}
    missing = [slot for slot in manifest.beacons if slot.number not in entered]
    if missing:
        names = "、".join(str(slot.number) for slot in missing)
        raise SamplerError(
            f"第 {names} 位公开随机源还没有录入。请办理 {entry(folder.draw, missing[0])}（号码写开奖号码）。"
        )
    if any(disputed(log, "draw", str(slot.number)) for slot in manifest.beacons):
        raise SamplerError(f"公开随机源有争议，查清之前不能抽取。请办理 ./inv draw.resolve {folder.draw}。")


def _run_pool(folder: Folder) -> None:
    content = folder.read("sealed/pool/manifest.json")
    if not content:
        return
    manifest = read_manifest(content)
    seed = tickets.seed_of(manifest.commitment, (line.text for line in folder.lines()))
    order = checks.full_order(manifest, read_frame(folder.read("sealed/pool/frame.csv")), seed)
    folder.write("sealed/pool/drawn.csv", checks.listed(manifest, order))


def confirm(data: Path, draw: str, *, as_of: date, gone: Mapping[str, str] | None = None) -> Told:
    """Put on record that every drawn object was looked at; ``gone`` maps codes to the reason why they can't be inspected."""
    folder = to_change(data, draw, as_of)
    folder.seed()
    left = {code: reason for code, reason in (gone or {}).items() if not _replaced(folder, code, reason)}
    lines = [substitute(data, draw, code, reason, as_of=as_of).text for code, reason in left.items()]
    if not folder.has("confirmed"):
        with changing(data, task="draw.confirm", arguments={"draw": draw}, as_of=as_of):
            folder.tell(as_of, "confirmed", "抽中对象已逐户确认。")
    return Told("\n".join([*lines, f"{draw} 已确认。下一步：./inv draw.assign {draw}。"]))


def _replaced(folder: Folder, code: str, reason: str) -> bool:
    """Tell whether an object was replaced already, for this reason: by a confirmation that was killed."""
    leaves = {leaf for leaf, unit in folder.units().items() if unit.code == code}
    told = events.of(folder.log(), "substituted")
    return any(event.get("leaf") in leaves and event.get("reason") == reason for event in told)


def substitute(data: Path, draw: str, code: str, reason: str, *, as_of: date) -> Told:
    """Replace a drawn object by the next in the same order: a public event with a reason."""
    folder = to_change(data, draw, as_of)
    known = {unit.code: leaf for leaf, unit in folder.units().items()}
    by_leaf = {leaf: unit.code for leaf, unit in folder.units().items()}
    if not reason:
        raise SamplerError("替换是公开事件，必须写明理由（--reason），理由里不要写名称。")
    replaced = {event.get("leaf") for event in folder.log() if event.name == "substituted"}
    due = {
        place.leaf: place
        for place in folder.due()
        if by_leaf[place.leaf] == code and place.leaf not in replaced
    }
    if code not in known or not due:
        raise SamplerError(f"{code} 不在 {draw} 的应查名单里，或已经替换。请核对对象代码。")
    told = {event.get("leaf") for event in events.of(folder.log(), "withheld")}
    if folder.has("closed") or (_opened(folder) | told) & due.keys():
        raise SamplerError(
            f"{code} 在 {draw} 里已经揭示或已记为不予公开，不能再替换。检查中发现已经不在的，请如实登记检查结果。"
        )
    lines = []
    with changing(
        data, task="draw.substitute", arguments={"draw": draw, "code": code, "reason": reason}, as_of=as_of
    ):
        for leaf, place in due.items():
            waiting = _waiting(folder, place.stratum)
            by = waiting[0] if waiting else ""
            folder.tell(
                as_of,
                "substituted",
                "抽中对象不能检查，由候补替换。",
                leaf=leaf,
                by=by,
                reason=reason,
                stratum=place.stratum,
            )
            _replace_visit(data, draw, code)
            lines.append(f"{code}（{place.stratum}）由 {by_leaf[by] if by else '（没有候补）'} 替换。")
    return Told("\n".join(lines))


def _opened(folder: Folder) -> set[str]:
    content = folder.read("openings.csv")
    return {one.leaf for one in opening.read_openings(content)} if content else set()


def _replace_visit(data: Path, draw: str, code: str) -> None:
    """Mark the visit of a replaced object, where there is one already."""
    period = period_of(draw)
    rows = [dict(row) for row in read_registers(data).table("visits", period).rows]
    for row in rows:
        if (row["draw_id"], row["code"]) == (draw, code):
            row["state"] = "已替换"
    if rows:
        write_table(data, "visits", rows, period)


def _waiting(folder: Folder, stratum: str) -> list[str]:
    """Return the substitutes of a stratum that have not been used, in order."""
    used = {place.leaf for place in folder.due()}
    return [place.leaf for place in folder.order()[stratum] if place.leaf not in used]
