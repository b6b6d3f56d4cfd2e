"""The checks of one draw from its public files up to the drawn list, one function per question of the protocol page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sampler.draw import beacon, canon, events, manifest, opening, selection, tickets
from sampler.draw.beacon import Line
from sampler.draw.events import Event
from sampler.draw.frame import FORCED, Frame, read_frame
from sampler.draw.opening import Opening, State
from sampler.draw.report import FAIL, OK, UNABLE, Check
from sampler.draw.selection import Place, Places
from sampler.draw.sequence_checks import order_faults

DrandCheck = Callable[[int, str], bool]
READERS: Mapping[str, Callable[[bytes], object]] = {
    "manifest.json": manifest.read_manifest,
    "frame.csv": read_frame,
    "events.jsonl": events.read_log,
    "beacons.txt": beacon.read_lines,
    "assign-beacons.txt": beacon.read_lines,
    "drawn.csv": selection.read_places,
    "openings.csv": opening.read_openings,
    "assignment.json": lambda content: canon.read_page(content, what="assignment.json"),
    "witness.json": lambda content: canon.read_page(content, what="witness.json"),
    "policy.toml": bytes,
}


@dataclass
class Draw:
    """The files of one draw, read as far as they are in form, and what follows from them."""

    name: str
    """Name of the folder, which must be the draw number."""

    files: Mapping[str, bytes]
    """Public files by name."""

    manifest: manifest.Manifest | None = None
    """The manifest, when it is in form."""

    frame: Frame | None = None
    """The frame, when it is in form."""

    log: tuple[Event, ...] = ()
    """The events."""

    lines: tuple[Line, ...] = ()
    """Beacon lines of the draw."""

    openings: tuple[Opening, ...] = ()
    """What was opened."""

    seed: str = ""
    """The recomputed seed, when every line is there."""

    order: Mapping[str, Sequence[Place]] | None = None
    """The recomputed order of each stratum, once there is one."""

    due: list[Place] = field(default_factory=list)
    """Every unit that is to be inspected."""

    states: list[State] = field(default_factory=list)
    """Where each of them stands."""

    faults: dict[str, str] = field(default_factory=dict)
    """Files that are not in form, with the reason."""

    def has(self, name: str) -> bool:
        """Tell whether an event of this name is on record."""
        return bool(events.of(self.log, name))


def read_draw(name: str, files: Mapping[str, bytes]) -> Draw:
    """Return a draw with every file that is in form; the others are listed as faults."""
    draw, parsed = Draw(name, files), {}
    for file, reader in READERS.items():
        if file in files:
            try:
                parsed[file] = reader(files[file])
            except canon.FormError as error:
                draw.faults[file] = str(error)
    draw.manifest = parsed.get("manifest.json")  # type: ignore[assignment]  # each reader returns its file's type
    draw.frame = parsed.get("frame.csv")  # type: ignore[assignment]
    draw.log = parsed.get("events.jsonl", ())  # type: ignore[assignment]
    draw.lines = parsed.get("beacons.txt", ())  # type: ignore[assignment]
    draw.openings = parsed.get("openings.csv", ())  # type: ignore[assignment]
    return draw


def check_form(draw: Draw) -> Check:
    """Every file is written in the one form the protocol allows."""
    missing = [name for name in ("manifest.json", "frame.csv", "events.jsonl") if name not in draw.files]
    faults = [f"缺少 {name}" for name in missing] + list(draw.faults.values())
    if draw.manifest is not None and draw.manifest.draw != draw.name:
        faults.append(f"文件夹叫 {draw.name}，抽取公告的编号却是 {draw.manifest.draw}")
    return verdict(draw, "form", faults, f"{len(draw.files)} 个文件都是规范写法")


def check_frame(draw: Draw) -> Check:
    """The frame is the one the manifest fixed."""
    if draw.manifest is None or draw.frame is None:
        return unable(draw, "frame", "抽取公告或抽样框读不出来")
    faults = list(_frame_faults(draw.manifest, draw.files["frame.csv"], draw.frame))
    return verdict(
        draw, "frame", faults, f"{draw.frame.size} 个单元，摘要 {draw.manifest.frame_digest[:12]}…"
    )


def _frame_faults(mani: manifest.Manifest, content: bytes, frame: Frame) -> Iterator[str]:
    """Yield in Chinese every way in which a frame is not the one the manifest fixed."""
    if canon.digest_bytes(content) != mani.frame_digest:
        yield "frame.csv 的摘要与抽取公告不符"
    if (frame.size, frame.weights) != (mani.frame_size, mani.weights):
        yield f"frame.csv 有 {frame.size} 行，抽取公告写的是 {mani.frame_size} 行"
    if sorted(frame.strata) != [stratum.name for stratum in mani.strata if stratum.size]:
        yield "frame.csv 里的层与抽取公告不同"
    for stratum in mani.strata:
        rows = frame.strata.get(stratum.name)
        counts = rows.counts() if rows else {}
        if counts != stratum.burdens or counts.get(FORCED, 0) != stratum.forced:
            yield f"层“{stratum.name}”各档的单元数与抽取公告不符"


def check_events(draw: Draw) -> Check:
    """The log holds together, belongs to this manifest, and its events stand in an order that is allowed."""
    if not draw.log or draw.manifest is None:
        return unable(draw, "events", "事件记录或抽取公告读不出来")
    faults, committed = [], events.of(draw.log, "committed")
    if [one.get("commitment") for one in committed] != [draw.manifest.commitment]:
        faults.append("记录的承诺不是这份抽取公告的摘要")
    elif committed[0].date != draw.manifest.committed_on:
        faults.append("记录的承诺日期与抽取公告不同")
    frozen = events.of(draw.log, "frozen")
    last = (frozen[-1].get("frame"), frozen[-1].date) if frozen else ()
    if last != (draw.manifest.frame_digest, draw.manifest.frozen_on):
        faults.append("最后一次冻结的抽样框或日期与抽取公告不同")
    faults += [*order_faults(draw.log), *_witnessed(draw, draw.manifest), *_abort(draw, draw.manifest)]
    return verdict(draw, "events", faults, f"{len(draw.log)} 条记录环环相扣")


def _witnessed(draw: Draw, mani: manifest.Manifest) -> Iterator[str]:
    """Yield where the log and the manifest disagree about the witness, or he came after the draw."""
    name = mani.witness[0] if mani.witness else ""
    told = events.of(draw.log, "witnessed")
    if any((one.get("witness"), one.get("commitment")) != (name, mani.commitment) for one in told):
        yield "记录的见证人或见证的承诺与抽取公告不同"
    first = next((one.name for one in events.of(draw.log, "witnessed", "drawn")), "")
    if mani.witness and first == "drawn":
        yield "抽取以前没有见证登记的记录"


def _abort(draw: Draw, mani: manifest.Manifest) -> Iterator[str]:
    aborted = events.of(draw.log, "aborted")
    if aborted and aborted[0].date >= first_day(mani):
        yield "在公开随机源公布当天或以后才中止"
    if aborted and ("drawn.csv" in draw.files or draw.has("drawn")):
        yield "已经中止，却又抽取了"


def first_day(mani: manifest.Manifest) -> str:
    """Return the day on which the first of the draw's values becomes known."""
    return min(slot.ladder[0].date for slot in mani.beacons)


