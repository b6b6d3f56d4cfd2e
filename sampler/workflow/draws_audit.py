"""What only an auditor can check: registers → frame, who was left out, the pool, the teams, the journal."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sampler import rules
from sampler.draw import canon, checks, tickets, verify
from sampler.draw.assignment import certificate_digest, certificate_from_json, check_assignment
from sampler.draw.checks import DrandCheck
from sampler.draw.frame import LEAF_TAG, read_frame
from sampler.draw.manifest import read_manifest
from sampler.draw.report import FAIL, OK, UNABLE, Check, Report
from sampler.failure import SamplerError
from sampler.office import assignment as office
from sampler.office import audit as journal
from sampler.registers import read_registers
from sampler.workflow.draws_folder import UNITS, Folder, folders, period_of
from sampler.workflow.draws_freeze import (
    SEALED_TAG,
    announced,
    exclusions,
    is_weighted,
    split_quotas,
    stratum_units,
)
from sampler.workflow.draws_inputs import NOTHING


def audit(
    data: Path,
    *,
    as_of: date,
    drand: DrandCheck | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Return the checks of the public files together with those only the private files allow."""
    files = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in (data / "draws").rglob("*")
        if path.is_file()
    }
    found = list(verify.verify(files, as_of=as_of.isoformat(), drand=drand).checks)
    every = folders(data)
    for number, folder in enumerate(every, start=1):
        found += [
            _sealed(folder),
            _eligible(data, folder),
            *_guarded("pool", folder),
            *_guarded("roster", folder),
        ]
        if progress:
            progress(number, len(every))
    return Report((*found, _journal(data)), scope="private")


def _guarded(code: str, folder: Folder) -> list[Check]:
    """Return the checks of the pool or of the teams; a file that can't be read is a failure, not a crash."""
    try:
        return [_pool(folder)] if code == "pool" else list(_teams(folder))
    except (SamplerError, ValueError, KeyError, zipfile.BadZipFile) as error:
        return [Check(code, folder.draw, FAIL, f"内部文件读不出来：{error}")]


def _check(code: str, folder: Folder, faults: list[str], fine: str) -> Check:
    return Check(code, folder.draw, FAIL if faults else OK, "；".join(faults) or fine)


def _sealed(folder: Folder) -> Check:
    """Every leaf of the frame is a unit inside, and the inside is what the manifest committed to."""
    content = folder.read("manifest.json")
    if not content:
        return Check("sealed", folder.draw, UNABLE, "还没有公布抽取公告")
    try:
        manifest, inputs = read_manifest(content), folder.read("sealed/inputs.json")
        value = canon.read_page(inputs, what="sealed/inputs.json")
        rows = canon.read_table(folder.read("sealed/units.csv"), UNITS, what="sealed/units.csv")
        units, frame = folder.units(), folder.frame().index()
    except (SamplerError, ValueError) as error:
        return Check("sealed", folder.draw, FAIL, str(error))
    salt, files = str(value.get("salt")), listed_files(value)
    faults = []
    if canon.digest(SEALED_TAG, salt, canon.digest_bytes(inputs)) != manifest.sealed:
        faults.append("sealed/inputs.json 与抽取公告承诺的不符")
    faults += [
        f"sealed/{name}.csv 与冻结时不同"
        for name in ("units", "exclusions")
        if value.get(name) != canon.digest_bytes(folder.read(f"sealed/{name}.csv"))
    ]
    roster = files.get("registers/inspectors.csv", "")
    if canon.digest(SEALED_TAG, salt, roster or canon.digest_bytes(b"")) != manifest.roster:
        faults.append("执法检查人员名录与抽取公告承诺的不符")
    wrong = [
        one.unit.id
        for one in units.values()
        if canon.digest(LEAF_TAG, one.salt, one.unit.record(weights=manifest.weights)) != one.leaf
        or one.leaf not in frame
    ]
    if wrong or len(rows) != len(frame):
        faults.append(f"{len(wrong) or '有'} 个单元与抽样框的叶对不上")
    return _check("sealed", folder, faults, f"{len(rows)} 户与抽样框逐一对应，内部文件与承诺相符")


def listed_files(inputs: Mapping[str, object]) -> dict[str, str]:
    """Return name → digest of the files a freeze was made from."""
    files = inputs.get("files")
    return {str(name): str(digest) for name, digest in files} if isinstance(files, list) else {}


