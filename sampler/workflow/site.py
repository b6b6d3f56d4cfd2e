"""The road from the public record to the finished site. The builder runs as a process of its own, given only that folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sampler.failure import SamplerError
from sampler.site.check import SiteCheck, check_site

PROJECT = Path(__file__).resolve().parents[2]
Progress = Callable[[int, int], None]


def build(public: Path, out: Path, *, workers: int = 0, progress: Progress | None = None) -> str:
    """Build the site from the public record in a separate process; return one Chinese line."""
    if not (public / "record.json").is_file():
        raise SamplerError(f"找不到公开数据 {public}。请先导出公开数据（./inv gate.export）。")
    command = [sys.executable, "-m", "sampler.site", str(public.resolve()), str(out.resolve())]
    command += ["--project", str(PROJECT), "--workers", str(workers), "--progress"]
    environment = {
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": "utf-8",
        "NO_MKDOCS_2_WARNING": "1",
        **_kept(),
    }
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        for line in process.stdout or ():
            done, _, total = line.strip().partition(" ")
            if progress and done.isdigit() and total.isdigit():
                progress(int(done), int(total))
        errors = process.stderr.read() if process.stderr else ""
    if process.returncode:
        raise SamplerError(errors.strip() or f"生成站点没有成功（退出码 {process.returncode}）。")
    pages = sum(1 for _ in out.rglob("*.html"))
    return f"站点已生成：{out}，共 {pages} 个网页。用浏览器打开 {out / 'index.html'} 就能看。"


def _kept() -> dict[str, str]:
    """Return the few settings of the surroundings that a Python process needs; nothing that names private data."""
    names = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME")
    return {name: os.environ[name] for name in names if name in os.environ}


def serve(public: Path, address: str, *, project: Path = PROJECT) -> int:
    """Serve the site and rebuild it when data, templates or pages change; return the exit code.

    ``project`` is the folder of ``mkdocs.yml``, the templates and the pages.
    """
    if not (public / "record.json").is_file():
        raise SamplerError(f"找不到公开数据 {public}。请先导出公开数据（./inv gate.export）。")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SAMPLER_PUBLIC": str(public.resolve())}
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    return subprocess.run(command, cwd=project, env=environment, check=False).returncode


def check(site: Path) -> SiteCheck:
    """Return what is wrong with a finished site; raise SamplerError with the whole report when something is."""
    if not (site / "index.html").is_file():
        raise SamplerError(f"{site} 里没有站点。请先生成（./inv site.build）。")
    found = check_site(site)
    if found.findings:
        raise SamplerError(found.as_text())
    return found


SHOWN = {
    "home": "index.html",
    "plan": "plan/[0-9]*.html",
    "rules": "rules.html",
    "draw": "draws/[0-9][0-9][0-9][0-9]??.html",
    "verify": "verify.html",
    "results": "results/[0-9][0-9][0-9][0-9]??.html",
    "object": "objects/e*.html",
    "search": "search.html",
    "statistics": "statistics.html",
    "data": "data.html",
}
"""The ten main pages of which pictures are taken; where several fit, the one that says most."""

SIZES = ((1280, 900), (360, 900))


def screenshots(site: Path, out: Path) -> str:
    """Take a picture of each of the ten main pages at 1280 and 360 pixels, as WebP."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SamplerError("没有找到 Chromium。截图需要它；站点本身不需要。")
    pages = {name: _fullest(site, pattern) for name, pattern in SHOWN.items()}
    out.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        for width, height in SIZES:
            _picture(browser, page, out / f"{name}-{width}.webp", f"{width},{height}")
    return f"截图 {len(pages) * len(SIZES)} 张，在 {out}。"


def _fullest(site: Path, pattern: str) -> Path:
    """Return the page that fits the pattern and has most in it."""
    found = sorted(site.glob(pattern), key=lambda path: (-path.stat().st_size, path.name))
    if not found:
        raise SamplerError(f"{site} 里没有 {pattern} 这样的网页。请先生成站点（./inv site.build）。")
    return found[0]


def _picture(browser: str, page: Path, target: Path, size: str) -> None:
    options = [
        "--headless=old",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-background-networking",
        "--virtual-time-budget=4000",  # what scripts show first is in the picture
    ]
    query = "?q=化工" if page.name == "search.html" else ""
    command = [
        browser,
        *options,
        f"--window-size={size}",
        f"--screenshot={target.resolve()}",
        page.resolve().as_uri() + query,
    ]
    finished = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if finished.returncode or not target.is_file():
        raise SamplerError(f"没能给 {page.name} 截图。请检查 Chromium 能不能在这台电脑上运行。")
