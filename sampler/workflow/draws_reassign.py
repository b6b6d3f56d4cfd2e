"""Recusal or illness after the draw: single visits get new teams from a beacon announced in advance."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from sampler.draw import beacon, canon, events, tickets
from sampler.draw.beacon import Rung
from sampler.failure import SamplerError
from sampler.office import assignment as office
from sampler.registers import read_registers, write_table
from sampler.workflow.draws_assign import (
    REPLACED,
    Rows,
    batch_lines,
    batches,
    keep_inputs,
    make_visits_of,
    published,
    record,
    slices,
)
from sampler.workflow.draws_finish import to_change
from sampler.workflow.draws_folder import Folder, period_of
from sampler.workflow.draws_teams import rules_of
from sampler.workflow.step import changing
from sampler.workflow.told import Told


def announce(data: Path, draw: str, rung: Rung, *, as_of: date) -> Told:
    """Name in advance, as a public event, the beacon of a coming re-assignment; it must be later than today."""
    folder = to_change(data, draw, as_of)
    beacon.check_rung(rung)
    if rung.date <= as_of.isoformat():
        raise SamplerError(f"{beacon.SOURCES[rung.source]} {rung.edition} 不晚于今天，不能用来重新分派。")
    told = events.of(folder.log(), "announced")
    same = f"{rung.source} {rung.edition} {rung.date}"
    if told and told[-1].get("rung") == same:
        return Told(
            f"已经预告过：第 {told[-1].get('batch')} 批重新分派用 {same}，位号 {told[-1].get('slot')}。"
        )
    batch, slot = f"r{len(told) + 1}", len(folder.manifest().assign_beacons) + len(told) + 1
    text = f"{rung.source} {rung.edition} {rung.date}"
    with changing(data, task="draw.announce", arguments={"draw": draw, "rung": text}, as_of=as_of):
        folder.tell(as_of, "announced", f"将用 {text} 重新分派部分任务。", batch=batch, slot=slot, rung=text)
    return Told(
        f"已预告：第 {batch} 批重新分派用 {beacon.SOURCES[rung.source]} {rung.edition}（{rung.date}），位号 {slot}。"
    )


def announce_text(data: Path, draw: str, text: str, *, as_of: date) -> Told:
    """Announce a beacon written as ``ssq 2025080 2025-07-13``."""
    parts = text.split()
    if len(parts) != 3:
        raise SamplerError(f"“{text}”看不懂，请写成 来源 期号 日期，例如 ssq 2025080 2025-07-13。")
    return announce(data, draw, Rung(parts[0], parts[1], parts[2], 0), as_of=as_of)


def reassign(
    data: Path, draw: str, absent: Mapping[str, tuple[Collection[str], str]], *, as_of: date
) -> Told:
    """Give single visits new teams from the beacon announced last; the old teams stay on record.

    ``absent`` maps a visit to the certificates that cannot come and the reason.
    """
    folder = to_change(data, draw, as_of)
    told = events.of(folder.log(), "announced")
    if not told:
        raise SamplerError(f"请先预告重新分派用的公开随机源：./inv draw.announce {draw}。")
    batch = told[-1].get("batch")
    lines = batch_lines(folder, batch)
    if any(one["batch"] == batch for one in batches(folder)):
        raise SamplerError("上次预告的随机源已经用过，请重新预告。")
    manifest, registers = folder.manifest(), read_registers(data)
    seed = tickets.assignment_seed(
        manifest.commitment, canon.digest_bytes(folder.read("drawn.csv")), batch, lines
    )
    period = period_of(draw)
    with changing(
        data, task="draw.reassign", arguments={"draw": draw, "visits": "；".join(sorted(absent))}, as_of=as_of
    ):
        rows = make_visits_of(data, draw, as_of=as_of)
        absent = {
            **{row["visit_id"]: ((), "新增的检查任务") for row in _without_team(folder, rows)},
            **absent,
        }
        new = office.reassign(
            rows, absent, registers=registers, rules=rules_of(folder), seed=seed, as_of=as_of
        )
        away = {number: [sorted(people), reason] for number, (people, reason) in absent.items()}
        kept = keep_inputs(data, folder, batch, {"visits.json": rows, "absent.json": away})
        write_table(data, "visits", new.assignment.rows(rows), period)
        public = published(
            new.assignment,
            {"batch": batch, "date": as_of.isoformat(), "inputs": kept, "lines": list(lines)},
        )
        record(folder, public, {**new.assignment.sealed(), "replaced": [list(one) for one in new.replaced]})
        digest = canon.digest_bytes(folder.read("assignment.json"))
        folder.tell(as_of, "reassigned", f"{public['visits']} 项检查任务已重新分派。", assignment=digest)
    return Told(f"{draw} 已重新分派 {'、'.join(sorted(absent))}，原检查组已留档。")


def _without_team(folder: Folder, rows: Rows) -> Rows:
    """Return the visits of a draw that came after its last batch: those of substitutes."""
    plain = [one for one in batches(folder) if not str(one["batch"]).startswith("r")]
    if len(plain) < slices(folder):
        return []
    return [
        row
        for row in rows
        if row["draw_id"] == folder.draw and not row.get("team") and row["state"] != REPLACED
    ]
