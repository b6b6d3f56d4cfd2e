"""What a run leaves behind: one JSON file for each bench, one entry for each size, each with its own date and machine."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from sampler.files import canonical_json, write_atomic
from tests.bench.registry import BENCHES, OURS, Bench

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "tests" / "bench" / "results"
Json = dict[str, Any]


def machine() -> Json:
    """Return the machine in plain words: nothing that tells whose it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count() or 1,
        "memory_gib": round(memory / 2**30),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def commit() -> str:
    """Return the short number of the commit measured; with a plus when the code had changes of its own."""
    git = ["git", "-C", str(ROOT)]
    number = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "sampler"], capture_output=True, text=True, check=False
    )
    return (number.stdout.strip() or "?") + ("+" if changed.stdout.strip() else "")


def best(rounds: list[Json]) -> Json:
    """Return the least times and the highest peak of a few rounds; other facts are those of the quickest."""
    first = min(rounds, key=lambda one: float(one["cpu"]))
    figures = {
        "wall": min(one["wall"] for one in rounds),
        "cpu": min(one["cpu"] for one in rounds),
        "peak": max(one["peak"] for one in rounds),
    }
    return {**first, **{key: round(value, 6) for key, value in figures.items()}}


def with_ratios(parties: dict[str, Json]) -> dict[str, Json]:
    """Return the figures with ours divided by each other's."""
    ours = parties[OURS]
    return {
        key: {
            **one,
            "ratio_cpu": _over(ours["cpu"], one["cpu"]),
            "ratio_wall": _over(ours["wall"], one["wall"]),
        }
        if key != OURS
        else one
        for key, one in parties.items()
    }


def _over(one: float, other: float) -> float:
    return round(one / max(other, 1e-6), 3)


def growth(sizes: Mapping[str, Json], key: str) -> list[Json]:
    """Return, from size to size, how many times the work and how many times the processor seconds."""
    known = sorted(
        (int(size), entry["parties"][key]["cpu"]) for size, entry in sizes.items() if key in entry["parties"]
    )
    return [
        {"from": a, "to": b, "size": round(b / a, 2), "cpu": _over(second, first)}
        for (a, first), (b, second) in pairwise(known)
    ]


def kept(bench: Bench, folder: Path) -> Json:
    """Return the sizes measured before."""
    path = folder / f"{bench.name}.json"
    known: Json = json.loads(path.read_bytes())["sizes"] if path.is_file() else {}
    return known


def save(bench: Bench, entries: Mapping[int, Json], folder: Path) -> Path:
    """Write the file of a bench: the new sizes, and the old ones that were not measured again."""
    sizes = {**kept(bench, folder), **{str(size): entry for size, entry in entries.items()}}
    told = {**asdict(bench), "sizes": sizes}
    told["order"] = BENCHES.index(bench)
    told["growth"] = {party.key: growth(sizes, party.key) for party in bench.parties}
    for key in ("small", "large", "rounds"):
        del told[key]
    path = folder / f"{bench.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, canonical_json(told))
    return path
