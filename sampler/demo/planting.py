"""What the lists plant beside the draws: targeted visits, changes of the plan, a re-assignment."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sampler.demo import tables
from sampler.demo.base import find
from sampler.demo.drawing import lottery_line
from sampler.demo.fieldwork import enter_targeted
from sampler.demo.firms import firms
from sampler.demo.people import Row, inspectors
from sampler.demo.place import Place
from sampler.demo.steps import Step, edit
from sampler.draw.beacon import Rung
from sampler.office.plan import is_valid
from sampler.office.visits import applies, make_targeted, open_desk
from sampler.registers import read_registers, schema_named
from sampler.rules import policy_for
from sampler.workflow import draws


def planted_steps(place: Place) -> Iterator[Step]:
    """Yield the steps of one place's list."""
    planted = place.toml("planted")
    for told in planted.get("targeted", []):
        yield from _targeted(place, told)
    for number, told in enumerate(planted.get("plan_changes", []), 1):
        yield _plan_change(told, number)
    if "reassign" in planted:
        yield from _reassign(place, planted["reassign"])


def _targeted(place: Place, told: dict[str, Any]) -> Iterator[Step]:
    day = date.fromisoformat(told["day"])
    period = f"{day.year}Q{(day.month + 2) // 3}"

    def open_visit(data: Path) -> None:
        tables.append(data, "visits", [_visit(place, data, told, period, day)], period)

    yield edit(day, f"登记定向检查（{told['trigger']}）", open_visit)
    entry = day + timedelta(4)
    yield Step(
        entry,
        f"录入定向检查结果（{told['trigger']}）",
        lambda data: enter_targeted(place, data, period, entry, outcome=told["outcome"]),
    )


def _visit(place: Place, data: Path, told: dict[str, Any], period: str, day: date) -> Row:
    """Return a targeted visit with the two people the squad leader sent."""
    registers = read_registers(data)
    desk = open_desk(registers, policy_for(data, period), period, day)
    code = _object(place, data, told["object"], period, day)
    fit = [row for row in registers.table("items").rows if is_valid(row, day) and applies(desk, row, code)]
    items = [row["item_id"] for row in fit if "现场检查" in row["modes"]][:2]
    row = make_targeted(desk, code, items, told["trigger"], told["reason"])
    section = desk.objects[code]["section"]
    people = [one["certificate"] for one in registers.table("inspectors").rows if _may_go(one, section)]
    team = sorted(place.chance.shuffled(people, "targeted", row["visit_id"])[:2])
    return row | {
        "lead": team[0],
        "team": "；".join(team),
        "approved_by": "分管副局长",
        "approved": day.isoformat(),
    }


def _may_go(inspector: Row, section: str) -> bool:
    return inspector["section"] == section and inspector["status"] == "在岗"


def _object(place: Place, data: Path, kind: str, period: str, day: date) -> str:
    """Return whom the visit goes to: a firm named in the list, one complained of, or one where an off-site check left a clue."""
    if " " in kind:
        return find(firms(place), kind).row["code"]
    shown = {row["code"] for row in tables.read(data, "public_ids")}
    if kind == "offsite":
        seen = [
            r
            for r in tables.read(data, "visits", period)
            if r["mode"] == "科技检查" and r["state"] == "已公开"
        ]
        codes = [row["code"] for row in seen]
    else:
        after = (day - timedelta(80)).isoformat()
        codes = [
            r["code"] for r in tables.read(data, "complaints") if r["verified"] == "是" and r["date"] > after
        ]
    active = {row["code"] for row in tables.read(data, "objects") if row["status"] == "在业"}
    return place.chance.pick(sorted(set(codes) & shown & active), "targeted", day)


def _plan_change(told: dict[str, Any], number: int) -> Step:
    """Change one cell of the plan, and put the change on record: what stood there, why, who allowed it."""
    year, key = told["task"][2:6], schema_named("plans").field(told["field"]).key
    mine = tables.same(task_id=told["task"])

    def change(data: Path) -> None:
        old = next(row for row in tables.read(data, "plans", year) if mine(row))[key]
        row = {
            "change_id": f"BG-{year}-{number:02}",
            "task_id": told["task"],
            "field": told["field"],
            "old": old,
            "new": told["new"],
            "reason": told["reason"],
            "approval": told["approval"],
            "date": told["day"],
            "published": told["published"],
        }
        tables.append(data, "plan_changes", [row])
        tables.change(data, "plans", mine, year, **{key: told["new"]})

    return edit(date.fromisoformat(told["day"]), f"变更抽查计划：{told['task']}的{told['field']}", change)


def _reassign(place: Place, told: dict[str, Any]) -> Iterator[Step]:
    draw, certificate = told["draw"], inspectors(place)[told["inspector"] - 1]["certificate"]
    announced, day = date.fromisoformat(told["announce"]), date.fromisoformat(told["day"])
    source, edition, drawn = told["beacon"].split(" ")
    rung = Rung(source, edition, drawn, 0)

    def change(data: Path) -> None:
        draws.add_beacon(data, draw, lottery_line(place, 2, told["beacon"]), as_of=day)
        visits = tables.read(data, "visits", draw[:6])
        waiting = [r for r in visits if r["state"] == "未检查" and certificate in r["team"].split("；")]
        absent = {row["visit_id"]: ((certificate,), "请假") for row in waiting}
        draws.reassign(data, draw, absent, as_of=day)

    yield Step(
        announced, f"预告重新分派：{draw}", lambda data: draws.announce(data, draw, rung, as_of=announced)
    )
    yield Step(day, f"重新分派请假人员的检查任务：{draw}", change)
