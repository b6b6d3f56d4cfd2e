"""Private files in, public record out: what leaves, what does not, and what stops it."""

import dataclasses
import subprocess
import sys
from datetime import date

import pytest

from sampler.disclosure.decisions import COARSE
from sampler.disclosure.ids import complete_ledger, ledger_rows
from sampler.disclosure.private import secrets_of
from sampler.disclosure.public import TABLES, public_files, write_public
from sampler.disclosure.scan import scan
from sampler.disclosure.signatures import confirm
from sampler.failure import FindingsError, SamplerError
from sampler.registers import read_registers
from tests.unit.disclosure import bureau


@pytest.fixture
def data(tmp_path):
    return bureau.make(tmp_path / "data")


def everything(record):
    return b"\n".join(public_files(record).values()).decode()


def test_no_private_value_is_in_the_public_record(data, tmp_path):
    found = bureau.exported(data)
    write_public(found.record, tmp_path / "public")
    report = scan(
        tmp_path / "public",
        secrets_of(found.desk, data),
        allowed={"0310-5550100": "x", "cs@baiyang.example": "x"},
    )
    assert report.clean, report.as_text()
    text = everything(found.record)
    for value in (
        "尉迟晓峰",
        "13912345678",
        "建国",
        "清泉",
        "磐石",
        "独孤明月",
        "92130999",
        "幸福街",
        "5550999",
    ):
        assert value not in text, value


def test_free_text_is_masked_and_its_meaning_kept(data):
    notes = {row.result_id: row.note for row in bureau.exported(data).record.results}
    assert notes["2025Q3-T01-HJ001"] == "现场负责人尉迟某在场，电话【手机号】，当场整改。"


def test_a_state_matter_does_not_exist_in_public(data):
    record = bureau.exported(data).record
    text = everything(record)
    assert "2025Q3-T03" not in text
    assert "深谷路" not in text
    assert bureau.SECRET not in complete_ledger(read_registers(data), bureau.DAY).of
    assert not any(row.ground == "第十四条" for row in record.withheld)


def test_without_the_state_matter_the_record_is_the_same_byte_for_byte(data):
    with_it = public_files(bureau.exported(data).record)
    for name, part in (("objects", ""), ("visits", "2025Q3"), ("results", "2025Q3")):
        rows = read_registers(data).table(name, part).rows
        bureau.put(data, name, [row for row in rows if row["code"] != bureau.SECRET], part)
    assert public_files(bureau.exported(data).record) == with_it


def test_public_ids_have_no_gap_and_every_id_answers(data):
    bureau.put(data, "public_ids", ledger_rows(complete_ledger(read_registers(data), bureau.DAY)))
    bureau.add(data, "withhold", bureau.decision("JD-9", bureau.PLAIN_2, "第十六条"))
    record = bureau.exported(data).record
    answered = {row.public_id for row in record.objects} | {row.public_id for row in record.tombstones}
    assert answered == {f"e{n:05d}" for n in range(1, 6)}


def test_a_published_object_later_withheld_becomes_a_tombstone_with_the_coarsest_ground(data):
    bureau.put(data, "public_ids", ledger_rows(complete_ledger(read_registers(data), date(2025, 2, 1))))
    bureau.add(data, "withhold", bureau.decision("JD-9", bureau.PLAIN, "第十四条", date="2025-08-01"))
    record = bureau.exported(data).record
    assert [(row.date, row.ground) for row in record.tombstones] == [("2025-08-01", COARSE)]
    assert "恒岳" not in everything(record)


def test_a_withheld_object_that_is_released_is_simply_added(data):
    before = bureau.exported(data).record
    bureau.change(data, "withhold", "decision_id", "JD-1", lifted="2025-08-20")
    after = bureau.exported(data).record
    assert len(after.objects) == len(before.objects) + 1
    assert after.tombstones == ()


def test_a_sole_traders_name_and_code_are_masked_and_a_consent_shows_them(data):
    bureau.change(data, "withhold", "decision_id", "JD-2", lifted="2025-02-01")
    names = {row.name for row in bureau.exported(data).record.objects}
    assert {"白杨县某废品收购站", "白杨县清泉洗车行"} <= names
    bureau.put(data, "consents", [
        {"consent_id": "ZQ-1", "code": bureau.TRADER, "table": "objects", "field": "名称", "answer": "同意",
         "answered": "2025-03-01", "decided_by": "局长", "date": "2025-03-02"},
    ])  # fmt: skip
    assert "白杨县建国废品收购站" in {row.name for row in bureau.exported(data).record.objects}


