"""A small but complete public record: thirty invented firms, four quarters, every table filled.

Everything is a fixed function of the row numbers, so that the record is the same on every machine.
"""

import hashlib
import json

from sampler.disclosure.public import (
    ChangeRow,
    CorrectionRow,
    DrawnRow,
    DrawRow,
    FollowupRow,
    ItemRow,
    NextDateRow,
    ObjectRow,
    PlanChangeRow,
    PlanRow,
    PublicRecord,
    ResultRow,
    StatisticRow,
    StratumRow,
    TargetRow,
    TombstoneRow,
    VisitRow,
    WithheldRow,
)

QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
TOWNSHIPS = ("青石镇", "柳河镇", "东营乡", "白杨镇", "城关镇")
TRADES = (
    ("化工", "化学原料"),
    ("铸造", "金属铸造"),
    ("纸业", "造纸"),
    ("制药", "医药制造"),
    ("电镀", "电镀"),
)
NAMES = ("恒岳", "润泽", "华硕源", "金鼎", "绿洲", "泰和", "宏远", "𬭚鑫", "嘉禾", "北辰")
CLASSES = ("重点", "特殊", "一般", "一般（正面清单）")
STRATA = ("key", "special", "general", "positive")
OUTCOMES = (
    ("未发现问题", "01"),
    ("发现问题已责令改正", "02"),
    ("未发现问题", "01"),
    ("立案处罚", "09"),
    ("停产", "06"),
)
QUARTER_END = {"2025Q1": "03-31", "2025Q2": "06-30", "2025Q3": "09-30", "2025Q4": "12-31"}
FROZEN = {"2025Q1": "2024-12-25", "2025Q2": "2025-03-25", "2025Q3": "2025-06-24", "2025Q4": "2025-09-24"}
DRAWN_ON = {"2025Q1": "2024-12-30", "2025Q2": "2025-03-28", "2025Q3": "2025-06-27", "2025Q4": "2025-09-28"}


def sample_record() -> PublicRecord:
    """Return the record as of 2025-10-20: three quarters done, the fourth drawn and mostly closed."""
    visits, results = _visits(), _results()
    return PublicRecord(
        as_of="2025-10-20",
        notices=("变动记录从 2025-01-02 开始。",),
        bureau=BUREAU,
        policies={"2025": POLICY},
        files=_draw_files(),
        objects=tuple(_object(n) for n in range(1, 31)),
        items=tuple(_item(n) for n in range(1, 7)),
        plan=_plan(),
        plan_changes=(
            PlanChangeRow("C2025-01", "2025-R03", "抽查时间", "2025年7月—8月", "2025年7月—9月",
                          "汛期现场检查顺延。", "冀清环监〔2025〕7号", "2025-06-10", "2025-06-12"),
        ),
        draws=_draws(),
        strata=tuple(row for quarter in QUARTERS for row in _strata(quarter)),
        drawn=tuple(row for quarter in QUARTERS for row in _drawn(quarter)),
        visits=visits,
        results=results,
        followups=_followups(results),
        corrections=(
            CorrectionRow("G2025-01", "2025-05-20", "2025Q1-002-HJ001", "e00005", "检查结果", "未发现问题",
                          "发现问题已责令改正", "录入时选错结果，经复核更正。", "本机关"),
        ),
        tombstones=(TombstoneRow("e00030", "检查对象", "2025-08-01", "依法不予公开"),),
        withheld=(WithheldRow("检查结果", "第十五条", "少于5"), WithheldRow("检查对象", "第十六条", "6")),
        changes=_changes(),
        targets=_targets(),
        statistics=_statistics(results),
        next_dates=(
            NextDateRow("2025-11-14", "2025Q4 第一批检查结果公开截止"),
            NextDateRow("2025-12-25", "2026Q1 抽查名单抽取"),
        ),
    )  # fmt: skip


