"""Sums: demands that cannot be met together, whatever the registers hold; what is undecided; targets out of reach."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from sampler.failure import Finding
from sampler.rules.amount import DOWN, NEAREST, UP, percent, shown
from sampler.rules.drawrule import DrawRule
from sampler.rules.expression import DRAWS, Compare, Count, walk
from sampler.rules.lines import Path
from sampler.rules.period import Period, cycle_word
from sampler.rules.policy import Policy
from sampler.rules.windows import window_of

UPPER = {"at_most", "less_than"}


def find_rounding_against_bound(policy: Policy) -> Iterator[Finding]:
    """Yield a finding where the rounding breaks the bound it is written beside."""
    for rule in policy.draws:
        path: Path = ("抽查", rule.index)
        bounds = {term.amount.bound for term in rule.demand.terms} | {
            band.term.amount.bound for band in rule.demand.bands
        }
        if bounds & {"at_least", "more_than"} and rule.rounding in (DOWN, NEAREST):
            yield policy.document.finding(
                "contradiction",
                (*path, "取整"),
                f"下限与“{rule.rounding}”矛盾：取整后会低于要求。",
                "请写“进一”；通知确实舍去的，把应抽写成不带“不低于”的数。",
            )
        if bounds & UPPER and rule.rounding in (UP, NEAREST):
            yield policy.document.finding(
                "contradiction",
                (*path, "取整"),
                f"上限与“{rule.rounding}”矛盾：取整后会超过要求。",
                "请写“舍去”。",
            )
        if rule.demand.combine == "较大者" and bounds & UPPER and bounds - UPPER:
            reason = "“取较大者”与“不超过”矛盾：另一个数更大时，就超过了上限。"
            hint = "请把“不超过几家”写成“至多”，或写“取”较小者。"
            yield policy.document.finding("contradiction", (*path, "取"), reason, hint)
        if rule.ceiling is not None and rule.floor > rule.ceiling:
            yield policy.document.finding(
                "contradiction", (*path, "至少"), f"“至少”{rule.floor} 大于“至多”{rule.ceiling}。"
            )


def least_times_a_year(rule: DrawRule) -> Fraction:
    """Return how often a rule makes an average object be drawn in a year, at the least, as far as its text says."""
    shares = [
        term.amount.value
        for term in rule.demand.terms
        if term.amount.kind in ("share", "all")
        and term.amount.is_lower
        and term.base is None
        and not term.number
        and not term.references
    ]
    share = (
        (max(shares) if rule.demand.combine == "较大者" or len(shares) == 1 else min(shares))
        if shares and len(shares) == len(rule.demand.terms)
        else Fraction(0)
    )
    each_time = rule.numbers and rule.cycle == rule.drawn_every < 12
    by_share = share * (len(rule.numbers) if each_time else Fraction(12, rule.cycle))
    by_coverage = Fraction(12 * rule.coverage.times, rule.coverage.months) if rule.coverage else Fraction(0)
    return max(by_share, by_coverage)


def find_cap_below_minimum(policy: Policy) -> Iterator[Finding]:
    """Yield a finding where the yearly cap cannot hold what a rule demands."""
    cap = policy.cap
    if cap is None:
        return
    freed = {
        value
        for exemption in cap.exemptions
        if exemption.condition is not None
        for node in walk(exemption.condition)
        if isinstance(node, Compare) and node.column == "类别" and node.operator in ("=", "属于")
        for value in node.values
    }
    triggered = {trigger for exemption in cap.exemptions for trigger in exemption.triggers}
    if "随机抽取" in triggered or "日常" not in cap.kinds:
        return
    for rule in policy.draws:
        counted = (rule.mode or "现场检查") in cap.modes
        times = least_times_a_year(rule)
        if counted and times > cap.limit and not (rule.classes and set(rule.classes) <= freed):
            reason = f"按这一条每户一年平均至少要查 {shown(times)} 次，而上限是 {cap.limit} 次。"
            yield policy.document.finding(
                "cap", ("抽查", rule.index), reason, "请写明哪一条优先：给这类对象写“豁免”，或改比例、上限。"
            )


def find_exclusions_against_demand(policy: Policy) -> Iterator[Finding]:
    """Yield a finding where a rule excludes the drawn for so long that it runs out of objects."""
    for rule in policy.draws:
        months = _excluded_months(rule)
        if not months or rule.relax:
            continue
        path: Path = ("抽查", rule.index, "排除")
        if rule.coverage and months > rule.coverage.months:
            reason = f"抽中后 {months} 个月内不再抽，却要求{cycle_word(rule.coverage.months)}每户都抽到。"
            yield policy.document.finding("contradiction", path, reason, "请改排除的时间，或改全覆盖的时间。")
        needed = least_times_a_year(rule) * Fraction(months, 12)
        if needed > 1:
            reason = f"抽中后 {months} 个月内不再抽，而这段时间里要抽 {percent(needed)} 的对象，会无人可抽。"
            yield policy.document.finding(
                "contradiction",
                path,
                reason,
                '请改比例或排除的时间；允许不够时重抽的，请写 "排除后不够" = "放宽排除"。',
            )


def find_calendar_exclusions_against_demand(policy: Policy) -> Iterator[Finding]:
    """Yield a warning where “once a year” (本年, 本半年) leaves fewer objects than the draws of that time ask for."""
    lengths = {"本年": 12, "本年度": 12, "今年": 12, "本半年": 6, "本季度": 3}
    for rule in policy.draws:
        node = rule.excluded
        if not isinstance(node, Count) or node.kind not in DRAWS or _at_least(node) != 1 or rule.relax:
            continue
        needed = least_times_a_year(rule) * Fraction(lengths.get(node.window, 0), 12)
        if needed > 1:
            reason = (
                f"{node.window}抽过的不再抽，而{node.window}要抽 {percent(needed)} 的对象，最后一次会不够。"
            )
            hint = '请改比例；允许不够时重抽的，请写 "排除后不够" = "放宽排除"。'
            yield policy.document.finding(
                "exclusion", ("抽查", rule.index, "排除"), reason, hint, level="warning"
            )


def _at_least(node: Count) -> Fraction:
    """Return the smallest whole count that satisfies a threshold; nought where there is none."""
    return node.number + 1 if node.operator == ">" else node.number if node.operator == "≥" else Fraction(0)


def _excluded_months(rule: DrawRule) -> int:
    """Return over how many months a rule excludes whoever was drawn once; 0 when it does not."""
    node = rule.excluded
    if not isinstance(node, Count) or node.kind not in DRAWS or _at_least(node) != 1:
        return 0
    now = (
        Period(2025, 7, rule.drawn_every)
        if rule.drawn_every <= 12 and 6 % rule.drawn_every == 0
        else Period(2025, 1, min(rule.drawn_every, 12))
    )
    window = window_of(node.window, now, now.start, draws=True)
    return (now.start.year - window.start.year) * 12 + now.start.month - window.start.month


def find_parts_beyond_the_whole(policy: Policy) -> Iterator[Finding]:
    """Yield a finding where the parts of a quota together demand more than the quota."""
    for rule in policy.draws:
        total = sum((part.amount.value for part in rule.parts if part.amount.kind != "number"), Fraction(0))
        if total > 1:
            reason = f"各部分合计要占应抽数的 {percent(total)}，超过 100%。"
            yield policy.document.finding("contradiction", ("抽查", rule.index, "其中"), reason, "请改小。")


def find_undecided(policy: Policy) -> Iterator[Finding]:
    """Yield a warning for each number that is still open: it stops the draw."""
    open_numbers = {name for name, number in policy.numbers.items() if number.value is None}
    for rule in policy.draws:
        for term in rule.all_terms:
            if term.amount.kind == "undecided" or term.number in open_numbers:
                what = term.number if term.number in open_numbers else term.amount.text
                yield policy.document.finding(
                    "undecided",
                    ("抽查", rule.index),
                    f"“{rule.name}”的数还没有定（{what}），定下以前不能抽取。",
                    "请向有权机关问清后填写。",
                    level="warning",
                )


def find_targets_out_of_reach(policy: Policy) -> Iterator[Finding]:
    """Yield findings for targets that no rule can serve, or whose number has the wrong kind."""
    for number, target in enumerate(policy.targets):
        path: Path = ("目标", number)
        counted = target.kind == "跨部门抽查次数"
        if counted != (target.amount.kind in ("occasions", "number")):
            yield policy.document.finding(
                "target",
                (*path, "至少"),
                f"“{target.kind}”应写{'次数，例如 1次' if counted else '比例，例如 30%'}。",
                value=target.amount.text,
            )
        if target.amount.bound not in ("at_least", "exactly"):
            reason = "目标写的是至少多少，不能写上限、区间或“约”。"
            yield policy.document.finding(
                "target", (*path, "至少"), reason, "例如 30%、1次。", value=target.amount.text
            )
        if target.kind.endswith("占类别") and not target.classes:
            yield policy.document.finding(
                "target", path, f"“{target.kind}”没有写“类别”。", '请写 "类别" = [ … ]。'
            )
        if target.kind == "信用分类抽取占抽取" and not any(rule.credit for rule in policy.draws):
            yield policy.document.finding(
                "target",
                path,
                "没有一条抽查规则写了“信用分类 = true”，这个目标永远是 0。",
                "请在按信用分类抽取的规则里写上。",
            )


SUM_CHECKS: tuple[Callable[[Policy], Iterable[Finding]], ...] = (
    find_rounding_against_bound,
    find_cap_below_minimum,
    find_exclusions_against_demand,
    find_calendar_exclusions_against_demand,
    find_parts_beyond_the_whole,
    find_undecided,
    find_targets_out_of_reach,
)
