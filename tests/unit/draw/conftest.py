"""Known answers of the protocol and a bench for the JavaScript checker."""

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.unit.draw.small_bureau import write_bureau

ROOT = Path(__file__).resolve().parents[3]
VECTORS = ROOT / "tests" / "vectors" / "v2"
CORE = ROOT / "site_src" / "assets" / "javascripts" / "verify-core.js"


@pytest.fixture
def data(tmp_path):
    """The small bureau as everybody keeps it; modules with a bureau of their own say so."""
    return write_bureau(tmp_path / "data")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def case(name: str) -> dict[str, bytes]:
    return {path: content for path, content in files_of(VECTORS / name).items() if path.startswith("draws/")}


def packed(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: b64encode(content).decode() for name, content in files.items()}


def pythons() -> dict[tuple[int, int], str]:
    """Return every Python from 3.9 on that this machine has, by version, the running one among them."""
    found = {sys.version_info[:2]: sys.executable}
    homes = [Path.home() / ".pyenv" / "versions", Path("/usr"), Path("/usr/local"), Path("/opt/python")]
    for minor in range(9, 16):
        names = [shutil.which(f"python3.{minor}")]
        names += [str(path) for home in homes for path in home.glob(f"*/bin/python3.{minor}")]
        for name in names:
            if name and (3, minor) not in found and _runs(name, minor):
                found[3, minor] = name
    return dict(sorted(found.items()))


def _runs(name: str, minor: int) -> bool:
    code = f"import sys, hashlib, zipfile; raise SystemExit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([name, "-I", "-c", code], capture_output=True, check=False).returncode == 0


RUNNER = """
const V = require(process.argv[1]);
const jobs = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const unpack = (files) => Object.fromEntries(Object.entries(files).map(([k, v]) => [k, new Uint8Array(Buffer.from(v, 'base64'))]));
const bases = jobs.bases.map(unpack);
const out = jobs.runs.map((run) => {
  const files = Object.assign({}, bases[run.base], unpack(run.changed || {}));
  for (const name of run.removed || []) { delete files[name]; }
  if (run.flip) {
    const [name, at, bit] = run.flip;
    files[name] = Uint8Array.from(files[name]);
    files[name][at] ^= 1 << bit;
  }
  const r = V.verify(files, {asOf: run.asOf || ''});
  return {
    details: run.details ? r.checks.map((c) => [c.draw, c.code, c.detail]) : undefined,
    exit: r.exitCode, gaps: r.gaps, outside: r.outside, checks: r.checks.map((c) => [c.draw, c.code, c.verdict]), seeds: Object.fromEntries(Object.entries(r.draws).map(([k, d]) => [k, d.seed])),
    drawn: run.full ? Object.fromEntries(Object.entries(r.draws).map(([k, d]) => [k, d.drawnText])) : undefined,
  };
});
process.stdout.write(JSON.stringify(out));
"""


class Node:
    """The JavaScript checker, run in one process for many jobs."""

    def __init__(self, program: str) -> None:
        self.program = program

    def verify(self, bases: list[Mapping[str, bytes]], runs: list[dict]) -> list[dict]:
        runs = [{**run, "changed": packed(run.get("changed", {}))} for run in runs]
        jobs = json.dumps({"bases": [packed(base) for base in bases], "runs": runs})
        done = subprocess.run(
            [self.program, "-e", RUNNER, str(CORE)], input=jobs, capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    def evaluate(self, expression: str) -> object:
        script = f"const V = require(process.argv[1]); process.stdout.write(JSON.stringify({expression}))"
        done = subprocess.run(
            [self.program, "-e", script, str(CORE)], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def node() -> Node:
    program = shutil.which("node") or shutil.which("nodejs")
    assert program, "node is needed for the second checker; the README names it"
    return Node(program)


@pytest.fixture(scope="session")
def year() -> dict[str, bytes]:
    return case("year")


@pytest.fixture(scope="session")
def example() -> dict[str, bytes]:
    return case("example")


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of ``complete.py``; whoever changes a file in it puts it back."""
    from tests.unit.draw.complete import write_complete

    return write_complete(tmp_path_factory.mktemp("complete") / "data")


@pytest.fixture(scope="session")
def complete(bureau: Path) -> dict[str, bytes]:
    """Its public files."""
    from tests.unit.draw.complete import public_files

    return public_files(bureau)