BUREAU = {
    "name": "清泽市生态环境局白杨县分局",
    "short_name": "白杨县分局",
    "level": "县",
    "region_code": "130999",
    "org_code": "11130999MB0000001X",
    "demo": True,
    "contact": {
        "phone": "0310-5550100",
        "address": "白杨县文化路1号",
        "postcode": "056999",
        "mail": "cs@baiyang.example",
        "hours": "工作日 8:30—12:00，14:00—17:30",
    },
    "footer": {
        "sponsor": "清泽市生态环境局白杨县分局",
        "organiser": "执法科",
        "site_id": "1309990001",
        "icp": "冀ICP备00000000号",
        "police": "冀公网安备 13099902000001号",
    },
    "portal": {
        "url": "https://www.baiyang.example",
        "path": "/ssjygk/",
        "site_name": "白杨县人民政府",
        "site_domain": "www.baiyang.example",
        "column_name": "双随机、一公开",
        "column_type": "政府信息公开",
        "content_source": "清泽市生态环境局白杨县分局",
    },
    "departments": [{"name": "白杨县市场监督管理局"}, {"name": "白杨县应急管理局"}],
    "sections": ["执法科", "水环境科", "大气环境科", "固体废物科"],
}
POLICY = {
    "year": "2025",
    "title": "2025年“双随机、一公开”抽查规则",
    "version": "2025-1",
    "effective": "2025-01-01",
    "source": "冀清环监〔2024〕31号",
    "groups": [
        {
            "title": "对象类别",
            "rows": [
                {
                    "name": "特殊",
                    "text": "上季度受过行政处罚，或者被群众举报属实，或者同一排放口在线超标 5 次以上。",
                },
                {"name": "重点", "text": "排污许可重点管理的对象。"},
                {"name": "一般（正面清单）", "text": "列入监督执法正面清单的对象。"},
                {"name": "一般", "text": "其余对象。"},
            ],
        },
        {
            "title": "应抽数",
            "rows": [
                {"name": "重点", "text": "每季度不少于 25%。"},
                {"name": "特殊", "text": "每季度不少于 50%。"},
                {"name": "一般（正面清单）", "text": "每季度全部，以科技检查为主。"},
                {"name": "一般", "text": "每季度不少于 15%。"},
            ],
        },
        {
            "title": "年度上限",
            "rows": [{"name": "一般", "text": "每年不超过 2 次，投诉举报和上级交办的除外。"}],
        },
    ],
}


def _leaf(quarter: str, n: int) -> str:
    return hashlib.sha256(f"{quarter}/{n}".encode()).hexdigest()


def _class(n: int) -> int:
    return 0 if n <= 8 else 1 if n <= 12 else 2 if n <= 24 else 3


def _object(n: int) -> ObjectRow:
    trade, industry = TRADES[n % 5]
    masked = n % 11 == 0
    township = TOWNSHIPS[n % len(TOWNSHIPS)]
    name = f"白杨县某{trade}加工部" if masked else f"白杨县{NAMES[n % 10]}{trade}有限公司"
    return ObjectRow(
        public_id=f"e{n:05d}",
        name=name,
        former_names=(f"白杨县{NAMES[n % 10]}{trade}厂",) if n == 4 else (),
        code="" if masked else f"91130999MA0{n:06d}{n % 10}",
        kind="个体工商户" if masked else "企业",
        township=township,
        industry=industry,
        permit_class=("重点管理", "简化管理", "登记管理")[_class(n) % 3],
        object_class=CLASSES[_class(n)],
        section=BUREAU["sections"][n % 4],  # type: ignore[index]  # the sample is plain data
        credit="ABCD"[n % 4],
        positive=_class(n) == 3,
        status="停产" if n == 9 else "在业",
        status_date="2025-05-06" if n == 9 else "",
        entered="2024-11-01",
        left="",
        visits_this_year=sum(n in _opened(quarter) for quarter in QUARTERS),
        cap=None if _class(n) == 1 else 2,
        masked=masked,
        first_published="2025-01-02",
        last_changed="2025-05-06" if n == 9 else "2025-01-02",
    )


def _item(n: int) -> ItemRow:
    names = ("大气污染物排放", "水污染物排放", "固体废物管理", "排污许可管理", "辐射安全", "建设项目环保设施")
    return ItemRow(
        item_id=f"HJ{n:03d}",
        seq=n,
        category="污染源日常监管" if n < 5 else "专项检查",
        name=f"{names[n - 1]}情况检查",
        scope="排污单位" if n < 5 else "有关单位",
        weight="重点检查事项" if n < 3 else "一般检查事项",
        modes=("现场检查", "科技检查") if n < 4 else ("现场检查",),
        authority="清泽市生态环境局白杨县分局",
        basis=f"《中华人民共和国环境保护法》第{'二十四' if n < 4 else '四十二'}条",
        section="执法科",
        joint_sections=("水环境科",) if n == 2 else (),
        ratio="不低于25%",
        frequency="每季度",
        checkpoints="台账是否齐全；设施是否正常运行。",
        valid_from="2025-01-01",
        valid_to="",
    )


def _plan() -> tuple[PlanRow, ...]:
    return tuple(
        PlanRow(
            "2025", "2025-01", "2025年白杨县分局随机抽查01", f"2025-R{n:02d}", f"2025年第{'一二三四'[n - 1]}季度随机抽查", "不定向",
            "重点不低于25%", ("HJ001", "HJ002"), CLASSES, "执法科", ("水环境科",),
            ("2025年1月—3月", "2025年4月—6月", "2025年7月—9月", "2025年10月—12月")[n - 1], QUARTERS[n - 1],
            n == 2, ("白杨县市场监督管理局",) if n == 2 else (), "现场检查和科技检查", "2025-01-02",
        )
        for n in range(1, 5)
    )  # fmt: skip


