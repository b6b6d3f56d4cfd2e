"""The plain Chinese sentences of the report: what a clerk pastes, what a citizen reads."""

from sampler.rules.drawrule import DrawRule, Term
from sampler.rules.period import Period, cycle_word
from sampler.rules.report import StratumQuota
from sampler.rules.strata import Population


def rule_words(rule: DrawRule, population: Population) -> str:
    """Return a rule in one phrase: 每季度，重点对象，不低于25%."""
    demand = population.demand
    amounts = [term.amount.text + (f"（{_of(term)}）" if _of(term) else "") for term in demand.terms]
    amounts += [
        f"{band.low}{'—' + str(band.high) if band.high is not None else '家以上'}：{band.term.amount.text}"
        for band in demand.bands
    ]
    joined = (
        "、".join(amounts)
        + (f"，取{demand.combine}" if demand.combine else "")
        + (f"，取{demand.pick}" if demand.pick else "")
    )
    parts = [cycle_word(rule.cycle), population.label, joined]
    if rule.coverage:
        parts.append(f"{cycle_word(rule.coverage.months)}每户至少 {rule.coverage.times} 次")
    parts += [f"其中{part.name}至少{part.amount.text}" for part in rule.parts]
    if rule.ordering_only:
        parts.append("全部列入，只排次序")
    if rule.forced_text:
        parts.append(f"必抽：{rule.forced_text}")
    if rule.excluded_text:
        parts.append(f"排除：{rule.excluded_text}")
    return "，".join(part for part in parts if part)


def _of(term: Term) -> str:
    """Return what a number is taken of, where the notice says it."""
    words = [f"按{term.base_text}"] if term.base_text else []
    words += [f"“{'、'.join(term.of_rules)}”的应抽数"] if term.of_rules else []
    words += [f"“{term.rate_of}”的比例"] if term.rate_of else []
    words += [f"减去“{'、'.join(term.minus)}”的应抽数"] if term.minus else []
    return "，".join(words)


def sentence(stratum: StratumQuota, period: Period, *, wanted: int, covered: int) -> str:
    """Return the one sentence of a stratum."""
    if stratum.ordering_only:
        return f"{period.title}“{stratum.title}”共 {len(stratum.units)} {stratum.counter}全部列入，抽签只决定先后次序。"
    begin = f"{period.title}“{stratum.title}”以{stratum.base_label} {stratum.base_count} 为基数"
    if not stratum.units:
        return f"{begin}，目前没有可以抽的对象，本次抽 0 {stratum.counter}。"
    text = f"{begin}，{_span_words(stratum, period)}应抽 {stratum.required} {stratum.counter}（{stratum.formula}）"
    if stratum.already or stratum.draws_left > 1:
        text += f"，此前已抽 {stratum.already} {stratum.counter}，还需 {stratum.due} {stratum.counter}，连本次还有 {stratum.draws_left} 次抽取"
    text += f"，本次抽 {stratum.quota} {stratum.counter}"
    if covered:
        text += f"，其中 {covered} {stratum.counter}是到期还没有查到的，必须抽取"
    elif stratum.forced:
        text += f"，其中 {len(stratum.forced)} {stratum.counter}按规则必抽"
    if wanted > len(stratum.units):
        text += (
            f"（应抽 {wanted} {stratum.counter}多于可抽的 {len(stratum.units)} {stratum.counter}，全部抽取）"
        )
    elif stratum.takes_all:
        text += "（全部抽取，没有随机性）"
    return f"{text}。"


def _span_words(stratum: StratumQuota, period: Period) -> str:
    return "" if stratum.cycle == period.text else f"{stratum.cycle} "
