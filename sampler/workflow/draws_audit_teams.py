"""The auditor's check of the teams: each batch's certificate, and the whole assignment made anew from what was kept."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sampler.draw.assignment import certificate_digest, certificate_from_json, check_assignment
from sampler.draw.report import Check
from sampler.office import assignment as office
from sampler.registers import read_registers
from sampler.workflow.draws_assign import salted, sealed_text
from sampler.workflow.draws_audit_frame import judged, repacked, unpacked
from sampler.workflow.draws_folder import Folder
from sampler.workflow.draws_teams import rules_of


def teams(folder: Folder) -> Iterator[Check]:
    """Yield the checks of each batch: the certificate, the published digests, and the batch assigned anew."""
    content = folder.read("sealed/assignment.json")
    if not content:
        return
    public = {one["batch"]: one for one in json.loads(folder.read("assignment.json"))["batches"]}
    held = json.loads(content)
    whole = [] if sealed_text(held) == content else ["sealed/assignment.json 不是原来的写法"]
    if [one["batch"] for one in held["batches"]] != list(public):
        whole.append("批次与公开的不同")
    for batch in held["batches"]:
        name = str(batch["batch"])
        faults, anew = _batch_faults(folder, batch, public.get(name, {}))
        fine = f"第 {name} 批 {len(batch['certificate']['teams'])} 项任务，逐项核对费用和价格"
        fine += "，按留存的名录重新分派相同" if anew else "（没有留存当时的名录，只核对了证书）"
        yield judged("roster", folder, [*whole, *faults], fine)


def _batch_faults(
    folder: Folder, batch: Mapping[str, Any], told: Mapping[str, object]
) -> tuple[list[str], bool]:
    certificate = certificate_from_json(batch["certificate"])
    faults = [f"{fault.where}：{fault.reason}" for fault in check_assignment(certificate)]
    if (certificate_digest(certificate), certificate.seed, str(batch["date"])) != (
        told.get("certificate_digest"),
        told.get("seed"),
        told.get("date"),
    ):
        faults.append("证书、种子或日期与公开的不符")
    kept = folder.read(f"sealed/assign-{batch['batch']}.zip")
    if not kept:
        return [*faults, *(["没有留存分派时的名录"] if "inputs" in told else [])], False
    if repacked(kept) != kept or told.get("inputs", salted(folder, kept)) != salted(folder, kept):
        faults.append("留存的分派名录与公开的摘要不符")
    if _anew(folder, kept, batch) != dict(batch):
        faults.append("按当时的人员、回避、事项和公告的规则重新分派，结果不同")
    return faults, True


def _anew(folder: Folder, kept: bytes, batch: Mapping[str, Any]) -> dict[str, Any]:
    """Return the batch as it comes out of what was kept, in the form it stands in the private file."""
    seed, day = str(batch["certificate"]["seed"]), date.fromisoformat(str(batch["date"]))
    with unpacked(kept) as past:
        visits, absent = _taken(past / "visits.json"), _taken(past / "absent.json")
        registers, rules = read_registers(past), rules_of(folder)
        if absent is None:
            made = office.assign(visits, registers, rules, seed, day).sealed()
        else:
            away = {number: (people, reason) for number, (people, reason) in absent.items()}
            new = office.reassign(visits, away, registers=registers, rules=rules, seed=seed, as_of=day)
            made = {**new.assignment.sealed(), "replaced": [list(one) for one in new.replaced]}
    named = {"batch": batch["batch"], "date": batch["date"]}
    return dict(json.loads(json.dumps({**named, **made})))


def _taken(path: Path) -> Any:  # whatever was kept
    """Return what a kept file holds, and take it out of the folder of registers; None when there is none."""
    if not path.is_file():
        return None
    value = json.loads(path.read_bytes())
    path.unlink()
    return value
