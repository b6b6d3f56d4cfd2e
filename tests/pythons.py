"""Every Python from 3.11 on that this machine has: the whole package compiles, the draw's examples hold, the vectors verify.

Run by ``.ci/run`` with the machine's own Python, nothing installed: ``python3 tests/pythons.py``. ``SAMPLER_PYTHONS`` may name more
interpreters. The whole suite under another version: ``SAMPLER_PYTHON=python3.13 ./inv test`` in a clone without ``.venv``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VECTORS = ROOT / "tests" / "vectors" / "v2"
WANTED = ((3, 11), (3, 12), (3, 13), (3, 14))
DAYS = {"year": "2025-11-01", "example": "2025-11-01", "drand": "2023-08-15"}
"""A day on which nothing of these vectors is overdue."""
VERSION = "import sys; print(*sys.version_info[:2])"
EXAMPLES = """
import doctest, importlib, pkgutil, sys
import sampler.draw
names = [f"sampler.draw.{one.name}" for one in pkgutil.iter_modules(sampler.draw.__path__)]
failed, tried = map(sum, zip(*(doctest.testmod(importlib.import_module(name)) for name in names)))
sys.exit(failed or tried < 20)
"""
COMPILED = """
import pathlib, sys, warnings
warnings.simplefilter("error")
for path in sorted(pathlib.Path("sampler").rglob("*.py")):
    compile(path.read_bytes(), str(path), "exec")
"""


def found() -> "dict[tuple[int, int], str]":
    """Return one interpreter of each wanted version."""
    names = [*os.environ.get("SAMPLER_PYTHONS", "").split(), sys.executable]
    for version in WANTED:
        name = "python{}.{}".format(*version)
        homes = [Path.home() / ".pyenv" / "versions", Path("/opt/python")]
        names += [
            shutil.which(name) or "",
            *(str(path) for home in homes for path in home.glob(f"*/bin/{name}")),
        ]
    there: dict[tuple[int, int], str] = {}
    for name in filter(None, names):
        done = subprocess.run([name, "-I", "-c", VERSION], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            major, minor = map(int, done.stdout.split())
            there.setdefault((major, minor), name)
    return {version: there[version] for version in WANTED if version in there}


def faults(python: str) -> "list[str]":
    """Return what does not hold under one interpreter."""
    checks = {
        "the package compiles without a warning": ["-c", COMPILED],
        "the draw's examples hold": ["-c", EXAMPLES],
        **{
            f"the vectors of {place.name} verify": [
                "-m",
                "sampler",
                "verify",
                str(place),
                "--as-of",
                day,
            ]
            for place, day in ((VECTORS / name, day) for name, day in DAYS.items())
        },
    }
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return [
        f"{what}: {(done.stderr or done.stdout).strip()[-300:]}"
        for what, words in checks.items()
        if (done := _run([python, *words], surroundings)).returncode
    ]


def _run(words: "list[str]", surroundings: "dict[str, str]") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        words,
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )


def main() -> int:
    """Say what was found and what does not hold."""
    there, bad = found(), 0
    for version in WANTED:
        name = "Python {}.{}".format(*version)
        wrong = faults(there[version]) if version in there else []
        bad += len(wrong)
        print(
            f"{name}: {'not on this machine' if version not in there else '; '.join(wrong) or 'holds'}",
            flush=True,
        )
    return int(bool(bad) or not there)


if __name__ == "__main__":
    sys.exit(main())
