"""Terms in working days, overdue and coming, on the screen, as xlsx and as a calendar."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from sampler.office.clock import Clock, Deadline, DrawFact, deadlines
from sampler.office.icalendar import as_calendar
from sampler.registers import read_registers, write_table
from sampler.rules import Workdays, policy_for
from sampler.workflow import office_views
from tests.unit.office.filling import KEY, TRADER, write_visits


def clock(data: Path, day: date, draws: tuple = ()) -> Clock:
    registers = read_registers(data)
    return Clock(registers, policy_for(data, "2025"), draws, day, Workdays(registers))


def found(data: Path, day: date, kind: str, draws: tuple = ()) -> list[Deadline]:
    return [entry for entry in deadlines(clock(data, day, draws)) if entry.kind == kind]


@pytest.fixture
def busy(data: Path) -> Path:
    write_visits(data)
    result = {
        "visit_id": "2025Q3-002",
        "code": TRADER,
        "item_id": "SX-01",
        "mode": "现场检查",
        "outcome": "未发现问题",
    }
    write_table(data, "results", [{**result, "date": "2025-09-29", "state": "已检查待审核"}], "2025Q3")
    return data


def test_a_visit_runs_until_its_deadline_and_then_is_overdue(busy):
    (entry, _) = sorted(found(busy, date(2025, 7, 15), "检查并录入"), key=lambda e: e.subject, reverse=True)
    assert (entry.subject, entry.due, entry.team) == ("2025Q3-001", "2025-09-30", "赵示例")
    assert entry.bucket(date(2025, 9, 28)) == "以后到期"
    assert entry.bucket(date(2025, 9, 29)) == "本周到期"
    assert entry.bucket(date(2025, 9, 30)) == "本周到期"
    assert entry.bucket(date(2025, 10, 1)) == "已逾期"


def test_publication_is_due_twenty_working_days_after_the_end_of_the_inspection(busy):
    (entry,) = found(busy, date(2025, 10, 9), "审核并公开结果")
    assert (entry.subject, entry.due) == ("2025Q3-002", "2025-10-28")


def test_draw_window_confirmation_and_opening_are_on_the_list(data):
    text = (data / "policy" / "2025.toml").read_text()
    (data / "policy" / "2025.toml").write_text(
        text.replace('"每组人数" = 2', '"每组人数" = 2\n"抽取窗口" = "上期最后5个工作日"')
    )
    (entry,) = found(
        data, date(2025, 6, 20), "抽取", (DrawFact("2025Q2", "2025Q2", "2025-03-28", True, True, ""),)
    )
    assert (entry.subject, entry.due) == ("2025Q3", "2025-06-30")
    draws = (DrawFact("2025Q3", "2025Q3", "2025-06-27", False, False, "2025-11-15"),)
    (confirm,) = found(data, date(2025, 6, 28), "确认抽中对象", draws)
    assert confirm.due == "2025-07-02"
    assert [entry.due for entry in found(data, date(2025, 6, 28), "揭示抽取结果", draws)] == ["2025-11-15"]


def test_penalties_withheld_matter_consents_objections_and_certificates_are_watched(busy):
    base = {
        "visit_id": "2025Q3-002",
        "item_id": "SX-01",
        "code": TRADER,
        "date": "2025-07-01",
        "kind": "立案处罚",
    }
    rows = [
        {**base, "followup_id": "HX-2025Q3-01", "state": "已完成", "closed": "2025-09-26"},
        {**base, "followup_id": "HX-2025Q3-02", "state": "办理中"},
    ]
    write_table(busy, "followups", rows, "2025Q3")
    keep = {
        "decision_id": "J-1",
        "table": "results",
        "target": "x",
        "effect": "隐去",
        "ground": "第十五条",
        "reason": "商业秘密",
    }
    write_table(
        busy, "withhold", [{**keep, "decided_by": "李示例", "date": "2025-01-01", "recheck": "2025-12-31"}]
    )
    write_table(
        busy,
        "consents",
        [{"consent_id": "Z-1", "code": KEY, "table": "objects", "asked": "2025-09-01", "due": "2025-09-22"}],
    )
    write_table(
        busy,
        "objections",
        [{"objection_id": "YY-1", "visit_id": "2025Q3-001", "received": "2025-09-01", "due": "2025-09-29"}],
    )
    people = [dict(row) for row in read_registers(busy).table("inspectors").rows]
    people[0]["valid_until"] = "2025-11-01"
    write_table(busy, "inspectors", people)
    kinds = {entry.kind: entry for entry in deadlines(clock(busy, date(2025, 9, 29)))}
    assert kinds["公开处罚决定"].due == "2025-10-08"
    assert kinds["办结立案处罚"].bucket(date(2025, 9, 29)) == "没有期限"
    assert kinds["复查不予公开"].due == "2025-12-31"
    assert kinds["等第三方答复"].bucket(date(2025, 9, 29)) == "已逾期"
    assert kinds["答复异议"].bucket(date(2025, 9, 29)) == "本周到期"
    assert kinds["续办执法证件"].team == "赵示例"


def test_a_cancelled_penalty_asks_for_withdrawal_within_three_working_days(busy):
    rows = [dict(row) for row in read_registers(busy).table("results", "2025Q3").rows]
    write_table(busy, "results", [{**rows[0], "state": "已公开", "published": "2025-09-30"}], "2025Q3")
    case = {
        "followup_id": "HX-2025Q3-01",
        "visit_id": "2025Q3-002",
        "item_id": "SX-01",
        "code": TRADER,
        "date": "2025-09-29",
    }
    write_table(
        busy, "followups", [{**case, "kind": "立案处罚", "state": "已撤销", "closed": "2025-09-30"}], "2025Q3"
    )
    (entry,) = found(busy, date(2025, 10, 2), "撤回已公开的结果")
    assert entry.due == "2025-10-06"


def test_expiry_is_announced_thirty_days_before(busy):
    rows = [dict(row) for row in read_registers(busy).table("results", "2025Q3").rows]
    write_table(busy, "results", [{**rows[0], "state": "已公开", "published": "2023-11-20"}], "2025Q3")
    assert found(busy, date(2025, 10, 20), "公开期满，自动撤下") == []
    (entry,) = found(busy, date(2025, 10, 21), "公开期满，自动撤下")
    assert entry.due == "2025-11-20"


def test_the_list_is_shown_and_written_for_all_and_for_each_team(busy, tmp_path):
    shown = office_views.due(busy, as_of=date(2025, 10, 9), out=tmp_path)
    assert "【已逾期（2）】" in shown.as_text()
    assert sorted(path.name for path in shown.files) == [
        "到期提醒-赵示例.ics",
        "到期提醒.ics",
        "到期提醒.xlsx",
    ]
    assert "没有。" in office_views.due(busy, as_of=date(2025, 10, 9), team="没有这个人").as_text()


def test_every_team_sees_how_much_of_each_urgency_it_has(busy, tmp_path):
    shown = office_views.due(busy, as_of=date(2025, 10, 9), out=tmp_path)
    section = shown.report.sections[-1]
    assert section.headers == ("承办", "已逾期", "本周到期", "以后到期", "没有期限")
    assert ("赵示例", "2", "0", "1", "0") in section.rows
    listed = sum(len(part.rows) for part in shown.report.sections[:-1])
    assert sum(int(cell) for row in section.rows for cell in row[1:]) == listed
    book = load_workbook(next(path for path in shown.files if path.suffix == ".xlsx"))
    assert [sheet.title for sheet in book][-1].endswith("按承办")
    one = office_views.due(busy, as_of=date(2025, 10, 9), team="赵示例").report
    assert {row[3] for part in one.sections[:-1] for row in part.rows} == {"赵示例"}


def test_the_calendar_file_keeps_the_rules_of_its_format():
    entries = [
        Deadline("2025-09-30", "检查，录入；再核", "2025Q3-001", "赵示例", "很长的说明，" * 30),
        Deadline("", "没有期限", "x"),
    ]
    content = as_calendar(entries, date(2025, 7, 1), "期限")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    unfolded = content.decode().replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20250930" in unfolded
    assert f"DTEND;VALUE=DATE:{date(2025, 9, 30) + timedelta(days=1):%Y%m%d}" in unfolded
    assert "SUMMARY:检查，录入；再核 2025Q3-001（赵示例）" in unfolded
    assert as_calendar(entries, date(2025, 7, 1), "期限") == content


def test_signs_with_a_meaning_in_calendar_files_are_escaped():
    content = as_calendar([Deadline("2025-09-30", "a,b;c\\d\ne", "x")], date(2025, 7, 1), "n").decode()
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne x" in content


def test_another_program_reads_the_calendar_file_as_it_was_meant():
    entries = [
        Deadline("2025-09-30", "检查，录入；再核", "2025Q3-001", "赵示例", "很长的说明，" * 30),
        Deadline("2025-10-09", "公开,(a);\\b\n第二行", "2025Q3-002"),
    ]
    calendar = Calendar.from_ical(as_calendar(entries, date(2025, 7, 1), "期限"))
    events = list(calendar.walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [date(2025, 9, 30), date(2025, 10, 9)]
    assert str(events[0]["description"]) == "很长的说明，" * 30
    assert str(events[1]["summary"]) == "公开,(a);\\b\n第二行 2025Q3-002"
    assert len({str(event["uid"]) for event in events}) == 2
    assert not [event.errors for event in events if event.errors]
