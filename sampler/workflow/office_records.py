"""What the office hands on or looks back at: traces of cases, files for other systems, the journal."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from sampler.failure import Finding, SamplerError
from sampler.files import write_atomic
from sampler.office import journal
from sampler.office.audit import verify
from sampler.office.exchange import export, read_target
from sampler.office.report import Report
from sampler.office.trace import trace_object, trace_visit
from sampler.registers import read_registers
from sampler.registers.workbook import write_workbook
from sampler.rules.period import parse_period
from sampler.workflow.office_facts import draw_events
from sampler.workflow.office_views import Shown


def trace(data: Path, case: str, *, out: Path) -> Shown:
    """Write the private page of one visit, or of every visit of an object, and show it."""
    registers = read_registers(data)
    known = {row["visit_id"] for row in registers.all("visits")}
    records = journal.entries(data)
    pages = []
    for number in [case] if case in known else trace_object(registers, case):
        visit = next(row for row in registers.all("visits") if row["visit_id"] == number)
        events = (
            [(e.date, e.text) for e in draw_events(data, visit["draw_id"]) if e.draw_id == visit["draw_id"]]
            if visit["draw_id"]
            else []
        )
        report = trace_visit(registers, number, events, records)
        path = out / "trace" / f"{number}.html"
        write_atomic(path, report.as_html().encode(), mode=0o600)
        pages.append((report, path))
    whole = Report(
        "\n".join(page.title for page, _ in pages), tuple(s for page, _ in pages for s in page.sections)
    )
    return Shown(whole, tuple(path for _, path in pages))


def exchange_out(data: Path, period: str, *, target: str = "", out: Path, as_of: date) -> list[Shown]:
    """Write the files for other systems and their completeness reports into a private folder."""
    registers, folder = read_registers(data), data / "exchange"
    paths = [
        path
        for path in sorted(folder.glob("out-*.csv"))
        if target in ("", path.stem, path.stem.split("-")[-1])
    ]
    if not paths:
        raise SamplerError(f"{folder} 里没有对照表 out-*.csv，或没有名为“{target}”的。")
    shown = []
    for path in paths:
        made = export(registers, read_target(path), period=parse_period(period).text, day=as_of.isoformat())
        files = [out / "exchange" / period / f"{path.stem.removeprefix('out-')}.csv"]
        write_atomic(files[0], made.as_csv(), mode=0o600)
        files.append(files[0].with_name(f"{files[0].stem}-完整性报告.xlsx"))
        write_atomic(files[1], write_workbook(made.report().as_sheets()), mode=0o600)
        shown.append(Shown(made.report(), tuple(files)))
    return shown


def journal_verify(data: Path) -> tuple[str, bool]:
    """Return what the check of the journal says, and whether it is intact."""
    findings = verify(data)
    errors = [finding for finding in findings if finding.level == "error"]
    records = 0 if errors else len(journal.entries(data))
    head = (
        f"工作日志被改动：{len(errors)} 处。" if errors else f"工作日志 {records} 条，前后相接，没有被改动。"
    )
    return "\n".join([head, *_told(findings)]), not errors


def _told(findings: Iterable[Finding]) -> list[str]:
    order: Callable[[Finding], tuple[bool, str]] = lambda finding: (finding.level != "error", finding.file)  # noqa: E731
    return [
        f"  {'错误' if f.level == 'error' else '提醒'} {f.as_text()}" for f in sorted(findings, key=order)
    ]
