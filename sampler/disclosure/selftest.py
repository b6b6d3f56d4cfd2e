"""Canaries: invented secrets planted in a copy of the data, in every place and form a leak could start from.

``plant`` writes them and says where each one went. After export and build none of them may be found, or the export must
have stopped because of it; and each form planted in the finished site itself must be caught by the scan.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.disclosure.planted import FORMS, NUMBER_FORMS
from sampler.disclosure.scan import Secret, Secrets, scan
from sampler.registers import Field, Registers, Row, read_registers, write_table

NAME, OWNER, FIRM = "慕容听澜", "贺兰青岚", "百里溪声仓储有限公司"
PHONE, CARD, ID, PLATE, MAIL = (
    "15333907461",
    "6222021234567890128",
    "130124198702300017",
    "冀A7Q3Z9",
    "mrtl907461@mail.example",
)
ROAD = "听澜巷907号3单元"
GONE, STOPPED, CAUGHT, LOST = "去掉了", "拦下了", "查出了", "漏掉了"

TEXTS: tuple[tuple[str, str, str], ...] = (
    ("姓名", f"由{NAME}签字。", NAME),
    ("姓名加空格", "由慕 容 听 澜签字。", NAME),
    ("姓名加零宽字符", "由" + "\u200b".join(NAME) + "签字。", NAME),
    ("手机号", f"电话{PHONE}", PHONE),
    ("手机号分段", "电话153 3390 7461", PHONE),
    ("手机号加连字符", "电话153-3390-7461", PHONE),
    ("全角手机号", "电话" + "".join(chr(ord(c) + 0xFEE0) for c in PHONE), PHONE),
    ("换行的手机号", "电话1533390\n7461", PHONE),
    ("中文数字手机号", "电话一五三三三九零七四六一", PHONE),
    ("字母代数字的手机号", "电话l5333907461", PHONE),
    ("百分号编码", "电话" + "".join(f"%{ord(c):02X}" for c in PHONE), PHONE),
    ("实体编码", "电话" + "".join(f"&#{ord(c)};" for c in PHONE), PHONE),
    ("身份证号", f"身份证号{ID}", ID),
    ("身份证号分段", "身份证130124 19870230 0017", ID),
    ("银行卡号", f"卡号{CARD}", CARD),
    ("银行卡号分段", "银行卡6222 0212 3456 7890 128", CARD),
    ("车牌号", f"车牌{PLATE}", PLATE),
    ("邮箱", f"邮箱{MAIL}", MAIL),
    ("全角邮箱", "邮箱" + MAIL.replace("@", "＠"), MAIL),
    ("微信号", "微信号mrtl_907461", "mrtl_907461"),
    ("住址", f"住{NAME[:1]}县{ROAD}", ROAD),
    ("名单", f"在场人员：{NAME}、{OWNER}。", OWNER),
)
"""Kind, text, the value that must be gone."""


@dataclass(frozen=True, slots=True)
class Canary:
    """One planted secret."""

    kind: str
    """Where and how, in Chinese."""

    value: str
    """What must not be found."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one canary."""

    kind: str
    outcome: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """The whole test."""

    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        """True when nothing was lost."""
        return all(verdict.outcome != LOST for verdict in self.verdicts)

    def as_text(self) -> str:
        """Return the table in Chinese."""
        lines = [f"  {verdict.outcome}  {verdict.kind}" for verdict in self.verdicts]
        lost = sum(verdict.outcome == LOST for verdict in self.verdicts)
        end = (
            f"共 {len(lines)} 种，没有漏掉的。"
            if self.passed
            else f"共 {len(lines)} 种，漏掉 {lost} 种，不能使用。"
        )
        return "\n".join([*lines, end])


def plant(data: Path, day: date) -> list[Canary]:
    """Write canaries into the folder ``data``, a copy, and return them."""
    registers = read_registers(data)
    planted = [*_in_internal_columns(data, registers), *_in_texts(data, day), *_hidden_object(data, day)]
    stray = data / "decisions" / "备忘.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text(f"{NAME} 15333907462", encoding="utf-8")
    return [*planted, Canary("数据文件夹里的零散文件", "15333907462"), *_trader(data)]


def _in_internal_columns(data: Path, registers: Registers) -> Iterator[Canary]:
    serial = 15333908000
    for (name, part), table in sorted(registers.tables.items()):
        rows = [dict(row) for row in table.rows]
        if not rows or name in {"public_ids", "reviews"}:
            continue
        for column in table.schema.fields:
            if _takes_anything(column, table.schema.primary_key):
                serial += 1
                rows[0][column.key] = str(serial)
                yield Canary(f"内部列 {table.schema.title}{part}「{column.header}」", str(serial))
        write_table(data, name, rows, part)


def _takes_anything(column: Field, key: tuple[str, ...]) -> bool:
    plain = column.type == "string" and not column.enum and not column.pattern and not column.refers
    keeps = column.key in {
        "code",
        "table",
        "target",
        "field",
        "person",
        "digest",
        "name",
        "team",
        "lead",
        "experts",
    }
    return (
        plain and column.public == "internal" and column.key not in key and not keeps and not column.separator
    )