def test_a_consent_that_nobody_decided_shows_nothing(data):
    bureau.put(data, "consents", [
        {"consent_id": "ZQ-1", "code": bureau.TRADER, "field": "名称", "answer": "同意", "answered": "2025-03-01"},
    ])  # fmt: skip
    assert "建国" not in everything(bureau.exported(data).record)


def test_a_masked_cell_is_counted_and_small_counts_are_not_told(data):
    withheld = bureau.exported(data).record.withheld
    assert [(row.table, row.ground, row.count) for row in withheld] == [
        ("检查对象（部分隐去）", "第十五条", "少于5")
    ]


def test_a_new_column_stays_inside_and_staff_are_told(data):
    path = data / "registers" / "objects.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([lines[0] + ",家庭住址", *(line + ",某处" for line in lines[1:])]) + "\n", encoding="utf-8"
    )
    found = bureau.exported(data)
    assert "某处" not in everything(found.record)
    assert any("家庭住址" in text for text in found.warnings)


def test_an_internal_column_can_not_be_exported_by_mistake(data):
    desk = bureau.exported(data).desk
    table = desk.source.registers.table("objects")
    with pytest.raises(SamplerError, match="内部列"):
        desk.gate.cell(table, table.rows[0], "phone")
    with pytest.raises(SamplerError, match="不是公开的表"):
        desk.gate.cell(desk.source.registers.table("inspectors"), {"name": "x"}, "name")


def test_a_private_number_in_a_public_column_stops_the_export_with_row_and_column(data):
    bureau.change(data, "results", "visit_id", "2025Q3-T02", "2025Q3", measure="联系13598765432改正")
    with pytest.raises(FindingsError, match=r"results/2025Q3\.csv 第 3 行「处理措施」"):
        bureau.exported(data).checked()


def test_an_open_review_item_stops_the_export(data):
    bureau.change(
        data, "results", "visit_id", "2025Q3-T02", "2025Q3", note="联系尾号5678的手机，见客户名单。"
    )
    with pytest.raises(FindingsError, match=r"gate\.review"):
        bureau.exported(data).checked()


def test_results_past_their_term_leave_a_tombstone(data):
    found = bureau.exported(data, date(2027, 7, 16)).record
    assert ("2025Q3-T02-HJ001", "2027-07-15", "公开期限届满") in {
        (row.public_id, row.date, row.ground) for row in found.tombstones
    }
    assert "2025Q3-T01-HJ001" in {row.result_id for row in found.results}


def test_nothing_is_public_before_its_day(data):
    record = bureau.exported(data, date(2025, 7, 14)).record
    assert (record.visits, record.results, record.followups) == ((), (), ())


def test_a_visit_that_is_not_public_yet_is_looked_for_by_its_number(data):
    before = bureau.exported(data, date(2025, 7, 14))
    hidden = {secret.value for secret in secrets_of(before.desk, data).values}
    assert {"2025Q3-T01", "2025Q3-T02", "2025Q3-T03"} <= hidden
    after = {secret.value for secret in secrets_of(bureau.exported(data).desk, data).values}
    assert "2025Q3-T01" not in after
    assert "2025Q3-T03" in after


def test_two_exports_give_the_same_bytes(data):
    assert public_files(bureau.exported(data).record) == public_files(bureau.exported(data).record)


def test_follow_ups_show_on_the_result(data):
    record = bureau.exported(data).record
    assert {row.result_id: row.followup_state for row in record.results}["2025Q3-T01-HJ001"] == "已完成"
    assert record.followups[0].note == "独孤某复查合格"


def test_the_program_writes_the_folder_and_refuses_in_chinese(data, tmp_path):
    command = [
        sys.executable,
        "-m",
        "sampler.disclosure",
        str(data),
        str(tmp_path / "public"),
        "--as-of",
        "2025-09-01",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "public" / "tables" / "objects.csv").is_file()
    bureau.change(data, "results", "visit_id", "2025Q3-T02", "2025Q3", measure="联系13598765432改正")
    before = (tmp_path / "public" / "tables" / "results.csv").read_bytes()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "处理措施" in done.stderr
    assert (tmp_path / "public" / "tables" / "results.csv").read_bytes() == before


