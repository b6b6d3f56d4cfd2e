"""A pack goes out, comes back filled, is reviewed, published, corrected and withdrawn."""

from datetime import date
from pathlib import Path

import pytest

from sampler.failure import FindingsError, SamplerError
from sampler.office.audit import verify
from sampler.office.outcomes import OUTCOMES
from sampler.office.states import Reason
from sampler.registers import read_registers, schema_named, write_table
from sampler.workflow import office
from sampler.workflow.office_packs import packs
from tests.unit.office.filling import GOOD, KEY, fill, results, visits, write_visits

FIRST, SECOND, THIRD = ("2025Q3-001", "SX-01"), ("2025Q3-001", "SX-02"), ("2025Q3-002", "SX-01")
ORDER = {**GOOD, "检查结果": "发现问题已责令改正", "处理措施": "责令规范排放口", "责令改正期限": "2025-08-10"}
DAY = date(2025, 7, 15)
WHY = Reason("复核发现日期有误", "局长")


@pytest.fixture
def pack(data: Path, tmp_path: Path) -> Path:
    write_visits(data)
    made = packs(data, "2025Q3", out=tmp_path / "build", forms=None, as_of=date(2025, 7, 2))
    assert made.files == 1
    return next(made.folder.glob("*.xlsx"))


@pytest.fixture
def filled(pack: Path, tmp_path: Path) -> Path:
    return fill(pack, tmp_path / "filled.xlsx", {FIRST: ORDER, SECOND: GOOD, THIRD: GOOD})


def bring(data: Path, file: Path, **more) -> office.Told:
    return office.import_results(data, file, **{"as_of": DAY, "by": "赵示例", **more})


def files(data: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(data.rglob("*.csv"))}


def codes(data: Path, file: Path, **more) -> set[str]:
    before = files(data)
    with pytest.raises(FindingsError) as caught:
        bring(data, file, **more)
    assert files(data) == before
    return {finding.code for finding in caught.value.findings}


def published(data: Path, filled: Path) -> None:
    bring(data, filled)
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=DAY)


def test_a_filled_pack_moves_results_and_visits_through_their_states(data, filled):
    assert "新录入 3 项" in bring(data, filled).as_text()
    assert {row["state"] for row in results(data).values()} == {"已检查待审核"}
    assert results(data)[FIRST]["inspectors"] == "2"
    office.review_results(data, "2025Q3", by="钱示例", visits=["2025Q3-001"], as_of=DAY)
    assert [row["state"] for row in visits(data).values()] == ["已审核", "已检查待审核"]
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=date(2025, 7, 16))
    assert {(row["state"], row["published"]) for row in results(data).values()} == {("已公开", "2025-07-16")}
    assert {row["state"] for row in visits(data).values()} == {"已公开"}
    assert [f for f in verify(data) if f.level == "error"] == []


def test_the_same_pack_again_changes_nothing(data, filled):
    bring(data, filled)
    before = files(data)
    assert "新录入 0 项，未变 3 项" in bring(data, filled, as_of=date(2025, 7, 20)).as_text()
    assert files(data) == before


def test_a_half_filled_pack_brings_in_what_is_filled(data, pack, tmp_path):
    half = fill(pack, tmp_path / "half.xlsx", {FIRST: GOOD})
    told = bring(data, half).as_text()
    assert "新录入 1 项" in told
    assert "还有 2 行没有填写" in told
    assert visits(data)["2025Q3-001"]["state"] == "未检查"


def test_packs_may_come_in_any_order(data, pack, tmp_path):
    one = fill(pack, tmp_path / "one.xlsx", {FIRST: ORDER})
    two = fill(pack, tmp_path / "two.xlsx", {SECOND: GOOD, THIRD: GOOD})
    bring(data, two)
    bring(data, one)
    first = results(data)
    for path in (data / "results").glob("*.csv"):
        path.unlink()
    bring(data, one)
    bring(data, two)
    assert results(data) == first


def test_an_empty_pack_is_no_mistake(data, pack):
    assert "还有 3 行没有填写" in bring(data, pack).as_text()


