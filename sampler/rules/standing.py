"""Which objects may be drawn on a day, which count into a base, and who is at his cap.

The reason of each exclusion is one phrase that is counted and shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sampler.registers import Registers, holds
from sampler.rules.evaluate import Scene
from sampler.rules.facts import Row
from sampler.rules.history import DrawnUnit, History, belongs
from sampler.rules.period import Period
from sampler.rules.policy import Cap, Policy

BY_DRAW = "随机抽取"
_GONE = frozenset({"出库", "未入库"})
_VOID = frozenset({"已替换", "已撤回"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one object stands."""

    drawable: bool
    """Whether it may be drawn."""

    counted: bool
    """Whether it counts into a base."""

    reason: str = ""
    """Why it may not be drawn."""


def standings(registers: Registers, policy: Policy, scene: Scene) -> Mapping[str, Standing]:
    """Return the standing of each object the policy is about; objects outside its scope are left out."""
    held = holds(registers, scene.as_of)
    found: dict[str, Standing] = {}
    for row in scene.facts.objects:
        if not scene.holds(policy.frame.scope, row):
            continue
        hold = held.get(row["code"])
        if hold is None:
            found[row["code"]] = Standing(drawable=True, counted=True)
            continue
        inside = hold.status not in _GONE
        drawable = inside and hold.status in policy.frame.drawable
        counted = inside and (drawable or hold.status in policy.frame.counted)
        found[row["code"]] = Standing(drawable, counted, "" if drawable else hold.status)
    return found


@dataclass(frozen=True, slots=True)
class Visits:
    """How often objects were visited in a year, by what the cap counts."""

    counts: Mapping[str, int]
    """Object code → number of visits that count."""

    limit: int
    """The cap; 0 when there is none."""

    limits: Mapping[str, int] = field(default_factory=dict)
    """Caps of objects that have one of their own."""

    def limit_of(self, code: str) -> int:
        """Return the cap of an object; 0 when there is none."""
        return self.limits.get(code, self.limit)

    def nth(self, code: str) -> int:
        """Return which visit of the year the next one would be."""
        return self.counts.get(code, 0) + 1

    def full(self, code: str) -> bool:
        """Return whether the cap is reached."""
        limit = self.limit_of(code)
        return limit > 0 and self.counts.get(code, 0) >= limit

    def words(self, code: str) -> str:
        """Return 第 n 次 / 上限 m."""
        limit = self.limit_of(code)
        return f"第 {self.nth(code)} 次 / 上限 {limit} 次" if limit else f"第 {self.nth(code)} 次"


def counted_visits(
    registers: Registers, policy: Policy, period: Period, history: History, *, as_of: date | None = None
) -> Visits:
    """Return the visits of the period's year that count towards the cap.

    A drawn object whose visit is not written down yet counts as visited. ``as_of``: leave out what was not known then,
    that is visits of draws outside the history and targeted visits approved later.
    """
    cap = policy.cap
    if cap is None:
        return Visits({}, 0)
    free = {trigger for exemption in cap.exemptions for trigger in exemption.triggers}
    draws = {unit.draw_id for unit in history.units}
    counts: dict[str, int] = {}
    written: set[tuple[str, str]] = set()
    for row in registers.all("visits"):
        if not row["visit_id"].startswith(str(period.year)):
            continue
        if as_of is not None and not _known(row, draws, as_of):
            continue
        written.add((row["draw_id"], row["code"]))
        if _counts(row, cap, free):
            counts[row["code"]] = counts.get(row["code"], 0) + 1
    for unit in history.inside(period.around(12)):
        if (unit.draw_id, unit.code) not in written and _draw_counts(unit, policy, cap, free):
            counts[unit.code] = counts.get(unit.code, 0) + 1
    return Visits(counts, cap.limit)


def own_limits(cap: Cap | None, scene: Scene) -> dict[str, int]:
    """Return the caps of the objects that have one of their own."""
    found: dict[str, int] = {}
    for row in scene.facts.objects if cap and cap.limits else ():
        limit = next(
            (limit for condition, limit in (cap.limits if cap else ()) if scene.holds(condition, row)), 0
        )
        if limit:
            found[row["code"]] = limit
    return found


def exempt(cap: Cap | None, row: Row, scene: Scene) -> str:
    """Return the name of the exemption that frees an object of the cap, or an empty text."""
    for exemption in cap.exemptions if cap else ():
        if exemption.condition is not None and scene.holds(exemption.condition, row):
            return exemption.name
    return ""


def _known(row: Row, draws: set[str], as_of: date) -> bool:
    if row["draw_id"]:
        return row["draw_id"] in draws
    return (row["approved"] or row["due"]) <= as_of.isoformat()


def _draw_counts(unit: DrawnUnit, policy: Policy, cap: Cap, free: set[str]) -> bool:
    """Return whether a draw without a written visit counts: by the way its rule prefers, on site where it says none."""
    mode = next((rule.mode for rule in policy.draws if belongs(unit, rule.name)), "") or "现场检查"
    return mode in cap.modes and "日常" in cap.kinds and BY_DRAW not in free


def _counts(row: Row, cap: Cap, free: set[str]) -> bool:
    return (
        row.get("state", "") not in _VOID
        and row.get("kind", "") in cap.kinds
        and row.get("mode", "") in cap.modes
        and row.get("trigger", "") not in free
    )
