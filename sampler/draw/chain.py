"""The chain of manifests: each names the one before it, so that no draw can be hidden or made twice.

The witness's numbers are a second chain beside it: a number that is nowhere is a draw that somebody put away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sampler.draw import canon, events
from sampler.draw.checks import Draw
from sampler.draw.manifest import Manifest

Known = Mapping[str, Draw]


def check_chain(draws: Sequence[Draw]) -> list[str]:
    """Return in Chinese every gap, fork, double number, changed log, draw passed over and page torn out."""
    manifests = [draw.manifest for draw in draws if draw.manifest is not None]
    known = {draw.manifest.commitment: draw for draw in draws if draw.manifest is not None}
    faults = [
        f"抽取编号 {draw} 有 {count} 份抽取公告"
        for draw, count in sorted(Counter(one.draw for one in manifests).items())
        if count > 1
    ]
    firsts = sorted(one.draw for one in manifests if one.previous is None)
    if len(firsts) > 1:
        faults.append(f"{'、'.join(firsts)} 都自称是第一份抽取公告")
    links = Counter(one.previous.commitment for one in manifests if one.previous)
    for commitment, count in sorted(links.items()):
        if count > 1:
            faults.append(f"{_name(known, commitment)} 之后有 {count} 份抽取公告（分叉）")
    for one in sorted(manifests, key=lambda one: (one.committed_on, one.draw)):
        faults += _check_link(one, known)
        faults += _passed_over(one, known)
    return [*faults, *_check_book(draws)]


def _name(known: Known, commitment: str) -> str:
    return known[commitment].name if commitment in known else f"{commitment[:12]}…"


def _check_link(one: Manifest, known: Known) -> Iterator[str]:
    if one.previous is None:
        return
    held = known.get(one.previous.commitment)
    if held is None or held.manifest is None:
        yield f"{one.draw} 的前一份抽取公告 {one.previous.draw}（{one.previous.commitment[:12]}…）不在这里（缺失）"
        return
    before = held.manifest
    if before.draw != one.previous.draw or before.committed_on > one.committed_on:
        yield f"{one.draw} 写的前一份编号或日期与 {before.draw} 不符"
    at = [event.digest for event in held.log].index(one.previous.log) if _logged(one, held) else -1
    following = held.log[at + 1 : at + 2]
    if at < 0:
        yield f"{one.draw} 承诺时 {before.draw} 的事件记录与现在的对不上，记录被改动过"
    elif held.log[at].date > one.committed_on or any(e.date < one.committed_on for e in following):
        yield f"{one.draw} 写的 {before.draw} 事件记录末行，不是承诺当天的末行"


def _logged(one: Manifest, held: Draw) -> bool:
    return one.previous is not None and any(event.digest == one.previous.log for event in held.log)


def _passed_over(one: Manifest, known: Known) -> Iterator[str]:
    """Yield the draw before it in the same period that was neither held nor aborted when this one was committed."""
    before, seen = one.previous, set[str]()
    while before is not None and before.commitment in known and before.commitment not in seen:
        seen.add(before.commitment)
        held = known[before.commitment]
        done = any(event.date <= one.committed_on for event in events.of(held.log, "drawn", "aborted"))
        if held.manifest is not None and held.manifest.period == one.period and not done:
            yield f"{held.name} 没有抽取、也没有中止，就又公布了同一期别的 {one.draw}"
        before = held.manifest.previous if held.manifest is not None else None


def _check_book(draws: Sequence[Draw]) -> Iterator[str]:
    """Yield what the witness's records say against each other, key by key."""
    books: dict[str, list[tuple[int, str, Draw]]] = {}
    silent: Counter[str] = Counter()
    for draw in draws:
        if draw.manifest is None or draw.manifest.witness is None:
            continue
        entry = _entry(draw)
        if entry is None:
            silent[draw.manifest.witness[1]] += 1
        else:
            books.setdefault(draw.manifest.witness[1], []).append((*entry, draw))
    for key, entries in books.items():
        yield from _check_entries(sorted(entries, key=lambda one: one[:2]), silent[key])


def _entry(draw: Draw) -> tuple[int, str] | None:
    """Return number and previous of a draw's record; None where there is none in form."""
    if "witness.json" not in draw.files or "witness.json" in draw.faults:
        return None
    value = canon.read_page(draw.files["witness.json"], what="witness.json")
    number, previous = value.get("number"), value.get("previous")
    return (number, previous) if type(number) is int and isinstance(previous, str) else None


def _check_entries(entries: Sequence[tuple[int, str, Draw]], silent: int) -> Iterator[str]:
    """Yield double numbers, links that do not hold, and numbers missing beyond the draws without a record."""
    held: tuple[int, str, Draw] | None = None
    for number, previous, draw in entries:
        if held is not None and number == held[0]:
            yield f"{held[2].name} 和 {draw.name} 都是见证簿第 {number} 号"
        elif held is not None and number == held[0] + 1 and previous != _digest(held[2]):
            yield f"见证簿第 {number} 号（{draw.name}）接不上第 {held[0]} 号"
        held = (number, previous, draw)
    missing = max(0, entries[-1][0] - len({number for number, _, _ in entries}))
    if missing > silent:
        yield f"见证簿有 {missing} 号不在这里：有登记过的抽取被藏起来了"


def _digest(draw: Draw) -> str:
    return canon.digest_bytes(draw.files["witness.json"])
