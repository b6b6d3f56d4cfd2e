"""Counts the quotas of the shipped places the way a clerk does with a filter and a pencil, and shows every sum.

Nothing of the package is used: only the raw CSV files that each draw was frozen from (``sealed/inputs.zip``). Each rule
is written here a second time, straight from the notice, for this one bureau. Run it after the shipped data changed:
``python tests/bureaus/hand_worked/count.py``; then read the Markdown it writes and judge the sums.
"""

import csv
import io
import sys
import zipfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
HEADER = ("抽取编号", "层", "基数", "应抽", "已抽", "本次抽取")


class Frozen:
    """The raw tables of one draw as they were frozen."""

    def __init__(self, draws: Path, draw: str) -> None:
        self.draw, self.draws = draw, draws
        self.year, self.quarter = int(draw[:4]), int(draw[5])
        self.archive = zipfile.ZipFile(draws / draw / "sealed" / "inputs.zip")
        year, quarter = (self.year, self.quarter - 1) if self.quarter > 1 else (self.year - 1, 4)
        self.window = (f"{year}-{quarter * 3 - 2:02}-01", f"{year}-{quarter * 3:02}-31")
        secret = self.rows("decisions/withhold.csv")
        whole = [
            row for row in secret if row["表"] == "objects" and not row["字段"] and row["依据"] == "第十四条"
        ]
        self.pool = {row["主键"] for row in whole}
        self.register = self.rows("registers/objects.csv")
        self.active = [r for r in self.register if r["状态"] == "在业" and r["对象代码"] not in self.pool]

    def rows(self, name: str) -> list[dict[str, str]]:
        if name not in self.archive.namelist():
            return []
        return list(csv.DictReader(io.StringIO(self.archive.read(name).decode(), newline="")))

    def events(self, kind: str) -> list[dict[str, str]]:
        return [
            row for row in self.rows(f"events/{kind}.csv") if self.window[0] <= row["日期"] <= self.window[1]
        ]

    def visits(self) -> list[dict[str, str]]:
        names = [name for name in self.archive.namelist() if name.startswith(f"visits/{self.year}")]
        return [row for name in names for row in self.rows(name)]

    def drawn(self, draw: str, stratum: str) -> list[str]:
        """Codes drawn (not the substitutes) of a stratum in an earlier draw."""
        folder = self.draws / draw
        if not (folder / "drawn.csv").exists():
            return []
        with (folder / "sealed" / "units.csv").open(encoding="utf-8", newline="") as file:
            codes = {row["leaf"]: row["code"] for row in csv.DictReader(file)}
        with (folder / "drawn.csv").open(encoding="utf-8", newline="") as file:
            listed = [
                r for r in csv.DictReader(file) if r["stratum"] == stratum and r["kind"] != "substitute"
            ]
        return [codes[row["leaf"]] for row in listed]

    def earlier(self, periods: list[str]) -> list[str]:
        """Numbers of the draws before this one in these periods."""
        names = sorted(path.name for path in self.draws.iterdir() if path.is_dir())
        return [name for name in names if name[:6] in periods and name < self.draw]


