"""The ledger of what is withheld: counts in bands of five, coarser where an outsider could still work one out.

The public never sees an exact count of what is not listed. Before a band is shown, a linear program asks what somebody
who kept every earlier release could know: the bands of each day on which a decision began or ended, the tombstones set
and the rows added between them, the drawn units that are shown as withheld. A count that could be pinned down loses its
ground first (all grounds of the table in one line), then its number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sampler.disclosure.cells import LEAST, Sum, audit
from sampler.disclosure.changes import ADDED
from sampler.disclosure.decisions import COARSE, COUNT, UNSEEN, days_of_decisions, in_force, table_name
from sampler.disclosure.desk import Desk
from sampler.disclosure.public import PublicRecord, WithheldRow
from sampler.registers import Row

OBJECTS, RESULTS, FOLLOWUPS, PARTLY = "检查对象", "检查结果", "后续处理", "检查对象（部分隐去）"
FAMILIES = {"objects": OBJECTS, "results": RESULTS, "visits": RESULTS, "followups": FOLLOWUPS}
"""Register → the family its withheld rows are counted in."""
SOME = "若干"
CERTAIN = 2
"""A count is exposed when fewer than this many steps lie between the least and the most it can be."""

Count = tuple[str, str]
"""Table and ground of a count."""


@dataclass(frozen=True, slots=True)
class Day:
    """What the public could see of one table's ledger on one day."""

    day: str
    """ISO date of a release."""

    counts: Mapping[Count, int]
    """How many rows were withheld then; shown in bands only."""

    taken_down: Mapping[str, int]
    """Table → tombstones set since the day before in this list."""

    added: Mapping[str, int]
    """Table → rows added since then."""


def band(count: int) -> str:
    """Return how a count is shown.

    >>> band(3), band(5), band(12)
    ('少于5', '5—9', '10—14')
    """
    low = count // LEAST * LEAST
    return f"{low}—{low + LEAST - 1}" if low else f"少于{LEAST}"


def withheld_of(desk: Desk, record: PublicRecord) -> tuple[WithheldRow, ...]:
    """Return the ledger of an export: what is withheld today, in the light of what every earlier day showed."""
    counts = Counter([*desk.withheld, *_masked_objects(desk)])
    earlier = [day for day in days_of_decisions(desk.source.registers, desk.source.as_of) if day < desk.day]
    results = Counter(row["visit_id"] for _, row in desk.rows("results"))
    days = [
        _day(day, since, _counts_on(desk, day, results), record) for since, day in pairwise(["", *earlier])
    ]
    days.append(_day(desk.day, earlier[-1] if earlier else "", counts, record))
    unnamed = sum(row.state == "不予公开" for row in record.drawn)
    return withheld_rows(days, {RESULTS: unnamed})


def _masked_objects(desk: Desk) -> list[Count]:
    """Return table and ground once for each shown object of which something is masked by decision."""
    found = {
        (target, decision.ground)
        for (table, target, _), decision in desk.decisions.cells.items()
        if table == "objects" and target in desk.shown
    }
    return [(PARTLY, ground) for _, ground in sorted(found)]


def _counts_on(desk: Desk, day: str, results: Mapping[str, int]) -> dict[Count, int]:
    """Return what the ledger counted on an earlier day, by the decisions in force; a visit stands for its results."""
    found: Counter[Count] = Counter()
    for row in desk.source.registers.table("withhold").rows:
        if in_force(row, day) and _is_counted(row):
            table = table_name(row["table"])
            many = results.get(row["target"], 0) if table == "visits" else 1
            found[FAMILIES.get(table, ""), row["ground"]] += many
    return {count: number for count, number in found.items() if count[0] and number}


def _is_counted(row: Row) -> bool:
    return not row.get("field") and (row["ground"] not in UNSEEN or row["effect"] == COUNT)


def _day(day: str, since: str, counts: Mapping[Count, int], record: PublicRecord) -> Day:
    down = Counter(stone.family for stone in record.tombstones if since < stone.date <= day)
    fresh = (change for change in record.changes if change.action == ADDED and since < change.date <= day)
    added = Counter(FAMILIES.get(change.table, "") for change in fresh)
    return Day(day, dict(counts), down, added)


def withheld_rows(days: Sequence[Day], shown_withheld: Mapping[str, int]) -> tuple[WithheldRow, ...]:
    """Return the ledger of the last of ``days``, coarse enough that no count can be worked out.

    ``shown_withheld`` is, by table, how many withheld rows the public can count elsewhere (drawn units without a name).
    """
    rows: list[WithheldRow] = []
    for table in sorted({table for table, _ in days[-1].counts}):
        rows += _of_table(table, days, shown_withheld.get(table, 0))
    return tuple(rows)


def _of_table(table: str, days: Sequence[Day], elsewhere: int) -> Iterator[WithheldRow]:
    own = [_only(day, table) for day in days]
    merged = [Day(one.day, _merged(one.counts), one.taken_down, one.added) for one in own]
    for tried in (own, merged):
        if not _exposed(table, tried, elsewhere):
            counts = sorted(tried[-1].counts.items())
            yield from (WithheldRow(table, ground, band(number)) for (_, ground), number in counts)
            return
    yield WithheldRow(table, COARSE, SOME)


def _only(day: Day, table: str) -> Day:
    counts = {count: number for count, number in day.counts.items() if count[0] == table}
    return Day(day.day, counts, day.taken_down, day.added)


def _merged(counts: Mapping[Count, int]) -> dict[Count, int]:
    found: Counter[Count] = Counter()
    for (table, _), number in counts.items():
        found[table, COARSE] += number
    return dict(found)


def _exposed(table: str, days: Sequence[Day], elsewhere: int) -> bool:
    """Say whether a count of any day can be worked out from all that was ever shown."""
    facts = list(_facts(table, days, elsewhere))
    names = sorted({name for fact in facts for name in (*fact.cells, *fact.minus)})
    return bool(audit(names, {}, facts, width=CERTAIN))


def _facts(table: str, days: Sequence[Day], elsewhere: int) -> Iterator[Sum]:
    """Yield what an outsider knows, as sums of unknown counts."""
    for day in days:
        for count, number in day.counts.items():
            low = number // LEAST * LEAST
            yield Sum((_name(day, count),), max(low, 1), low + LEAST - 1)
    for before, after in pairwise(days):
        least = after.taken_down.get(table, 0) - after.added.get(table, 0)
        yield Sum(_names(after), least, _MANY, minus=_names(before))
    if days and elsewhere:
        yield Sum(_names(days[-1]), elsewhere, _MANY)


_MANY = 1e9


def _names(day: Day) -> tuple[str, ...]:
    return tuple(_name(day, count) for count in sorted(day.counts))


def _name(day: Day, count: Count) -> str:
    return f"{day.day} {count[0]} {count[1]}"
