"""Reading how many a rule demands: terms that are combined, a scale over the size of the base, coverage.

A choice the notice leaves open (the larger or the smaller? the lower or the upper end?) is never made here: it is a
finding that names the key to write.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sampler.rules.amount import STAFF_BASES, STRICT, Amount
from sampler.rules.drawrule import Also, Band, Coverage, Demand, Term
from sampler.rules.expression import Always, Condition, Count, walk
from sampler.rules.lines import Path as KeyPath
from sampler.rules.notes import Notes
from sampler.rules.period import CYCLES

Values = Mapping[str, Any]
RANGE = "给出的是范围，没有写实际抽多少。"
CHOOSE = '请加上 "取值" = "下限"、"上限" 或 "中间"。'
BASES = ("基数", "人员", "基数名", "基数规则", "参照规则", "减去规则")


def demand_and_coverage(
    notes: Notes, entry: Values, path: KeyPath, cycle: int
) -> tuple[Demand, Coverage | None]:
    """Return what a rule demands, and its coverage."""
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


def _demand(notes: Notes, entry: Values, path: KeyPath) -> Demand:
    if "分档" in entry:
        return Demand(bands=_bands(notes, entry, path), marginal=entry.get("累进", False))
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
    if not pick and any(term.amount.leaves_open for term in terms):
        notes.wrong(
            "choice",
            (*path, "应抽"),
            RANGE,
            CHOOSE,
            value=str(written),
        )
    return Demand(terms, entry.get("取", ""), pick)


def _term(notes: Notes, written: str | Values, entry: Values, path: KeyPath) -> Term:
    own: Values = {"数": written} if isinstance(written, str) else written
    below = path if isinstance(written, str) else (*path, "数")
    merged = {key: own.get(key, entry.get(key)) for key in BASES}
    amount = notes.amount(own["数"], below)
    if amount.kind == "occasions":
        notes.wrong(
            "amount",
            below,
            f"“{own['数']}”是每户几次，还是一共几家？",
            "请写“每户1次”或“1家”。",
            value=own["数"],
        )
    base = merged["基数"]
    by_staff = amount.kind == "staff" or base in STAFF_BASES
    if (
        merged["人员"] is not None
        and not by_staff
        and (isinstance(written, Mapping) or isinstance(entry.get("应抽"), str))
    ):
        hint = '人员比请写“执法人员:对象=1:10”或“每人5家”；按人数的比例请写 "基数" = "执法人员"。'
        notes.wrong("staff", path, "写了“人员”，但应抽不是按人员算的。", hint)
    _check_bases(notes, merged, amount, path)
    return Term(
        amount=amount,
        base=notes.condition(base, (*path, "基数")) if base is not None and base not in STAFF_BASES else None,
        base_text=base or "",
        staff=_staff(notes, merged["人员"], (*path, "人员")),
        staff_text=merged["人员"] or "全部",
        number=merged["基数名"] or "",
        by_staff=by_staff,
        of_rules=listed(merged["基数规则"]),
        rate_of=merged["参照规则"] or "",
        minus=listed(merged["减去规则"]),
    )


def _check_bases(notes: Notes, merged: Values, amount: Amount, path: KeyPath) -> None:
    written = [key for key in ("基数", "基数名", "基数规则", "参照规则") if merged[key] is not None]
    if len(written) > 1:
        notes.wrong("base", path, f"“{'”和“'.join(written)}”只能写一个。")
    derived = merged["基数规则"] is not None or merged["参照规则"] is not None
    if amount.kind == "multiple" and not derived:
        hint = "应抽数的几倍，请加“基数规则”；抽查比例的几倍，请加“参照规则”。"
        notes.wrong("base", path, "没有写是哪一条规则的几倍。", hint, value=amount.text)
    if derived and amount.kind not in ("multiple", "share", "all"):
        notes.wrong("base", path, "写了“基数规则”或“参照规则”，应抽要写几倍或百分之几。", value=amount.text)


def listed(written: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return one name or several as a tuple; nothing, and 全部, as an empty one."""
    if written is None or written == "全部":
        return ()
    return (written,) if isinstance(written, str) else tuple(written)


def _staff(notes: Notes, text: str | None, path: KeyPath) -> Condition:
    found = notes.condition(text, path)
    if any(isinstance(node, Count) for node in walk(found)):
        notes.wrong(
            "staff", path, "“人员”只能比较人员名录库的列。", "例如 专业 包含 辐射。", value=text or ""
        )
        return Always()
    return found


def read_also(notes: Notes, entry: Values, path: KeyPath) -> tuple[Also, ...]:
    """Return the demands of other spans that hold at the same time."""
    found: list[Also] = []
    for place, one in enumerate(entry.get("同时", ())):
        where = (*path, "同时", place)
        upper = notes.amount(one["应抽"], (*where, "应抽")).is_upper
        demand = _demand(notes, {"取值": "上限", **one} if upper else one, where)
        if any(term.amount.kind == "times" for term in demand.terms):
            notes.wrong("times", where, "“同时”里不能写“每户几次”。", "请写“全覆盖”。")
        together = listed(one.get("合计规则"))
        _check_together(notes, demand, together, where)
        found.append(Also(demand, CYCLES[one["期次"]], together))
    return tuple(found)


def _check_together(notes: Notes, demand: Demand, together: tuple[str, ...], path: KeyPath) -> None:
    """Find a share of several rules together that does not say of what."""
    plain = [
        term
        for term in demand.terms
        if term.amount.kind in ("share", "all") and term.base is None and not (term.by_staff or term.number)
    ]
    if together and plain:
        reason = f"“{plain[0].amount.text}”是几条规则合起来的比例，没有写是哪些对象的比例。"
        notes.wrong("base", path, reason, "请写“基数”，例如 类别 属于 [重点, 特殊, 一般]，或“基数名”。")


def read_by_value(notes: Notes, entry: Values, path: KeyPath) -> dict[str, Demand]:
    """Return the demands that differ by the value of a column."""
    found: dict[str, Demand] = {}
    for value, text in entry.get("各值", {}).items():
        where = (*path, "各值", value)
        term = _term(notes, text, entry, where)
        if term.amount.kind == "times":
            notes.wrong("times", where, "“各值”里不能写“每户几次”。", "请拆成几条抽查规则。", value=text)
        if term.amount.leaves_open and "取值" not in entry:
            notes.wrong("choice", where, RANGE, CHOOSE, value=text)
        found[value] = Demand((term,), pick=entry.get("取值", ""))
    return found


def _bands(notes: Notes, entry: Values, path: KeyPath) -> tuple[Band, ...]:
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
        term = _term(notes, band["应抽"], entry, (*where, "应抽"))
        amount = term.amount
        if amount.kind == "times":
            notes.wrong(
                "times", where, "“分档”里不能写“每户几次”。", "请拆成几条抽查规则。", value=band["应抽"]
            )
        if amount.leaves_open and "取值" not in band:
            notes.wrong(
                "choice", where, "给出的是范围，没有写实际抽多少。", '请加上 "取值"。', value=band["应抽"]
            )
        if entry.get("累进") and (
            amount.kind not in ("share", "all") or amount.leaves_open or amount.bound in STRICT
        ):
            notes.wrong("bands", where, "“累进”的各档只能写比例。", "例如 10%。", value=band["应抽"])
        bands.append(Band(low, high, term, band.get("取值", "")))
    if bands and bands[-1].high is not None:
        notes.wrong(
            "bands",
            (*path, "分档", len(bands) - 1),
            f"超过 {bands[-1].high} 家的没有规定。",
            "请删去最后一档的“到”，或补一档。",
        )
    return tuple(bands)
