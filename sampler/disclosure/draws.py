"""The draws as the public may see them. Their files leave as they are; the rows here only say what stands in them.

Nothing private is read: order, states and openings all follow from the published files.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sampler.disclosure.public import DrawnRow, DrawRow, NextDateRow, StratumRow
from sampler.draw import events, verify
from sampler.draw.checks import Draw, full_order
from sampler.draw.manifest import Manifest
from sampler.draw.opening import due_places, states
from sampler.draw.selection import KINDS, read_places
from sampler.draw.tickets import seed_of
from sampler.failure import SamplerError

KIND_WORDS = {"regular": "常规", "supplementary": "补充"}
SCOPE_WORDS = {"all": "全部", "drawn": "仅抽中的"}
ORDER_WORDS = {"burden": "抽中次数少者优先，五分之一随机保留", "uniform": "等概率", "weighted": "按权重"}
PLACE_WORDS = {**KINDS, "burden": "重点均衡", "reserve": "随机保留", "all": "全部", "forced": "按规则必查"}
STATES = (
    ("aborted", "已中止"),
    ("closed", "已揭示"),
    ("opened", "揭示中"),
    ("assigned", "已派组"),
    ("drawn", "已抽取"),
    ("committed", "已承诺"),
    ("frozen", "已冻结"),
)


@dataclass(slots=True)
class Drawings:
    """Everything the draws say, and who was opened in which."""

    draws: list[DrawRow] = field(default_factory=list)
    strata: list[StratumRow] = field(default_factory=list)
    drawn: list[DrawnRow] = field(default_factory=list)
    next_dates: list[NextDateRow] = field(default_factory=list)
    opened: dict[str, frozenset[str]] = field(default_factory=dict)
    """Draw → public ids of opened units."""


def export_draws(files: Mapping[str, bytes], as_of: str) -> Drawings:
    """Return the rows of every committed draw; raise when a published file is not in form."""
    found = Drawings()
    for draw in verify.read_draws(files):
        if draw.faults:
            told = "；".join(f"{name}：{why}" for name, why in sorted(draw.faults.items()))
            raise SamplerError(f"抽取 {draw.name} 的文件有问题，不能公开。{told} 请用 ./inv verify 查明。")
        if draw.manifest is not None:
            _export(found, draw, draw.manifest, as_of)
    return found


def summary_of(files: Mapping[str, bytes]) -> Drawings:
    """Return only the row of each draw and who was opened in it; quick, for states of the past."""
    found = Drawings()
    for draw in verify.read_draws(files):
        if draw.manifest is not None and not draw.faults:
            found.opened[draw.manifest.draw] = frozenset(one.unit().id for one in draw.openings)
            found.draws.append(_draw_row(draw, draw.manifest))
    return found


def _export(found: Drawings, draw: Draw, manifest: Manifest, as_of: str) -> None:
    found.opened[manifest.draw] = frozenset(one.unit().id for one in draw.openings)
    drawn = _drawn(draw, manifest, as_of)
    counts = Counter(row.stratum for row in drawn if row.kind != KINDS["substitute"])
    found.draws.append(_draw_row(draw, manifest))
    found.strata += [
        _stratum(manifest, n, counts[stratum.name] if drawn else None)
        for n, stratum in enumerate(manifest.strata)
    ]
    found.drawn += drawn
    found.next_dates += _dates(draw, manifest, as_of)


def _draw_row(draw: Draw, manifest: Manifest) -> DrawRow:
    listed = draw.files.get("drawn.csv", b"")
    seeds = events.of(draw.log, "drawn")
    aborts = events.of(draw.log, "aborted")
    return DrawRow(
        draw_id=manifest.draw,
        period=manifest.period,
        kind=KIND_WORDS[manifest.kind],
        state=next((word for name, word in STATES if events.of(draw.log, name)), "已承诺"),
        frozen_on=manifest.frozen_on,
        committed_on=manifest.committed_on,
        commitment=manifest.commitment,
        previous=manifest.previous.commitment if manifest.previous else "",
        seed=seeds[0].get("seed") if seeds else "",
        drawn_on=seeds[0].date if seeds else "",
        assigned_on=next((event.date for event in events.of(draw.log, "assigned")), ""),
        frame_size=manifest.frame_size,
        drawn_count=sum(place.drawn for place in read_places(listed)) if listed else None,
        policy_year=manifest.policy_year,
        policy_version=manifest.policy_digest[:12],
        opening=SCOPE_WORDS[manifest.mode],
        note="；".join([*filter(None, [manifest.note]), *(event.get("reason") for event in aborts)]),
    )


def _stratum(manifest: Manifest, place: int, drawn: int | None) -> StratumRow:
    stratum = manifest.strata[place]

    def word(name: str) -> str:
        return str(stratum.words.get(name, ""))

    def number(name: str) -> int | None:
        text = word(name)
        return int(text) if text.lstrip("-").isdigit() else None

    return StratumRow(
        draw_id=manifest.draw,
        stratum=stratum.name,
        title=word("title") or stratum.name,
        frame_size=stratum.size,
        base_label=word("base_label"),
        base_count=number("base_count"),
        formula=word("formula"),
        rounding=word("rounding"),
        already=number("already"),
        quota=stratum.quota,
        drawn=drawn,
        order=ORDER_WORDS[stratum.order],
        takes_all=stratum.quota == stratum.size,
        sentence=word("sentence") or word("rule"),
    )


def _drawn(draw: Draw, manifest: Manifest, as_of: str) -> list[DrawnRow]:
    content = draw.files.get("drawn.csv", b"")
    if not content or draw.frame is None:
        return []
    seed = seed_of(manifest.commitment, (line.text for line in draw.lines))
    order = full_order(manifest, draw.frame, seed)
    due = due_places(order, draw.log)
    opened = {one.leaf: one.unit().id for one in draw.openings}
    standing = {state.leaf: state for state in states(due, draw.log, opened.keys(), manifest.deadline, as_of)}
    places = {place.leaf: place for place in (*read_places(content), *due)}
    rows = []
    for leaf, place in places.items():
        state = standing.get(leaf)
        rows.append(
            DrawnRow(
                draw_id=manifest.draw,
                stratum=place.stratum,
                place=place.place,
                kind=PLACE_WORDS[place.kind],
                leaf=leaf,
                state=state.state if state else "候补",
                public_id=opened.get(leaf, ""),
                reason=state.reason if state else "",
                visit_id="",
            )
        )
    return rows


def _dates(draw: Draw, manifest: Manifest, as_of: str) -> list[NextDateRow]:
    if events.of(draw.log, "aborted", "closed"):
        return []
    rows = [NextDateRow(manifest.deadline, f"{manifest.draw} 抽中名单揭示期限")]
    if not events.of(draw.log, "drawn"):
        days = {slot.ladder[0].date for slot in manifest.beacons}
        rows += [NextDateRow(day, f"{manifest.draw} 公开随机源产生") for day in sorted(days)]
    return [row for row in rows if row.date >= as_of]
