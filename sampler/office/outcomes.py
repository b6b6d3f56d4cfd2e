"""The words an inspection may end with, and what each of them asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sampler.office.roster import Row

DEFERRED = "延期检查"
WITHHELD = "不予公开"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome word."""

    word: str
    """As it stands in the result."""

    needs: tuple[str, ...] = ()
    """Columns that must be filled, by English key."""

    followup: str = ""
    """Kind of follow-up it opens; empty = none."""

    problem: bool = False
    """Whether something was found."""


OUTCOMES: Mapping[str, Outcome] = {
    outcome.word: outcome
    for outcome in (
        Outcome("未发现问题"),
        Outcome("发现问题已责令改正", ("measure", "deadline"), "责令改正", problem=True),
        Outcome("发现问题待后续处理", ("measure",), problem=True),
        Outcome("立案处罚", ("measure",), "立案处罚", problem=True),
        Outcome("移送司法", ("measure", "transferred_to"), "移送公安", problem=True),
        Outcome("移交其他部门", ("transferred_to",), "移送其他部门", problem=True),
        Outcome("未发现开展本次抽查涉及的经营活动"),
        Outcome("停产", ("evidence",)),
        Outcome("已关闭/搬迁/注销", ("evidence",)),
        Outcome("无法联系", ("evidence",)),
        Outcome("不配合检查情节严重", ("note", "evidence"), problem=True),
        Outcome(DEFERRED, ("note",)),
        Outcome("提醒告诫/轻微不罚", ("measure",), problem=True),
        Outcome(WITHHELD, ("note",)),
    )
}


def outcome_of(row: Row) -> Outcome:
    """Return the outcome of a result; an unknown word is an outcome that asks for nothing."""
    return OUTCOMES.get(row["outcome"], Outcome(row["outcome"]))


def missing_fields(row: Row) -> Iterator[str]:
    """Yield the keys that this outcome needs and that are empty."""
    yield from (key for key in outcome_of(row).needs if not row.get(key))
