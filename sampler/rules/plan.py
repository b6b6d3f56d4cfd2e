"""The plan of the year against the policy, and next year's plan proposed from policy and registers.

A task is about the classes its scope names (or the draw rule of that name). It must promise at least what the rule
demands, name only items on the published list, and lie inside its year.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sampler.failure import Finding, SamplerError
from sampler.registers import Registers, Row, schema_named, split_list
from sampler.rules.amount import Amount
from sampler.rules.drawrule import DrawRule
from sampler.rules.facts import nearest
from sampler.rules.period import CYCLES, Period, parse_period
from sampler.rules.policy import Policy
from sampler.rules.spread import is_drawn_in
from sampler.rules.wording import read_amount

_MONTHS = re.compile(r"(20\d{2})年(\d{1,2})月(?:\s*[-—–~～至到]+\s*(?:(20\d{2})年)?(\d{1,2})月)?")
_CYCLE = re.compile(rf"^(?:{'|'.join(CYCLES)})[,，:：]?\s*")
_SAME = re.compile(r"同规则|按规则|与.*相同|同.*类别")


@dataclass(frozen=True, slots=True)
class _Task:
    """One line of the plan."""

    row: Row
    line: int
    file: str

    def found(
        self, code: str, key: str, reason: str, suggestion: str = "", *, value: str = "", level: str = "error"
    ) -> Finding:
        """Return a finding at one of its cells."""
        header = schema_named("plans").field(key).header
        shown = value or self.row[key]
        return Finding(code, self.file, self.line, header, shown, reason, suggestion, level)


def check_plan(registers: Registers, policy: Policy, year: int) -> list[Finding]:
    """Return everything in which the plan of a year falls short of the policy."""
    table = registers.table("plans", str(year))
    file = table.file or f"plans/{year}.csv"
    if not table.rows:
        suggestion = f"可以用 ./inv plan.draft {year} 起草。"
        return [Finding("plan.empty", file, None, reason="还没有年度抽查计划。", suggestion=suggestion)]
    lines = table.lines or tuple(range(2, len(table.rows) + 2))
    tasks = [_Task(row, line, file) for line, row in zip(lines, table.rows, strict=True)]
    findings = [finding for task in tasks for finding in _check_task(task, registers, policy)]
    return [*findings, *_missing(table.rows, policy, file)]


def _check_task(task: _Task, registers: Registers, policy: Policy) -> Iterator[Finding]:
    yield from _items(task, registers)
    yield from _dates(task, policy)
    rules = rules_of(task.row, policy)
    if not rules:
        names = sorted({*policy.class_names, *(rule.name for rule in policy.draws)})
        reason = "规则里没有这样的对象类别或抽查规则。"
        yield task.found("plan.unknown-scope", "scope", reason, nearest(task.row["scope"], names))
    for rule in rules:
        yield from _ratio(task, rule)


def _items(task: _Task, registers: Registers) -> Iterator[Finding]:
    listed = {item["item_id"]: item for item in registers.table("items").rows}
    for item in split_list(task.row["items"]):
        if item not in listed:
            suggestion = nearest(item, sorted(listed)) if listed else "请先公布事项清单。"
            reason = "不在随机抽查事项清单里，不得检查。"
            yield task.found("plan.unknown-item", "items", reason, suggestion, value=item)
        elif (
            listed[item]["valid_to"] and _period(task.row) and listed[item]["valid_to"] < _first_day(task.row)
        ):
            reason = f"这一事项已于 {listed[item]['valid_to']} 失效。"
            yield task.found("plan.ended-item", "items", reason, "请换用现行事项。", value=item)


def _dates(task: _Task, policy: Policy) -> Iterator[Finding]:
    year, period = policy.year, _period(task.row)
    if period is None or period.year != year:
        yield task.found("plan.period", "period", f"不是 {year} 年的抽查期。", f"请写 {year}Q1 这样。")
    found = _MONTHS.fullmatch(task.row["months"].strip())
    if found is None:
        yield task.found("plan.months", "months", "看不懂。", f"请写“{year}年1月—3月”这样。")
        return
    first, last = int(found[2]), int(found[4] or found[2])
    years = {int(found[1]), int(found[3] or found[1])}
    if years != {year} or not 1 <= first <= last <= 12:
        yield task.found("plan.months", "months", f"不在 {year} 年之内，或先后颠倒。", "请改正月份。")
    elif period is not None and (first < period.month or last > period.end.month):
        reason = f"超出抽查期 {task.row['period']}（{period.month}月—{period.end.month}月）。"
        yield task.found("plan.months", "months", reason, "请改正月份或抽查期。")


def _ratio(task: _Task, rule: DrawRule) -> Iterator[Finding]:
    """Yield findings where a task promises less than a rule; “同规则” and the like promise exactly the rule."""
    text = _CYCLE.sub("", task.row["ratio"].strip())
    if _SAME.search(text):
        return
    try:
        promised = read_amount(text)
    except SamplerError as error:
        yield task.found("plan.ratio", "ratio", str(error))
        return
    for term in rule.demand.terms:
        needed = term.amount
        demanded = f"规则“{rule.name}”要求的“{needed.text}”"
        if term.references or not _comparable(promised, needed):
            reason = f"与规则“{rule.name}”的“{needed.text}”写法不同，不能直接比较。"
            yield task.found("plan.ratio", "ratio", reason, "请核对，或按规则的写法填写。", level="warning")
        elif not needed.is_upper and _too_low(promised, needed):
            yield task.found("plan.ratio-low", "ratio", f"低于{demanded}。", f"请改为“{needed.text}”或更高。")
        elif needed.is_upper and promised.value > needed.value:
            yield task.found("plan.ratio-high", "ratio", f"高于{demanded}。", "请改低。")


def _too_low(promised: Amount, needed: Amount) -> bool:
    """Return whether a promise falls short of what is needed; a strict bound is not met by the number itself."""
    if needed.bound == "more_than" and promised.bound != "more_than":
        return promised.value <= needed.value
    return promised.value < needed.value


def _comparable(promised: Amount, needed: Amount) -> bool:
    kinds = {"all": "share"}
    return kinds.get(promised.kind, promised.kind) == kinds.get(needed.kind, needed.kind)


def _missing(rows: Iterable[Row], policy: Policy, file: str) -> Iterator[Finding]:
    planned = {(row["period"], rule.name) for row in rows for rule in rules_of(row, policy)}
    for rule in policy.draws:
        for period in draws_of_year(rule, policy):
            if (period.text, rule.name) not in planned:
                yield Finding(
                    "plan.missing",
                    file,
                    None,
                    "抽查期",
                    period.text,
                    f"{period.title}没有“{rule.name}”的抽查任务。",
                    "请补一条任务。",
                )


def rules_of(row: Row, policy: Policy) -> list[DrawRule]:
    """Return the draw rules a task is about."""
    scope = set(split_list(row["scope"]))
    return [rule for rule in policy.draws if rule.name in scope or scope & set(rule.classes)]


def draws_of_year(rule: DrawRule, policy: Policy) -> tuple[Period, ...]:
    """Return the periods of the policy's year in which a rule is drawn."""
    year = Period(policy.year, 1, 12)
    return tuple(
        part
        for part in year.parts(min(rule.drawn_every, 12))
        if is_drawn_in(rule, part, policy.procedure.origin)
    )


