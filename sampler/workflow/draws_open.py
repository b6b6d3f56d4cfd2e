"""Open leaves: visit by visit, or everything at the end with the cover groups; receipts."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from sampler.draw import canon, events, opening
from sampler.failure import SamplerError
from sampler.registers import read_registers
from sampler.rules.period import parse_period
from sampler.workflow.draws_finish import to_change
from sampler.workflow.draws_folder import Folder, existing
from sampler.workflow.draws_freeze import masked
from sampler.workflow.draws_history import visit_rows
from sampler.workflow.step import changing
from sampler.workflow.told import Told

INSPECTED = frozenset(("已检查待审核", "已审核", "已公开"))


def open_units(data: Path, draw: str, *, as_of: date, codes: Collection[str] | None = None) -> Told:
    """Open drawn units whose visit is done (or the ``codes`` given). Units that may not be named are marked with the ground.

    Raises SamplerError when the policy opens names only at the end of the period and that has not come.
    """
    folder = to_change(data, draw, as_of)
    due, known = _due_leaves(folder), folder.units()
    _check_time(folder, as_of)
    if codes is None:
        strangers = []
        codes = {row["code"] for row in visit_rows(read_registers(data), draw) if row["state"] in INSPECTED}
    else:
        strangers = sorted(set(codes) - {known[leaf].code for leaf in due})
    if strangers:
        raise SamplerError(f"{'、'.join(strangers)} 不是 {draw} 的应查对象，现在不能揭示。")
    leaves = [leaf for leaf in due if known[leaf].code in codes]
    with changing(data, task="draw.open", arguments={"draw": draw}, as_of=as_of):
        told = _open(data, folder, leaves, as_of)
    return Told(told)


def _check_time(folder: Folder, as_of: date) -> None:
    manifest = folder.manifest()
    end = parse_period(manifest.period).end
    if manifest.names == "end" and as_of <= end:
        raise SamplerError(f"抽取公告写明期末一并揭示，{end} 以后才能揭示 {folder.draw}。")


def open_all(data: Path, draw: str, *, as_of: date) -> Told:
    """Open everything the policy says opens in the end, and close the draw.

    Masked units stay closed together with their cover groups. Raises SamplerError while a due unit is not inspected.
    """
    folder = to_change(data, draw, as_of)
    manifest = folder.manifest()
    if folder.has("closed"):
        raise SamplerError(f"{draw} 已经揭示完毕。")
    due, known = _due_leaves(folder), folder.units()
    waiting = [row["visit_id"] for row in visit_rows(read_registers(data), draw) if row["state"] == "未检查"]
    if waiting and as_of.isoformat() <= manifest.deadline:
        raise SamplerError(
            f"还有 {len(waiting)} 项任务没有检查（{'、'.join(waiting[:5])}），现在揭示会泄露名单。期限是 {manifest.deadline}。"
        )
    grounds = hidden_names(data, draw, as_of)
    hidden = {leaf for leaf, unit in known.items() if unit.code in grounds}
    wanted: Iterable[str] = due
    if manifest.mode == "all":
        closed = opening.closed_with(hidden, folder.order(), set(due), folder.seed())
        wanted = [leaf for leaf in sorted(known) if leaf not in closed or leaf in due]
    with changing(data, task="draw.open", arguments={"draw": draw, "all": "是"}, as_of=as_of):
        told = _open(data, folder, wanted, as_of)
        folder.tell(as_of, "closed", "揭示完毕。")
    return Told(f"{told}\n{draw} 已揭示完毕。")


def hidden_names(data: Path, draw: str, as_of: date) -> dict[str, str]:
    """Return the objects of a draw that may not be named, with the ground: masked ones, and those whose visit is withheld."""
    registers, today = read_registers(data), as_of.isoformat()
    codes = {row["visit_id"]: row["code"] for row in visit_rows(registers, draw)}
    found = masked(registers, as_of)
    for row in registers.table("withhold").rows:
        in_force = row["date"] <= today and not (row["lifted"] and row["lifted"] <= today)
        about_visit = (
            row["table"] in ("visits", "检查任务") and row["effect"] == "不予公开" and not row["field"]
        )
        if in_force and about_visit and row["target"] in codes:
            found.setdefault(codes[row["target"]], row["ground"])
    return found


def _due_leaves(folder: Folder) -> list[str]:
    return [place.leaf for place in folder.due()]


def _open(data: Path, folder: Folder, leaves: Iterable[str], as_of: date) -> str:
    """Append openings and withheld events for these leaves, each once; return what was done."""
    known, weights = folder.units(), folder.frame().weights
    grounds = hidden_names(data, folder.draw, as_of)
    held = opening.read_openings(folder.read("openings.csv")) if folder.read("openings.csv") else ()
    done = {one.leaf for one in held} | {e.get("leaf") for e in events.of(folder.log(), "withheld")}
    fresh = [leaf for leaf in leaves if leaf not in done]
    named = [known[leaf].opening(weights=weights) for leaf in fresh if known[leaf].code not in grounds]
    hidden = [leaf for leaf in fresh if known[leaf].code in grounds]
    for leaf in hidden:
        folder.tell(as_of, "withheld", "名称不予公开。", leaf=leaf, ground=grounds[known[leaf].code])
    if named:
        content = opening.openings_table([*held, *named])
        folder.write("openings.csv", content)
        folder.tell(
            as_of,
            "opened",
            f"揭示 {len(named)} 个单元。",
            count=len(named),
            openings=canon.digest_bytes(content),
        )
    return f"{folder.draw} 揭示 {len(named)} 个单元，不予公开 {len(hidden)} 个。"


def receipt(data: Path, draw: str, code: str) -> str:
    """Return the receipt of one object: what it needs to check its own leaf."""
    folder = existing(data, draw)
    manifest, found = folder.manifest(), [unit for unit in folder.units().values() if unit.code == code]
    if not found:
        raise SamplerError(f"{code} 不在 {draw} 的抽样框里。不进抽样框的原因见 sealed/exclusions.csv。")
    return "\n".join(opening.receipt(manifest, unit.opening(weights=manifest.weights)) for unit in found)
