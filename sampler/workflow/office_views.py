"""What the office looks at: terms, progress, notices, self-check, traces, files for other systems, the journal."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from sampler.disclosure.public import read_public
from sampler.failure import Finding, SamplerError
from sampler.files import replace_folder, write_atomic
from sampler.office import journal
from sampler.office.audit import verify
from sampler.office.clock import BUCKETS, Clock, Deadline, DrawFact, deadlines
from sampler.office.exchange import export, read_target
from sampler.office.forms import fill_form
from sampler.office.icalendar import as_calendar
from sampler.office.report import Report, Section
from sampler.office.selfcheck import DrawEvent, self_check
from sampler.office.supervision import Slow, crossed, progress, slow_teams, visit_facts
from sampler.office.trace import trace_object, trace_visit
from sampler.registers import Registers, read_registers
from sampler.registers.workbook import write_workbook
from sampler.rules import Workdays, policy_for, work_out_quotas
from sampler.workflow import draws_folder, draws_history

NOTICE = "督办通知.docx"


@dataclass(frozen=True, slots=True)
class Shown:
    """A report, and the files it was written to."""

    report: Report
    """What is shown."""

    files: tuple[Path, ...] = ()
    """Files that were written."""

    def as_text(self) -> str:
        """Return the report and the list of files."""
        return "\n".join([self.report.as_text(), *(f"已写入 {path}" for path in self.files)])


def due(data: Path, *, as_of: date, out: Path | None = None, team: str = "") -> Shown:
    """Return every running term; with ``out`` also as xlsx and ics, of all and of each team."""
    registers = read_registers(data)
    found = [entry for entry in _running(data, registers, as_of) if team in ("", entry.team)]
    report = _due_report(found, as_of)
    return Shown(
        report, tuple(_write_due(found, report, out, registers.bureau.short_name, as_of)) if out else ()
    )


def count_due(data: Path, *, as_of: date) -> dict[str, int]:
    """Return how many running terms there are of each urgency."""
    found = _running(data, read_registers(data), as_of)
    return {bucket: sum(1 for entry in found if entry.bucket(as_of) == bucket) for bucket in BUCKETS}


def _running(data: Path, registers: Registers, as_of: date) -> list[Deadline]:
    policy = policy_for(data, str(as_of.year))
    return deadlines(Clock(registers, policy, tuple(_draw_facts(data)), as_of, Workdays(registers)))


def _due_report(found: Sequence[Deadline], as_of: date) -> Report:
    sections = []
    for bucket in BUCKETS:
        rows = tuple((e.due, e.kind, e.subject, e.team, e.detail) for e in found if e.bucket(as_of) == bucket)
        headers = ("期限", "事项", "编号", "承办", "说明") if rows else ()
        sections.append(Section(f"{bucket}（{len(rows)}）", () if rows else ("没有。",), headers, rows))
    return Report(f"到期提醒（{as_of}）", tuple(sections))


def _write_due(
    found: Sequence[Deadline], report: Report, out: Path, name: str, as_of: date
) -> Iterable[Path]:
    folder = out / "due"

    def fill(place: Path) -> None:
        write_atomic(place / "到期提醒.xlsx", write_workbook(report.as_sheets()))
        write_atomic(place / "到期提醒.ics", as_calendar(found, as_of, f"{name}抽查期限"))
        for team in sorted({entry.team for entry in found} - {""}):
            own = [entry for entry in found if entry.team == team]
            write_atomic(place / f"到期提醒-{team}.ics", as_calendar(own, as_of, f"{team}的抽查期限"))

    replace_folder(folder, fill)
    return sorted(path for path in folder.iterdir())


def _draw_facts(data: Path) -> Iterable[DrawFact]:
    for folder in draws_folder.folders(data):
        log = {event.name: event.date for event in folder.log()}
        closed = "closed" in log or "aborted" in log
        opening = folder.manifest().deadline if folder.read("manifest.json") else ""
        period = draws_folder.period_of(folder.draw)
        yield DrawFact(folder.draw, period, log.get("drawn", ""), "confirmed" in log, closed, opening)


def show_progress(data: Path, period: str, *, as_of: date, out: Path | None = None) -> Shown:
    """Return the progress of a period by team, by class, and both crossed."""
    facts = visit_facts(read_registers(data), period, as_of)
    sections = (progress(facts, "team", "组"), progress(facts, "stratum", "类别"), crossed(facts))
    report = Report(f"{period} 进度（{as_of}）", sections)
    return Shown(report, _write(report, out, f"进度-{period}") if out else ())


def supervise(data: Path, period: str, *, templates: Path, out: Path, limit: str, as_of: date) -> Shown:
    """Write a notice (督办) for each team with late visits, as docx from the bureau's template and as xlsx."""
    registers = read_registers(data)
    slow = slow_teams(visit_facts(registers, period, as_of))
    report = _slow_report(registers, slow, period)
    template = templates / NOTICE
    if slow and not template.is_file():
        raise SamplerError(
            f"没有督办通知的模板 {template}。先用 ./inv forms.samples 生成样本，再由法制机构替换。"
        )

    def fill(place: Path) -> None:
        write_atomic(place / "督办清单.xlsx", write_workbook(report.as_sheets()))
        for one in slow:
            facts = _notice_facts(registers, one, period, limit, as_of)
            write_atomic(place / f"督办通知-{one.team}.docx", fill_form(template, facts))

    replace_folder(out / "supervise" / period, fill)
    return Shown(report, tuple(sorted((out / "supervise" / period).iterdir())))


