"""The whole step from public record to finished site, against Hugo making the same pages, feeds and tables.

Run by name: ``pytest tests/bench/test_bench_site.py -s``. Hugo 0.126 or later is looked for in PATH and in ``HUGO``.
Both are started as processes of their own, in turn, five times; the best run of each counts. Where the system keeps
a folder in memory, both write there: for minutes after many files were deleted, a disk's file system looks for free
places so slowly that the time says nothing about either program.
"""

import functools
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from sampler.disclosure.public import write_public
from sampler.site import grams
from sampler.site.__main__ import PROJECT
from sampler.site.index import index
from sampler.site.search import fold
from tests.bench.hugo_site import write_project
from tests.unit.site.corpus import corpus, firm

HUGO = os.environ.get("HUGO") or shutil.which("hugo")
TURNS = 5
NOISE = 1.1  # at 3 000 objects both need the same, give or take what else the machine does
MEMORY = Path("/dev/shm")  # a folder of its own is made in it


@pytest.fixture
def place(tmp_path):
    """A folder in memory, or on the disk where there is none."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float
    peak: float

    def __str__(self):
        return f"{self.wall:6.2f} s wall {self.cpu:6.2f} s CPU {self.peak:5.0f} MiB"


METER = """
import json, os, resource, subprocess, sys, time
began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(json.dumps([time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status]))
"""
"""Run by a small process of its own: a child's peak memory begins with that of the process it was forked from."""


def measure(command, **options):
    found = subprocess.run(
        [sys.executable, "-c", METER, *command], capture_output=True, check=True, **options
    )
    wall, cpu, peak, status = json.loads(found.stdout)
    assert status == 0, found.stderr.decode()
    return Cost(wall, cpu, peak)


def ours(public, out, *options):
    return measure([sys.executable, "-m", "sampler.site", str(public), str(out), *options], cwd=PROJECT)


def chrome_of(site: Path, public: Path) -> str:
    """The frame of an object page with its slots, as the stamper sees it."""
    from sampler.site.index import load
    from sampler.site.objects import object_page
    from sampler.site.page import framed
    from sampler.site.render import renderer
    from sampler.site.stamper import Stamper

    built = site.parent / "shells"
    subprocess.run(
        [sys.executable, "-c", SHELLS, str(built)],
        cwd=PROJECT,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    known = load(public)
    render = renderer(PROJECT / "templates" / "pages")
    stamping = Stamper(known, render)
    stamping.take(built)
    page = object_page(stamping.parts, known.record.objects[0])
    return framed(render, known, page, stamping.shells["objects/index.html"]).joined()


SHELLS = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir=sys.argv[1])
config.plugins["sampler"].only_shells = True
build(config)
"""


@pytest.mark.parametrize("size", [3000, 10000])
def test_the_whole_site_is_built_no_slower_than_hugo_builds_its_pages(size, place):
    if not HUGO:
        pytest.fail("no hugo: set HUGO or install it")
    record = corpus(size)
    write_public(record, place / "public")
    write_project(place / "hugo", index(record), chrome_of(place / "site", place / "public"))
    costs = {"ours": [], "hugo": []}
    for turn in range(TURNS):
        costs["ours"].append(ours(place / "public", place / f"site{turn}"))
        out = place / f"hugo{turn}"
        costs["hugo"].append(measure([HUGO, "--quiet", "-s", str(place / "hugo"), "-d", str(out)]))
        pages = len(list((place / f"site{turn}" / "objects").glob("e*.html")))
        assert pages == len(list((out / "objects").glob("e*.html"))) == size
        assert len(list((out / "objects").glob("*.xml"))) == size
        files = [
            len([p for p in folder.rglob("*") if p.is_file()]) for folder in (place / f"site{turn}", out)
        ]
        kept = [
            (f"{name} {cost[-1]}", count) for (name, cost), count in zip(costs.items(), files, strict=True)
        ]
        print(size, kept)
        if turn:
            shutil.rmtree(place / f"site{turn}")
            shutil.rmtree(out)
    best = {
        name: Cost(min(c.wall for c in runs), min(c.cpu for c in runs), min(c.peak for c in runs))
        for name, runs in costs.items()
    }
    for name, cost in best.items():
        print(f"{size:6} {name:5} {cost}")
    page = place / "site0" / "objects" / "e00005.html"
    peer = place / "hugo0" / "objects" / "e00005.html"
    words = [len(re.sub(r"<[^>]+>|\s", "", p.read_text(encoding="utf-8"))) for p in (page, peer)]
    assert abs(words[0] - words[1]) < 0.05 * words[0], "the two pages must say the same"
    assert page.stat().st_size <= 15 * 1024
    assert best["ours"].peak < 250
    assert best["ours"].wall <= NOISE * best["hugo"].wall
    assert best["ours"].cpu <= NOISE * best["hugo"].cpu


def test_a_hundred_thousand_objects_are_built_in_two_minutes(place):
    write_public(corpus(100_000), place / "public")
    cost = ours(place / "public", place / "site")
    print(f"100000 ours {cost}")
    weights = [first_query(place / "site" / "assets" / "search", firm(n)) for n in range(17, 100_000, 9_000)]
    print(f"100000 first query at most {max(weights) / 1024:.0f} KB gzip")
    choices = facet_choices(place / "site" / "assets" / "search")
    print(
        f"100000 filters: one at most {choices[0] / 1024:.0f} KB, two within a period at most {choices[1] / 1024:.0f} KB,"
    )
    print(f"       two of any period {choices[2] / 1024:.0f} KB gzip")
    assert max(weights) <= 400 * 1024
    assert max(choices) <= 400 * 1024
    assert cost.wall < 120


@functools.lru_cache(maxsize=1)
def _weights(folder):
    return {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in folder.iterdir()}


def facet_choices(folder):
    """Bytes fetched, compressed, when filters are chosen: any one, two of results of one period, two of results of all."""
    files = _weights(folder)
    one = max(weight for name, weight in files.items() if name.startswith("facet-"))
    cells = [weight for name, weight in files.items() if name.startswith("cells-")]
    return one, max(cells), sum(cells)


def first_query(folder, row):
    """Bytes fetched, compressed, by the costliest first query about an object: head, grams, and the most blocks of rows."""
    files = _weights(folder)
    weights = []
    for query in (row.name[3:5], row.name, row.code, row.code[-6:], f"{row.township} {row.name[3:5]}"):
        wanted = {gram for word in fold(query).split() for gram in grams.text_grams(word)} | {
            "^" + fold(query)[:2]
        }
        shards = {f"grams-{grams.shard_of(gram)}.js" for gram in wanted}
        weights.append(files["names.js"] + sum(files[shard] for shard in shards) + 12 * files["rows-0.js"])
    return max(weights)
