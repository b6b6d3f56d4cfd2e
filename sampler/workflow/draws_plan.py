"""Where the randomness of a draw comes from: the next editions, or the plan of a whole year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sampler import rules
from sampler.draw import beacon, canon, lottery
from sampler.draw.beacon import Rung, Slot
from sampler.draw.slots import read_slots, slots_as_json
from sampler.failure import SamplerError
from sampler.registers import Registers, read_registers
from sampler.rules.period import parse_period
from sampler.workflow.draws_folder import Folder, period_of
from sampler.workflow.step import changing
from sampler.workflow.told import Told


@dataclass(frozen=True, slots=True)
class BeaconPlan:
    """Where the randomness of one draw and of its assignment comes from."""

    draw: tuple[Slot, ...]
    """Slots of the draw."""

    assign: tuple[Slot, ...] = ()
    """Slots of the assignment, later than those of the draw; empty means the same."""


def plan_after(
    day: date, closed: Collection[date], *, name: str, later: bool = True, slices: int = 1
) -> BeaconPlan:
    """Return the beacons of a draw committed on ``day``: the next editions, and for the assignment those after them.

    With ``slices`` the visits are assigned in so many batches, a month apart, each from a beacon of its own.
    """
    draw = lottery.slots_after(day, closed, name=name)
    last = max(date.fromisoformat(rung.date) for slot in draw for rung in slot.ladder)
    assign = tuple(
        Slot(
            number,
            lottery.ladder("ssq", last + timedelta(30 * (number - 1)), closed, dice=f"{name}-a-{number}"),
        )
        for number in range(1, slices + 1)
    )
    return BeaconPlan(draw, assign if later else ())


def outside_window(registers: Registers, policy: rules.Policy, plan: BeaconPlan, draw: str) -> str:
    """Return in Chinese that a regular draw cannot be held in the days the policy demands; empty when it can."""
    if draw != period_of(draw):
        return ""
    window = rules.draw_window(policy.procedure.window, parse_period(draw), rules.Workdays(registers))
    known = date.fromisoformat(max(slot.ladder[0].date for slot in plan.draw))
    if window is None or window.holds(known):
        return ""
    return f"注意：抽查规则要求{window.words}抽取（{window.first} 至 {window.last}），而最后一个随机源在 {known} 公布。"


def plan_with(day: date, closed: str, draw: str, *, slices: int = 1) -> BeaconPlan:
    """Return the next editions after a day, ``closed`` as staff write it."""
    if not 1 <= slices <= 12:
        raise SamplerError(f"分派最多分 12 批，不能分 {slices} 批。")
    return plan_after(day, lottery.read_closed(closed), name=draw, slices=slices)


def plan_of_year(data: Path, year: int) -> Mapping[str, BeaconPlan]:
    """Return the plan of a year's beacons that was made ahead, by draw number; empty when there is none."""
    path = data / "draws" / f"beacons-{year}.json"
    if not path.is_file():
        return {}
    value = canon.read_page(path.read_bytes(), what=path.name)
    draws = value.get("draws")
    if not isinstance(draws, dict):
        raise SamplerError(f"{path.name} 缺少 draws。请重新运行 ./inv draw.beacons {year}。")
    return {
        name: BeaconPlan(read_slots(one.get("draw", [])), read_slots(one.get("assign", [])))
        for name, one in sorted(draws.items())
    }


def plan_year(data: Path, year: int, *, closed: str, as_of: date) -> Told:
    """Write the beacons of a whole year ahead, so that nobody chooses them draw by draw.

    Each draw is committed just before the window of the policy, or ten days before its period where the policy names none;
    ``closed`` names the days without lottery draws (the yearly notice), those of the year before included; where both
    years' notices are known here it may be left out. Raises SamplerError when a plan exists already.
    """
    path = data / "draws" / f"beacons-{year}.json"
    if path.exists():
        raise SamplerError(f"{year} 年的随机源计划已经有了，不能重做。要改请写明理由，用补充抽取。")
    closed = closed or lottery.closures(year - 1, year)
    if not closed:
        held = "、".join(str(one) for one in lottery.CLOSURES)
        raise SamplerError(
            f"程序里只有 {held} 年的彩票休市日期。请按财政部的公告写明 {year - 1} 年和 {year} 年的，"
            '例如 --closed "2026-02-14~2026-02-23；2026-10-01~2026-10-04"。'
        )
    days = lottery.read_closed(closed)
    policy, registers = rules.policy_for(data, str(year)), read_registers(data)
    plans = {
        name: plan_after(_commit_day(name, start, policy, registers), days, name=name)
        for name, start in _starts(year, policy.procedure.cycle)
    }
    value = {
        "closed": closed,
        "draws": {
            n: {"draw": slots_as_json(p.draw), "assign": slots_as_json(p.assign)} for n, p in plans.items()
        },
        "made_on": as_of.isoformat(),
        "year": str(year),
    }
    with changing(data, task="draw.beacons", arguments={"year": str(year)}, as_of=as_of):
        Folder(data / "draws").write(path.name, canon.page(value))
    lines = [f"{year} 年随机源计划已写入 draws/{path.name}："]
    lines += [
        f"  {name}：{'；'.join(named(slot.ladder[0]) for slot in plan.draw)}" for name, plan in plans.items()
    ]
    return Told("\n".join(lines))


def _commit_day(name: str, start: date, policy: rules.Policy, registers: Registers) -> date:
    """Return the day on which a draw is committed, so that its beacons fall into the window."""
    window = rules.draw_window(policy.procedure.window, parse_period(name), rules.Workdays(registers))
    return start - timedelta(10) if window is None else window.first - timedelta(1)


def _starts(year: int, cycle: int) -> list[tuple[str, date]]:
    """Return each period of a year with its first day, as the policy's cycle in months cuts it."""
    names = {1: "{y}-{n:02}", 3: "{y}Q{n}", 6: "{y}H{n}", 12: "{y}"}
    if cycle not in names:
        raise SamplerError(f"抽取周期是 {cycle} 个月的，不能预先编排随机源，请在承诺时指定。")
    return [
        (names[cycle].format(y=year, n=number), date(year, (number - 1) * cycle + 1, 1))
        for number in range(1, 12 // cycle + 1)
    ]


def entry(draw: str, slot: Slot, rung: int = 0) -> str:
    """Return the task that enters the line of a slot, ready but for the numbers."""
    one = slot.ladder[rung]
    return f"./inv draw.beacon {draw} {slot.number} {one.source} {one.edition} {one.date} 号码"


def named(rung: Rung) -> str:
    """Return a rung as people name it."""
    return f"{beacon.SOURCES[rung.source]} {rung.edition}（{rung.date}）"
