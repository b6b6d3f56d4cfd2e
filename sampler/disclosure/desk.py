"""What every part of an export has at hand: the source, the gate for cells, who is hidden, who is called what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sampler.disclosure.cellgate import CellGate
from sampler.disclosure.decisions import Decision, Decisions, decisions_on
from sampler.disclosure.freetext import FreeText, Subject, free_text
from sampler.disclosure.public import ObjectRow, TombstoneRow
from sampler.disclosure.source import Source
from sampler.registers import Row, Table

EXPIRED, RETRACTED = "公开期限届满", "依法撤回"


Memo = dict[tuple[object, ...], object]
"""Public rows that were made already, by everything they depend on."""
Made = TypeVar("Made")


@dataclass(slots=True)
class Desk:
    """One export in the making."""

    source: Source
    gate: CellGate
    decisions: Decisions
    objects: Mapping[str, Row]
    """Every object by code, hidden ones included."""

    hidden: frozenset[str]
    """Codes of objects that have no row in public: withheld, or never given a public id."""

    item_names: Mapping[str, str]
    """Names of the items by their code."""

    shown: dict[str, ObjectRow] = field(default_factory=dict)
    """Code → the public row."""

    tombstones: list[TombstoneRow] = field(default_factory=list)
    withheld: list[tuple[str, str]] = field(default_factory=list)
    """(table, ground) of each row that is withheld and may be counted."""

    public_visits: set[str] = field(default_factory=set)
    """Numbers of the visits that are shown; all others are under embargo or withheld."""

    memo: Memo | None = None
    """Rows made for other states, when many are made."""

    standing: str = ""
    """What the decisions say, as text: a part of what every row depends on."""

    warnings: list[str] = field(default_factory=list)
    """What staff should know but what does not stop the export."""

    @property
    def day(self) -> str:
        """The day as ISO text."""
        return self.source.as_of.isoformat()

    def tables(self, name: str) -> list[Table]:
        """Return all parts of a table."""
        registers = self.source.registers
        return [registers.table(name, part) for part in registers.parts(name)] or [registers.table(name)]

    def rows(self, name: str) -> list[tuple[Table, Row]]:
        """Return every row of all parts of a table with the part it stands in."""
        return [(table, row) for table in self.tables(name) for row in table.rows]

    def subject(self, code: str) -> Subject:
        """Return whom a text about this object is about."""
        row = self.objects.get(code, {})
        return Subject(row.get("name", ""), row.get("kind", ""), code, row.get("person", ""))

    def public_id(self, code: str) -> str:
        """Return the public id of an object that is shown."""
        return self.source.ledger.of[code]

    def name(self, code: str) -> str:
        """Return the published name of an object that is shown."""
        return self.shown[code].name

    def once(self, row: Row, make: Callable[[], Made], *names: str) -> Made:
        """Return ``make()``, made only once for the same row, names and decisions."""
        if self.memo is None:
            return make()
        key = (self.standing, *names, *row.values())
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]  # type: ignore[return-value]  # the key holds what was made

    def decision_on(self, table: str, *targets: str) -> Decision | None:
        """Return the decision that withholds a row."""
        return self.decisions.of_row(table, *targets)


def texts_for(source: Source) -> FreeText:
    """Return the masking of free text by today's registers and decisions."""
    decisions = decisions_on(source.registers, source.as_of, today=source.today)
    unnamed = {target for table, target, key in decisions.cells if table == "objects" and key == "name"}
    return free_text(source.registers, _hidden(source, decisions) | unnamed)


def open_desk(source: Source, texts: FreeText | None = None, memo: Memo | None = None) -> Desk:
    """Return the desk for an export; ``texts`` may be handed on from another export to mask each text once."""
    decisions = decisions_on(source.registers, source.as_of, today=source.today)
    objects = {row["code"]: row for row in source.registers.table("objects").rows}
    gate = CellGate(decisions, texts or texts_for(source))
    items = {row["item_id"]: row["name"] for row in source.registers.table("items").rows}
    standing = repr((sorted(decisions.cells.items()), sorted(decisions.allowed))) if memo is not None else ""
    return Desk(
        source, gate, decisions, objects, _hidden(source, decisions), items, memo=memo, standing=standing
    )


def _hidden(source: Source, decisions: Decisions) -> frozenset[str]:
    codes = {row["code"] for row in source.registers.table("objects").rows}
    withheld = {target for table, target in decisions.rows if table == "objects"}
    return frozenset(withheld | (codes - source.ledger.of.keys()))
