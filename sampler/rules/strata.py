"""One rule makes one stratum or several: by the values of a column, by township, by the units drawn a stage above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sampler.rules.drawrule import Demand, DrawRule
from sampler.rules.evaluate import Scene
from sampler.rules.facts import Row

OTHER = "其他"
BLANK = "（空白）"


@dataclass(frozen=True, slots=True)
class Population:
    """The objects of one stratum before anyone is excluded."""

    name: str
    """Unique name of the stratum."""

    title: str
    """Name on pages."""

    label: str
    """What the objects are called as a base."""

    rows: tuple[Row, ...]
    """The objects, in code order."""

    demand: Demand
    """How many are demanded of them."""


@dataclass(frozen=True, slots=True)
class Strata:
    """The strata of one rule."""

    found: tuple[Population, ...]
    """They, in order of their values."""

    notes: tuple[str, ...] = ()
    """What can't be drawn yet, and why."""

    undecided: tuple[str, ...] = ()
    """Objects for which the rule says nothing."""


def populations(rule: DrawRule, rows: Sequence[Row], scene: Scene) -> Strata:
    """Return the strata of a rule."""
    whole = Population(rule.name, rule.title, _label(rule), tuple(rows), rule.demand)
    if rule.stage:
        return _by_stage(rule, whole, scene)
    column = rule.by_column or (rule.split if rule.allocation == "各层分别计算" else "")
    if not column:
        return Strata((whole,))
    groups = grouped(column, rows, scene)
    if rule.by_column:
        return _by_value(rule, whole, groups)
    found = tuple(_part(whole, value, inside, rule.demand) for value, inside in groups.items())
    return Strata(found, blank_notes(rule, groups))


def grouped(column: str, rows: Sequence[Row], scene: Scene) -> Mapping[str, tuple[Row, ...]]:
    """Return objects by the value of a column, values in order; an empty cell is a value of its own."""
    key = scene.facts.key(column)
    found: dict[str, list[Row]] = {}
    for row in rows:
        value = scene.classes.get(row["code"], "") if column == "类别" else row.get(key, "")
        found.setdefault(value or BLANK, []).append(row)
    return {value: tuple(found[value]) for value in sorted(found)}


def shared_out(
    total: int, sizes: Mapping[str, int], *, least: int = 0, beyond: bool = False
) -> dict[str, int]:
    """Return a total shared out by size: whole parts first, the rest by the largest remainders.

    ``least``: each part gets so many first (all it has, if fewer), even where that makes the total larger.
    ``beyond``: the sizes are only weights, and the total may be more than all of them.

    >>> shared_out(10, {"东": 50, "西": 30, "北": 15})
    {'东': 5, '西': 3, '北': 2}
    """
    if least:
        first = {name: min(least, size) for name, size in sizes.items()}
        rest = shared_out(
            max(total - sum(first.values()), 0), {name: sizes[name] - first[name] for name in sizes}
        )
        return {name: first[name] + rest[name] for name in sizes}
    whole = sum(sizes.values())
    if not whole:
        return dict.fromkeys(sizes, 0)
    total = total if beyond else min(total, whole)
    exact = {name: Fraction(total * size, whole) for name, size in sizes.items()}
    shares = {name: int(share) for name, share in exact.items()}
    order = sorted(sizes, key=lambda name: (shares[name] - exact[name], name))
    for name in order[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def shared_by_weight(total: int, weights: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, int]:
    """Return a total shared out by weights, no part with more than it has; the others take what it cannot give.

    >>> shared_by_weight(21, {"高": 4, "中": 2, "低": 1}, {"高": 9, "中": 40, "低": 60})
    {'高': 9, '中': 8, '低': 4}
    """
    full: dict[str, int] = {}
    while True:
        left = {name: weight for name, weight in weights.items() if name not in full}
        shares = shared_out(total - sum(full.values()), left, beyond=True)
        over = {name: sizes[name] for name, share in shares.items() if share > sizes[name]}
        if not over:
            return {name: full.get(name, shares.get(name, 0)) for name in weights}
        full |= over


def _label(rule: DrawRule) -> str:
    if rule.unit_column:
        return rule.unit_column
    who = f"{'、'.join(rule.classes)}对象" if rule.classes else "检查对象"
    return f"{who}（{rule.condition_text}）" if rule.condition_text else who


def _part(whole: Population, value: str, rows: Sequence[Row], demand: Demand) -> Population:
    name = value.replace("·", "-").replace(",", "，")
    return Population(
        f"{whole.name}·{name}", f"{whole.title}（{value}）", f"{whole.label}（{value}）", tuple(rows), demand
    )


def _by_value(rule: DrawRule, whole: Population, groups: Mapping[str, tuple[Row, ...]]) -> Strata:
    named = {value: rows for value, rows in groups.items() if value in rule.by_value and value != OTHER}
    rest = sorted(
        (row for value, rows in groups.items() if value not in named for row in rows),
        key=lambda row: row["code"],
    )
    found = [_part(whole, value, rows, rule.by_value[value]) for value, rows in named.items()]
    if OTHER in rule.by_value and rest:
        found.append(_part(whole, OTHER, rest, rule.by_value[OTHER]))
    elif rest:
        missing = "、".join(value for value in groups if value not in named)
        told = f"规则“{rule.name}”没有规定「{rule.by_column}」为{missing}的抽多少（{len(rest)} 户）；请在“各值”里补上，或写“其他”。"
        return Strata(tuple(found), undecided=(told,))
    return Strata(tuple(found))


def blank_notes(rule: DrawRule, groups: Mapping[str, tuple[Row, ...]]) -> tuple[str, ...]:
    """Return a note where objects without a value became a stratum of their own."""
    if BLANK not in groups:
        return ()
    many = len(groups[BLANK])
    return (
        f"有 {many} 户的「{rule.split}」为空，“{rule.name}”把它们单独算作一层“{BLANK}”；请补填，或用“条件”排除。",
    )


def _by_stage(rule: DrawRule, whole: Population, scene: Scene) -> Strata:
    above = [unit for unit in scene.history.inside(scene.period) if unit.stratum.split("·")[0] == rule.stage]
    if not above:
        return Strata((), (f"规则“{rule.name}”要等“{rule.stage}”抽出并登记以后才能抽取，这次没有列入。",))
    names = {row["code"]: row["name"] for row in scene.facts.objects}
    groups = grouped(rule.stage_column, whole.rows, scene)
    drawn = sorted({names.get(unit.code, unit.code) for unit in above})
    notes = tuple(
        f"“{rule.stage}”抽中的“{name}”下没有可列入“{rule.name}”的对象。"
        for name in drawn
        if name not in groups
    )
    inside = {name: groups[name] for name in drawn if name in groups}
    if rule.pooled:
        rows = sorted((row for rows in inside.values() for row in rows), key=lambda row: row["code"])
        return Strata(
            (replace(whole, label=f"{whole.label}（{'、'.join(inside)}）", rows=tuple(rows)),), notes
        )
    return Strata(tuple(_part(whole, name, rows, rule.demand) for name, rows in inside.items()), notes)
