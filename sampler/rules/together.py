"""What must be said together in one draw rule, and what must not."""

from collections.abc import Mapping
from typing import Any

from sampler.rules.lines import Path as KeyPath
from sampler.rules.notes import Notes
from sampler.rules.period import cycle_word

Values = Mapping[str, Any]


def check_cycles(notes: Notes, entry: Values, path: KeyPath, *, cycle: int, drawn_every: int) -> None:
    """Find spans and draws that do not fit together."""
    if cycle % drawn_every:
        suggestion = f'应抽是{cycle_word(drawn_every)}的数，请写 "期次" = "{cycle_word(drawn_every)}"。'
        if "期次" in entry:
            suggestion = f'请写 "抽取周期" = "{entry["期次"]}"，或改“期次”。'
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
    if entry.get("必抽另计") and cycle > drawn_every:
        reason = f"“必抽另计”用于每次的数；{cycle_word(cycle)}的数分几次抽，以前另计的会算进已抽的数。"
        hint = "请把必抽的另写一条规则（例如应抽“全部”或“每户1次”），这一条用“条件”把它们除外。"
        notes.wrong("together", (*path, "必抽另计"), reason, hint)
    if "抽取期" in entry and drawn_every < cycle < 12:
        reason = f"“抽取期”用于全年的数，或每次的数，不能用于{cycle_word(cycle)}的数。"
        hint = (
            f'应抽是全年的数，请写 "期次" = "每年"；是每次的数，请写 "期次" = "{cycle_word(drawn_every)}"。'
        )
        notes.wrong("cycles", (*path, "抽取期"), reason, hint)


NEEDS = (
    ("各值", "按列"),
    ("按列", "各值"),
    ("权重", "次序"),
    ("归属列", "上一阶段"),
    ("上一阶段", "归属列"),
    ("分配", "分层"),
    ("每层至少", "分层"),
    ("各层比", "分配"),
    ("累进", "分档"),
    ("每期至少", "期次"),
    ("每期至多", "期次"),
    ("同时", "应抽"),
    ("各单元合计", "上一阶段"),
)
"""Keys that need another one."""

WITHOUT_UNITS = ("全覆盖", "其中", "各值", "必抽", "必抽名单", "权重", "事项", "同时")
"""Keys that make no sense where the values of a column are drawn instead of objects."""


def check_together(notes: Notes, entry: Values, path: KeyPath) -> None:
    """Find keys that need or forbid one another."""
    for one, other in NEEDS:
        if one in entry and other not in entry:
            notes.wrong("together", path, f"写了“{one}”，还要写“{other}”。")
    for key in WITHOUT_UNITS if "抽取单元" in entry else ():
        if key in entry:
            notes.wrong("together", path, f"“抽取单元”和“{key}”不能写在同一条里。")
    _check_splits(notes, entry, path)
    weighed = entry.get("分配") in ("总数按比例分配", "总数按加权家数分摊")
    if weighed != ("各层比" in entry):
        notes.wrong("together", (*path, "分配"), "“总数按比例分配”“总数按加权家数分摊”要和“各层比”一起写。")
    if weighed and "每层至少" in entry:
        notes.wrong("together", path, "“每层至少”用于“总数按家数分摊”，不能和“各层比”写在同一条里。")
    _check_demand(notes, entry, path)
    _check_weights(notes, entry, path)


def _check_splits(notes: Notes, entry: Values, path: KeyPath) -> None:
    """Find ways of dividing one rule that do not go together."""
    splits = [key for key in ("各值", "分层", "其中", "上一阶段") if key in entry]
    alone = entry.get("分配", "各层分别计算") == "各层分别计算"
    if splits == ["分层", "其中"]:
        if not alone:
            reason = "总数既按“分层”分摊，又要“其中”至少多少：一户同时算两边，两边不一定都能满足。"
            hint = "各层自己的数里都要有的，请用“各层分别计算”；否则请拆成几条抽查规则，或只保留一种。"
            notes.wrong("together", path, reason, hint)
    elif len(splits) > 1:
        notes.wrong("together", path, f"“{'”“'.join(splits)}”不能写在同一条里。", "请拆成几条抽查规则。")
    several = "各值" in entry or "上一阶段" in entry or ("分层" in entry and alone)
    if several and any("合计规则" in one for one in entry.get("同时", ())):
        reason = "这一条分成几层，和别的规则合计的数不知道由哪一层补足或让出。"
        notes.wrong("together", (*path, "同时"), reason, "请把“合计规则”写在不分层的一条里。")


def _check_demand(notes: Notes, entry: Values, path: KeyPath) -> None:
    ways = [key for key in ("应抽", "分档", "各值") if key in entry]
    if len(ways) > 1:
        notes.wrong("demand", path, f"“{'”“'.join(ways)}”只能写一个。")
    if not ways and not {"全覆盖", "只排序"} & entry.keys():
        notes.wrong("demand", path, "没有写应抽多少。", '请写“应抽”，例如 "应抽" = "不低于25%"。')


def _check_weights(notes: Notes, entry: Values, path: KeyPath) -> None:
    if entry.get("次序") == "加权" and "权重" not in entry:
        notes.wrong("together", (*path, "次序"), "加权抽取没有写权重。", "请加上“权重”。")
    if "权重" in entry and entry.get("次序") not in (None, "加权"):
        notes.wrong("together", (*path, "权重"), "写了权重，次序却不是“加权”。")
