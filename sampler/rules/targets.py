"""Targets of a year: what was done, what is still needed, whether it can still be reached.

Visits of a draw count (those with a draw number); replaced and withdrawn ones do not. A share is held against what was
drawn so far and what this draw is about to add, so that “still needed” is the number to arrange now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sampler.registers import Registers
from sampler.rules.amount import NEAREST, UP, percent, rounded
from sampler.rules.evaluate import Scene
from sampler.rules.facts import Row
from sampler.rules.history import DrawnUnit, belongs
from sampler.rules.period import Period, parse_period
from sampler.rules.policy import Policy, TargetRule
from sampler.rules.report import StratumQuota, TargetState
from sampler.rules.standing import standings

VOID = frozenset({"已替换", "已撤回"})
FINISHED = frozenset({"已公开", "不予公开"})
ON_SITE = "现场检查"
BY_CHANCE = "随机抽查占检查任务"


@dataclass(frozen=True)
class Tally:
    """What one target counts."""

    base: int
    """Denominator: so far, and with this draw."""

    done: int
    """Numerator."""

    room: int
    """How many more could still be added by what is drawn or about to be."""

    unit: str = "户"
    """What is counted."""

    later: bool = False
    """Whether later draws of the span can still add to it."""


@dataclass(frozen=True)
class Book:
    """Everything the targets look into."""

    policy: Policy
    """The rules."""

    scene: Scene
    """Classes and history on the day."""

    period: Period
    """Period at hand."""

    visits: Sequence[tuple[Period, Row]]
    """Visits of draws, with their period; void ones left out."""

    counted: frozenset[str]
    """Objects that count into a base: not closed, moved or stopped."""

    planned: Sequence[StratumQuota] = field(default=())
    """Strata of a draw that was not held yet."""

    targeted: Sequence[Period] = field(default=())
    """Period of each targeted visit that is known on the day; only one target asks for them."""

    def inside(self, span: Period) -> list[Row]:
        """Return the visits of a span."""
        return [row for period, row in self.visits if span.holds(period)]

    def drawn(self, span: Period) -> list[DrawnUnit]:
        """Return the units drawn in a span up to the period at hand."""
        return [unit for unit in self.scene.history.inside(span) if unit.span.start <= self.period.start]

    def of_classes(self, classes: Sequence[str]) -> set[str]:
        """Return the codes of the objects in some classes."""
        return {code for code in self.counted if self.scene.classes.get(code) in classes}


def open_book(
    registers: Registers, policy: Policy, period: Period, scene: Scene, planned: Sequence[StratumQuota] = ()
) -> Book:
    """Return what the targets look into."""
    visits = [
        (parse_period(part), row)
        for part in registers.parts("visits")
        for row in registers.table("visits", part).rows
        if row["draw_id"] and row["state"] not in VOID and _is_past(parse_period(part), period, planned)
    ]
    counted = frozenset(code for code, one in standings(registers, policy, scene).items() if one.counted)
    return Book(policy, scene, period, visits, counted, planned, _targeted(registers, scene))


def _targeted(registers: Registers, scene: Scene) -> list[Period]:
    """Return the period of each targeted visit that was decided by the day."""
    return [
        parse_period(part)
        for part in registers.parts("visits")
        for row in registers.table("visits", part).rows
        if not row["draw_id"]
        and row["state"] not in VOID
        and (row["approved"] or row["due"]) <= scene.as_of.isoformat()
    ]


def _is_past(visited: Period, period: Period, planned: Sequence[StratumQuota]) -> bool:
    """Return whether visits of a period are known: earlier periods, and the one at hand once its draw was held."""
    return visited.start < period.start or (not planned and visited.start <= period.end)


def target_states(book: Book, as_of: date) -> tuple[TargetState, ...]:
    """Return where each target of the policy stands on a day."""
    return tuple(state_of(target, book, as_of) for target in book.policy.targets)


def state_of(target: TargetRule, book: Book, as_of: date) -> TargetState:
    """Return where one target stands."""
    span = book.period.around(target.months)
    tally = tally_of(target, book, span)
    counted = target.amount.kind in ("number", "occasions")
    required = int(target.amount.value) if counted else rounded(target.amount.value * tally.base, UP)
    needed = max(required - tally.done, 0)
    state = "已达到" if not needed and (tally.base or counted) else "未达到"
    if needed > tally.room and not tally.later:
        state = "无法达到"
    rule = f"{span.title}{target.kind}不低于{target.amount.text.lstrip('≥') if counted else percent(target.amount.value)}"
    return TargetState(
        target.name,
        rule,
        span.text,
        tally.base,
        tally.done,
        needed,
        state,
        _sentence(target, span, tally, (needed, state), as_of),
    )


def tally_of(target: TargetRule, book: Book, span: Period) -> Tally:
    """Return the numerator and denominator of a target."""
    later = any(
        draw.start > book.period.start for draw in span.parts(min(book.policy.procedure.cycle, span.months))
    )
    if target.kind == "信用分类抽取占抽取":
        return _credit(book, span, later=later)
    if target.kind == BY_CHANCE:
        return _random(book, span, later=later)
    if target.kind == "跨部门抽查次数":
        return _cross_draws(book, span, later=later)
    if target.kind.endswith("占类别"):
        return _of_class(target, book, span, later=later)
    return _of_visits(target, book, span, later=later)


def _of_visits(target: TargetRule, book: Book, span: Period, *, later: bool) -> Tally:
    visits = book.inside(span)
    done = [row for row in visits if _is_done(target.kind, row)]
    waiting = sum(
        1
        for row in visits
        if row not in done and (row["state"] == "未检查" or target.kind == "结果公开占检查任务")
    )
    coming = sum(stratum.quota for stratum in book.planned)
    base = len(visits) + (coming if target.kind != "结果公开占检查任务" else 0)
    return Tally(base, len(done), waiting + coming, "次检查", later)


def _random(book: Book, span: Period, *, later: bool) -> Tally:
    """Return the visits of draws, those of the draw at hand included, among all visits, the targeted ones included."""
    drawn = len(book.inside(span)) + sum(stratum.quota for stratum in book.planned)
    targeted = sum(1 for period in book.targeted if span.holds(period))
    return Tally(drawn + targeted, drawn, 0, "次检查", later)


def _is_done(kind: str, row: Row) -> bool:
    if kind == "联合检查占检查任务":
        return bool(row["joint_sections"] or row["departments"])
    if kind == "非现场检查占检查任务":
        return row["mode"] != ON_SITE
    if kind == "跨部门检查占检查任务":
        return bool(row["departments"])
    return row["state"] in FINISHED


def _of_class(target: TargetRule, book: Book, span: Period, *, later: bool) -> Tally:
    members = book.of_classes(target.classes)
    done = {row["code"] for row in book.inside(span) if _serves(target.kind, row)} & members
    waiting = {row["code"] for row in book.inside(span) if row["state"] == "未检查"} & members - done
    coming = sum(stratum.quota for stratum in book.planned if set(stratum.class_names) & set(target.classes))
    return Tally(len(members), len(done), len(waiting) + coming, "户", later)


def _serves(kind: str, row: Row) -> bool:
    if kind == "联合检查对象占类别":
        return bool(row["joint_sections"] or row["departments"])
    return row["mode"] != ON_SITE if kind == "非现场检查占类别" else True


def _credit(book: Book, span: Period, *, later: bool) -> Tally:
    units = book.drawn(span)
    done = sum(1 for unit in units if unit.credit_based or _credit_rule(unit, book.policy))
    coming = sum(stratum.quota for stratum in book.planned)
    by_credit = sum(stratum.quota for stratum in book.planned if stratum.credit_based)
    return Tally(len(units) + coming, done + by_credit, 0, "户", later)


def _credit_rule(unit: DrawnUnit, policy: Policy) -> bool:
    return any(rule.credit and belongs(unit, rule.name) for rule in policy.draws)


def _cross_draws(book: Book, span: Period, *, later: bool) -> Tally:
    visits = book.inside(span)
    done = {row["draw_id"] for row in visits if row["departments"]}
    crossing = [rule.name for rule in book.policy.draws if rule.cross]
    done |= {unit.draw_id for unit in book.drawn(span) if any(belongs(unit, name) for name in crossing)}
    room = int(any(row["state"] == "未检查" for row in visits) or bool(book.planned))
    return Tally(len({row["draw_id"] for row in visits}), len(done), room, "次抽查", later)


def _sentence(target: TargetRule, span: Period, tally: Tally, standing: tuple[int, str], as_of: date) -> str:
    needed, state = standing
    counted = target.kind == "跨部门抽查次数"
    share = (
        ""
        if counted or not tally.base
        else f"（{percent(Fraction(rounded(Fraction(tally.done * 1000, tally.base), NEAREST), 1000))}）"
    )
    done = (
        f"已有 {tally.done} {tally.unit}"
        if counted
        else f"{tally.base} {tally.unit}中已有 {tally.done} {tally.unit}{share}"
    )
    end = {
        "已达到": "已达到要求",
        "未达到": f"还需 {needed} {tally.unit}",
        "无法达到": f"还需 {needed} {tally.unit}，但能安排的只有 {tally.room} {tally.unit}，按现有安排无法达到",
    }[state]
    if not tally.base and not counted:
        done, end = "还没有可以计算的记录", "待抽取后计算"
    return f"“{target.name}”：要求{span.title}不低于 {target.amount.text}；截至 {as_of}，{done}，{end}。"
