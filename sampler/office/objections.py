"""Objections of firms and corrections asked for by citizens: logged with their term, answered in time."""

from collections.abc import Sequence
from datetime import date

from sampler.failure import SamplerError
from sampler.office.roster import Row
from sampler.registers import Registers, schema_named
from sampler.rules import Policy, Workdays


def new_objection(
    registers: Registers, policy: Policy, *, target: str, requested_by: str, text: str, received: date
) -> dict[str, str]:
    """Return a row of the ledger of objections; the term counts in working days.

    ``target`` is a visit number or a public id. SamplerError when neither is known or the text is empty.
    """
    kinds = schema_named("objections").field("requested_by").enum
    if requested_by not in kinds:
        raise SamplerError(f"提出人类型只能是：{'、'.join(kinds)}。")
    if not text.strip():
        raise SamplerError("请写明异议的内容（--text）。")
    visits = {row["visit_id"]: row for row in registers.all("visits")}
    ids = {row["public_id"]: row["code"] for row in registers.table("public_ids").rows}
    codes = {code: number for number, code in ids.items()}
    if target not in visits and target not in ids:
        raise SamplerError(f"没有检查任务或公开编号“{target}”。请核对。")
    same = {"requested_by": requested_by, "received": received.isoformat(), "text": text.strip()}
    for row in registers.table("objections").rows:
        if same.items() <= row.items() and target in (row["visit_id"], row["public_id"]):
            raise SamplerError(f"这件异议当天已经登记为 {row['objection_id']}，没有重复登记。")
    due = Workdays(registers).add(received, policy.deadlines.objection)
    return {
        "objection_id": _next(registers.table("objections").rows, received.year),
        "public_id": target if target in ids else codes.get(visits[target]["code"], ""),
        "visit_id": target if target in visits else "",
        "requested_by": requested_by,
        "received": received.isoformat(),
        "text": text.strip(),
        "due": due.isoformat(),
        "answered": "",
        "answer": "",
    }


def _next(rows: Sequence[Row], year: int) -> str:
    prefix = f"YY-{year}-"
    taken = [
        row["objection_id"].removeprefix(prefix) for row in rows if row["objection_id"].startswith(prefix)
    ]
    return f"{prefix}{max((int(number) for number in taken if number.isdigit()), default=0) + 1:03}"


def answer_objection(rows: Sequence[Row], number: str, answer: str, *, as_of: date) -> list[dict[str, str]]:
    """Return the ledger with one objection answered; SamplerError when it is unknown or answered already."""
    found = [row for row in rows if row["objection_id"] == number]
    if not found:
        raise SamplerError(f"异议台账里没有 {number}。")
    if found[0]["answered"]:
        raise SamplerError(f"{number} 已在 {found[0]['answered']} 答复，不能改写。")
    if not answer.strip():
        raise SamplerError("请写明处理结果（--answer）。")
    if as_of.isoformat() < found[0]["received"]:
        raise SamplerError(f"答复日期不能早于收到日期 {found[0]['received']}。")
    mark = {"answered": as_of.isoformat(), "answer": answer.strip()}
    return [{**row, **mark} if row["objection_id"] == number else dict(row) for row in rows]
