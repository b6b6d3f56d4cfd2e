"""Whether a condition holds for an object on a day, and which events say so.

Numbers are compared as exact fractions, dates as dates, everything else as text. An empty cell satisfies no comparison
of size; an empty 是/否 cell means 否. A cell that should be a number and is none is a trouble, told with its object.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from sampler.registers.schema import Field, Schema, schema_named
from sampler.rules.expression import DRAWS, All, Always, AnyOf, Compare, Condition, Count, Not, number_of
from sampler.rules.facts import Facts, Row, listed
from sampler.rules.history import History
from sampler.rules.period import Period
from sampler.rules.windows import Window, window_of

CLASS = "类别"
"""The column every object gets from the policy."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one condition."""

    holds: bool
    """Whether it is satisfied."""

    events: tuple[str, ...] = ()
    """Numbers of the events that made it so."""


@dataclass(frozen=True)
class Scene:
    """What an answer depends on besides the object."""

    facts: Facts
    """Objects and events."""

    period: Period
    """Period that is drawn."""

    as_of: date
    """Day the rule is worked out; later events are unknown."""

    history: History = field(default_factory=History)
    """Earlier draws."""

    lag: int = 0
    """Days by which calendar windows begin sooner."""

    classes: Mapping[str, str] = field(default_factory=dict)
    """Object code → class, once known."""

    troubles: list[str] = field(default_factory=list)
    """Cells that could not be compared, told once each."""

    def holds(self, condition: Condition, row: Row, stratum: str = "") -> bool:
        """Return whether an object satisfies a condition."""
        return self.verdict(condition, row, stratum).holds

    def with_table(self, kind: str, schema: Schema) -> "Scene":
        """Return the scene with the columns of one more table known."""
        return replace(self, facts=replace(self.facts, schemas={**self.facts.schemas, kind: schema}))

    def verdict(self, condition: Condition, row: Row, stratum: str = "") -> Verdict:
        """Return the answer with the events behind it."""
        if isinstance(condition, All):
            return _all([self.verdict(part, row, stratum) for part in condition.parts])
        if isinstance(condition, AnyOf):
            return _any([self.verdict(part, row, stratum) for part in condition.parts])
        if isinstance(condition, Not):
            return Verdict(not self.verdict(condition.part, row, stratum).holds)
        if isinstance(condition, Compare):
            return Verdict(self._compares(condition, row, "检查对象"))
        if isinstance(condition, Count):
            return self._counts(condition, row, stratum)
        return Verdict(holds=True)

    def _compares(self, condition: Compare, row: Row, kind: str) -> bool:
        if kind == "检查对象" and condition.column == CLASS:
            cell, known = self.classes.get(row["code"], ""), None
        else:
            known = _field(self.facts.schemas.get(kind), condition.column)
            cell = row.get(known.key if known else condition.column, "")
        return self.compare_cell(condition, cell, known, f"{row.get('code', '')}「{condition.column}」")

    def compare_cell(self, condition: Compare, cell: str, known: Field | None, where: str) -> bool:
        """Return whether one cell satisfies a comparison."""
        if condition.operator in ("为空", "不为空"):
            return (cell == "") == (condition.operator == "为空")
        if condition.operator == "在":
            return bool(cell) and self.window(condition.values[0]).holds(date.fromisoformat(cell))
        if condition.operator in _SIZES:
            return self._ordered(condition, cell, where)
        shown = cell or ("否" if known is not None and known.type == "boolean" else "")
        entries = listed(shown, known.separator) if known is not None and known.is_list else None
        return _matches(condition, shown, entries)

    def window(self, word: str, *, draws: bool = False) -> Window:
        """Return the days a word means here."""
        return window_of(word, self.period, self.as_of, draws=draws, lag=self.lag)

    def _ordered(self, condition: Compare, cell: str, where: str) -> bool:
        if not cell:
            return False
        wanted, number = number_of(condition.values[0]), number_of(cell)
        if wanted is None:
            return _SIZES_OF_TEXT[condition.operator](cell, condition.values[0])
        if number is None:
            message = f"{where} 应是数字，现为“{cell}”。请改正后再算。"
            if message not in self.troubles:
                self.troubles.append(message)
            return False
        return _SIZES[condition.operator](number, wanted)

    def _counts(self, condition: Count, row: Row, stratum: str) -> Verdict:
        if condition.kind in DRAWS:
            window = self.window(condition.window, draws=True)
            times = self.history.times(row["code"], window, stratum if condition.kind == "本层抽中" else "")
            return Verdict(_compare_number(condition, Fraction(times)))
        groups: dict[str, list[Row]] = {}
        for event in self._events(condition, row["code"]):
            key = self.facts.key(condition.same, condition.kind) if condition.same else ""
            groups.setdefault(event.get(key, "") if key else "", []).append(event)
        found = max(groups.values(), key=lambda events: self._amount(condition, events), default=[])
        holds = _compare_number(condition, self._amount(condition, found))
        return Verdict(holds, tuple(event.get("event_id", "") for event in found) if holds else ())

    def _events(self, condition: Count, code: str) -> list[Row]:
        window = self.window(condition.window)
        known = self.facts.events.get(condition.kind, {}).get(code, ())
        return [
            event
            for event in known
            if window.holds(date.fromisoformat(event["date"]))
            and all(self.holds_in(part, event, condition.kind) for part in condition.filters)
        ]

    def holds_in(self, condition: Condition, event: Row, kind: str) -> bool:
        """Return whether a row of another table (events, inspectors) satisfies a condition over its columns."""
        if isinstance(condition, Always):
            return True
        if isinstance(condition, All | AnyOf):
            answers = [self.holds_in(part, event, kind) for part in condition.parts]
            return all(answers) if isinstance(condition, All) else any(answers)
        if isinstance(condition, Not):
            return not self.holds_in(condition.part, event, kind)
        return isinstance(condition, Compare) and self._compares(condition, event, kind)

    def _amount(self, condition: Count, events: list[Row]) -> Fraction:
        if not condition.total:
            return Fraction(len(events))
        key = self.facts.key(condition.total, condition.kind)
        return sum((number_of(event.get(key, "")) or Fraction(0) for event in events), Fraction(0))


