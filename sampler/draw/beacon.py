"""Public values nobody here controls: one canonical text line per slot, strictly read.

A slot names its sources in advance as a ladder of rungs (source, edition, date, days to hold). Everything in a line
except the value itself is fixed by the manifest, so there is nothing left to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from sampler.draw import canon

DICE = 25
QUICKNET_GENESIS = 1692803367
QUICKNET_PERIOD = 3
BEIJING = timezone(timedelta(hours=8))
SOURCES = {"ssq": "双色球", "dlt": "大乐透", "drand": "drand quicknet", "dice": "公开掷骰"}
_WEEKDAYS = {"ssq": (1, 3, 6), "dlt": (0, 2, 5)}
_BALLS = {"ssq": (6, 33, 1, 16), "dlt": (5, 35, 2, 12)}
_LINE = re.compile(
    r"([1-9][0-9]?) (ssq|dlt|drand|dice) ([0-9A-Za-z-]{1,40}) (\d{4}-\d{2}-\d{2}) (\S.*)", re.ASCII
)


@dataclass(frozen=True)
class Rung:
    """One source that may fill a slot."""

    source: str
    """``ssq``, ``dlt``, ``drand`` or ``dice``."""

    edition: str
    """Number of the edition, round or throw."""

    date: str
    """Beijing day on which the value becomes known."""

    hold_days: int
    """How many days without an official result before the next rung may be used."""


@dataclass(frozen=True)
class Slot:
    """One place that must be filled by exactly one line."""

    number: int
    """1, 2, …"""

    ladder: tuple[Rung, ...]
    """First choice first."""


@dataclass(frozen=True)
class Line:
    """One canonical beacon line."""

    slot: int
    """Which slot it fills."""

    rung: Rung
    """Source, edition and date; ``hold_days`` is 0 here."""

    value: str
    """Numbers as the official notice prints them, in the canonical spelling."""

    text: str
    """The whole line without LF: what enters the seed."""


def read_line(text: str) -> Line:
    """Return a beacon line; FormError says what is wrong with it.

    >>> read_line("1 ssq 2025071 2025-06-24 03 07 12 19 25 31 + 08").value
    '03 07 12 19 25 31 + 08'
    """
    match = _LINE.fullmatch(text)
    if match is None:
        raise canon.FormError(
            f"公开随机源“{text}”的写法不对，应当是：位号 来源 期号 日期 号码，中间一个空格。"
        )
    slot, source, edition, day, value = match.groups()
    rung = Rung(source, edition, day, 0)
    check_rung(rung)
    _check_value(source, value)
    return Line(int(slot), rung, value, text)


def check_rung(rung: Rung) -> None:
    """Raise FormError unless source, edition and date fit each other."""
    day = read_day(rung.date, what="公开随机源的日期")
    if rung.source not in SOURCES:
        raise canon.FormError(f"不认识公开随机源“{rung.source}”。可用：{'、'.join(SOURCES)}。")
    if not re.fullmatch(r"[0-9A-Za-z-]{1,40}", rung.edition, re.ASCII):
        raise canon.FormError(f"期号“{rung.edition}”只能由字母、数字和短横组成。")
    if rung.source in _WEEKDAYS:
        _check_edition(rung, day)
    if rung.source == "drand" and (not _is_number(rung.edition) or round_day(int(rung.edition)) != day):
        raise canon.FormError(f"drand 轮次 {rung.edition} 不在 {rung.date} 这一天产生。")


def _check_edition(rung: Rung, day: date) -> None:
    year = f"{day.year:04d}" if rung.source == "ssq" else f"{day.year % 100:02d}"
    if not re.fullmatch(year + r"(?!000)[01][0-9]{2}", rung.edition, re.ASCII):
        raise canon.FormError(f"{SOURCES[rung.source]}期号“{rung.edition}”应当是 {year} 加三位序号。")
    if day.weekday() not in _WEEKDAYS[rung.source]:
        raise canon.FormError(f"{SOURCES[rung.source]}在 {rung.date} 不开奖，请核对日期。")


def _check_value(source: str, value: str) -> None:
    if source == "drand":
        fine = re.fullmatch(r"[0-9a-f]{96}", value, re.ASCII) is not None
    elif source == "dice":
        fine = re.fullmatch(rf"[1-6]( [1-6]){{{DICE - 1}}}", value, re.ASCII) is not None
    else:
        fine = _balls_fine(value, *_BALLS[source])
    if not fine:
        raise canon.FormError(f"{SOURCES[source]}的号码“{value}”不合规：{_VALUE_RULES[source]}。")


_VALUE_RULES: Mapping[str, str] = {
    "ssq": "6 个 01–33 的红球由小到大，加号，1 个 01–16 的蓝球，都写两位",
    "dlt": "5 个 01–35 的前区号由小到大，加号，2 个 01–12 的后区号由小到大，都写两位",
    "drand": "96 位小写十六进制签名",
    "dice": f"恰好 {DICE} 个 1–6 的点数",
}


def _balls_fine(value: str, count: int, highest: int, count_2: int, highest_2: int) -> bool:
    halves = [half.split(" ") for half in value.split(" + ")]
    return (
        len(halves) == 2
        and _ascending(halves[0], count, highest)
        and _ascending(halves[1], count_2, highest_2)
    )


def _ascending(balls: Sequence[str], count: int, highest: int) -> bool:
    if len(balls) != count or not all(re.fullmatch(r"[0-9]{2}", ball, re.ASCII) for ball in balls):
        return False
    return list(balls) == sorted(set(balls)) and int(balls[0]) >= 1 and int(balls[-1]) <= highest


def read_day(text: str, *, what: str) -> date:
    """Return an ISO date; FormError on any other spelling."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise canon.FormError(f"{what}“{text}”应当写成 YYYY-MM-DD。")
    return day


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,14}", text, re.ASCII) is not None


