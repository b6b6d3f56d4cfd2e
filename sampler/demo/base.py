"""The registers as they stood when the bureau began: objects, people, items, recusals, decisions."""

from collections.abc import Iterator, Sequence
from typing import Any

from sampler.demo.codes import document_number
from sampler.demo.firms import Firm, firms
from sampler.demo.people import Row, inspectors
from sampler.demo.place import Place


def find(listed: Sequence[Firm], told: str) -> Firm:
    """Return the firm that a list names by its trade and place, such as ``涂料 3``."""
    trade, _, number = told.rpartition(" ")
    return next(firm for firm in listed if (firm.trade, firm.number) == (trade, int(number)))


def first_objects(place: Place, planted: dict[str, Any]) -> list[Row]:
    """Return the object register of the first day: without those who come later, with those already stopped."""
    listed = firms(place)
    later = {
        find(listed, told).row["code"] for batch in planted.get("newcomers", []) for told in batch["objects"]
    }
    stopped = planted.get("stopped_before", {"objects": [], "day": ""})
    codes = {find(listed, told).row["code"] for told in stopped["objects"]}
    rows = [firm.row for firm in listed if firm.row["code"] not in later]
    return [
        row | ({"status": "停产", "status_date": stopped["day"]} if row["code"] in codes else {})
        for row in rows
    ]


def newcomers(place: Place, batch: dict[str, Any]) -> list[Row]:
    """Return the objects entered on one day of the year."""
    listed = firms(place)
    return [find(listed, told).row | {"entered": batch["day"], "positive": "否"} for told in batch["objects"]]


def recusals(place: Place, planted: dict[str, Any], *, before: str, after: str = "") -> list[Row]:
    """Return the recusals known from ``after`` to ``before``."""
    return [row for row in _recusals(place, planted) if after < row["since"] <= before]


def _recusals(place: Place, planted: dict[str, Any]) -> Iterator[Row]:
    people, listed = inspectors(place), firms(place)
    for told in planted.get("recusals", []):
        yield {
            "certificate": people[told["inspector"] - 1]["certificate"],
            "code": find(listed, told["object"]).row["code"],
            "reason": told["reason"],
            "since": told["since"],
            "until": told.get("until", ""),
        }


def first_standing(rows: list[Row], documents: str, day: str, year: int) -> dict[str, list[Row]]:
    """Return the yearly credit grades and the positive list of the objects ``rows`` as events of one day."""
    grades = [
        row for row in rows if row["credit"] != "未评" and row["permit_class"] in ("重点管理", "简化管理")
    ]
    listed = [row for row in rows if row["positive"] == "是"]
    return {
        "credit": [
            _event(f"XY-{year}-{n:03}", row, day, "环保信用评价系统") | {"level": row["credit"]}
            for n, row in enumerate(grades, 1)
        ],
        "positive_list": [
            _event(f"QD-{year}-{n:03}", row, day, "正面清单")
            | {"action": "纳入", "document": document_number(f"{documents}函", year, 6)}
            for n, row in enumerate(listed, 1)
        ],
    }


def _event(number: str, row: Row, day: str, source: str) -> Row:
    return {"event_id": number, "code": row["code"], "date": day, "source": source}


def withholdings(place: Place, planted: dict[str, Any]) -> list[Row]:
    """Return the first decisions to withhold: whole objects (第十四条), names and addresses (第十五条)."""
    listed = firms(place)
    whole, masked = planted["withheld_whole"], planted["masked"]
    rows = [_decision(whole, find(listed, told), "不予公开", "第十四条", "") for told in whole["objects"]]
    for told in masked["objects"]:
        rows += [
            _decision(masked, find(listed, told), "隐去", "第十五条", field)
            for field in ("名称", "对象代码", "地址")
        ]
    return [{"decision_id": f"JD-{n:03}"} | row for n, row in enumerate(rows, 1)]


def _decision(told: dict[str, Any], firm: Firm, effect: str, ground: str, field: str) -> Row:
    year = int(told["day"][:4])
    return {
        "table": "objects",
        "target": firm.row["code"],
        "field": field,
        "effect": effect,
        "ground": ground,
        "reason": told["reason"],
        "decided_by": told.get("decided_by", "分局信息公开领导小组"),
        "date": told["day"],
        "approval": document_number("信公审", year, f"{told['day'][5:7]}-{told['day'][8:]}"),
        "recheck": f"{year + 1}{told['day'][4:]}",
    }


def consents(place: Place, planted: dict[str, Any]) -> list[Row]:
    """Return the third-party ledger: one asked and agreed, the masked ones asked and refused."""
    listed, yes, no = firms(place), planted["consent"], planted["masked"]
    asked = [(find(listed, yes["object"]), "同意", yes["answered"])]
    asked += [(find(listed, told), "不同意", no["day"]) for told in no["objects"]]
    return [
        {
            "consent_id": f"ZQ-{number:03}",
            "code": firm.row["code"],
            "table": "objects",
            "field": "名称",
            "asked": yes["asked"],
            "due": yes["due"],
            "answer": answer,
            "answered": day,
            "public_interest": "否",
            "decided_by": "分局信息公开领导小组",
            "date": day,
        }
        for number, (firm, answer, day) in enumerate(asked, 1)
    ]