def test_the_ledger_is_refused_when_it_has_a_gap(data):
    bureau.put(data, "public_ids", [{"public_id": "e00002", "code": bureau.PLAIN, "since": "2025-01-01"}])
    with pytest.raises(SamplerError, match="缺号"):
        bureau.exported(data)


def test_ids_already_given_never_move_when_objects_are_added(data):
    bureau.put(data, "public_ids", ledger_rows(complete_ledger(read_registers(data), bureau.DAY)))
    before = complete_ledger(read_registers(data), bureau.DAY).of
    bureau.add(data, "objects", {"code": "11130999MA0000000A", "name": "白杨县第一中学", "kind": "事业单位"})
    after = complete_ledger(read_registers(data), bureau.DAY).of
    assert {code: after[code] for code in before} == before
    assert after["11130999MA0000000A"] == "e00006"


def test_every_statistic_can_be_counted_again_from_the_published_rows(data):
    record = bureau.exported(data).record
    objects = {row.public_id: row for row in record.objects}
    for row in record.statistics:
        found = 0
        for one in record.rows(row.topic):
            whole = row.period == "全部" or getattr(one, "period", row.period) == row.period
            holder = one if hasattr(one, row.dimension) else objects.get(getattr(one, "public_id", ""))
            found += whole and (row.dimension == "total" or str(getattr(holder, row.dimension)) == row.label)
        assert found == row.value, row


def test_a_total_that_no_row_supports_is_told(data):
    from sampler.disclosure.totals import published_numbers, unmatched

    record = bureau.exported(data).record
    loose = unmatched(
        {"简报": f"名录库共有 {len(record.objects)} 家，全年共检查 77 家。"}, published_numbers(record)
    )
    assert [total.number for total in loose] == [77]


def test_every_table_of_the_record_keeps_its_key_unique(data):
    record = bureau.exported(data).record
    for table in TABLES:
        keys = [tuple(str(getattr(row, key)) for key in table.key) for row in record.rows(table.name)]
        assert len(keys) == len(set(keys)), table.name


def test_a_row_dropped_by_a_reviewer_leaves(data):
    bureau.change(data, "results", "visit_id", "2025Q3-T02", "2025Q3", note="涉及张建国家庭纠纷，尾号5678。")
    found = bureau.exported(data)
    question = next(q for q in found.questions if "家庭纠纷" in q.original)
    bureau.put(data, "reviews", [
        {"digest": question.digest, "table": "results", "field": "情况说明", "answer": "整行不公开", "reviewer": "甲",
         "rules": question.rules, "date": "2025-08-30"},
    ])  # fmt: skip
    record = bureau.exported(data).checked()
    assert "2025Q3-T02-HJ001" not in {row.result_id for row in record.results}


def test_first_publication_is_the_day_of_the_public_id(data):
    bureau.put(data, "public_ids", ledger_rows(complete_ledger(read_registers(data), date(2025, 1, 2))))
    record = bureau.exported(data).record
    assert {row.first_published for row in record.objects} == {"2025-01-02"}
    assert dataclasses.asdict(record.objects[0])["visits_this_year"] in {0, 1}


def loose(exported):
    return [one.value for one in exported.findings if one.code == "gate.loose-total"]


def test_a_total_that_nobody_published_stops_the_export_until_somebody_signs_for_it(data):
    bureau.put(data, "plan_changes", [
        {"change_id": "BG-1", "task_id": "RW-1", "field": "抽查比例", "new": "5%", "date": "2025-03-01",
         "reason": "全年共抽查 977 家，人手不足", "approval": "〔2025〕1号", "published": "2025-03-02"},
    ])  # fmt: skip
    stopped = bureau.exported(data)
    assert loose(stopped) == ["全年共抽查 977 家，人手不足"]
    with pytest.raises(FindingsError, match=r"gate\.confirm"):
        stopped.checked()
    words = loose(stopped)[0]
    confirm(data, words=words, reason="上级文件里的数", by="王某", as_of=bureau.DAY)
    assert loose(bureau.exported(data)) == []
