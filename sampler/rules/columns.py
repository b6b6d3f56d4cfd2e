"""Which columns and which kinds of event a policy asks for, and whether the registers have them."""

from collections.abc import Iterator

from sampler.failure import Finding, FindingsError
from sampler.rules.drawrule import DrawRule
from sampler.rules.evaluate import CLASS
from sampler.rules.expression import DRAWS, Compare, Condition, Count, walk
from sampler.rules.facts import Facts, event_kinds, event_table, nearest
from sampler.rules.lines import Path
from sampler.rules.policy import Policy

Written = tuple[Path, Condition]


def object_conditions(policy: Policy) -> Iterator[Written]:
    """Yield every condition over objects with its place in the file."""
    yield ("抽样框", "范围"), policy.frame.scope
    for number, rule in enumerate(policy.classes):
        yield ("类别", number, "条件"), rule.condition
    for draw in policy.draws:
        yield from _of_draw(draw)
    for number, mode in enumerate(policy.modes):
        yield ("方式", number, "条件"), mode.condition
    for number, (condition, _) in enumerate(policy.cap.limits if policy.cap else ()):
        yield ("上限", "分类上限", number, "条件"), condition
    for number, exemption in enumerate(policy.cap.exemptions if policy.cap else ()):
        if exemption.condition is not None:
            yield ("上限", "豁免", number, "条件"), exemption.condition


def _of_draw(draw: DrawRule) -> Iterator[Written]:
    path: Path = ("抽查", draw.index)
    yield (*path, "条件"), draw.condition
    yield from (((*path, "基数"), term.base) for term in draw.all_terms if term.base is not None)
    yield from (((*path, "其中"), part.condition) for part in draw.parts)
    yield from (((*path, "权重"), weight) for weight, _ in draw.weights)
    for key, condition in (("必抽", draw.forced), ("排除", draw.excluded)):
        if condition is not None:
            yield (*path, key), condition


def named_columns(policy: Policy) -> Iterator[tuple[Path, str]]:
    """Yield the object columns that rules name outside conditions."""
    for draw in policy.draws:
        for key, column in (
            ("按列", draw.by_column),
            ("分层", draw.split),
            ("归属列", draw.stage_column),
            ("抽取单元", draw.unit_column),
        ):
            if column:
                yield ("抽查", draw.index, key), column


def kinds_used(policy: Policy) -> tuple[str, ...]:
    """Return the kinds of event that the policy's conditions count."""
    found = [
        node.kind
        for _, condition in object_conditions(policy)
        for node in walk(condition)
        if isinstance(node, Count) and node.kind not in DRAWS
    ]
    return tuple(dict.fromkeys(found))


def check_columns(policy: Policy, facts: Facts) -> None:
    """Raise FindingsError when the registers lack a column the policy names."""
    findings = find_unknown_columns(policy, facts)
    if findings:
        raise FindingsError(findings)


def find_unknown_columns(policy: Policy, facts: Facts) -> list[Finding]:
    """Return a finding for each column that neither the schema nor the file has."""
    known = facts.headers | {CLASS}
    findings: list[Finding] = []
    for path, column in named_columns(policy):
        if column not in known:
            findings.append(_unknown(policy, path, column, sorted(known), "名录库"))
    for path, condition in object_conditions(policy):
        for node in walk(condition):
            if isinstance(node, Compare) and node.column not in known:
                findings.append(_unknown(policy, path, node.column, sorted(known), "名录库"))
            if isinstance(node, Count) and node.kind not in DRAWS:
                findings += _event_columns(policy, path, node, facts)
    return findings


def find_absent_values(policy: Policy, facts: Facts) -> list[Finding]:
    """Return a reminder for each value of a condition that no object has: often a slip of the pen.

    Columns with a fixed list of words are left aside; there a wrong word is an error already.
    """
    findings: list[Finding] = []
    for path, condition in object_conditions(policy):
        for node in walk(condition):
            if isinstance(node, Compare) and node.operator in ("=", "属于") and _is_free(node.column, facts):
                findings += [_absent(policy, path, node.column, value, facts) for value in _lost(node, facts)]
    return findings


def _is_free(column: str, facts: Facts) -> bool:
    known = [field for field in facts.schemas["检查对象"].fields if field.header == column]
    return column != CLASS and not any(field.enum or field.type == "boolean" for field in known)


def _lost(node: Compare, facts: Facts) -> list[str]:
    key = facts.key(node.column)
    there = {row.get(key, "") for row in facts.objects}
    return [value for value in node.values if value not in there]


def _absent(policy: Policy, path: Path, column: str, value: str, facts: Facts) -> Finding:
    key = facts.key(column)
    known = sorted({row.get(key, "") for row in facts.objects} - {""})[:50]
    reason = f"名录库里没有「{column}」为“{value}”的对象。"
    return policy.document.finding(
        "absent-value", path, reason, nearest(value, known) if known else "", level="warning"
    )


def _event_columns(policy: Policy, path: Path, node: Count, facts: Facts) -> list[Finding]:
    schema, part = event_table(node.kind)
    if part and not facts.events.get(node.kind) and node.kind in facts.missing:
        reason = f"没有“{node.kind}”这类事件。"
        return [
            policy.document.finding(
                "unknown-event",
                path,
                reason,
                nearest(node.kind, event_kinds()) + f"自己的事件请建立 events/{node.kind}.csv。",
            )
        ]
    declared = set(schema.keys)
    extra = {
        key
        for events in facts.events.get(node.kind, {}).values()
        for event in events
        for key in event
        if key not in declared
    }
    known = sorted({*schema.headers, *extra})
    asked = [node.same, node.total]
    asked += [inner.column for part_ in node.filters for inner in walk(part_) if isinstance(inner, Compare)]
    return [
        _unknown(policy, path, column, known, f"“{node.kind}”表")
        for column in asked
        if column and column not in known
    ]


def _unknown(policy: Policy, path: Path, column: str, known: list[str], table: str) -> Finding:
    return policy.document.finding(
        "unknown-column", path, f"{table}没有“{column}”这一列。", nearest(column, known), value=column
    )
