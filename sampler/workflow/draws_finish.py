"""A step that was killed between its file and its event is finished before the next one begins."""

from datetime import date
from pathlib import Path

from sampler.draw import canon, events, opening
from sampler.workflow.draws_folder import Folder, existing
from sampler.workflow.step import changing


def to_change(data: Path, draw: str, as_of: date) -> Folder:
    """Return the folder of a draw for a step that changes it, every earlier step whole."""
    folder = existing(data, draw)
    missing = _missing(folder)
    if missing:
        with changing(data, task="draw.finish", arguments={"draw": draw}, as_of=as_of):
            for name, text, more in missing:
                folder.tell(_day(folder, name, as_of), name, text, **more)
    return folder


def _day(folder: Folder, name: str, as_of: date) -> date:
    """Return the day of a late event: a commitment is dated by its manifest, everything else by today."""
    return date.fromisoformat(folder.manifest().committed_on) if name == "committed" else as_of


def _missing(folder: Folder) -> list[tuple[str, str, dict[str, object]]]:
    """Return the events whose file is there already."""
    found: list[tuple[str, str, dict[str, object]]] = []
    if folder.read("manifest.json") and not folder.has("committed"):
        found.append(("committed", "已公布抽取公告。", {"commitment": folder.manifest().commitment}))
    told = {(e.get("purpose"), e.get("line")) for e in events.of(folder.log(), "beacon")}
    for purpose, name in (("draw", "beacons.txt"), ("assign", "assign-beacons.txt")):
        found += [
            ("beacon", "已录入公开随机源。", {"purpose": purpose, "line": line.text})
            for line in folder.lines(name)
            if (purpose, line.text) not in told
        ]
    return [*found, *_assigned(folder), *_opened(folder)]


def _assigned(folder: Folder) -> list[tuple[str, str, dict[str, object]]]:
    content = folder.read("assignment.json")
    digest = canon.digest_bytes(content)
    told = {event.get("assignment") for event in events.of(folder.log(), "assigned", "reassigned")}
    if not content or digest in told:
        return []
    batches = canon.read_page(content, what="assignment.json")["batches"]
    last = str(batches[-1]["batch"]) if isinstance(batches, list) else ""
    name = "reassigned" if last.startswith("r") else "assigned"
    return [(name, f"第 {last} 批检查任务已分派。", {"assignment": digest})]


def _opened(folder: Folder) -> list[tuple[str, str, dict[str, object]]]:
    content = folder.read("openings.csv")
    told = events.of(folder.log(), "opened")
    if not content or (told and told[-1].get("openings") == canon.digest_bytes(content)):
        return []
    count = len(opening.read_openings(content)) - sum(int(event.get("count")) for event in told)
    return [("opened", f"揭示 {count} 个单元。", {"count": count, "openings": canon.digest_bytes(content)})]
