"""Freeze: registers, rules and quotas become a frame of salted leaves; nothing is published yet."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sampler import rules
from sampler.disclosure import decisions, ids
from sampler.draw import canon, frame
from sampler.draw.frame import SealedUnit, Unit
from sampler.failure import SamplerError
from sampler.registers import Registers, read_registers, write_table
from sampler.workflow import draws_history
from sampler.workflow.draws_folder import EXCLUSIONS, Folder, folder_of, numbered, period_of, units_table
from sampler.workflow.draws_inputs import write_inputs
from sampler.workflow.step import changing

if TYPE_CHECKING:
    from sampler.rules import QuotaReport, StratumQuota

SEALED_TAG = "sealed/v1"
ANNOUNCED = ("title", "rule", "sentence", "base_label", "base_count", "formula", "rounding", "already", "due")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a freeze made."""

    draw: str
    """Draw number."""

    size: int
    """Units in the public frame."""

    strata: tuple[tuple[str, int, int, str], ...]
    """Title, size, quota and order of each stratum."""

    excluded: int
    """Objects left out, each with a reason."""

    warnings: tuple[str, ...]
    """What staff should know before they commit."""

    def as_text(self) -> str:
        """Return what was frozen, in Chinese."""
        lines = [f"{self.draw} 已冻结：{self.size} 个单元，另有 {self.excluded} 户不进抽样框（原因已记录）。"]
        lines += [
            f"  {title}：{size} 户，应抽 {quota} 户（{ORDERS[order]}）"
            for title, size, quota, order in self.strata
        ]
        lines += [f"  注意：{warning}" for warning in self.warnings]
        lines.append(f"下一步：./inv draw.commit {self.draw}（公布抽取公告，并请见证人登记）。")
        return "\n".join(lines)


ORDERS = {"burden": "少抽者优先，五分之一随机保留", "uniform": "等概率", "weighted": "按权重"}


def freeze(data: Path, draw: str, *, as_of: date, key: bytes, note: str = "") -> Frozen:
    """Freeze the frame of a draw. ``key`` is a fresh secret of at least 32 bytes and is not kept.

    May be repeated until the draw is committed; each freeze stays in the log. Raises SamplerError when the rules leave a number
    undecided, or when the draw was committed already.
    """
    folder = folder_of(data, draw)
    if folder.read("manifest.json"):
        raise SamplerError(
            f"{draw} 已公布抽取公告，不能重新冻结。漏掉的对象请用补充抽取（./inv draw.supplement {period_of(draw)}）。"
        )
    _check_number(draw, note)
    with changing(data, task="draw.freeze", arguments={"draw": draw}, as_of=as_of):
        registers = read_registers(data)
        numbers = public_ids(registers, as_of)
        public, pool = split_quotas(data, registers, draw, as_of)
        sealed = seal_strata(public.strata, numbers, key, draw)
        hidden = seal_strata(pool.strata, {}, key, f"{draw} pool") if pool else None
        write_private(folder, public, sealed, as_of=as_of, note=note, prefix="sealed", numbers=numbers)
        if pool is not None and hidden is not None:
            write_private(folder, pool, hidden, as_of=as_of, note=note, prefix="sealed/pool", numbers={})
        content = frame.frame_table(sealed, weights=is_weighted(public.strata))
        write_inputs(data, folder, key)
        folder.write("frame.csv", content)
        folder.tell(as_of, "frozen", "抽样框已冻结。", frame=canon.digest_bytes(content))
    return _report(folder, frame.read_frame(content), len(exclusions(public)))


def _check_number(draw: str, note: str) -> None:
    """Raise SamplerError where a supplementary draw has no reason, or a number that reads as a month."""
    period = period_of(draw)
    if draw == period:
        return
    clear = numbered(period, int(draw.rpartition("-")[2]))
    if draw != clear:
        raise SamplerError(f"抽取编号“{draw}”容易看成月份。{period} 年全年的补充抽取请写 {clear}。")
    if not note:
        raise SamplerError("补充抽取要写明理由（--reason）。")


