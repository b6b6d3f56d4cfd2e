"""The ledger of public ids: ``e00001``, ``e00002`` …, given once, never changed, never used again.

Only objects that may be public get one. Within a batch they are given in the order of the codes, so the number
says nothing about the object; there are no gaps, so no number betrays that something is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sampler.disclosure.decisions import withheld_objects
from sampler.failure import SamplerError
from sampler.registers import Registers


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who has which public id."""

    of: Mapping[str, str]
    """Code → public id."""

    since: Mapping[str, str]
    """Public id → ISO date from which it is used."""


def read_ledger(registers: Registers) -> Ledger:
    """Return the ledger as kept in ``decisions/public_ids.csv``; raise when it has gaps or a code twice."""
    rows = registers.table("public_ids").rows
    ids = [row["public_id"] for row in rows]
    if sorted(ids) != [public_id(n) for n in range(1, len(ids) + 1)]:
        raise SamplerError(
            "decisions/public_ids.csv 的公开编号有缺号或重号。这张表只能由程序追加，请恢复上一版后再试。"
        )
    if len({row["code"] for row in rows}) != len(rows):
        raise SamplerError("decisions/public_ids.csv 里有对象占了两个公开编号。请恢复上一版后再试。")
    return Ledger(
        {row["code"]: row["public_id"] for row in rows}, {row["public_id"]: row["since"] for row in rows}
    )


def public_id(number: int) -> str:
    """Return the id of a number.

    >>> public_id(7)
    'e00007'
    """
    return f"e{number:05d}"


def extended(ledger: Ledger, codes: Iterable[str], as_of: date) -> Ledger:
    """Return the ledger with an id for each code that has none yet."""
    fresh = sorted(set(codes) - ledger.of.keys())
    numbers = range(len(ledger.of) + 1, len(ledger.of) + len(fresh) + 1)
    given = {code: public_id(number) for code, number in zip(fresh, numbers, strict=True)}
    since = {identity: as_of.isoformat() for identity in given.values()}
    return Ledger({**ledger.of, **given}, {**ledger.since, **since})


def complete_ledger(registers: Registers, as_of: date) -> Ledger:
    """Return the ledger with an id for every object that may be public on the day."""
    hidden = withheld_objects(registers, as_of)
    codes = (row["code"] for row in registers.table("objects").rows if row["code"] not in hidden)
    return extended(read_ledger(registers), codes, as_of)


def ledger_rows(ledger: Ledger) -> list[dict[str, str]]:
    """Return the ledger as rows of its table."""
    return [
        {"public_id": identity, "code": code, "since": ledger.since[identity]}
        for code, identity in sorted(ledger.of.items(), key=lambda pair: pair[1])
    ]