def draft_plan(
    registers: Registers, policy: Policy, items_of: Mapping[str, Sequence[str]], department: str
) -> list[dict[str, str]]:
    """Return the tasks of a year as rows of the plan: one per draw rule and period, in order of time."""
    listed = {item["item_id"]: item for item in registers.table("items").rows}
    rows: list[dict[str, str]] = []
    planned = [(period, rule) for rule in policy.draws for period in draws_of_year(rule, policy)]
    for count, (period, rule) in enumerate(
        sorted(planned, key=lambda pair: (pair[0].start, pair[1].index)), 1
    ):
        items = [listed[item] for item in items_of.get(rule.name, ()) if item in listed]
        rows.append(_draft(rule, period, count, items, policy=policy, department=department))
    return rows


def _draft(
    rule: DrawRule, period: Period, count: int, items: Sequence[Row], *, policy: Policy, department: str
) -> dict[str, str]:
    sections = [item["section"] for item in items if item["section"]]
    lead = max(dict.fromkeys(sections), key=sections.count, default="")
    joint = [*sections, *(section for item in items for section in split_list(item["joint_sections"]))]
    plan_id = f"{policy.year}-{period.text.removeprefix(str(policy.year)).lstrip('-') or 'N'}"
    values = {
        "plan_id": plan_id,
        "plan_name": f"{policy.year}年{department}随机抽查第{(period.month - 1) // period.months + 1}期",
        "task_id": f"{plan_id}-{count:02d}",
        "task_name": f"{period.title}{rule.title}",
        "kind": rule.kind,
        "ratio": ratio_words(rule),
        "items": "；".join(item["item_id"] for item in items),
        "scope": "；".join(rule.classes or (rule.name,)),
        "lead_section": lead,
        "joint_sections": "；".join(
            section for section in dict.fromkeys(joint) if section and section != lead
        ),
        "months": f"{period.year}年{period.month}月—{period.end.month}月"
        if period.months > 1
        else f"{period.year}年{period.month}月",
        "period": period.text,
        "cross_department": "是" if rule.cross else "否",
        "mode": rule.mode,
    }
    return {key: values.get(key, "") for key in schema_named("plans").keys}


def ratio_words(rule: DrawRule) -> str:
    """Return what a rule demands as a ratio cell."""
    texts = [term.amount.text for term in rule.demand.terms]
    texts += [
        f"{band.low}{'家以上' if band.high is None else f'—{band.high}家'}：{band.term.amount.text}"
        for band in rule.demand.bands
    ]
    texts += [f"{value}：{demand.terms[0].amount.text}" for value, demand in rule.by_value.items()]
    if not texts and rule.coverage:
        texts = [f"每户{rule.coverage.times}次"]
    return "；".join(texts) or "全部"


def _period(row: Row) -> Period | None:
    try:
        return parse_period(row["period"])
    except SamplerError:
        return None


def _first_day(row: Row) -> str:
    period = _period(row)
    return period.start.isoformat() if period else date.min.isoformat()
