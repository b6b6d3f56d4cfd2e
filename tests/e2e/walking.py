"""One firm's road from the register to its closed follow-up, walked once with the workflow's own steps."""

import csv
import io
import os
import subprocess
from datetime import date
from pathlib import Path

from sampler.office.samples import write_samples
from sampler.office.states import Reason
from sampler.registers import read_registers
from sampler.workflow import (
    draws,
    office,
    office_cases,
    office_ends,
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


def walked(place: Path) -> dict[str, object]:
    """Walk the road in a folder and return what lies along it."""
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
    ids = {row["code"]: row["public_id"] for row in read_registers(data).table("public_ids").rows}
    names = {row["code"]: row["name"] for row in read_registers(data).table("objects").rows}
    told |= {"public_id": ids[code], "firm": names[code]}
    write_samples(place / "forms")
    office_cases.approve(data, DRAW, by="局长", as_of=assigned)
    told["packs"] = office_packs.packs(data, DRAW, out=out, forms=place / "forms", as_of=assigned)
    told["due"] = office_views.due(data, as_of=assigned, out=out)
    told["drawn"] = (data / "draws" / DRAW / "drawn.csv").read_bytes()
    told["terms"] = terms = {"assigned": running(data, number, assigned)}
    bring_results(data, told["packs"].folder, place, number, date(2025, 2, 20))
    terms["entered"] = running(data, number, date(2025, 2, 20))
    office.review_results(data, DRAW, by="周审核", as_of=date(2025, 2, 21))
    terms["reviewed"] = running(data, number, date(2025, 2, 21))
    office.publish_results(data, DRAW, as_of=date(2025, 2, 24))
    draws.open_units(data, DRAW, as_of=date(2025, 2, 24))
    under_git(data, "2025-02-24")
    terms["published"] = running(data, f"HX-{DRAW}-01", date(2025, 2, 24))
    office_cases.add_objection(
        data, number, requested_by="检查对象", text="处理措施写得不准", as_of=date(2025, 3, 3)
    )
    terms["objection"] = running(data, "YY-2025-001", date(2025, 3, 3))
    office_cases.move_case(
        data, f"HX-{DRAW}-01", "已完成", document="FC-2025-01", note="复查合格", as_of=date(2025, 3, 10)
    )
    office_cases.publish_cases(data, DRAW, as_of=date(2025, 3, 11))
    why = Reason("笔误", "局长")
    office.correct_result(
        data, (number, "SX-01"), "处理措施", "责令限期规范排放口标识", reason=why, as_of=date(2025, 3, 12)
    )
    office_cases.answer(data, "YY-2025-001", "已更正", as_of=date(2025, 3, 12))
    told["other"] = other = rows[1]
    gone = Reason("对象认定有误，检查结论依法撤销", "局长")
    office.withdraw_results(data, other["visit_id"], reason=gone, as_of=date(2025, 3, 13))
    under_git(data, "2025-03-14")
    day = date(2025, 3, 14)
    told["built"] = built = place / "build"
    publish.export_public(data, built / "public", as_of=day, cache=built / "cache")
    site.build(built / "public", built / "site")
    publish.stop_on_leak(data, built / "site", as_of=day)
    told["progress"] = office_views.show_progress(data, DRAW, as_of=day)
    told["selfcheck"] = office_views.selfcheck(
        data, DRAW, as_of=day, public=place / "build" / "public", out=out
    )
    told["year"] = office_views.selfcheck(data, "2025", as_of=day, public=place / "build" / "public", out=out)
    told["ends"] = office_ends.ends(data, DRAW, as_of=day)
    told["trace"] = office_records.trace(data, number, out=out)
    told["exchange"] = office_records.exchange_out(data, DRAW, out=out, as_of=day)
    return told


def under_git(data: Path, day: str) -> None:
    """Commit the data folder as it stands on a day."""
    who = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "staff")
    mail = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "staff@example.invalid")
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T09:00:00+08:00")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", day]):
        subprocess.run(["git", *words], cwd=data, check=True, env={**os.environ, **who, **mail, **when})


def running(data: Path, subject: str, day: date) -> list[tuple[str, str]]:
    """What is still to be done about something, with its last day."""
    found = office_views.due(data, as_of=day).report.sections
    return [(row[1], row[0]) for section in found for row in section.rows if row[2] == subject]


def read(path: Path) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


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
