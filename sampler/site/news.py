"""The newest changes in a few lines for the home page: what happened on one day to one kind of thing is one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, islice

from sampler.disclosure.public import ChangeRow
from sampler.site.index import Index

NAMED = 3


@dataclass(frozen=True, slots=True)
class News:
    """Changes of one day, one table and one action."""

    date: str
    """ISO date."""

    table: str
    """Name of the table."""

    action: str
    """新增, 更正, 退出 or 撤下."""

    count: int
    """How many changes there were."""

    named: tuple[tuple[str, str], ...]
    """The first things changed: text, and address inside the site or nothing."""

    only: ChangeRow | None
    """The change itself, where there was one that names its field."""


def newest_changes(index: Index) -> list[ChangeRow]:
    """Return all changes, newest first."""
    return sorted(index.record.changes, key=lambda row: (row.date, row.table, row.target), reverse=True)


def news(index: Index, most: int) -> list[News]:
    """Return the newest changes in at most ``most`` lines."""
    groups = groupby(newest_changes(index), key=lambda row: (row.date, row.table, row.action))
    return list(islice((_line(index, list(rows)) for _, rows in groups), most))


def _line(index: Index, rows: list[ChangeRow]) -> News:
    first = rows[0]
    only = first if len(rows) == 1 and first.field else None
    named = tuple(islice(_named(index, rows), NAMED))
    return News(first.date, first.table, first.action, len(rows), named, only)


def _named(index: Index, rows: Iterable[ChangeRow]) -> Iterable[tuple[str, str]]:
    """Return what changed, each once, with the page of its object where there is one."""
    seen = dict.fromkeys((row.name or row.target, _object_of(index, row.target)) for row in rows)
    return ((text, f"objects/{number}.html" if number else "") for text, number in seen)


def _object_of(index: Index, target: str) -> str:
    """Return the public id of the object that a changed thing belongs to; empty when it has no page."""
    owner = index.visits.get(target) or index.results.get(target)
    number = owner.public_id if owner else target
    return number if number in index.objects else ""
