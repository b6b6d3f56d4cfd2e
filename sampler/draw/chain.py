"""The chain of manifests: each names the one before it, so that no draw can be hidden or made twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sampler.draw.events import Event
from sampler.draw.manifest import Manifest


def check_chain(manifests: Sequence[Manifest], logs: Mapping[str, Sequence[Event]]) -> list[str]:
    """Return in Chinese every gap, fork, double number and changed log. ``logs`` is keyed by commitment."""
    known = {one.commitment: one for one in manifests}
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
        faults += _check_link(one, known, logs)
    return faults


def _name(known: Mapping[str, Manifest], commitment: str) -> str:
    return known[commitment].draw if commitment in known else f"{commitment[:12]}…"


def _check_link(
    one: Manifest, known: Mapping[str, Manifest], logs: Mapping[str, Sequence[Event]]
) -> list[str]:
    if one.previous is None:
        return []
    before = known.get(one.previous.commitment)
    if before is None:
        return [
            f"{one.draw} 的前一份抽取公告 {one.previous.draw}（{one.previous.commitment[:12]}…）不在这里（缺失）"
        ]
    faults = []
    if before.draw != one.previous.draw or before.committed_on > one.committed_on:
        faults.append(f"{one.draw} 写的前一份编号或日期与 {before.draw} 不符")
    if one.previous.log not in {event.digest for event in logs.get(before.commitment, ())}:
        faults.append(f"{one.draw} 承诺时 {before.draw} 的事件记录与现在的对不上，记录被改动过")
    return faults
