"""A province, branch by branch on two cores: drawn, dispatched, published, exported, built; one portal page over all."""

import json
import multiprocessing
import sys
import time

from tests.bench.bureaus import write_bureau
from tests.bench.command import Command
from tests.bench.once import spent
from tests.bench.province import branches, size_of, write_portal
from tests.bench.quarter import LAST, steps
from tests.bench.store import ROOT

WORKERS = 2
STAGES = {
    "freeze": "抽取",
    "assign": "派组",
    "results": "结果和审核",
    "export": "导出公开数据",
    "site": "生成网站",
}
"""First step of each stage."""


def prepare(folder, size):
    with multiprocessing.Pool(WORKERS) as pool:
        pool.starmap(generate, [(folder, branch) for branch in branches(size)])


def generate(folder, branch):
    write_bureau(folder / "data" / f"{branch.number:03}", size_of(branch), branch)


def ours(folder, size):
    def work():
        with multiprocessing.Pool(WORKERS) as pool:
            found = pool.starmap(one_branch, [(folder, branch) for branch in branches(size)], chunksize=1)
        began = time.process_time()
        write_portal(folder / "site", {branch: counted for branch, counted, _ in found})
        costs = {title: sum(cost[stage] for _, _, cost in found) for stage, title in STAGES.items()}
        slowest = max(costs, key=costs.__getitem__)
        return {
            "objects": sum(counted["objects"] for _, counted, _ in found),
            "pages": sum(counted["pages"] for _, counted, _ in found) + 1,
            "mib": round(sum(counted["bytes"] for _, counted, _ in found) / 2**20),
            **{stage: round(costs[title], 1) for stage, title in STAGES.items()},
            "portal": round(time.process_time() - began, 3),
            "bottleneck": f"{slowest}（{costs[slowest] / sum(costs.values()):.0%}）",
        }

    return work


def one_branch(folder, branch):
    """Take one branch from its registers to its own site; return it, its sums and its processor seconds by stage."""
    name = f"{branch.number:03}"
    data, public, site = (folder / part / name for part in ("data", "public", "site"))
    cost, stage = dict.fromkeys(STAGES, 0.0), "freeze"
    for step, change in steps(data, branch.county):
        stage = step if step in STAGES else stage
        cost[stage] += paid(change)
    export = [sys.executable, "-m", "sampler.disclosure", str(data), str(public), "--as-of", LAST.isoformat()]
    cost["export"] = paid(Command(export, cwd=ROOT))
    build = [sys.executable, "-m", "sampler.site", str(public), str(site), "--workers", "1"]
    cost["site"] = paid(Command(build, cwd=ROOT))
    return branch, counted(public, site), cost


def paid(work):
    before = spent()
    work()
    return spent() - before


def counted(public, site):
    """Return what the portal page says about a branch, from its public record and its site alone."""
    rows = {
        name: (public / "tables" / f"{name}.csv").read_bytes().count(b"\n") - 1
        for name in ("objects", "drawn", "visits", "results")
    }
    files = [path for path in site.rglob("*") if path.is_file()]
    as_of = json.loads((public / "record.json").read_bytes())["as_of"]
    assert as_of == LAST.isoformat()
    pages = sum(path.suffix == ".html" for path in files)
    return {**rows, "pages": pages, "bytes": sum(path.stat().st_size for path in files)}


WORK = {"ours": ours}