def check_seed(draw: Draw) -> Check:
    """The seed is the digest of the commitment and the lines."""
    if draw.manifest is None or len(draw.lines) != len(draw.manifest.beacons):
        return unable(draw, "seed", "已中止" if draw.has("aborted") else "公开随机源还不齐")
    draw.seed = tickets.seed_of(draw.manifest.commitment, (line.text for line in draw.lines))
    drawn = events.of(draw.log, "drawn")
    if not drawn:
        return unable(draw, "seed", f"重算为 {draw.seed}，还没有抽取的记录")
    faults = [] if [one.get("seed") for one in drawn] == [draw.seed] else ["事件记录里的种子与重算的不同"]
    return verdict(draw, "seed", faults, draw.seed)


def check_drawn(draw: Draw) -> Check:
    """The published list is the recomputed one, byte for byte."""
    if not draw.seed or draw.frame is None or draw.manifest is None:
        return unable(draw, "drawn", "已中止" if draw.has("aborted") else "还不能重算")
    try:
        draw.order = full_order(draw.manifest, draw.frame, draw.seed)
    except canon.FormError as error:
        return Check("drawn", draw.name, FAIL, str(error))
    content = listed(draw.manifest, draw.order)
    if "drawn.csv" not in draw.files:
        return Check("drawn", draw.name, FAIL if draw.has("drawn") else UNABLE, "没有 drawn.csv")
    faults = [] if draw.files["drawn.csv"] == content else [_first_difference(draw, content)]
    if draw.has("drawn") and events.of(draw.log, "drawn")[0].get("drawn") != canon.digest_bytes(
        draw.files["drawn.csv"]
    ):
        faults.append("drawn.csv 的摘要与事件记录不符")
    if not draw.has("drawn"):
        faults.append("有 drawn.csv，却没有抽取的记录")
    count = sum(place.drawn for places in draw.order.values() for place in places)
    return verdict(draw, "drawn", faults, f"重算得到同样的 {count} 个抽中单元和候补次序")


def _first_difference(draw: Draw, content: bytes) -> str:
    published, right = draw.files["drawn.csv"].split(b"\n"), content.split(b"\n")
    for number, line in enumerate(right, start=1):
        if published[number - 1 : number] != [line]:
            return f"drawn.csv 从第 {number} 行起与重算的不同，应当是“{line.decode()[:60]}”"
    return "drawn.csv 比重算的多出了行"


def full_order(mani: manifest.Manifest, frame: Frame, seed: str) -> dict[str, Places]:
    """Return the complete order of every stratum."""
    return {
        s.name: selection.order_stratum(s.name, frame.strata[s.name], s.quota, s.order, seed)
        for s in mani.strata
        if s.name in frame.strata
    }


def listed(mani: manifest.Manifest, order: Mapping[str, Sequence[Place]]) -> bytes:
    """Return ``drawn.csv``: the drawn places of each stratum and as many substitutes as the manifest says."""
    shown = [place for s in mani.strata for place in order.get(s.name, [])[: s.quota + s.substitutes]]
    return selection.places_table(shown)


def verdict(draw: Draw, code: str, faults: list[str], fine: str) -> Check:
    """Return a failed check that lists the faults, or a passed one."""
    return Check(code, draw.name, FAIL if faults else OK, "；".join(faults) if faults else fine)


def unable(draw: Draw, code: str, reason: str) -> Check:
    """Return a check that could not be made, with the reason."""
    return Check(code, draw.name, UNABLE, reason)
