"""The steps of the registers: check, fill in, bring in, give out, save."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sampler.failure import Finding, SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.registers import Bureau, Registers, csv_bytes, read_registers, schema_named
from sampler.registers.checks import check_registers, in_order, judge
from sampler.registers.dataset import datapackage, dictionary_markdown
from sampler.registers.exchange import apply_mapping, read_mapping
from sampler.registers.formatting import format_file, is_canonical
from sampler.registers.history import unsaved
from sampler.registers.importing import (
    ImportPlan,
    carry_out,
    part_of,
    plan_import,
    plan_table,
    read_completed,
    recognise,
)
from sampler.registers.quarterly import PeriodReport, closed_objects, new_objects
from sampler.registers.registers import Progress, gather, table_files
from sampler.registers.report import CheckReport, coloured_sheets, finding_sheet
from sampler.registers.source import read_source
from sampler.registers.template import export_rows, export_sheets, template_sheets
from sampler.registers.workbook import write_workbook
from sampler.workflow.registers_changes import changes as changes  # noqa: PLC0414  # steps of this area are asked here
from sampler.workflow.step import changing


def check(data: Path, *, as_of: date, progress: Progress | None = None) -> CheckReport:
    """Return everything that is wrong with the data folder."""
    return CheckReport(tuple(check_registers(data, as_of, progress)))


def check_file(
    data: Path, file: Path, table: str, sheet: str = "", part: str = "", *, as_of: date
) -> CheckReport:
    """Return everything that is wrong with a file that is not in the data folder yet, as an import would see it."""
    grids = read_source(file, hidden=True)
    schema = schema_named(table) if table else recognise(grids, file.name)
    around = gather(data)[0] if data.is_dir() else Registers(data, Bureau(), {})
    part = part or (part_of(file.name, schema) if schema.part else "")
    old = around.table(schema.name, part)
    found, _, findings = read_completed(grids, old, file.name, sheet)
    registers = replace(around, tables={**around.tables, (schema.name, part): found})
    findings += [finding for finding in judge(registers, as_of) if finding.file == found.file]
    return CheckReport(tuple(in_order(findings)))


def write_report(report: CheckReport, target: Path) -> str:
    """Write the findings in the form the file name asks for: .json, .md or .xlsx."""
    form = target.suffix.lower()
    if form not in (".json", ".md", ".xlsx"):
        raise SamplerError(f"报告文件 {target} 的扩展名应是 .json、.md 或 .xlsx。")
    if form == ".json":
        content = report.as_json()
    elif form == ".md":
        content = report.as_markdown().encode()
    else:
        content = write_workbook([finding_sheet(report.findings)])
    write_atomic(target, content)
    return f"已写出 {target}。"


def write_coloured(file: Path, table: str, findings: Sequence[Finding], target: Path, sheet: str = "") -> str:
    """Write a copy of a file as .xlsx, bad cells coloured and commented."""
    schema = schema_named(table) if table else recognise(read_source(file, hidden=True), file.name)
    write_atomic(target, write_workbook(coloured_sheets(file, schema, findings, sheet)))
    return f"已写出标了颜色的副本 {target}。"


def write_coloured_own(data: Path, table: str, part: str, findings: Sequence[Finding], target: Path) -> str:
    """Write a copy of a table of the data folder as .xlsx, bad cells coloured and commented."""
    name = undo_target(data, table, part)
    return write_coloured(data / name, table, [found for found in findings if found.file == name], target)


def template(table: str, target: Path | None = None) -> str:
    """Write a workbook to fill in."""
    schema = schema_named(table)
    path = target or Path("build/templates") / f"{schema.title}.xlsx"
    write_atomic(path, write_workbook(template_sheets(schema)))
    return f"已写出模板 {path}。填好以后用 ./inv registers.import 导入。"


def export(data: Path, table: str, part: str = "", target: Path | None = None) -> str:
    """Write a table as .xlsx, or as .csv when the file name asks for it."""
    schema = schema_named(table)
    schema.file(part)
    found = read_registers(data).table(schema.name, part)
    path = target or Path("build/export") / f"{schema.title}{part and f'-{part}'}.xlsx"
    if path.suffix.lower() == ".csv":
        content = b"\xef\xbb\xbf" + csv_bytes(*export_rows(found))
    else:
        content = write_workbook(export_sheets(found))
    write_atomic(path, content)
    return f"已导出 {len(found.rows)} 行到 {path}。"


plan = plan_import
"""What importing a file would change."""


def plan_exchange(
    data: Path, name: str, file: Path, *, as_of: date, progress: Progress | None = None
) -> ImportPlan:
    """Return what importing another system's export would change."""
    registers, _ = gather(data)
    mapping = read_mapping(data, name, registers)
    table, findings = apply_mapping(mapping, read_source(file), file.name)
    given = frozenset(mapping.schema.field(entry.header).key for entry in mapping.entries)
    return plan_table(data, table, given, findings, update=True, as_of=as_of, progress=progress)