def test_a_pack_of_another_quarter_goes_to_its_quarter_or_is_refused(data, pack, tmp_path):
    made = packs(data, "2025Q2", out=tmp_path / "build", forms=None, as_of=DAY)
    other = fill(
        next(made.folder.glob("*.xlsx")),
        tmp_path / "q2.xlsx",
        {("2025Q2-001", "SX-01"): {**GOOD, "检查日期": "2025-06-10"}},
    )
    with pytest.raises(SamplerError, match=r"q2.xlsx 是 2025Q2 的任务包"):
        bring(data, other, period="2025Q3")
    assert bring(data, other).as_text().startswith("2025Q2：新录入 1 项")
    assert ("2025Q2-001", "SX-01") in results(data, "2025Q2")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"检查日期": "2025-06-30"}, "office.too-early"),
        ({"检查日期": "2025-07-16"}, "office.in-future"),
        ({"检查结果": "发现问题已责令改正"}, "office.missing-field"),
        ({**ORDER, "责令改正期限": "2025-07-01"}, "office.deadline"),
        ({"检查结果": "停产"}, "office.missing-field"),
        ({"检查结果": "移交其他部门"}, "office.missing-field"),
        ({"检查人员": "130533000"}, "office.too-few"),
        ({"检查人员": "130533000；130533002"}, "office.not-assigned"),
        ({"检查人员": "130533000；999"}, "office.not-certified"),
        ({"对象代码": "91130533MA0000004D"}, "office.wrong-object"),
        ({"检查任务编号": "2025Q3-099"}, "office.unknown-visit"),
        ({"事项编码": "SX-02"}, "office.wrong-item"),
    ],
)
def test_each_mistake_is_named_and_nothing_is_written(data, pack, tmp_path, change, code):
    assert codes(data, fill(pack, tmp_path / "bad.xlsx", {THIRD: {**GOOD, **change}})) == {code}


NEEDS = [(word, key) for word, outcome in OUTCOMES.items() for key in outcome.needs]
FULL = {
    "measure": "措施", "note": "说明", "deadline": "2025-08-10", "transferred_to": "县公安局", "evidence": "ZJ-1",
}  # fmt: skip


@pytest.mark.parametrize(("word", "key"), NEEDS)
def test_an_outcome_without_a_field_it_needs_is_named_by_that_column(data, pack, tmp_path, word, key):
    headers = {name: schema_named("results").field(name).header for name in FULL}
    cells = {headers[name]: value for name, value in FULL.items() if name != key}
    bad = fill(pack, tmp_path / "bad.xlsx", {THIRD: {**GOOD, **cells, "检查结果": word}})
    with pytest.raises(FindingsError) as caught:
        bring(data, bad)
    (finding,) = caught.value.findings
    assert (finding.code, finding.column) == ("office.missing-field", headers[key])


def test_orders_need_a_deadline_transfers_a_receiver_and_what_stopped_its_evidence():
    needed = set(NEEDS)
    for pair in (
        ("发现问题已责令改正", "deadline"), ("移送司法", "transferred_to"), ("移交其他部门", "transferred_to"), ("停产", "evidence"),
        ("已关闭/搬迁/注销", "evidence"), ("无法联系", "evidence"), ("不配合检查情节严重", "evidence"), ("不予公开", "note"),
    ):  # fmt: skip
        assert pair in needed


def changed(data: Path, table: str, key: str, value: str, **cells: str) -> None:
    rows = [dict(row) for row in read_registers(data).table(table).rows]
    write_table(data, table, [row | cells if row[key] == value else row for row in rows])


def test_an_item_that_was_not_valid_on_the_day_or_is_off_the_list_is_named(data, filled):
    changed(data, "items", "item_id", "SX-02", valid_to="2025-07-09")
    assert codes(data, filled) == {"office.invalid-item"}
    kept = [row for row in read_registers(data).table("items").rows if row["item_id"] != "SX-02"]
    write_table(data, "items", kept)
    assert codes(data, filled) == {"office.unknown-item"}


def test_a_certificate_that_had_run_out_on_the_day_of_the_inspection_is_named(data, filled):
    changed(data, "inspectors", "certificate", "130533001", valid_until="2025-07-09")
    assert codes(data, filled) == {"office.not-certified"}
    changed(data, "inspectors", "certificate", "130533001", valid_until="2025-07-10")
    assert "新录入 3 项" in bring(data, filled).as_text()


def test_another_mode_than_arranged_is_brought_in_with_a_warning(data, pack, tmp_path):
    other = fill(pack, tmp_path / "other.xlsx", {THIRD: {**GOOD, "检查方式": "科技检查"}})
    assert "与安排的现场检查不同" in bring(data, other).as_text()


def test_an_unknown_word_or_an_impossible_date_is_named(data, pack, tmp_path):
    bad = fill(
        pack,
        tmp_path / "bad.xlsx",
        {FIRST: {**GOOD, "检查结果": "还行"}, THIRD: {**GOOD, "检查日期": "2025-02-30"}},
    )
    assert len(codes(data, bad)) == 2


def test_a_late_inspection_is_brought_in_with_a_warning(data, pack, tmp_path):
    late = fill(pack, tmp_path / "late.xlsx", {THIRD: {**GOOD, "检查日期": "2025-10-09"}})
    assert "超过截止日期 2025-09-30" in bring(data, late, as_of=date(2025, 10, 10)).as_text()


