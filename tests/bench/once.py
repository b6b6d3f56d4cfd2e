"""One measurement: ``python -m tests.bench.once NAME PARTY SIZE FOLDER`` does the work once and prints what it cost.

What has to be loaded before is not on the bill. The peak is that of the largest process that took part.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.command import Command, Facts

KIB = 1024


def spent() -> float:
    """Return the processor seconds of this process and of those it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def peak(work: object) -> float:
    """Return the largest MiB held by a process so far."""
    own = 0 if isinstance(work, Command) else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / KIB


def cost(work: Callable[[], Facts | None]) -> dict[str, object]:
    """Do the work and return what it cost, with the facts it handed back; facts measured elsewhere win."""
    wall, cpu = time.perf_counter(), spent()
    found = work() or {}
    figures = {"wall": time.perf_counter() - wall, "cpu": spent() - cpu, "peak": peak(work)}
    later = work.facts() if isinstance(work, Command) else {}
    return {**figures, **found, **later}


def main() -> None:
    name, party, size, folder = sys.argv[1:]
    module = importlib.import_module(f"tests.bench.work_{name}")
    if party == "prepare":
        module.prepare(Path(folder), int(size))
        return
    sys.stdout.write(json.dumps(cost(module.WORK[party](Path(folder), int(size)))) + "\n")


if __name__ == "__main__":
    main()
