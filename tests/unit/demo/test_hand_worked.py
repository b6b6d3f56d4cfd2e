"""Every quota of every draw of both places, against numbers counted by hand from the raw tables.

The tables and their sums stand in ``tests/bureaus/hand_worked/``; they were made without any code of the package.
"""

import csv
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sampler.demo.generate import SHIPPED
from sampler.registers import read_registers
from sampler.workflow.draws_freeze import split_quotas

TABLES = Path(__file__).parents[2] / "bureaus" / "hand_worked"
PLACES = {"county": "zhaoxian-2025", "zone": "hengshui-gaoxin-2023"}


def counted(key):
    """Return draw → stratum → (base, required, already drawn, drawn now), as counted by hand."""
    with (TABLES / f"{PLACES[key]}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        numbers = tuple(int(row[name]) for name in ("基数", "应抽", "已抽", "本次抽取"))
        found.setdefault(row["抽取编号"], {})[row["层"]] = numbers
    return found


def draws():
    return [(key, draw) for key in PLACES for draw in counted(key)]


@pytest.mark.parametrize(("key", "draw"), draws())
def test_the_quotas_of_a_draw_are_those_counted_by_hand(key, draw, tmp_path):
    """The rules, worked out anew from the frozen tables, give the numbers of the table beside the sums."""
    shipped = SHIPPED[key] / "draws"
    zipfile.ZipFile(shipped / draw / "sealed" / "inputs.zip").extractall(tmp_path)
    shutil.copytree(shipped, tmp_path / "draws")
    frozen = date.fromisoformat(json.loads((shipped / draw / "manifest.json").read_bytes())["frozen_on"])
    report, _ = split_quotas(tmp_path, read_registers(tmp_path), draw, frozen)
    worked = {s.name: (s.base_count, s.required, s.already, s.quota) for s in report.strata}
    assert worked == counted(key)[draw]


@pytest.mark.parametrize("key", PLACES)
def test_no_draw_was_left_out_of_the_hand_count(key):
    """Each shipped draw has its numbers."""
    assert sorted(counted(key)) == sorted(
        path.name for path in (SHIPPED[key] / "draws").iterdir() if path.is_dir()
    )


@pytest.mark.parametrize("key", PLACES)
def test_what_was_committed_and_drawn_is_what_was_counted(key):
    """The published manifest announces the counted quota, and as many units were drawn."""
    for draw, strata in counted(key).items():
        folder = SHIPPED[key] / "draws" / draw
        announced = {
            s["name"]: s["quota"] for s in json.loads((folder / "manifest.json").read_bytes())["strata"]
        }
        assert announced == {name: numbers[3] for name, numbers in strata.items()}
        if (folder / "drawn.csv").exists():
            with (folder / "drawn.csv").open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.DictReader(file) if row["kind"] != "substitute"]
            for name, numbers in strata.items():
                assert sum(row["stratum"] == name for row in rows) == numbers[3]