def test_nobody_reviews_what_he_entered(data, filled):
    bring(data, filled)
    with pytest.raises(SamplerError, match="须由另一人审核"):
        office.review_results(data, "2025Q3", by="赵示例", as_of=DAY)
    with pytest.raises(SamplerError, match="--by"):
        office.review_results(data, "2025Q3", by="", as_of=DAY)


def test_a_change_before_publication_keeps_the_old_value_inside(data, filled, pack, tmp_path):
    bring(data, filled)
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    other = fill(pack, tmp_path / "other.xlsx", {THIRD: {**GOOD, "检查日期": "2025-07-11"}})
    assert "公开前改动 1 项" in bring(data, other).as_text()
    assert '"old":"2025-07-10"' in (data / "results" / "drafts.jsonl").read_text()
    assert results(data)[THIRD]["state"] == "已检查待审核"
    assert not (data / "results" / "corrections.csv").exists()


def test_a_published_result_changes_only_by_a_correction_that_keeps_both_values(data, filled, pack, tmp_path):
    published(data, filled)
    other = fill(pack, tmp_path / "other.xlsx", {THIRD: {**GOOD, "检查日期": "2025-07-11"}})
    assert codes(data, other) == {"office.published"}
    assert "更正 1 项" in bring(data, other, reason=WHY).as_text()
    (row,) = read_registers(data).table("corrections").rows
    assert (row["field"], row["old"], row["new"], row["approved_by"]) == (
        "检查日期",
        "2025-07-10",
        "2025-07-11",
        "局长",
    )
    assert results(data)[THIRD]["state"] == "已公开"
    office.correct_result(data, THIRD, "检查结果", "停产", reason=WHY, as_of=DAY)
    assert [row["correction_id"] for row in read_registers(data).table("corrections").rows] == [
        "GZ-2025-001",
        "GZ-2025-002",
    ]


@pytest.mark.parametrize(
    ("header", "value", "reason", "words"),
    [
        ("检查结果", "停产", Reason(), "原因"),
        ("检查结果", "还行", WHY, "只能是"),
        ("状态", "已撤回", WHY, "results.withdraw"),
        ("没有的列", "x", WHY, "没有的列"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(data, filled, header, value, reason, words):
    published(data, filled)
    with pytest.raises(SamplerError, match=words):
        office.correct_result(data, THIRD, header, value, reason=reason, as_of=DAY)


def test_an_unpublished_result_is_not_corrected(data, filled):
    bring(data, filled)
    with pytest.raises(SamplerError, match="没有已公开的结果"):
        office.correct_result(data, THIRD, "检查结果", "停产", reason=WHY, as_of=DAY)


def test_a_withdrawal_says_why_and_cannot_be_undone_by_an_import(data, filled, pack, tmp_path):
    published(data, filled)
    office.withdraw_results(data, "2025Q3-002", reason=Reason("处罚决定变更", "局长"), as_of=date(2025, 8, 1))
    assert visits(data)["2025Q3-002"]["state"] == "已撤回"
    (row,) = read_registers(data).table("corrections").rows
    assert (row["field"], row["old"], row["new"], row["reason"]) == (
        "状态",
        "已公开",
        "已撤回",
        "处罚决定变更",
    )
    other = fill(pack, tmp_path / "other.xlsx", {THIRD: {**GOOD, "检查日期": "2025-07-11"}})
    assert codes(data, other, reason=WHY) == {"office.closed-visit"}
    with pytest.raises(SamplerError, match="不能撤回"):
        office.withdraw_results(data, "2025Q3-002", reason=WHY, as_of=DAY)


def test_a_follow_up_opens_with_the_review_and_only_once(data, filled):
    bring(data, filled)
    assert read_registers(data).table("followups", "2025Q3").rows == ()
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=DAY)
    (row,) = read_registers(data).table("followups", "2025Q3").rows
    assert (row["followup_id"], row["kind"], row["state"]) == ("HX-2025Q3-01", "责令改正", "办理中")
    assert (row["deadline"], row["code"]) == ("2025-08-10", KEY)


def test_a_file_that_is_no_pack_is_refused(data, pack, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["随便", "什么"])
    book.save(tmp_path / "none.xlsx")
    assert codes(data, tmp_path / "none.xlsx") == {"office.no-results"}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_pack_saved_by_libreoffice_is_read_like_ours(data, pack, ending):
    """The files were filled with dates as dates, then converted by LibreOffice 7.4 (soffice --convert-to)."""
    saved = Path(__file__).parent / "files" / f"saved-by-libreoffice.{ending}"
    told = bring(data, saved).as_text()
    assert "新录入 2 项" in told
    assert "还有 1 行没有填写" in told
    assert (results(data)[FIRST]["date"], results(data)[FIRST]["deadline"]) == ("2025-07-10", "2025-08-10")
    assert "未变 2 项" in bring(data, saved).as_text()
