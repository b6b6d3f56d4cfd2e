"""In which order the events of a draw may stand, and on which days: what the log alone can tell.

Whoever writes a log asks here before a line is added; whoever verifies one asks the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sampler.draw import beacon, canon, events
from sampler.draw.events import Event

BEFORE: Mapping[str, str] = {
    "committed": "frozen",
    **dict.fromkeys(("witnessed", "beacon", "fallback", "disputed", "aborted", "drawn"), "committed"),
    "resolved": "disputed",
    **dict.fromkeys(("confirmed", "substituted", "withheld", "opened", "closed"), "drawn"),
    "announced": "committed",
    "assigned": "confirmed",
    "reassigned": "announced",
}
"""What must stand on record before an event."""
ONCE = ("committed", "drawn", "confirmed", "aborted", "closed")
RANDOM = ("beacon", "fallback", "disputed", "resolved")
AFTERWARDS: Mapping[str, tuple[str, ...]] = {"aborted": ("witnessed",), "closed": ("opened",)}
"""All that may follow an event that ends a draw."""


def order_faults(log: Sequence[Event]) -> list[str]:
    """Return in Chinese every event that does not fit the place or the day at which it stands."""
    faults: list[str] = []
    count: Counter[str] = Counter()
    for at, event in enumerate(log):
        faults += _misplaced(event, count)
        if event.name in (*RANDOM, "drawn"):
            faults += _random(event, log[:at])
        count[event.name] += 1
    return faults + [f"“{events.WORDS[name]}”记了 {count[name]} 次" for name in ONCE if count[name] > 1]


def _misplaced(event: Event, held: Mapping[str, int]) -> Iterator[str]:
    word = events.WORDS[event.name]
    needed = BEFORE.get(event.name)
    if needed and needed not in held:
        yield f"{event.date} 的“{word}”以前没有“{events.WORDS[needed]}”"
    for last, fine in AFTERWARDS.items():
        if last in held and event.name not in (*fine, last):
            yield f"“{events.WORDS[last]}”以后又有“{word}”"
    if event.name == "frozen" and "committed" in held:
        yield "公布抽取公告以后又冻结"
    if "drawn" in held and event.name == "aborted":
        yield "已经抽取，又中止"
    if "drawn" in held and event.name in RANDOM and event.get("purpose") == "draw":
        yield f"抽取以后又有“{word}”"


def _random(event: Event, held: Sequence[Event]) -> Iterator[str]:
    """Yield what is wrong with a beacon or what is said of one, or with a draw while a slot is under dispute."""
    if event.name in RANDOM and event.get("purpose") not in ("draw", "assign"):
        yield f"“{events.WORDS[event.name]}”的 purpose 只能是 draw 或 assign"
    if event.name == "beacon":
        try:
            line = beacon.read_line(event.get("line"))
        except canon.FormError as error:
            yield str(error)
            return
        if line.rung.date > event.date:
            yield f"“{line.text[:60]}”在 {line.rung.date} 才公布，{event.date} 就录入了"
    if event.name == "resolved" and not disputed(held, event.get("purpose"), event.get("slot")):
        yield f"第 {event.get('slot')} 位没有争议，却记了已查清"
    if event.name == "drawn" and any(
        disputed(held, "draw", one.get("slot")) for one in events.of(held, "disputed")
    ):
        yield "公开随机源有争议，没有查清就抽取了"


def disputed(log: Sequence[Event], purpose: str, slot: str) -> bool:
    """Tell whether a slot is under dispute."""
    last = [
        event.name
        for event in events.of(log, "disputed", "resolved")
        if (event.get("purpose"), event.get("slot")) == (purpose, slot)
    ]
    return last[-1:] == ["disputed"]
