"""What happens to the registers in the course of the year: newcomers, stoppages, renamings, leave, certificates."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sampler.demo import tables
from sampler.demo.base import find, newcomers, recusals
from sampler.demo.chance import Chance
from sampler.demo.events import months_of
from sampler.demo.firms import firms
from sampler.demo.opening import add_events, add_numbered
from sampler.demo.people import Row, inspectors
from sampler.demo.place import Place
from sampler.demo.steps import Step, edit
from sampler.registers import write_table

STEPS = {"A": ("B",), "B": ("A", "C"), "C": ("B", "D"), "D": ("C",)}
"""To which grades a credit grade may move in a year."""
STATUS = {"停产": "停产", "复产": "在业", "注销": "注销", "搬迁": "搬迁"}


def register_changes(place: Place) -> Iterator[Step]:
    """Yield the year's changes of the object, inspector and recusal registers that the lists plant."""
    planted = place.toml("planted")
    for batch in planted.get("newcomers", []):
        yield _newcomers(place, batch)
    for told in planted.get("stoppages", []):
        yield _stoppage(place, told)
    for told in planted.get("people", []):
        yield _person(place, told)
    for told in planted.get("positive", []):
        yield _positive(place, told)
    if "grades" in planted:
        yield _grades(planted["grades"])
    yield from _renamed(place, planted["renamed"])
    yield from _held(place, planted)
    yield from _late_recusals(place, planted)


def _newcomers(place: Place, batch: dict[str, Any]) -> Step:
    rows = newcomers(place, batch)
    message = f"新增检查对象{len(rows)}家：{'、'.join(row['name'] for row in rows)}"
    return edit(_day(batch), message, lambda data: tables.append(data, "objects", rows))


def _stoppage(place: Place, told: dict[str, Any]) -> Step:
    row, day = find(firms(place), told["object"]).row, told["day"]
    gone = told["action"] in ("注销", "搬迁")

    def change(data: Path) -> None:
        event = {
            "code": row["code"],
            "date": day,
            "action": told["action"],
            "note": told["note"],
            "source": "日常监管",
        }
        add_numbered(data, "stoppages", [event])
        status = {"status": STATUS[told["action"]], "status_date": day} | ({"left": day} if gone else {})
        tables.change(data, "objects", tables.same(code=row["code"]), **status)

    return edit(_day(told), f"登记{told['action']}：{row['name']}", change)


def _person(place: Place, told: dict[str, Any]) -> Step:
    row = inspectors(place)[told["inspector"] - 1]
    return edit(
        _day(told),
        f"更新执法检查人员信息（{told['what']}）",
        lambda data: tables.change(
            data, "inspectors", tables.same(certificate=row["certificate"]), **told["cells"]
        ),
    )


def _positive(place: Place, told: dict[str, Any]) -> Step:
    row = find(firms(place), told["object"]).row

    def change(data: Path) -> None:
        event: Row = {
            "code": row["code"],
            "date": told["day"],
            "action": told["action"],
            "document": told["document"],
            "source": "正面清单",
        }
        add_numbered(data, "positive_list", [event])
        cell = "是" if told["action"] == "纳入" else "否"
        tables.change(data, "objects", tables.same(code=row["code"]), positive=cell)

    return edit(_day(told), f"调整正面清单（{told['action']}）：{row['name']}", change)


def _grades(told: dict[str, Any]) -> Step:
    """Bring in the new year's credit grades: one firm in ten moves by a grade, up or down."""
    chance = Chance(told["day"])

    def change(data: Path) -> None:
        objects = tables.read(data, "objects")
        moved = [r for r in objects if r["credit"] in STEPS and chance.below(10, r["code"]) == 0]
        for row in moved:
            row["credit"] = chance.pick(STEPS[row["credit"]], "to", row["code"])
        write_table(data, "objects", objects)
        year = told["day"][:4]
        events = [
            {
                "event_id": f"XY-{year}-{number:03}",
                "code": row["code"],
                "date": told["day"],
                "level": row["credit"],
                "source": "环保信用评价系统",
            }
            for number, row in enumerate(moved, 1)
        ]
        tables.append(data, "credit", events)

    return edit(_day(told), "导入新一年度环保信用评价结果", change)


def _renamed(place: Place, told: dict[str, Any]) -> Iterator[Step]:
    row = find(firms(place), told["object"]).row
    yield edit(
        _day(told),
        f"检查对象改名：{row['name']}改为{told['name']}",
        lambda data: tables.change(
            data, "objects", tables.same(code=row["code"]), name=told["name"], former_names=row["name"]
        ),
    )


def _held(place: Place, planted: dict[str, Any]) -> Iterator[Step]:
    if "held" not in planted:
        return
    told = planted["held"]
    row = find(firms(place), told["object"]).row
    cells = {
        "status": "暂不抽取",
        "status_date": told["day"],
        "hold_until": told["until"],
        "hold_reason": told["reason"],
        "hold_by": "分局局务会",
    }
    back = {
        "status": "在业",
        "status_date": told["until"],
        "hold_until": "",
        "hold_reason": "",
        "hold_by": "",
    }
    mine = tables.same(code=row["code"])
    yield edit(
        _day(told), f"暂不抽取：{row['name']}", lambda data: tables.change(data, "objects", mine, **cells)
    )
    after = date.fromisoformat(told["until"]) + timedelta(3)
    yield edit(after, f"恢复抽取：{row['name']}", lambda data: tables.change(data, "objects", mine, **back))


def _late_recusals(place: Place, planted: dict[str, Any]) -> Iterator[Step]:
    first = min((told["since"] for told in planted.get("recusals", [])), default="")
    for row in recusals(place, planted, after=first, before="9999"):
        yield _late_recusal(row)


def _late_recusal(row: Row) -> Step:
    day = date.fromisoformat(row["since"])
    return edit(day, "登记执法人员回避事项", lambda data: tables.append(data, "recusals", [row]))


def event_imports(place: Place, periods: dict[str, dict[str, Any]]) -> Iterator[Step]:
    """Yield the imports of penalties, complaints and exceedances: twice in a quarter, the last before the freeze."""
    done = None
    for told in periods.values():
        freeze = date.fromisoformat(told["freeze"])
        span = months_of(f"{freeze.year}Q{(freeze.month + 2) // 3}")
        begin = done or span.first - timedelta(1)
        middle, end = span.first + timedelta(48), freeze - timedelta(2)
        for after, until in ((begin, middle), (middle, end)):
            yield _import(place, after, until)
        done = end


def _import(place: Place, after: date, until: date) -> Step:
    def change(data: Path) -> None:
        for period in dict.fromkeys(
            f"{day.year}Q{(day.month + 2) // 3}" for day in (after + timedelta(1), until)
        ):
            add_events(place, data, period, after, until)

    message = f"导入{until.month}月{until.day}日前的处罚、信访举报和在线超标事件"
    return edit(until, message, change)


def _day(told: dict[str, Any]) -> date:
    return date.fromisoformat(told["day"])
