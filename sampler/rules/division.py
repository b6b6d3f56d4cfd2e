"""A quota divided among parts of its stratum: named parts (“其中一半来自高风险行业”), or by size (乡镇).

Each part becomes a stratum of its own, so that the draw of each can be recomputed alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sampler.rules.amount import UP, rounded
from sampler.rules.drawrule import DrawRule, Part
from sampler.rules.facts import Row
from sampler.rules.members import Ground
from sampler.rules.period import Period
from sampler.rules.report import Excluded, StratumQuota
from sampler.rules.spread import share_now, span_of
from sampler.rules.strata import OTHER, blank_notes, grouped, shared_by_weight, shared_out
from sampler.rules.stratum import Worked

REST = "其余"


def divided(rule: DrawRule, worked: Worked, ground: Ground) -> list[StratumQuota]:
    """Return the stratum, or its parts where the rule divides the quota."""
    if rule.parts:
        return _by_parts(rule, worked, ground)
    if rule.split and (rule.shared_by or rule.allocation == "总数按家数分摊"):
        return _by_layers(rule, worked, ground)
    return [worked.stratum]


def _by_layers(rule: DrawRule, worked: Worked, ground: Ground) -> list[StratumQuota]:
    """Return the pieces of a quota.

    Each layer's share of the span's number is worked out first; this draw is divided by what is still due of each.
    """
    groups = grouped(rule.split, worked.rows, ground.scene)
    ground.notes += blank_notes(rule, groups)
    sizes = {name: len(rows) for name, rows in grouped(rule.split, worked.counted, ground.scene).items()}
    weights = _weights(rule, sizes, ground)
    whole = worked.stratum
    asked = shared_out(whole.required, weights, least=rule.part_least, beyond=bool(rule.shared_by))
    span = span_of(rule, ground.scene.period, rule.cycle, ground.policy.procedure.origin).period
    open_now = {name: len(groups.get(name, ())) for name in sizes}
    due = {name: max(asked[name] - _drawn(whole, name, span, ground), 0) for name in sizes}
    shares = _now(whole.quota, due, open_now, weights)
    for name, want in due.items() if rule.shared_by else ():
        if want > open_now[name]:
            text = f"“{whole.title}”按比例“{name}”应抽 {want} 户，可抽的只有 {open_now[name]} 户，不足的由其余各层按比例补足。"
            ground.conflict("part", whole.name, want - open_now[name], text)
    return _pieces(whole, groups, [shares[name] for name in groups])


def _weights(rule: DrawRule, sizes: Mapping[str, int], ground: Ground) -> dict[str, int]:
    """Return what each layer's share follows: its size, the number the rule gives it, or both."""
    if not rule.shared_by:
        return dict(sizes)
    given = {name: rule.shared_by.get(name, rule.shared_by.get(OTHER, 0)) for name in sizes}
    if lost := [name for name, weight in given.items() if not weight]:
        text = f"规则“{rule.name}”没有规定「{rule.split}」为{'、'.join(lost)}的比例；请在“各层比”里补上，或写“其他”。"
        ground.undecided.append(text)
    by_size = rule.allocation == "总数按加权家数分摊"
    return {name: weight * sizes[name] if by_size else weight for name, weight in given.items()}


def _drawn(whole: StratumQuota, name: str, span: Period, ground: Ground) -> int:
    return len({unit.code for unit in ground.scene.history.inside(span, f"{whole.name}·{name}")})


def _now(
    quota: int, due: Mapping[str, int], open_now: Mapping[str, int], weights: Mapping[str, int]
) -> dict[str, int]:
    """Return what each layer gives at this draw: by what is due of it, then by weight from what it still has.

    >>> _now(3, {"东": 6, "西": 3, "南": 1}, {"东": 60, "西": 30, "南": 10}, {"东": 60, "西": 30, "南": 10})
    {'东': 2, '西': 1, '南': 0}
    """
    can = {name: min(due[name], open_now[name]) for name in due}
    first = shared_out(quota, can)
    room = {name: open_now[name] - first[name] for name in first}
    left = min(quota - sum(first.values()), sum(room.values()))
    more = shared_by_weight(left, weights, room)
    return {name: first[name] + more[name] for name in first}


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
            found.append(_piece(whole, name, rows, share, excluded=whole.excluded if not found else ()))
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


def _piece(
    whole: StratumQuota, name: str, rows: tuple[Row, ...], share: int, *, excluded: tuple[Excluded, ...]
) -> StratumQuota:
    """Return one piece; who was kept out of the whole stands in the first, so that nobody leaves unexplained."""
    codes = {row["code"] for row in rows}
    units = tuple(unit for unit in whole.units if unit.code in codes)
    return replace(
        whole,
        name=f"{whole.name}·{name}",
        title=f"{whole.title}（{name}）",
        quota=share,
        units=units,
        forced=tuple(code for code in whole.forced if code in codes),
        excluded=excluded,
        takes_all=share == len(units),
        formula=f"{whole.formula}；其中“{name}”{share}",
        sentence=f"{whole.sentence}其中“{name}”可抽 {len(units)} 户，抽 {share} 户。",
    )
