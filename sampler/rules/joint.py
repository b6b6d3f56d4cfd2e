"""Which visits of a draw are made joint, so that the targets of the year are met.

The choice leaves no room for favour: visits of the classes that a target names first, then those whose items have the
most cooperating sections, then by number of the visit. Only as many as the targets still need.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sampler.registers import Registers, split_list
from sampler.rules.evaluate import Scene
from sampler.rules.facts import Row
from sampler.rules.period import Period
from sampler.rules.policy import Policy
from sampler.rules.targets import Book, open_book, state_of

BY_VISITS = "联合检查占检查任务"
BY_CLASS = "联合检查对象占类别"


@dataclass(frozen=True, slots=True)
class JointVisit:
    """A visit that should be made together with other sections."""

    visit_id: str
    """The visit."""

    code: str
    """The object."""

    sections: tuple[str, ...]
    """Sections that its items name as cooperating."""

    target: str
    """Target it serves."""


@dataclass(frozen=True, slots=True)
class JointPlan:
    """What is proposed for one period."""

    visits: tuple[JointVisit, ...]
    """Visits to be made joint, in order."""

    shortfall: Mapping[str, int]
    """Target → how many are missing after that."""

    sentence: str
    """One plain Chinese sentence."""


def propose_joint(
    registers: Registers, policy: Policy, period: Period, as_of: date, scene: Scene
) -> JointPlan:
    """Return which visits of a period that are not joint yet should become so."""
    book = open_book(registers, policy, period, scene)
    open_visits = [
        row
        for part, row in book.visits
        if part.start == period.start
        and part.months == period.months
        and row["state"] == "未检查"
        and not row["joint_sections"]
        and not row["departments"]
    ]
    sections = _sections(registers)
    chosen: dict[str, JointVisit] = {}
    shortfall: dict[str, int] = {}
    for target in sorted(policy.targets, key=lambda one: one.kind != BY_CLASS):
        if target.kind not in (BY_CLASS, BY_VISITS):
            continue
        needed = state_of(target, book, as_of).needed
        members = book.of_classes(target.classes) if target.kind == BY_CLASS else None
        needed -= sum(1 for visit in chosen.values() if members is None or visit.code in members)
        for row in _ordered(open_visits, sections, book, members):
            if needed <= 0:
                break
            if row["visit_id"] not in chosen:
                chosen[row["visit_id"]] = JointVisit(
                    row["visit_id"], row["code"], _cooperating(row, sections), target.name
                )
                needed -= 1
        if needed > 0:
            shortfall[target.name] = needed
    text = f"{period.title}建议 {len(chosen)} 次检查由几个科室联合进行" + "".join(
        f"；“{name}”还差 {number}，要靠以后的抽取" for name, number in shortfall.items()
    )
    return JointPlan(tuple(chosen.values()), shortfall, f"{text}。")


def _sections(registers: Registers) -> Mapping[str, tuple[str, ...]]:
    return {
        row["item_id"]: tuple(dict.fromkeys([row["section"], *split_list(row["joint_sections"])]))
        for row in registers.table("items").rows
    }


def _cooperating(row: Row, sections: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    named = [section for item in split_list(row["items"]) for section in sections.get(item, ())]
    return tuple(section for section in dict.fromkeys(named) if section and section != row["lead_section"])


def _ordered(
    visits: Sequence[Row], sections: Mapping[str, tuple[str, ...]], book: Book, members: set[str] | None
) -> list[Row]:
    first = {name for target in book.policy.targets if target.kind == BY_CLASS for name in target.classes}
    fitting = [row for row in visits if members is None or row["code"] in members]
    return sorted(
        fitting,
        key=lambda row: (
            book.scene.classes.get(row["code"]) not in first,
            -len(_cooperating(row, sections)),
            row["visit_id"],
        ),
    )
