"""Files of the data folder in their canonical form, and the question whether they are."""

from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.registers.canonical import table_bytes, write_table
from sampler.registers.delimited import read_delimited
from sampler.registers.schema import schema_for
from sampler.registers.table import Table, read_grid


def is_canonical(data: Path, file: Path) -> bool:
    """Return whether a table file of the data folder equals its own canonical form."""
    table, findings = _own(data, file)
    return not findings and file.read_bytes() == table_bytes(table.schema, table.rows)


def format_file(data: Path, file: Path) -> bool:
    """Rewrite one table file in canonical form; return whether anything changed."""
    table, findings = _own(data, file)
    if findings:
        raise FindingsError(findings)
    before = file.read_bytes()
    return write_table(data, table.schema.name, table.rows, table.part).read_bytes() != before


def _own(data: Path, file: Path) -> tuple[Table, list[Finding]]:
    name = file.relative_to(data).as_posix()
    found = schema_for(name)
    if found is None:
        raise SamplerError(f"{name} 不是数据文件夹里的表。")
    table, findings = read_grid(read_delimited(name, file.read_bytes()), *found)
    return table, [finding for finding in findings if finding.level == "error"]
