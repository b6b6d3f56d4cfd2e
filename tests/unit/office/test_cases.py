"""Targeted visits, approval, follow-ups, objections and expiry, as the tasks do them."""

from datetime import date
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.office.followups import NEXT, move_followup
from sampler.office.states import Reason
from sampler.registers import read_registers, write_table
from sampler.workflow import office, office_cases, office_views
from sampler.workflow.office_packs import packs
from tests.unit.office.filling import GOOD, KEY, TRADER, fill, results, visits, write_visits

DAY = date(2025, 7, 15)
FIRST, SECOND, THIRD = ("2025Q3-001", "SX-01"), ("2025Q3-001", "SX-02"), ("2025Q3-002", "SX-01")
ORDER = {**GOOD, "检查结果": "发现问题已责令改正", "处理措施": "责令规范排放口", "责令改正期限": "2025-08-10"}
FILED = {**GOOD, "检查结果": "立案处罚", "处理措施": "立案调查"}
TEAM = ("130533000", "130533001")


@pytest.fixture
def public(data: Path, tmp_path: Path) -> Path:
    """A data folder with three published results and two follow-ups."""
    write_visits(data)
    pack = next(packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY).folder.glob("*.xlsx"))
    filled = fill(pack, tmp_path / "filled.xlsx", {FIRST: ORDER, SECOND: FILED, THIRD: GOOD})
    office.import_results(data, filled, as_of=DAY, by="赵示例")
    office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
    office.publish_results(data, "2025Q3", as_of=DAY)
    return data


def followups(data: Path) -> dict[str, dict[str, str]]:
    return {row["followup_id"]: row for row in read_registers(data).table("followups", "2025Q3").rows}


def test_follow_ups_are_moved_step_by_step_to_their_end(public):
    assert [(row["kind"], row["state"]) for row in followups(public).values()] == [
        ("责令改正", "办理中"),
        ("立案处罚", "办理中"),
    ]
    office_cases.move_case(
        public, "HX-2025Q3-01", "已完成", document="FC-01", note="复查合格", as_of=date(2025, 8, 8)
    )
    done = followups(public)["HX-2025Q3-01"]
    assert (done["closed"], done["document"], done["note"]) == (
        "2025-08-08",
        "FC-01",
        "2025-08-08 已完成（FC-01）：复查合格",
    )
    with pytest.raises(SamplerError, match="已经办结"):
        office_cases.move_case(public, "HX-2025Q3-01", "已撤销", note="x", as_of=date(2025, 8, 9))
    office_cases.publish_cases(public, "2025Q3", as_of=date(2025, 8, 11))
    assert {row["published"] for row in followups(public).values()} == {"2025-08-11"}


def test_a_transfer_is_handed_over_and_then_answered(public):
    told = office_cases.add_case(
        public, *THIRD, "移送其他部门", deadline="", document="", as_of=DAY
    ).as_text()
    assert "HX-2025Q3-03" in told
    with pytest.raises(SamplerError, match="不能改为“已反馈”"):
        office_cases.move_case(public, "HX-2025Q3-03", "已反馈", document="F", as_of=DAY)
    office_cases.move_case(public, "HX-2025Q3-03", "已移交", document="YS-01", as_of=DAY)
    assert followups(public)["HX-2025Q3-03"]["closed"] == ""
    office_cases.move_case(public, "HX-2025Q3-03", "已反馈", document="FK-01", as_of=date(2025, 9, 1))
    assert followups(public)["HX-2025Q3-03"]["closed"] == "2025-09-01"


@pytest.mark.parametrize(
    ("state", "more", "words"),
    [
        ("已完成", {}, "--document"),
        ("已撤销", {}, "--note"),
        ("已完成", {"document": "D", "as_of": date(2025, 7, 1)}, "不能早于"),
        ("随便", {"document": "D"}, "不能改为"),
    ],
)
def test_a_step_without_its_evidence_is_refused(public, state, more, words):
    with pytest.raises(SamplerError, match=words):
        move_followup(followups(public)["HX-2025Q3-01"], state, **{"as_of": DAY, **more})


def test_every_kind_of_follow_up_can_come_to_an_end():
    for kind, steps in NEXT.items():
        state, seen = "办理中", set()
        while state in steps:
            seen.add(state)
            state = steps[state][0]
        assert state not in seen, kind


def test_an_open_follow_up_never_disappears_whatever_becomes_of_its_result(public):
    why = Reason("结论依法撤销", "局长")
    office.correct_result(public, FIRST, "检查结果", "未发现问题", reason=why, as_of=date(2025, 7, 20))
    office.withdraw_results(public, *SECOND, reason=why, as_of=date(2025, 7, 21))
    for day in (date(2025, 7, 22), date(2025, 12, 30)):
        shown = office_views.due(public, as_of=day).as_text()
        report = office_views.selfcheck(public, "2025Q3", as_of=day).report
        listed = next(section for section in report.sections if section.title == "没有办结的后续处理")
        for number in ("HX-2025Q3-01", "HX-2025Q3-02"):
            assert number in shown
            assert number in {row[0] for row in listed.rows}
    assert office_views.count_due(public, as_of=date(2025, 12, 30))["没有期限"] == 1


