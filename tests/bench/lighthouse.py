"""Lighthouse over home, results and an object page: ``python -m tests.bench.lighthouse build/site``.

Not a part of ``./inv test``: the program comes from npm (``LIGHTHOUSE`` names one that is there already) and its score of
performance says something on a quiet machine only. Each page is judged several times; the middle run counts.
"""

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sampler.files import canonical_json, write_atomic

NPX = ("npx", "--yes", "lighthouse@12.8.2")
PAGES = {"home": "index.html", "results": "results/[0-9][0-9][0-9][0-9]??.html", "object": "objects/e*.html"}
BOUNDS = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0}
FLAGS = "--headless=new --no-sandbox --disable-gpu"
PACKED = (".html", ".css", ".js", ".svg", ".xml", ".json")


class _Server(http.server.SimpleHTTPRequestHandler):
    """Serves compressed, as every server does that follows our samples."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        packed = path.suffix in PACKED
        content = gzip.compress(content, 6) if packed else content
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    handler = functools.partial(_Server, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


def fullest(site: Path, pattern: str) -> str:
    """Return the page that fits the pattern and has most in it."""
    found = max(sorted(site.glob(pattern)), key=lambda path: path.stat().st_size)
    return found.relative_to(site).as_posix()


def judged(address: str) -> dict[str, float]:
    """Return the scores of one run over one page."""
    named = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = [*([named] if named else NPX), address, "--quiet", "--output=json", f"--output-path={report}"]
        words += [f"--only-categories={','.join(BOUNDS)}", f"--chrome-flags={FLAGS}"]
        chrome = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
        subprocess.run(words, check=True, timeout=600, env={**os.environ, "CHROME_PATH": chrome})
        found = json.loads(report.read_bytes())["categories"]
    return {name: found[name]["score"] for name in BOUNDS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the three pages; 0 when every score holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lighthouse")
    parser.add_argument("site", type=Path, nargs="?", default=Path("build/site"))
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("build/lighthouse.json"))
    given = parser.parse_args(arguments)
    figures: dict[str, dict[str, float]] = {}
    with served(given.site) as address:
        for name, pattern in PAGES.items():
            runs = [judged(address + fullest(given.site, pattern)) for _ in range(given.turns)]
            figures[name] = {key: statistics.median(run[key] for run in runs) for key in BOUNDS}
            sys.stdout.write(f"{name} {figures[name]}\n")
    write_atomic(given.out, canonical_json(figures))
    missed = [
        (page, key) for page, got in figures.items() for key, bound in BOUNDS.items() if got[key] < bound
    ]
    sys.stdout.write("全部达到。\n" if not missed else f"没有达到：{missed}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
