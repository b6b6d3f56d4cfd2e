"""The auditor's checks of a frame: its leaves, its units made anew from what was frozen, the pool beside it."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sampler.draw import canon, checks, tickets
from sampler.draw.frame import LEAF_TAG, Unit, read_frame
from sampler.draw.manifest import Manifest, read_manifest
from sampler.draw.report import FAIL, OK, UNABLE, Check
from sampler.failure import SamplerError
from sampler.registers import read_registers
from sampler.workflow.draws_folder import EXCLUSIONS, UNITS, Folder
from sampler.workflow.draws_freeze import (
    SEALED_TAG,
    announced,
    exclusions,
    is_weighted,
    split_quotas,
    stratum_units,
)
from sampler.workflow.draws_inputs import MADE, NOTHING, packed
from sampler.workflow.draws_pool import pool_files
from sampler.workflow.draws_teams import to_announce

if TYPE_CHECKING:
    from sampler.rules import QuotaReport

LARGEST = 2**31
"""Bytes an archive of registers may unpack to."""

Inputs = Mapping[str, object]


def judged(code: str, folder: Folder, faults: Sequence[str], fine: str) -> Check:
    """Return a failed check that lists the faults, or a passed one."""
    return Check(code, folder.draw, FAIL if faults else OK, "；".join(faults) or fine)


def inputs_of(folder: Folder) -> Inputs:
    """Return the list of what a freeze was made from."""
    return canon.read_page(folder.read("sealed/inputs.json"), what="sealed/inputs.json")


def listed_files(inputs: Inputs) -> dict[str, str]:
    """Return name → digest of the files a freeze was made from."""
    files = inputs.get("files")
    return {str(name): str(digest) for name, digest in files} if isinstance(files, list) else {}


@contextmanager
def unpacked(content: bytes) -> Iterator[Path]:
    """Give a folder with the files of an archive, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > LARGEST:
            raise SamplerError("内部文件解开以后太大，不像冻结时存下的表，没有解开。")
        archive.extractall(name)  # never outside the folder: zipfile leaves out “..” and drive letters
        yield Path(name)


def repacked(content: bytes) -> bytes:
    """Return an archive as it was written; anything else in the bytes is a change."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def sealed(folder: Folder) -> Check:
    """Every leaf of the frame is a unit inside, and the inside is what the manifest committed to."""
    content = folder.read("manifest.json")
    if not content:
        return Check("sealed", folder.draw, UNABLE, "还没有公布抽取公告")
    manifest, inputs = read_manifest(content), inputs_of(folder)
    rows = canon.read_table(folder.read("sealed/units.csv"), UNITS, what="sealed/units.csv")
    faults = [*_committed_faults(manifest, folder, inputs), *_made_faults(folder, inputs, "sealed", "")]
    frame = folder.frame().index()
    wrong = _wrong_leaves(folder, "sealed", frame, weights=manifest.weights)
    if wrong or len(rows) != len(frame):
        faults.append(f"{len(wrong) or '有'} 个单元与抽样框的叶对不上")
    return judged("sealed", folder, faults, f"{len(rows)} 户与抽样框逐一对应，内部文件与承诺相符")


def _committed_faults(manifest: Manifest, folder: Folder, inputs: Inputs) -> Iterator[str]:
    """Yield what in the manifest is not what the private files say."""
    salt, files, empty = str(inputs.get("salt")), listed_files(inputs), canon.digest_bytes(b"")
    if (
        canon.digest(SEALED_TAG, salt, canon.digest_bytes(folder.read("sealed/inputs.json")))
        != manifest.sealed
    ):
        yield "sealed/inputs.json 与抽取公告承诺的不符"
    roster = files.get("registers/inspectors.csv", empty)
    if canon.digest(SEALED_TAG, salt, roster) != manifest.roster:
        yield "执法检查人员名录与抽取公告承诺的不符"
    if files.get("registers/items.csv", empty) != manifest.items_digest:
        yield "事项清单与抽取公告承诺的不符"
    told = dict(manifest.team_rules)
    if "cap" in told and told != to_announce(folder, int(str(told["size"])), int(str(told["slices"]))):
        yield "抽取公告里的分派规则与冻结时的设置不符"


def _made_faults(folder: Folder, inputs: object, where: str, units: str) -> Iterator[str]:
    """Yield the files made at the freeze that are not what was listed then; older draws list fewer."""
    listed = inputs if isinstance(inputs, dict) else {}
    for name in (*MADE, "units.csv"):
        digest = units if units and name == "units.csv" else listed.get(name.partition(".")[0])
        if digest is not None and digest != canon.digest_bytes(folder.read(f"{where}/{name}")):
            yield f"{where}/{name} 与冻结时不同"


def _wrong_leaves(folder: Folder, where: str, frame: Mapping[str, Unit], *, weights: bool) -> list[str]:
    """Return the ids of units whose salt does not give their leaf, or whose leaf is not in the frame."""
    return [
        one.unit.id
        for one in folder.units(where).values()
        if canon.digest(LEAF_TAG, one.salt, one.unit.record(weights=weights)) != one.leaf
        or one.leaf not in frame
    ]


def eligible(data: Path, folder: Folder) -> Check:
    """The rules, run again over the registers as they were frozen, give the same units, quotas and exclusions."""
    content, kept = folder.read("manifest.json"), folder.read("sealed/inputs.zip")
    if not content or not kept:
        return Check("eligible", folder.draw, UNABLE, "没有冻结时的登记文件")
    faults = _archive_faults(folder, kept)
    report, _ = _quotas(data, folder, kept)
    ids = {row["code"]: row["public_id"] for row in read_registers(data).table("public_ids").rows}
    faults += _frame_faults(folder, report, ids, json.loads(content)["strata"], where="sealed")
    return judged("eligible", folder, faults, "按冻结时的名录库和规则重算，单元、应抽数、不抽取原因都相同")


def _archive_faults(folder: Folder, kept: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        held = {name: canon.digest_bytes(archive.read(name)) for name in archive.namelist()}
    same = held == listed_files(inputs_of(folder)) and repacked(kept) == kept
    return [] if same else ["sealed/inputs.zip 与冻结时的清单不符"]


def _quotas(data: Path, folder: Folder, kept: bytes) -> "tuple[QuotaReport, QuotaReport | None]":
    """Return the quotas made anew from what was kept at the freeze: the public ones and the pool's."""
    day = date.fromisoformat(folder.manifest().frozen_on)
    with unpacked(kept) as past:
        return split_quotas(data, read_registers(past), folder.draw, day)


