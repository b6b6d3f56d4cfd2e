"""Logic: classes nobody can be in, gaps and overlaps between bands, rules that exclude whom they must draw."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from sampler.failure import Finding
from sampler.rules.columns import object_conditions
from sampler.rules.drawrule import DrawRule
from sampler.rules.expression import All, Always, Condition, Not
from sampler.rules.lines import Path
from sampler.rules.logic import Range, boxes_of, covered_by, gaps, nobody_can, ranges_of
from sampler.rules.policy import Policy


def find_impossible_conditions(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each condition that nothing can satisfy."""
    for path, condition in object_conditions(policy):
        if nobody_can(condition):
            yield policy.document.finding(
                "impossible", path, "这个条件自相矛盾，没有对象能符合。", "请核对“且”两边的条件。"
            )


def find_unreachable_classes(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each class rule whose objects are all taken by the rules above it."""
    for number, rule in enumerate(policy.classes):
        above = [earlier.condition for earlier in policy.classes[:number]]
        if above and covered_by(rule.condition, above):
            first = next(at for at in range(number) if covered_by(rule.condition, above[: at + 1]))
            reason = f"凡符合这一条的，都已被上面第 {first + 1} 条（“{policy.classes[first].name}”）收走，没有对象能进这一条。"
            yield policy.document.finding(
                "unreachable-class", ("类别", number, "条件"), reason, "请调整先后次序，或改条件。"
            )


def find_band_gaps(policy: Policy) -> Iterator[Finding]:
    """Yield findings for stretches of a column of numbers that no class, or two draw rules, take."""
    conditions = [rule.condition for rule in policy.classes]
    if conditions and not any(_takes_all(condition) for condition in conditions):
        found = [span for condition in conditions if (span := ranges_of(condition)) is not None]
        if len(found) == len(conditions) and len({column for column, _ in found}) == 1:
            column = found[0][0]
            spans = [span for _, many in found for span in many]
            for gap in gaps(spans):
                yield policy.document.finding(
                    "band-gap",
                    ("类别",),
                    f"「{column}」{gap.words()}没有类别。",
                    "请补一条，或把最后一条写成“其余”。",
                )
            yield from _open_ends(policy, column, spans)
        else:
            yield policy.document.finding(
                "no-rest",
                ("类别", len(conditions) - 1),
                "最后一条不是“其余”，可能有对象不属于任何类别。",
                "请把最后一条的条件写成“其余”，或确认已经写全。",
                level="warning",
            )


def _open_ends(policy: Policy, column: str, spans: Sequence[Range]) -> Iterator[Finding]:
    if all(span.low is not None for span in spans) and min(span.low or 0 for span in spans) > 0:
        yield policy.document.finding(
            "band-gap", ("类别",), f"「{column}」最小一档以下没有类别。", "请补一条，或写“其余”。"
        )
    if all(span.high is not None for span in spans):
        yield policy.document.finding(
            "band-gap", ("类别",), f"「{column}」最大一档以上没有类别。", "请补一条，或写“其余”。"
        )


def find_overlapping_draws(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for two rules that certainly draw the same objects."""
    if policy.frame.overlapping:
        return
    for number, rule in enumerate(policy.draws):
        for earlier in policy.draws[:number]:
            if _may_meet(rule, earlier) and _certainly_meet(rule, earlier):
                yield policy.document.finding(
                    "overlap",
                    ("抽查", number),
                    f"与“{earlier.name}”的对象重叠，同一对象会进两层。",
                    '请改条件使两条不重叠；按事项抽查的，请写 ["抽样框"] "允许一户多层" = true。',
                )


def _may_meet(one: DrawRule, other: DrawRule) -> bool:
    if one.items or other.items or one.stage or other.stage or one.drawn_every != other.drawn_every:
        return False
    if one.numbers and other.numbers and not set(one.numbers) & set(other.numbers):
        return False
    return not one.classes or not other.classes or bool(set(one.classes) & set(other.classes))


def _certainly_meet(one: DrawRule, other: DrawRule) -> bool:
    """Return whether some box of one rule lies inside a box of the other, or two ranges of one column meet."""
    mine, theirs = boxes_of(one.condition), boxes_of(other.condition)
    if not mine or not theirs:
        return False
    if any(a.inside(b) or b.inside(a) for a in mine for b in theirs):
        return True
    left, right = ranges_of(one.condition), ranges_of(other.condition)
    if left is None or right is None or left[0] != right[0]:
        return False
    return any(not a.meet(b).empty for a in left[1] for b in right[1])


def find_forced_and_excluded(policy: Policy) -> Iterator[Finding]:
    """Yield a finding where a rule excludes everyone it must draw."""
    for rule in policy.draws:
        path: Path = ("抽查", rule.index)
        if rule.forced is not None and rule.excluded is not None and covered_by(rule.forced, [rule.excluded]):
            yield policy.document.finding(
                "contradiction", (*path, "必抽"), "必抽的对象都被“排除”排除了。", "请改其中一条。"
            )
        if rule.excluded is not None and _takes_all(rule.excluded):
            yield policy.document.finding("contradiction", (*path, "排除"), "排除了全部对象，没有可抽的。")
        if (
            rule.excluded is not None
            and not isinstance(rule.condition, Always)
            and covered_by(rule.condition, [rule.excluded])
        ):
            yield policy.document.finding(
                "contradiction", (*path, "排除"), "这一层的对象都被“排除”排除了，没有可抽的。"
            )


def _takes_all(condition: Condition) -> bool:
    return (
        isinstance(condition, Always)
        or nobody_can(Not(condition))
        or (isinstance(condition, All) and all(_takes_all(part) for part in condition.parts))
    )


LOGIC_CHECKS: tuple[Callable[[Policy], Iterable[Finding]], ...] = (
    find_impossible_conditions,
    find_unreachable_classes,
    find_band_gaps,
    find_overlapping_draws,
    find_forced_and_excluded,
)