def up(numerator: int, denominator: int) -> int:
    """Round up: 243 × 15 / 100 = 36.45 → 37."""
    return -(-numerator // denominator)


def specials(frozen: Frozen, *, verified: bool) -> tuple[set[str], list[str]]:
    """Return the special objects and how they were counted."""
    codes = {row["对象代码"] for row in frozen.active}
    fined = {row["对象代码"] for row in frozen.events("penalties")} & codes
    told = [row for row in frozen.events("complaints") if row["属实"] == "是" or not verified]
    reported = {row["对象代码"] for row in told} & codes
    times = Counter((row["对象代码"], row["排放口"]) for row in frozen.events("exceedances"))
    over = {code for (code, _), count in times.items() if count >= 5} & codes
    found = fined | reported | over
    twice = len(fined) + len(reported) + len(over) - len(found)
    words = "举报属实" if verified else "被举报"
    return found, [
        f"特殊：上季度（{frozen.window[0]} 起）受处罚 {len(fined)} 户 + {words} {len(reported)} 户 + "
        f"同一排放口超标 5 次以上 {len(over)} 户 − 重复 {twice} 户 = {len(found)} 户"
    ]


def opening_lines(frozen: Frozen) -> list[str]:
    states = Counter(row["状态"] for row in frozen.register if row["对象代码"] not in frozen.pool)
    shown = "、".join(f"{state} {count}" for state, count in sorted(states.items()))
    total = len(frozen.register)
    return [
        f"名录库 {total} 户 − 单独建池 {len(frozen.pool)} 户 = {total - len(frozen.pool)} 户（{shown}）；在业 {len(frozen.active)} 户"
    ]


def county(frozen: Frozen) -> tuple[list[tuple[str, int, int, int, int]], list[str]]:
    """赵县 2025 年方案: 重点 25 %, 特殊 50 %, 正面清单 all, 一般 15 % a quarter."""
    special, lines = specials(frozen, verified=True)
    lines = opening_lines(frozen) + lines
    rest = [row for row in frozen.active if row["对象代码"] not in special]
    listed = [row for row in rest if row["正面清单"] == "是"]
    rest = [row for row in rest if row["正面清单"] != "是"]
    low = [row for row in rest if row["排污许可管理类别"] in ("登记管理", "无")]
    rest = [row for row in rest if row["排污许可管理类别"] not in ("登记管理", "无")]
    key = [row for row in rest if row["排污许可管理类别"] == "重点管理" or row["重点监管"] == "是"]
    plain = len(low) + len(rest) - len(key)
    lines += [
        f"正面清单（不是特殊）：{len(listed)} 户",
        f"重点（其余里重点管理或重点监管）：{len(key)} 户",
        f"一般：登记管理或无 {len(low)} 户 + 其他 {len(rest) - len(key)} 户 = {plain} 户",
    ]
    need, weak = up(len(key) * 25, 100), _weak(frozen, key)
    part = min(up(need, 3), weak)
    lines += [
        f"重点应抽：25% × {len(key)} = {len(key) * 25 / 100:g} → {need}；其中信用待提高至少三分之一："
        f"{need} ÷ 3 → {up(need, 3)}（可抽 {weak} 户）→ {part}，其余 {need} − {part} = {need - part}",
        f"特殊应抽：50% × {len(special)} = {len(special) / 2:g} → {up(len(special), 2)}",
        f"一般应抽：15% × {plain} = {plain * 15 / 100:g} → {up(plain * 15, 100)}",
    ]
    wanted = {
        "重点·信用待提高": (len(key), need, part),
        "重点·其余": (len(key), need, need - part),
        "特殊": (len(special), up(len(special), 2), up(len(special), 2)),
        "正面清单": (len(listed), len(listed), len(listed)),
        "一般": (plain, up(plain * 15, 100), up(plain * 15, 100)),
    }
    return _after_earlier(frozen, wanted, lines), lines


def _weak(frozen: Frozen, key: list[dict[str, str]]) -> int:
    """Key objects of credit C, D or none that have had fewer than two visits on site this year."""
    seen = Counter(
        row["对象代码"]
        for row in frozen.visits()
        if row["检查方式"] == "现场检查"
        and row["检查类型"] in ("日常", "专项")
        and row["状态"] not in ("已替换", "已撤回")
    )
    return sum(row["信用等级"] in ("C", "D", "未评") and seen[row["对象代码"]] < 2 for row in key)


def _after_earlier(
    frozen: Frozen, wanted: dict[str, tuple[int, int, int]], lines: list[str]
) -> list[tuple[str, int, int, int, int]]:
    """Take off what was drawn before in the same quarter; only a supplementary draw has anything to take off."""
    rows, before = [], frozen.earlier([frozen.draw[:6]])
    done = {name: sum(len(frozen.drawn(draw, name)) for draw in before) for name in wanted}
    done_key = done["重点·信用待提高"] + done["重点·其余"]
    for name, (base, need, part) in wanted.items():
        already = done_key if name.startswith("重点") else done[name]
        left = max(0, need - already)
        rows.append((name, base, need, already, part if not already else min(left, part)))
        if already:
            lines.append(f"{name}：应抽 {need} − 本季度已抽 {already} = {left}")
    return rows


def zone(frozen: Frozen) -> tuple[list[tuple[str, int, int, int, int]], list[str]]:
    """衡水高新区 2023 年方案: 重点 50 % and all in the half-year, 特殊 50 %, 一般 ten for each inspector a year."""
    key = {row["对象代码"] for row in frozen.active if row["重点监管"] == "是"}
    special, lines = specials(frozen, verified=False)
    special -= key
    lines = [
        *opening_lines(frozen),
        f"重点（重点监管）：{len(key)} 户",
        *lines,
        f"特殊减去重点：{len(special)} 户",
    ]
    half = [f"{frozen.year}Q{n}" for n in ((1, 2) if frozen.quarter < 3 else (3, 4))]
    seen = {code for draw in frozen.earlier(half) for code in frozen.drawn(draw, "重点")}
    missing = len(key - seen) if frozen.quarter in (2, 4) else 0
    need = max(up(len(key), 2), missing)
    lines.append(
        f"重点应抽：50% × {len(key)} = {len(key) / 2:g} → {up(len(key), 2)}；本半年还没有查到 {missing} 户 → {need}"
    )
    lines.append(f"特殊应抽：50% × {len(special)} = {len(special) / 2:g} → {up(len(special), 2)}")
    people = len(frozen.rows("registers/inspectors.csv"))
    before = sum(
        len(frozen.drawn(d, "一般")) for d in frozen.earlier([f"{frozen.year}Q{n}" for n in (1, 2, 3, 4)])
    )
    left, times = people * 10 - before, 5 - frozen.quarter
    lines.append(
        f"一般：{people} 人 × 10 = {people * 10} 户，已抽 {before} 户，还有 {left} 户，分 {times} 次 → 本次 {up(left, times)} 户"
    )
    return [
        ("重点", len(key), up(len(key), 2), 0, need),
        ("特殊", len(special), up(len(special), 2), 0, up(len(special), 2)),
        ("一般", people, people * 10, before, up(left, times)),
    ], lines


PLACES = {
    "zhaoxian-2025": (Path("data/draws"), county, "晴原县（赵县 2025 年方案的写法）"),
    "hengshui-gaoxin-2023": (
        Path("tests/bureaus/hengshui-gaoxin-2023/draws"),
        zone,
        "云岚高新区（衡水高新区 2023 年方案的写法）",
    ),
}


def main() -> None:
    """Write the table and the sums of both places beside this file."""
    for name, (draws, count, title) in PLACES.items():
        table, text = (
            [HEADER],
            [f"# {title}：应抽数手工演算", "", "每一步都是从冻结时的原始表格数出来的，取整一律进一。", ""],
        )
        for path in sorted(draws.iterdir()):
            if path.is_dir():
                rows, lines = count(Frozen(draws, path.name))
                table += [(path.name, *map(str, row)) for row in rows]
                text += [f"## {path.name}", "", *(f"- {line}" for line in lines), ""]
                text += ["| 层 | 基数 | 应抽 | 已抽 | 本次抽取 |", "|---|--:|--:|--:|--:|"]
                text += [f"| {' | '.join(map(str, row))} |" for row in rows] + [""]
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerows(table)
        (HERE / f"{name}.csv").write_text(buffer.getvalue(), "utf-8", newline="\n")
        (HERE / f"{name}.md").write_text("\n".join(text).rstrip() + "\n", "utf-8", newline="\n")
        sys.stdout.write(f"{name}: {len(table) - 1}\n")


if __name__ == "__main__":
    main()
