"""Conflicts of one stratum: what the rules demand and cannot have together, each with the number of objects."""

from sampler.rules.drawrule import DrawRule
from sampler.rules.members import ALREADY_NOW, AT_CAP, BY_RULE, Ground, Members, coverage_span, deficit
from sampler.rules.strata import Population


def tell_ceiling(rule: DrawRule, population: Population, sums: tuple[int, int, int], ground: Ground) -> None:
    """Tell where an upper limit of the policy keeps a number from being reached, or is passed by what must be drawn."""
    due, wanted, left = sums
    if rule.each_most is not None and due > rule.each_most * left:
        text = f"“{population.title}”还需 {due} 户，每期至多 {rule.each_most} 户、还有 {left} 次抽取，抽不够，差 {due - rule.each_most * left} 户。"
        ground.conflict("ceiling", population.name, due - rule.each_most * left, text)
    limits = [limit for limit in (rule.each_most, rule.ceiling) if limit is not None]
    if limits and wanted > min(limits):
        text = f"“{population.title}”必须抽取的有 {wanted} 户，多于规定的至多 {min(limits)} 户，按 {wanted} 户抽。"
        ground.conflict("ceiling", population.name, wanted - min(limits), text)


def tell_upper(
    population: Population, sums: tuple[int, int, int], span: str, together: tuple[str, ...], ground: Ground
) -> None:
    """Tell where an upper limit over a longer span, alone or with other rules, keeps a draw below its own number."""
    wanted, left, most = sums
    if wanted > left:
        whole = f"与“{'、'.join(together)}”合计" if together else ""
        text = f"“{population.title}”本次按规则要抽 {wanted} 户，但 {span} {whole}最多 {most} 户、只能再抽 {left} 户，少抽 {wanted - left} 户。"
        ground.conflict("ceiling", population.name, wanted - left, text)


def tell_too_many(population: Population, together: tuple[str, ...], over: int, ground: Ground) -> None:
    """Tell where the other rules alone pass the limit for all of them together."""
    if over > 0:
        text = f"“{population.title}”一户不抽，“{'、'.join(together)}”自己的数也超过合计的上限 {over} 户。"
        ground.conflict("ceiling", population.name, over, text)


def tell_forced(rule: DrawRule, population: Population, members: Members, ground: Ground) -> None:
    """Tell of objects that must be drawn and cannot be."""
    there = {row["code"]: row for row in population.rows}
    lost = [code for code in rule.forced_codes if code not in there] if population.name == rule.name else []
    for entry in members.excluded:
        row, soft = there[entry.code], entry.reason.startswith((AT_CAP, BY_RULE))
        listed = entry.code in rule.forced_codes and entry.reason != ALREADY_NOW
        if listed or (
            soft and rule.forced is not None and ground.scene.holds(rule.forced, row, population.name)
        ):
            lost.append(entry.code)
    if lost:
        text = f"“{population.title}”必抽的对象里有 {len(lost)} 户不在这一层或不能抽：{'、'.join(lost[:5])}。"
        ground.conflict("forced", population.name, len(lost), text)


def tell_shortage(
    rule: DrawRule, population: Population, wanted: int, members: Members, ground: Ground
) -> None:
    """Tell of too few objects, and of objects that coverage demands and the cap or a rule keeps out."""
    short = wanted - len(members.open)
    at_cap = sum(1 for entry in members.excluded if entry.reason.startswith(AT_CAP))
    by_rule = sum(1 for entry in members.excluded if entry.reason.startswith(BY_RULE))
    title = population.title
    if short > 0 and not (rule.takes_what_is_there and not at_cap):
        name = "cap" if at_cap else "exclusion" if by_rule else "shortage"
        why = f"（已到年度上限 {at_cap} 户，按规则排除 {by_rule} 户）" if at_cap or by_rule else ""
        ground.conflict(
            name,
            population.name,
            short,
            f"“{title}”应抽 {wanted} 户，可抽的只有 {len(members.open)} 户{why}，全部抽取仍少 {short} 户。",
        )
    if rule.coverage is None or coverage_span(rule, ground).left > rule.coverage.times:
        return
    left_out = [
        entry
        for entry in members.excluded
        if entry.reason.startswith((AT_CAP, BY_RULE)) and deficit(rule, entry.code, ground)
    ]
    if left_out:
        ground.conflict(
            "coverage",
            population.name,
            len(left_out),
            f"“{title}”要求每户都查到，但有 {len(left_out)} 户因已到年度上限或按规则排除而不能列入。",
        )
