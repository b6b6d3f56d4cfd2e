"""All checks of a data folder: every finding at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sampler.failure import Finding
from sampler.registers.registers import Registers, gather


def check_registers(data: Path, as_of: date) -> list[Finding]:
    """Return everything that is wrong with the data folder on ``as_of``, sorted by file, row and column."""
    registers, findings = gather(data)
    findings += find_expired_certificates(registers, as_of)
    return sorted(
        findings, key=lambda finding: (finding.file, finding.row or 0, finding.column, finding.code)
    )


def find_expired_certificates(registers: Registers, as_of: date) -> Iterator[Finding]:
    """Yield a warning for each inspector on duty whose certificate is no longer valid."""
    table = registers.table("inspectors")
    for line, row in zip(table.lines, table.rows, strict=True):
        if row["status"] in ("", "在岗") and "" < row["valid_until"] < as_of.isoformat():
            yield Finding(
                "registers.certificate-expired",
                table.file,
                line,
                "证件有效期至",
                row["valid_until"],
                "执法证件已经过期，不能参加抽取和派出。",
                "请换证以后更新，或把状态改为“调离”。",
                "warning",
            )
