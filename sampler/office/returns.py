"""A filled pack is checked against visits, roster and item list before anything of it is brought in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sampler.failure import Finding
from sampler.office.filled import Pack
from sampler.office.outcomes import OUTCOMES, missing_fields
from sampler.office.plan import is_valid
from sampler.office.roster import Row, split
from sampler.registers import Registers, schema_named
from sampler.rules.period import parse_period

CONTENT = ("date", "mode", "outcome", "measure", "note", "deadline", "transferred_to", "evidence", "team")


@dataclass(frozen=True, slots=True)
class Checker:
    """Everything a filled row is compared with."""

    visits: Mapping[str, Row]
    """All visits by number."""

    items: Mapping[str, Row]
    """All items by code."""

    people: Mapping[str, Row]
    """All inspectors by certificate."""

    team_size: int
    """Fewest inspectors."""

    as_of: date
    """The day of the import."""


def open_checker(registers: Registers, team_size: int, as_of: date) -> Checker:
    """Return the checker for a data folder."""
    visits = {row["visit_id"]: row for row in registers.all("visits")}
    items = {row["item_id"]: row for row in registers.table("items").rows}
    people = {row["certificate"]: row for row in registers.table("inspectors").rows}
    return Checker(visits, items, people, team_size, as_of)


def check_pack(pack: Pack, checker: Checker) -> list[Finding]:
    """Return every mistake and every warning of a pack."""
    findings: list[Finding] = []
    for line, row in pack.rows:
        visit = checker.visits.get(row["visit_id"])
        problems = (
            _no_visit() if visit is None else [p for check in CHECKS for p in check(row, visit, checker)]
        )
        findings += [_finding(pack.file, line, row, problem) for problem in problems]
    return findings


Problem = tuple[str, str, str, str, str]
"""Code, key of the column, reason, suggestion, level."""


def _finding(file: str, line: int, row: Row, problem: Problem) -> Finding:
    code, key, reason, suggestion, level = problem
    header = schema_named("results").field(key).header
    return Finding(f"office.{code}", file, line, header, row.get(key, ""), reason, suggestion, level)


def _no_visit() -> list[Problem]:
    return [("unknown-visit", "visit_id", "没有这个检查任务。", "请核对编号；编号不要改动。", "error")]


def _check_visit(row: Row, visit: Row, _: Checker) -> Iterator[Problem]:
    if row["code"] != visit["code"]:
        yield (
            "wrong-object",
            "code",
            f"与检查任务不符，应是 {visit['code']}。",
            "请不要改动任务包里的编号和代码。",
            "error",
        )
    if visit["state"] in ("已替换", "已撤回"):
        yield "closed-visit", "visit_id", f"这个检查任务{visit['state']}，不再录入。", "请核对编号。", "error"
    if not visit.get("team"):
        yield "no-team", "visit_id", "这个检查任务还没有分派人员。", "请先办理 ./inv draw.assign。", "error"


def _check_item(row: Row, visit: Row, checker: Checker) -> Iterator[Problem]:
    item = checker.items.get(row["item_id"])
    if row["item_id"] not in split(visit["items"]):
        yield (
            "wrong-item",
            "item_id",
            "不是这个检查任务的事项。",
            "清单以外的事项不得检查；需要时另办定向检查。",
            "error",
        )
    elif item is None:
        yield "unknown-item", "item_id", "不在抽查事项清单里。", "请核对事项编码。", "error"
    elif row["date"] and not is_valid(item, date.fromisoformat(row["date"])):
        yield (
            "invalid-item",
            "item_id",
            f"检查当日（{row['date']}）这一版事项无效。",
            "请核对检查日期和事项有效期。",
            "error",
        )


def _check_date(row: Row, visit: Row, checker: Checker) -> Iterator[Problem]:
    if not row["date"]:
        return
    start = parse_period(period_of(visit)).start.isoformat()
    if row["date"] < start:
        yield "too-early", "date", f"早于本期开始（{start}）。", "请核对日期。", "error"
    if row["date"] > checker.as_of.isoformat():
        yield "in-future", "date", f"晚于录入当天（{checker.as_of}）。", "请核对日期。", "error"
    elif row["date"] > visit["due"]:
        yield "late", "date", f"超过截止日期 {visit['due']}。", "照实录入，逾期会如实公开。", "warning"
    if row["deadline"] and row["deadline"] < row["date"]:
        yield "deadline", "deadline", "早于检查日期。", "请核对期限。", "error"


def _check_team(row: Row, visit: Row, checker: Checker) -> Iterator[Problem]:
    team = split(row["team"] or visit.get("team", ""))
    for who in team:
        person = checker.people.get(who)
        if person is None or (row["date"] and not _certified(person, row["date"])):
            yield (
                "not-certified",
                "team",
                f"{who} 不在人员名录库里，或检查当日证件无效。",
                "请核对执法证号。",
                "error",
            )
        elif who not in split(visit.get("team", "")):
            yield (
                "not-assigned",
                "team",
                f"{who} 不在这个检查任务的检查组里。",
                "已换人的请先办理 ./inv draw.reassign。",
                "error",
            )
    if len(set(team)) < checker.team_size:
        yield "too-few", "team", f"检查人员少于 {checker.team_size} 人。", "行政检查须两人以上。", "error"


def _certified(person: Row, day: str) -> bool:
    return person.get("valid_from", "") <= day <= person["valid_until"]


def _check_outcome(row: Row, visit: Row, _: Checker) -> Iterator[Problem]:
    if row["outcome"] and row["outcome"] not in OUTCOMES:
        yield "outcome", "outcome", "不是规定的结果用语。", "请从下拉列表里选。", "error"
    for key in missing_fields(row):
        header = schema_named("results").field(key).header
        yield "missing-field", key, f"结果是“{row['outcome']}”时必须填写{header}。", "请补填。", "error"
    if row["mode"] and row["mode"] != visit["mode"]:
        yield (
            "other-mode",
            "mode",
            f"与安排的{visit['mode']}不同。",
            "确实改变方式的，请在情况说明里写明。",
            "warning",
        )


CHECKS = (_check_visit, _check_item, _check_date, _check_team, _check_outcome)


def period_of(visit: Row) -> str:
    """Return the period of a visit from its number.

    >>> period_of({"visit_id": "2025Q3-004"}), period_of({"visit_id": "2025-03-T01"})
    ('2025Q3', '2025-03')
    """
    number = visit["visit_id"]
    month = number[4:5] == "-" and number[5:7].isdigit() and number[7:8] == "-"
    return number[:7] if month else number.split("-")[0]


def completed(rows: Sequence[tuple[int, Row]], checker: Checker) -> list[dict[str, str]]:
    """Return the rows with the team of the visit where none was typed, and the number of inspectors."""
    done = []
    for _, row in rows:
        team = row["team"] or checker.visits[row["visit_id"]].get("team", "")
        done.append({**row, "team": team, "inspectors": str(len(split(team)))})
    return done
