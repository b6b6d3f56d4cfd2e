"""One firm from the register to its closed follow-up: every file, page and report on the way."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from sampler.disclosure.public import read_public
from sampler.office.audit import verify
from sampler.office.samples import write_samples
from sampler.office.states import Reason
from sampler.registers import read_registers
from sampler.workflow import (
    draws,
    office,
    office_cases,
    office_packs,
    office_records,
    office_views,
    publish,
    site,
)
from tests.unit.draw.small_bureau import MASKED, STATE_SECRET, to_assigned, write_bureau
from tests.unit.office.filling import fill

DRAW = "2025Q1"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def walk(tmp_path_factory) -> dict[str, object]:
    """Walk the road once; the tests look at what lies along it."""
    place = tmp_path_factory.mktemp("walk")
    data, out = write_bureau(place / "data"), place / "office"
    text = (
        data / "bureau.toml"
    ).read_text() + '[portal]\nurl = "https://www.example.invalid/"\npath = "/ssj/"\n'
    (data / "bureau.toml").write_text(text)
    for path in (ROOT / "data" / "exchange").glob("out-*.csv"):
        (data / "exchange").mkdir(exist_ok=True)
        (data / "exchange" / path.name).write_bytes(path.read_bytes())
    assigned = to_assigned(data)
    rows = [
        row
        for row in read_registers(data).table("visits", DRAW).rows
        if row["code"] not in (STATE_SECRET, *MASKED)
    ]
    visit = rows[0]
    code, number = visit["code"], visit["visit_id"]
    told = {"data": data, "out": out, "code": code, "number": number, "visit": visit, "assigned": assigned}
    write_samples(place / "forms")
    office_cases.approve(data, DRAW, by="局长", as_of=assigned)
    told["packs"] = office_packs.packs(data, DRAW, out=out, forms=place / "forms", as_of=assigned)
    told["due"] = office_views.due(data, as_of=assigned, out=out)
    bring_results(data, told["packs"].folder, place, number, date(2025, 2, 20))
    office.review_results(data, DRAW, by="周审核", as_of=date(2025, 2, 21))
    office.publish_results(data, DRAW, as_of=date(2025, 2, 24))
    draws.open_units(data, DRAW, as_of=date(2025, 2, 24))
    office_cases.move_case(
        data, f"HX-{DRAW}-01", "已完成", document="FC-2025-01", note="复查合格", as_of=date(2025, 3, 10)
    )
    office_cases.publish_cases(data, DRAW, as_of=date(2025, 3, 11))
    why = Reason("笔误", "局长")
    office.correct_result(
        data, (number, "SX-01"), "处理措施", "责令限期规范排放口标识", reason=why, as_of=date(2025, 3, 12)
    )
    day = date(2025, 3, 14)
    told["built"] = built = place / "build"
    publish.export_public(data, built / "public", as_of=day, cache=built / "cache")
    site.build(built / "public", built / "site")
    publish.stop_on_leak(data, built / "site", as_of=day)
    told["progress"] = office_views.show_progress(data, DRAW, as_of=day)
    told["selfcheck"] = office_views.selfcheck(
        data, DRAW, as_of=day, public=place / "build" / "public", out=out
    )
    told["trace"] = office_records.trace(data, number, out=out)
    told["exchange"] = office_records.exchange_out(data, DRAW, out=out, as_of=day)
    return told


def bring_results(data: Path, folder: Path, place: Path, number: str, day: date) -> None:
    """Fill every pack: an order for our firm, nothing found elsewhere."""
    visits = [row["visit_id"] for row in read_registers(data).table("visits", DRAW).rows]
    fine = {"检查日期": "2025-02-18", "检查结果": "未发现问题", "录入人": "吴录入"}
    order = {"检查结果": "发现问题已责令改正", "处理措施": "责令规范标识", "责令改正期限": "2025-03-20"}
    answers = {(one, "SX-01"): fine | (order if one == number else {}) for one in visits}
    for pack in sorted(folder.glob("*.xlsx")):
        office.import_results(
            data, fill(pack, place / f"filled-{pack.name}", answers), as_of=day, by="吴录入"
        )


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
    assert {row["state"] for row in visits if row["code"] != STATE_SECRET} == {"已公开"}
    assert {row["state"] for row in visits if row["code"] == STATE_SECRET} <= {"不予公开"}
    assert sorted(row["visit_id"] for row in results) == sorted(row["visit_id"] for row in visits)


def test_its_page_shows_result_correction_and_closed_follow_up(walk):
    public = read_public(walk["built"] / "public")
    (result,) = [row for row in public.results if row.visit_id == walk["number"]]
    (followup,) = [row for row in public.followups if row.visit_id == walk["number"]]
    assert (result.outcome, result.measure) == ("发现问题已责令改正", "责令限期规范排放口标识")
    assert (followup.state, followup.closed) == ("已完成", "2025-03-10")
    page = (walk["built"] / "site" / "objects" / f"{result.public_id}.html").read_text()
    for words in ("发现问题已责令改正", "责令限期规范排放口标识", "已完成"):
        assert words in page


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
    ):
        assert step in happened
    assert "没有未办结的后续处理" in walk["trace"].as_text()


def test_progress_self_check_and_the_site_agree(walk):
    total = walk["progress"].report.sections[0].rows[-1]
    public = read_public(walk["built"] / "public")
    shown = sum(row.period == DRAW and row.state == "已公开" for row in public.visits)
    compared = next(s for s in walk["selfcheck"].report.sections if s.title == "与公开数据核对")
    assert int(total[4]) == shown
    assert compared.rows[0] == ("已公开", total[4], str(shown), "一致")


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
    ):
        assert task in tasks
    assert [f for f in verify(walk["data"]) if f.level == "error"] == []
