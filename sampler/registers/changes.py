"""What changed in the data folder between two moments, by table, without a word of git."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sampler.files import canonical_json
from sampler.registers.difference import KINDS, Change, compare, expired, firms_of
from sampler.registers.registers import Registers
from sampler.registers.rows import Table
from sampler.registers.schema import schema_named

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ChangesReport:
    """The changes between two moments."""

    since: str
    """How the earlier moment is called."""

    until: str
    """How the later moment is called."""

    changes: tuple[Change, ...]
    """All changes, by table."""

    def as_text(self) -> str:
        """Return the changes in plain words."""
        if not self.changes:
            return f"从{self.since}到{self.until}，没有变化。"
        lines = [f"从{self.since}到{self.until}的变化："]
        for title in dict.fromkeys(change.title for change in self.changes):
            lines += ["", *self._table(title)]
        return "\n".join(lines)

    def as_json(self) -> bytes:
        """Return the changes for programs."""
        entries = [
            {
                "table": change.table,
                "kind": change.kind,
                "key": change.key,
                "name": change.name,
                "fields": [{"field": header, "old": old, "new": new} for header, old, new in change.fields],
            }
            for change in self.changes
        ]
        return canonical_json({"since": self.since, "until": self.until, "changes": entries})

    def _table(self, title: str) -> list[str]:
        own = [change for change in self.changes if change.title == title]
        counts = Counter(change.kind for change in own)
        summary = "，".join(f"{kind} {counts[kind]}" for kind in KINDS if counts[kind])
        lines = [f"{title}：{summary}", *(f"  {change.as_text()}" for change in own[:_SHOWN])]
        return lines + ([f"  ……另有 {len(own) - _SHOWN} 条"] if len(own) > _SHOWN else [])


def compare_registers(old: Registers, new: Registers) -> list[Change]:
    """Return the changes of every table, tables and rows in order."""
    changes: list[Change] = []
    firms = firms_of(old.table("objects"), new.table("objects"))
    for name, part in sorted(old.tables.keys() | new.tables.keys()):
        empty = Table(schema_named(name), part)
        before, after = (state.tables.get((name, part), empty) for state in (old, new))
        changes += compare(before, after, firms)
    return changes


def find_expired(registers: Registers, since: date, until: date) -> list[Change]:
    """Return the inspectors whose certificates ran out between the two days."""
    return list(expired(registers.table("inspectors"), since.isoformat(), until.isoformat()))