def _slow_report(registers: Registers, slow: Sequence[Slow], period: str) -> Report:
    due_of = {row["visit_id"]: row["due"] for row in registers.all("visits")}
    sections = [
        Section(one.team, (), ("检查任务", "类别", "截止日期", "是否逾期"),
                tuple((f.visit_id, f.stratum, due_of[f.visit_id], "是" if f.late else "") for f in one.facts))
        for one in slow
    ]  # fmt: skip
    return Report(f"{period} 督办清单", tuple(sections) or (Section("结论", ("没有逾期的组。",)),))


def _notice_facts(
    registers: Registers, slow: Slow, period: str, limit: str, as_of: date
) -> Mapping[str, object]:
    visits = {row["visit_id"]: row for row in registers.all("visits")}
    names = {row["code"]: row["name"] for row in registers.table("objects").rows}
    rows = [visits[fact.visit_id] for fact in slow.facts]
    table = [
        {
            "编号": r["visit_id"],
            "对象": names.get(r["code"], r["code"]),
            "截止日期": r["due"],
            "状态": r["state"],
        }
        for r in rows
    ]
    figures = {"应办" if name == "应检查" else name: count for name, count in slow.figures.items()}
    base = {
        "组": slow.team,
        "期别": period,
        "日期": as_of.isoformat(),
        "限期": limit,
        "机关名称": registers.bureau.name,
    }
    return {**figures, **base, "任务表": table}


def selfcheck(
    data: Path, period: str, *, as_of: date, public: Path | None = None, out: Path | None = None
) -> Shown:
    """Return the self-check of a quarter, or the summary of a year, as docx and xlsx."""
    registers = read_registers(data)
    facts = visit_facts(registers, period, as_of)
    report = self_check(
        registers,
        period,
        facts,
        draws=_draw_events(data, period),
        quotas=work_out_quotas(
            registers,
            policy_for(data, period),
            _quarter(period),
            as_of,
            draws_history.history(data, until=as_of, registers=registers),
        ),
        public=_public_figures(public, period) if public else {},
    )
    return Shown(report, _write(report, out, f"自查-{period}", word=True) if out else ())


def _quarter(period: str) -> str:
    return period if len(period) > 4 else f"{period}Q4"


def _draw_events(data: Path, period: str) -> list[DrawEvent]:
    folders = [f for f in draws_folder.folders(data) if f.draw.startswith(period)]
    return [DrawEvent(f.draw, e.date, e.name, e.text, e.get("reason")) for f in folders for e in f.log()]


def _public_figures(folder: Path, period: str) -> dict[str, int]:
    """Count in the public record what the report counts inside, under the same names."""
    record = read_public(folder)
    visits = [row for row in record.visits if row.period.startswith(period)]
    return {"已公开": sum(row.state in ("已公开", "已撤回") for row in visits)}


def trace(data: Path, case: str, *, out: Path) -> Shown:
    """Write the private page of one visit, or of every visit of an object, and show it."""
    registers = read_registers(data)
    known = {row["visit_id"] for row in registers.all("visits")}
    records = journal.entries(data)
    pages = []
    for number in [case] if case in known else trace_object(registers, case):
        visit = next(row for row in registers.all("visits") if row["visit_id"] == number)
        events = (
            [(e.date, e.text) for e in _draw_events(data, visit["draw_id"]) if e.draw_id == visit["draw_id"]]
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
        made = export(registers, read_target(path), period=period, day=as_of.isoformat())
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


def _write(report: Report, out: Path, name: str, *, word: bool = False) -> tuple[Path, ...]:
    files = [out / f"{name}.xlsx"]
    write_atomic(files[0], write_workbook(report.as_sheets()))
    if word and find_spec("docx"):  # comes with the extra "forms"
        files.append(out / f"{name}.docx")
        write_atomic(files[1], report.as_docx())
    return tuple(files)
