"""One firm from the register to its closed follow-up: every file, page and report on the way."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from html import escape

import pytest
from openpyxl import load_workbook

from sampler.disclosure.public import read_public
from sampler.draw import canon
from sampler.draw.frame import LEAF_TAG
from sampler.failure import SamplerError
from sampler.office.audit import verify
from sampler.office.qr import qr_code
from sampler.registers import read_registers
from sampler.workflow import office_views, publish
from tests.e2e.walking import DRAW, ROOT, read, walked
from tests.unit.draw.small_bureau import STATE_SECRET


@pytest.fixture(scope="module")
def walk(tmp_path_factory) -> dict[str, object]:
    """Walk the road once; the tests look at what lies along it."""
    return walked(tmp_path_factory.mktemp("walk"))


def test_the_register_names_the_firm_once_and_the_ledger_gives_it_a_public_number(walk):
    rows = [
        row for row in read(walk["data"] / "registers" / "objects.csv") if row["对象代码"] == walk["code"]
    ]
    ledger = read(walk["data"] / "decisions" / "public_ids.csv")
    assert len(rows) == 1
    assert [row["公开编号"] for row in ledger if row["对象代码"] == walk["code"]] == [walk["public_id"]]
    assert walk["public_id"] == f"e{int(walk['public_id'][1:]):05}"


def test_frame_list_and_opening_hold_its_leaf_and_nothing_else_that_names_it(walk):
    folder = walk["data"] / "draws" / DRAW
    sealed = next(row for row in read(folder / "sealed" / "units.csv") if row["code"] == walk["code"])
    leaf = sealed["leaf"]
    frame = [row for row in read(folder / "frame.csv") if row["leaf"] == leaf]
    assert [row["stratum"] for row in frame] == [walk["visit"]["stratum"]]
    (place,) = [row for row in read(folder / "drawn.csv") if row["leaf"] == leaf]
    assert place["kind"] not in ("候补", "substitute")
    assert (folder / "drawn.csv").read_bytes() == walk["drawn"]
    (opening,) = [row for row in read(folder / "openings.csv") if row["leaf"] == leaf]
    assert opening["salt"] == sealed["salt"]
    assert walk["public_id"] in opening["record"]
    assert canon.digest(LEAF_TAG, opening["salt"], opening["record"]) == leaf
    for name in (
        "manifest.json",
        "frame.csv",
        "drawn.csv",
        "openings.csv",
        "events.jsonl",
        "assignment.json",
    ):
        content = (folder / name).read_text("utf-8")
        assert walk["code"] not in content
        assert walk["firm"] not in content


def test_its_visit_has_everything_it_needs(walk):
    visit = next(
        r for r in read_registers(walk["data"]).table("visits", DRAW).rows if r["visit_id"] == walk["number"]
    )
    for key in (
        "task_ids",
        "stratum",
        "items",
        "lead_section",
        "lead",
        "team",
        "kind",
        "mode",
        "mode_reason",
        "due",
    ):
        assert visit[key], key
    assert (visit["approved_by"], visit["approved"]) == ("局长", walk["assigned"].isoformat())
    assert visit["lead"] in visit["team"].split("；")
    assert (visit["draw_id"], visit["state"]) == (DRAW, "已公开")


def test_its_pack_has_its_row_its_items_its_empty_result_and_the_picture_of_its_page(walk):
    lead = walk["visit"]["lead"]
    (pack,) = [path for path in walk["packs"].folder.glob("*.xlsx") if lead in path.name]
    book = load_workbook(pack)
    (row,) = [cells for cells in book["检查任务"].iter_rows(values_only=True) if cells[0] == walk["number"]]
    address = f"https://www.example.invalid/ssj/objects/{walk['public_id']}.html"
    assert {walk["firm"], walk["code"], walk["visit"]["mode_reason"], walk["visit"]["due"], address} <= set(
        row
    )
    asked = [c for c in book["检查结果"].iter_rows(values_only=True) if c[0] == walk["number"]]
    assert [(cells[3], cells[5], cells[7]) for cells in asked] == [("SX-01", None, None)]
    assert "SX-01" in {cells[0] for cells in book["检查要点"].iter_rows(values_only=True)}
    with zipfile.ZipFile(pack) as package:
        pictures = {package.read(name) for name in package.namelist() if name.startswith("xl/media/")}
    assert qr_code(address) in pictures


def test_its_result_says_who_entered_reviewed_and_published_it_and_when(walk):
    (row,) = [
        r for r in read(walk["data"] / "results" / f"{DRAW}.csv") if r["检查任务编号"] == walk["number"]
    ]
    assert (row["检查日期"], row["录入人"], row["录入日期"]) == ("2025-02-18", "吴录入", "2025-02-20")
    assert (row["审核人"], row["审核日期"], row["公开日期"], row["状态"]) == (
        "周审核",
        "2025-02-21",
        "2025-02-24",
        "已公开",
    )
    (case,) = [
        r for r in read(walk["data"] / "followups" / f"{DRAW}.csv") if r["检查任务编号"] == walk["number"]
    ]
    assert (case["类型"], case["状态"], case["期限"], case["文书号"], case["完成日期"], case["公开日期"]) == (
        "责令改正", "已完成", "2025-03-20", "FC-2025-01", "2025-03-10", "2025-03-11",
    )  # fmt: skip
    change, _ = read(walk["data"] / "results" / "corrections.csv")
    assert (change["更正前"], change["更正后"], change["批准人"]) == (
        "责令规范标识",
        "责令限期规范排放口标识",
        "局长",
    )


def test_at_every_station_the_list_of_terms_says_what_comes_next(walk):
    assert walk["terms"]["assigned"] == [("检查并录入", walk["visit"]["due"])]
    assert walk["terms"]["entered"] == [("审核并公开结果", "2025-03-18")]
    assert walk["terms"]["reviewed"] == [("公开结果", "2025-03-18")]
    assert walk["terms"]["published"] == [("复查责令改正", "2025-03-20")]
    assert [kind for kind, _ in walk["terms"]["objection"]] == ["答复异议"]
    assert [path.name for path in walk["due"].files if path.suffix == ".xlsx"] == ["到期提醒.xlsx"]
    people = {
        row["certificate"]: row["name"] for row in read_registers(walk["data"]).table("inspectors").rows
    }
    own = next(
        path for path in walk["due"].files if path.name == f"到期提醒-{people[walk['visit']['lead']]}.ics"
    )
    assert walk["number"] in own.read_text("utf-8").replace("\r\n ", "")


def test_the_firm_is_in_a_pack_with_its_forms(walk):
    folder, number = walk["packs"].folder, walk["number"]
    forms = sorted(path.name for path in folder.rglob(f"{number}/*.docx"))
    assert forms == [
        "1-行政检查审批表.docx",
        "2-行政检查通知书.docx",
        "3-现场检查记录.docx",
        "4-检查结果告知书.docx",
        "5-责令改正复查记录.docx",
    ]
    assert (walk["visit"]["nth"], walk["visit"]["trigger"]) == ("", "随机抽取")


def test_its_visit_was_on_the_list_of_terms_and_is_off_it_now(walk):
    assert re.search(rf"检查并录入 +{walk['number']}", walk["due"].as_text())
    assert walk["number"] not in office_views.due(walk["data"], as_of=date(2025, 3, 14)).as_text()


def test_every_drawn_unit_has_exactly_one_end(walk):
    visits = read_registers(walk["data"]).table("visits", DRAW).rows
    results = read_registers(walk["data"]).table("results", DRAW).rows
    others = {row["state"] for row in visits if row["code"] not in (STATE_SECRET, walk["other"]["code"])}
    assert others == {"已公开"}
    assert {row["state"] for row in visits if row["code"] == STATE_SECRET} <= {"不予公开"}
    assert sorted(row["visit_id"] for row in results) == sorted(row["visit_id"] for row in visits)


def test_its_page_shows_result_correction_and_closed_follow_up(walk):
    public = read_public(walk["built"] / "public")
    (result,) = [row for row in public.results if row.visit_id == walk["number"]]
    (followup,) = [row for row in public.followups if row.visit_id == walk["number"]]
    assert (result.outcome, result.measure) == ("发现问题已责令改正", "责令限期规范排放口标识")
    assert (followup.state, followup.closed) == ("已完成", "2025-03-10")
    page = (walk["built"] / "site" / "objects" / f"{result.public_id}.html").read_text()
    for words in ("发现问题已责令改正", "责令限期规范排放口标识", "责令规范标识", "已完成"):
        assert words in page


def test_results_page_follow_up_page_feeds_and_change_record_name_it(walk):
    site_folder = walk["built"] / "site"
    address = f"{walk['public_id']}.html"
    for name in (f"results/{DRAW}.html", f"draws/{DRAW}.html", "followups.html"):
        assert address in (site_folder / name).read_text("utf-8"), name
    feeds = [
        path for path in (site_folder / "feeds").rglob("*.xml") if walk["firm"] in path.read_text("utf-8")
    ]
    assert {"all.xml", f"{DRAW}.xml", f"{walk['public_id']}.xml"} <= {path.name for path in feeds}
    changes = read(walk["built"] / "public" / "tables" / "changes.csv")
    mine = [row for row in changes if walk["number"] in row["target"] or walk["public_id"] in row["target"]]
    assert ("责令规范标识", "责令限期规范排放口标识") in {(row["old"], row["new"]) for row in mine}
    shown = "".join(path.read_text("utf-8") for path in site_folder.glob("changes*.html"))
    assert "责令限期规范排放口标识" in shown


def test_a_withdrawn_result_leaves_a_page_that_says_why(walk):
    public, number = read_public(walk["built"] / "public"), walk["other"]["visit_id"]
    assert number not in {row.visit_id for row in public.results}
    (stone,) = [row for row in public.tombstones if row.public_id == f"{number}-SX-01"]
    assert (stone.date, stone.ground) == ("2025-03-13", "依法撤回")
    (told,) = [row for row in public.corrections if row.result_id == f"{number}-SX-01"]
    assert (told.old, told.new, told.reason) == ("已公开", "已撤回", "对象认定有误，检查结论依法撤销")
    page = (walk["built"] / "site" / "objects" / f"{told.public_id}.html").read_text("utf-8")
    assert "已于 2025-03-13 撤回。原因：对象认定有误，检查结论依法撤销" in page
    assert "对象认定有误，检查结论依法撤销" in (walk["built"] / "site" / "followups.html").read_text("utf-8")
    assert f"{number}-SX-01" in (walk["built"] / "site" / "changes.html").read_text("utf-8")


def test_the_private_trace_has_the_whole_chain_in_order(walk):
    rows = walk["trace"].report.sections[1].rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    happened = " ".join(row[1] for row in rows)
    for step in (
        "抽取",
        "批准检查",
        "检查 SX-01",
        "录入 SX-01",
        "审核 SX-01",
        "公开 SX-01",
        "责令改正 HX-2025Q1-01",
        "更正 GZ-2025-001",
        "异议 YY-2025-001",
        "答复 YY-2025-001",
    ):
        assert step in happened
    page = walk["trace"].files[0].read_text("utf-8")
    assert walk["firm"] in page
    for _, what, detail in rows:
        assert escape(what) in page
        assert escape(detail) in page
    assert "没有未办结的后续处理" in walk["trace"].as_text()


def test_progress_self_check_and_the_site_agree(walk):
    total = walk["progress"].report.sections[0].rows[-1]
    public = read_public(walk["built"] / "public")
    shown = sum(row.period == DRAW and row.state in ("已公开", "已撤回") for row in public.visits)
    compared = next(s for s in walk["selfcheck"].report.sections if s.title == "与公开数据核对")
    assert int(total[4]) == shown
    assert compared.rows[0] == ("已公开", total[4], str(shown), "一致")


def test_progress_by_team_and_class_and_both_reports_count_it(walk):
    teams, classes, both = walk["progress"].report.sections
    assert walk["visit"]["stratum"] in {row[0] for row in classes.rows}
    assert teams.rows[-1] == classes.rows[-1]
    drawn = sum(int(row[1]) for row in teams.rows[:-1])
    assert drawn == int(teams.rows[-1][1])
    assert len(both.rows) == len(teams.rows) - 1
    for shown in (walk["selfcheck"], walk["year"]):
        assert sorted(path.suffix for path in shown.files) == [".docx", ".xlsx"]
        text = shown.as_text()
        for words in ("GZ-2025-001", "YY-2025-001", "已公布抽取公告", "没有例外"):
            assert words in text, words
    summary = dict(walk["year"].report.sections[0].rows)
    assert (summary["检查任务"], summary["没有办结"]) == (str(drawn), "0")


def test_its_unit_ended_once(walk):
    assert walk["ends"].findings == ()
    assert set(walk["ends"].counts) <= {"已公开", "不予公开", "已撤回"}
    assert walk["ends"].counts["已撤回"] == 1


def test_every_other_system_gets_its_file_its_report_and_the_firm(walk):
    folder = walk["out"] / "exchange" / DRAW
    targets = {path.stem.removeprefix("out-") for path in (ROOT / "data" / "exchange").glob("out-*.csv")}
    assert {path.name for path in folder.iterdir()} == {
        f"{target}{ending}" for target in targets for ending in (".csv", "-完整性报告.xlsx")
    }
    result = f"{walk['number']}-SX-01"
    (plan,) = {row["raninsTaskId"] for row in read(folder / "结果-国家企业信用信息公示系统.csv")
               if row["raninsTaskId"] in walk["visit"]["task_ids"]}  # fmt: skip
    action = next(
        r for r in read(folder / "结果-互联网+监管检查行为.csv") if r["check_action_code"] == result
    )
    assert (action["supervise_object"], action["check_date"]) == (walk["firm"], "2025-02-18")
    assert action["check_result"] == "发现问题已责令改正"
    assert plan == walk["visit"]["task_ids"]


def test_other_systems_get_the_firm_and_never_the_state_secret(walk):
    path = walk["out"] / "exchange" / DRAW / "结果-省双随机平台.csv"
    records = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert walk["code"] in {row["统一社会信用代码"] for row in records}
    assert STATE_SECRET not in {row["统一社会信用代码"] for row in records}


def test_nothing_private_of_the_office_is_in_the_built_site(walk):
    built = walk["built"] / "site"
    names = {path.name for path in built.rglob("*")}
    assert not {path.name for path in walk["out"].rglob("*") if path.is_file()} & names
    content = b"".join(path.read_bytes() for path in built.rglob("*.html"))
    for secret in ("吴录入", "周审核", "FC-private", walk["visit"]["team"].split("；")[0]):
        assert secret.encode() not in content


@pytest.mark.parametrize(
    "kind",
    [
        "exchange/*/结果-省双随机平台.csv",
        "exchange/*/结果-互联网+监管检查行为.csv",
        "trace/*.html",
        "packs/*/*.xlsx",
    ],
)
def test_a_private_file_of_the_office_that_strays_into_the_site_is_found(walk, tmp_path, kind):
    stray = next(walk["out"].glob(kind))
    target = tmp_path / "site"
    (target / "data").mkdir(parents=True)
    (target / "data" / f"stray{stray.suffix}").write_bytes(stray.read_bytes())
    with pytest.raises(SamplerError, match="stray"):
        publish.stop_on_leak(walk["data"], target, as_of=date(2025, 3, 14))
    assert not target.exists()


def test_the_journal_names_every_step_and_is_intact(walk):
    lines = [
        json.loads(line)
        for path in sorted((walk["data"] / "journal").glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    tasks = [line["task"] for line in lines]
    for task in (
        "draw.freeze",
        "draw.assign",
        "visits.approve",
        "results.import",
        "results.review",
        "results.publish",
        "followups.move",
        "results.correct",
        "objections.add",
        "objections.answer",
        "followups.publish",
        "draw.open",
    ):
        assert task in tasks
    own = [line for line in lines if walk["number"] in json.dumps(line["arguments"], ensure_ascii=False)]
    assert {"results.correct", "objections.add", "followups.move"} <= {line["task"] for line in own}
    touched = {change["path"] for line in lines for change in line["files"]}
    assert {f"visits/{DRAW}.csv", f"results/{DRAW}.csv", f"followups/{DRAW}.csv", f"draws/{DRAW}/openings.csv",
            "results/corrections.csv", "decisions/objections.csv"} <= touched  # fmt: skip
    assert [f for f in verify(walk["data"]) if f.level == "error"] == []
