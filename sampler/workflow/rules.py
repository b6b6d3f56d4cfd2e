"""The rules on a data folder: check a policy, classes, quotas, targets, plan."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sampler import rules
from sampler.failure import Finding, SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.registers import read_registers
from sampler.rules import DrawnUnit, History, Policy
from sampler.rules.document import schema_text
from sampler.rules.period import Period, parse_period
from sampler.rules.template import carried, start
from sampler.rules.trial import history_from_csv
from sampler.workflow.step import changing


@dataclass(frozen=True, slots=True)
class Told:
    """A text for people and the same for programs."""

    text: str
    """Chinese text."""

    values: Any
    """Plain values for JSON."""

    good: bool = True
    """Whether the step found no error."""

    def as_text(self) -> str:
        """Return the text."""
        return self.text

    def as_json(self) -> str:
        """Return the values as a JSON file."""
        return canonical_json(self.values).decode()


def policy_of(data: Path, period: str, policy: str = "") -> Policy:
    """Return the policy in a file, or the one the data folder has for the year of a period."""
    return rules.load_policy(Path(policy)) if policy else rules.policy_for(data, period)


def history_of(data: Path, *, before: str = "") -> History:
    """Return the earlier draws: those of ``draws/``, and those of ``history.csv`` where there is one."""
    units: tuple[DrawnUnit, ...] = ()
    if (data / "draws").is_dir():
        from sampler.workflow import draws

        units = draws.history(data, before=before).units
    path = data / "history.csv"
    written = history_from_csv(path).units if path.is_file() else ()
    return History((*units, *(unit for unit in written if not before or _is_known(unit, before))))


def _is_known(unit: DrawnUnit, draw: str) -> bool:
    """Return whether a draw came before another; a file may hold the whole year."""
    own, now = unit.span.start, parse_period(draw).start
    return own < now or (own == now and unit.draw_id != draw)


def _left_out(data: Path, draw: str) -> list[str]:
    """Return a note where the file of earlier draws holds this draw or later ones."""
    path = data / "history.csv"
    late = [one for one in history_from_csv(path).units if not _is_known(one, draw)] if path.is_file() else []
    if not late:
        return []
    return [
        f"history.csv 里有 {len(late)} 条是 {draw} 这一次或以后抽的，没有计入。要在 {draw} 之后补充抽取，请写 {draw}-2。"
    ]


def usual_day(period: str, today: date) -> date:
    """Return the day a period is worked out as of where nobody says: today, but of a period gone by its first day.

    >>> usual_day("2025Q3", date(2025, 6, 26)), usual_day("2025Q3", date(2026, 11, 2))
    (datetime.date(2025, 6, 26), datetime.date(2025, 7, 1))
    """
    span = parse_period(period)
    return today if today <= span.end else span.start


def quotas(data: Path, period: str, *, as_of: date, policy: str = "", assumed: bool = False) -> Told:
    """Return the quotas of a period; ``assumed``: the day was not given but supposed, and that is told."""
    registers = read_registers(data)
    report = rules.work_out_quotas(
        registers, policy_of(data, period, policy), period, as_of, history_of(data, before=period)
    )
    past = [f"没有写 --as-of：{period} 已经过去，按期初 {as_of} 计算。"] if assumed else []
    report = replace(report, notes=(*past, *report.notes, *_left_out(data, period)))
    return Told(report.as_text(), report.as_json(), good=not report.undecided)


def classes(data: Path, period: str, *, as_of: date, policy: str = "") -> Told:
    """Return the classes of a period."""
    found = rules.classify(
        read_registers(data), policy_of(data, period, policy), period, as_of, history_of(data)
    )
    listed = {
        code: {"class": one.class_name, "rule": one.rule, "events": list(one.events)}
        for code, one in sorted(found.of.items())
    }
    values = {
        "period": period,
        "as_of": as_of.isoformat(),
        "counts": dict(found.counts),
        "objects": listed,
        "notes": list(found.notes),
    }
    return Told(found.as_text(), values)


def class_changes(
    data: Path, period: str, *, as_of: date, since: date | None = None, policy: str = ""
) -> Told:
    """Return who changed class since the period before, with the rule and the events behind it."""
    registers, now = read_registers(data), parse_period(period)
    earlier = now.shifted(-1)
    day = since or min(as_of, now.start) - timedelta(days=(now.start - earlier.start).days)
    history, new = history_of(data), policy_of(data, period, policy)
    old = new if policy else policy_at(data, earlier, otherwise=new)
    before = rules.classify(registers, old, earlier.text, day, history)
    after = rules.classify(registers, new, period, as_of, history)
    changes = rules.class_changes(before, after, registers)
    head = f"{period} 与 {earlier.text} 相比，{len(changes)} 户的类别有变化（{day} → {as_of}）："
    cited = (
        []
        if old.digest == new.digest
        else [f"  {earlier.text} 按{cited_as(old)}，{period} 按{cited_as(new)}。"]
    )
    text = "\n".join([head, *cited, *(f"  {change.as_text()}" for change in changes)])
    values = [
        {
            "code": one.code,
            "before": one.before,
            "after": one.after,
            "rule": one.rule,
            "rule_before": one.rule_before,
            "policy_before": cited_as(old),
            "policy": cited_as(new),
            "events": list(one.events),
        }
        for one in changes
    ]
    return Told(text, values)


def policy_at(data: Path, period: Period, *, otherwise: Policy) -> Policy:
    """Return the policy of an earlier period's own year, or the other one where that year has none."""
    own = data / "policy" / f"{period.year}.toml"
    return rules.load_policy(own) if own.is_file() else otherwise