def split_quotas(
    data: Path, registers: Registers, draw: str, as_of: date
) -> "tuple[QuotaReport, QuotaReport | None]":
    """Return the quotas of the public frame and, where there are any, those of the wholly withheld objects."""
    period, hidden = period_of(draw), withheld_whole(registers, as_of)
    policy = rules.policy_for(registers.folder, period)
    history = draws_history.history(data, before=draw, until=as_of, registers=registers)
    public = _quotas(without(registers, hidden), policy, period, as_of, history)
    if not public.strata:
        raise SamplerError(f"{period} 没有要抽的，没有冻结。" + "".join(public.notes))
    pool = (
        _quotas(without(registers, set(codes_of(registers)) - hidden), policy, period, as_of, history)
        if hidden
        else None
    )
    return public, rules.pool_quotas(pool, public) if pool else None


def _quotas(
    registers: Registers, policy: "rules.Policy", period: str, as_of: date, history: "rules.History"
) -> "QuotaReport":
    report = rules.work_out_quotas(registers, policy, period, as_of, history)
    if report.undecided:
        raise SamplerError(
            "抽查规则里还有没定的数，不能抽取：\n" + "\n".join(f"  {one}" for one in report.undecided)
        )
    return report


def codes_of(registers: Registers) -> list[str]:
    """Return the codes of all objects, sorted."""
    return sorted(row["code"] for row in registers.table("objects").rows)


def without(registers: Registers, codes: Iterable[str]) -> Registers:
    """Return the registers as if these objects were not there."""
    gone, table = set(codes), registers.table("objects")
    if not gone:
        return registers
    kept = [at for at, row in enumerate(table.rows) if row["code"] not in gone]
    lines = tuple(table.lines[at] for at in kept) if table.lines else ()
    smaller = replace(table, cells=[table.rows[at] for at in kept], lines=lines)
    return replace(registers, tables={**registers.tables, ("objects", ""): smaller})


def withheld_whole(registers: Registers, as_of: date) -> frozenset[str]:
    """Return the objects that do not exist in public: they are drawn from a pool of their own."""
    return decisions.withheld_objects(registers, as_of)


def masked(registers: Registers, as_of: date) -> dict[str, str]:
    """Return the objects whose name may not be shown, with the ground."""
    found = decisions.decisions_on(registers, as_of)
    return {
        target: decision.ground
        for (table, target, column), decision in sorted(found.cells.items())
        if table == "objects" and column == "name" and decision.effect != decisions.COUNT
    }


def public_ids(registers: Registers, as_of: date) -> dict[str, str]:
    """Return the public id of every object but the wholly withheld ones; new ids are appended to the ledger."""
    ledger = ids.complete_ledger(registers, as_of)
    if len(ledger.of) != len(registers.table("public_ids").rows):
        write_table(registers.folder, "public_ids", ids.ledger_rows(ledger))
    return dict(ledger.of)


def is_weighted(strata: "Iterable[StratumQuota]") -> bool:
    """Tell whether any stratum is drawn by weights."""
    return any(stratum.order == "weighted" for stratum in strata)


def seal_strata(
    strata: "Sequence[StratumQuota]", numbers: Mapping[str, str], key: bytes, draw: str
) -> tuple[SealedUnit, ...]:
    """Return the sealed units of all strata; an object without a public id stands under its code."""
    weights = is_weighted(strata)
    units = [unit for stratum in strata for unit in stratum_units(stratum, numbers, weights=weights)]
    return frame.seal(units, key=key, draw=draw, weights=weights)


def stratum_units(stratum: "StratumQuota", numbers: Mapping[str, str], *, weights: bool) -> list[Unit]:
    """Return the units of one stratum; what the rules demand without chance has burden −1."""
    eligible = {unit.code: unit for unit in stratum.units}
    forced = set(stratum.forced)
    units = []
    for code in sorted(eligible.keys() | forced):
        burden = frame.FORCED if code in forced else max(0, eligible[code].burden)
        weight = eligible[code].weight if weights and stratum.order == "weighted" and code in eligible else 1
        units.append(Unit(numbers.get(code, code), stratum.name, burden, max(1, weight)))
    return units


