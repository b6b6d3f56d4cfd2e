"""Which class each object is in, by which rule, because of which events.

Rules are tried in the order of the file; the first that holds decides. An object that no rule takes is told.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sampler.registers import Registers
from sampler.rules.columns import check_columns, kinds_used
from sampler.rules.contradictions import refuse_contradictions
from sampler.rules.evaluate import Scene
from sampler.rules.expression import Compare, walk
from sampler.rules.facts import Facts, Row, gather
from sampler.rules.history import History
from sampler.rules.period import Period, parse_period
from sampler.rules.policy import Policy

WHOLE = "全部"
"""The class of every object when a policy names none."""


@dataclass(frozen=True, slots=True)
class ClassedObject:
    """The class of one object and why."""

    class_name: str
    """Name of the class; empty when no rule holds."""

    rule: str
    """The condition that held, as the policy writes it."""

    events: tuple[str, ...] = ()
    """Numbers of the events that made it hold."""

    basis: str = ""
    """Clause of the notice."""


@dataclass(frozen=True)
class Classification:
    """The classes of all objects on a day."""

    period: str
    """Period they are for."""

    as_of: date
    """Day they were worked out."""

    of: Mapping[str, ClassedObject]
    """Object code → class."""

    notes: tuple[str, ...] = ()
    """What a reader must know: cells that were empty, tables that were missing."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Class → number of objects."""
        return Counter(found.class_name for found in self.of.values())

    @property
    def unclassed(self) -> tuple[str, ...]:
        """Codes of objects that no rule takes."""
        return tuple(code for code, found in self.of.items() if not found.class_name)

    def as_text(self) -> str:
        """Return the classes with their numbers in Chinese."""
        lines = [f"{self.period} 对象类别（截至 {self.as_of}，共 {len(self.of)} 户）："]
        lines += [f"  {name or '不属于任何类别'}：{count} 户" for name, count in self.counts.items()]
        return "\n".join([*lines, *(f"  注意：{note}" for note in self.notes)])


def classify(
    registers: Registers, policy: Policy, period: str, as_of: date, history: History | None = None
) -> Classification:
    """Return the class of every object for a period, as known on a day.

    Raises FindingsError when the policy names columns that the register does not have.
    """
    refuse_contradictions(policy)
    facts = gather(registers, kinds_used(policy))
    check_columns(policy, facts)
    return classify_facts(facts, policy, parse_period(period), as_of, history or History())


def classify_facts(
    facts: Facts, policy: Policy, period: Period, as_of: date, history: History
) -> Classification:
    """Return the class of every object from facts that were gathered before."""
    scene = Scene(facts, period, as_of, history, policy.procedure.lag_days)
    found = {row["code"]: _class_of(row, policy, scene) for row in facts.objects}
    notes = [f"没有“{kind}”的记录，按没有发生计算。" for kind in facts.missing]
    notes += scene.troubles + _empty_cells(facts, policy)
    return Classification(period.text, as_of, found, tuple(notes))


def _class_of(row: Row, policy: Policy, scene: Scene) -> ClassedObject:
    if not policy.classes:
        return ClassedObject(WHOLE, WHOLE)
    for rule in policy.classes:
        verdict = scene.verdict(rule.condition, row)
        if verdict.holds:
            return ClassedObject(rule.name, rule.text, verdict.events, rule.basis)
    return ClassedObject("", "")


def _empty_cells(facts: Facts, policy: Policy) -> list[str]:
    compared = {
        node.column
        for rule in policy.classes
        for node in walk(rule.condition)
        if isinstance(node, Compare) and node.operator in ("≥", "≤", ">", "<")
    }
    notes: list[str] = []
    for column in sorted(compared):
        empty = sum(1 for row in facts.objects if not row.get(facts.key(column), ""))
        if empty:
            notes.append(f"有 {empty} 户的「{column}」为空，按不满足大小条件处理。")
    return notes


@dataclass(frozen=True, slots=True)
class ClassChange:
    """An object whose class is another than before."""

    code: str
    """The object."""

    name: str
    """Its name."""

    before: str
    """Class before; empty when it was not in the register or in no class."""

    after: str
    """Class now."""

    rule: str
    """Condition that holds now."""

    events: tuple[str, ...]
    """Events behind it."""

    rule_before: str = ""
    """Condition that held before, by the policy of that time."""

    def as_text(self) -> str:
        """Return the change as one Chinese sentence."""
        because = f"，依据事件 {'、'.join(self.events)}" if self.events else ""
        was = f"（{self.rule_before}）" if self.rule_before else ""
        return f"{self.name}（{self.code}）由“{self.before or '无类别'}”{was}转为“{self.after or '无类别'}”：符合“{self.rule or '无'}”{because}。"


def class_changes(
    before: Classification, after: Classification, registers: Registers
) -> tuple[ClassChange, ...]:
    """Return who changed class between two days, with the rule and the events behind it."""
    names = {row["code"]: row["name"] for row in registers.table("objects").rows}
    changes: list[ClassChange] = []
    for code, now in after.of.items():
        was = before.of.get(code)
        if was is None or was.class_name != now.class_name:
            changes.append(
                ClassChange(
                    code,
                    names.get(code, code),
                    was.class_name if was else "",
                    now.class_name,
                    now.rule,
                    now.events,
                    was.rule if was else "",
                )
            )
    return tuple(changes)
