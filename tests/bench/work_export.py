"""The export of a bureau after a quarter, as a program of its own: everything the public may see, and nothing else."""

import sys

from tests.bench.bureaus import COUNTY, write_bureau
from tests.bench.command import Command
from tests.bench.quarter import LAST, walk
from tests.bench.store import ROOT


def prepare(folder, size):
    walk(write_bureau(folder / "data", size, people=min(240, 24 * max(1, size // 400))), COUNTY)


def ours(folder, size):
    words = [sys.executable, "-m", "sampler.disclosure", str(folder / "data"), str(folder / "public")]
    return Command([*words, "--as-of", LAST.isoformat()], cwd=ROOT)


WORK = {"ours": ours}