def exclusions(report: "QuotaReport") -> list[tuple[str, str, str]]:
    """Return (stratum, reason, code) of every object left out, sorted."""
    return sorted((s.name, one.reason, one.code) for s in report.strata for one in s.excluded)


def write_private(
    folder: Folder,
    report: "QuotaReport",
    sealed: tuple[SealedUnit, ...],
    *,
    as_of: date,
    note: str,
    prefix: str,
    numbers: Mapping[str, str],
) -> None:
    """Write units, exclusions, the quota report and what the commitment will say."""
    codes = {public: code for code, public in numbers.items()}
    codes |= {one.unit.id: one.unit.id for one in sealed if one.unit.id not in codes}
    folder.write(f"{prefix}/units.csv", units_table(codes, sealed))
    left_out = [(code, reason, stratum) for stratum, reason, code in exclusions(report)]
    folder.write(f"{prefix}/exclusions.csv", canon.table(EXCLUSIONS, left_out))
    quotas = report.as_json()
    folder.write(
        f"{prefix}/quotas.json",
        (json.dumps(quotas, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode(),
    )
    counted = Counter((stratum, reason) for stratum, reason, _ in exclusions(report))
    facts = {
        "frozen_on": as_of.isoformat(),
        "note": note,
        "strata": [announced(stratum, sealed) for stratum in sorted(report.strata, key=lambda s: s.name)],
        "excluded": [{"stratum": s, "reason": r, "count": n} for (s, r), n in sorted(counted.items())],
        "work": [_work(s) for s in sorted(report.strata, key=lambda s: s.name)],
    }
    folder.write(f"{prefix}/frozen.json", canon.page(facts))


def _work(stratum: "StratumQuota") -> dict[str, object]:
    """Return what later steps need of a stratum: classes and mode for the visits, credit for the history."""
    return {
        "name": stratum.name,
        "class_names": list(stratum.class_names),
        "mode": stratum.mode,
        "credit_based": stratum.credit_based,
    }


class HasUnit(Protocol):
    """Anything with a unit: sealed, or known to the bureau."""

    @property
    def unit(self) -> Unit:
        """The unit."""


def announced(stratum: "StratumQuota", sealed: Iterable[HasUnit]) -> dict[str, object]:
    """Return a stratum as the manifest shows it."""
    burdens = Counter(one.unit.burden for one in sealed if one.unit.stratum == stratum.name)
    size, forced = burdens.total(), burdens[frame.FORCED]
    quota = size if stratum.takes_all else min(size, max(stratum.quota, forced))
    words = {key: getattr(stratum, key) for key in ANNOUNCED}
    words = {key: value if isinstance(value, int | str) else str(value) for key, value in words.items()}
    return {
        **words,
        "name": stratum.name,
        "size": size,
        "quota": quota,
        "order": stratum.order,
        "forced": forced,
        "substitutes": min(size - quota, max(5, quota)),
        "burdens": [{"burden": burden, "count": count} for burden, count in sorted(burdens.items())],
    }


def _report(folder: Folder, public: frame.Frame, excluded: int) -> Frozen:
    warnings = [
        f"层“{name}”里抽中次数档为 {burden} 的只有 {count} 户，外人可能猜到是谁，名称保密的效果有限。"
        for name, burden, count in frame.small_cells(public)
    ]
    facts = folder.facts()["strata"]
    shown = facts if isinstance(facts, list) else []
    warnings += [
        f"{s['title']}没有随机性：应抽数等于全部或全是必查。"
        for s in shown
        if s["quota"] in (s["size"], s["forced"])
    ]
    table = tuple((str(s["title"]), int(s["size"]), int(s["quota"]), str(s["order"])) for s in shown)
    return Frozen(folder.draw, public.size, table, excluded, tuple(warnings))
