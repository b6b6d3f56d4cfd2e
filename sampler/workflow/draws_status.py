"""Where each draw stands, in plain words, and what may be done next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.draw import beacon_checks, events, opening
from sampler.draw.beacon import Slot
from sampler.draw.sequence_checks import disputed
from sampler.workflow.draws_assign import batches
from sampler.workflow.draws_folder import Folder, folders
from sampler.workflow.draws_plan import entry, named
from sampler.workflow.draws_stages import is_upper_stage, next_stage


@dataclass(frozen=True, slots=True)
class Standing:
    """One draw on one day."""

    draw: str
    """Draw number."""

    stage: str
    """One of: 已冻结, 已承诺, 已抽取, 已确认, 已分派, 揭示中, 已完成, 已中止."""

    states: tuple[tuple[str, int], ...]
    """How many due units are in each state."""

    next: str
    """What may be done next, in Chinese."""

    def as_text(self) -> str:
        """Return one or two Chinese lines."""
        counts = "，".join(f"{state} {count}" for state, count in self.states)
        return f"{self.draw}：{self.stage}" + (f"（{counts}）" if counts else "") + f"\n  下一步：{self.next}"


@dataclass(frozen=True, slots=True)
class Status:
    """All draws on one day."""

    draws: tuple[Standing, ...]
    """By number."""

    def as_text(self) -> str:
        """Return where every draw stands."""
        if not self.draws:
            return "还没有抽取。下一步：./inv draw.freeze 2025Q3（换成要抽的期别）。"
        return "\n".join(one.as_text() for one in self.draws)


def status(data: Path, *, as_of: date) -> Status:
    """Return where every draw stands on a day."""
    return Status(tuple(standing(folder, as_of) for folder in folders(data)))


def standing(folder: Folder, as_of: date) -> Standing:
    """Return where one draw stands on a day."""
    draw, log = folder.draw, folder.log()
    if folder.has("aborted"):
        reason = events.of(log, "aborted")[0].get("reason")
        return Standing(
            draw, "已中止", (), f"无（{reason}）。需要的话用补充抽取：./inv draw.supplement {draw[:6]}。"
        )
    if not folder.read("manifest.json"):
        return Standing(
            draw, "已冻结", (), f"公布抽取公告：./inv draw.commit {draw}；名录库有改动的先重新冻结。"
        )
    if not folder.has("drawn"):
        return Standing(draw, "已承诺", (), _before_draw(folder, as_of))
    counts = Counter(state.state for state in states(folder, as_of))
    shown = tuple(sorted(counts.items()))
    if folder.has("closed"):
        return Standing(draw, "已完成", shown, "无。")
    if not folder.has("confirmed"):
        return Standing(
            draw, "已抽取", shown, f'逐户确认：./inv draw.confirm {draw}；已经不在的加 --gone "代码=理由"。'
        )
    if not batches(folder) and is_upper_stage(folder) and not folder.has("opened"):
        told = f"{next_stage(folder)}揭示：./inv draw.open {draw} --all。"
        return Standing(draw, "已确认", shown, told)
    if not batches(folder):
        return Standing(draw, "已确认", shown, _before_assignment(folder, as_of))
    stage = "揭示中" if folder.has("opened") else "已分派"
    return Standing(
        draw,
        stage,
        shown,
        f"检查后揭示：./inv draw.open {draw}；全部查完后 ./inv draw.open {draw} --all（期限 {folder.manifest().deadline}）。",
    )


def _before_draw(folder: Folder, as_of: date) -> str:
    manifest, entered = folder.manifest(), {line.slot for line in folder.lines()}
    if manifest.witness and not folder.read("witness.json"):
        return f"请{manifest.witness[0]}登记见证：./inv draw.witness {folder.draw}。"
    if any(disputed(folder.log(), "draw", str(slot.number)) for slot in manifest.beacons):
        return f'两次录入的号码不一致，对照官方公告查清：./inv draw.resolve {folder.draw} 正确的一行 --reason "公告名称和页码"。'
    missing = [slot for slot in manifest.beacons if slot.number not in entered]
    if not missing:
        return f"抽取：./inv draw.run {folder.draw}。"
    if missing[0].ladder[0].date > as_of.isoformat():
        return f"等待 {named(missing[0].ladder[0])}。在此之前可以中止：./inv draw.abort {folder.draw}。"
    return f"录入 {_to_enter(folder, 'draw', missing[0])}。"


def _before_assignment(folder: Folder, as_of: date) -> str:
    entered = {line.slot for line in folder.lines("assign-beacons.txt")}
    missing = [slot for slot in folder.manifest().assign_beacons if slot.number not in entered]
    if not missing:
        return f"分派：./inv draw.assign {folder.draw}。"
    if missing[0].ladder[0].date > as_of.isoformat():
        return (
            f"等待分派用的随机源 {named(missing[0].ladder[0])}，录入后分派：./inv draw.assign {folder.draw}。"
        )
    told = _to_enter(folder, "assign", missing[0])
    return f"录入分派用的随机源 {told}，然后分派：./inv draw.assign {folder.draw}。"


def _to_enter(folder: Folder, purpose: str, slot: Slot) -> str:
    """Return the rung in force of a slot and the task that enters its line."""
    rung = min(len(beacon_checks.fallbacks(folder.log(), purpose, slot.number)), len(slot.ladder) - 1)
    return f"{named(slot.ladder[rung])}：{entry(folder.draw, slot, rung)}（号码写开奖号码）"


def states(folder: Folder, as_of: date) -> list[opening.State]:
    """Return the state of every due unit on a day."""
    content = folder.read("openings.csv")
    opened = {one.leaf for one in opening.read_openings(content)} if content else set()
    return opening.states(folder.due(), folder.log(), opened, folder.manifest().deadline, as_of.isoformat())
