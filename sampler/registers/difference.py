"""What changed between two states of a table, in the words of the bureau."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sampler.registers.rows import Row, Table

ADDED, LEFT, RENAMED, RECLASSED, STATUS, EXPIRED, EDITED = (
    "新增",
    "退出",
    "改名",
    "调整分类",
    "状态变化",
    "人员资格到期",
    "修改",
)
KINDS = (ADDED, LEFT, RENAMED, RECLASSED, STATUS, EXPIRED, EDITED)
_CLASSING = frozenset(
    (
        "kind",
        "permit_class",
        "tier",
        "key_unit",
        "risk",
        "credit",
        "positive",
        "industry_code",
        "industry",
        "tags",
    )
)
_STATE = frozenset(
    ("status", "status_date", "hold_until", "hold_reason", "hold_by", "state", "leave_from", "leave_to")
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is new, gone or different."""

    table: str
    """English name of the table."""

    title: str
    """Chinese name of the table, with its part."""

    kind: str
    """One of :data:`KINDS`."""

    key: str
    """Primary key of the row."""

    name: str
    """How people call the row; empty when it has no name."""

    fields: tuple[tuple[str, str, str], ...]
    """Header, old text and new text of each cell that differs."""

    def as_text(self) -> str:
        """Return the change as one Chinese line.

        >>> Change("objects", "名录库", "改名", "B-1", "乙厂", (("名称", "甲厂", "乙厂"),)).as_text()
        '改名：B-1 乙厂（名称：“甲厂”改为“乙厂”）'
        """
        details = "；".join(_cell(*field) for field in self.fields)
        label = " ".join(part for part in (self.key, self.name) if part)
        return f"{self.kind}：{label}（{details}）" if details else f"{self.kind}：{label}"


def compare(old: Table, new: Table, firms: Mapping[str, str] | None = None) -> Iterator[Change]:
    """Yield the changes from ``old`` to ``new``, in order of the primary key; ``firms`` are objects' names by code."""
    before, after = old.by_key(), new.by_key()
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        for change in _between(old, new, was, now):
            yield change if change.name else replace(change, name=_about(now or was or {}, firms or {}))


def firms_of(*tables: Table) -> dict[str, str]:
    """Return the names of objects by code; later tables win."""
    return {
        code: name
        for table in tables
        for code, name in zip(table.column("code"), table.column("name"), strict=True)
    }


def _between(old: Table, new: Table, was: Row | None, now: Row | None) -> Iterator[Change]:
    if was is None and now is not None:
        yield _change(new, ADDED, now, ())
    elif now is None and was is not None:
        yield _change(old, LEFT, was, ())
    elif was is not None and now is not None and was != now:
        yield from _edited(new, was, now)


def _about(row: Row, firms: Mapping[str, str]) -> str:
    """Return whom a row without a name is about, and when."""
    firm = firms.get(row.get("code", ""), "")
    return " ".join(part for part in (firm, row.get("date", "")) if part) if firm else ""


def expired(table: Table, since: str, until: str) -> Iterator[Change]:
    """Yield the inspectors whose certificates ran out after ``since`` and up to ``until`` (days, ISO)."""
    for row in table.rows:
        if since <= row.get("valid_until", "") < until and row.get("status") != "调离":
            yield _change(
                table, EXPIRED, row, ((table.schema.field("valid_until").header, "", row["valid_until"]),)
            )


def _edited(table: Table, was: Row, now: Row) -> Iterator[Change]:
    names = [*table.schema.keys, *(name for name in (was | now) if name not in table.schema.keys)]
    cells = {
        name: (was.get(name, ""), now.get(name, ""))
        for name in names
        if was.get(name, "") != now.get(name, "")
    }
    if cells:
        yield _change(
            table,
            _kind(table, cells),
            now,
            tuple((_header(table, name), *pair) for name, pair in cells.items()),
        )


def _kind(table: Table, cells: Mapping[str, tuple[str, str]]) -> str:
    if table.schema.name not in ("objects", "inspectors"):
        return EDITED
    if ("left" in cells and cells["left"][1]) or cells.get("status", ("", ""))[1] in ("注销", "调离"):
        return LEFT
    if "name" in cells:
        return RENAMED
    if cells.keys() & _CLASSING:
        return RECLASSED
    return STATUS if cells.keys() & _STATE else EDITED


def _change(table: Table, kind: str, row: Row, fields: Iterable[tuple[str, str, str]]) -> Change:
    schema = table.schema
    title = f"{schema.title}（{table.part}）" if table.part else schema.title
    name = next((row[key] for key in ("name", "task_name", "plan_name") if row.get(key)), "")
    return Change(schema.name, title, kind, " ".join(table.key_of(row)), name, tuple(fields))


def _header(table: Table, name: str) -> str:
    return table.schema.field(name).header if name in table.schema.keys else name


def _cell(header: str, old: str, new: str) -> str:
    if old and new:
        return f"{header}：“{old}”改为“{new}”"
    return f"{header}：{new}" if new else f"{header}：删去“{old}”"
