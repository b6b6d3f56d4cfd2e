"""What changed in the registers, and which objects changed class by it."""

from datetime import date
from pathlib import Path

from sampler import rules
from sampler.failure import SamplerError
from sampler.registers import Registers
from sampler.registers.changes import ChangesReport, compare_registers, find_expired
from sampler.registers.difference import RECLASSED, Change
from sampler.registers.history import latest, read_state
from sampler.registers.registers import Progress, gather
from sampler.rules.period import parse_period
from sampler.workflow.rules import cited_as, policy_at

_TITLE = "检查对象类别（按抽查规则）"


def changes(
    data: Path, since: date | None, until: date | None, *, as_of: date, progress: Progress | None = None
) -> ChangesReport:
    """Return what changed since the last saved state, or between two days."""
    step = progress or _silent
    old = latest(data, since)
    old_registers = read_state(data, old)
    step(1, 4)
    if until is None:
        new_registers, last, title = gather(data)[0], as_of, "现在"
    else:
        new_registers, last, title = read_state(data, latest(data, until)), until, until.isoformat()
    step(2, 4)
    first = since or date.fromisoformat(old.day)
    found = compare_registers(old_registers, new_registers) + find_expired(new_registers, first, last)
    step(3, 4)
    found += find_reclassed(data, (old_registers, first), (new_registers, last))
    step(4, 4)
    start = since.isoformat() if since else f"上次保存（{old.day}，{old.message}）"
    return ChangesReport(start, title, tuple(found))


def find_reclassed(data: Path, before: tuple[Registers, date], after: tuple[Registers, date]) -> list[Change]:
    """Return the objects of both states whose class by the policy is another now.

    Each state is judged by the policy of its own year, and across a year's end both are cited. A bureau without a
    policy, or with one that does not fit its register yet, gets no such lines; its own checks tell why.
    """
    try:
        first, last = (parse_period(_quarter(day)) for _, day in (before, after))
        new = rules.policy_for(data, last.text)
        old = policy_at(data, first, otherwise=new)
        was = rules.classify(before[0], old, first.text, before[1])
        now = rules.classify(after[0], new, last.text, after[1])
    except SamplerError:
        return []
    cited = ("", "") if old.digest == new.digest else (cited_as(old), cited_as(new))
    known = was.of.keys()
    return [_change(one, cited) for one in rules.class_changes(was, now, after[0]) if one.code in known]


def _change(one: rules.ClassChange, cited: tuple[str, str]) -> Change:
    reason = "；".join(text for text in (cited[1], one.rule, *one.events) if text)
    earlier = "；".join(text for text in (cited[0], one.rule_before) if text) if cited[0] else ""
    fields = (("类别", one.before or "未归类", one.after or "未归类"), ("依据", earlier, reason))
    return Change(
        "objects", _TITLE, RECLASSED, one.code, one.name, tuple(field for field in fields if field[2])
    )


def _silent(_done: int, _total: int) -> None:
    """Show nothing."""


def _quarter(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"