def _frame_faults(
    folder: Folder, report: "QuotaReport", ids: Mapping[str, str], shown: object, *, where: str
) -> list[str]:
    """Return how units, exclusions and strata differ from those of a report made anew."""
    weights = is_weighted(report.strata)
    right = {unit for stratum in report.strata for unit in stratum_units(stratum, ids, weights=weights)}
    held = list(folder.units(where).values())
    frozen = {one.unit for one in held}
    faults = [f"{unit.id} 不该在层“{unit.stratum}”里" for unit in _some(frozen - right)]
    faults += [f"{unit.id} 应当在层“{unit.stratum}”里，却不在" for unit in _some(right - frozen)]
    left_out = folder.read(f"{where}/exclusions.csv")
    rows = canon.read_table(left_out, EXCLUSIONS, what=f"{where}/exclusions.csv")
    if sorted((stratum, reason, code) for code, reason, stratum in rows) != exclusions(report):
        faults.append("不抽取的对象或原因与重算的不同")
    if shown != [announced(s, held) for s in sorted(report.strata, key=lambda s: s.name)]:
        faults.append("抽取公告里各层的应抽数或说明与重算的不同")
    return faults


def _some(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=str)[:5]


def pool(data: Path, folder: Folder) -> Check:
    """The pool of wholly withheld objects was drawn by the same rules from the same randomness."""
    units, content = folder.read("sealed/pool/units.csv"), folder.read("sealed/pool/manifest.json")
    inputs = inputs_of(folder) if folder.read("sealed/inputs.json") else {}
    told = inputs.get("pool", NOTHING)
    if (canon.digest_bytes(units) if units else NOTHING) != told:
        return Check("pool", folder.draw, FAIL, "单独抽样框与冻结时不同")
    if not units:
        return Check("pool", folder.draw, OK, "没有单独抽取的对象")
    if not content:
        return Check("pool", folder.draw, UNABLE, "还没有承诺")
    faults = [*_made_faults(folder, inputs.get("pool_files"), "sealed/pool", str(told)), *_pool_drawn(folder)]
    if kept := folder.read("sealed/inputs.zip"):
        _, report = _quotas(data, folder, kept)
        shown = json.loads(folder.read("sealed/pool/frozen.json"))["strata"]
        faults += (
            _frame_faults(folder, report, {}, shown, where="sealed/pool")
            if report
            else ["按规则没有单独抽取的对象"]
        )
    return judged("pool", folder, faults, f"{len(folder.units('sealed/pool'))} 户，重算相同")


def _pool_drawn(folder: Folder) -> list[str]:
    """Return what in the pool's frame, manifest or list does not follow from the public manifest and the beacons."""
    right = pool_files(folder, folder.read("manifest.json"))
    faults = [f"{name} 与按公告重做的不同" for name, made in right.items() if folder.read(name) != made]
    if faults:
        return faults
    manifest, frame = (
        read_manifest(folder.read("sealed/pool/manifest.json")),
        read_frame(folder.read("sealed/pool/frame.csv")),
    )
    if _wrong_leaves(folder, "sealed/pool", frame.index(), weights=manifest.weights):
        faults.append("单独抽样框的叶与盐、记录对不上")
    if folder.has("drawn"):
        seed = tickets.seed_of(manifest.commitment, (line.text for line in folder.lines()))
        if checks.listed(manifest, checks.full_order(manifest, frame, seed)) != folder.read(
            "sealed/pool/drawn.csv"
        ):
            faults.append("单独抽取的名单与重算的不同")
    return faults
