"""How quick the program is: measured by ``tests/bench``, kept there as JSON, shown on the page 办法—快慢与规模.

``./inv bench`` measures and writes the page; a test compares page and JSON.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from invoke import Context, Exit

from sampler.commands import bench_campaigns, bench_page
from sampler.commands.base import say, task
from sampler.failure import SamplerError
from sampler.files import write_atomic

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "tests" / "bench" / "results"
PAGE = ROOT / "site_src" / "method" / "bench.md"
SIZES = ("small", "all")


@task(
    help={
        "only": "只测名称含这些字的项目，例如 site（项目见 tests/bench/registry.py）",
        "sizes": "small 是平时的规模（十来分钟）；all 连最大的也测，要一个多小时",
        "quick": "每项只用最小的规模跑一遍，看程序是否能用；不记结果",
        "page": "不测，只由已有的结果重新写页面",
    }
)
def bench(c: Context, only: str = "", sizes: str = "small", quick: bool = False, page: bool = False) -> None:
    """测速度和内存，与别的程序比，写出“快慢与规模”一页。"""
    if sizes not in SIZES:
        raise SamplerError(f"--sizes 只能是 {' 或 '.join(SIZES)}，不能是“{sizes}”。")
    failed = False if page else _measure(only, sizes, quick=quick)
    if not quick:
        write_atomic(PAGE, page_with(PAGE.read_text(encoding="utf-8"), RESULTS).encode())
        say("已更新 site_src/method/bench.md。")
    if failed:
        raise Exit("有的项目没有测成，见上面的说明。", code=1)


def _measure(only: str, sizes: str, *, quick: bool) -> bool:
    command = [sys.executable, "-m", "tests.bench", "--only", only, "--sizes", sizes]
    command += ["--quick", "--out", str(ROOT / "build" / "bench")] if quick else []
    return subprocess.run(command, cwd=ROOT, check=False).returncode != 0


def read_results(folder: Path) -> list[dict[str, Any]]:
    """Return every stored result of a bench, in the order of the page; campaigns of other kinds lie beside them."""
    found = [json.loads(path.read_bytes()) for path in folder.glob("*.json")]
    return sorted((one for one in found if "growth" in one), key=lambda one: (one["order"], one["name"]))


def page_with(page: str, folder: Path) -> str:
    """Return the page with its generated part made anew from stored results; raise SamplerError when the marks are gone."""
    begin, end = bench_page.BEGIN, bench_page.END
    if page.count(begin) != 1 or page.count(end) != 1:
        raise SamplerError(f"{PAGE.name} 里找不到“{begin}”和“{end}”两行。请补上，再运行一次。")
    before, rest = page.split(begin)
    made = [*bench_page.parts(read_results(folder)), *bench_campaigns.parts(folder)]
    return before + "\n\n".join([begin, *made, end]) + rest.split(end)[1]
