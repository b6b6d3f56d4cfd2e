"""Closed by default, cell by cell: a value leaves only if its table, its column and the value itself may.

The schema of a column says how it may be published. Nothing here has a default that publishes: a column without an
entry, a word that the schema does not list, a public cell that looks like private data are findings with row and column.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sampler.disclosure.decisions import Decisions
from sampler.disclosure.freetext import FreeText, Subject
from sampler.disclosure.masks import apply_mask, masked_firm_name
from sampler.disclosure.scan.fold import fold
from sampler.disclosure.scan.patterns import patterns_in
from sampler.failure import Finding, SamplerError
from sampler.office.expiry import is_natural_person
from sampler.registers import Field, Row, Schema, Table, split_list

PUBLIC_TABLES = frozenset(
    {"objects", "items", "plans", "plan_changes", "visits", "results", "followups", "corrections", "calendar"}
)
"""Tables that may leave at all. A new table is internal until it is named here."""

NOBODY = Subject()


@dataclass(slots=True)
class CellGate:
    """Gives the published form of cells and gathers what must stop the export."""

    decisions: Decisions
    """What is withheld today."""

    texts: FreeText
    """Masks free text and knows the reviews."""

    findings: list[Finding] = field(default_factory=list)
    """Everything that must be put right before anything is published."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    """Public cells that were looked at already, by column and value."""

    def cell(self, table: Table, row: Row, key: str, *, target: str = "", subject: Subject = NOBODY) -> str:
        """Return what the public may see of one cell; raise when the column is not meant to leave."""
        if table.schema.name not in PUBLIC_TABLES:
            raise SamplerError(f"「{table.schema.title}」不是公开的表，不能导出。")
        column = _column(table.schema, key)
        value = row.get(key, "")
        decision = self.decisions.of_cell(table.schema.name, target, key)
        if decision is not None:
            if table.schema.name == "objects" and key == "name":
                return masked_firm_name(value, row.get("person", ""), sole=is_natural_person(row))
            return ""
        return self._by_entry(table, row, column, value=value, target=target, subject=subject)

    def _by_entry(
        self, table: Table, row: Row, column: Field, *, value: str, target: str, subject: Subject
    ) -> str:
        entry = column.public
        if entry == "public":
            self._check(table, row, column, value)
            return value
        if entry == "text":
            return self.texts.published(table, row, column, subject)
        if entry.startswith("mask:"):
            if self.decisions.may_show(target, column.key):
                return value
            return apply_mask(entry.removeprefix("mask:"), value, row)
        raise SamplerError(f"「{table.schema.title}」的“{column.header}”是内部列，不能导出。")

    def values(self, table: Table, row: Row, key: str) -> tuple[str, ...]:
        """Return the values of a public list cell."""
        return tuple(part for part in split_list(self.cell(table, row, key)) if part)

    def number(self, table: Table, row: Row, key: str) -> int | None:
        """Return the whole number in a public cell, or None."""
        text = self.cell(table, row, key)
        return int(text) if text else None

    def _check(self, table: Table, row: Row, column: Field, value: str) -> None:
        place = (f"{table.schema.name}.{column.key}", value)
        if not value or place in self.seen:
            return
        self.seen.add(place)
        parts = split_list(value) if column.is_list else [value]
        strange = [part for part in parts if column.enum and part and part not in column.enum]
        if strange:
            self._tell(
                "gate.unknown-value",
                table,
                row,
                column,
                reason="这一列没有这个值，不能确定可否公开。",
                suggestion="请改正，或请管理员补充值表。",
            )
        elif column.type == "string" and not column.enum and any(True for _ in patterns_in(fold(value))):
            self._tell(
                "gate.private-value",
                table,
                row,
                column,
                reason="这一列按规定原样公开，里面却像有个人号码。",
                suggestion="请把号码移到内部列。",
            )

    def _tell(
        self, code: str, table: Table, row: Row, column: Field, *, reason: str, suggestion: str
    ) -> None:
        line = line_of(table, row)
        self.findings.append(Finding(code, table.file, line, column.header, "", reason, suggestion))


_COLUMNS: dict[tuple[str, str], Field] = {}


def _column(schema: Schema, key: str) -> Field:
    if (schema.name, key) not in _COLUMNS:
        _COLUMNS[schema.name, key] = schema.field(key)
    return _COLUMNS[schema.name, key]


def line_of(table: Table, row: Row) -> int | None:
    """Return the line of a row in its file, as a spreadsheet counts."""
    for place, other in enumerate(table.rows):
        if other is row:
            return table.lines[place] if place < len(table.lines) else place + 2
    return None


def unclassified(tables: Iterable[Table]) -> list[Finding]:
    """Return a finding for each extra column of a public table: it stays inside, and staff should know."""
    return [
        Finding(
            "gate.extra-column",
            table.file,
            1,
            header,
            "",
            "数据字典里没有这一列，不会公开。",
            "要公开请先在数据字典里登记。",
            "warning",
        )
        for table in tables
        if table.schema.name in PUBLIC_TABLES
        for header in table.extras
    ]


def not_after(day: str, as_of: date) -> bool:
    """Say whether an ISO date is given and has come."""
    return bool(day) and day <= as_of.isoformat()
