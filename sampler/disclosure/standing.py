"""What the rules say today of what is public: the class of each object, the cap, the targets, the rules in words."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sampler.disclosure.desk import Desk
from sampler.disclosure.public import TargetRow
from sampler.registers import Registers
from sampler.rules import DrawnUnit, History, Policy, classify, policy_from_text, work_out_quotas
from sampler.rules.period import Period

HIDDEN_KEYS = frozenset({"规则名称", "年度", "版本", "发布日期", "修订"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules of the year come to, on the day of the export."""

    classes: Mapping[str, str]
    """Code → class."""

    cap: int | None
    """Visits an object may have in the year."""

    targets: tuple[TargetRow, ...]
    """Targets of the year."""


def standing(desk: Desk) -> Standing:
    """Return classes, cap and targets; nothing where the year has no rules."""
    year = str(desk.source.as_of.year)
    if year not in desk.source.policies:
        return Standing({}, None, ())
    policy = policy_from_text(desk.source.policies[year].decode("utf-8-sig"), f"policy/{year}.toml")
    registers = _without(desk.source.registers, desk.hidden)
    period = (
        Period(desk.source.as_of.year, desk.source.as_of.month, 1)
        .around(min(policy.procedure.cycle, 12))
        .text
    )
    history = _history(desk, policy)
    found = classify(registers, policy, period, desk.source.as_of, history)
    report = work_out_quotas(registers, policy, period, desk.source.as_of, history)
    targets = tuple(
        TargetRow(
            year,
            desk.day,
            one.name,
            one.rule,
            one.rule,
            f"{one.done} / {one.base}",
            str(one.needed),
            one.state,
        )
        for one in report.targets
    )
    return Standing(
        {code: one.class_name for code, one in found.of.items()},
        policy.cap.limit if policy.cap else None,
        targets,
    )


def _without(registers: Registers, hidden: frozenset[str]) -> Registers:
    table = registers.table("objects")
    rows = tuple(row for row in table.rows if row["code"] not in hidden)
    smaller = replace(table, cells=rows, lines=())
    return replace(registers, tables={**registers.tables, ("objects", ""): smaller})


def _history(desk: Desk, policy: Policy) -> History:
    by_credit = {rule.name for rule in policy.draws if rule.credit}
    units = [
        DrawnUnit(
            row["draw_id"],
            table.part,
            row["code"],
            stratum,
            desk.source.as_of,
            row.get("state", ""),
            bool(row.get("joint_sections") or row.get("departments")),
            stratum in by_credit,
        )
        for table, row in desk.rows("visits")
        if row.get("draw_id") and row["code"] not in desk.hidden
        for stratum in row.get("stratum", "").split("；")
    ]
    return History(tuple(units))


def policy_words(content: bytes) -> dict[str, Any]:
    """Return the rules of a year in words: the clerk's own keys and sentences, in the clerk's order."""
    values = tomllib.loads(content.decode("utf-8-sig"))
    return {
        "year": str(values.get("年度", "")),
        "title": str(values.get("规则名称", "")),
        "version": str(values.get("版本", "")),
        "effective": str(values.get("发布日期", "")),
        "source": str(values.get("依据", "")),
        "revisions": [
            {key: _words(value) for key, value in entry.items()} for entry in values.get("修订", [])
        ],
        "groups": [_group(title, value) for title, value in values.items() if _is_group(title, value)],
    }


def _is_group(title: str, value: object) -> bool:
    return title not in HIDDEN_KEYS and isinstance(value, dict | list)


def _group(title: str, value: Any) -> dict[str, Any]:
    entries = (
        value if isinstance(value, list) else [{"名称": key, "内容": text} for key, text in value.items()]
    )
    rows = []
    for entry in entries:
        words = entry if isinstance(entry, dict) else {"名称": str(entry)}
        rest = "；".join(
            f"{key}：{_words(text)}" for key, text in words.items() if key not in {"名称", "内容", "标题"}
        )
        text = "；".join(
            part for part in (_words(words.get("标题", "")), _words(words.get("内容", "")), rest) if part
        )
        rows.append({"name": str(words.get("名称", "")), "text": text})
    return {"title": title, "rows": rows}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_words(part) for part in value)
    if isinstance(value, dict):
        return "（" + "，".join(f"{key} {_words(part)}" for key, part in value.items()) + "）"
    return value.isoformat() if isinstance(value, date) else str(value)
