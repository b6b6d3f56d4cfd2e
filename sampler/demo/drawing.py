"""The draws of the invented year, through the same steps that staff use; only key and numbers are invented.

The key is known to everyone who reads this line: that is fine for invented data and would be fatal for real ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sampler.demo import tables
from sampler.demo.opening import add_numbered
from sampler.demo.place import Place
from sampler.demo.steps import Step
from sampler.demo.witnessing import register
from sampler.draw.beacon import Rung, Slot
from sampler.workflow import draws
from sampler.workflow.step import changing

HOLD = 2
BALLS = {"ssq": (6, 33, 1, 16), "dlt": (5, 35, 2, 12)}
QUARTER = "一二三四"


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw and its days."""

    place: Place
    draw: str
    """Draw number."""
    told: dict[str, Any]
    """Its entry in quarters.toml."""

    def day(self, key: str) -> date:
        """Return one of its days."""
        return date.fromisoformat(self.told[key])

    @property
    def title(self) -> str:
        """Its name in messages, such as 2025年第二季度（2025Q2-2）."""
        return f"{self.draw[:4]}年第{QUARTER[int(self.draw[5]) - 1]}季度（{self.draw}）"

    @property
    def key(self) -> bytes:
        """The key of a draw whose data are invented."""
        return sha256(f"{self.place.chance.seed} {self.draw}".encode()).digest()

    def lines(self, key: str) -> list[str]:
        """Return the beacon lines of the draw or of its assignment."""
        listed = self.told[key] if isinstance(self.told[key], list) else [self.told[key]]
        return [lottery_line(self.place, n, text) for n, text in enumerate(listed, 1)]

    def plan(self) -> "draws.BeaconPlan":
        """Return where its randomness comes from: one edition each, dice in public when there is no result."""
        assign = [slot_of(1, self.told["assign_beacon"], f"{self.draw}-a1")]
        draw = [slot_of(n, text, f"{self.draw}-{n}") for n, text in enumerate(self.told["beacons"], 1)]
        return draws.BeaconPlan(tuple(draw), tuple(assign))


def lottery_line(place: Place, slot: int, edition: str) -> str:
    """Return the beacon line of an edition with its invented numbers."""
    return f"{slot} {edition} {numbers(place, edition)}"


def numbers(place: Place, edition: str) -> str:
    """Return invented numbers of an edition, strictly in range.

    >>> from sampler.demo.place import load_place
    >>> len(numbers(load_place("county"), "ssq 2025181 2025-03-30").split())
    8
    """
    count, highest, count_2, highest_2 = BALLS[edition.split(" ", maxsplit=1)[0]]
    balls = [f"{n:02}" for n in range(1, highest + 1)]
    balls_2 = [f"{n:02}" for n in range(1, highest_2 + 1)]
    first = sorted(place.chance.shuffled(balls, "balls", edition)[:count])
    second = sorted(place.chance.shuffled(balls_2, "second balls", edition)[:count_2])
    return f"{' '.join(first)} + {' '.join(second)}"


def slot_of(number: int, edition: str, dice: str) -> Slot:
    """Return a slot with one edition and dice as the second rung."""
    source, name, day = edition.split(" ")
    later = date.fromisoformat(day) + timedelta(HOLD + 1)
    return Slot(number, (Rung(source, name, day, HOLD), Rung("dice", dice, later.isoformat(), 0)))


def draw_steps(draw: Draw) -> Iterator[Step]:
    """Yield the steps of one draw, as far as the year came with it."""
    title, number = draw.title, draw.draw
    day = draw.day("freeze")
    note = draw.told.get("note", "")
    yield Step(
        day,
        f"冻结抽样框：{title}",
        lambda data: draws.freeze(data, number, as_of=day, key=draw.key, note=note),
    )
    yield Step(
        draw.day("commit"),
        f"公布抽取公告：{title}",
        lambda data: draws.commit(data, number, as_of=draw.day("commit"), plan=draw.plan()),
    )
    yield Step(
        draw.day("commit"),
        f"见证人登记抽取公告：{title}",
        lambda data: register(draw.place, data, number, draw.day("commit")),
    )
    if "abort" in draw.told:
        yield Step(
            draw.day("abort"),
            f"中止抽取：{title}",
            lambda data: draws.abort(data, number, draw.told["abort_reason"], as_of=draw.day("abort")),
        )
    if "draw" in draw.told:
        yield from _drawn(draw)
    if "open_all" in draw.told:
        opened = draw.day("open_all")
        yield Step(opened, f"揭示完毕：{title}", lambda data: draws.open_all(data, number, as_of=opened))


def _drawn(draw: Draw) -> Iterator[Step]:
    title, number, day = draw.title, draw.draw, draw.day("draw")
    yield Step(day, f"录入公开随机源（演示号码）：{title}", lambda data: _enter(draw, data, "beacons", day))
    yield Step(day, f"抽取检查对象：{title}", lambda data: draws.run(data, number, as_of=day))
    yield Step(draw.day("confirm"), f"逐户确认抽中对象：{title}", lambda data: _confirm(draw, data))
    assigned = draw.day("assign")
    yield Step(
        assigned,
        f"录入分派用的公开随机源（演示号码）：{title}",
        lambda data: _enter(draw, data, "assign_beacon", assigned),
    )
    yield Step(assigned, f"分派检查人员：{title}", lambda data: draws.assign(data, number, as_of=assigned))


def _enter(draw: Draw, data: Path, key: str, day: date) -> None:
    for line in draw.lines(key):
        draws.add_beacon(data, draw.draw, line, as_of=day)


def _confirm(draw: Draw, data: Path) -> None:
    """Confirm the drawn objects; the planted ones turn out to be gone, in the register too."""
    day, gone = draw.day("confirm"), {}
    fit = draw.place.chance.shuffled(sorted(_ordinary(draw, data)), "gone", draw.draw)
    with changing(data, task="save", arguments={"note": "登记停产和注销"}, as_of=day):
        for code, told in zip(fit, draw.told.get("gone", []), strict=False):
            status, _, reason = told.partition(" ")
            gone[code] = reason
            _stop(data, code, status, reason, day)
    draws.confirm(data, draw.draw, as_of=day, gone=gone)


def _stop(data: Path, code: str, status: str, reason: str, day: date) -> None:
    left = "" if status == "停产" else day.isoformat()
    cells = {"status": status, "status_date": day.isoformat(), "left": left}
    tables.change(data, "objects", tables.same(code=code), **cells)
    event = {"code": code, "date": day.isoformat(), "action": status, "note": reason, "source": "抽取后确认"}
    add_numbered(data, "stoppages", [event])


def _ordinary(draw: Draw, data: Path) -> set[str]:
    """Return the codes of the ordinary objects that were drawn."""
    known = {row["code"]: row["kind"] for row in tables.read(data, "objects")}
    drawn = (
        unit for unit in draws.history(data).units if unit.draw_id == draw.draw and unit.stratum == "一般"
    )
    return {unit.code for unit in drawn if known[unit.code] == "企业"}
