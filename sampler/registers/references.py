"""Do names point to something: keys of other tables, objects, inspectors, items."""

from collections.abc import Iterator

from sampler.failure import Finding
from sampler.registers.cells import nearest
from sampler.registers.characters import split_list
from sampler.registers.registers import Registers
from sampler.registers.rows import Table
from sampler.registers.schema import Field, Schema, schema_named


def find_broken_references(registers: Registers) -> Iterator[Finding]:
    """Yield a finding for each value that names a row that does not exist.

    Events may come from other systems and name objects that are not in the register: those are warnings.
    """
    known = {name: _known(registers, name) for name in _targets(registers)}
    for table in registers.tables.values():
        level = "warning" if table.schema.family == "events" else "error"
        for field in table.schema.fields:
            if field.refers and len(table):
                yield from _column(table, field, known[field.refers], level)


def _targets(registers: Registers) -> set[str]:
    return {
        field.refers for table in registers.tables.values() for field in table.schema.fields if field.refers
    }


def _known(registers: Registers, name: str) -> frozenset[str] | None:
    """Return the keys of a table, or None when the bureau does not keep it."""
    if not any(found == name for found, _ in registers.tables):
        return None
    key = schema_named(name).primary_key[0]
    return frozenset(
        value for part in _parts(registers, name) for value in registers.table(name, part).column(key)
    )


def _parts(registers: Registers, name: str) -> tuple[str, ...]:
    return registers.parts(name) if schema_named(name).part else ("",)


def _column(table: Table, field: Field, known: frozenset[str] | None, level: str) -> Iterator[Finding]:
    target = schema_named(field.refers)
    if known is None:
        if any(table.column(field.key)):
            reason = f"指向「{target.title}」，但是没有这张表（{target.path}）。"
            yield Finding(
                "registers.missing-table",
                table.file,
                None,
                field.header,
                "",
                reason,
                "请先补上这张表。",
                level,
            )
        return
    for place, text in enumerate(table.column(field.key)):
        if text and text not in known:
            for value in split_list(text) if field.is_list else (text,):
                if value not in known:
                    yield table.tell(place, field.key, _words(target, value, known), level=level)


def _words(target: Schema, value: str, known: frozenset[str]) -> tuple[str, str, str]:
    near = nearest(value, sorted(known)) if len(known) <= 2000 else ""
    hint = f"是不是“{near}”？" if near else ""
    reason = f"「{target.title}」里没有“{value[:100]}”。"
    return "unknown-reference", reason, f"{hint}请改正，或先在「{target.title}」里补上。"
