"""The site builder works with the private folder gone, opens no private file and loads no private room."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sampler.disclosure.program import export_folder
from tests.unit.disclosure import bureau

ROOT = Path(__file__).parents[3]
WATCH = """
import json, runpy, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in ("open", "os.listdir", "os.scandir") else None)
public, out, project, told = sys.argv[1:]
sys.argv = ["sampler.site", public, out, "--project", project, "--workers", "1"]
try:
    runpy.run_module("sampler.site", run_name="__main__")
except SystemExit as stop:
    code = stop.code
with open(told, "w") as file:
    json.dump({"code": code, "opened": opened, "modules": sorted(sys.modules)}, file)
"""
PRIVATE_ROOMS = ("sampler.registers", "sampler.rules", "sampler.office", "sampler.draw", "sampler.workflow")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    home = tmp_path_factory.mktemp("wall")
    data = bureau.make(home / "data")
    export_folder(data, home / "public", as_of=bureau.DAY)
    shutil.rmtree(data)
    told = home / "told.json"
    command = [sys.executable, "-c", WATCH, str(home / "public"), str(home / "site"), str(ROOT), str(told)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert told.is_file(), done.stderr
    return {**json.loads(told.read_text()), "site": home / "site", "errors": done.stderr}


def test_the_site_is_built_with_the_private_folder_gone(built):
    assert not built["code"], built["errors"]
    assert (built["site"] / "index.html").is_file()


def test_the_builder_opens_no_private_file(built):
    private = [ROOT / "data", ROOT / ".git", ROOT / "tests" / "bureaus"]
    found = [path for path in built["opened"] if any(str(path).startswith(f"{folder}") for folder in private)]
    assert found == []


def test_the_builder_loads_no_private_room(built):
    assert [name for name in built["modules"] if name.startswith(PRIVATE_ROOMS)] == []
    loaded = {name for name in built["modules"] if name.startswith("sampler.disclosure.")}
    assert all(name.startswith("sampler.disclosure.public") for name in loaded)
