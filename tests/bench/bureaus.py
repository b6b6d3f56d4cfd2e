"""A bureau of any size: the shipped county copied with new names and codes, so that the shares of everything stay.

Everything is a fixed function of the branch's number and the row's number. Every place, firm and person is invented.
"""

import csv
import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sampler.demo.chance import Chance
from sampler.demo.codes import with_credit_check, with_organisation_check
from sampler.demo.people import person_name
from sampler.demo.place import Place, load_place
from sampler.registers import read_registers, write_table

SHIPPED = Path(__file__).resolve().parents[2] / "data"
COUNTY, CITY, REGION = "晴原县", "云岚市", "999901"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SCATTER = 285_311_671
"""A prime: its multiples modulo 31⁶ look unordered, and no two objects of a branch share one."""
FIRST, SECOND, THIRD = (
    "恒润华绿泰宏嘉岳泽硕鼎和远辰瑞昌盛隆源达安福顺",
    "信诚通利丰茂力科建腾云山河星春晖明祥禾朗松岚澄",
    "亦景沐青朝溪舟帆笛野麦泉砚桐雁鹤棠遥朗屿渡梧晴",
)
BRANDS = [FIRST[a] + SECOND[b] + THIRD[(a + b) % 23] for a in range(23) for b in range(23)]
"""Two of them differ in two places at least, or the register check would take them for one firm."""
EVENTS = ("penalties", "complaints", "exceedances", "credit", "positive_list")
FILES = {"penalties": "events", "complaints": "events", "exceedances": "events", "credit": "events", "positive_list": "events",
         "objects": "registers", "inspectors": "registers"}  # fmt: skip
PEOPLE_PER = 400
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Branch:
    """An invented branch bureau."""

    number: int = 0
    """0 is the shipped county itself; others are named after their number."""

    county: str = COUNTY
    city: str = CITY

    @property
    def region(self) -> str:
        """Its region code; none of them exists."""
        return REGION if self.number == 0 else f"99{self.number:04}"


def write_bureau(folder: Path, size: int, branch: Branch | None = None, *, people: int | None = None) -> Path:
    """Write the data folder of a bureau with ``size`` objects as it stood before its first draw; return it."""
    branch = branch or Branch()
    shutil.copytree(SHIPPED / "calendar", folder / "calendar")
    for name in ("bureau.toml", "policy/2025.toml", "registers/items.csv", "plans/2025.csv"):
        _copy(name, folder, branch)
    objects = list(itertools.islice(_objects(branch, size), size))
    _write(folder, "objects", [row for _, _, row in objects])
    renamed = {(copy, old): row["对象代码"] for copy, old, row in objects}
    for kind in EVENTS:
        _write(folder, kind, _events(kind, renamed, size))
    count = people or 24 * max(1, size // PEOPLE_PER)
    _write(folder, "inspectors", list(itertools.islice(_inspectors(branch), count)))
    registers = read_registers(folder)
    for kind in FILES:
        write_table(folder, kind, registers.table(kind).rows)
    return folder


def _copy(name: str, folder: Path, branch: Branch) -> None:
    text = (SHIPPED / name).read_text(encoding="utf-8")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_here(text, branch), encoding="utf-8", newline="\n")


def _here(text: str, branch: Branch) -> str:
    words = {COUNTY: branch.county, COUNTY[:-1]: branch.county[:-1], CITY: branch.city, REGION: branch.region}
    for old, new in words.items():
        text = text.replace(old, new)
    return text


@cache
def _shipped(kind: str) -> list[Row]:
    with (SHIPPED / FILES[kind] / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, kind: str, rows: list[Row]) -> None:
    path = folder / FILES[kind] / f"{kind}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(_shipped(kind)[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _objects(branch: Branch, size: int) -> Iterator[tuple[int, str, Row]]:
    """Yield (copy, shipped code, row): the shipped objects over and over."""
    base = [row for row in _shipped("objects") if row["状态"] == "在业"]
    place = load_place("county")
    for copy in itertools.count():
        for at, row in enumerate(base):
            yield copy, row["对象代码"], _object(branch, place, copy, at, row)
        if (copy + 1) * len(base) >= size:
            return


def _object(branch: Branch, place: Place, copy: int, at: int, row: Row) -> Row:
    code = row["对象代码"] if branch.number == copy == 0 else _code(branch, copy, at, row["对象代码"])
    made = {key: _here(value, branch).replace(row["对象代码"], code) for key, value in row.items()}
    made["对象代码"] = code
    made["排污许可证编号"] = row["排污许可证编号"].replace(row["对象代码"], code)
    if copy:
        brand = BRANDS[(copy - 1) % len(BRANDS)]
        made["名称"] = made["名称"].replace(branch.county, branch.county + brand)
        made["曾用名"] = ""
        if row["负责人"]:
            made["负责人"] = person_name(place, "owner", branch.number, copy, at)
    return made


def _code(branch: Branch, copy: int, at: int, old: str) -> str:
    """Return a code of the same form for a copied object."""
    if not old[:2].isdigit():
        return f"{old[:2]}-{branch.region}-{copy:04}{at:03}"
    rest, body = (copy * 1_000 + at) * SCATTER % len(LETTERS) ** 6, ""
    for _ in range(6):
        rest, digit = divmod(rest, len(LETTERS))
        body += LETTERS[digit]
    return with_credit_check(old[:2] + branch.region + with_organisation_check(f"MA{body}"))


def _events(kind: str, renamed: dict[tuple[int, str], str], size: int) -> list[Row]:
    """Return the shipped events up to the first draw, for every copy of their object."""
    first = [row for row in _shipped(kind) if row["日期"] < "2024-12-25"]
    copies = 1 + max(copy for copy, _ in renamed)
    made = []
    for copy in range(copies):
        for row in first:
            if (copy, row["对象代码"]) in renamed:
                number = row["事件编号"] if copy == 0 else f"{row['事件编号']}-{copy}"
                made.append({**row, "事件编号": number, "对象代码": renamed[copy, row["对象代码"]]})
    return made


def _inspectors(branch: Branch) -> Iterator[Row]:
    place = load_place("county")
    chance = Chance(f"people {branch.number}")
    taken: set[str] = set()
    for number in itertools.count(1):
        row = _shipped("inspectors")[(number - 1) % 24]
        name = person_name(place, "inspector", branch.number, number)
        while name in taken and len(taken) < 3000:
            name = person_name(place, "inspector", branch.number, number, chance.number(len(taken), name))
        taken.add(name)
        certificate = f"{branch.region}{number:04}" if number < 10_000 else f"{branch.region}{number:06}"
        yield {**row, "执法证号": certificate, "姓名": name}
