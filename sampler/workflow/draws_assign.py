"""Assign inspectors to the visits of a draw, batch by batch; re-assign single visits from a new beacon."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sampler import rules
from sampler.draw import canon, events, tickets
from sampler.failure import SamplerError
from sampler.office import assignment as office
from sampler.office.visits import make_visits
from sampler.registers import read_registers, write_table
from sampler.workflow.draws_beacons import assign_slots
from sampler.workflow.draws_finish import to_change
from sampler.workflow.draws_folder import Folder, existing, period_of
from sampler.workflow.draws_freeze import SEALED_TAG
from sampler.workflow.draws_history import pool_drawn
from sampler.workflow.draws_inputs import packed
from sampler.workflow.draws_plan import entry, named
from sampler.workflow.draws_stages import is_upper_stage, next_stage, upper_strata
from sampler.workflow.draws_teams import rules_of
from sampler.workflow.step import changing
from sampler.workflow.told import Told

if TYPE_CHECKING:
    from sampler.registers import Registers
    from sampler.rules import QuotaReport

POOL_SERIES = "N"
REPLACED = "已替换"
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class FrozenStratum:
    """What visits need to know of a stratum, as it was frozen."""

    name: str
    """Its name."""

    class_names: tuple[str, ...]
    """Classes in it."""

    mode: str
    """Preferred way of checking."""


@dataclass(frozen=True, slots=True)
class FrozenQuotas:
    """The strata of a draw as they were frozen."""

    strata: tuple[FrozenStratum, ...]
    """In order of the names."""


def frozen_quotas(folder: Folder) -> "QuotaReport":
    """Return the strata as frozen, in the shape the back office takes them."""
    found: dict[str, FrozenStratum] = {}
    for name in ("sealed/frozen.json", "sealed/pool/frozen.json"):
        for one in json.loads(folder.read(name) or b"{}").get("work", []):
            found.setdefault(one["name"], FrozenStratum(one["name"], tuple(one["class_names"]), one["mode"]))
    return cast("QuotaReport", FrozenQuotas(tuple(found.values())))


def make_visits_of(data: Path, draw: str, *, as_of: date) -> Rows:
    """Return the visits of a draw, made when they are not there yet; substitutes get visits of their own."""
    folder, registers = existing(data, draw), read_registers(data)
    period = period_of(draw)
    have = [dict(row) for row in registers.table("visits", period).rows]
    mine = {row["code"] for row in have if row["draw_id"] == draw}
    upper = upper_strata(folder)
    due = [(code, stratum) for code, stratum in due_objects(folder) if code not in mine]
    hidden = [(code, place) for code, place in pool_drawn(folder) if code not in mine and place not in upper]
    made = _numbered(
        registers, folder, due, [row for row in have if row["draw_id"] == draw], series="", as_of=as_of
    )
    made += _numbered(registers, folder, hidden, [], series=POOL_SERIES, as_of=as_of)
    return have + made


def _numbered(
    registers: "Registers",
    folder: Folder,
    objects: Sequence[tuple[str, str]],
    have: Rows,
    *,
    series: str,
    as_of: date,
) -> Rows:
    """Return visits numbered after those that are there."""
    if not objects:
        return []
    period = period_of(folder.draw)
    policy = rules.policy_for(registers.folder, period)
    rows = make_visits(
        registers,
        policy,
        frozen_quotas(folder),
        objects,
        folder.draw,
        period=period,
        as_of=as_of,
        series=series,
    )
    start = sum(POOL_SERIES not in row["visit_id"] for row in have)
    return [
        {**row, "visit_id": f"{folder.draw}-{series}{start + n:03}"} for n, row in enumerate(rows, start=1)
    ]


def due_objects(folder: Folder) -> list[tuple[str, str]]:
    """Return (code, stratum) of every object that still is to be inspected, in the order of the strata and places."""
    known, upper = folder.units(), upper_strata(folder)
    gone = {event.get("leaf") for event in events.of(folder.log(), "substituted")}
    due = [place for place in folder.due() if place.leaf not in gone and place.stratum not in upper]
    return [(known[place.leaf].code, place.stratum) for place in due]


def assign(data: Path, draw: str, *, as_of: date, batch: str = "1") -> Told:
    """Make the visits of a draw and give each of a batch its team.

    Raises SamplerError before the confirmation, without the beacon of the batch, or when the people do not suffice.
    """
    folder = to_change(data, draw, as_of)
    manifest = folder.manifest()
    if not folder.has("confirmed"):
        raise SamplerError(f"{draw} 还没有确认抽中对象。请先办理 ./inv draw.confirm {draw}。")
    if is_upper_stage(folder):
        raise SamplerError(next_stage(folder))
    if any(one["batch"] == batch for one in batches(folder)):
        raise SamplerError(
            f"{draw} 第 {batch} 批已经分派，不能重来。人员有变动的，办理 ./inv draw.reassign。"
        )
    lines = batch_lines(folder, batch)
    seed = tickets.assignment_seed(
        manifest.commitment, canon.digest_bytes(folder.read("drawn.csv")), batch, lines
    )
    registers = read_registers(data)
    with changing(data, task="draw.assign", arguments={"draw": draw, "batch": batch}, as_of=as_of):
        rows = make_visits_of(data, draw, as_of=as_of)
        chosen = _of_batch([row for row in rows if row["draw_id"] == draw], batch, slices(folder))
        others = [row for row in rows if row["draw_id"] != draw or row.get("team")]
        done = office.assign([*others, *chosen], registers, rules_of(folder), seed, as_of)
        teams = {row["visit_id"]: row for row in done.rows(chosen)}
        write_table(data, "visits", [teams.get(row["visit_id"], row) for row in rows], period_of(draw))
        kept = keep_inputs(data, folder, batch, {"visits.json": [*others, *chosen]})
        public = published(
            done, {"batch": batch, "date": as_of.isoformat(), "inputs": kept, "lines": list(lines)}
        )
        record(folder, public, done.sealed())
        digest = canon.digest_bytes(folder.read("assignment.json"))
        text = f"第 {batch} 批 {public['visits']} 项检查任务已分派。"
        folder.tell(as_of, "assigned", text, assignment=digest)
    notes = [*done.ladder, *(f"{visit} 只有一种合法的检查组，没有随机性。" for visit in done.no_choice)]
    return Told(
        "\n".join(
            [
                f"{draw} 第 {batch} 批已分派 {len(chosen)} 项检查任务。",
                *notes,
                f"下一步：生成任务包和文书（./inv packs {period_of(draw)} --forms templates/forms）。",
            ]
        )
    )


def published(done: office.Assignment, batch: Mapping[str, object]) -> dict[str, object]:
    """Return what the public sees of a batch: seed, digest, cap, and counts that leave out the withheld pool."""
    visible = [team.visit for team in done.certificate.teams if POOL_SERIES not in team.visit]
    whole = done.public()
    return {
        **batch,
        "cap": done.cap,
        "certificate_digest": whole["certificate_digest"],
        "inspectors": whole["inspectors"],
        "no_choice": len(set(done.no_choice) & set(visible)),
        "seed": whole["seed"],
        "visits": len(visible),
    }


def keep_inputs(data: Path, folder: Folder, batch: str, given: Mapping[str, object]) -> str:
    """Keep what a batch was assigned from, for auditors: people, recusals, items, and the visits ``given``.

    Returns the salted digest of what was kept; it is published, so that none of it can be changed later.
    """
    names = [f"registers/{name}.csv" for name in ("inspectors", "recusals", "items", "experts")]
    files = {name: (data / name).read_bytes() for name in names if (data / name).is_file()}
    for name, value in given.items():
        files[name] = (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()
    content = packed(files)
    folder.write(f"sealed/assign-{batch}.zip", content)
    return salted(folder, content)


def salted(folder: Folder, content: bytes) -> str:
    """Return the digest of a private file as it may be published: nobody outside can try out what is in it."""
    inputs = canon.read_page(folder.read("sealed/inputs.json"), what="sealed/inputs.json")
    return canon.digest(SEALED_TAG, str(inputs.get("salt")), canon.digest_bytes(content))


def slices(folder: Folder) -> int:
    """Return into how many batches the visits of a draw are cut."""
    return int(str(folder.manifest().team_rules.get("slices", 1)))


def _of_batch(rows: Rows, batch: str, slices: int) -> Rows:
    """Return the visits of a batch that have no team yet: the visit with number n belongs to batch (n − 1) mod slices + 1."""
    open_rows = [row for row in rows if not row.get("team") and row["state"] != REPLACED]
    if slices == 1:
        return open_rows
    ordered = sorted(rows, key=lambda row: row["visit_id"])
    mine = {row["visit_id"] for n, row in enumerate(ordered) if str(n % slices + 1) == batch}
    return [row for row in open_rows if row["visit_id"] in mine]


def batch_lines(folder: Folder, batch: str) -> tuple[str, ...]:
    """Return the beacon lines of a batch; SamplerError while one is missing or the batch is unknown."""
    manifest = folder.manifest()
    slots = {e.get("batch"): int(e.get("slot")) for e in events.of(folder.log(), "announced")}
    count = slices(folder)
    if batch in slots:
        wanted = {slots[batch]}
    elif batch.isdecimal() and 1 <= int(batch) <= count:
        wanted = {int(batch)} if count > 1 else {slot.number for slot in manifest.assign_beacons}
    else:
        raise SamplerError(f"没有第 {batch} 批。")
    if not manifest.assign_beacons and batch not in slots:
        return tuple(line.text for line in folder.lines())
    lines = {line.slot: line.text for line in folder.lines("assign-beacons.txt")}
    if missing := sorted(wanted - set(lines)):
        waiting = [slot for slot in assign_slots(folder, manifest) if slot.number in missing]
        shown = "；".join(named(slot.ladder[0]) for slot in waiting)
        task = f"{entry(folder.draw, waiting[0])}（号码写开奖号码）"
        raise SamplerError(f"分派用的公开随机源还没有录入：{shown}。请办理 {task}。")
    return tuple(lines[number] for number in sorted(wanted))


def batches(folder: Folder) -> list[dict[str, object]]:
    """Return the batches that were assigned, as published."""
    content = folder.read("assignment.json")
    value = canon.read_page(content, what="assignment.json")["batches"] if content else []
    return value if isinstance(value, list) else []


def record(folder: Folder, public: dict[str, object], sealed: Mapping[str, object]) -> None:
    """Append a batch to the public and the private file of the assignment."""
    folder.write(
        "assignment.json",
        canon.page({"batches": [*batches(folder), public], "roster": folder.manifest().roster}),
    )
    held = json.loads(folder.read("sealed/assignment.json") or b'{"batches": []}')
    held["batches"].append({"batch": public["batch"], "date": public["date"], **sealed})
    folder.write("sealed/assignment.json", sealed_text(held))


def sealed_text(held: Mapping[str, object]) -> bytes:
    """Return ``sealed/assignment.json``."""
    return (json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