_SIZES: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "≥": lambda left, right: left >= right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}
_SIZES_OF_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "≥": lambda left, right: left >= right,
    "≤": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}


def _compare_number(condition: Count, number: Fraction) -> bool:
    if condition.operator in _SIZES:
        return _SIZES[condition.operator](number, condition.number)
    return (number == condition.number) == (condition.operator == "=")


def _matches(condition: Compare, cell: str, entries: tuple[str, ...] | None) -> bool:
    if condition.operator in ("包含", "不包含"):
        found = any(value in (cell if entries is None else entries) for value in condition.values)
        return found == (condition.operator == "包含")
    if condition.operator == "开头是":
        return cell.startswith(condition.values)
    if condition.operator == "结尾是":
        return cell.endswith(condition.values)
    same = any(_same(cell, value) for value in condition.values)
    return same == (condition.operator in ("=", "属于"))


def _same(cell: str, value: str) -> bool:
    """Return whether two texts are the same, or write the same number (10 and 10.0, but not 07 and 7)."""
    if cell == value:
        return True
    if (cell[:1] == "0" and cell[:2] != "0.") or (value[:1] == "0" and value[:2] != "0."):
        return False
    left, right = number_of(cell), number_of(value)
    return left is not None and left == right


def _all(answers: list[Verdict]) -> Verdict:
    if not all(answer.holds for answer in answers):
        return Verdict(holds=False)
    return Verdict(holds=True, events=_events_of(answers))


def _any(answers: list[Verdict]) -> Verdict:
    holding = [answer for answer in answers if answer.holds]
    return Verdict(bool(holding), _events_of(holding))


def _events_of(answers: list[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for answer in answers for number in answer.events))


@lru_cache(maxsize=512)
def _field_named(schema_name: str, header: str) -> Field | None:

    return next((known for known in schema_named(schema_name).fields if known.header == header), None)


def _field(schema: Schema | None, header: str) -> Field | None:
    return _field_named(schema.name, header) if schema else None
