"""The first days: the bureau's particulars, the three registers, the first events, the plan."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sampler.demo import tables
from sampler.demo.base import consents, first_objects, first_standing, recusals, withholdings
from sampler.demo.events import events_of, numbered
from sampler.demo.firms import firms
from sampler.demo.people import Row, experts, inspectors
from sampler.demo.place import LISTS, Place
from sampler.demo.plans import items, plan
from sampler.demo.steps import Step, edit
from sampler.files import write_atomic
from sampler.registers import read_bureau, write_table

PREFIX = {
    "penalties": "CF",
    "complaints": "XF",
    "exceedances": "CB",
    "stoppages": "TC",
    "positive_list": "QD",
}


def opening(place: Place, given: Path, days: dict[str, date]) -> Iterator[Step]:
    """Yield the first steps. ``given`` holds policy/ and calendar/, which people wrote; ``days`` dates each step."""
    planted = place.toml("planted")
    yield edit(days["bureau"], "登记本局基本信息和工作日历", lambda data: found(place, given, data))
    yield edit(
        days["objects"], "建立检查对象名录库", _write("objects", lambda: first_objects(place, planted))
    )
    yield edit(days["people"], "建立执法检查人员名录库和专家库", lambda data: _people(place, data))
    yield edit(days["items"], "公布随机抽查事项清单", lambda data: _items(place, data, days["items"]))
    yield edit(
        days["recusals"],
        "登记执法人员回避事项",
        _write("recusals", lambda: recusals(place, planted, before=days["recusals"].isoformat())),
    )
    yield edit(
        days["standing"], "导入环保信用评价和正面清单", lambda data: _standing(place, data, days["standing"])
    )
    yield edit(days["decisions"], "登记信息公开审查决定", lambda data: _decisions(place, planted, data))
    yield edit(
        days["policy"], "制定本年度抽查规则", lambda data: copy_policy(given, data, days["plan_year"].year)
    )
    yield edit(
        days["plan"],
        f"公布{days['plan_year'].year}年度抽查计划",
        lambda data: write_plan(place, data, days["plan_year"].year, days["plan"]),
    )


def found(place: Place, given: Path, data: Path) -> None:
    """Write the bureau's particulars and the calendars."""
    write_atomic(data / "bureau.toml", (LISTS / place.key / "bureau.toml").read_bytes())
    for path in sorted((given / "calendar").glob("*.csv")):
        write_atomic(data / "calendar" / path.name, path.read_bytes())
    if (given / "README.md").is_file():
        write_atomic(data / "README.md", (given / "README.md").read_bytes())
    if (given / "exchange").is_dir():
        shutil.copytree(given / "exchange", data / "exchange", dirs_exist_ok=True)


def copy_policy(given: Path, data: Path, year: int) -> None:
    """Write the rules of one year, as people wrote them."""
    write_atomic(data / "policy" / f"{year}.toml", (given / "policy" / f"{year}.toml").read_bytes())


def write_plan(place: Place, data: Path, year: int, day: date) -> None:
    """Write the plan of a year, published on a day."""
    write_table(data, "plans", plan(place, read_bureau(data).name, year, day.isoformat()), str(year))


def add_events(place: Place, data: Path, period: str, after: date, until: date) -> None:
    """Add the events of a quarter that happened after one day, up to another, with numbers of their own."""
    for kind, rows in events_of(place, firms(place), period).items():
        fresh = [row for row in rows if after.isoformat() < row["date"] <= until.isoformat()]
        add_numbered(data, kind, fresh)


def add_numbered(data: Path, kind: str, rows: list[Row]) -> None:
    """Add events of one kind; numbers go on within a year."""
    for year in sorted({int(row["date"][:4]) for row in rows}):
        known = sum(row["event_id"].startswith(f"{PREFIX[kind]}-{year}-") for row in tables.read(data, kind))
        tables.append(
            data,
            kind,
            numbered(PREFIX[kind], year, [r for r in rows if r["date"].startswith(str(year))], known + 1),
        )


def _write(name: str, rows: Callable[[], list[Row]]) -> Callable[[Path], object]:
    return lambda data: write_table(data, name, rows())


def _people(place: Place, data: Path) -> None:
    write_table(data, "inspectors", inspectors(place))
    write_table(data, "experts", experts(place))


def _items(place: Place, data: Path, day: date) -> None:
    write_table(data, "items", items(place, read_bureau(data).name, day.isoformat()))


def _standing(place: Place, data: Path, day: date) -> None:
    for kind, rows in first_standing(
        tables.read(data, "objects"), place.documents, day.isoformat(), day.year
    ).items():
        write_table(data, kind, rows)


def _decisions(place: Place, planted: dict[str, Any], data: Path) -> None:
    write_table(data, "withhold", withholdings(place, planted))
    write_table(data, "consents", consents(place, planted))
