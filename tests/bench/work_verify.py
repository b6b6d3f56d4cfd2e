"""Checking a draw: ``verify.pyz`` on bare Python and the core of the verify page in Chromium, beside hashing alone."""

import hashlib
import itertools
import sys

from tests.bench.bureaus import COUNTY, write_bureau
from tests.bench.command import Command

DRAW = "data/draws/2025Q1"
TIMED = """([manifest, frame, lines]) => {
  SamplerVerify.redraw(manifest, frame, lines);
  let best = Infinity, seed = '';
  for (let n = 0; n < 3; n++) {
    const began = performance.now();
    seed = SamplerVerify.redraw(manifest, frame, lines).seed;
    best = Math.min(best, performance.now() - began);
  }
  return [best / 1000, seed];
}"""


def prepare(folder, size):
    from sampler.workflow import draws_pyz
    from tests.bench.quarter import steps

    data = write_bureau(folder / "data", size, people=48)
    for _, step in itertools.takewhile(lambda one: one[0] != "assign beacon", steps(data, COUNTY)):
        step()
    draws_pyz.build(folder / "verify.pyz")


def ours(folder, size):
    return Command(
        [sys.executable, str(folder / "verify.pyz"), str(folder / "data" / "draws"), "--as-of", "2025-01-02"]
    )


def browser(folder, size):
    from tests.bench import chromium
    from tests.bench.store import ROOT

    core = (ROOT / "site_src" / "assets" / "javascripts" / "verify-core.js").read_text(encoding="utf-8")
    manifest, frame, beacons = (
        (folder / DRAW / name).read_text(encoding="utf-8")
        for name in ("manifest.json", "frame.csv", "beacons.txt")
    )

    def work():
        with chromium.page() as page:
            page.add_script_tag(content=core)
            spent, seed = page.evaluate(TIMED, [manifest, frame, beacons.splitlines()])
        assert len(seed) == 64
        return {"wall": spent, "cpu": spent}

    return work


def hashing(folder, size):
    rows = (folder / DRAW / "frame.csv").read_text(encoding="utf-8").splitlines()[1:]
    texts = [f"ticket/v1\n{'0' * 64}\n{row[:64]}".encode() for row in rows]

    def work():
        for text in texts * 2:
            hashlib.sha256(text).digest()

    return work


WORK = {"ours": ours, "browser": browser, "hash": hashing}
