"""The sub-register of an item: the objects to which it applies, as the item list says."""

from collections.abc import Sequence

from sampler.failure import SamplerError
from sampler.registers import Registers
from sampler.rules.drawrule import DrawRule
from sampler.rules.evaluate import CLASS, Scene
from sampler.rules.expression import Always, Compare, Condition, parse, walk
from sampler.rules.facts import Row, nearest
from sampler.rules.policy import Policy


def rows_of_items(items: Sequence[str], rows: Sequence[Row], registers: Registers, scene: Scene) -> list[Row]:
    """Return the objects to which one of the items applies; with no items, all objects."""
    if not items:
        return list(rows)
    conditions = [item_condition(item, registers, scene) for item in items]
    return [row for row in rows if any(scene.holds(condition, row) for condition in conditions)]


def item_condition(item: str, registers: Registers, scene: Scene) -> Condition:
    """Return the condition under which an item applies; raise SamplerError when it is not on the list or unreadable."""
    listed = {row["item_id"]: row for row in registers.table("items").rows}
    if item not in listed:
        raise SamplerError(
            f"抽查事项“{item}”不在抽查事项清单（registers/items.csv）里。{nearest(item, sorted(listed)) if listed else '清单是空的。'}"
        )
    text = listed[item].get("applies", "")
    if not text:
        return Always()
    try:
        condition = parse(text)
    except SamplerError as error:
        raise SamplerError(f"抽查事项清单里 {item} 的「适用条件」看不懂：{error}") from error
    known = scene.facts.headers | {CLASS}
    for node in walk(condition):
        if isinstance(node, Compare) and node.column not in known:
            raise SamplerError(
                f"抽查事项清单里 {item} 的「适用条件」用了名录库没有的列“{node.column}”。{nearest(node.column, sorted(known))}"
            )
    return condition


def items_of_rules(registers: Registers, policy: Policy, scene: Scene) -> dict[str, tuple[str, ...]]:
    """Return, for each draw rule, the items on the list that apply to at least one of its objects."""
    conditions = {
        row["item_id"]: item_condition(row["item_id"], registers, scene)
        for row in registers.table("items").rows
    }
    found: dict[str, tuple[str, ...]] = {}
    for rule in policy.draws:
        rows = [row for row in scene.facts.objects if _is_about(rule, row, scene)]
        wanted = rule.items or tuple(conditions)
        found[rule.name] = tuple(
            item
            for item in wanted
            if item in conditions and any(scene.holds(conditions[item], row) for row in rows)
        )
    return found


def _is_about(rule: DrawRule, row: Row, scene: Scene) -> bool:
    return (not rule.classes or scene.classes.get(row["code"]) in rule.classes) and scene.holds(
        rule.condition, row, rule.name
    )
