"""Invented outcomes of drawn visits: per item what was found, who entered it, when it is reviewed and published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sampler.demo.notes import Finding, closing, problem, remark, written
from sampler.demo.people import Row
from sampler.demo.place import Place

SHARES = (
    ("未发现问题", 170),
    ("发现问题已责令改正", 14),
    ("提醒告诫/轻微不罚", 6),
    ("发现问题待后续处理", 4),
    ("立案处罚", 3),
    ("移交其他部门", 1),
)
DEADLINE_AFTER = timedelta(21)
POLICE, MARKET = "公安局", "市场监督管理局"


@dataclass(frozen=True, slots=True)
class Office:
    """What the registers say when outcomes are written."""

    place: Place
    objects: Mapping[str, Row]
    """Objects by code."""
    items: Mapping[str, Row]
    """Items by number."""
    people: Mapping[str, str]
    """Names of inspectors by certificate."""


def results_of(office: Office, visit: Row, day: date, *, forced: str = "") -> list[Row]:
    """Return the result rows of one visit on the day it was made.

    ``forced`` plants an outcome: for the whole visit when nobody could be inspected, else for the first item that
    can have it.
    """
    found = _findings(office, visit, forced)
    return [_row(visit, item, day, finding, office.place.name) for item, finding in found.items()]


def _findings(office: Office, visit: Row, forced: str) -> dict[str, Finding]:
    item_ids, firm = visit["items"].split("；"), office.objects[visit["code"]]
    lead = office.people.get(visit["lead"], "")
    whole = forced if forced in WHOLE else _standing_outcome(office, visit, firm)
    if whole:
        line = closing(whole)
        return {item: written(office.place, line, firm, lead, f"{visit['visit_id']}") for item in item_ids}
    found = {item: _finding(office, visit, item, firm, lead) for item in item_ids}
    return found | (_planted(office, visit, forced, firm, lead) if forced else {})


WHOLE = ("停产", "已关闭/搬迁/注销", "无法联系", "未发现开展本次抽查涉及的经营活动", "不配合检查情节严重")


def _standing_outcome(office: Office, visit: Row, firm: Row) -> str:
    if firm["status"] == "停产":
        return "停产"
    if firm["status"] in ("注销", "搬迁"):
        return "已关闭/搬迁/注销"
    rare = (
        office.place.chance.below(100, "rare outcome", visit["visit_id"]) if firm["positive"] == "否" else -1
    )
    return {0: "无法联系", 1: "未发现开展本次抽查涉及的经营活动"}.get(rare, "")


def _finding(office: Office, visit: Row, item: str, firm: Row, lead: str) -> Finding:
    question = f"{visit['visit_id']} {item}"
    chance, place = office.place.chance, office.place
    outcome = (
        "未发现问题"
        if firm["positive"] == "是" and chance.percent(92, "good", question)
        else chance.weighted(SHARES, "outcome", question)
    )
    line = (
        None if outcome == "未发现问题" else problem(place, office.items[item]["category"], outcome, question)
    )
    return written(place, line or remark(chance, visit["mode"], question), firm, lead, question)


def _planted(office: Office, visit: Row, forced: str, firm: Row, lead: str) -> dict[str, Finding]:
    question = f"{visit['visit_id']} planted"
    for item in visit["items"].split("；"):
        line = problem(office.place, office.items[item]["category"], forced, question)
        if line:
            return {item: written(office.place, line, firm, lead, question)}
    return {}


def _row(visit: Row, item: str, day: date, finding: Finding, place: str) -> Row:
    to = {"移送司法": POLICE, "移交其他部门": MARKET}.get(finding.outcome, "")
    ordered = finding.outcome == "发现问题已责令改正"
    return {
        "visit_id": visit["visit_id"],
        "code": visit["code"],
        "item_id": item,
        "date": day.isoformat(),
        "mode": visit["mode"],
        "outcome": finding.outcome,
        "measure": finding.measure,
        "note": finding.note,
        "deadline": (day + DEADLINE_AFTER).isoformat() if ordered else "",
        "transferred_to": f"{place}{to}" if to else "",
        "evidence": ""
        if finding.outcome == "未发现问题"
        else f"ZJ{visit['visit_id'].replace('-', '')}{item[-2:]}",
        "inspectors": str(len(visit["team"].split("；"))),
        "team": visit["team"],
        "state": "已检查待审核",
    }