def _in_texts(data: Path, day: date) -> Iterator[Canary]:
    registers = read_registers(data)
    part, rows = _published(registers, day)
    for place, (kind, text, value) in enumerate(TEXTS):
        if rows:
            row = rows[place % len(rows)]
            row["note"] = f"{row['note']}。{text}" if place >= len(rows) else text
            yield Canary(f"情况说明里的{kind}", value)
    if rows:
        kept = [
            row for row in registers.table("results", part).rows if _key(row) not in {_key(r) for r in rows}
        ]
        write_table(data, "results", [*kept, *rows], part)
        people = [*registers.table("inspectors").rows]
        write_table(data, "inspectors", [*people, {**people[0], "certificate": "99907461000", "name": NAME}])


def _published(registers: Registers, day: date) -> tuple[str, list[Row]]:
    for part in reversed(registers.parts("results")):
        rows = [dict(row) for row in registers.table("results", part).rows if _is_out(row, day)]
        if rows:
            return part, rows[: len(TEXTS)]
    return "", []


def _is_out(row: Row, day: date) -> bool:
    return row["state"] == "已公开" and "" < row["published"] <= day.isoformat()


def _key(row: Row) -> tuple[str, str]:
    return row["visit_id"], row["item_id"]


def _hidden_object(data: Path, day: date) -> Iterator[Canary]:
    registers = read_registers(data)
    code = "91139999MA0CANARY1"
    row = {
        "code": code,
        "name": FIRM,
        "person": OWNER,
        "phone": "15333907463",
        "address": ROAD,
        "township": "听澜镇",
    }
    write_table(data, "objects", [*registers.table("objects").rows, row])
    decision = {
        "decision_id": "JD-SELFTEST", "table": "objects", "target": code, "effect": "不予公开", "ground": "第十四条",
        "reason": "自检", "decided_by": OWNER, "date": "2000-01-01", "recheck": day.replace(year=day.year + 1, day=1).isoformat(),
    }  # fmt: skip
    write_table(data, "withhold", [*registers.table("withhold").rows, decision])
    yield from (
        Canary(f"不予公开的对象：{kind}", value)
        for kind, value in (("名称", FIRM), ("代码", code), ("乡镇", "听澜镇"))
    )
    yield Canary("不予公开的对象：电话", "15333907463")


def _trader(data: Path) -> Iterator[Canary]:
    registers = read_registers(data)
    code = "92139999MA0CANARY2"
    row = {
        "code": code,
        "name": f"白杨县{OWNER[2:]}汽修部",
        "kind": "个体工商户",
        "person": OWNER,
        "township": "城关镇",
    }
    write_table(data, "objects", [*registers.table("objects").rows, row])
    yield Canary("个体工商户字号里的姓名", f"{OWNER[2:]}汽修部")
    yield Canary("个体工商户的代码", code)
    yield Canary("个体工商户的负责人", OWNER)


def looked_for(canaries: list[Canary], target: Path) -> list[Verdict]:
    """Return what the scan finds of the canaries in what was made."""
    secrets = tuple(Secret(canary.value, canary.kind, _kind(canary.value)) for canary in canaries)
    report = scan(target, Secrets(secrets))
    found = {hit.what.rpartition("（")[0] for hit in report.hits if hit.code == "scan.secret"}
    return [Verdict(canary.kind, LOST if canary.kind in found else GONE) for canary in canaries]


def forms_caught(folder: Path) -> list[Verdict]:
    """Plant every form in ``folder`` and return which of them the scan catches."""
    folder.mkdir(parents=True)
    kinds: dict[str, str] = {}
    secrets = []
    numbers = [("号码", name, form) for name, form in {**FORMS, **NUMBER_FORMS}.items()]
    names = [("姓名", name, form) for name, form in FORMS.items()]
    for place, (what, name, form) in enumerate([*numbers, *names]):
        value = _value(what, place)
        written = form(value)
        (folder / f"{place:03d}.html").write_bytes(written.encode() if isinstance(written, str) else written)
        kinds[f"{place:03d}.html"] = f"站点里的{what}：{name}"
        secrets.append(Secret(value, what, "number" if what == "号码" else "name"))
    found = {
        hit.path.partition("!")[0]
        for hit in scan(folder, Secrets(tuple(secrets))).hits
        if hit.code == "scan.secret"
    }
    return [Verdict(kind, CAUGHT if file in found else LOST) for file, kind in kinds.items()]


def _value(what: str, place: int) -> str:
    """Return a value of its own for each form: a text that was read already is not read twice."""
    if what == "号码":
        return str(int(PHONE) + place * 1009)
    return f"慕容{_RARE[place % len(_RARE)]}{_RARE[place // len(_RARE)]}"


_RARE = "澜霁岚筠澍溦皓蘅玥珩翊弈"


def _kind(value: str) -> str:
    return "number" if sum(map(str.isdigit, value)) >= 6 else "name" if len(value) <= 4 else "text"
