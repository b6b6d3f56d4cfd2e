"""The whole road in one command: ``./inv demo``, from the shipped registers to a scanned site."""

import sys

from tests.bench.command import Command
from tests.bench.store import ROOT


def prepare(folder, size):
    """Nothing has to be written."""


def ours(folder, size):
    return Command(
        [sys.executable, "-m", "sampler.commands", "demo", "--out", str(folder / "build")], cwd=ROOT
    )


WORK = {"ours": ours}
