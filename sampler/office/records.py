"""What one line sent to another system is about: a result or a penalty with all it refers to, by Chinese name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from sampler.office.roster import Row, split
from sampler.office.states import PUBLIC
from sampler.office.withholding import is_withheld, withheld_targets
from sampler.registers import Registers, schema_named

Record = tuple[str, dict[str, str]]
_PREFIXES = {
    "检查任务": "visits",
    "检查结果": "results",
    "检查对象": "objects",
    "抽查事项": "items",
    "抽查任务": "plans",
    "后续处理": "followups",
}
CASES = {"处罚": ("立案处罚", ("已完成",)), "信用": ("信用惩戒", ("办理中", "已完成"))}
"""Which follow-ups a kind of file is about."""
_BUREAU = ("名称", "行政区划代码", "机构代码", "日期")
_MADE = (
    "检查结果.唯一编号",
    "检查任务.检查人员姓名",
    "检查结果.检查人员姓名",
    "后续处理.处罚金额（万元）",
    "后续处理.违法行为",
    "后续处理.处罚种类",
)


def source_names() -> tuple[str, ...]:
    """Return every name a mapping may use as its source."""
    columns = [
        f"{title}.{header}" for title, name in _PREFIXES.items() for header in schema_named(name).headers
    ]
    return (*columns, *(f"本机关.{name}" for name in _BUREAU), *_MADE)


@dataclass(frozen=True)
class Sources:
    """All tables, ready to be joined."""

    registers: Registers
    """The tables."""

    day: str
    """Day of the export."""

    def records(self, kind: str, period: str) -> tuple[list[Record], int]:
        """Return the lines of a kind for a period (2025 = the whole year), and how many are withheld."""
        found = list(self._results(period) if kind == "结果" else self._cases(kind, period))
        targets = withheld_targets(self.registers, self.day)
        kept = [(name, record) for name, record in found if not is_withheld(_key(record), targets)]
        return kept, len(found) - len(kept)

    def _results(self, period: str) -> Iterator[Record]:
        """Yield each published result."""
        for row in self._rows("results", period):
            if row["state"] == PUBLIC:
                yield f"{row['visit_id']} {row['item_id']}", self._record(row, {})

    def _cases(self, kind: str, period: str) -> Iterator[Record]:
        """Yield each decided penalty, or each measure of joint punishment that was not cancelled."""
        wanted, states = CASES[kind]
        events = {row["document"]: row for row in self.registers.table("penalties").rows if row["document"]}
        for row in self._rows("followups", period):
            if row["kind"] == wanted and row["state"] in states:
                result = self._result_of.get((row["visit_id"], row["item_id"]), {})
                known = {"visit_id": row["visit_id"], "item_id": row["item_id"], "code": row["code"]}
                record = self._record({**result, **known}, row)
                yield row["followup_id"], record | _penalty(events.get(row["document"], {}))

    def _rows(self, name: str, period: str) -> list[Row]:
        parts = [part for part in self.registers.parts(name) if part.startswith(period)]
        return [row for part in parts for row in self.registers.table(name, part).rows]

    def _record(self, result: Row, followup: Row) -> dict[str, str]:
        visit = self._visit_of.get(result["visit_id"], {})
        tasks = [self._plan_of[t] for t in split(visit.get("task_ids", "")) if t in self._plan_of]
        fitting = [task for task in tasks if result["item_id"] in split(task["items"])] or tasks
        bureau = self.registers.bureau
        values = (bureau.name, bureau.region_code, bureau.org_code, self.day)
        return {
            **_prefixed("检查任务", visit),
            **_prefixed("检查结果", result),
            **_prefixed("检查对象", self._object_of.get(result["code"], {})),
            **_prefixed("抽查事项", self._item_of.get(result["item_id"], {})),
            **_prefixed("抽查任务", fitting[0] if fitting else {}),
            **_prefixed("后续处理", followup),
            **{f"本机关.{name}": value for name, value in zip(_BUREAU, values, strict=True)},
            "检查结果.唯一编号": f"{result['visit_id']}-{result['item_id']}",
            "检查任务.检查人员姓名": self._names(visit),
            "检查结果.检查人员姓名": self._names(result),
        }

    def _names(self, row: Row) -> str:
        return "、".join(self._person_of.get(who, {}).get("name", who) for who in split(row.get("team", "")))

    @cached_property
    def _visit_of(self) -> dict[str, Row]:
        return {row["visit_id"]: row for row in self.registers.all("visits")}

    @cached_property
    def _result_of(self) -> dict[tuple[str, str], Row]:
        return {(row["visit_id"], row["item_id"]): row for row in self.registers.all("results")}

    @cached_property
    def _object_of(self) -> dict[str, Row]:
        return {row["code"]: row for row in self.registers.table("objects").rows}

    @cached_property
    def _item_of(self) -> dict[str, Row]:
        return {row["item_id"]: row for row in self.registers.table("items").rows}

    @cached_property
    def _plan_of(self) -> dict[str, Row]:
        return {row["task_id"]: row for row in self.registers.all("plans")}

    @cached_property
    def _person_of(self) -> dict[str, Row]:
        return {row["certificate"]: row for row in self.registers.table("inspectors").rows}


def _key(record: Mapping[str, str]) -> dict[str, str]:
    names = {"visit_id": "检查任务编号", "item_id": "事项编码", "code": "对象代码"}
    return {key: record[f"检查结果.{name}"] for key, name in names.items()}


def _prefixed(title: str, row: Row) -> dict[str, str]:
    return {
        f"{title}.{field.header}": row.get(field.key, "") for field in schema_named(_PREFIXES[title]).fields
    }


def _penalty(event: Row) -> dict[str, str]:
    return {
        "后续处理.处罚金额（万元）": _ten_thousands(event.get("amount", "")),
        "后续处理.违法行为": event.get("matter", ""),
        "后续处理.处罚种类": event.get("kind", ""),
    }


def _ten_thousands(yuan: str) -> str:
    """Return an amount of yuan in units of ten thousand, exactly.

    >>> _ten_thousands("20000"), _ten_thousands("12345.6"), _ten_thousands("")
    ('2', '1.23456', '')
    """
    try:
        return f"{(Decimal(yuan) / 10000).normalize():f}" if yuan else ""
    except InvalidOperation:
        return yuan
