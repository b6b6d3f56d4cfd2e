"""From the document to the policy: every text is read, every mistake gathered before anything is refused.

A value that can't be read is replaced by a harmless one so that the rest can still be read; the policy is only handed
on when there is no finding of level ``error``.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.rules.document import Document, find_schema_errors, open_document, read_document
from sampler.rules.drawing import read_draw
from sampler.rules.evaluate import CLASS
from sampler.rules.expression import OWN_DRAWS, Compare, Count, walk
from sampler.rules.lines import Path as KeyPath
from sampler.rules.notes import Notes
from sampler.rules.period import CYCLES
from sampler.rules.policy import (
    Cap,
    ClassRule,
    Clues,
    Deadlines,
    Demanded,
    Exemption,
    Frame,
    ModeRule,
    NamedNumber,
    Policy,
    Procedure,
    Revision,
    TargetRule,
)

Values = Mapping[str, Any]


def load_policy(path: Path) -> Policy:
    """Return the policy in a file; raise FindingsError with every mistake of writing."""
    return _policy_or_raise(open_document(path))


def policy_from_text(text: str, file: str = "policy.toml") -> Policy:
    """Return the policy in a text; raise FindingsError with every mistake of writing."""
    return _policy_or_raise(read_document(file, text))


def policy_for(data: Path, period: str) -> Policy:
    """Return the policy of the year of a period; raise SamplerError when the bureau has none."""
    path = data / "policy" / f"{period[:4]}.toml"
    if not path.is_file():
        raise SamplerError(
            f"没有 {period[:4]} 年的抽查规则：{path}。请用 ./inv policy.next {period[:4]} 沿用上一年的，或用 ./inv policy.new 起草，或用 --policy 指定文件。"
        )
    return load_policy(path)


def read_policy(document: Document) -> tuple[Policy | None, list[Finding]]:
    """Return the policy of a document, or None, and everything that is wrong with the writing."""
    findings = find_schema_errors(document)
    if findings:
        return None, findings
    notes = Notes(document)
    policy = _policy(notes)
    wrong = any(finding.level == "error" for finding in notes.findings)
    return (None if wrong else policy), notes.findings


def _policy_or_raise(document: Document) -> Policy:
    policy, findings = read_policy(document)
    if policy is None:
        raise FindingsError(finding for finding in findings if finding.level == "error")
    return policy


def _policy(notes: Notes) -> Policy:
    values = notes.document.values
    procedure = _procedure(values.get("程序", {}))
    draws = tuple(read_draw(notes, entry, number, procedure) for number, entry in enumerate(values["抽查"]))
    return Policy(
        document=notes.document,
        name=values["规则名称"],
        year=values["年度"],
        version=values.get("版本", 1),
        basis=values.get("依据", ""),
        revisions=tuple(
            Revision(entry["版本"], notes.day(entry["日期"], ("修订", number, "日期")), entry["原因"])
            for number, entry in enumerate(values.get("修订", ()))
        ),
        procedure=procedure,
        frame=_frame(notes, values.get("抽样框", {})),
        numbers={
            entry["名称"]: _number(notes, entry, place) for place, entry in enumerate(values.get("数", ()))
        },
        classes=tuple(_class(notes, entry, number) for number, entry in enumerate(values.get("类别", ()))),
        draws=draws,
        cap=_cap(notes, values["上限"]) if "上限" in values else None,
        targets=tuple(_target(notes, entry, number) for number, entry in enumerate(values.get("目标", ()))),
        modes=tuple(_mode(notes, entry, number) for number, entry in enumerate(values.get("方式", ()))),
        clues=_clues(values.get("线索")),
        deadlines=_deadlines(values.get("期限", {})),
        other=tuple(
            Demanded(entry["要求"], entry.get("频次", ""), entry.get("依据", ""))
            for entry in values.get("其他要求", ())
        ),
    )


def _procedure(values: Values) -> Procedure:
    plain = Procedure()
    return Procedure(
        cycle=CYCLES[values.get("抽取周期", "每季度")],
        window=values.get("抽取窗口", plain.window),
        confirm_days=values.get("确认工作日", plain.confirm_days),
        lag_days=values.get("事件衔接天数", plain.lag_days),
        origin=values.get("周期起始年"),
        embargo=values.get("保密", plain.embargo),
        opening=values.get("揭示时间", plain.opening),
        opening_scope=values.get("揭示范围", plain.opening_scope),
        inspector_beacon=values.get("人员抽取", plain.inspector_beacon),
        team_size=values.get("每组人数", plain.team_size),
    )


def _frame(notes: Notes, values: Values) -> Frame:
    return Frame(
        drawable=tuple(values.get("可抽状态", ("在业",))),
        counted=tuple(values.get("计入基数的状态", ("在业",))),
        scope=notes.condition(values.get("范围"), ("抽样框", "范围")),
        overlapping=values.get("允许一户多层", False),
    )


def _number(notes: Notes, entry: Values, place: int) -> NamedNumber:
    written = str(entry["值"])
    value: Fraction | None = None
    if written != "未定":
        try:
            value = Fraction(written)
        except ValueError:
            notes.wrong(
                "number",
                ("数", place, "值"),
                "不是数字。",
                "请写整数、加引号的小数，或“未定”。",
                value=written,
            )
    return NamedNumber(entry["名称"], value, entry.get("依据", ""))


def _class(notes: Notes, entry: Values, number: int) -> ClassRule:
    path: KeyPath = ("类别", number, "条件")
    condition = notes.condition(entry["条件"], path)
    for node in walk(condition):
        if isinstance(node, Compare) and node.column == CLASS:
            notes.wrong(
                "condition", path, "类别的条件里不能再用“类别”。", "请写出对象的条件。", value=entry["条件"]
            )
        if isinstance(node, Count) and node.kind == OWN_DRAWS:
            notes.wrong(
                "condition",
                path,
                "类别的条件里不能用“本层抽中”，还没有分层。",
                "请写“抽中”。",
                value=entry["条件"],
            )
    return ClassRule(entry["名称"], condition, entry["条件"], entry.get("依据", ""))


def _cap(notes: Notes, values: Values) -> Cap:
    exemptions = tuple(
        _exemption(notes, entry, number) for number, entry in enumerate(values.get("豁免", ()))
    )
    return Cap(
        limit=values["每户每年"],
        kinds=tuple(values.get("计入", ("日常", "专项", "个案"))),
        modes=tuple(values.get("计入方式", ("现场检查",))),
        exemptions=exemptions,
        excludes=values.get("到上限时", "不再抽取") == "不再抽取",
        limits=tuple(
            (notes.condition(entry["条件"], ("上限", "分类上限", number, "条件")), entry["每户每年"])
            for number, entry in enumerate(values.get("分类上限", ()))
        ),
    )


def _exemption(notes: Notes, entry: Values, number: int) -> Exemption:
    path = ("上限", "豁免", number)
    if "触发" not in entry and "条件" not in entry:
        notes.wrong("exemption", path, "豁免没有写情形。", "请写“触发”（哪些原因）或“条件”（哪些对象）。")
    condition = notes.condition(entry["条件"], (*path, "条件")) if "条件" in entry else None
    return Exemption(entry["名称"], tuple(entry.get("触发", ())), condition)


def _target(notes: Notes, entry: Values, number: int) -> TargetRule:
    return TargetRule(
        name=entry["名称"],
        kind=entry["种类"],
        amount=notes.amount(entry["至少"], ("目标", number, "至少")),
        months=CYCLES[entry.get("期次", "每年")],
        classes=tuple(entry.get("类别", ())),
        basis=entry.get("依据", ""),
    )


def _mode(notes: Notes, entry: Values, number: int) -> ModeRule:
    return ModeRule(
        notes.condition(entry["条件"], ("方式", number, "条件")), entry["方式"], entry.get("理由", "")
    )


def _clues(values: Values | None) -> Clues | None:
    return None if values is None else Clues(tuple(values["触发"]), values.get("方式", "现场检查"))


def _deadlines(values: Values) -> Deadlines:
    words: Sequence[tuple[str, str]] = (
        ("result", "结果公开"),
        ("other", "其他信息公开"),
        ("decision", "决定公开"),
        ("withdrawal", "处罚撤回"),
        ("third_party", "第三方意见"),
        ("objection", "异议答复"),
    )
    return Deadlines(**{name: values[word] for name, word in words if word in values})
