"""All checks of a data folder: every finding at once."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from sampler.failure import Finding
from sampler.registers.bureau import CODE_PATTERN, FILE
from sampler.registers.cells import is_destroyed
from sampler.registers.codes import is_credit_code, judge_code
from sampler.registers.contradictions import find_contradictions
from sampler.registers.references import find_broken_references
from sampler.registers.registers import Progress, Registers, gather
from sampler.registers.sense import (
    find_expired_certificates,
    find_impossible_dates,
    find_misplaced_rows,
    find_wrong_months,
)
from sampler.registers.twins import find_twins


def check_registers(data: Path, as_of: date, progress: Progress | None = None) -> list[Finding]:
    """Return everything that is wrong with the data folder on ``as_of``, sorted by file, row and column."""
    registers, findings = gather(data, progress)
    findings += judge(registers, as_of, progress)
    return in_order(findings)


def judge(registers: Registers, as_of: date, progress: Progress | None = None) -> Iterator[Finding]:
    """Yield what the tables say that cannot be right, beyond what reading already told."""
    steps: tuple[Callable[[], Iterator[Finding]], ...] = (
        partial(find_wrong_codes, registers),
        partial(find_broken_references, registers),
        partial(find_impossible_dates, registers, as_of),
        partial(find_misplaced_rows, registers),
        partial(find_wrong_months, registers),
        partial(find_expired_certificates, registers, as_of),
        partial(find_contradictions, registers, as_of),
        partial(find_twins, registers),
    )
    for place, step in enumerate(steps, 1):
        yield from step()
        if progress:
            progress(place, len(steps))


def find_wrong_codes(registers: Registers) -> Iterator[Finding]:
    """Yield a finding for each object whose code is neither a valid 统一社会信用代码 nor one of the bureau's own."""
    own, findings = _own_pattern(registers)
    yield from findings
    table = registers.table("objects")
    for place, code in enumerate(table.column("code")):
        problem = judge_code(code, own) if code and not is_credit_code(code) else None
        if problem is not None and not is_destroyed(code) and code[0] != "#" and not code.endswith(".0"):
            words = (problem.code.removeprefix("registers."), problem.reason, problem.suggestion)
            yield table.tell(place, "code", words)


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings by file, row and column, each once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda finding: (finding.file, finding.row or 0, finding.column, finding.code))


def _own_pattern(registers: Registers) -> tuple["re.Pattern[str]", list[Finding]]:
    pattern = registers.bureau.registers.code_pattern
    try:
        return re.compile(pattern), []
    except re.error:
        reason = "不是有效的写法（正则表达式）。"
        found = Finding(
            "registers.wrong-setting",
            FILE,
            None,
            "registers.code_pattern",
            pattern,
            reason,
            f"可以用默认的 {CODE_PATTERN}。",
        )
        return re.compile(CODE_PATTERN), [found]