def _members(stratum: int) -> list[int]:
    return [n for n in range(1, 31) if _class(n) == stratum]


def _quota(stratum: int) -> int:
    return (2, 2, 2, 6)[stratum]


def _order(quarter: str, stratum: int) -> list[int]:
    return sorted(_members(stratum), key=lambda n: _leaf("ticket" + quarter, n))


def _opened(quarter: str) -> list[int]:
    if quarter == "2025Q4":
        return _order(quarter, 1)[:1]
    return [n for stratum in range(4) for n in _order(quarter, stratum)[: _quota(stratum)]]


def _draws() -> tuple[DrawRow, ...]:
    aborted = DrawRow(
        "2025Q3-2", "2025Q3", "补充", "已中止", "2025-07-20", "2025-07-21", _leaf("m", 9), _commitment(2), "",
        "", "", 5, None, "2025", "2025-1", "全部", "冻结后发现名录库漏录两家单位，在公开随机源产生前中止。",
    )  # fmt: skip
    regular = tuple(
        DrawRow(
            quarter, quarter, "常规", "已派组" if quarter == "2025Q4" else "已揭示",
            FROZEN[quarter], FROZEN[quarter], _commitment(i), _commitment(i - 1) if i else "", _leaf("seed", i),
            DRAWN_ON[quarter], DRAWN_ON[quarter], 30, 12, "2025", "2025-1", "全部", "",
        )
        for i, quarter in enumerate(QUARTERS)
    )  # fmt: skip
    return (*regular, aborted)


def _strata(quarter: str) -> list[StratumRow]:
    ratios = ("25%", "50%", "15%", "100%")
    rows = []
    for s in range(4):
        size, quota = len(_members(s)), _quota(s)
        rows.append(
            StratumRow(
                quarter, STRATA[s], CLASSES[s], size, CLASSES[s], size, f"≥{ratios[s]} × {size} → {quota}",
                "向上取整", 0, quota, quota, "fewest-first" if s < 3 else "all", s == 3,
                f"{CLASSES[s]}共 {size} 家，本季度应抽 {quota} 家。",
            )
        )  # fmt: skip
    return rows


def _drawn(quarter: str) -> list[DrawnRow]:
    opened = _opened(quarter)
    rows = []
    for s in range(4):
        for place, n in enumerate(_order(quarter, s)[: _quota(s) + 1], start=1):
            state = "候补" if place > _quota(s) else "已公开" if n in opened else "待检查"
            if state == "待检查" and s == 0 and place == 1:
                state = "逾期"
            kind = (
                "候补" if state == "候补" else "全部" if s == 3 else "随机保留" if place == 2 else "重点均衡"
            )
            shown = state == "已公开"
            rows.append(
                DrawnRow(
                    quarter, STRATA[s], place, kind, _leaf(quarter, n), state,
                    f"e{n:05d}" if shown else "", "", _visit_id(quarter, n) if shown else "",
                )
            )  # fmt: skip
    return rows


def _visit_id(quarter: str, n: int) -> str:
    return f"{quarter}-{_opened(quarter).index(n) + 1:03d}"


def _visits() -> tuple[VisitRow, ...]:
    rows = [_visit(quarter, n) for quarter in QUARTERS for n in _opened(quarter)]
    rows.append(
        VisitRow(
            "2025Q2-T01", "", "2025Q2", (), "e00014", _object_name(14), "", ("HJ003",), "固体废物科", (), (), "个案",
            "现场检查", "投诉举报", 1, 2, "2025-05-15", "已公开", 3,
        )
    )  # fmt: skip
    return tuple(rows)


def _visit(quarter: str, n: int) -> VisitRow:
    return VisitRow(
        _visit_id(quarter, n), quarter, quarter, (f"2025-R0{quarter[-1]}",), f"e{n:05d}",
        _object_name(n), STRATA[_class(n)], ("HJ001", "HJ002"), "执法科", ("水环境科",),
        ("白杨县市场监督管理局",) if quarter == "2025Q2" and n % 2 else (), "日常",
        "科技检查" if _class(n) == 3 else "现场检查", "随机抽取",
        1, 2, f"2025-{QUARTER_END[quarter]}", "已公开", 2,
    )  # fmt: skip


def _object_name(n: int) -> str:
    return _object(n).name if n % 11 == 0 else f"白杨县{NAMES[n % 10]}{TRADES[n % 5][0]}有限公司"


