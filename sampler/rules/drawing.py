"""Reading one draw rule of the file."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sampler.rules.demanding import demand_and_coverage, listed, read_also, read_by_value
from sampler.rules.drawrule import DrawRule, Part
from sampler.rules.lines import Path as KeyPath
from sampler.rules.notes import Notes
from sampler.rules.period import CYCLES, cycle_word
from sampler.rules.policy import Procedure
from sampler.rules.together import check_cycles, check_together

Values = Mapping[str, Any]
ORDERS = {"均衡": "burden", "完全随机": "uniform", "加权": "weighted"}


def read_draw(notes: Notes, entry: Values, number: int, procedure: Procedure) -> DrawRule:
    """Return one rule for drawing."""
    path: KeyPath = ("抽查", number)
    check_together(notes, entry, path)
    cycle = CYCLES[entry["期次"]] if "期次" in entry else procedure.cycle
    drawn_every = CYCLES[entry["抽取周期"]] if "抽取周期" in entry else min(procedure.cycle, cycle)
    demand, coverage = demand_and_coverage(notes, entry, path, cycle)
    check_cycles(notes, entry, path, cycle=cycle, drawn_every=drawn_every)
    longest = max(
        cycle,
        drawn_every,
        coverage.months if coverage else 0,
        *(CYCLES[one["期次"]] for one in entry.get("同时", ())),
        0,
    )
    if longest > 12 and procedure.origin is None:
        notes.wrong(
            "cycles",
            path,
            f"“{cycle_word(longest)}”从哪一年数起没有写。",
            '请在 ["程序"] 里写 "周期起始年" = 2024。',
        )
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
        classes=listed(entry.get("对象")),
        condition=notes.condition(entry.get("条件"), (*path, "条件")),
        condition_text=entry.get("条件", ""),
        items=listed(entry.get("事项")),
        demand=demand,
        by_column=entry.get("按列", ""),
        by_value=read_by_value(notes, entry, path),
        cycle=cycle,
        drawn_every=drawn_every,
        numbers=tuple(sorted(entry.get("抽取期", ()))),
        spread=entry.get("分摊", "平均"),
        shares=_shares(notes, entry, path, _draws_in(cycle, drawn_every, entry)),
        rounding=entry.get("取整", ""),
        floor=entry.get("至少", 0),
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
        forced_codes=listed(entry.get("必抽名单")),
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
        also=read_also(notes, entry, path),
        unit_column=entry.get("抽取单元", ""),
        each_least=entry.get("每期至少", 0),
        each_most=entry.get("每期至多"),
        part_least=entry.get("每层至少", 0),
        takes_what_is_there=entry.get("不足全取", False),
        repeats=entry.get("期内可重复", False),
        pooled=entry.get("各单元合计", False),
        shared_by=entry.get("各层比", {}),
    )


def _part(notes: Notes, part: Values, path: KeyPath) -> Part:
    amount = notes.amount(part["至少"], (*path, "至少"))
    if amount.kind not in ("share", "number", "all") or amount.bound not in ("at_least", "exactly"):
        reason = "这里写的是至少多少，只能写占应抽数的比例，或几家。"
        notes.wrong("part", (*path, "至少"), reason, "例如 1/2、30%、5家。", value=part["至少"])
    return Part(part["名称"], notes.condition(part["条件"], (*path, "条件")), amount)


def _draws_in(cycle: int, drawn_every: int, entry: Values) -> int:
    """Return how many draws a span holds."""
    chosen = entry.get("抽取期")
    return len(chosen) * max(cycle // 12, 1) if chosen else cycle // drawn_every


def _shares(notes: Notes, entry: Values, path: KeyPath, draws: int) -> tuple[Fraction, ...]:
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