def cited_as(policy: Policy) -> str:
    """Return a policy as a report cites it: “甲县规则”（2025 年第 1 版）."""
    return f"“{policy.name}”（{policy.year} 年第 {policy.version} 版）"


def check_policy(path: Path, *, data: Path | None, as_of: date | None = None) -> Told:
    """Return everything that is wrong with a policy file."""
    findings = rules.check_policy(path, read_registers(data) if data else None, as_of)
    errors = [finding for finding in findings if finding.level == "error"]
    if not findings:
        text = f"{path}：没有发现问题。"
    else:
        head = f"{path}：{len(errors)} 处错误，{len(findings) - len(errors)} 处提醒。"
        text = "\n".join([head, *(f"  {_mark(finding)}{finding.as_text()}" for finding in findings)])
    values = {
        "file": str(path),
        "errors": len(errors),
        "findings": [finding.as_dict() for finding in findings],
    }
    return Told(text, values, good=not errors)


def _mark(finding: Finding) -> str:
    return "" if finding.level == "error" else "（提醒）"


def new_policy(target: Path, *, year: int, today: date) -> str:
    """Write a commented start of a policy; never over an existing file."""
    _absent(target)
    write_atomic(target, start(year, today).encode())
    return f"已写出 {target}。请照着注释改成本局的规则，然后运行 ./inv policy.check --policy {target}。"


def next_policy(data: Path, *, year: int, as_of: date, reason: str) -> str:
    """Write the rules of the year before as those of ``year``, comments kept."""
    source, target = (data / "policy" / f"{number}.toml" for number in (year - 1, year))
    _absent(target)
    rules.load_policy(source)
    content = carried(source.read_text("utf-8-sig"), year, as_of, reason).encode()
    with changing(data, task="policy.next", arguments={"year": str(year), "reason": reason}, as_of=as_of):
        write_atomic(target, content)
    return f"已按 {source} 写出 {target}（{year} 年，第 1 版）。请核对以后再用。"


def write_schema(target: Path) -> str:
    """Write the published JSON Schema of policy files."""
    json.loads(schema_text())
    write_atomic(target, schema_text().encode())
    return f"已写出 {target}。编辑器里指向它，就有提示和检查。"


def _absent(target: Path) -> None:
    if target.exists():
        raise SamplerError(f"{target} 已经存在，没有改动。请换一个文件名。")
