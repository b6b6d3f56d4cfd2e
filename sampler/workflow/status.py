"""Where the quarter stands, and the next step: what ``./inv`` says when nothing is asked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.failure import SamplerError
from sampler.workflow import draws_status

DONE = {"已完成", "已中止"}


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole folder on one day."""

    name: str
    """The bureau."""

    as_of: date
    draws: tuple[draws_status.Standing, ...]
    finished: int
    """Draws that need nothing more; they are counted, not listed."""

    due: str
    """One line about running terms."""

    def as_text(self) -> str:
        """Return the overview in Chinese."""
        lines = [f"{self.name}　{self.as_of.isoformat()}", ""]
        lines += [one.as_text() for one in self.draws]
        if self.finished:
            lines.append(f"另有 {self.finished} 次抽取已经办结（./inv draw.status 查看全部）。")
        if not self.draws and not self.finished:
            lines.append(
                "还没有抽取。先检查登记表：./inv check.data，再看应抽数：./inv quotas 2026Q1（换成要抽的期别）。"
            )
        return "\n".join([*lines, "", self.due, "全部任务：./inv --list"])


def overview(data: Path, *, as_of: date) -> Overview:
    """Return where every draw stands and what is due."""
    from sampler.registers import read_bureau

    found = draws_status.status(data, as_of=as_of).draws
    running = tuple(one for one in found if one.stage not in DONE)
    return Overview(
        read_bureau(data).name or str(data), as_of, running, len(found) - len(running), _due(data, as_of)
    )


def _due(data: Path, as_of: date) -> str:
    from sampler.workflow import office_views

    try:
        counts = office_views.count_due(data, as_of=as_of)
    except SamplerError as error:
        return f"期限没有算出：{error}"
    return (
        "期限：" + "，".join(f"{bucket} {count} 件" for bucket, count in counts.items()) + "（./inv due）。"
    )
