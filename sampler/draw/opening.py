"""After the draw: substitutes, the state of each leaf, what may stay closed, receipts."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sampler.draw import canon, events, tickets
from sampler.draw.beacon import Rung, Slot
from sampler.draw.events import Event
from sampler.draw.frame import LEAF_TAG, Unit
from sampler.draw.manifest import Manifest
from sampler.draw.selection import Place

HEADER = ("leaf", "salt", "record")
COVER = 5
WAITING, OPEN, WITHHELD, REPLACED, OVERDUE = "待检查", "已公开", "不予公开", "已替换", "逾期"


@dataclass(frozen=True)
class Opening:
    """What opens one leaf."""

    leaf: str
    """64 hex digits."""

    salt: str
    """64 hex digits."""

    record: str
    """The canonical record."""

    def unit(self) -> Unit:
        """Return who it is; FormError unless the record is in form and gives the leaf."""
        if canon.digest(LEAF_TAG, self.salt, self.record) != self.leaf:
            raise canon.FormError(f"揭示 {self.leaf[:12]}…：盐和记录算出的叶不是它。")
        value = canon.read_record(self.record, what=f"揭示 {self.leaf[:12]}… 的记录")
        weighted = {"weight"} if "weight" in value else set()
        known = value.keys() == {"burden", "id", "stratum"} | weighted
        numbers = [value.get("burden"), value.get("weight", 1)]
        if not known or any(type(number) is not int for number in numbers):
            raise canon.FormError(f"揭示 {self.leaf[:12]}… 的记录内容不合规。")
        return Unit(str(value["id"]), str(value["stratum"]), int(str(numbers[0])), int(str(numbers[1])))


@dataclass(frozen=True)
class State:
    """Where one unit that is due stands today."""

    leaf: str
    """Which unit."""

    stratum: str
    """Its stratum."""

    place: int
    """Its place in the order."""

    state: str
    """待检查, 已公开, 不予公开, 已替换 or 逾期."""

    reason: str
    """Ground or reason where the state has one."""


def openings_table(openings: Iterable[Opening]) -> bytes:
    """Return ``openings.csv``."""
    return canon.table(HEADER, ((one.leaf, one.salt, one.record) for one in openings))


def read_openings(content: bytes) -> tuple[Opening, ...]:
    """Return the openings, each in exact form; FormError otherwise or when a leaf is opened twice."""
    openings = tuple(Opening(*row) for row in canon.read_table(content, HEADER, what="openings.csv"))
    for one in openings:
        if not (canon.is_digest(one.leaf) and canon.is_digest(one.salt)):
            raise canon.FormError(f"openings.csv 里“{one.leaf[:12]}”一行的叶或盐不是 64 位十六进制。")
    if len({one.leaf for one in openings}) != len(openings):
        raise canon.FormError("openings.csv 里同一个叶揭示了两次。")
    return openings


def due_places(order: Mapping[str, Sequence[Place]], log: Iterable[Event]) -> list[Place]:
    """Return every place that is to be inspected: the drawn ones, and each substitute that stepped in.

    ``order`` holds the complete order of each stratum. FormError when a replacement did not take the next in order.
    """
    due = [place for places in order.values() for place in places if place.drawn]
    waiting = {name: [p for p in places if not p.drawn][::-1] for name, places in order.items()}
    alive = {place.leaf: place.stratum for place in due}
    for event in events.of(log, "substituted"):
        name, leaf, by = event.get("stratum"), event.get("leaf"), event.get("by")
        following = waiting[name].pop() if waiting.get(name) else None
        if alive.get(leaf) != name or by != (following.leaf if following else ""):
            raise canon.FormError(f"替换 {leaf[:12]}… 的不是层“{name}”次序中的下一个候补。")
        del alive[leaf]
        if following is not None:
            due.append(following)
            alive[following.leaf] = name
    return sorted(due, key=lambda place: (place.stratum, place.place))


def states(
    due: Iterable[Place], log: Sequence[Event], opened: Collection[str], deadline: str, as_of: str
) -> list[State]:
    """Return the one state each due unit is in on a day."""
    replaced = {event.get("leaf"): event.get("reason") for event in events.of(log, "substituted")}
    withheld = {event.get("leaf"): event.get("ground") for event in events.of(log, "withheld")}
    found = []
    for place in due:
        state, reason = OVERDUE if as_of > deadline else WAITING, ""
        if place.leaf in replaced:
            state, reason = REPLACED, replaced[place.leaf]
        elif place.leaf in withheld:
            state, reason = WITHHELD, withheld[place.leaf]
        elif place.leaf in opened:
            state = OPEN
        found.append(State(place.leaf, place.stratum, place.place, state, reason))
    return found


def cover_blocks(leaves: Iterable[str], seed: str) -> list[tuple[str, ...]]:
    """Return groups of at least five leaves, put together by the seed; a group stays closed or opens as a whole.

    >>> [len(block) for block in cover_blocks([f"{n:064x}" for n in range(13)], "0" * 64)]
    [5, 8]
    """
    ordered = sorted((tickets.ticket_for(seed, leaf, tag=tickets.COVER_TAG), leaf) for leaf in leaves)
    blocks = [tuple(leaf for _, leaf in ordered[at : at + COVER]) for at in range(0, len(ordered), COVER)]
    if len(blocks) > 1 and len(blocks[-1]) < COVER:
        blocks[-2:] = [blocks[-2] + blocks[-1]]
    return blocks


def closed_with(
    masked: Collection[str], order: Mapping[str, Sequence[Place]], due: Collection[str], seed: str
) -> set[str]:
    """Return every leaf that stays closed when ``masked`` may not be named: the masked ones and their cover groups."""
    closed = set(masked)
    for places in order.values():
        blocks = cover_blocks((place.leaf for place in places if place.leaf not in due), seed)
        chosen = [block for block in blocks if closed.intersection(block)]
        if not chosen and blocks and any(p.leaf in due and p.leaf in closed for p in places):
            chosen = blocks[:1]
        closed.update(itertools.chain.from_iterable(chosen))
    return closed


def check_closed(
    order: Mapping[str, Sequence[Place]],
    due: Collection[str],
    opened: Collection[str],
    withheld: Collection[str],
    seed: str,
) -> list[str]:
    """Return in Chinese what breaks the cover rule once a draw of mode ``all`` was opened completely."""
    faults = []
    for name, places in order.items():
        blocks = cover_blocks((place.leaf for place in places if place.leaf not in due), seed)
        torn = [block for block in blocks if 0 < len(set(block) - set(opened)) < len(block)]
        if torn:
            faults.append(f"层“{name}”有 {len(torn)} 个掩护组只揭示了一部分")
        hidden = [place.leaf for place in places if place.leaf in withheld and place.leaf not in opened]
        if hidden and blocks and all(set(block) <= set(opened) for block in blocks):
            faults.append(f"层“{name}”有不予公开的单元，却没有留下掩护组")
    return faults


def closed_groups(
    order: Mapping[str, Sequence[Place]], due: Collection[str], opened: Collection[str], seed: str
) -> list[str]:
    """Return in Chinese how many cover groups of each stratum stay closed, where any do."""
    found = []
    for name, places in order.items():
        blocks = cover_blocks((place.leaf for place in places if place.leaf not in due), seed)
        closed = sum(not set(block) & set(opened) for block in blocks)
        if closed:
            found.append(f"{name} {closed}/{len(blocks)} 组")
    return found


def check_openings(manifest: Manifest, frame: Mapping[str, Unit], openings: Iterable[Opening]) -> list[str]:
    """Return in Chinese every opening that does not fit the frame. ``frame`` is ``Frame.index()``."""
    faults: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    for one in openings:
        try:
            unit = one.unit()
        except canon.FormError as error:
            faults.append(str(error))
            continue
        public = frame.get(one.leaf)
        if public is None or (public.stratum, public.burden, public.weight) != (
            unit.stratum,
            unit.burden,
            unit.weight,
        ):
            faults.append(f"揭示 {one.leaf[:12]}… 与抽样框里的层、抽中次数档或权重不符")
        if ("weight" in one.record) != manifest.weights and '"weight":' in one.record:
            faults.append(f"揭示 {one.leaf[:12]}… 的记录多了 weight")
        other = seen.setdefault((unit.id, unit.stratum), one.leaf)
        if other != one.leaf:
            faults.append(f"{unit.id} 在层“{unit.stratum}”里占了两个叶")
    return faults


def announced_slots(log: Iterable[Event]) -> list[tuple[str, Slot]]:
    """Return the slots announced for re-assignments, each with the day of its announcement."""
    found = []
    for event in events.of(log, "announced"):
        source, edition, day = [*event.get("rung").split(" "), "", "", ""][:3]
        number = event.get("slot")
        rung = Rung(source, edition, day, 0)
        found.append((event.date, Slot(int(number) if number.isdecimal() else 0, (rung,))))
    return found


def receipt(manifest: Manifest, one: Opening) -> str:
    """Return the text a firm gets so that it can check its own leaf without us."""
    unit = one.unit()
    return (
        f"抽取回执\n单位：{manifest.bureau}\n抽取编号：{manifest.draw}\n承诺：{manifest.commitment}\n"
        f"公开编号：{unit.id}\n层：{unit.stratum}\n抽中次数档：{unit.burden}\n"
        f"叶：{one.leaf}\n盐：{one.salt}\n记录：{one.record}\n"
        "核对办法：下面的命令应当输出上面的叶；再到公开的 frame.csv 里找到这个叶。\n"
        f"printf '{LEAF_TAG}\\n%s\\n%s' {shlex.quote(one.salt)} {shlex.quote(one.record)} | sha256sum\n"
    )
