"""What a forger can do who holds every published file but no key of the witness: all digests come out right again."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from sampler.draw import canon, events, verify
from tests.unit.draw.conftest import ROOT, files_of

Files = Mapping[str, bytes]
Log = list[dict[str, Any]]
COUNTY = ROOT / "data" / "draws"
TODAY = "2025-12-26"
"""The last day of the county's files."""


def county(*draws: str) -> dict[str, bytes]:
    """Return the public files of shipped draws."""
    return {
        f"draws/{draw}/{path}": content
        for draw in draws
        for path, content in files_of(COUNTY / draw).items()
        if not path.startswith("sealed/")
    }


def log_of(files: Files, draw: str) -> Log:
    """Return the events of a draw without their digests."""
    lines = files[f"draws/{draw}/events.jsonl"].decode().splitlines()
    return [
        {key: value for key, value in json.loads(line).items() if key not in ("digest", "previous")}
        for line in lines
    ]


def with_log(files: Files, draw: str, log: Log) -> dict[str, bytes]:
    """Return the files with another log, every digest in it right."""
    content = b""
    for event in log:
        content = events.append(content, **event)
    return {**files, f"draws/{draw}/events.jsonl": content}


def edited(files: Files, draw: str, change: Callable[[Log], None]) -> dict[str, bytes]:
    """Return the files with the log changed in place."""
    log = log_of(files, draw)
    change(log)
    return with_log(files, draw, log)


def without(files: Files, *names: str) -> dict[str, bytes]:
    """Return the files without those of these names."""
    return {path: content for path, content in files.items() if path.rpartition("/")[2] not in names}


def at(log: Log, name: str, nth: int = 0) -> int:
    """Return where the nth event of a name stands."""
    return [place for place, event in enumerate(log) if event["event"] == name][nth]


def failed(files: Files, as_of: str = TODAY) -> dict[tuple[str, str], str]:
    """Return what the package names: (draw, question) → in what words."""
    return {(c.draw, c.code): c.detail for c in verify.verify(files, as_of=as_of).failed}


def both(files: Files, node: Any, as_of: str = TODAY) -> dict[tuple[str, str], str]:
    """Return what the package names, after the JavaScript checker came to the same verdicts."""
    ours = verify.verify(files, as_of=as_of)
    (theirs,) = node.verify([files], [{"base": 0, "asOf": as_of}])
    assert theirs["checks"] == [[c.draw, c.code, c.verdict] for c in ours.checks]
    assert theirs["exit"] == ours.exit_code
    return {(c.draw, c.code): c.detail for c in ours.failed}


def page(files: Files, path: str, **more: object) -> dict[str, bytes]:
    """Return the files with some keys of a JSON file changed."""
    return {**files, path: canon.page(json.loads(files[path]) | more)}


def batch_changed(files: Files, draw: str, nth: int, **more: object) -> dict[str, bytes]:
    """Return the files with one batch of the assignment changed, and the events that name its digest."""
    path = f"draws/{draw}/assignment.json"
    value = json.loads(files[path])
    value["batches"][nth] |= more
    log, seen = log_of(files, draw), 0
    for event in log:
        if event["event"] in ("assigned", "reassigned"):
            seen += 1
            event["assignment"] = canon.digest_bytes(
                canon.page({**value, "batches": value["batches"][:seen]})
            )
    return {**with_log(files, draw, log), path: canon.page(value)}
