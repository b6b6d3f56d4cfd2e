"""Every term that runs, in working days where the rules say so: what is overdue, due this week, due later."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sampler.office.expiry import taken_down_on
from sampler.office.followups import CANCELLED, DONE, unfinished
from sampler.office.roster import Row, split
from sampler.office.states import ENTERED, PUBLIC, REVIEWED, UNSEEN
from sampler.registers import Registers
from sampler.rules import Policy, Workdays, draw_window
from sampler.rules.period import parse_period

CERTIFICATE_NOTICE, EXPIRY_NOTICE = 60, 30
OVERDUE, WEEK, LATER, NO_DATE = "已逾期", "本周到期", "以后到期", "没有期限"
BUCKETS = (OVERDUE, WEEK, LATER, NO_DATE)


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """One thing that is still to be done."""

    due: str
    """Last day, ISO; empty when no term is set."""

    kind: str
    """What is to be done: 检查, 公开结果, 复查 …"""

    subject: str
    """Number of the visit, case, certificate …"""

    team: str = ""
    """Who does it: name of the lead, section, or empty for the office."""

    detail: str = ""
    """Object and rule, in Chinese."""

    def bucket(self, as_of: date) -> str:
        """Return 已逾期, 本周到期, 以后到期 or 没有期限."""
        if not self.due:
            return NO_DATE
        sunday = as_of + timedelta(days=6 - as_of.weekday())
        return OVERDUE if self.due < as_of.isoformat() else WEEK if self.due <= sunday.isoformat() else LATER


@dataclass(frozen=True, slots=True)
class DrawFact:
    """What the clock needs to know of a draw."""

    draw_id: str
    """Number of the draw."""

    period: str
    """Its period."""

    drawn_on: str
    """Day of the draw; empty before."""

    confirmed: bool
    """Whether the list was confirmed."""

    closed: bool
    """Whether everything is opened or the draw was aborted."""

    opening: str
    """Last day for opening."""


@dataclass(frozen=True)
class Clock:
    """Everything terms are worked out from."""

    registers: Registers
    """All tables."""

    policy: Policy
    """Terms of the policy."""

    draws: Sequence[DrawFact]
    """Draws so far."""

    as_of: date
    """Today."""

    workdays: Workdays
    """The calendar."""

    def after(self, day: str, count: int) -> str:
        """Return the last day of a term of working days."""
        return self.workdays.add(date.fromisoformat(day), count).isoformat()

    @cached_property
    def people(self) -> dict[str, str]:
        """Names of inspectors by certificate."""
        return {row["certificate"]: row["name"] for row in self.registers.table("inspectors").rows}

    @cached_property
    def objects(self) -> Mapping[str, Row]:
        """Objects by code."""
        return {row["code"]: row for row in self.registers.table("objects").rows}

    def lead(self, visit: Row) -> str:
        """Return the name of a visit's lead, or its section."""
        return self.people.get(visit.get("lead", ""), visit.get("lead_section", ""))

    def name(self, code: str) -> str:
        """Return the name of an object."""
        return self.objects.get(code, {}).get("name", code)

    def expiry(self, result: Row) -> str:
        """Return the day on which a published result is taken down; empty when it stays."""
        target = self.objects.get(result["code"], {"code": result["code"]})
        return taken_down_on(result, target, self.registers.bureau.publication)


def next_expiries(clock: Clock) -> list[Row]:
    """Return the published results whose time is over today."""
    public = [row for row in clock.registers.all("results") if row["state"] == PUBLIC and row["published"]]
    return [row for row in public if "" < clock.expiry(row) <= clock.as_of.isoformat()]


def deadlines(clock: Clock) -> list[Deadline]:
    """Return everything that is still to be done, the oldest term first; things without a term come last."""
    found = [deadline for part in PARTS for deadline in part(clock)]
    return sorted(found, key=lambda entry: (entry.due or "9999", entry))


def _draws(clock: Clock) -> Iterator[Deadline]:
    procedure, known = clock.policy.procedure, {fact.period for fact in clock.draws if fact.drawn_on}
    current = parse_period(clock.as_of.isoformat()[:7]).around(procedure.cycle)
    for period in (current, current.shifted(1)):
        window = draw_window(procedure.window, period, clock.workdays)
        if window is not None and period.text not in known and period.year == clock.policy.year:
            yield Deadline(
                window.last.isoformat(), "抽取", period.text, "", f"{window.words}（{window.first} 起）"
            )
    for fact in clock.draws:
        if fact.drawn_on and not fact.confirmed and not fact.closed:
            yield Deadline(clock.after(fact.drawn_on, procedure.confirm_days), "确认抽中对象", fact.draw_id)
        if fact.opening and not fact.closed:
            yield Deadline(fact.opening, "揭示抽取结果", fact.draw_id)


