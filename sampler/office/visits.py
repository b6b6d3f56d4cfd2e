"""One visit for each drawn object, with all its items: 进一次门、办多项事.

Items come from the tasks of the plan whose scope names the object's class, as the plan stands on the day, and must be
valid and apply to the object. Lead and joint sections come from the tasks and from the items' sections. Targeted
visits are made beside, carry no draw number, and never count as draws.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.office.modes import RANDOM, choose_mode, counts, event_kinds
from sampler.office.plan import is_valid, plan_on
from sampler.office.roster import Row, split
from sampler.registers import Registers, schema_named
from sampler.rules.evaluate import Scene
from sampler.rules.expression import Count, parse, walk
from sampler.rules.facts import gather
from sampler.rules.history import History
from sampler.rules.period import Period, parse_period
from sampler.rules.policy import Policy
from sampler.rules.standing import Visits, counted_visits
from sampler.rules.workdays import Workdays

if TYPE_CHECKING:
    from sampler.rules import QuotaReport

OPEN = "未检查"


@dataclass(frozen=True, slots=True)
class Work:
    """What a visit consists of."""

    tasks: tuple[Row, ...]
    """Tasks of the plan it fulfils."""

    items: tuple[Row, ...]
    """Items to be inspected, in the order of the item list."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything visits are made from, on one day."""

    registers: Registers
    """Objects, items, plans, visits so far."""

    policy: Policy
    """Modes, caps and exemptions."""

    scene: Scene
    """Answers conditions over objects."""

    period: Period
    """Period of the visits."""

    as_of: date
    """The day."""

    objects: Mapping[str, Row]
    """Objects by code."""

    visited: Visits
    """Visits of the year so far, as the cap counts them."""

    @property
    def due(self) -> str:
        """Last workday of the period, on which visits are due."""
        return Workdays(self.registers).last_workdays_of(self.period, 1)[0].isoformat()


def open_desk(registers: Registers, policy: Policy, period: str, as_of: date) -> Desk:
    """Return the desk for a period."""
    span = parse_period(period)
    scene = Scene(gather(registers, event_kinds(policy, _asked(registers))), span, as_of)
    objects = {row["code"]: row for row in registers.table("objects").rows}
    return Desk(
        registers, policy, scene, span, as_of, objects, counted_visits(registers, policy, span, History())
    )


def make_visits(
    registers: Registers,
    policy: Policy,
    quota_report: "QuotaReport",
    drawn: Sequence[tuple[str, str]],
    draw_id: str,
    *,
    period: str,
    as_of: date,
    series: str = "",
) -> list[dict[str, str]]:
    """Return the rows of ``visits/<period>.csv`` for a draw: one for each object, in drawing order.

    ``drawn`` holds (code, stratum) pairs; an object drawn in several strata gets one visit. ``series`` comes before
    the number, for draws whose visits must not leave gaps in the public numbers. Raises FindingsError naming
    every object without an item.
    """
    desk = open_desk(registers, policy, period, as_of)
    strata = {stratum.name: stratum for stratum in quota_report.strata}
    places: dict[str, list[str]] = {}
    for code, stratum in drawn:
        places.setdefault(code, []).append(stratum)
    rows, findings = [], []
    for number, (code, names) in enumerate(places.items(), 1):
        classes = {name for stratum in names for name in (*strata[stratum].class_names, stratum)}
        work = find_work(desk, code, classes)
        if not work.items:
            findings.append(_without_items(desk, code, classes))
            continue
        wish = next((strata[name].mode for name in names if strata[name].mode), "")
        row = _visit(desk, code, work, RANDOM, wish)
        rows.append(
            {
                **row,
                "visit_id": f"{draw_id}-{series}{number:03}",
                "draw_id": draw_id,
                "stratum": "；".join(names),
            }
        )
    if findings:
        raise FindingsError(findings)
    return rows


def _without_items(desk: Desk, code: str, classes: Iterable[str]) -> Finding:
    name = desk.objects[code]["name"]
    file = f"plans/{desk.period.year}.csv"
    reason = f"{name}（{code}，{'、'.join(sorted(classes))}）在本期计划里没有适用而且有效的抽查事项。"
    return Finding(
        "office.no-items", file, None, "抽查事项", "", reason, "请变更计划或核对事项的适用条件、有效期。"
    )


