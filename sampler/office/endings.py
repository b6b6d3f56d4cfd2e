"""Every drawn unit ends in exactly one published outcome or a recorded withholding; this says where that does not hold.

What still runs within its terms is no fault. Everything else is a finding: a unit without a visit or with two, a visit
without its end after its terms, results of no visit or of a replaced one, a withholding without its ground, a withdrawal
without a reason, and a state that the results do not bear out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sampler.failure import Finding
from sampler.office.outcomes import WITHHELD as WITHHELD_WORD
from sampler.office.roster import Row, split
from sampler.office.states import (
    ENTERED,
    REPLACED,
    REVIEWED,
    WITHDRAWN,
    WITHHELD,
    Key,
    is_settled,
    key_of,
    visit_state,
)
from sampler.office.withholding import is_withheld, was_withheld
from sampler.registers import Registers
from sampler.rules import Workdays


@dataclass(frozen=True, slots=True)
class DrawnUnits:
    """What a draw whose visits were made asks for."""

    draw_id: str
    """The draw."""

    codes: tuple[str, ...]
    """Objects that are to be inspected: drawn and not replaced, substitutes, and those of the withheld pool."""


@dataclass(frozen=True, slots=True)
class Ends:
    """How the units of a period end."""

    counts: Mapping[str, int]
    """Number of drawn units by state; 办理中 are those that still run within their terms."""

    findings: tuple[Finding, ...]
    """Where the promise does not hold."""

    def as_text(self) -> str:
        """Return the figures and every finding."""
        told = "，".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        if not (self.counts or self.findings):
            return "没有抽中的单元：这一期还没有抽取。"
        head = f"抽中单元 {sum(self.counts.values())} 个：{told}。" if self.counts else "没有抽中的单元。"
        good = "每个抽中单元都有且只有一个结局，或仍在期限内办理。"
        return "\n".join([head, *([f"  {one.as_text()}" for one in self.findings] or [good])])


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the promise is held against."""

    registers: Registers
    """All tables."""

    period: str
    """Beginning of the periods looked at; 2025 = the whole year."""

    term: int
    """Working days from the end of an inspection to its publication."""

    as_of: date
    """Today."""

    def parts(self, name: str) -> Iterator[tuple[str, Row]]:
        """Yield the rows of a table with their file."""
        for part in self.registers.parts(name):
            if part.startswith(self.period):
                yield from ((f"{name}/{part}.csv", row) for row in self.registers.table(name, part).rows)


def ends_of(book: Book, units: Sequence[DrawnUnits]) -> Ends:
    """Return how the units of a period end, and every place where they do not end as they must."""
    results: dict[Key, Row] = {key_of(row): row for _, row in book.parts("results")}
    findings = [*_check_units(book, units), *_check_results(book)]
    counts: Counter[str] = Counter()
    for file, visit in book.parts("visits"):
        own = [
            results[visit["visit_id"], item]
            for item in split(visit["items"])
            if (visit["visit_id"], item) in results
        ]
        wrong = list(_check_visit(book, file, visit, own))
        findings += wrong
        if visit["draw_id"]:
            counts[visit["state"] if is_settled(visit, results) else "没有结局" if wrong else "办理中"] += 1
    return Ends(counts, tuple(findings))


def _check_units(book: Book, units: Sequence[DrawnUnits]) -> Iterator[Finding]:
    visits = [(file, row) for file, row in book.parts("visits") if row["draw_id"]]
    for draw in units:
        active = Counter(
            row["code"] for _, row in visits if row["draw_id"] == draw.draw_id and row["state"] != REPLACED
        )
        for code in sorted(set(draw.codes) - set(active)):
            yield _fault(
                "office.unit-without-visit",
                f"draws/{draw.draw_id}",
                code,
                "抽中了，却没有检查任务。",
                "请办理 ./inv draw.assign。",
            )
        for code in sorted(code for code, count in active.items() if count > 1 or code not in draw.codes):
            reason = "同一次抽取有两个检查任务。" if active[code] > 1 else "有检查任务，却不是抽中的单元。"
            yield _fault(
                "office.visit-without-unit",
                f"draws/{draw.draw_id}",
                code,
                reason,
                "请与抽取结果核对，查明原因。",
            )


def _check_results(book: Book) -> Iterator[Finding]:
    known = {row["visit_id"]: row for _, row in book.parts("visits")}
    reasons = {(row["visit_id"], row["item_id"]) for row in book.registers.table("corrections").rows
               if row["new"] == WITHDRAWN and row["reason"]}  # fmt: skip
    for file, row in book.parts("results"):
        visit, where = known.get(row["visit_id"]), " ".join(key_of(row))
        if visit is None or row["item_id"] not in split(visit["items"]):
            yield _fault("office.stray-result", file, where, "没有这样的检查任务或事项。", "请核对编号。")
        elif visit["state"] == REPLACED:
            yield _fault(
                "office.replaced-with-result",
                file,
                where,
                "检查任务已替换，却有检查结果。",
                "请核对替换的决定。",
            )
        if row["state"] == WITHDRAWN and key_of(row) not in reasons:
            yield _fault(
                "office.unexplained-withdrawal",
                file,
                where,
                "撤回了，却没有记下原因。",
                "请在更正记录里补记原因和批准人。",
            )


def _check_visit(book: Book, file: str, visit: Row, own: Sequence[Row]) -> Iterator[Finding]:
    number = visit["visit_id"]
    state = visit_state(visit, {key_of(row): row for row in own})
    if state != visit["state"]:
        yield _fault(
            "office.wrong-state",
            file,
            number,
            f"写着“{visit['state']}”，按结果应是“{state}”。",
            "请用任务办理，不要手工改状态。",
        )
    if late := _late(book, visit, own):
        yield _fault(
            "office.no-ending",
            file,
            number,
            late,
            "请尽快办理；确实不能检查的，按规定替换，或登记不予公开的决定。",
        )
    for row in own or [visit]:
        if row["state"] == WITHHELD and not _recorded(book, visit, row):
            where = " ".join(filter(None, (number, row.get("item_id", ""))))
            yield _fault(
                "office.unrecorded-withholding",
                file,
                where,
                "不予公开，却没有登记的决定或依据。",
                "请在 decisions/withhold.csv 登记。",
            )


def _late(book: Book, visit: Row, own: Sequence[Row]) -> str:
    """Return why a visit is late; empty when it ended or still runs within its terms."""
    today = book.as_of.isoformat()
    if visit["state"] in (REPLACED, WITHHELD, WITHDRAWN) and not own:
        return ""
    if len(own) < len(split(visit["items"])):
        return (
            f"过了截止日期 {visit['due']}，{'还没有检查' if not own else '还有事项没有结果'}。"
            if today > visit["due"]
            else ""
        )
    waiting = [row for row in own if row["state"] in (ENTERED, REVIEWED, "")]
    if waiting:
        last = max(row["date"] for row in own)
        due = Workdays(book.registers).add(date.fromisoformat(last), book.term).isoformat()
        return f"过了公开期限 {due}，结果还没有公开。" if today > due else ""
    return ""


def _recorded(book: Book, visit: Row, row: Row) -> bool:
    """Tell whether a withholding has its ground: a decision at some time, or the ground in the note of the result."""
    if row.get("outcome") == WITHHELD_WORD and row.get("note"):
        return True
    return is_withheld({**visit, "item_id": "", **row}, was_withheld(book.registers, book.as_of.isoformat()))


def _fault(code: str, file: str, value: str, reason: str, suggestion: str) -> Finding:
    return Finding(code, file, None, "", value, reason, suggestion)
