"""Row order, locale, hash seed, -O and the version of Python change nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sampler.workflow import draws_pyz
from tests.unit.draw.conftest import VECTORS, pythons

SCRIPT = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
from sampler.draw import checks, frame, manifest, verify
root = pathlib.Path(sys.argv[2])
paths = [p for p in root.rglob("*") if p.is_file()]
if sys.argv[3] == "reversed":
    paths = sorted(paths, reverse=True)
files = {p.relative_to(root).as_posix(): p.read_bytes() for p in paths}
report = verify.verify(files, as_of="2025-11-01")
lists = [checks.listed(d.manifest, d.order).decode() for d in verify.read_draws(files) if checks.check_seed(d) and (checks.check_drawn(d) and d.order)]
sys.stdout.buffer.write(json.dumps([report.as_json(), lists], sort_keys=True, ensure_ascii=False).encode())
"""


def run(tmp_path, python=sys.executable, options=(), order="sorted", **environment):
    package = Path(__file__).resolve().parents[3]
    command = [python, *options, "-c", SCRIPT, str(package), str(VECTORS / "year"), order]
    done = subprocess.run(
        command, capture_output=True, check=True, cwd=tmp_path, env={**os.environ, **environment}
    )
    return done.stdout


def test_order_locale_hash_seed_and_optimisation_change_nothing(tmp_path):
    first = run(tmp_path)
    others = [
        run(tmp_path, order="reversed"),
        run(tmp_path, options=["-O"]),
        run(tmp_path, options=["-OO"]),
        run(tmp_path, PYTHONHASHSEED="1"),
        run(tmp_path, PYTHONHASHSEED="2"),
        run(tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
        run(tmp_path, LC_ALL="tr_TR.UTF-8", TZ="America/New_York"),
    ]
    assert {first, *others} == {first}


def test_every_version_of_python_here_gives_the_same(tmp_path, record_property):
    """Which versions were there is told at the end of the run (``pytest -rA`` or the report); none is left out."""
    results = {version: run(tmp_path, python=name) for version, name in pythons().items()}
    record_property("pythons", told(results))
    assert sys.version_info[:2] in results
    assert len(set(results.values())) == 1, sorted(results)


def told(versions):
    return "、".join(f"{major}.{minor}" for major, minor in sorted(versions))


def test_the_archive_is_small_the_same_each_time_and_runs_on_every_python_here(tmp_path, record_property):
    assert draws_pyz.archive() == draws_pyz.archive()
    archive = tmp_path / "verify.pyz"
    assert draws_pyz.build(archive) < draws_pyz.LARGEST
    outputs, found = set(), pythons()
    record_property("pythons", told(found))
    for name in found.values():
        command = [name, "-I", str(archive), "verify", str(VECTORS / "year"), "--as-of", "2025-11-01"]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_the_draw_imports_nothing_but_the_standard_library(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pkgutil, importlib, sampler.draw;"
        "[importlib.import_module('sampler.draw.' + m.name) for m in pkgutil.iter_modules(sampler.draw.__path__)];"
        "import sampler.__main__;"
        "print(sorted({n.split('.')[0] for n in sys.modules} - set(sys.stdlib_module_names) - {'sampler', '__main__'}))"
    )
    package = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(package)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_folder_and_a_zip_are_verified_alike(tmp_path, kind):
    path = VECTORS / "year"
    if kind == "zip":
        path = Path(shutil.make_archive(str(tmp_path / "year"), "zip", VECTORS / "year"))
    done = subprocess.run(
        [sys.executable, "-m", "sampler", "verify", str(path), "--as-of", "2025-11-01"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert "能够核验的全部相符" in done.stdout.decode()


def test_nothing_to_verify_is_exit_code_two(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        done = subprocess.run(
            [sys.executable, "-m", "sampler", "verify", str(path)], capture_output=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.decode().strip().endswith("。")
