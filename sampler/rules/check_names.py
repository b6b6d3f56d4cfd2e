"""Names: each is there, each is used, none twice; words that a column can hold."""

from collections.abc import Callable, Iterable, Iterator

from sampler.failure import Finding
from sampler.registers import Field, schema_named
from sampler.rules.columns import object_conditions
from sampler.rules.evaluate import CLASS
from sampler.rules.expression import DRAWS, ORDERING, Compare, Condition, Count, number_of, walk
from sampler.rules.facts import event_table, nearest
from sampler.rules.lines import Path
from sampler.rules.policy import Policy
from sampler.rules.windows import is_window


def find_repeated_names(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each rule, target or number whose name stands above already."""
    for key, names in (
        ("抽查", [rule.name for rule in policy.draws]),
        ("目标", [target.name for target in policy.targets]),
        ("数", [entry["名称"] for entry in policy.document.values.get("数", ())]),
    ):
        for number, name in enumerate(names):
            if name in names[:number]:
                yield policy.document.finding(
                    "repeated-name", (key, number, "名称"), f"名称“{name}”用过了。", "请换一个名称。"
                )


def find_unknown_classes(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each class that a rule or target names and no class rule makes."""
    named: list[tuple[Path, str]] = [
        (("抽查", rule.index, "对象"), name) for rule in policy.draws for name in rule.classes
    ]
    named += [
        (("目标", at, "类别"), name) for at, target in enumerate(policy.targets) for name in target.classes
    ]
    for path, condition in object_conditions(policy):
        named += [
            (path, value)
            for node in walk(condition)
            if isinstance(node, Compare) and node.column == CLASS
            for value in node.values
        ]
    known = list(policy.class_names)
    for path, name in named:
        if name not in known:
            hint = nearest(name, known) if known else '请先写 [["类别"]]。'
            yield policy.document.finding("unknown-class", path, f"没有“{name}”这个类别。", hint, value=name)


def find_classes_without_draw(policy: Policy) -> Iterator[Finding]:
    """Yield a warning for each class that no rule draws."""
    if any(not rule.classes for rule in policy.draws):
        return
    drawn = {name for rule in policy.draws for name in rule.classes}
    for number, rule in enumerate(policy.classes):
        if rule.name not in drawn:
            yield policy.document.finding(
                "undrawn-class",
                ("类别", number, "名称"),
                f"类别“{rule.name}”没有任何抽查规则，这些对象不会被抽到。",
                '请补一条 [["抽查"]]，或在说明里写明不抽的理由。',
                level="warning",
            )
            drawn.add(rule.name)


def find_unknown_references(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each named number or earlier stage that is not there."""
    rules = [rule.name for rule in policy.draws]
    for rule in policy.draws:
        path: Path = ("抽查", rule.index)
        for term in rule.all_terms:
            if term.number and term.number not in policy.numbers:
                hint = nearest(term.number, list(policy.numbers)) if policy.numbers else '请先写 [["数"]]。'
                yield policy.document.finding(
                    "unknown-number", (*path, "基数名"), f"没有登记“{term.number}”这个数。", hint
                )
        if rule.stage and (rule.stage not in rules or rule.stage == rule.name):
            others = [name for name in rules if name != rule.name]
            hint = nearest(rule.stage, others) if others else "请先写上一阶段的规则。"
            yield policy.document.finding(
                "unknown-stage", (*path, "上一阶段"), f"没有“{rule.stage}”这条抽查规则。", hint
            )


def find_impossible_words(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each value a column can never hold, and each comparison a column can't take."""
    objects = {known.header: known for known in schema_named("objects").fields}
    for path, condition in object_conditions(policy):
        for node, fields in _compared(condition, objects):
            known = fields.get(node.column) if isinstance(node, Compare) else None
            if not isinstance(node, Compare) or (known is None and node.operator not in ORDERING):
                continue
            enum = (
                ("是", "否")
                if known is not None and known.type == "boolean"
                else known.enum
                if known is not None
                else ()
            )
            if enum and node.operator in ("=", "≠", "属于", "不属于"):
                for value in node.values:
                    if value not in enum:
                        yield policy.document.finding(
                            "unknown-value",
                            path,
                            f"「{node.column}」没有“{value}”这个值。",
                            nearest(value, enum),
                            value=value,
                        )
            if node.operator in ORDERING and not _measurable(node.values[0]):
                yield policy.document.finding(
                    "not-a-number",
                    path,
                    f"“{node.column} {node.operator} {node.values[0]}”：大小只能比较数字和日期。",
                    "并列的几个值请用“属于 [甲, 乙]”。",
                )


def _compared(
    condition: Condition, objects: dict[str, Field]
) -> Iterator[tuple[Condition, dict[str, Field]]]:
    """Yield each part of a condition with the fields it speaks of: those of objects, or of an event's table."""
    for node in walk(condition):
        yield node, objects
        if isinstance(node, Count) and node.kind not in DRAWS:
            fields = {known.header: known for known in event_table(node.kind)[0].fields}
            yield from ((inner, fields) for part in node.filters for inner in walk(part))


def find_revisions(policy: Policy) -> Iterator[Finding]:
    """Yield findings where the versions of the file do not follow one another."""
    versions = [entry.version for entry in policy.revisions]
    if not versions:
        yield policy.document.finding(
            "revision",
            ("版本",),
            "没有写修订记录。",
            '请写一条 [["修订"]]：版本、日期、原因。',
            level="warning",
        )
    elif versions[-1] != policy.version:
        yield policy.document.finding(
            "revision",
            ("版本",),
            f"版本是 {policy.version}，最后一条修订却是 {versions[-1]}。",
            "改动规则时版本加 1，并补一条修订。",
        )
    for number in range(1, len(versions)):
        if (
            versions[number] <= versions[number - 1]
            or policy.revisions[number].day < policy.revisions[number - 1].day
        ):
            yield policy.document.finding("revision", ("修订", number), "修订没有按版本和日期先后排列。")


def _measurable(text: str) -> bool:
    return number_of(text) is not None or is_window(f"{text}～{text}")


NAME_CHECKS: tuple[Callable[[Policy], Iterable[Finding]], ...] = (
    find_repeated_names,
    find_unknown_classes,
    find_classes_without_draw,
    find_unknown_references,
    find_impossible_words,
    find_revisions,
)
