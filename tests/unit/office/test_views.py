"""Progress, notices, self-check, traces and files for other systems, as the tasks show and write them."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from sampler.failure import FindingsError, SamplerError
from sampler.office.exchange import export, read_target
from sampler.office.samples import write_samples
from sampler.office.selfcheck import DrawEvent, FrameFact, self_check
from sampler.office.states import Reason
from sampler.office.supervision import totals, visit_facts
from sampler.registers import read_registers, write_table
from sampler.workflow import office, office_cases, office_ends, office_records, office_views
from sampler.workflow.office_packs import packs
from tests.unit.office.filling import GOOD, KEY, fill, visits, write_visits

DAY, LATE = date(2025, 7, 15), date(2025, 10, 9)
FIRST, SECOND, THIRD = ("2025Q3-001", "SX-01"), ("2025Q3-001", "SX-02"), ("2025Q3-002", "SX-01")
ORDER = {**GOOD, "检查结果": "发现问题已责令改正", "处理措施": "责令规范", "责令改正期限": "2025-08-10"}
FILED = {**GOOD, "检查结果": "立案处罚", "处理措施": "立案调查", "情况说明": "超标排放"}
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def half(data: Path, tmp_path: Path) -> Path:
    """Visit 001 is published with two follow-ups, visit 002 and 2025Q2-001 are not inspected."""
    write_visits(data)
    pack = next(packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY).folder.glob("*.xlsx"))
    office.import_results(
        data, fill(pack, tmp_path / "f.xlsx", {FIRST: ORDER, SECOND: FILED}), as_of=DAY, by="赵示例"
    )
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=DAY)
    return data


def cells(section, team):
    return next(row for row in section.rows if row[0] == team)


def test_progress_counts_each_visit_once_and_agrees_with_the_totals(half):
    report = office_views.show_progress(half, "2025Q3", as_of=LATE).report
    assert report.sections[0].headers == (
        "组",
        "应检查",
        "已检查",
        "已录入",
        "已公开",
        "不予公开",
        "逾期",
        "完成率",
    )
    assert cells(report.sections[0], "第一组") == ("第一组", "2", "1", "1", "1", "0", "1", "50%")
    assert report.sections[0].rows[-1][1:] == cells(report.sections[0], "第一组")[1:]
    assert report.sections[2].rows == (("第一组", "1/2"),)
    figures = totals(visit_facts(read_registers(half), "2025Q3", LATE))
    assert (figures["检查任务"], figures["已公开"], figures["逾期"], figures["发现问题的结果"]) == (
        2,
        1,
        1,
        2,
    )
    year = totals(visit_facts(read_registers(half), "2025", LATE))
    assert (year["检查任务"], year["逾期"]) == (3, 2)


def test_a_replaced_visit_is_counted_as_replaced_only(half):
    rows = [dict(row) for row in visits(half).values()]
    rows[1]["state"] = "已替换"
    write_table(half, "visits", rows, "2025Q3")
    figures = totals(visit_facts(read_registers(half), "2025Q3", LATE))
    assert (figures["检查任务"], figures["已替换"], figures["逾期"], figures["没有办结"]) == (1, 1, 0, 0)


def test_a_period_without_visits_is_said(data):
    assert "没有检查任务" in office_views.show_progress(data, "2025Q4", as_of=DAY).as_text()


def test_a_slow_team_gets_a_notice_with_its_open_visits(half, tmp_path):
    from docx import Document

    write_samples(tmp_path / "forms")
    shown = office_views.supervise(
        half, "2025Q3", templates=tmp_path / "forms", out=tmp_path, limit="2025-10-20", as_of=LATE
    )
    assert [path.name for path in shown.files] == ["督办清单.xlsx", "督办通知-第一组.docx"]
    document = Document(str(shown.files[1]))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "共有检查任务 2 项，已检查 1 项，已录入 1 项，已公开 1 项，逾期 1 项" in text
    assert "2025Q3-002" in {
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    }


def test_without_late_visits_there_is_no_notice(half, tmp_path):
    shown = office_views.supervise(half, "2025Q3", templates=tmp_path, out=tmp_path, limit="", as_of=DAY)
    assert "没有逾期的组" in shown.as_text()
    with pytest.raises(SamplerError, match=r"forms\.samples"):
        office_views.supervise(
            half, "2025Q3", templates=tmp_path / "none", out=tmp_path, limit="", as_of=LATE
        )


def test_the_self_check_tells_figures_exceptions_and_their_reasons(half, tmp_path):
    office.correct_result(half, FIRST, "处理措施", "责令限期规范", reason=Reason("笔误", "局长"), as_of=LATE)
    rows = [dict(row) for row in visits(half).values()]
    rows[1] |= {"nth": "3", "cap": "2"}
    write_table(half, "visits", rows, "2025Q3")
    shown = office_views.selfcheck(half, "2025Q3", as_of=LATE, out=tmp_path)
    text = shown.as_text()
    for part in (
        "自查报告",
        "GZ-2025-001",
        "笔误",
        "2025Q3-002",
        "HX-2025Q3-01",
        "没有例外",
        "还没有导出公开数据",
    ):
        assert part in text
    assert [path.suffix for path in shown.files] == [".xlsx", ".docx"]
    year = office_views.selfcheck(half, "2025", as_of=LATE).report
    assert "年度总结" in year.title
    assert "按期别" in [section.title for section in year.sections]


@pytest.mark.parametrize("period", ["2025Q9", "三季度", "25Q3"])
def test_a_period_that_is_none_is_said_instead_of_shown_as_empty(half, tmp_path, period):
    for step in (
        lambda: office_views.show_progress(half, period, as_of=DAY),
        lambda: office_views.supervise(half, period, templates=tmp_path, out=tmp_path, limit="", as_of=DAY),
        lambda: office_views.selfcheck(half, period, as_of=DAY),
        lambda: office_ends.ends(half, period, as_of=DAY),
        lambda: office.review_results(half, period, by="钱示例", as_of=DAY),
        lambda: office.publish_results(half, period, as_of=DAY),
        lambda: office_cases.publish_cases(half, period, as_of=DAY),
        lambda: office_cases.approve(half, period, by="局长", as_of=DAY),
    ):
        with pytest.raises(SamplerError, match="看不懂"):
            step()
    assert not (tmp_path / "supervise").exists()


def self_checked(data: Path) -> dict[str, object]:
    report = office_views.selfcheck(data, "2025Q3", as_of=LATE).report
    return {section.title: section for section in report.sections}


def test_the_self_check_holds_every_team_against_the_recusals_of_that_day(half):
    rule = {"code": KEY, "reason": "近亲属在该单位任职"}
    write_table(half, "recusals", [{**rule, "certificate": "130533004", "since": "2025-01-01"}])
    assert self_checked(half)["回避"].lines == (
        "名录库登记回避 1 条，本期涉及检查任务 1 项次，检查组都避开了。",
    )
    write_table(
        half,
        "recusals",
        [
            {**rule, "certificate": "130533001", "since": "2025-07-11"},
            {**rule, "certificate": "130533000", "since": "2025-01-01", "until": "2025-07-10"},
        ],
    )
    section = self_checked(half)["回避"]
    assert "有 1 处没有避开" in section.lines[0]
    assert section.rows == (("2025Q3-001", "130533000", "近亲属在该单位任职"),)


def test_the_self_check_tells_frames_caps_and_the_ladder_of_teams(half):
    registers = read_registers(half)
    facts = visit_facts(registers, "2025Q3", LATE)
    report = self_check(
        registers,
        "2025Q3",
        facts,
        draws=[
            DrawEvent(
                "2025Q3", "2025-07-02", "assigned", "第 1 批已分派。", "每人任务上限由 2 项提高到 3 项"
            ),
            DrawEvent("2025Q3", "2025-07-01", "substituted", "已替换", "营业执照已注销"),
            DrawEvent("2025Q3-2", "2025-07-05", "assigned", "第 1 批已分派。"),
        ],
        targets=(),
        frames=[
            FrameFact("2025Q3", (("本年检查已到上限 2 次", 7),), ("上限使“重点”只剩 3 户，少于应抽 4 户。",))
        ],
        public={},
    )
    sections = {section.title: section for section in report.sections}
    assert [row[2:] for row in sections["例外及原因"].rows] == [
        ("放宽每人任务上限", "每人任务上限由 2 项提高到 3 项"),
        ("替换", "营业执照已注销"),
    ]
    assert sections["例外及原因"].lines == ("补充抽取：2025Q3-2。",)
    assert sections["没有列入抽样框的对象"].rows == (("2025Q3", "本年检查已到上限 2 次", "7"),)
    assert sections["上限与应抽数的冲突"].rows == (("2025Q3", "上限使“重点”只剩 3 户，少于应抽 4 户。"),)


def test_the_trace_of_a_case_is_in_time_order_from_the_visit_to_its_end(half, tmp_path):
    office_cases.add_objection(
        half, "2025Q3-001", requested_by="检查对象", text="<b>对期限有异议</b>", as_of=date(2025, 7, 20)
    )
    office_cases.move_case(
        half, "HX-2025Q3-01", "已完成", document="FC-01", note="复查合格", as_of=date(2025, 8, 8)
    )
    shown = office_records.trace(half, "2025Q3-001", out=tmp_path)
    rows = shown.report.sections[1].rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    happened = [row[1] for row in rows]
    for step in (
        "检查 SX-01",
        "录入 SX-01",
        "审核 SX-01",
        "公开 SX-01",
        "责令改正 HX-2025Q3-01",
        "异议 YY-2025-001",
    ):
        assert step in happened
    assert any("FC-01" in row[2] for row in rows)
    assert "立案处罚 HX-2025Q3-02：办理中" in shown.as_text()
    page = shown.files[0].read_text()
    assert "&lt;b&gt;" in page
    assert "http" not in page
    assert oct(shown.files[0].stat().st_mode)[-3:] == "600"
    assert len(office_records.trace(half, KEY, out=tmp_path).files) == 1
    with pytest.raises(SamplerError, match="没有检查任务"):
        office_records.trace(half, "91130533MA0000004D", out=tmp_path)


@pytest.fixture
def mapped(half: Path) -> Path:
    for path in (REPOSITORY / "data" / "exchange").glob("out-*.csv"):
        (half / "exchange").mkdir(exist_ok=True)
        (half / "exchange" / path.name).write_bytes(path.read_bytes())
    return half


def test_each_target_gets_its_file_and_its_completeness_report(mapped, tmp_path):
    rows = [{**row, "task_ids": "RW-2025-01"} for row in visits(mapped).values()]
    write_table(mapped, "visits", rows, "2025Q3")
    shown = office_records.exchange_out(mapped, "2025Q3", out=tmp_path, as_of=DAY)
    assert len(shown) == 5
    path = tmp_path / "exchange" / "2025Q3" / "结果-国家企业信用信息公示系统.csv"
    records = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [(row["raninsTaskId"], row["raninsCheckResName"]) for row in records] == [
        ("RW-2025-01", "02"),
        ("RW-2025-01", "09"),
    ]
    texts = [one.as_text() for one in shown]
    assert any("supervise_item_implement_code" in text and "必填，对照表没有写来源" in text for text in texts)
    assert oct(path.stat().st_mode)[-3:] == "600"


def test_a_decided_penalty_is_exported_with_its_amount_in_ten_thousands(mapped):
    event = {
        "event_id": "CF-1",
        "code": KEY,
        "date": "2025-08-01",
        "document": "赵环罚〔2025〕1号",
        "matter": "超标排放",
        "kind": "罚款",
        "amount": "23500",
    }
    write_table(mapped, "penalties", [event])
    office_cases.move_case(
        mapped, "HX-2025Q3-02", "已完成", document="赵环罚〔2025〕1号", as_of=date(2025, 8, 1)
    )
    target = read_target(mapped / "exchange" / "out-处罚-双公示.csv")
    made = export(read_registers(mapped), target, period="2025", day="2025-08-02")
    row = dict(zip([line.field for line in made.lines], made.rows[0], strict=True))
    assert (row["CF_NR_FK"], row["CF_WFXW"], row["CF_WSH"]) == ("2.35", "超标排放", "赵环罚〔2025〕1号")
    assert {gap[1] for gap in made.gaps} == {"CF_FRDB", "CF_CFJGDM"}


def test_joint_punishment_is_exported_until_it_is_cancelled(mapped):
    office_cases.add_case(mapped, *SECOND, "信用惩戒", deadline="", document="XY-01", as_of=DAY)
    path = mapped / "exchange" / "out-信用-信用信息平台.csv"
    path.write_text(
        "目标字段,中文名,来源列,必填,长度,代码表\na,对象,检查对象.名称,是,,\nb,文书,后续处理.文书号,是,,\n"
    )
    made = export(read_registers(mapped), read_target(path), period="2025", day="2025-08-02")
    assert made.rows == (("赵县示例化工有限公司", "XY-01"),)
    office_cases.move_case(mapped, "HX-2025Q3-03", "已撤销", note="已修复信用", as_of=date(2025, 8, 1))
    assert export(read_registers(mapped), read_target(path), period="2025", day="2025-08-02").rows == ()


def test_a_withheld_object_is_left_out_and_counted(mapped):
    keep = {
        "decision_id": "J-1",
        "table": "objects",
        "target": KEY,
        "effect": "不予公开",
        "ground": "第十四条",
        "reason": "涉密",
    }
    write_table(
        mapped, "withhold", [{**keep, "decided_by": "李示例", "date": "2025-01-01", "recheck": "2026-01-01"}]
    )
    target = read_target(mapped / "exchange" / "out-结果-省双随机平台.csv")
    made = export(read_registers(mapped), target, period="2025", day="2025-08-02")
    assert (made.rows, made.withheld) == ((), 2)
    assert "不报送 2 条" in made.report().as_text()


def test_a_word_outside_the_code_table_and_a_long_value_are_gaps(mapped):
    path = mapped / "exchange" / "out-结果-某平台.csv"
    path.write_text(
        "目标字段,中文名,来源列,必填,长度,代码表\na,方式,检查结果.检查方式,是,,科技检查=2\nb,名称,检查对象.名称,是,3,\nc,机关,「固定」,是,,\n"
    )
    made = export(read_registers(mapped), read_target(path), period="2025Q3", day="2025-08-02")
    assert [gap[3] for gap in made.gaps] == ["“现场检查”不在代码表里", "超过 3 个字"] * 2
    assert made.rows[0] == ("", "赵县示例化工有限公司", "固定")


def test_every_mistake_of_a_mapping_is_named(mapped):
    path = mapped / "exchange" / "out-别的-某平台.csv"
    path.write_text("目标字段,中文名,来源列,必填,长度,代码表\na,甲,检查结果.没有这列,是,长,词\n")
    with pytest.raises(FindingsError) as caught:
        read_target(path)
    assert {finding.code.removeprefix("office.mapping-") for finding in caught.value.findings} == {
        "kind",
        "source",
        "length",
        "codes",
    }
    path.write_text("a,b\n1,2\n")
    with pytest.raises(FindingsError, match="表头应是"):
        read_target(path)


def test_a_mapping_with_short_lines_strange_numbers_or_endless_cells_is_read_or_refused(mapped):
    path, head = mapped / "exchange" / "out-结果-某平台.csv", "目标字段,中文名,来源列,必填,长度,代码表\n"
    path.write_text(head + "a,甲\n\nb,乙,「x」,是,12\n", "utf-8")
    assert [(line.field, line.source, line.length) for line in read_target(path).lines] == [
        ("a", "", 0),
        ("b", "「x」", 12),
    ]
    for length in ("²", "9" * 5000, "-1"):
        path.write_text(f"{head}a,甲,「x」,是,{length},\n", "utf-8")
        with pytest.raises(FindingsError, match="应是整数"):
            read_target(path)
    usual = csv.field_size_limit()  # a process-wide setting that other libraries lift
    try:
        for limit, told in ((131_072, "读不了对照表"), (10_000_000, "最多 10000 个")):
            csv.field_size_limit(limit)
            path.write_text(f"{head}{'a' * 200_000},甲,「x」,是,,\n", "utf-8")
            with pytest.raises(SamplerError, match=told):
                read_target(path)
    finally:
        csv.field_size_limit(usual)


def test_the_mappings_in_the_repository_are_in_order():
    paths = sorted((REPOSITORY / "data" / "exchange").glob("out-*.csv"))
    assert len(paths) == 5
    assert all(read_target(path).lines for path in paths)


def test_an_unknown_target_is_said(mapped, tmp_path):
    with pytest.raises(SamplerError, match="没有名为“没有的”的"):
        office_records.exchange_out(mapped, "2025Q3", target="没有的", out=tmp_path, as_of=DAY)


def test_the_journal_of_all_these_steps_is_intact(mapped):
    text, intact = office_records.journal_verify(mapped)
    assert intact
    assert "前后相接" in text
    path = next((mapped / "journal").glob("*.jsonl"))
    path.write_bytes(path.read_bytes().replace("赵示例".encode(), "钱示例".encode()))
    text, intact = office_records.journal_verify(mapped)
    assert not intact
    assert "被改动" in text
