"""How long a draw takes, as ratios measured in the same run. ``pytest tests/bench/test_bench_draw.py -s``.

Ratios of processor time, not seconds: machines differ and are shared. Hashing alone is one SHA-256 per unit and tag used, on bytes that are ready.
"""

import hashlib
import json
import random
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sampler.draw import canon, tickets
from sampler.draw.frame import StratumRows, read_frame
from sampler.draw.selection import order_stratum

ROOT = Path(__file__).resolve().parents[2]
SEED = canon.digest("bench", "seed")
SIZE = 200_000
NATION = 4_000_000


def leaves(count):
    return sorted(hashlib.sha256(str(number).encode()).hexdigest() for number in range(count))


def timed(function, repeat=3):
    best = None
    for _ in range(repeat):
        begin = time.process_time()
        function()
        spent = time.process_time() - begin
        best = spent if best is None or spent < best else best
    return best


@pytest.fixture(scope="module")
def known():
    return leaves(SIZE)


@pytest.fixture(scope="module")
def hashing(known):
    """Seconds for one ticket of each unit and nothing else."""
    prefix = f"ticket/v1\n{SEED}\n".encode()
    texts = [prefix + leaf.encode() for leaf in known]
    return timed(lambda: [hashlib.sha256(text).digest() for text in texts])


@pytest.mark.parametrize(("order", "tags"), [("uniform", 1), ("burden", 2)])
def test_selection_takes_less_than_four_times_hashing_alone(known, hashing, order, tags):
    rows = StratumRows(known, [number % 4 for number in range(SIZE)], [1] * SIZE)
    spent = timed(lambda: order_stratum("层", rows, SIZE // 4, order, SEED, limit=SIZE // 4))
    print(f"\n{order}: {spent / hashing:.2f} × hashing one tag ({tags} needed), {spent:.2f} s")
    assert spent / hashing < 4, "even where each unit needs two tags"


def test_beside_random_sample_and_consistent_sampler(known, hashing):
    import consistent_sampler as consistent

    rows = StratumRows(known, [0] * SIZE, [1] * SIZE)
    ours = timed(lambda: order_stratum("层", rows, SIZE // 4, "uniform", SEED, limit=SIZE // 4), 1)
    plain = timed(lambda: random.Random(1).sample(known, SIZE // 4), 1)
    theirs = timed(lambda: list(consistent.sampler(known, seed=SEED, take=SIZE // 4)), 1)
    print(
        f"\nours {ours / hashing:.2f}, random.sample {plain / hashing:.2f}, consistent_sampler {theirs / hashing:.1f} × hashing alone"
    )
    assert ours < theirs


def test_reading_a_frame_takes_as_long_as_a_few_hashes(known, hashing):
    content = (
        "leaf,stratum,burden\n" + "".join(f"{leaf},重点,{at % 4}\n" for at, leaf in enumerate(known))
    ).encode()
    spent = timed(lambda: read_frame(content))
    print(f"\nreading {SIZE} rows: {spent / hashing:.2f} × hashing alone, {spent:.2f} s")
    assert spent / hashing < 6


NATION_SCRIPT = """
import hashlib, resource, sys, time
sys.path.insert(0, sys.argv[1])
from sampler.draw import checks, frame, selection
from sampler.draw.manifest import Stratum
count, seed = int(sys.argv[2]), hashlib.sha256(b"seed").hexdigest()
digests = bytearray()
for number in range(count):
    digests += hashlib.sha256(b"%d" % number).digest()
order = sorted(digests[at * 32 : at * 32 + 32] for at in range(count))
del digests
lines = [b"leaf,stratum,burden\\n"]
lines += [b"%s,s%d,%d\\n" % (leaf.hex().encode(), leaf[0] % 4, leaf[1] % 4) for leaf in order]
del order
content = b"".join(lines)
del lines
begin = time.perf_counter()
public = frame.read_frame(content)
del content
read = time.perf_counter()
drawn = 0
for name in list(public.strata):
    rows = public.strata[name]
    quota = len(rows.leaves) // 10
    places = selection.order_stratum(name, rows, quota, "burden", seed, limit=2 * quota)
    drawn += len(selection.places_table(places))
print(round(read - begin, 2), round(time.perf_counter() - read, 2), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_a_national_draw_fits_into_two_gibibytes():
    done = subprocess.run(
        [sys.executable, "-c", NATION_SCRIPT, str(ROOT), str(NATION)],
        capture_output=True,
        text=True,
        check=True,
    )
    read, spent, peak = done.stdout.split()
    print(f"\n{NATION} units: read {read} s, drawn in {spent} s, peak {peak} MiB")
    assert int(peak) < 2048


BROWSER = """
const V = require(process.argv[1]);
const data = JSON.parse(require('fs').readFileSync(0, 'utf8'));
V.redraw(data.manifest, data.frame, data.lines);
let best = Infinity, found;
for (let n = 0; n < 5; n++) {
  const begin = process.cpuUsage();
  found = V.redraw(data.manifest, data.frame, data.lines);
  const spent = process.cpuUsage(begin);
  best = Math.min(best, (spent.user + spent.system) / 1000);
}
process.stdout.write(JSON.stringify([best, found.seed]));
"""


def test_javascript_recomputes_twenty_thousand_units_in_well_under_a_second():
    program = shutil.which("node")
    assert program
    known = leaves(20_000)
    content = "leaf,stratum,burden\n" + "".join(f"{leaf},重点,{at % 4}\n" for at, leaf in enumerate(known))
    source = ROOT / "tests" / "vectors" / "v2" / "example" / "draws" / "2025Q4"
    manifest = json.loads((source / "manifest.json").read_bytes())
    manifest["frame"] = {"digest": canon.digest_bytes(content.encode()), "size": 20_000, "weights": False}
    manifest["strata"][0] |= {
        "size": 20_000,
        "quota": 5000,
        "substitutes": 5000,
        "burdens": [{"burden": b, "count": 5000} for b in range(4)],
    }
    lines = (source / "beacons.txt").read_text(encoding="utf-8").splitlines()
    job = {"manifest": canon.page(manifest).decode(), "frame": content, "lines": lines}
    core = ROOT / "site_src" / "assets" / "javascripts" / "verify-core.js"
    done = subprocess.run(
        [program, "-e", BROWSER, str(core)], input=json.dumps(job), capture_output=True, text=True, check=True
    )
    spent, seed = json.loads(done.stdout)
    print(f"\nJavaScript, 20 000 units: {spent:.0f} ms")
    assert seed == tickets.seed_of(canon.digest_bytes(canon.page(manifest)), lines)
    assert spent < 500


def test_the_peak_of_this_process_is_told():
    print(f"\npeak of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
