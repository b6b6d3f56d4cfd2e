"""The folder of one draw: where its files lie, how they are read, how the log grows."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.draw import beacon, canon, checks, events, opening, selection
from sampler.draw.events import Event
from sampler.draw.frame import Frame, SealedUnit, Unit, read_frame
from sampler.draw.manifest import DRAW_ID, Manifest, read_manifest
from sampler.draw.selection import Place, Places
from sampler.draw.sequence_checks import order_faults
from sampler.failure import SamplerError
from sampler.files import write_atomic

CHECK_THE_DAY = "请检查电脑的日期，或用 --as-of 写明办理日期。"
"""What to do where a step would be dated too early."""
UNITS = ("code", "public_id", "salt", "leaf", "stratum", "burden", "weight")
EXCLUSIONS = ("code", "reason", "stratum")


@dataclass(frozen=True, slots=True)
class Folder:
    """One ``draws/<id>/`` folder."""

    path: Path
    """Where it is."""

    @property
    def draw(self) -> str:
        """The draw number."""
        return self.path.name

    @property
    def sealed(self) -> Path:
        """The private part."""
        return self.path / "sealed"

    def read(self, name: str) -> bytes:
        """Return a file's bytes, empty when it is not there yet."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else b""

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole; private ones for the owner only."""
        write_atomic(self.path / name, content, mode=0o600 if name.startswith("sealed/") else None)

    def log(self) -> tuple[Event, ...]:
        """Return the events so far."""
        return events.read_log(self.read("events.jsonl"))

    def has(self, *names: str) -> bool:
        """Tell whether one of these events is on record."""
        return bool(events.of(self.log(), *names))

    def tell(self, as_of: date, event: str, text: str, **more: object) -> None:
        """Append an event; SamplerError when the day is earlier than the last event's, or its turn has not come."""
        last = max((one.date for one in self.log()), default="")
        if as_of.isoformat() < last:
            raise SamplerError(
                f"{self.draw} 最近一次办理记在 {last}，这次的日期 {as_of} 反而更早，没有改动。{CHECK_THE_DAY}"
            )
        for draw, committed_on in self._quoted_by():
            if as_of.isoformat() < committed_on:
                raise SamplerError(
                    f"{draw} 在 {committed_on} 公布的抽取公告已写明 {self.draw} 当时记到哪里，不能再补记更早的 {as_of}，没有改动。"
                    f"{CHECK_THE_DAY}"
                )
        grown = events.append(
            self.read("events.jsonl"), date=as_of.isoformat(), event=event, text=text, **more
        )
        if faults := order_faults(events.read_log(grown)):
            raise SamplerError(f"{self.draw} 现在不能这样办理：{'；'.join(faults)}。")
        self.write("events.jsonl", grown)

    def _quoted_by(self) -> Iterator[tuple[str, str]]:
        """Yield number and day of each manifest that quotes this draw's log as it stood that day."""
        for other in folders(self.path.parent.parent):
            manifest = other.manifest() if other.read("manifest.json") else None
            if manifest and manifest.previous and manifest.previous.draw == self.draw:
                yield other.draw, manifest.committed_on

    def manifest(self) -> Manifest:
        """Return the manifest; SamplerError while the draw is not committed."""
        content = self.read("manifest.json")
        if not content:
            raise SamplerError(f"{self.draw} 还没有公布抽取公告。请先办理 ./inv draw.commit {self.draw}。")
        return read_manifest(content)

    def frame(self) -> Frame:
        """Return the public frame."""
        return read_frame(self.read("frame.csv"))

    def lines(self, name: str = "beacons.txt") -> tuple[beacon.Line, ...]:
        """Return the beacon lines entered so far."""
        return beacon.read_lines(self.read(name))

    def facts(self) -> dict[str, object]:
        """Return what was noted at the freeze for the steps after it."""
        content = self.read("sealed/frozen.json")
        return dict(json.loads(content)) if content else {}

    def seed(self) -> str:
        """Return the seed on record; SamplerError before the draw."""
        drawn = events.of(self.log(), "drawn")
        if not drawn:
            raise SamplerError(f"{self.draw} 还没有抽取。请先办理 ./inv draw.run {self.draw}。")
        return drawn[0].get("seed")

    def order(self) -> dict[str, Places]:
        """Return the complete order of every stratum."""
        return checks.full_order(self.manifest(), self.frame(), self.seed())

    def due(self) -> list[Place]:
        """Return every unit to be inspected, replaced ones included."""
        return opening.due_places(self.order(), self.log())

    def units(self, folder: str = "sealed") -> dict[str, "KnownUnit"]:
        """Return the private units by leaf."""
        content = self.read(f"{folder}/units.csv")
        if not content and folder == "sealed" and self.log():
            raise SamplerError(
                f"draws/{self.draw}/sealed/units.csv 不见了，不能继续办理 {self.draw}。请从备份或保存记录恢复这个文件。"
            )
        if not content:
            return {}
        rows = canon.read_table(content, UNITS, what=f"{self.draw} 的 {folder}/units.csv")
        return {
            row[3]: KnownUnit(row[0], row[2], row[3], Unit(row[1], row[4], int(row[5]), int(row[6])))
            for row in rows
        }


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the bureau knows it."""

    code: str
    """Code of the object."""

    salt: str
    """Its salt."""

    leaf: str
    """Its leaf."""

    unit: Unit
    """Public id, stratum, burden and weight."""

    def opening(self, *, weights: bool) -> opening.Opening:
        """Return what opens the leaf."""
        return opening.Opening(self.leaf, self.salt, self.unit.record(weights=weights))


def folder_of(data: Path, draw: str) -> Folder:
    """Return the folder of a draw number, existing or not; SamplerError on a malformed number."""
    if DRAW_ID.fullmatch(draw) is None:
        raise SamplerError(
            f"抽取编号“{draw}”看不懂。请写成 2025Q3、2025H1、2025-03 或 2025，补充抽取写 2025Q3-2、2025-03-2，全年的写 2025Y-2。"
        )
    return Folder(data / "draws" / draw)


def existing(data: Path, draw: str) -> Folder:
    """Return the folder of a draw that was frozen; SamplerError when there is none."""
    folder = folder_of(data, draw)
    if not (folder.path / "events.jsonl").is_file():
        raise SamplerError(f"没有抽取 {draw}。请先办理 ./inv draw.freeze {draw}。")
    return folder


def folders(data: Path) -> list[Folder]:
    """Return every draw there is, by number."""
    found = (Folder(path) for path in sorted((data / "draws").glob("*")) if DRAW_ID.fullmatch(path.name))
    return [folder for folder in found if (folder.path / "events.jsonl").is_file()]


def committed(data: Path) -> list[Folder]:
    """Return the committed draws in the order of the chain."""
    by_commitment = {f.manifest().commitment: f for f in folders(data) if f.read("manifest.json")}
    following = {f.manifest().previous: f for f in by_commitment.values()}
    chain: list[Folder] = []
    links = {(link.commitment if link else ""): f for link, f in following.items()}
    here = ""
    while here in links:
        chain.append(links.pop(here))
        here = chain[-1].manifest().commitment
    if links:
        names = "、".join(sorted(folder.draw for folder in links.values()))
        raise SamplerError(f"抽取公告没有连成一条链，{names} 接不上。请用 ./inv verify 查明。")
    return chain


def period_of(draw: str) -> str:
    """Return the period of a draw number.

    >>> [period_of(draw) for draw in ("2025Q3-2", "2025-03", "2025-03-2", "2025Y-2")]
    ['2025Q3', '2025-03', '2025-03', '2025']
    """
    match = DRAW_ID.fullmatch(draw)
    return match[1].removesuffix("Y") if match else draw


def numbered(period: str, number: int) -> str:
    """Return the number of a supplementary draw; of a whole year with a Y, so that no month is meant.

    >>> numbered("2025Q3", 2), numbered("2025-03", 2), numbered("2025", 10)
    ('2025Q3-2', '2025-03-2', '2025Y-10')
    """
    return f"{period}{'Y' if period.isdigit() else ''}-{number}"


def units_table(codes: Mapping[str, str], sealed: Iterator[SealedUnit] | tuple[SealedUnit, ...]) -> bytes:
    """Return ``sealed/units.csv``; ``codes`` maps the id in the record to the code."""
    return canon.table(
        UNITS,
        (
            (
                codes[s.unit.id],
                s.unit.id,
                s.salt,
                s.leaf,
                s.unit.stratum,
                str(s.unit.burden),
                str(s.unit.weight),
            )
            for s in sealed
        ),
    )


def drawn_codes(folder: Folder, *, pool: bool = False) -> list[tuple[Place, KnownUnit]]:
    """Return the listed places with their objects (the withheld pool's with ``pool``)."""
    where = "sealed/pool/" if pool else ""
    content = folder.read(f"{where}drawn.csv")
    units = folder.units("sealed/pool" if pool else "sealed")
    return [(place, units[place.leaf]) for place in selection.read_places(content)] if content else []
