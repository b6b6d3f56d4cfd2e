"""All checks of a policy: its writing, its own logic, and whether the registers can answer it.

``check_policy`` gathers everything at once; the list below is the order in which findings are told.
"""

from datetime import date
from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.registers import Registers
from sampler.rules.classes import classify_facts
from sampler.rules.columns import find_absent_values, find_unknown_columns, kinds_used
from sampler.rules.contradictions import find_contradictions, in_order
from sampler.rules.document import Document, open_document
from sampler.rules.facts import Facts, gather
from sampler.rules.history import DrawnUnit, History
from sampler.rules.period import Period
from sampler.rules.policy import Policy
from sampler.rules.quotas import work_out_quotas
from sampler.rules.reading import read_policy
from sampler.rules.report import QuotaReport


def check_policy(path: Path, registers: Registers | None = None, as_of: date | None = None) -> list[Finding]:
    """Return everything that is wrong with a policy file, errors and warnings, in order of the lines.

    With registers, the columns it names, the classes and the quotas of every period of its year are tried too, each
    after trial draws of the periods before it.
    """
    try:
        document = open_document(path)
    except FindingsError as error:
        return list(error.findings)
    findings = _file_name(document, path)
    policy, written = read_policy(document)
    findings += written
    if policy is None:
        return in_order(findings)
    findings += find_contradictions(policy)
    if registers is not None:
        findings += _against(policy, registers, as_of or date(policy.year, 1, 1))
    return in_order(findings)


def _file_name(document: Document, path: Path) -> list[Finding]:
    year = document.values.get("年度")
    if path.stem.isdigit() and isinstance(year, int) and path.stem != str(year):
        return [
            document.finding(
                "year", ("年度",), f"年度与文件名 {path.name} 不一致。", "请改正其中一个。", value=str(year)
            )
        ]
    return []


def _against(policy: Policy, registers: Registers, as_of: date) -> list[Finding]:
    facts = gather(registers, kinds_used(policy))
    unknown = find_unknown_columns(policy, facts)
    if unknown:
        return unknown
    findings = [*find_absent_values(policy, facts), *_classes(policy, facts, as_of)]
    if any(finding.level == "error" for finding in find_contradictions(policy)):
        return findings
    return [*findings, *_quotas(policy, registers, as_of)]


def _classes(policy: Policy, facts: Facts, as_of: date) -> list[Finding]:
    found = classify_facts(facts, policy, Period(policy.year, 1, policy.procedure.cycle), as_of, History())
    findings = [
        policy.document.finding(
            "empty-class",
            ("类别", number),
            f"类别“{rule.name}”的这一条现在没有任何对象符合。",
            "请核对条件和名录库。",
            level="warning",
        )
        for number, rule in enumerate(policy.classes)
        if not any(one.rule == rule.text and one.class_name == rule.name for one in found.of.values())
    ]
    if found.unclassed:
        reason = f"有 {len(found.unclassed)} 户不符合任何类别：{'、'.join(found.unclassed[:5])}。"
        findings.append(
            policy.document.finding("gap", ("类别",), reason, "请补一条类别，或把最后一条的条件写成“其余”。")
        )
    findings += [policy.document.finding("data", ("类别",), note, level="warning") for note in found.notes]
    return findings


def _quotas(policy: Policy, registers: Registers, as_of: date) -> list[Finding]:
    findings: list[Finding] = []
    told: set[str] = set()
    history = History()
    for period in _periods(policy):
        try:
            report = work_out_quotas(registers, policy, period.text, as_of, history)
        except FindingsError as error:
            findings += [finding for finding in error.findings if finding.reason not in told]
            told |= {finding.reason for finding in error.findings}
            continue
        except SamplerError as error:
            if str(error) not in told:
                findings.append(policy.document.finding("data", ("抽查",), str(error)))
            told.add(str(error))
            continue
        for conflict in report.conflicts:
            if conflict.text not in told and conflict.name != "class":
                findings.append(
                    policy.document.finding(
                        conflict.name, ("抽查",), f"{period.text}：{conflict.text}", level="warning"
                    )
                )
            told.add(conflict.text)
        history = _as_if_drawn(report, history)
    return findings


def _periods(policy: Policy) -> list[Period]:
    """Return the periods of the year in which any rule is drawn, in order of their first day."""
    lengths = {min(rule.drawn_every, 12) for rule in policy.draws}
    found = [period for months in sorted(lengths) for period in Period(policy.year, 1, 12).parts(months)]
    return sorted(found, key=lambda period: (period.start, period.months))


def _as_if_drawn(report: QuotaReport, history: History) -> History:
    """Return the history after a trial draw: fewest drawn first, then by code, so that later periods can be tried too."""
    units = list(history.units)
    for stratum in report.strata:
        order = sorted(stratum.units, key=lambda unit: (unit.burden, unit.code))
        units += [
            DrawnUnit(report.period, report.period, unit.code, stratum.name, report.as_of)
            for unit in order[: stratum.quota]
        ]
    return History(tuple(units))