def test_unknown_cases_are_refused(public):
    for call in (
        lambda: office_cases.move_case(public, "HX-1", "已完成", document="D", as_of=DAY),
        lambda: office_cases.add_case(
            public, "2025Q3-009", "SX-01", "信用惩戒", deadline="", document="", as_of=DAY
        ),
        lambda: office_cases.add_case(public, *FIRST, "罚酒", deadline="", document="", as_of=DAY),
    ):
        with pytest.raises(SamplerError):
            call()


def test_a_targeted_visit_is_entered_with_its_team_and_counts_as_no_draw(public):
    office_cases.add_targeted(
        public, "2025Q3", KEY, ["SX-01"], trigger="投诉举报", reason="反映异味", team=TEAM, as_of=DAY
    )
    row = visits(public)["2025Q3-T01"]
    assert (row["draw_id"], row["trigger"], row["lead"], row["kind"]) == ("", "投诉举报", "130533000", "个案")
    with pytest.raises(SamplerError, match="2 名以上"):
        office_cases.add_targeted(
            public, "2025Q3", KEY, ["SX-01"], trigger="投诉举报", reason="x", team=TEAM[:1], as_of=DAY
        )
    with pytest.raises(SamplerError, match="999"):
        office_cases.add_targeted(
            public,
            "2025Q3",
            KEY,
            ["SX-01"],
            trigger="投诉举报",
            reason="x",
            team=("999", "130533001"),
            as_of=DAY,
        )


def test_only_the_clue_of_an_off_site_check_opens_an_on_site_visit(public):
    with pytest.raises(SamplerError, match="不能据此"):
        office_cases.open_clue(public, *FIRST, team=TEAM, as_of=DAY)
    rows = [{**row, "mode": "科技检查"} for row in results(public).values()]
    write_table(public, "results", rows, "2025Q3")
    office_cases.open_clue(public, *FIRST, team=TEAM, as_of=DAY)
    row = visits(public)["2025Q3-T01"]
    assert (row["trigger"], row["mode"], row["items"]) == ("数据线索", "现场检查", "SX-01")
    assert "2025Q3-001 非现场检查 SX-01 发现线索" in row["mode_reason"]


def test_approval_is_noted_once(data):
    write_visits(data)
    assert "2 项" in office_cases.approve(data, "2025Q3", by="局长", as_of=DAY).as_text()
    assert "没有等待批准" in office_cases.approve(data, "2025Q3", by="局长", as_of=DAY).as_text()
    with pytest.raises(SamplerError, match="--by"):
        office_cases.approve(data, "2025Q3", by="", as_of=DAY)


def test_an_objection_has_a_term_and_is_answered_once(public):
    write_table(public, "public_ids", [{"public_id": "e00001", "code": KEY, "since": "2025-01-01"}])
    office_cases.add_objection(
        public, "2025Q3-001", requested_by="检查对象", text="日期有误", as_of=date(2025, 9, 22)
    )
    (row,) = read_registers(public).table("objections").rows
    assert (row["objection_id"], row["public_id"], row["due"]) == ("YY-2025-001", "e00001", "2025-10-21")
    office_cases.answer(public, "YY-2025-001", "已更正", as_of=date(2025, 9, 30))
    with pytest.raises(SamplerError, match="已在 2025-09-30 答复"):
        office_cases.answer(public, "YY-2025-001", "再答", as_of=date(2025, 10, 1))


@pytest.mark.parametrize(
    ("target", "by", "text", "words"),
    [
        ("x", "公民", "内容", "没有检查任务"),
        ("2025Q3-001", "路人", "内容", "提出人类型"),
        ("2025Q3-001", "公民", " ", "--text"),
    ],
)
def test_an_objection_that_cannot_be_is_refused(public, target, by, text, words):
    with pytest.raises(SamplerError, match=words):
        office_cases.add_objection(public, target, requested_by=by, text=text, as_of=DAY)


def test_results_are_taken_down_when_their_time_is_over_two_years_for_a_sole_trader(public):
    policy = (public / "policy" / "2025.toml").read_text()
    for year in (2027, 2030):
        (public / "policy" / f"{year}.toml").write_text(policy.replace('"年度" = 2025', f'"年度" = {year}'))
    assert "没有公开期满" in office_cases.expire(public, as_of=date(2027, 7, 14)).as_text()
    assert "撤下 1 项" in office_cases.expire(public, as_of=date(2027, 7, 15)).as_text()
    assert results(public)[THIRD]["state"] == "已撤回"
    assert results(public)[THIRD]["code"] == TRADER
    assert "撤下 2 项" in office_cases.expire(public, as_of=date(2030, 7, 15)).as_text()
    reasons = {row["reason"] for row in read_registers(public).table("corrections").rows}
    assert reasons == {"公开期满，自动撤下"}