def _visits(clock: Clock) -> Iterator[Deadline]:
    term = clock.policy.deadlines.result
    done: dict[str, list[Row]] = {}
    for row in clock.registers.all("results"):
        done.setdefault(row["visit_id"], []).append(row)
    for visit in clock.registers.all("visits"):
        team, detail = clock.lead(visit), clock.name(visit["code"])
        rows = done.get(visit["visit_id"], [])
        if visit["state"] == UNSEEN and len(rows) < len(split(visit["items"])):
            part = f"（已录入 {len(rows)} 项）" if rows else ""
            yield Deadline(visit["due"], "检查并录入", visit["visit_id"], team, detail + part)
        if waiting := [row for row in rows if row["state"] in (ENTERED, REVIEWED)]:
            what = "审核并公开结果" if any(row["state"] == ENTERED for row in waiting) else "公开结果"
            last = max(row["date"] for row in rows)
            yield Deadline(
                clock.after(last, term),
                what,
                visit["visit_id"],
                team,
                f"{detail}，检查结束后 {term} 个工作日",
            )


def _followups(clock: Clock) -> Iterator[Deadline]:
    terms, rows = clock.policy.deadlines, clock.registers.all("followups")
    visits = {row["visit_id"]: row for row in clock.registers.all("visits")}
    public = {(r["visit_id"], r["item_id"]) for r in clock.registers.all("results") if r["state"] == PUBLIC}
    for row in unfinished(rows):
        team = clock.lead(visits.get(row["visit_id"], {}))
        kind = "复查责令改正" if row["kind"] == "责令改正" else f"办结{row['kind']}"
        yield Deadline(
            row["deadline"], kind, row["followup_id"], team, f"{clock.name(row['code'])}（{row['state']}）"
        )
    for row in rows:
        if row["kind"] == "立案处罚" and row["state"] == DONE and not row["published"]:
            due = clock.after(row["closed"], terms.decision)
            yield Deadline(due, "公开处罚决定", row["followup_id"], "", f"作出后 {terms.decision} 个工作日")
        if (
            row["kind"] == "立案处罚"
            and row["state"] == CANCELLED
            and (row["visit_id"], row["item_id"]) in public
        ):
            due = clock.after(row["closed"], terms.withdrawal)
            yield Deadline(
                due, "撤回已公开的结果", row["visit_id"], "", f"处罚变更后 {terms.withdrawal} 个工作日"
            )


def _decisions(clock: Clock) -> Iterator[Deadline]:
    for row in clock.registers.table("withhold").rows:
        if not row["lifted"]:
            yield Deadline(
                row["recheck"], "复查不予公开", row["decision_id"], row["decided_by"], row["ground"]
            )
    for row in clock.registers.table("consents").rows:
        if not row["answer"] and row["due"]:
            yield Deadline(row["due"], "等第三方答复", row["consent_id"], "", clock.name(row["code"]))
    for row in clock.registers.table("objections").rows:
        if not row["answered"]:
            yield Deadline(
                row["due"], "答复异议", row["objection_id"], "", row["visit_id"] or row["public_id"]
            )


def _people(clock: Clock) -> Iterator[Deadline]:
    limit = (clock.as_of + timedelta(days=CERTIFICATE_NOTICE)).isoformat()
    for row in clock.registers.table("inspectors").rows:
        if row["status"] != "调离" and row["valid_until"] <= limit:
            yield Deadline(
                row["valid_until"], "续办执法证件", row["certificate"], row["name"], row["section"]
            )


def _expiries(clock: Clock) -> Iterator[Deadline]:
    limit = (clock.as_of + timedelta(days=EXPIRY_NOTICE)).isoformat()
    for row in clock.registers.all("results"):
        if row["state"] == PUBLIC and "" < (due := clock.expiry(row)) <= limit:
            yield Deadline(
                due, "公开期满，自动撤下", f"{row['visit_id']} {row['item_id']}", "", clock.name(row["code"])
            )


PARTS = (_draws, _visits, _followups, _decisions, _people, _expiries)
