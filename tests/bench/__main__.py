"""``python -m tests.bench``: runs benches, each measurement in a process of its own, all parties in turn."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench import store
from tests.bench.registry import BENCHES, Bench, Party

LONGEST = 3600
FAILURES = (subprocess.CalledProcessError, subprocess.TimeoutExpired)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 0 when every measurement came to its end."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", default="", help="names that contain this word")
    parser.add_argument("--sizes", choices=("small", "all"), default="small")
    parser.add_argument("--quick", action="store_true", help="one round of the smallest size, nothing kept")
    parser.add_argument("--out", type=Path, default=store.RESULTS)
    given = parser.parse_args(arguments)
    chosen = [bench for bench in BENCHES if given.only in bench.name]
    began, rounds = time.monotonic(), 1 if given.quick else 0
    wanted = [(bench, size) for bench in chosen for size in sizes_of(bench, given.sizes, quick=given.quick)]
    done = [run(bench, size, rounds or bench.rounds, given.out) for bench, size in wanted]
    say(f"共用 {(time.monotonic() - began) / 60:.1f} 分钟。")
    return 0 if done and all(done) else 1


def sizes_of(bench: Bench, sizes: str, *, quick: bool) -> tuple[int, ...]:
    """Return the sizes of a run."""
    if quick:
        return bench.small[:1]
    return bench.small + (bench.large if sizes == "all" else ())


def run(bench: Bench, size: int, rounds: int, out: Path) -> bool:
    """Measure one size and store it at once; tell and return False when it did not come to its end."""
    try:
        store.save(bench, {size: measured(bench, size, rounds=rounds)}, out)
    except FAILURES as error:
        say(f"{bench.name} {size}：没有测成。{_why(error)}")
        return False
    return True


def measured(bench: Bench, size: int, *, rounds: int) -> store.Json:
    """Measure one size: prepare once, then every party in turn, ``rounds`` times."""
    parties = [party for party in bench.parties if size <= party.limit]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as work:
        _process(bench.name, "prepare", size, work)
        turns = [_turn(bench, party, size, work) for _ in range(rounds) for party in parties]
    found: dict[str, list[store.Json]] = {}
    for key, value in turns:
        if value:
            found.setdefault(key, []).append(value)
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


def _turn(bench: Bench, party: Party, size: int, folder: str) -> tuple[str, store.Json]:
    """Return what one turn of a party cost; a peer that fails is told and left out, we are not."""
    try:
        return party.key, json.loads(_process(bench.name, party.key, size, folder))
    except FAILURES as error:
        if party.own:
            raise
        say(f"{bench.name} {size} {party.key}：对照程序没有做成。{_why(error)}")
        return party.key, {}


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
