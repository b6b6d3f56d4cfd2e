"""What the office looks at: terms, progress, notices, self-check, traces, files for other systems, the journal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from sampler.disclosure.public import read_public
from sampler.failure import SamplerError
from sampler.files import replace_folder, write_atomic
from sampler.office.clock import BUCKETS, Clock, Deadline, DrawFact, deadlines
from sampler.office.forms import fill_form
from sampler.office.icalendar import as_calendar
from sampler.office.report import Report, Section
from sampler.office.selfcheck import self_check
from sampler.office.supervision import Slow, crossed, progress, shown, slow_teams, visit_facts
from sampler.registers import Registers, read_registers
from sampler.registers.workbook import write_workbook
from sampler.rules import TargetState, Workdays, policy_for
from sampler.rules.period import parse_period
from sampler.rules.quotas import scene_of
from sampler.rules.targets import open_book, target_states
from sampler.workflow import draws_folder, draws_history
from sampler.workflow.office_facts import draw_events, frame_facts, public_facts

NOTICE, OFFICE = "督办通知.docx", "双随机办公室"


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
    return Report(f"到期提醒（{as_of}）", (*sections, _by_team(found, as_of)))


def _by_team(found: Sequence[Deadline], as_of: date) -> Section:
    """Return how much of each urgency every team or section has."""
    counts = Counter((entry.team or OFFICE, entry.bucket(as_of)) for entry in found)
    teams = sorted({team for team, _ in counts})
    rows = tuple((team, *(str(counts[team, bucket]) for bucket in BUCKETS)) for team in teams)
    return Section("按承办", () if rows else ("没有。",), ("承办", *BUCKETS) if rows else (), rows)


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
    facts = visit_facts(read_registers(data), parse_period(period).text, as_of)
    sections = (progress(facts, "team", "组"), progress(facts, "stratum", "类别"), crossed(facts))
    report = Report(f"{period} 进度（{as_of}）", sections)
    return Shown(report, _write(report, out, f"进度-{period}") if out else ())


def supervise(data: Path, period: str, *, templates: Path, out: Path, limit: str, as_of: date) -> Shown:
    """Write a notice (督办) for each team with late visits, as docx from the bureau's template and as xlsx."""
    registers = read_registers(data)
    slow = slow_teams(visit_facts(registers, parse_period(period).text, as_of))
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
    facts = visit_facts(registers, parse_period(period).text, as_of)
    report = self_check(
        registers,
        period,
        facts,
        draws=draw_events(data, period),
        targets=_targets(registers, data, period, as_of),
        frames=frame_facts(data, period),
        public=_public_figures(registers, public, period) if public else {},
    )
    return Shown(report, _write(report, out, f"自查-{period}", word=True) if out else ())


def _public_figures(registers: Registers, folder: Path, period: str) -> Mapping[str, int]:
    """Return the figures of the public record, counted as those inside are; nothing of another bureau."""
    record = read_public(folder)
    own = record.bureau.get("name") == registers.bureau.name
    return shown(public_facts(record, period)) if own else {}


def _targets(registers: Registers, data: Path, period: str, as_of: date) -> tuple[TargetState, ...]:
    """Return where the year's targets stand, worked out where the rules work them out for everyone."""
    last = period if len(period) > 4 else f"{period}Q4"
    policy, history = policy_for(data, period), draws_history.history(data, until=as_of, registers=registers)
    scene = scene_of(registers, policy, last, as_of, history)
    return target_states(open_book(registers, policy, parse_period(last), scene), as_of)


def _write(report: Report, out: Path, name: str, *, word: bool = False) -> tuple[Path, ...]:
    files = [out / f"{name}.xlsx"]
    write_atomic(files[0], write_workbook(report.as_sheets()))
    if word and find_spec("docx"):  # comes with the extra "forms"
        files.append(out / f"{name}.docx")
        write_atomic(files[1], report.as_docx())
    return tuple(files)