def round_day(number: int) -> date:
    """Return the Beijing day of a quicknet round; the last possible day when the number is absurd.

    >>> round_day(1000).isoformat()
    '2023-08-23'
    """
    seconds = QUICKNET_GENESIS + QUICKNET_PERIOD * (number - 1)
    return datetime.fromtimestamp(seconds, BEIJING).date() if seconds < 2**37 else date.max


def round_at(day: date, *, hour: int = 12) -> int:
    """Return the first quicknet round at or after an hour of a Beijing day.

    >>> round_day(round_at(date(2025, 6, 24))).isoformat()
    '2025-06-24'
    """
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING).timestamp()
    return -(-(int(moment) - QUICKNET_GENESIS) // QUICKNET_PERIOD) + 1


def read_lines(content: bytes) -> tuple[Line, ...]:
    """Return the lines of ``beacons.txt``, slots ascending; FormError on anything but the exact form."""
    text = canon.read_text(content, what="beacons.txt")
    if text and not text.endswith("\n"):
        raise canon.FormError("beacons.txt 的末行必须以换行结尾。")
    lines = tuple(read_line(line) for line in text.split("\n")[:-1])
    slots = [line.slot for line in lines]
    if slots != sorted(set(slots)):
        raise canon.FormError("beacons.txt 的位号要递增，不能重复。")
    return lines


def rung_of(line: Line, slots: Iterable[Slot]) -> int:
    """Return which rung (from 1) of its slot the line fills; FormError when the manifest names no such source."""
    for slot in slots:
        for number, rung in enumerate(slot.ladder, start=1):
            same = (rung.source, rung.edition, rung.date) == (
                line.rung.source,
                line.rung.edition,
                line.rung.date,
            )
            if slot.number == line.slot and same:
                return number
    raise canon.FormError(f"“{line.text}”不是抽取公告预先指定的来源、期号和日期。")


def check_slots(slots: Sequence[Slot], *, after: str) -> None:
    """Raise FormError unless slots are numbered from 1 and every rung is later than the commitment."""
    if [slot.number for slot in slots] != list(range(1, len(slots) + 1)):
        raise canon.FormError("公开随机源的位号要从 1 连续编号。")
    for slot in slots:
        if not slot.ladder:
            raise canon.FormError(f"第 {slot.number} 位没有来源。")
        for rung in slot.ladder:
            check_rung(rung)
            if rung.date <= after:
                reason = "公开随机源必须晚于承诺，否则可以先看号码再定名单"
                raise canon.FormError(
                    f"{SOURCES[rung.source]} {rung.edition} 期在 {rung.date}，不晚于 {after}：{reason}。"
                )
        for rung, following in zip(slot.ladder, slot.ladder[1:]):  # noqa: B905  # 3.9
            if following.date <= held_until(rung):
                raise canon.FormError(
                    f"第 {slot.number} 位的后一级来源 {following.date} 不晚于前一级等满的那一天 {held_until(rung)}。"
                )


def held_until(rung: Rung) -> str:
    """Return the ISO date up to which a rung is waited for; the next one lies after it.

    >>> held_until(Rung("ssq", "2025071", "2025-06-24", 2))
    '2025-06-26'
    """
    return days_after(rung.date, rung.hold_days)


def days_after(day: str, count: int) -> str:
    """Return the ISO date some days later, the last possible one when there is none."""
    first = date.fromisoformat(day)
    return (first + timedelta(min(count, (date.max - first).days))).isoformat()
