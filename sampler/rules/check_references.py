"""Numbers made of other rules' numbers: the other rule is there, has a number of the same span, and is not such a one."""

from collections.abc import Iterator

from sampler.failure import Finding
from sampler.rules.drawrule import DrawRule
from sampler.rules.facts import nearest
from sampler.rules.lines import Path
from sampler.rules.period import cycle_word
from sampler.rules.policy import Policy


def find_wrong_references(policy: Policy) -> Iterator[Finding]:
    """Yield a finding for each number that cannot be made of the rules it names."""
    known = {rule.name: rule for rule in policy.draws}
    for rule in policy.draws:
        path: Path = ("抽查", rule.index)
        others = [name for name in known if name != rule.name]
        for name in dict.fromkeys(name for term in rule.all_terms for name in term.references):
            if name not in others:
                hint = nearest(name, others) if others else "请先写那一条规则。"
                yield policy.document.finding(
                    "unknown-rule", path, f"没有“{name}”这条抽查规则，不能按它的数计算。", hint, value=name
                )
            elif reason := _why_not(rule, known[name]):
                yield policy.document.finding(
                    "reference", path, f"不能按“{name}”的数计算：{reason}", "请改规则，或算出来写成数。"
                )


def _why_not(rule: DrawRule, other: DrawRule) -> str:
    if other.cycle != rule.cycle:
        return f"它的数是{cycle_word(other.cycle)}的，这一条是{cycle_word(rule.cycle)}的，期次要相同。"
    if any(term.references for term in other.all_terms):
        return "它自己也按别的规则的数计算。"
    if other.stage or other.unit_column:
        return "它是多阶段抽样的一个阶段。"
    if not other.demand.all_terms and not other.by_value:
        return "它只要求全覆盖或只排序，没有应抽数。"
    if rule.by_column or rule.also or rule.demand.bands:
        inside = [term for term in rule.all_terms if term not in rule.demand.terms and term.references]
        return "“各值”“分档”“同时”里不能这样写。" if inside else ""
    return ""
