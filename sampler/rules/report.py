"""What the rules come to for one draw: every number with its rule, base, sum, rounding and one sentence to paste."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

ORDER_WORDS = {
    "burden": "抽中少的优先，另留五分之一随机名额",
    "uniform": "完全随机",
    "weighted": "按权重随机",
}


@dataclass(frozen=True, slots=True, order=True)
class EligibleUnit:
    """An object that may be drawn in a stratum."""

    code: str
    """The object."""

    burden: int
    """How often it was drawn lately; -1 when it must be drawn."""

    weight: int = 1
    """Whole-number weight, used where the stratum is drawn by weights."""


@dataclass(frozen=True, slots=True, order=True)
class Excluded:
    """An object of the stratum that may not be drawn this time."""

    code: str
    """The object."""

    reason: str
    """Why, as one phrase that can be counted."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two demands that cannot both be met."""

    name: str
    """Stable name: cap, coverage, ceiling, range, exclusion, part."""

    stratum: str
    """Stratum it is about."""

    count: int
    """Number of objects concerned."""

    text: str
    """One Chinese sentence."""


@dataclass(frozen=True, slots=True)
class StratumQuota:
    """One stratum of a draw and how its quota came about."""

    name: str
    """Unique name of the stratum."""

    title: str
    """Name on pages."""

    class_names: tuple[str, ...]
    """Classes in it; the name of the rule where the policy does not draw by class."""

    rule: str
    """The rule as the policy writes it."""

    basis: str
    """Clause of the notice."""

    base_label: str
    """What the share is taken of."""

    base_count: int
    """How many that are."""

    formula: str
    """The sum: ≥25% × 96 = 24 → 24."""

    rounding: str
    """How it was rounded; empty when it came out whole."""

    cycle: str
    """Span the required number is for, such as 2025 or 2025Q3."""

    required: int
    """Number required in that span."""

    already: int
    """Number drawn in that span before this draw."""

    due: int
    """Number still due in that span."""

    draws_left: int
    """Draws left in that span, this one included."""

    quota: int
    """Number to be drawn now, the forced ones included."""

    order: str
    """burden, uniform or weighted."""

    units: tuple[EligibleUnit, ...]
    """Everyone who may be drawn, in code order; forced ones have burden -1."""

    forced: tuple[str, ...]
    """Objects drawn without chance."""

    excluded: tuple[Excluded, ...]
    """Objects left out, with reasons."""

    takes_all: bool
    """Whether no chance is left: everyone is taken."""

    mode: str
    """Preferred way of checking."""

    kind: str
    """定向 or 不定向."""

    credit_based: bool
    """Whether it counts as drawn by credit classes."""

    cross_department: bool
    """Whether it is a draw across departments."""

    sentence: str
    """One plain Chinese sentence."""

    months_left: int = 0
    """Months left in the span, this draw's period included."""

    ordering_only: bool = False
    """Whether the draw only puts a full list in order."""

    counter: str = "户"
    """How its units are counted: 户, or 个 where values of a column are drawn."""


@dataclass(frozen=True, slots=True)
class TargetState:
    """Where a target of the year stands."""

    name: str
    """Its name."""

    rule: str
    """What it demands, in words."""

    span: str
    """Period it is counted over."""

    base: int
    """Denominator so far."""

    done: int
    """Numerator so far."""

    needed: int
    """Still needed, for what is drawn and planned so far."""

    state: str
    """已达到, 未达到 or 无法达到."""

    sentence: str
    """One plain Chinese sentence."""


@dataclass(frozen=True, slots=True)
class QuotaReport:
    """Everything a draw needs to know of the rules."""

    period: str
    """Period that is drawn."""

    as_of: date
    """Day it was worked out."""

    policy_name: str
    """The policy."""

    policy_year: int
    """Its year."""

    policy_version: int
    """Its version."""

    policy_digest: str
    """SHA-256 of its file."""

    strata: tuple[StratumQuota, ...]
    """Strata in the order of the policy."""

    targets: tuple[TargetState, ...] = ()
    """Targets of the year."""

    conflicts: tuple[Conflict, ...] = ()
    """Demands that collide; told, never silent."""

    undecided: tuple[str, ...] = ()
    """What must be decided before anything may be drawn."""

    notes: tuple[str, ...] = ()
    """What a reader must know."""

    @property
    def total(self) -> int:
        """Number of units to be drawn."""
        return sum(stratum.quota for stratum in self.strata)

    def as_text(self) -> str:
        """Return the report in Chinese."""
        lines = [
            f"{self.period} 应抽数（{self.policy_name}，第 {self.policy_version} 版；截至 {self.as_of}）",
            "",
        ]
        for stratum in self.strata:
            lines += _stratum_lines(stratum)
        lines.append(f"合计应抽 {self.total} 户。")
        for title, texts in (
            ("全年目标", [target.sentence for target in self.targets]),
            ("冲突（请处理或在公告中说明）", [conflict.text for conflict in self.conflicts]),
            ("未定（定下之前不能抽取）", list(self.undecided)),
            ("提示", list(self.notes)),
        ):
            if texts:
                lines += ["", f"{title}：", *(f"  · {text}" for text in texts)]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values, ready for a JSON file."""
        return {**asdict(self), "as_of": self.as_of.isoformat(), "total": self.total}


def _stratum_lines(stratum: StratumQuota) -> list[str]:
    lines = [
        f"【{stratum.title}】应抽 {stratum.quota} {stratum.counter}",
        f"  {stratum.sentence}",
        f"  规则：{stratum.rule}",
    ]
    if stratum.basis:
        lines.append(f"  依据：{stratum.basis}")
    rounding = f"（{stratum.rounding}）" if stratum.rounding else ""
    lines.append(f"  基数：{stratum.base_label} {stratum.base_count}；算式：{stratum.formula}{rounding}")
    lines.append(
        f"  {stratum.cycle} 应抽 {stratum.required}，已抽 {stratum.already}，还需 {stratum.due}；还有 {stratum.draws_left} 次抽取、{stratum.months_left} 个月"
    )
    lines.append(f"  可抽 {len(stratum.units)} {stratum.counter}；次序：{ORDER_WORDS[stratum.order]}")
    if stratum.forced:
        lines.append(f"  按规则必抽 {len(stratum.forced)} 户")
    for reason, count in reasons(stratum.excluded).items():
        lines.append(f"  不列入 {count} 户：{reason}")
    return [*lines, ""]


def reasons(excluded: tuple[Excluded, ...]) -> dict[str, int]:
    """Return how many objects are left out for each reason, most first.

    >>> reasons((Excluded("A", "停产"), Excluded("B", "停产")))
    {'停产': 2}
    """
    counts: dict[str, int] = {}
    for entry in excluded:
        counts[entry.reason] = counts.get(entry.reason, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
