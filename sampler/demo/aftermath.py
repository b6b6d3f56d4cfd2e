"""What happens after publication: corrections, a withdrawal, decisions to withhold, objections."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sampler.demo import tables
from sampler.demo.codes import document_number
from sampler.demo.notes import answers
from sampler.demo.people import Row
from sampler.demo.place import Place
from sampler.demo.steps import Step, edit
from sampler.office.states import Reason
from sampler.workflow.office import correct_result, withdraw_results


def aftermath_steps(place: Place) -> Iterator[Step]:
    """Yield the steps of one place's list."""
    planted = place.toml("planted")
    for told in planted.get("corrections", []):
        yield _correction(place, told)
    for number, told in enumerate(planted.get("objections", []), 1):
        yield from _objection(place, told, number)
    if "recheck" in planted:
        yield _recheck(planted["recheck"])
    if "withdrawn" in planted:
        yield _withdrawal(planted["withdrawn"])
    if "withheld_visit" in planted:
        yield _withheld_visit(place, planted["withheld_visit"])
    if "trade_secret" in planted:
        yield _trade_secret(place, planted["trade_secret"])


def _chosen(place: Place, data: Path, told: dict[str, Any], day: date) -> Row:
    """Return a result published before the day with the outcome that the list asks for; the same one each time."""
    rows = [
        row
        for row in tables.read(data, "results", told["period"])
        if row["state"] == "已公开" and row["published"] <= day.isoformat() and not _hidden(data, row)
    ]
    fit = [row for row in rows if row["outcome"] == told.get("outcome", row["outcome"])]
    names = sorted(
        f"{row['visit_id']} {row['item_id']}" for row in fit if row["visit_id"].split("-")[-1].isdigit()
    )
    chosen = place.chance.pick(names, "aftermath", told["period"], told.get("outcome", ""))
    return next(row for row in fit if f"{row['visit_id']} {row['item_id']}" == chosen)


def _hidden(data: Path, row: Row) -> bool:
    return any(decision["target"] == row["code"] for decision in tables.read(data, "withhold"))


def _correction(place: Place, told: dict[str, Any]) -> Step:
    day = date.fromisoformat(told["day"])
    reason = Reason(told["reason"], told["approved_by"], told["requested_by"])

    def change(data: Path) -> None:
        row = _chosen(place, data, told, day)
        seen = date.fromisoformat(row["date"])
        earlier = (seen - timedelta(3 if seen.weekday() == 0 else 1)).isoformat()
        value = earlier if told["new"] == "earlier" else told["new"]
        key = (row["visit_id"], row["item_id"])
        correct_result(data, key, told["field"], value, reason=reason, as_of=day)

    return Step(day, f"更正已公开的结果：{told['field']}", change)


def _withdrawal(told: dict[str, Any]) -> Step:
    """Withdraw the result whose case was dropped."""
    day = date.fromisoformat(told["day"])
    reason = Reason(told["reason"], told["approved_by"])

    def change(data: Path) -> None:
        dropped = next(r for r in tables.read(data, "followups", told["period"]) if r["state"] == "已撤销")
        withdraw_results(data, dropped["visit_id"], dropped["item_id"], reason=reason, as_of=day)

    return Step(day, "撤回一项已公开的结果", change)


def _withheld_visit(place: Place, told: dict[str, Any]) -> Step:
    """Withhold one visit before anything of it is public; a case is being looked into."""
    day = date.fromisoformat(told["day"])

    def change(data: Path) -> None:
        visits = [
            r
            for r in tables.read(data, "visits", told["period"])
            if r["state"] == "已检查待审核" and r["stratum"] == "一般"
        ]
        number = place.chance.pick(sorted(row["visit_id"] for row in visits), "withheld visit")
        _decide(data, told, {"table": "visits", "target": number, "effect": "不予公开", "ground": "第十六条"})
        for table in ("visits", "results"):
            tables.change(data, table, tables.same(visit_id=number), told["period"], state="不予公开")

    return edit(day, "登记不予公开决定（执法过程信息）", change)


def _trade_secret(place: Place, told: dict[str, Any]) -> Step:
    """Hide the note of one result."""
    day = date.fromisoformat(told["day"])

    def change(data: Path) -> None:
        rows = [
            r
            for r in tables.read(data, "results", told["period"])
            if r["note"] and r["visit_id"].split("-")[-1].isdigit()
        ]
        row = place.chance.pick(sorted(rows, key=lambda r: (r["visit_id"], r["item_id"])), "trade secret")
        target = f"{row['visit_id']}-{row['item_id']}"
        _decide(
            data,
            told,
            {
                "table": "results",
                "target": target,
                "field": "情况说明",
                "effect": "隐去",
                "ground": "第十五条",
            },
        )

    return edit(day, "登记隐去决定（商业秘密）", change)


def _decide(data: Path, told: dict[str, Any], decision: Row) -> None:
    known, day = tables.read(data, "withhold"), told["day"]
    row = {
        "decision_id": f"JD-{len(known) + 1:03}",
        "reason": told["reason"],
        "decided_by": "分局信息公开领导小组",
        "date": day,
        "approval": document_number("信公审", int(day[:4]), f"{day[5:7]}-{day[8:]}"),
        "recheck": told.get("until") or f"{int(day[:4]) + 1}{day[4:]}",
    }
    tables.append(data, "withhold", [row | decision])


def _recheck(told: dict[str, Any]) -> Step:
    """Look again at every decision whose day has come; all of them stand for another year."""

    def change(data: Path) -> None:
        due = [r["decision_id"] for r in tables.read(data, "withhold") if r["recheck"] <= told["before"]]
        tables.change(data, "withhold", lambda row: row["decision_id"] in due, recheck=told["until"])

    return edit(date.fromisoformat(told["day"]), "复查不予公开决定，继续有效", change)


def _objection(place: Place, told: dict[str, Any], number: int) -> Iterator[Step]:
    """Yield the day an objection came in and the day it was answered."""
    received, answered = date.fromisoformat(told["day"]), date.fromisoformat(told["answered"])
    name = f"YY-{received.year}-{number:03}"

    def enter(data: Path) -> None:
        row = _chosen(place, data, told, received)
        public = {r["code"]: r["public_id"] for r in tables.read(data, "public_ids")}
        firm = next(r for r in tables.read(data, "objects") if r["code"] == row["code"])
        entry = {
            "objection_id": name,
            "public_id": public[row["code"]],
            "visit_id": row["visit_id"],
            "requested_by": told["requested_by"],
            "received": told["day"],
            "text": told["text"].format_map(answers(place, firm, "", name)),
            "due": told["due"],
        }
        tables.append(data, "objections", [entry])

    def answer(data: Path) -> None:
        cells = {"answered": told["answered"], "answer": told["answer"]}
        tables.change(data, "objections", tables.same(objection_id=name), **cells)

    yield edit(received, f"收到异议：{name}", enter)
    yield edit(answered, f"答复异议：{name}", answer)
