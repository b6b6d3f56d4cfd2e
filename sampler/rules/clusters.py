"""Drawing the values of a column instead of objects: counties, townships, parks — the upper stages of a draw.

A value becomes a unit whose code and name are the value itself. It may be drawn while one of its objects may.
"""

from collections.abc import Sequence
from dataclasses import replace

from sampler.rules.drawrule import DrawRule
from sampler.rules.facts import Facts, Row
from sampler.rules.members import Ground
from sampler.rules.policy import Policy
from sampler.rules.standing import Standing


def unit_names(policy: Policy, facts: Facts) -> set[str]:
    """Return every value that a rule may draw as a unit."""
    keys = [facts.key(rule.unit_column) for rule in policy.draws if rule.unit_column]
    return {row.get(key, "") for key in keys for row in facts.objects} - {""}


def units_of(rule: DrawRule, rows: Sequence[Row], ground: Ground) -> tuple[list[Row], Ground]:
    """Return the units of a rule's column in order, and the ground on which they stand; empty cells are told."""
    column, key = rule.unit_column, ground.scene.facts.key(rule.unit_column)
    _check_split(rule, rows, ground)
    blank = sum(1 for row in rows if not row.get(key, ""))
    if blank:
        ground.notes.append(f"有 {blank} 户的「{column}」为空，不属于任何单元，没有列入。")
    first: dict[str, Row] = {}
    standing = dict(ground.standings)
    for row in rows:
        value = row.get(key, "")
        own = ground.standings[row["code"]]
        if value and value not in first:
            first[value] = {**row, "code": value, "name": value}
            standing[value] = own
        elif value and own.drawable:
            standing[value] = Standing(drawable=True, counted=True)
    return [first[value] for value in sorted(first)], replace(ground, standings=standing)


def _check_split(rule: DrawRule, rows: Sequence[Row], ground: Ground) -> None:
    """Stop the draw where a unit lies in several strata: nobody knows in which it is to be drawn."""
    if not rule.split:
        return
    key, split = ground.scene.facts.key(rule.unit_column), ground.scene.facts.key(rule.split)
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), set()).add(row.get(split, ""))
    for unit, values in sorted(found.items()):
        if unit and len(values) > 1:
            shown = "、".join(sorted(value or "（空白）" for value in values))
            text = f"规则“{rule.name}”：“{unit}”的对象有不同的「{rule.split}」（{shown}），不知道算在哪一层。请先改正名录库。"
            ground.undecided.append(text)
