"""Reading one draw rule: its demand, and the things that must be said together or must not.

A choice the notice leaves open (the larger or the smaller? the lower or the upper end?) is never made here: it is a
finding that names the key to write.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from sampler.rules.amount import Amount
from sampler.rules.drawrule import Band, Coverage, Demand, DrawRule, Part, Term
from sampler.rules.expression import Condition
from sampler.rules.lines import Path as KeyPath
from sampler.rules.period import CYCLES, cycle_word
from sampler.rules.policy import Procedure

Values = Mapping[str, Any]
ORDERS = {"均衡": "burden", "完全随机": "uniform", "加权": "weighted"}


class Reader(Protocol):
    """Reads single values and keeps findings."""

    def wrong(
        self,
        code: str,
        path: KeyPath,
        reason: str,
        suggestion: str = "",
        *,
        value: str = "",
        level: str = "error",
    ) -> None:
        """Keep a finding."""

    def condition(self, text: str | None, path: KeyPath) -> Condition:
        """Return the condition a text writes."""

    def amount(self, text: str, path: KeyPath) -> Amount:
        """Return the amount a text writes."""


def read_draw(notes: Reader, entry: Values, number: int, procedure: Procedure) -> DrawRule:
    """Return one rule for drawing."""
    path: KeyPath = ("抽查", number)
    _check_together(notes, entry, path)
    drawn_every = CYCLES[entry["抽取周期"]] if "抽取周期" in entry else procedure.cycle
    cycle = CYCLES[entry["期次"]] if "期次" in entry else drawn_every
    demand, coverage = _demand_and_coverage(notes, entry, path, cycle)
    _check_cycles(notes, entry, path, cycle=cycle, drawn_every=drawn_every)
    if coverage and coverage.months % drawn_every:
        notes.wrong(
            "cycles",
            (*path, "全覆盖"),
            f"全覆盖的时间比抽取周期（{cycle_word(drawn_every)}）短，抽一次覆盖不了几次。",
            "请缩短抽取周期。",
        )
    return DrawRule(
        index=number,
        name=entry["名称"],
        title=entry.get("标题", entry["名称"]),
        basis=entry.get("依据", ""),
        classes=_list(entry.get("对象")),
        condition=notes.condition(entry.get("条件"), (*path, "条件")),
        condition_text=entry.get("条件", ""),
        items=_list(entry.get("事项")),
        demand=demand,
        by_column=entry.get("按列", ""),
        by_value={
            value: Demand((Term(notes.amount(text, (*path, "各值", value))),), pick=entry.get("取值", ""))
            for value, text in entry.get("各值", {}).items()
        },
        cycle=cycle,
        drawn_every=drawn_every,
        numbers=tuple(sorted(entry.get("抽取期", ()))),
        spread=entry.get("分摊", "平均"),
        shares=_shares(notes, entry, path, cycle // drawn_every if drawn_every else 1),
        rounding=entry.get("取整", ""),
        floor=entry.get("至少", 1),
        ceiling=entry.get("至多"),
        split=entry.get("分层", ""),
        allocation=entry.get("分配", "各层分别计算"),
        parts=tuple(
            _part(notes, part, (*path, "其中", place)) for place, part in enumerate(entry.get("其中", ()))
        ),
        coverage=coverage,
        order=ORDERS[entry.get("次序", "完全随机" if entry.get("只排序") else "均衡")],
        weights=tuple(
            (notes.condition(weight["条件"], (*path, "权重", place, "条件")), weight["权"])
            for place, weight in enumerate(entry.get("权重", ()))
        ),
        ordering_only=entry.get("只排序", False),
        forced=notes.condition(entry["必抽"], (*path, "必抽")) if "必抽" in entry else None,
        forced_text=entry.get("必抽", ""),
        forced_codes=_list(entry.get("必抽名单")),
        forced_extra=entry.get("必抽另计", False),
        excluded=notes.condition(entry["排除"], (*path, "排除")) if "排除" in entry else None,
        excluded_text=entry.get("排除", ""),
        relax=entry.get("排除后不够") == "放宽排除",
        mode=entry.get("方式", ""),
        kind=entry.get("抽查类型", "不定向"),
        credit=entry.get("信用分类", False),
        cross=entry.get("跨部门", False),
        stage=entry.get("上一阶段", ""),
        stage_column=entry.get("归属列", ""),
        repeats=entry.get("期内可重复", False),
    )


def _demand_and_coverage(
    notes: Reader, entry: Values, path: KeyPath, cycle: int
) -> tuple[Demand, Coverage | None]:
    demand = _demand(notes, entry, path)
    coverage = Coverage(CYCLES[entry["全覆盖"]]) if "全覆盖" in entry else None
    times = [term.amount for term in demand.terms if term.amount.kind == "times"]
    if not times:
        return demand, coverage
    if len(demand.terms) > 1 or coverage is not None:
        notes.wrong(
            "times",
            (*path, "应抽"),
            "“每户几次”不能与别的数或“全覆盖”写在同一条里。",
            "比例之外还要每户至少一次的，请写“全覆盖”。",
        )
    return Demand(pick=demand.pick), Coverage(cycle, int(times[0].value))


def _demand(notes: Reader, entry: Values, path: KeyPath) -> Demand:
    if "分档" in entry:
        return Demand(bands=_bands(notes, entry, path))
    written = entry.get("应抽", [])
    texts = [written] if isinstance(written, str) else written
    terms = tuple(
        _term(notes, text, entry, (*path, "应抽") if isinstance(written, str) else (*path, "应抽", place))
        for place, text in enumerate(texts)
    )
    pick = entry.get("取值", "")
    if len(terms) > 1 and "取" not in entry:
        notes.wrong(
            "choice",
            (*path, "应抽"),
            "有几个数，没有写怎么取。",
            '请加上 "取" = "较大者"、"较小者" 或 "合计"（通知没有写明的，先向发文机关问清）。',
        )
    if len(terms) == 1 and "取" in entry:
        notes.wrong("choice", (*path, "取"), "只有一个数，不用写“取”。", "请删去，或把几个数写成列表。")
    if not pick and any(term.amount.bound in ("range", "at_most") for term in terms):
        notes.wrong(
            "choice",
            (*path, "应抽"),
            "给出的是范围，没有写实际抽多少。",
            '请加上 "取值" = "下限"、"上限" 或 "中间"。',
            value=str(written),
        )
    return Demand(terms, entry.get("取", ""), pick)


def _term(notes: Reader, written: str | Values, entry: Values, path: KeyPath) -> Term:
    own: Values = {"数": written} if isinstance(written, str) else written
    below = path if isinstance(written, str) else (*path, "数")
    merged = {key: own.get(key, entry.get(key)) for key in ("基数", "人员", "基数名")}
    amount = notes.amount(own["数"], below)
    if amount.kind == "occasions":
        notes.wrong(
            "amount",
            below,
            f"“{own['数']}”是每户几次，还是一共几家？",
            "请写“每户1次”或“1家”。",
            value=own["数"],
        )
    if (
        merged["人员"] is not None
        and amount.kind != "staff"
        and (isinstance(written, Mapping) or isinstance(entry.get("应抽"), str))
    ):
        notes.wrong(
            "staff", path, "写了“人员”，但应抽不是人员比。", "人员比请写“执法人员:对象=1:10”或“每人5家”。"
        )
    if merged["基数"] is not None and merged["基数名"] is not None:
        notes.wrong("base", path, "“基数”和“基数名”只能写一个。")
    return Term(
        amount=amount,
        base=notes.condition(merged["基数"], (*path, "基数")) if merged["基数"] is not None else None,
        base_text=merged["基数"] or "",
        staff=notes.condition(merged["人员"], (*path, "人员")),
        staff_text=merged["人员"] or "全部",
        number=merged["基数名"] or "",
    )


def _bands(notes: Reader, entry: Values, path: KeyPath) -> tuple[Band, ...]:
    bands: list[Band] = []
    for place, band in enumerate(entry["分档"]):
        where = (*path, "分档", place)
        follows = (bands[-1].high or 0) + 1 if bands else 0
        low, high = band.get("从", follows), band.get("到")
        if high is not None and high < low:
            notes.wrong("bands", where, f"这一档从 {low} 到 {high}，上限小于下限。")
        elif bands and bands[-1].high is None:
            notes.wrong(
                "bands", where, "上一档没有写“到”，这一档永远用不到。", "请给上一档写“到”，或删去这一档。"
            )
        elif low > max(follows, 1):
            notes.wrong(
                "bands",
                where,
                f"两档之间有空缺：{follows} 到 {low - 1} 家没有规定。",
                f"请把“从”改为 {follows}，或补一档。",
            )
        elif bands and low < follows:
            notes.wrong(
                "bands",
                where,
                f"两档重叠：{low} 到 {follows - 1} 家有两种规定。",
                f"请把“从”改为 {follows}。",
            )
        amount = notes.amount(band["应抽"], (*where, "应抽"))
        if amount.bound in ("range", "at_most") and "取值" not in band:
            notes.wrong(
                "choice", where, "给出的是范围，没有写实际抽多少。", '请加上 "取值"。', value=band["应抽"]
            )
        bands.append(Band(low, high, Term(amount), band.get("取值", "")))
    if bands and bands[-1].high is not None:
        notes.wrong(
            "bands",
            (*path, "分档", len(bands) - 1),
            f"超过 {bands[-1].high} 家的没有规定。",
            "请删去最后一档的“到”，或补一档。",
        )
    return tuple(bands)


def _part(notes: Reader, part: Values, path: KeyPath) -> Part:
    amount = notes.amount(part["至少"], (*path, "至少"))
    if amount.kind not in ("share", "number", "all"):
        notes.wrong("part", (*path, "至少"), "只能写占应抽数的比例，或几家。", value=part["至少"])
    return Part(part["名称"], notes.condition(part["条件"], (*path, "条件")), amount)


def _shares(notes: Reader, entry: Values, path: KeyPath, draws: int) -> tuple[Fraction, ...]:
    texts: Sequence[str] = entry.get("各期", ())
    if (entry.get("分摊") == "各期指定") != bool(texts):
        notes.wrong("spread", path, "“分摊 = 各期指定”和“各期”要一起写。")
        return ()
    shares = tuple(notes.amount(text, (*path, "各期", place)).value for place, text in enumerate(texts))
    if texts and (sum(shares) != 1 or len(shares) != draws):
        notes.wrong(
            "spread",
            (*path, "各期"),
            f"应有 {draws} 期、合计 100%，现为 {len(shares)} 期、合计 {float(sum(shares)):.4g}。",
        )
    return shares


def _check_cycles(notes: Reader, entry: Values, path: KeyPath, *, cycle: int, drawn_every: int) -> None:
    if cycle % drawn_every:
        suggestion = f'请写 "抽取周期" = "{entry.get("期次")}"，或改“期次”。'
        notes.wrong(
            "cycles",
            (*path, "期次"),
            f"应抽数是{cycle_word(cycle)}的，却{cycle_word(drawn_every)}才抽一次。",
            suggestion,
        )
    most = 12 // drawn_every if drawn_every < 12 else 1
    for draw in entry.get("抽取期", ()):
        if draw > most:
            notes.wrong("cycles", (*path, "抽取期"), f"一年只有 {most} 期，没有第 {draw} 期。")
    if "抽取期" in entry and cycle < 12:
        notes.wrong("cycles", (*path, "抽取期"), "“抽取期”用于全年的数。", '请写 "期次" = "每年"。')


def _check_together(notes: Reader, entry: Values, path: KeyPath) -> None:
    ways = [key for key in ("应抽", "分档", "各值") if key in entry]
    if len(ways) > 1:
        notes.wrong("demand", path, f"“{'”“'.join(ways)}”只能写一个。")
    if not ways and not {"全覆盖", "只排序"} & entry.keys():
        notes.wrong("demand", path, "没有写应抽多少。", '请写“应抽”，例如 "应抽" = "不低于25%"。')
    for one, other in (("各值", "按列"), ("权重", "次序"), ("归属列", "上一阶段")):
        if one in entry and other not in entry:
            notes.wrong("together", path, f"写了“{one}”，还要写“{other}”。")
    if entry.get("次序") == "加权" and "权重" not in entry:
        notes.wrong("together", (*path, "次序"), "加权抽取没有写权重。", "请加上“权重”。")
    if "权重" in entry and entry.get("次序") not in (None, "加权"):
        notes.wrong("together", (*path, "权重"), "写了权重，次序却不是“加权”。")
    for one, other in (("按列", "各值"), ("上一阶段", "归属列"), ("分配", "分层")):
        if one in entry and other not in entry:
            notes.wrong("together", path, f"写了“{one}”，还要写“{other}”。")
    splits = [key for key in ("各值", "分层", "其中", "上一阶段") if key in entry]
    if len(splits) > 1:
        notes.wrong("together", path, f"“{'”“'.join(splits)}”不能写在同一条里。", "请拆成几条抽查规则。")


def _list(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None or value == "全部":
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
