"""A bureau of sixty firms, on disk: one wholly withheld, two that may not be named, a year of quarters."""

from datetime import date
from pathlib import Path

from sampler.files import write_atomic
from sampler.registers import write_table
from sampler.workflow import draws
from tests.unit.policies import two_classes

POLICY = """
"规则名称" = "示例县抽查规则"
"年度" = {year}
["程序"]
"抽取周期" = "每季度"
"每组人数" = 2
""" + two_classes("不低于25%", "不低于15%")
CODES = [f"XC-{number:04}" for number in range(1, 61)]
STATE_SECRET, MASKED = CODES[3], (CODES[10], CODES[40])
VALUES = {
    "ssq": "03 07 12 19 25 31 + 08",
    "dlt": "05 11 18 22 34 + 03 09",
    "dice": " ".join("3515162435" * 2 + "35151"),
}


def write_bureau(data: Path, *, policy: str = POLICY) -> Path:
    text = 'name = "示例县分局"\nregion_code = "999901"\ndemo = true\n'
    write_atomic(data / "bureau.toml", text.encode())
    for year in (2025, 2026):
        write_atomic(data / "policy" / f"{year}.toml", policy.replace("{year}", str(year)).encode())
    objects = [
        {"code": code, "name": f"示例县第{n}化工有限公司", "kind": "企业", "key_unit": "是" if n % 3 == 0 else "否", "status": "停产" if n in (8, 9) else "在业", "entered": "2020-01-01", "address": "示例镇1号"}
        for n, code in enumerate(CODES, 1)
    ]  # fmt: skip
    write_table(data, "objects", objects)
    people = [
        {"certificate": f"13990000{n:02}", "name": f"{'赵钱孙李周吴郑王冯陈褚卫'[n]}示例", "section": "执法中队", "status": "在岗", "valid_until": "2029-01-01"}
        for n in range(12)
    ]  # fmt: skip
    write_table(data, "inspectors", people)
    item = {"item_id": "SX-01", "seq": "1", "category": "排污", "name": "排污许可检查", "scope": "排污单位", "section": "执法中队", "weight": "重点检查事项", "modes": "现场检查", "basis": "《排污许可管理条例》第二十五条"}  # fmt: skip
    write_table(data, "items", [item])
    for year in (2025, 2026):
        tasks = [
            _task(year, f"{year}Q{quarter}", scope) for quarter in range(1, 5) for scope in ("重点", "一般")
        ]
        write_table(data, "plans", tasks, str(year))
    for year in range(2024, 2028):
        write_table(data, "calendar", [{"date": f"{year}-10-01", "kind": "休", "basis": "通知"}], str(year))
    write_table(
        data,
        "withhold",
        [_decision(1, STATE_SECRET, "", "不予公开", "第十四条")]
        + [_decision(n, code, "名称", "隐去", "第十五条") for n, code in enumerate(MASKED, 2)],
    )
    return data


def _task(year, period, scope):
    return {
        "plan_id": f"JH-{year}", "plan_name": f"{year}年度随机抽查01", "task_id": f"RW-{period}-{scope}", "task_name": f"{period}{scope}抽查",
        "kind": "不定向", "ratio": "≥15%", "items": "SX-01", "scope": scope, "lead_section": "执法中队", "months": "全季", "period": period, "cross_department": "否",
    }  # fmt: skip


def _decision(number, code, field, effect, ground):
    return {
        "decision_id": f"BG-{number}", "table": "objects", "target": code, "field": field, "effect": effect, "ground": ground,
        "reason": "依法", "decided_by": "局长", "date": "2024-12-01", "recheck": "2026-12-01",
    }  # fmt: skip


def value(rung):
    return f"{rung.source} {rung.edition} {rung.date} {VALUES[rung.source]}"


def enter(data, draw, slots, day):
    for slot in slots:
        draws.add_beacon(data, draw, f"{slot.number} {value(slot.ladder[0])}", as_of=day)


def to_commit(data, draw="2025Q1", frozen=date(2024, 12, 20), note=""):
    """Freeze and commit; return the plan."""
    draws.freeze(data, draw, as_of=frozen, key=draw.encode() * 32, note=note)
    day = date.fromordinal(frozen.toordinal() + 1)
    plan = draws.plan_after(day, (), name=draw)
    draws.commit(data, draw, as_of=day, plan=plan)
    return plan


def to_drawn(data, draw="2025Q1", frozen=date(2024, 12, 20), note=""):
    plan = to_commit(data, draw, frozen, note)
    known = date.fromisoformat(max(slot.ladder[0].date for slot in plan.draw))
    enter(data, draw, plan.draw, known)
    draws.run(data, draw, as_of=known)
    return plan, known


def to_assigned(data, draw="2025Q1", frozen=date(2024, 12, 20), note=""):
    plan, known = to_drawn(data, draw, frozen, note)
    draws.confirm(data, draw, as_of=known)
    later = date.fromisoformat(max(slot.ladder[0].date for slot in plan.assign))
    enter(data, draw, plan.assign, later)
    draws.assign(data, draw, as_of=later)
    return later


def inspected(data, draw):
    """Mark every visit of a draw as inspected."""
    from sampler.registers import read_registers

    rows = [dict(row) for row in read_registers(data).table("visits", draws.period_of(draw)).rows]
    for row in rows:
        if row["draw_id"] == draw and row["state"] == "未检查":
            row["state"] = "已审核"
    write_table(data, "visits", rows, draws.period_of(draw))
