"""What the rules read from the registers, by the Chinese headers that policies use.

Only this module knows how the registers hold their tables. Events are named by their table's title (行政处罚) or by the
name of their file; a file that is not there means no such events, and that is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from sampler.registers import Registers, Schema, schema_named, schemas

Row = Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """Objects and events, ready to be asked."""

    objects: tuple[Row, ...]
    """Rows of the object register, in code order."""

    events: Mapping[str, Mapping[str, tuple[Row, ...]]]
    """Kind as policies name it → object code → events in date order."""

    schemas: Mapping[str, Schema]
    """Kind → schema of its events, and 检查对象 → schema of the objects."""

    missing: tuple[str, ...] = ()
    """Kinds asked for of which the folder has no file."""

    headers: frozenset[str] = field(default=frozenset())
    """Every column header of the object register, declared or extra."""

    def key(self, header: str, kind: str = "检查对象") -> str:
        """Return the row key of a column."""
        schema = self.schemas.get(kind)
        found = [known.key for known in schema.fields if known.header == header] if schema else []
        return found[0] if found else header


def gather(registers: Registers, kinds: Sequence[str] = ()) -> Facts:
    """Return the facts a policy needs: all objects, and the events of the kinds it names."""
    schema = schema_named("objects")
    rows = tuple(sorted(registers.table("objects").rows, key=lambda row: row["code"]))
    extra = set(registers.table("objects").extras)
    used: dict[str, Schema] = {"检查对象": schema}
    events: dict[str, Mapping[str, tuple[Row, ...]]] = {}
    missing: list[str] = []
    for kind in dict.fromkeys(kinds):
        used[kind], part = event_table(kind)
        found = _rows_of(registers, used[kind], part)
        events[kind] = _by_object(found)
        if not found:
            missing.append(kind)
    return Facts(rows, events, used, tuple(missing), frozenset(schema.headers) | extra)


RECORDS = {"检查结果": "results", "后续处理": "followups"}
"""What became of earlier visits can be counted like events."""


def event_table(kind: str) -> tuple[Schema, str]:
    """Return the schema and part of a kind of event.

    >>> event_table("行政处罚")[0].name, event_table("黑烟")[1]
    ('penalties', '黑烟')
    """
    if kind in RECORDS:
        return schema_named(RECORDS[kind]), ""
    for schema in schemas():
        if schema.family == "events" and not schema.part and kind in (schema.title, schema.name):
            return schema, ""
    return schema_named("events"), kind


def event_kinds() -> tuple[str, ...]:
    """Return the titles of the kinds of event that have a table of their own."""
    own = tuple(schema.title for schema in schemas() if schema.family == "events" and not schema.part)
    return (*own, *RECORDS)


def listed(text: str, separator: str = "；") -> tuple[str, ...]:
    """Return the entries of a list cell.

    >>> listed("化工；VOCs；")
    ('化工', 'VOCs')
    """
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a Chinese suggestion naming the nearest known word, or all of them.

    >>> nearest("风险等及", ["风险等级", "信用等级"])
    '是不是“风险等级”？'
    """
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"是不是“{close[0]}”？" if close else f"可用的有：{'、'.join(known)}。"


def _rows_of(registers: Registers, schema: Schema, part: str) -> Sequence[Row]:
    if schema.name in RECORDS.values():
        rows = registers.all(schema.name)
        return [{**row, "event_id": row.get("followup_id") or row["visit_id"]} for row in rows if row["date"]]
    return registers.table(schema.name, part).rows if not part or part in registers.parts("events") else ()


def _by_object(rows: Sequence[Row]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda event: (event.get("date", ""), event.get("event_id", ""))):
        found.setdefault(row["code"], []).append(row)
    return {code: tuple(events) for code, events in found.items()}
