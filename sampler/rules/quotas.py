"""The quotas of one draw: who is in each stratum, how many are drawn, and why.

The road: facts → classes → standing → the strata of each rule → the demand on each base → what of it falls on this
draw → who may, must and may not be drawn → the report. Objects are always taken in code order.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sampler.failure import FindingsError, SamplerError
from sampler.registers import Registers
from sampler.rules.bases import populations_of
from sampler.rules.classes import Classification, classify_facts
from sampler.rules.clusters import unit_names
from sampler.rules.columns import check_columns, find_absent_values, kinds_used
from sampler.rules.contradictions import refuse_contradictions
from sampler.rules.division import divided
from sampler.rules.drawrule import DrawRule
from sampler.rules.evaluate import Scene
from sampler.rules.facts import gather
from sampler.rules.history import History
from sampler.rules.members import Ground
from sampler.rules.period import Period, cycle_word, parse_period
from sampler.rules.policy import Policy
from sampler.rules.report import Conflict, QuotaReport, StratumQuota
from sampler.rules.spread import is_drawn_in
from sampler.rules.standing import counted_visits, own_limits, standings
from sampler.rules.stratum import work_out
from sampler.rules.targets import open_book, target_states


def work_out_quotas(
    registers: Registers, policy: Policy, period: str, as_of: date, history: History | None = None
) -> QuotaReport:
    """Return the quotas of a period as known on a day.

    ``history`` holds the draws before this one. Raises FindingsError when the policy names what the registers do not
    have, SamplerError when no rule is drawn in such a period. ``undecided`` not empty: nothing may be drawn.
    """
    span = parse_period(period)
    _check_year(policy, span)
    refuse_contradictions(policy)
    ground = _ground(registers, policy, span, as_of, history or History())
    rules = _rules_of(policy, span)
    for rule in _in_turn(rules):
        ground.worked[rule.name] = _of_rule(rule, ground)
    strata = [stratum for rule in rules for stratum in ground.worked[rule.name]]
    _check_overlap(policy, strata)
    return QuotaReport(
        period=period,
        as_of=as_of,
        policy_name=policy.name,
        policy_year=policy.year,
        policy_version=policy.version,
        policy_digest=policy.digest,
        strata=tuple(strata),
        targets=target_states(open_book(registers, policy, span, ground.scene, strata), as_of),
        conflicts=tuple(ground.conflicts),
        undecided=tuple(dict.fromkeys(ground.undecided)),
        notes=tuple(
            dict.fromkeys(
                [*ground.notes, *_odd_day(span, as_of), *_not_now(policy, span), *ground.scene.troubles]
            )
        ),
    )


def scene_of(
    registers: Registers, policy: Policy, period: str, as_of: date, history: History | None = None
) -> Scene:
    """Return the classes and facts of a period, for whoever asks conditions about objects."""
    span = parse_period(period)
    return _ground(registers, policy, span, as_of, history or History()).scene


def _ground(registers: Registers, policy: Policy, period: Period, as_of: date, history: History) -> Ground:
    facts = gather(registers, kinds_used(policy))
    check_columns(policy, facts)
    if not facts.objects:
        raise SamplerError("检查对象名录库是空的，算不出应抽数。请先填写 registers/objects.csv。")
    known = {row["code"] for row in facts.objects} | unit_names(policy, facts)
    history = History(tuple(unit for unit in history.units if unit.code in known))
    classes = classify_facts(facts, policy, period, as_of, history)
    named = {code: found.class_name for code, found in classes.of.items()}
    scene = Scene(facts, period, as_of, history, policy.procedure.lag_days, named)
    ground = Ground(
        registers=registers,
        policy=policy,
        scene=scene,
        standings=standings(registers, policy, scene),
        visits=replace(
            counted_visits(registers, policy, period, history, as_of=as_of),
            limits=own_limits(policy.cap, scene),
        ),
    )
    ground.notes += classes.notes
    ground.notes += [finding.reason for finding in find_absent_values(policy, facts)]
    ground.conflicts += _unclassed(classes, ground)
    return ground


def _unclassed(classes: Classification, ground: Ground) -> list[Conflict]:
    lost = [code for code in classes.unclassed if code in ground.standings]
    if not lost:
        return []
    shown = "、".join(lost[:5]) + ("……" if len(lost) > 5 else "")
    text = f"有 {len(lost)} 户不符合任何类别的条件，哪一层都进不去：{shown}。请补一条类别，或把最后一条的条件写成“其余”。"
    return [Conflict("class", "", len(lost), text)]


def _of_rule(rule: DrawRule, ground: Ground) -> list[StratumQuota]:
    strata, ground = populations_of(rule, ground)
    ground.notes += strata.notes
    ground.undecided += strata.undecided
    return [
        stratum
        for population in strata.found
        for stratum in divided(rule, work_out(rule, population, ground), ground)
    ]


def _rules_of(policy: Policy, period: Period) -> list[DrawRule]:
    """Return the rules drawn in a period, none where all of that length are drawn in others; SamplerError without any."""
    found = [rule for rule in policy.draws if is_drawn_in(rule, period, policy.procedure.origin)]
    if found or any(min(rule.drawn_every, 12) == period.months for rule in policy.draws):
        return found
    lengths = sorted({min(rule.drawn_every, 12) for rule in policy.draws})
    shorter = [months for months in lengths if months < period.months]
    cycles = "、".join(cycle_word(months) for months in sorted({rule.drawn_every for rule in policy.draws}))
    hint = "请换一个抽查期（月 2025-07、季度 2025Q3、半年 2025H2、全年 2025）。"
    if shorter:
        parts = "、".join(part.text for part in period.parts(shorter[-1]))
        hint = f'这一段时间的数分在 {parts} 里抽，请分别试算；确实{cycle_word(period.months)}抽一次的，请写 "抽取周期" = "{cycle_word(period.months)}"。'
    raise SamplerError(f"{period.title}没有要抽的：规则里的抽取周期是{cycles}。{hint}")


def _in_turn(rules: Sequence[DrawRule]) -> list[DrawRule]:
    """Return rules so that each comes after those it fills up or yields to."""
    waiting, turn = list(rules), []
    while waiting:
        names = {rule.name for rule in waiting}
        ready = [
            rule for rule in waiting if not names & {name for also in rule.also for name in also.together}
        ]
        turn += ready or waiting
        waiting = [rule for rule in waiting if rule not in turn] if ready else []
    return turn


def _not_now(policy: Policy, period: Period) -> list[str]:
    notes: list[str] = []
    for rule in policy.draws:
        if not is_drawn_in(rule, period, policy.procedure.origin):
            when = (
                f"第 {'、'.join(str(number) for number in rule.numbers)} 期"
                if rule.numbers
                else cycle_word(rule.drawn_every)
            )
            notes.append(f"规则“{rule.name}”在{when}抽取，不在{period.title}的抽取里。")
    return notes


def _odd_day(period: Period, as_of: date) -> list[str]:
    """Return a note where the day is far from the time in which such a draw is prepared."""
    if as_of > period.end:
        return [f"截止日 {as_of} 在{period.title}之后：“近…”等时间按截止日往前数，请确认（--as-of）。"]
    if (period.start - as_of).days > 62:
        return [f"截止日 {as_of} 比{period.title}早两个多月：以后发生的事件还没有计入，请确认（--as-of）。"]
    return []


def _check_year(policy: Policy, period: Period) -> None:
    if period.year != policy.year:
        raise SamplerError(
            f"抽查期 {period.text} 不在规则“{policy.name}”的年度（{policy.year}）里。请换抽查期或规则文件。"
        )


def _check_overlap(policy: Policy, strata: Sequence[StratumQuota]) -> None:
    if policy.frame.overlapping:
        return
    seen: dict[str, str] = {}
    shared: dict[tuple[str, str], list[str]] = {}
    for stratum in strata:
        for unit in stratum.units:
            first = seen.setdefault(unit.code, stratum.name)
            if first != stratum.name:
                shared.setdefault((first, stratum.name), []).append(unit.code)
    findings = [
        policy.document.finding(
            "overlap",
            ("抽查",),
            f"“{first}”和“{second}”有 {len(codes)} 户相同（{'、'.join(codes[:3])}……）。",
            '请改条件使两层不重叠；确实要一户进几层的（例如按事项抽查），请写 ["抽样框"] "允许一户多层" = true。',
        )
        for (first, second), codes in shared.items()
    ]
    if findings:
        raise FindingsError(findings)
