"""The checks of what follows a draw: replacements and states, openings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sampler.draw import beacon, canon, events, numbers, opening
from sampler.draw.checks import Draw, unable, verdict
from sampler.draw.manifest import Manifest
from sampler.draw.report import FAIL, Check

GRACE = 30
"""Days after the last day of opening within which a draw must be closed."""


def check_states(draw: Draw, as_of: str) -> Check:
    """Replacements went by the order, and each due unit has one state."""
    if draw.order is None or draw.manifest is None:
        return unable(draw, "states", "已中止" if draw.has("aborted") else "还没有抽中名单")
    try:
        draw.due = opening.due_places(draw.order, draw.log)
    except canon.FormError as error:
        return Check("states", draw.name, FAIL, str(error))
    opened = {one.leaf for one in draw.openings}
    draw.states = opening.states(draw.due, draw.log, opened, draw.manifest.deadline, as_of)
    leaves = {place.leaf for place in draw.due}
    faults = [
        f"不予公开的 {e.get('leaf')[:12]}… 不是应查单元"
        for e in events.of(draw.log, "withheld")
        if e.get("leaf") not in leaves
    ]
    faults += _too_late(draw)
    late = [state for state in draw.states if state.state == opening.OVERDUE]
    if late:
        faults.append(f"{len(late)} 个应查单元到 {as_of} 已逾期（期限 {draw.manifest.deadline}）")
    counts = {
        word: sum(s.state == word for s in draw.states)
        for word in dict.fromkeys(s.state for s in draw.states)
    }
    return verdict(draw, "states", faults, "，".join(f"{word} {count}" for word, count in counts.items()))


def _too_late(draw: Draw) -> Iterator[str]:
    """Yield each unit that was replaced or withheld after its name was out or its fate was told."""
    opened = opened_at(draw)
    withheld: set[str] = set()
    for at, event in enumerate(draw.log):
        leaf = event.get("leaf")
        if event.name == "substituted":
            yield from (
                f"{one[:12]}… 已经揭示，又替换" for one in (leaf, event.get("by")) if opened.get(one, at) < at
            )
            if leaf in withheld:
                yield f"{leaf[:12]}… 已记为不予公开，又替换"
        if event.name == "withheld":
            if leaf in withheld or opened.get(leaf, at) < at:
                yield f"{leaf[:12]}… 已经揭示或已记为不予公开，又记不予公开"
            withheld.add(leaf)


def opened_at(draw: Draw) -> dict[str, int]:
    """Return for each opened leaf which line of the log (from 0) opened it."""
    found: dict[str, int] = {}
    rows = 0
    for at, event in enumerate(draw.log):
        if event.name == "opened":
            count = max(0, int(event.get("count")))
            found.update({one.leaf: at for one in draw.openings[rows : rows + count]})
            rows += count
    return found


def check_openings(draw: Draw, as_of: str) -> Check:
    """Each opening gives its leaf, came in its time, and what stays closed stays closed by the cover rule."""
    overdue = list(_not_closed(draw, as_of))
    if draw.manifest is None or draw.frame is None or "openings.csv" not in draw.files:
        if draw.has("opened") or overdue:
            missing = ["事件记录说已揭示，却没有可用的 openings.csv"] if draw.has("opened") else []
            return verdict(draw, "openings", [*missing, *overdue, *_check_complete(draw)], "")
        faults = _check_complete(draw)
        return verdict(draw, "openings", faults, "") if faults else unable(draw, "openings", "还没有揭示")
    if "openings.csv" in draw.faults:
        return Check("openings", draw.name, FAIL, draw.faults["openings.csv"])
    index = draw.frame.index()
    faults = opening.check_openings(draw.manifest, index, draw.openings)
    faults += [*_grown(draw.files["openings.csv"], draw), *_in_time(draw, draw.manifest)]
    faults += [*_check_complete(draw), *overdue]
    fine = f"{len(draw.openings)} / {len(index)} 个单元已揭示，各自与叶相符"
    return verdict(draw, "openings", faults, fine + _closed_groups(draw))


def _not_closed(draw: Draw, as_of: str) -> Iterator[str]:
    if draw.manifest is not None and draw.has("drawn") and not draw.has("closed"):
        until = beacon.days_after(draw.manifest.deadline, GRACE)
        if as_of > until:
            yield f"最迟应在 {until} 揭示完毕，到 {as_of} 还没有"


def _closed_groups(draw: Draw) -> str:
    """Return how many cover groups stay closed: any number may, and everybody is told how many."""
    if not draw.has("closed") or draw.manifest is None or draw.order is None or draw.manifest.mode != "all":
        return ""
    opened, due = {one.leaf for one in draw.openings}, {place.leaf for place in draw.due}
    groups = opening.closed_groups(draw.order, due, opened, draw.seed)
    return f"；没有揭示的掩护组：{'，'.join(groups)}" if groups else "；掩护组全部揭示"


def _grown(content: bytes, draw: Draw) -> Iterator[str]:
    """Yield where the openings did not grow as the log says: each time the rows so far, and nothing of them changed."""
    lines = content.splitlines(keepends=True)
    rows = 0
    for number, event in enumerate(events.of(draw.log, "opened"), start=1):
        rows += int(event.get("count"))
        if int(event.get("count")) < 1 or event.get("openings") != canon.digest_bytes(
            b"".join(lines[: rows + 1])
        ):
            yield f"第 {number} 次揭示的行数或摘要与当时的各行不符"
    if rows != len(lines) - 1:
        yield "揭示的行数与事件记录不符"


def _in_time(draw: Draw, manifest: Manifest) -> Iterator[str]:
    """Yield openings before the end of the period where names wait for it, and of others before the due units are done."""
    early = [e for e in events.of(draw.log, "opened") if e.date[:7] <= numbers.last_month(manifest.period)]
    if manifest.names == "end" and early:
        yield f"公告写明期末以后才揭示，{early[0].date} 就揭示了"
    if draw.order is None or not draw.due:
        return
    at, due = opened_at(draw), {place.leaf for place in draw.due}
    others = [when for leaf, when in at.items() if leaf not in due]
    if others and manifest.mode == "drawn":
        yield "只应揭示应查单元，却揭示了别的"
    elif others and _waiting(draw, due, at, min(others)):
        yield "应查单元还没有全部揭示，就揭示了未应查的单元"


def _waiting(draw: Draw, due: set[str], at: Mapping[str, int], when: int) -> bool:
    """Tell whether a due unit is neither opened, withheld nor replaced with line ``when`` of the log."""
    past = {event.get("leaf") for event in events.of(draw.log[:when], "withheld", "substituted")}
    return any(at.get(leaf, when + 1) > when for leaf in due - past)


def _check_complete(draw: Draw) -> list[str]:
    if not draw.has("closed") or draw.manifest is None or draw.order is None:
        return []
    opened, due = {one.leaf for one in draw.openings}, {place.leaf for place in draw.due}
    withheld = _leaves(draw, "withheld")
    faults = []
    if due - opened - withheld - (_leaves(draw, "substituted") if draw.manifest.mode == "drawn" else set()):
        faults.append("记录说揭示完毕，仍有应查单元没有揭示")
    if draw.manifest.mode == "all":
        faults += opening.check_closed(draw.order, due, opened, withheld, draw.seed)
    return faults


def _leaves(draw: Draw, name: str) -> set[str]:
    return {event.get("leaf") for event in events.of(draw.log, name)}
