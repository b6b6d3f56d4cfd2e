"""The log of a draw: one canonical record per line, each carrying the digest of the line before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sampler.draw import beacon, canon

EVENT_TAG = "event/v1"
FIELDS: Mapping[str, frozenset[str]] = {
    "frozen": frozenset({"frame"}),
    "committed": frozenset({"commitment"}),
    "witnessed": frozenset({"commitment", "witness"}),
    "beacon": frozenset({"line", "purpose"}),
    "fallback": frozenset({"purpose", "reason", "rung", "slot"}),
    "disputed": frozenset({"purpose", "slot"}),
    "resolved": frozenset({"purpose", "slot"}),
    "drawn": frozenset({"drawn", "seed"}),
    "confirmed": frozenset(),
    "substituted": frozenset({"by", "leaf", "reason", "stratum"}),
    "announced": frozenset({"batch", "rung", "slot"}),
    "assigned": frozenset({"assignment"}),
    "reassigned": frozenset({"assignment"}),
    "withheld": frozenset({"ground", "leaf"}),
    "opened": frozenset({"count", "openings"}),
    "aborted": frozenset({"reason"}),
    "closed": frozenset(),
}
NUMBERS = {("fallback", "rung"), *((name, "slot") for name in FIELDS), ("opened", "count")}
"""Fields that are whole numbers; every other field is text."""
WORDS = {
    "frozen": "冻结抽样框",
    "committed": "公布抽取公告",
    "witnessed": "见证登记",
    "beacon": "录入公开随机源",
    "fallback": "改用下一级来源",
    "disputed": "号码有争议",
    "resolved": "争议已查清",
    "drawn": "抽取",
    "confirmed": "确认抽中对象",
    "substituted": "候补替换",
    "announced": "预告重新分派用的随机源",
    "assigned": "分派检查人员",
    "reassigned": "部分重新分派",
    "withheld": "名称不予公开",
    "opened": "揭示",
    "aborted": "中止",
    "closed": "揭示完毕",
}


@dataclass(frozen=True)
class Event:
    """One line of the log."""

    date: str
    """ISO date, never earlier than the line before."""

    name: str
    """A key of ``FIELDS``."""

    text: str
    """What happened, in Chinese."""

    more: Mapping[str, object]
    """The event's own fields."""

    digest: str
    """Digest of this line with the one before it."""

    def get(self, key: str) -> str:
        """Return a field of the event as text; empty when it has none."""
        return str(self.more.get(key, ""))


def append(log: bytes, *, date: str, event: str, text: str, **more: object) -> bytes:
    """Return the log with one more line; FormError when the event does not fit its place.

    >>> log = append(b"", date="2025-06-20", event="frozen", text="抽样框已冻结。", frame="0" * 64)
    >>> [one.name for one in read_log(log)]
    ['frozen']
    """
    before = read_log(log)
    body = {"date": date, "event": event, "previous": head(before), "text": text, **more}
    body["digest"] = canon.digest(EVENT_TAG, canon.record(body))
    grown = log + (canon.record(body) + "\n").encode()
    read_log(grown)
    return grown


def head(log: Iterable[Event]) -> str:
    """Return the digest of the last line; empty for an empty log."""
    last = ""
    for event in log:
        last = event.digest
    return last


def read_log(content: bytes) -> tuple[Event, ...]:
    """Return the events; FormError where a line is not in form or does not follow the one before it."""
    text = canon.read_text(content, what="events.jsonl")
    if text and not text.endswith("\n"):
        raise canon.FormError("events.jsonl 的末行必须以换行结尾。")
    events: list[Event] = []
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        event = _read_line(line, head(events[-1:]), f"events.jsonl 第 {number} 行")
        if events and event.date < events[-1].date:
            raise canon.FormError(f"events.jsonl 第 {number} 行的日期早于上一行。")
        events.append(event)
    return tuple(events)


def _read_line(line: str, previous: str, what: str) -> Event:
    value = canon.read_record(line, what=what)
    own = str(value.pop("digest", ""))
    if canon.digest(EVENT_TAG, canon.record(value)) != own or value.get("previous") != previous:
        raise canon.FormError(f"{what}的摘要接不上，这一行或上一行被改动过。")
    name, text = str(value.pop("event", "")), value.pop("text", None)
    day = beacon.read_day(str(value.pop("date", "")), what=f"{what}的日期")
    value.pop("previous")
    if not isinstance(text, str):
        raise canon.FormError(f"{what}没有 text。")
    if name not in FIELDS or set(value) != FIELDS[name]:
        raise canon.FormError(f"{what}的事件“{name}”不认识，或缺少、多出了内容。")
    for key, inner in value.items():
        if type(inner) is not (int if (name, key) in NUMBERS else str):
            raise canon.FormError(f"{what}的“{key}”不是应有的类型。")
    return Event(day.isoformat(), name, text, value, own)


def of(log: Iterable[Event], *names: str) -> list[Event]:
    """Return the events with one of these names, in order."""
    return [event for event in log if event.name in names]