def carry_out_import(data: Path, plan: ImportPlan, file: Path, *, as_of: date) -> str:
    """Write what a plan says."""
    table = plan.table
    arguments = {"file": file.name, "table": table.schema.name, "part": table.part}
    with changing(data, task="registers.import", arguments=arguments, as_of=as_of):
        path = carry_out(data, plan)
    return f"已写入 {path}，共 {len(table.rows)} 行。"


def format_all(data: Path, *, only_check: bool, as_of: date) -> str:
    """Bring every table into canonical form, or say which are not."""
    files = [path for path, _, _ in table_files(data)]
    wrong = [path for path in files if not is_canonical(data, path)]
    names = "、".join(path.relative_to(data).as_posix() for path in wrong)
    if only_check and wrong:
        raise SamplerError(f"这些表不是规范形式：{names}。请运行 ./inv registers.format。")
    if wrong:
        with changing(data, task="registers.format", arguments={}, as_of=as_of):
            for path in wrong:
                format_file(data, path)
        return f"已整理：{names}。"
    return f"{len(files)} 张表都是规范形式。"


def save(data: Path, message: str) -> str:
    """Save every change of the data folder; changed tables are saved in canonical form, so that only changes differ."""
    from sampler.registers.history import save as keep

    registers, findings = gather(data)
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise SamplerError(f"还有 {len(errors)} 处错误，没有保存。请先运行 ./inv registers.check。")
    tidied = _tidied(data, unsaved(data)) if message.strip() else ()
    files = unsaved(data)
    state = keep(data, registers.bureau, message)
    told = f"其中整理成规范形式的：{'、'.join(tidied)}。" if tidied else ""
    return f"已保存 {len(files)} 个文件：{state.message}（{state.day}）。{told}"


def _tidied(data: Path, changed: Sequence[str]) -> tuple[str, ...]:
    """Bring the changed tables into canonical form and return which were not."""
    files = {path.relative_to(data).as_posix(): path for path, _, _ in table_files(data)}
    return tuple(name for name in changed if name in files and format_file(data, files[name]))


def undo_target(data: Path, table: str, part: str = "") -> str:
    """Return the file of a table whose unsaved changes would be given up."""
    schema = schema_named(table)
    name = schema.file(part)
    plain = name.removeprefix("registers/")
    return plain if (data / plain).exists() and not (data / name).exists() else name


def undo(data: Path, table: str, part: str = "", *, as_of: date) -> str:
    """Put a table back as it was last saved."""
    from sampler.registers.history import undo as put_back

    name = undo_target(data, table, part)
    with changing(data, task="undo", arguments={"table": table, "part": part}, as_of=as_of):
        put_back(data, name)
    return f"{name} 已恢复到上次保存的样子。"


def closed(data: Path, period: str, target: Path | None = None) -> PeriodReport:
    """Return the closed firms of a period, and write them as a workbook."""
    return _written(closed_objects(read_registers(data), period), target)


def entered(data: Path, period: str, target: Path | None = None) -> PeriodReport:
    """Return the new objects of a period, and write them as a workbook."""
    return _written(new_objects(read_registers(data), period), target)


def dictionary(target: Path) -> str:
    """Write the data dictionary as a Markdown page."""
    write_atomic(target, dictionary_markdown().encode())
    return f"已写出数据字典 {target}。"


def package(data: Path, target: Path | None = None) -> str:
    """Write the datapackage.json of the data folder."""
    path = target or data / "datapackage.json"
    write_atomic(path, canonical_json(datapackage(data)))
    return f"已写出 {path}。"


def _written(report: PeriodReport, target: Path | None) -> PeriodReport:
    path = target or Path("build/export") / f"{report.title.replace(' ', '-')}.xlsx"
    write_atomic(path, write_workbook([report.sheet()]))
    return report
