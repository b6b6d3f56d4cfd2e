"""``python -m tests.bench``: runs benches, each measurement in a process of its own, all parties in turn."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench import store
from tests.bench.registry import BENCHES, Bench

LONGEST = 1800


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 0 when every measurement came to its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", default="", help="names that contain this word")
    parser.add_argument("--sizes", choices=("small", "all"), default="small")
    parser.add_argument("--quick", action="store_true", help="one round of the smallest size, nothing kept")
    parser.add_argument("--out", type=Path, default=store.RESULTS)
    given = parser.parse_args(arguments)
    chosen = [bench for bench in BENCHES if given.only in bench.name]
    bad = 0
    for bench in chosen:
        sizes = (
            bench.small[:1] if given.quick else bench.small + (bench.large if given.sizes == "all" else ())
        )
        entries = {}
        for size in sizes:
            try:
                entries[size] = measured(bench, size, rounds=1 if given.quick else bench.rounds)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                bad += 1
                say(f"{bench.name} {size}：没有测成。{_why(error)}")
        if entries:
            store.save(bench, entries, given.out)
    return 1 if bad or not chosen else 0


def measured(bench: Bench, size: int, *, rounds: int) -> store.Json:
    """Measure one size: prepare once, then every party in turn, ``rounds`` times."""
    parties = [party for party in bench.parties if size <= party.limit]
    found: dict[str, list[store.Json]] = {party.key: [] for party in parties}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as work:
        _process(bench.name, "prepare", size, work)
        for _ in range(rounds):
            for party in parties:
                found[party.key].append(json.loads(_process(bench.name, party.key, size, work)))
    best = store.with_ratios({key: store.best(values) for key, values in found.items()})
    for key, one in best.items():
        say(
            f"{bench.name} {size} {key}：{one['wall']:.3f} s，处理器 {one['cpu']:.3f} s，{one['peak']:.0f} MiB"
        )
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011  # the day of the measurement, at the edge
        "commit": store.commit(),
        "machine": store.machine(),
        "load": round(load, 1),
        "rounds": rounds,
        "parties": best,
    }


def _process(name: str, party: str, size: int, folder: str) -> str:
    words = [sys.executable, "-m", "tests.bench.once", name, party, str(size), folder]
    done = subprocess.run(words, cwd=store.ROOT, capture_output=True, text=True, timeout=LONGEST, check=True)
    return done.stdout.splitlines()[-1] if done.stdout else ""


def _why(error: Exception) -> str:
    told = getattr(error, "stderr", "") or ""
    return f"{error}\n{told[-1500:] if isinstance(told, str) else told[-1500:].decode()}"


def say(text: str) -> None:
    """Tell how far the run is."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
