"""Numbers made of other rules' numbers: the other rule is there, has a number of the same span, and no rule waits for itself."""

from collections.abc import Iterator, Mapping

from sampler.failure import Finding
from sampler.rules.drawrule import Also, DrawRule
from sampler.rules.facts import nearest
from sampler.rules.lines import Path
from sampler.rules.period import cycle_word
from sampler.rules.policy import Policy


def find_wrong_references(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each number that cannot be made of the rules it names."""
    known = {rule.name: rule for rule in policy.draws}
    for rule in policy.draws:
        path: Path = ("抽查", rule.index)
        for name in dict.fromkeys(name for term in rule.all_terms for name in term.references):
            if _is_other(name, rule, known):
                yield from _refused(policy, path, f"不能按“{name}”的数计算", _why_not(rule, known[name]))
            else:
                yield _unknown(policy, path, name, rule, what="不能按它的数计算")
        for also in rule.also:
            for name in also.together:
                if _is_other(name, rule, known):
                    reason = _why_not_together(also, known[name])
                    yield from _refused(policy, path, f"不能和“{name}”合计", reason)
                else:
                    yield _unknown(policy, path, name, rule, what="不能和它合计")
        if circle := _circle(rule, known):
            reason = f"互相按对方的数计算，算不出来：{' → '.join(circle)}。"
            yield policy.document.finding("reference", path, reason, "请把其中一条算出来写成数。")


def _is_other(name: str, rule: DrawRule, known: Mapping[str, DrawRule]) -> bool:
    return name in known and name != rule.name


def _unknown(policy: Policy, path: Path, name: str, rule: DrawRule, *, what: str) -> Finding:
    others = [other.name for other in policy.draws if other.name != rule.name]
    hint = nearest(name, others) if others else "请先写那一条规则。"
    return policy.document.finding(
        "unknown-rule", path, f"没有“{name}”这条抽查规则，{what}。", hint, value=name
    )


def _refused(policy: Policy, path: Path, what: str, reason: str) -> Iterator[Finding]:
    if reason:
        yield policy.document.finding("reference", path, f"{what}：{reason}", "请改规则，或算出来写成数。")


def find_unclear_totals(policy: Policy) -> Iterator[Finding]:
    """Yield a finding where a number that is not of the small stratum itself stands beside a split, and may be a total."""
    for rule in policy.draws:
        written = policy.document.values["抽查"][rule.index]
        fixed = [
            term
            for term in rule.demand.all_terms
            if term.by_staff or term.number or term.base is not None or term.of_rules or term.minus
        ]
        if rule.split and "分配" not in written and fixed:
            yield policy.document.finding(
                "choice",
                ("抽查", rule.index, "分层"),
                f"“{fixed[0].amount.text}”不是按各层自己的家数算的，没有写是每一层都这么多，还是总数这么多。",
                '总数请写 "分配" = "总数按家数分摊"；每一层都这么多，请写 "分配" = "各层分别计算"。',
            )


def _needs(rule: DrawRule) -> tuple[str, ...]:
    """Return the rules whose numbers a rule's own number is made of."""
    named = (name for term in rule.all_terms for name in term.references)
    return tuple(dict.fromkeys((*named, *(name for also in rule.also for name in also.together))))


def _circle(rule: DrawRule, known: Mapping[str, DrawRule]) -> tuple[str, ...]:
    """Return the way from a rule back to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(rule.name,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in _needs(known[way[-1]]) if way[-1] in known else ():
            if name == rule.name:
                return (*way, name)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def _why_not_together(also: Also, other: DrawRule) -> str:
    if other.unit_column:
        return "它抽的是单元，不是对象。"
    if other.cycle > also.cycle:
        return f"它的数是{cycle_word(other.cycle)}的，合计是{cycle_word(also.cycle)}的，比合计的时间长。"
    return ""


def _why_not(rule: DrawRule, other: DrawRule) -> str:
    if other.cycle != rule.cycle:
        return f"它的数是{cycle_word(other.cycle)}的，这一条是{cycle_word(rule.cycle)}的，期次要相同。"
    if other.stage or other.unit_column:
        return "它是多阶段抽样的一个阶段。"
    if not other.demand.all_terms and not other.by_value:
        return "它只要求全覆盖或只排序，没有应抽数。"
    if rule.by_column or rule.also or rule.demand.bands:
        inside = [term for term in rule.all_terms if term not in rule.demand.terms and term.references]
        return "“各值”“分档”“同时”里不能这样写。" if inside else ""
    return ""
