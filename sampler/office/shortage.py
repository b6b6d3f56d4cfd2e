"""A shortage told in Chinese: which visits, how many people, who may go and who may not and why."""

from collections.abc import Mapping, Sequence

from sampler.failure import SamplerError
from sampler.office.flow import Shortage
from sampler.office.roster import Seat


class ShortageError(SamplerError):
    """Raised when the lawful people do not suffice; names the visits and what is missing."""

    def __init__(self, message: str, shortage: Shortage) -> None:
        """Keep the shortage for programs."""
        super().__init__(message)
        self.shortage = shortage


def explain(shortage: Shortage, cap: int, seats: Mapping[str, Sequence[Seat]]) -> str:
    """Return the message: the visits, the places they need, and for each narrow seat who may take it."""
    named = "、".join(shortage.visits[:10])
    more = f" 等 {len(shortage.visits)} 项" if len(shortage.visits) > 10 else ""
    places = f"共需 {shortage.needed} 人次，最多只能派出 {shortage.needed - shortage.missing} 人次，缺 {shortage.missing} 人次"
    lines = [f"检查任务 {named}{more} 派不出合法的检查组：{places}（每人上限 {cap} 项）。"]
    for visit in shortage.visits[:10]:
        for seat in seats[visit]:
            if set(seat.lawful) <= set(shortage.inspectors):
                able = "、".join(seat.lawful) or "没有人"
                barred = "、".join(f"{who}（{reason}）" for who, reason in seat.barred)
                lines.append(
                    f"  {visit} 需要{seat.title} 1 人：可派{able}" + (f"；不可派{barred}" if barred else "")
                )
    lines.append("请补充执法检查人员、续办证件，或在抽查规则中提高每人任务上限；人数、资格和回避不能放宽。")
    return "\n".join(lines)