def _results() -> tuple[ResultRow, ...]:
    items = {row.item_id: row.name for row in (_item(n) for n in range(1, 7))}
    rows = []
    for visit in _visits():
        for item in visit.items:
            n = int(visit.public_id[1:])
            outcome, code = OUTCOMES[(n + int(item[-1])) % 5]
            rows.append(
                ResultRow(
                    f"{visit.visit_id}-{item}", visit.visit_id, visit.draw_id, visit.period, visit.public_id,
                    visit.object_name, item, items[item],
                    f"2025-{int(visit.period[-1]) * 3 - 2:02d}-{n % 27 + 1:02d}", visit.mode, outcome, code,
                    "责令7日内改正" if code == "02" else "", "危废间标识不全，负责人王某当场签字。" if code == "02" else "",
                    f"2025-{int(visit.period[-1]) * 3 - 1:02d}-10" if code == "02" else "", "", visit.inspectors,
                    f"2025-{int(visit.period[-1]) * 3 - 1:02d}-15", "已公开",
                    "已完成" if code == "02" else "办理中" if code == "09" else "",
                )
            )  # fmt: skip
    return tuple(rows)


def _followups(results: tuple[ResultRow, ...]) -> tuple[FollowupRow, ...]:
    rows = []
    for place, result in enumerate((r for r in results if r.followup_state), start=1):
        done = result.followup_state == "已完成"
        rows.append(
            FollowupRow(
                f"H2025-{place:03d}", result.result_id, result.visit_id, result.public_id, result.object_name,
                result.item_id, "责令改正" if done else "立案处罚", result.date, result.followup_state,
                result.deadline, f"冀清环{'改' if done else '罚'}〔2025〕{place}号", "复查合格。" if done else "",
                result.deadline if done else "", result.published,
            )
        )  # fmt: skip
    return tuple(rows)


def _changes() -> tuple[ChangeRow, ...]:
    return (
        ChangeRow("2025-01-02", "objects", "新增", "e00001", "白杨县润泽铸造有限公司", "", "", ""),
        ChangeRow("2025-05-06", "objects", "更正", "e00009", "白杨县北辰电镀有限公司", "status", "在业", "停产"),
        ChangeRow("2025-05-20", "results", "更正", "2025Q1-002-HJ001", "", "outcome", "未发现问题",
                  "发现问题已责令改正"),
        ChangeRow("2025-08-01", "objects", "撤下", "e00030", "", "", "", ""),
    )  # fmt: skip


def _targets() -> tuple[TargetRow, ...]:
    return (
        TargetRow(
            "2025", "2025-10-20", "联合检查占比", "全年联合检查不少于30%", "≥30%", "35.1%", "0", "已达标"
        ),
        TargetRow("2025", "2025-10-20", "跨部门联合抽查", "每季度至少1次", "4 次", "3 次", "1 次", "进行中"),
    )


def _statistics(results: tuple[ResultRow, ...]) -> tuple[StatisticRow, ...]:
    rows = []
    for period in QUARTERS:
        here = [r for r in results if r.period == period]
        for outcome in sorted({r.outcome for r in here}):
            count = sum(r.outcome == outcome for r in here)
            rows.append(StatisticRow("results", "outcome", period, outcome, count))
        rows.append(StatisticRow("results", "total", period, "合计", len(here)))
    return tuple(rows)


def _commitment(i: int) -> str:
    return hashlib.sha256(_manifest(QUARTERS[i])).hexdigest()


def _manifest(quarter: str) -> bytes:
    return (
        json.dumps({"draw": quarter, "format": "sample", "frame_size": 30}, sort_keys=True) + "\n"
    ).encode()


def _draw_files() -> dict[str, bytes]:
    files = {}
    for i, quarter in enumerate(QUARTERS):
        folder = f"draws/{quarter}"
        frame = "".join(sorted(f"{_leaf(quarter, n)},{STRATA[_class(n)]},0\n" for n in range(1, 31)))
        drawn = "".join(f"{r.stratum},{r.place},{r.kind},{r.leaf}\n" for r in _drawn(quarter))
        opened = "".join(
            f'{_leaf(quarter, n)},{_leaf("salt" + quarter, n)},"{{""id"":""e{n:05d}""}}"\n'
            for n in _opened(quarter)
        )
        files[f"{folder}/manifest.json"] = _manifest(quarter)
        files[f"{folder}/frame.csv"] = ("leaf,stratum,burden\n" + frame).encode()
        files[f"{folder}/beacons.txt"] = f"ssq {2025001 + i * 36} 02 07 11 19 25 31 + 09\n".encode()
        files[f"{folder}/drawn.csv"] = ("stratum,place,kind,leaf\n" + drawn).encode()
        files[f"{folder}/openings.csv"] = ("leaf,salt,record\n" + opened).encode()
        files[f"{folder}/events.jsonl"] = f'{{"date":"{FROZEN[quarter]}","event":"committed"}}\n'.encode()
    return files
