"""What the leak scan looks for: every private value of the data folder, and the public words that may hold a part of one.

Private is what the schemas say: internal columns, what a mask took away, the masked places of free text, every cell of a
withheld row that stands nowhere else, and the salts of units that were not opened. Public words come from columns that
are public by entry, never from what was exported: a leak can't excuse itself.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from sampler.disclosure.cellgate import PUBLIC_TABLES
from sampler.disclosure.desk import Desk
from sampler.disclosure.export import bureau_words
from sampler.disclosure.freetext import RELEASE
from sampler.disclosure.masks import apply_mask
from sampler.disclosure.scan import Secret, Secrets
from sampler.draw.events import read_log
from sampler.registers import Field, Row, Table

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_NUMBER = re.compile(r"(?=(?:[^\d]*\d){6})[0-9A-Za-z][0-9A-Za-z()\- ]{5,30}")
_NAME = re.compile(rf"[{_HAN}]{{1,10}}(?:·[{_HAN}]{{1,10}})*")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_PERSONS = frozenset(
    {"person", "hold_by", "approved_by", "entered_by", "reviewed_by", "decided_by", "reviewer", "second"}
)
_QUIET = frozenset(
    {"objects.tags", "items.applies", "items.speciality", "visits.mode_reason", "withhold.target"}
)
"""Internal columns of common words or of keys that are looked for elsewhere."""
LONG = 8


def secrets_of(desk: Desk, data: Path) -> Secrets:
    """Return everything that must not be found in what is published."""
    public = frozenset(_public_words(desk))
    elsewhere = public | _public_cells(desk) | _public_reasons(desk)
    found = {secret for secret in _private(desk) if secret.value not in elsewhere}
    found |= set(_from_texts(desk)) | set(_salts(desk, data)) | set(_embargoed(desk))
    released = {q.original for q in desk.gate.texts.questions.values() if q.answer == RELEASE}
    once = {secret.value: secret for secret in sorted(found, reverse=True)}
    return Secrets(tuple(sorted(once.values())), public | released)


def allowed_numbers(desk: Desk) -> dict[str, str]:
    """Return the numbers that look private and are lawfully public, each with its reason."""
    contact = desk.source.registers.bureau.contact
    allowed = {
        re.sub(r"[\s-]", "", contact.phone): "本机关公开的联系电话",
        contact.mail.lower(): "本机关公开的邮箱",
    }
    return {value: reason for value, reason in allowed.items() if value} | THEME


THEME = {"martin.donath@squidfunk.com": "网页主题的版权声明"}


def _public_words(desk: Desk) -> Iterator[str]:
    for shown in desk.shown.values():
        yield from (
            shown.name,
            *shown.former_names,
            shown.code,
            shown.township,
            shown.industry,
            shown.section,
        )
    for name in ("items", "plans", "plan_changes"):
        for table, row in desk.rows(name):
            yield from (row.get(field.key, "") for field in table.schema.fields if field.public == "public")
    yield from _leaves(bureau_words(desk.source.registers.bureau))


def _public_cells(desk: Desk) -> set[str]:
    """Return every whole value that stands in a public column of a public row: it is no secret of another row."""
    return {
        part
        for table in desk.source.registers.tables.values()
        if table.schema.name in PUBLIC_TABLES
        for column in table.schema.fields
        if column.public == "public"
        for row in table.rows
        if row.get(column.key) and not _is_hidden(desk, table, row)
        for part in (row[column.key], *row[column.key].split(column.separator or "；"))
    }


def _public_reasons(desk: Desk) -> set[str]:
    """Return the reasons that stand in the public logs of the draws."""
    logs = (content for path, content in desk.source.draws.items() if path.endswith("/events.jsonl"))
    return {event.get("reason") for log in logs for event in read_log(log)} - {""}


def _leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)


def _private(desk: Desk) -> Iterator[Secret]:
    for table in desk.source.registers.tables.values():
        columns = [
            column for column in table.schema.fields if f"{table.schema.name}.{column.key}" not in _QUIET
        ]
        for place, row in enumerate(table.rows):
            hidden = _is_hidden(desk, table, row)
            where = f"{table.file} 第 {table.lines[place] if place < len(table.lines) else place + 2} 行"
            for column in columns:
                if row.get(column.key):
                    yield from _of_cell(desk, table, row, column, hidden=hidden, where=where)


def _is_hidden(desk: Desk, table: Table, row: Row) -> bool:
    if row.get("code") in desk.hidden:
        return True
    key = "-".join(table.key_of(row))
    return (
        desk.decision_on(table.schema.name, key) is not None if table.schema.name in PUBLIC_TABLES else False
    )


def _of_cell(
    desk: Desk, table: Table, row: Row, column: Field, *, hidden: bool, where: str
) -> Iterator[Secret]:
    value = row[column.key]
    decided = table.schema.name == "objects" and desk.decisions.of_cell("objects", row["code"], column.key)
    public = column.public == "public" and table.schema.name in PUBLIC_TABLES
    masked = column.public.startswith("mask:")
    if (public and not hidden) or (masked and not hidden and not decided and _shown_whole(desk, row, column)):
        return
    if (
        (public and column.enum)
        or column.type in {"date", "boolean", "number", "integer"}
        or (column.public == "text" and not hidden)
    ):
        return
    for part in value.split(column.separator) if column.separator else [value]:
        kind = kind_of(
            part, person=column.key in _PERSONS or (column.key == "name" and table.schema.name != "objects")
        )
        if kind:
            yield Secret(part, f"{where}「{column.header}」", kind)


def _shown_whole(desk: Desk, row: Row, column: Field) -> bool:
    rule = column.public.removeprefix("mask:")
    parts = row[column.key].split(column.separator) if column.separator else [row[column.key]]
    return desk.decisions.may_show(row.get("code", ""), column.key) or all(
        apply_mask(rule, part, row) == part for part in parts
    )


def kind_of(value: str, *, person: bool = False) -> str:
    """Return what kind of secret a value is, or nothing when it is too common to be looked for.

    >>> kind_of("13812345678"), kind_of("尉迟晓峰", person=True), kind_of("王伟", person=True), kind_of("2025-03-01")
    ('number', 'name', '', '')
    """
    text = value.strip()
    if _DATE.fullmatch(text):
        return ""
    if _NUMBER.fullmatch(text):
        return "number"
    if person:
        return "name" if len(text) >= 3 and _NAME.fullmatch(text) else ""
    return "text" if len(text) >= LONG else ""


def _from_texts(desk: Desk) -> Iterator[Secret]:
    for question in desk.gate.texts.questions.values():
        if question.answer == RELEASE:
            continue
        for span in question.masked.spans:
            value = question.original[span.start : span.end]
            kind = kind_of(value, person=span.type == "PERSON")
            if kind:
                yield Secret(value, f"{question.place}「{question.field}」", kind)


def _embargoed(desk: Desk) -> Iterator[Secret]:
    """Yield the numbers of visits whose object was not opened yet: nothing about them may be known."""
    for table, row in desk.rows("visits"):
        if row["visit_id"] not in desk.public_visits:
            yield Secret(row["visit_id"], f"{table.file} 未揭示的检查任务", "number")


def _salts(desk: Desk, data: Path) -> Iterator[Secret]:
    opened = b"".join(
        content for path, content in desk.source.draws.items() if path.endswith("/openings.csv")
    )
    for path in sorted((data / "draws").glob("*/sealed/**/units.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["leaf"].encode() not in opened:
                    yield Secret(row["salt"], path.relative_to(data).as_posix(), "number")
