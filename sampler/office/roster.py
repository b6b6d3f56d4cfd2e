"""Lawful edges: which seats a visit has and who may take them on the day.

A visit has one seat of the lead section, one of each joint section, and as many open seats as the team size still
leaves. Each speciality that the items ask for is asked of one seat: the one where most people remain who may take
it, the seat of the section that answers for the item before others. Only where nobody would remain it gets a seat of
its own, open to the sections of the visit and of the item. The team may grow that way; it never shrinks.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sampler.draw import canon
from sampler.draw.assignment import Seats

EXPERT_TAG = "assign/expert/v1"
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Roster:
    """The inspectors as they stand on one day."""

    inspectors: tuple[Row, ...]
    """All rows of the register."""

    recusals: tuple[Row, ...]
    """Who may not inspect whom."""

    as_of: date
    """The day on which everyone must be certified and present."""

    sections: tuple[str, ...] = ()
    """Where staff give no section for a visit, these are meant; empty means all."""


@dataclass(frozen=True, slots=True)
class Want:
    """What a seat asks for."""

    sections: tuple[str, ...]
    """Sections its taker may come from."""

    specialities: frozenset[str] = frozenset()
    """Specialities its taker must hold, all of them."""

    def takes(self, row: Row) -> bool:
        """Tell whether section and specialities of an inspector fit."""
        return row["section"] in self.sections and _holds(row, self.specialities)


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat with the people who may take it."""

    title: str
    """What the seat asks for, in Chinese, such as 土壤科（专业：固废）."""

    lawful: tuple[str, ...]
    """Certificates of those who may take it, sorted."""

    barred: tuple[tuple[str, str], ...]
    """Those who would fit but may not, as (certificate, reason)."""


def split(text: str) -> tuple[str, ...]:
    """Return the entries of a list cell.

    >>> split("水；大气")
    ('水', '大气')
    """
    return tuple(entry.strip() for entry in text.split("；") if entry.strip())


def bar(inspector: Row, code: str, roster: Roster) -> str:
    """Return in Chinese why an inspector may not inspect an object on the day; empty when he may."""
    today = roster.as_of.isoformat()
    if inspector.get("status") == "调离":
        return "已调离"
    if inspector.get("valid_from", "") > today:
        return "执法证件尚未生效"
    if inspector.get("valid_until", "") < today:
        return f"执法证件 {inspector.get('valid_until') or '没有有效期'} 到期"
    if _on_leave(inspector, today):
        return "请假"
    if any(recused(row, inspector["certificate"], code, today) for row in roster.recusals):
        return "回避"
    return ""


def _on_leave(inspector: Row, today: str) -> bool:
    begins, ends = inspector.get("leave_from", ""), inspector.get("leave_to", "")
    if not begins and not ends:
        return inspector.get("status") == "请假"
    return (not begins or begins <= today) and (not ends or today <= ends)


def recused(row: Row, certificate: str, code: str, today: str) -> bool:
    """Tell whether this recusal keeps an inspector from an object on a day."""
    if (row["certificate"], row["code"]) != (certificate, code):
        return False
    return row.get("since", "") <= today and (not row.get("until") or today <= row["until"])


def seats_of(
    visit: Row,
    roster: Roster,
    items: Mapping[str, Row],
    *,
    size: int,
    absent: Collection[tuple[str, str]] = (),
    people: Collection[str] | None = None,
) -> tuple[Seat, ...]:
    """Return the seats of a visit; the lead's first.

    ``absent`` holds (visit number, certificate) pairs that are barred besides; ``people`` limits the roster to
    these certificates, for example one group.
    """
    staff = [row for row in roster.inspectors if people is None or row["certificate"] in people]
    reasons = {row["certificate"]: bar(row, visit["code"], roster) for row in staff}
    reasons |= {who: "不能参加" for number, who in absent if number == visit["visit_id"] and who in reasons}
    sections = _sections(visit, roster, staff)
    fit = [row for row in staff if not reasons[row["certificate"]]]
    wants = _wants(visit, sections, items, fit, size)
    return tuple(_seat(want, staff, reasons) for want in wants)


def _sections(visit: Row, roster: Roster, staff: Sequence[Row]) -> tuple[str, ...]:
    named = [visit.get("lead_section", ""), *split(visit.get("joint_sections", ""))]
    everyone = roster.sections or tuple(sorted({row["section"] for row in staff}))
    return tuple(dict.fromkeys(name for name in named if name)) or everyone


def _wants(
    visit: Row, sections: tuple[str, ...], items: Mapping[str, Row], fit: Sequence[Row], size: int
) -> list[Want]:
    """Return what each seat asks for."""
    first = [Want((section,)) for section in sections] if visit.get("lead_section") else []
    wants = first + [Want(sections)] * (size - len(first))
    home: dict[str, set[str]] = {}
    for number in split(visit["items"]):
        item = items.get(number, {})
        for speciality in split(item.get("speciality", "")):
            home.setdefault(speciality, set()).add(item.get("section", ""))
    holders = {speciality: sum(_holds(row, {speciality}) for row in fit) for speciality in home}
    for speciality in sorted(home, key=lambda name: (holders[name], name)):
        added = [replace(want, specialities=want.specialities | {speciality}) for want in wants]
        left = [(sum(want.takes(row) for row in fit), want.sections[0] in home[speciality]) for want in added]
        best = max(range(len(wants)), key=lambda place: (*left[place], -place))
        if left[best][0]:
            wants[best] = added[best]
        else:
            wider = tuple(dict.fromkeys([*sections, *sorted(home[speciality] - {""})]))
            wants.append(Want(wider, frozenset({speciality})))
    return wants


def _holds(row: Row, specialities: Collection[str]) -> bool:
    return set(specialities) <= set(split(row.get("specialities", "")))


def _seat(want: Want, staff: Iterable[Row], reasons: Mapping[str, str]) -> Seat:
    able = [row["certificate"] for row in staff if want.takes(row)]
    lawful = tuple(sorted(who for who in able if not reasons[who]))
    barred = tuple(sorted((who, reasons[who]) for who in able if reasons[who]))
    asked = "、".join(sorted(want.specialities))
    return Seat("或".join(want.sections) + (f"（专业：{asked}）" if asked else ""), lawful, barred)


def edges(visit: Row, seats: Sequence[Seat]) -> Seats:
    """Return the lawful edges of a visit in the form that costs and checks work on."""
    return Seats(visit["visit_id"], tuple(seat.lawful for seat in seats))


def choose_experts(
    visits: Sequence[Row], items: Mapping[str, Row], experts: Sequence[Row], seed: str, today: str
) -> dict[str, tuple[str, ...]]:
    """Return for each visit that asks for specialities the expert with the lowest ticket for each of them."""
    chosen: dict[str, tuple[str, ...]] = {}
    present = [row for row in experts if not row.get("valid_until") or row["valid_until"] >= today]
    for visit in visits:
        asked = {q for n in split(visit["items"]) for q in split(items.get(n, {}).get("speciality", ""))}
        names = set()
        for speciality in sorted(asked):
            able = [r["expert_id"] for r in present if speciality in split(r.get("specialities", ""))]
            names |= set(
                sorted(able, key=lambda who: canon.digest(EXPERT_TAG, seed, visit["visit_id"], who))[:1]
            )
        if names:
            chosen[visit["visit_id"]] = tuple(sorted(names))
    return chosen