@contextmanager
def unpacked(content: bytes) -> Iterator[Path]:
    """Give a folder with the files of an archive, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(name)
        yield Path(name)


def _eligible(data: Path, folder: Folder) -> Check:
    """The rules, run again over the registers as they were frozen, give the same units, quotas and exclusions."""
    content, packed = folder.read("manifest.json"), folder.read("sealed/inputs.zip")
    if not content or not packed:
        return Check("eligible", folder.draw, UNABLE, "没有冻结时的登记文件")
    try:
        faults = _inputs_faults(folder, packed)
        with unpacked(packed) as past:
            faults += _frame_faults(data, past, folder, content)
    except (SamplerError, zipfile.BadZipFile) as error:
        return Check("eligible", folder.draw, FAIL, str(error))
    return _check("eligible", folder, faults, "按冻结时的名录库和规则重算，单元、应抽数、不抽取原因都相同")


def _inputs_faults(folder: Folder, packed: bytes) -> list[str]:
    known = listed_files(canon.read_page(folder.read("sealed/inputs.json"), what="sealed/inputs.json"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        held = {name: canon.digest_bytes(archive.read(name)) for name in archive.namelist()}
    return [] if held == known else ["sealed/inputs.zip 与冻结时的清单不符"]


def _frame_faults(data: Path, past: Path, folder: Folder, content: bytes) -> list[str]:
    manifest, registers = read_manifest(content), read_registers(past)
    day = date.fromisoformat(manifest.frozen_on)
    public, _ = split_quotas(data, registers, folder.draw, day)
    ids = {row["code"]: row["public_id"] for row in read_registers(data).table("public_ids").rows}
    weights = is_weighted(public.strata)
    right = {unit for stratum in public.strata for unit in stratum_units(stratum, ids, weights=weights)}
    frozen = {one.unit for one in folder.units().values()}
    faults = [f"{unit.id} 不该在层“{unit.stratum}”里" for unit in sorted(frozen - right, key=str)[:5]]
    faults += [
        f"{unit.id} 应当在层“{unit.stratum}”里，却不在" for unit in sorted(right - frozen, key=str)[:5]
    ]
    rows = canon.read_table(
        folder.read("sealed/exclusions.csv"), ("code", "reason", "stratum"), what="exclusions.csv"
    )
    if sorted((stratum, reason, code) for code, reason, stratum in rows) != exclusions(public):
        faults.append("不抽取的对象或原因与重算的不同")
    sealed = list(folder.units().values())
    shown = json.loads(content)["strata"]
    if shown != [announced(s, sealed) for s in sorted(public.strata, key=lambda s: s.name)]:
        faults.append("抽取公告里各层的应抽数或说明与重算的不同")
    return faults


def _pool(folder: Folder) -> Check:
    """The pool of wholly withheld objects was drawn by the same rules from the same randomness."""
    units, content = folder.read("sealed/pool/units.csv"), folder.read("sealed/pool/manifest.json")
    inputs = folder.read("sealed/inputs.json")
    told = canon.read_page(inputs, what="sealed/inputs.json").get("pool") if inputs else NOTHING
    if (canon.digest_bytes(units) if units else NOTHING) != told:
        return Check("pool", folder.draw, FAIL, "单独抽样框与冻结时不同")
    if not units or not content:
        return Check(
            "pool",
            folder.draw,
            OK if not units else UNABLE,
            "没有单独抽取的对象" if not units else "还没有承诺",
        )
    try:
        manifest, frame = read_manifest(content), read_frame(folder.read("sealed/pool/frame.csv"))
    except canon.FormError as error:
        return Check("pool", folder.draw, FAIL, str(error))
    faults = []
    if (
        manifest.beacons != folder.manifest().beacons
        or canon.digest_bytes(folder.read("sealed/pool/frame.csv")) != manifest.frame_digest
    ):
        faults.append("单独抽取的抽样框或随机源与公告不同")
    if folder.has("drawn"):
        seed = tickets.seed_of(manifest.commitment, (line.text for line in folder.lines()))
        right = checks.listed(manifest, checks.full_order(manifest, frame, seed))
        if right != folder.read("sealed/pool/drawn.csv"):
            faults.append("单独抽取的名单与重算的不同")
    return _check("pool", folder, faults, f"{frame.size} 户，重算相同")


def _teams(folder: Folder) -> Iterator[Check]:
    """Yield the checks of each batch: the certificate, the published digest, and the lawful edges made anew."""
    content = folder.read("sealed/assignment.json")
    if not content:
        return
    public = {one["batch"]: one for one in json.loads(folder.read("assignment.json"))["batches"]}
    for batch in json.loads(content)["batches"]:
        name = str(batch["batch"])
        certificate = certificate_from_json(batch["certificate"])
        faults = [f"{fault.where}：{fault.reason}" for fault in check_assignment(certificate)]
        told = public.get(name, {})
        if (certificate_digest(certificate), certificate.seed) != (
            told.get("certificate_digest"),
            told.get("seed"),
        ):
            faults.append("证书与公开的摘要或种子不符")
        faults += _edge_faults(folder, batch, name)
        yield _check(
            "roster", folder, faults, f"第 {name} 批 {len(certificate.teams)} 项任务，逐项核对费用和价格"
        )


def _edge_faults(folder: Folder, batch: Mapping[str, object], name: str) -> list[str]:
    packed = folder.read(f"sealed/assign-{name}.zip")
    if not packed or name.startswith("r"):
        return []
    with unpacked(packed) as past:
        visits = json.loads((past / "visits.json").read_bytes())
        (past / "visits.json").unlink()
        registers, policy = read_registers(past), rules.policy_for(past, period_of(folder.draw))
        certificate = certificate_from_json(batch["certificate"])  # type: ignore[arg-type]  # a JSON object
        day = date.fromisoformat(str(batch["date"]))
        again = office.assign(visits, registers, policy, certificate.seed, day)
    same = certificate_digest(again.certificate) == certificate_digest(certificate)
    return [] if same else ["按当时的人员、回避、事项重新分派，结果不同"]


def _journal(data: Path) -> Check:
    findings = journal.verify(data)
    errors = [finding.as_text() for finding in findings if finding.level == "error"]
    if errors:
        return Check("journal", "", FAIL, "；".join(errors))
    if not (data / "journal").is_dir():
        return Check("journal", "", UNABLE, "没有办理日志")
    return Check("journal", "", OK, f"办理日志环环相扣，{len(findings)} 处任务之外的改动")
