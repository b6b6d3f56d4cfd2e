"""One flipped bit in one byte of one file, and how each verifier is asked about many of them."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb

from sampler.draw import verify
from tests.unit.draw.conftest import ROOT, packed

Files = Mapping[str, bytes]
Flip = tuple[str, int, int]
RECIPE = (
    (ROOT / "site_src" / "method" / "protocol.md")
    .read_text(encoding="utf-8")
    .partition("<!-- sql -->\n```sql\n")[2]
    .partition("```\n<!-- /sql -->")[0]
)
"""The SQL of the protocol page."""


def flips(files: Files, *, step: int = 0, each: int = 0) -> Iterator[Flip]:
    """Yield (name, place, bit) over all files, every ``step`` bytes or about ``each`` places in a file."""
    for name in sorted(files):
        size = len(files[name])
        stride = step or max(1, size // each)
        for number, at in enumerate(range(0, size, stride)):
            yield name, at, number % 8


def flipped(files: Files, flip: Flip) -> dict[str, bytes]:
    """Return the files with one bit changed."""
    name, at, bit = flip
    content = bytearray(files[name])
    content[at] ^= 1 << bit
    return {**files, name: bytes(content)}


def verdicts(files: Files) -> list[list[str]]:
    """Return what the package says: draw, question, verdict."""
    return [[c.draw, c.code, c.verdict] for c in verify.verify(files).checks]


ARCHIVE = """
import base64, json, sys
sys.path.insert(0, sys.argv[1])
from sampler.draw import verify
jobs = json.load(sys.stdin)
files = {name: base64.b64decode(text) for name, text in jobs["files"].items()}
out = []
for name, at, bit in jobs["flips"]:
    content = bytearray(files[name])
    content[at] ^= 1 << bit
    report = verify.verify({**files, name: bytes(content)})
    out.append([[c.draw, c.code, c.verdict] for c in report.checks])
print(json.dumps([verify.__file__, out]))
"""


def by_archive(
    archive: Path, files: Files, jobs: Iterable[Flip], python: str = sys.executable
) -> list[list[list[str]]]:
    """Return what verify.pyz says under a Python without anything installed, all flips in one process."""
    asked = json.dumps({"files": packed(files), "flips": list(jobs)})
    command = [python, "-I", "-S", "-c", ARCHIVE, str(archive)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    place, found = json.loads(done.stdout)
    assert place.startswith(str(archive)), "the archive itself was asked"
    return list(found)


def by_sql(folder: Path) -> list[str]:
    """Return what the SQL of the page names in a folder, an unreadable file included."""
    try:
        return [what for what, _ in duckdb.execute(RECIPE, {"d": str(folder)}).fetchall()]
    except duckdb.Error:
        return ["unreadable"]
