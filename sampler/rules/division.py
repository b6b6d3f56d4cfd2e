"""A quota divided among parts of its stratum: named parts (“其中一半来自高风险行业”), or by size (乡镇).

Each part becomes a stratum of its own, so that the draw of each can be recomputed alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sampler.rules.amount import UP, rounded
from sampler.rules.drawrule import DrawRule, Part
from sampler.rules.facts import Row
from sampler.rules.members import Ground
from sampler.rules.report import StratumQuota
from sampler.rules.spread import share_now, span_of
from sampler.rules.strata import OTHER, blank_notes, grouped, shared_by_weight, shared_out
from sampler.rules.stratum import Worked

REST = "其余"


def divided(rule: DrawRule, worked: Worked, ground: Ground) -> list[StratumQuota]:
    """Return the stratum, or its parts where the rule divides the quota."""
    if rule.parts:
        return _by_parts(rule, worked, ground)
    if rule.split and rule.shared_by:
        return _by_shares(rule, worked, ground)
    if rule.split and rule.allocation == "总数按家数分摊":
        groups = grouped(rule.split, worked.rows, ground.scene)
        ground.notes += blank_notes(rule, groups)
        sizes = {name: len(rows) for name, rows in groups.items()}
        shares = shared_out(worked.stratum.quota, sizes, least=rule.part_least)
        return _pieces(worked.stratum, groups, list(shares.values()))
    return [worked.stratum]


def _by_shares(rule: DrawRule, worked: Worked, ground: Ground) -> list[StratumQuota]:
    """Return the pieces of a quota shared out by the numbers the rule gives its values."""
    groups = grouped(rule.split, worked.rows, ground.scene)
    ground.notes += blank_notes(rule, groups)
    sizes = {name: len(rows) for name, rows in groups.items()}
    weights = {name: rule.shared_by.get(name, rule.shared_by.get(OTHER, 0)) for name in sizes}
    if lost := [name for name, weight in weights.items() if not weight]:
        text = f"规则“{rule.name}”没有规定「{rule.split}」为{'、'.join(lost)}的比例；请在“各层比”里补上，或写“其他”。"
        ground.undecided.append(text)
    if rule.allocation == "总数按加权家数分摊":
        weights = {name: weight * sizes[name] for name, weight in weights.items()}
    quota = worked.stratum.quota
    asked = shared_out(quota, weights, beyond=True)
    shares = shared_by_weight(quota, weights, sizes)
    for name, want in asked.items():
        if want > sizes[name]:
            text = f"“{worked.stratum.title}”按比例“{name}”应抽 {want} 户，可抽的只有 {sizes[name]} 户，不足的由其余各层按比例补足。"
            ground.conflict("part", worked.stratum.name, want - sizes[name], text)
    return _pieces(worked.stratum, groups, list(shares.values()))


def parts_of_quota(asked: Sequence[int], quota: int, available: Sequence[int]) -> list[int]:
    """Return how many come from each named part and, last, from the rest.

    ``asked`` is what each part must give at least; ``available`` the number of objects of each part and, last, of the
    rest. What a part cannot give, the rest gives; what the rest cannot give, the parts give in order.
    """
    taken: list[int] = []
    for wanted, have in zip(asked, available, strict=False):
        taken.append(min(wanted, have, quota - sum(taken)))
    taken.append(min(quota - sum(taken), available[-1]))
    for place, have in enumerate(available[:-1]):
        taken[place] += min(quota - sum(taken), have - taken[place])
    return taken


def _by_parts(rule: DrawRule, worked: Worked, ground: Ground) -> list[StratumQuota]:
    groups: dict[str, list[Row]] = {name: [] for name in (*(part.name for part in rule.parts), REST)}
    for row in worked.rows:
        name = next((part.name for part in rule.parts if ground.scene.holds(part.condition, row)), REST)
        groups[name].append(row)
    quota = worked.stratum.quota
    asked = [_asked(rule, part, worked, ground) for part in rule.parts]
    taken = parts_of_quota(asked, quota, [len(rows) for rows in groups.values()])
    for part, wanted, rows in zip(rule.parts, asked, groups.values(), strict=False):
        if len(rows) < wanted:
            text = f"“{worked.stratum.title}”要求其中“{part.name}”至少 {wanted} 户，可抽的只有 {len(rows)} 户，不足的从其余对象抽。"
            ground.conflict("part", worked.stratum.name, wanted - len(rows), text)
    exact = sum(
        wanted if part.amount.kind == "number" else part.amount.at(quota)
        for part, wanted in zip(rule.parts, asked, strict=True)
    )
    if exact > quota:
        text = f"“{worked.stratum.title}”要求其中各部分合计至少 {sum(asked)} 户，本次只抽 {quota} 户，排在后面的部分抽不够。"
        ground.conflict("part", worked.stratum.name, sum(asked) - quota, text)
    return _pieces(worked.stratum, {name: tuple(rows) for name, rows in groups.items()}, taken)


def _asked(rule: DrawRule, part: Part, worked: Worked, ground: Ground) -> int:
    """Return what a part must give at this draw: its share of the quota, or what of its number falls on this draw."""
    if part.amount.kind != "number":
        return rounded(part.amount.at(worked.stratum.quota), UP)
    span = span_of(rule, ground.scene.period, rule.cycle, ground.policy.procedure.origin)
    earlier = ground.scene.history.inside(span.period, f"{worked.stratum.name}·{part.name}")
    return share_now(rule, int(part.amount.value), len({unit.code for unit in earlier}), span)


def _pieces(
    whole: StratumQuota, groups: Mapping[str, tuple[Row, ...]], shares: list[int]
) -> list[StratumQuota]:
    found: list[StratumQuota] = []
    forced = [sum(1 for row in rows if row["code"] in whole.forced) for rows in groups.values()]
    for (name, rows), share in zip(groups.items(), _with_forced(shares, forced), strict=True):
        if rows:
            found.append(_piece(whole, name, rows, share))
    return found


def _with_forced(shares: list[int], forced: list[int]) -> list[int]:
    """Return shares that hold their forced objects; what is added is taken from the largest others."""
    raised = [max(share, must) for share, must in zip(shares, forced, strict=True)]
    over = sum(raised) - sum(shares)
    while over:
        place = max(range(len(raised)), key=lambda at: (raised[at] - forced[at], at))
        raised[place] -= 1
        over -= 1
    return raised


def _piece(whole: StratumQuota, name: str, rows: tuple[Row, ...], share: int) -> StratumQuota:
    codes = {row["code"] for row in rows}
    units = tuple(unit for unit in whole.units if unit.code in codes)
    return replace(
        whole,
        name=f"{whole.name}·{name}",
        title=f"{whole.title}（{name}）",
        quota=share,
        units=units,
        forced=tuple(code for code in whole.forced if code in codes),
        excluded=(),
        takes_all=share == len(units),
        formula=f"{whole.formula}；其中“{name}”{share}",
        sentence=f"{whole.sentence}其中“{name}”可抽 {len(units)} 户，抽 {share} 户。",
    )
