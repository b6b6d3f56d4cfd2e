"""A public record of any size, for benches and for tests that need many rows. Every name is invented.

Everything is a fixed function of the row number. Each object has one visit with three results, one follow-up or
change, and about one object in five was visited twice.
"""

import hashlib
from collections.abc import Iterator

from sampler.disclosure.public import (
    ChangeRow,
    DrawnRow,
    DrawRow,
    FollowupRow,
    ObjectRow,
    PublicRecord,
    ResultRow,
    StatisticRow,
    StratumRow,
    VisitRow,
)
from tests.unit.disclosure.sample_record import OUTCOMES, sample_record

QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
TOWNSHIPS = tuple(
    f"{a}{b}"
    for a in ("青石", "柳河", "东营", "白杨", "城关", "石桥", "北寺", "南坊", "西沟", "云台")
    for b in ("镇", "乡")
)
FIRST = "恒润华金绿泰宏嘉北岳泽硕鼎洲和远禾辰瑞德昌盛隆源达安福顺"
SECOND = "阳光兴业信诚通利丰茂新力强科建华腾飞云海山河星月春晖明祥"
TRADES = (
    "焦化",
    "化工",
    "铸造",
    "纸业",
    "制药",
    "电镀",
    "农业开发",
    "建材",
    "钢铁",
    "塑料制品",
    "食品",
    "木业",
)
CLASSES = ("重点", "特殊", "一般", "一般（正面清单）")
RARE = "𬭚𬬻𫟹𬸚"


def corpus(size: int) -> PublicRecord:
    """Return a record with ``size`` objects and everything that belongs to them."""
    sample = sample_record()
    rows = tuple(firm(n) for n in range(1, size + 1))
    visits = tuple(visit for n, row in enumerate(rows, start=1) for visit in _visits(n, row))
    results = tuple(result for visit in visits for result in _results(visit))
    return PublicRecord(
        as_of="2025-12-31",
        bureau=sample.bureau,
        policies=sample.policies,
        objects=rows,
        items=sample.items,
        plan=sample.plan,
        plan_changes=sample.plan_changes,
        draws=tuple(_draw(quarter, size) for quarter in QUARTERS),
        strata=tuple(_stratum(quarter, name, size) for quarter in QUARTERS for name in CLASSES),
        drawn=tuple(_drawn(visit) for visit in visits),
        visits=visits,
        results=results,
        followups=tuple(_followup(result) for result in results if result.followup_state),
        changes=tuple(ChangeRow(row.last_changed, "objects", "更正", row.public_id, row.name, "credit", "C", row.credit) for row in rows),
        statistics=tuple(StatisticRow("results", "total", quarter, "合计", size) for quarter in QUARTERS),
        next_dates=sample.next_dates,
        targets=sample.targets,
    )  # fmt: skip


def name_of(n: int) -> str:
    """Return an invented name, different for each number below a few hundred thousand."""
    rare = RARE[n % 4] if n % 97 == 0 else ""
    word = FIRST[n % 28] + SECOND[(n // 28) % 28] + rare + FIRST[(n // 784) % 28]
    return f"白杨县{word}{TRADES[(n // 7) % 12]}有限公司"


def firm(n: int) -> ObjectRow:
    """Return object number ``n``."""
    digest = hashlib.sha256(str(n).encode()).hexdigest()
    code = f"91130{n % 10}99MA0{int(digest[:8], 16) % 10**6:06d}{n % 10}"[:18]
    return ObjectRow(
        f"e{n:05d}", name_of(n), (f"白杨县{SECOND[n % 28]}{FIRST[n % 28]}{TRADES[n % 12]}厂",) if n % 11 == 0 else (), code, "企业",
        TOWNSHIPS[n % 20], TRADES[(n // 7) % 12], ("重点管理", "简化管理", "登记管理")[n % 3], CLASSES[n % 4], "执法科", "ABCD"[n % 4],
        n % 4 == 3, "在业" if n % 23 else "停产", "" if n % 23 else "2025-05-06", "2024-11-01", "", 1 + (n % 5 == 0), 2, False,
        "2025-01-02", f"2025-0{n % 9 + 1}-{n % 27 + 1:02d}",
    )  # fmt: skip


def _visits(n: int, row: ObjectRow) -> Iterator[VisitRow]:
    for time in range(row.visits_this_year):
        quarter = QUARTERS[(n + time) % 4]
        yield VisitRow(
            f"{quarter}-{n:06d}", quarter, quarter, (f"2025-R0{quarter[-1]}",), row.public_id, row.name, row.object_class,
            ("HJ001", "HJ002", "HJ003"), "执法科", ("水环境科",), (), "日常", "现场检查", "随机抽取", time + 1, 2,
            f"2025-{int(quarter[-1]) * 3:02d}-28", "已公开", 2,
        )  # fmt: skip


def _results(visit: VisitRow) -> Iterator[ResultRow]:
    n = int(visit.visit_id[-6:])
    month = int(visit.period[-1]) * 3 - 2
    for place, item in enumerate(visit.items):
        outcome, code = OUTCOMES[(n + place) % 5]
        yield ResultRow(
            f"{visit.visit_id}-{item}", visit.visit_id, visit.draw_id, visit.period, visit.public_id, visit.object_name, item,
            ("大气污染物排放情况检查", "水污染物排放情况检查", "固体废物管理情况检查")[place], f"2025-{month:02d}-{n % 27 + 1:02d}", visit.mode,
            outcome, code, "责令7日内改正" if code == "02" else "", "危废间标识不全，当场责令改正。" if code == "02" else "",
            f"2025-{month + 1:02d}-10" if code == "02" else "", "", 2, f"2025-{month + 1:02d}-15", "已公开",
            "已完成" if code == "02" else "",
        )  # fmt: skip


def _followup(result: ResultRow) -> FollowupRow:
    return FollowupRow(
        f"H-{result.result_id}", result.result_id, result.visit_id, result.public_id, result.object_name, result.item_id, "责令改正",
        result.date, "已完成", result.deadline, "冀清环改〔2025〕1号", "复查合格。", result.deadline, result.published,
    )  # fmt: skip


def _draw(quarter: str, size: int) -> DrawRow:
    digest = hashlib.sha256(quarter.encode()).hexdigest()
    return DrawRow(
        quarter, quarter, "常规", "已揭示", "2025-01-01", "2025-01-02", digest, "", digest, "2025-01-03", "2025-01-04", size, size // 4,
        "2025", "2025-1", "全部", "",
    )  # fmt: skip


def _stratum(quarter: str, name: str, size: int) -> StratumRow:
    return StratumRow(
        quarter,
        name,
        name,
        size // 4,
        name,
        size // 4,
        "≥25%",
        "向上取整",
        0,
        size // 16,
        size // 16,
        "fewest-first",
        False,
        f"{name}应抽 {size // 16} 家。",
    )


def _drawn(visit: VisitRow) -> DrawnRow:
    leaf = hashlib.sha256(visit.visit_id.encode()).hexdigest()
    return DrawnRow(
        visit.draw_id,
        visit.stratum,
        int(visit.visit_id[-6:]),
        "重点均衡",
        leaf,
        "已公开",
        visit.public_id,
        "",
        visit.visit_id,
    )