def make_targeted(
    desk: Desk, code: str, items: Sequence[str], trigger: str, reason: str, *, sections: Sequence[str] = ()
) -> dict[str, str]:
    """Return a targeted visit (complaint, order, transfer, emergency, clue); it never counts as a draw."""
    if code not in desk.objects:
        raise SamplerError(f"名录库里没有对象 {code}。请先登记，再录入定向检查。")
    if trigger == RANDOM or trigger not in schema_named("visits").field("trigger").constraints["enum"]:
        raise SamplerError(
            f"“{trigger}”不是定向检查的触发原因。可以写：投诉举报、上级交办、部门移送、突发事件、数据线索。"
        )
    known = {row["item_id"]: row for row in desk.registers.table("items").rows if is_valid(row, desk.as_of)}
    if missing := [item for item in items if item not in known] or ([] if items else ["（空）"]):
        raise SamplerError(f"事项 {'、'.join(missing)} 不在现行有效的事项清单里，不能检查。请核对事项编码。")
    row = _visit(desk, code, Work((), tuple(known[item] for item in items)), trigger, "")
    row["mode_reason"] = f"{row['mode_reason']}：{reason}"
    _not_twice(desk, row)
    prefix = f"{desk.period.text}-T"
    taken = [v["visit_id"] for v in desk.registers.all("visits") if v["visit_id"].startswith(prefix)]
    number = max((int(v.removeprefix(prefix)) for v in taken), default=0) + 1
    if sections:
        row |= {"lead_section": sections[0], "joint_sections": "；".join(sections[1:])}
    return {**row, "visit_id": f"{prefix}{number:02}"}


def _not_twice(desk: Desk, row: Row) -> None:
    """Raise SamplerError when the same targeted visit is waiting already."""
    same = {key: row[key] for key in ("code", "items", "trigger", "mode_reason")}
    for known in desk.registers.table("visits", desk.period.text).rows:
        if same.items() <= known.items() and known["state"] == OPEN:
            raise SamplerError(f"同样的定向检查已经录入为 {known['visit_id']}，还没有检查，没有重复录入。")


def find_work(desk: Desk, code: str, classes: Iterable[str]) -> Work:
    """Return the tasks of the period whose scope names one of the classes, and their items for this object."""
    names = set(classes)
    plan = plan_on(desk.registers, desk.period.year, desk.as_of)
    tasks = [
        row
        for row in plan
        if names & set(split(row["scope"])) and parse_period(row["period"]).holds(desk.period)
    ]
    numbers = {item for task in tasks for item in split(task["items"])}
    known = [row for row in desk.registers.table("items").rows if row["item_id"] in numbers]
    fit = [row for row in known if is_valid(row, desk.as_of) and applies(desk, row, code)]
    used = {row["item_id"] for row in fit}
    kept = [task for task in tasks if used & set(split(task["items"]))]
    order = sorted(fit, key=lambda row: (int(row.get("seq") or 0), row["item_id"]))
    return Work(tuple(sorted(kept, key=lambda task: task["task_id"])), tuple(order))


def applies(desk: Desk, item: Row, code: str) -> bool:
    """Tell whether an item applies to an object."""
    condition = item.get("applies", "")
    return not condition or desk.scene.holds(parse(condition), desk.objects[code])


def _asked(registers: Registers) -> tuple[str, ...]:
    """Return the kinds of event that the items' conditions ask for."""
    trees = [parse(row["applies"]) for row in registers.table("items").rows if row.get("applies")]
    return tuple(part.kind for tree in trees for part in walk(tree) if isinstance(part, Count))


def _visit(desk: Desk, code: str, work: Work, trigger: str, wish: str) -> dict[str, str]:
    """Return the columns of a visit that follow from its object and its work."""
    mode, reason = choose_mode(
        desk.policy, desk.scene, desk.objects[code], work.items, trigger=trigger, wish=wish
    )
    lead, joint = _sections(work)
    departments = sorted(
        {
            name
            for task in work.tasks
            if task.get("cross_department") == "是"
            for name in split(task["departments"])
        }
    )
    kind = _kind(work, trigger)
    row = dict.fromkeys(schema_named("visits").keys, "")
    row |= {
        "task_ids": "；".join(task["task_id"] for task in work.tasks),
        "code": code,
        "items": "；".join(item["item_id"] for item in work.items),
        "lead_section": lead,
        "joint_sections": "；".join(joint),
        "departments": "；".join(departments),
        "kind": kind,
        "mode": mode,
        "mode_reason": reason,
        "trigger": trigger,
        "due": desk.due,
        "state": OPEN,
    }
    if desk.policy.cap is not None and counts(desk.policy, desk.scene, row, desk.objects[code]):
        row |= {"nth": str(desk.visited.nth(code)), "cap": str(desk.policy.cap.limit)}
    return row


def _kind(work: Work, trigger: str) -> str:
    if trigger != RANDOM:
        return "个案"
    return "专项" if work.tasks and all(task.get("kind") == "定向" for task in work.tasks) else "日常"


def _sections(work: Work) -> tuple[str, list[str]]:
    """Return lead and joint sections: those of the tasks; without any, those of the items.

    A task's joint section comes along when it answers for one of the items, or when no item says who answers.
    """
    leads = [task["lead_section"] for task in work.tasks if task.get("lead_section")]
    asked = [name for task in work.tasks for name in split(task.get("joint_sections", ""))]
    home = [item["section"] for item in work.items if item.get("section")]
    if leads:
        order = [*leads, *(name for name in asked if name in home or not home)]
    else:
        order = home + [name for item in work.items for name in split(item.get("joint_sections", ""))]
    order = list(dict.fromkeys(order))
    return (order[0], order[1:]) if order else ("", [])
