"""The draw recomputed in SQL: the recipe of the protocol page, which reads nothing but the published files."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sampler.draw import canon, events
from tests.unit.draw.conftest import ROOT, VECTORS
from tests.unit.draw.flips import RECIPE, by_sql

FOLDERS = [
    *sorted((VECTORS).glob("*/draws/*")),
    *sorted((ROOT / "data" / "draws").glob("2*")),
    *sorted((ROOT / "tests" / "bureaus" / "hengshui-gaoxin-2023" / "draws").glob("2*")),
]


def test_sql_comes_to_the_same_draws():
    """Known answers, and all draws of both bureaus."""
    assert len(FOLDERS) == 17
    assert {folder.name: by_sql(folder) for folder in FOLDERS if by_sql(folder)} == {}


def copied(source: Path, target: Path) -> Path:
    for path in (one for one in source.iterdir() if one.is_file()):
        (target / path.name).write_bytes(path.read_bytes())
    return target


@pytest.mark.parametrize("draw", ["year/draws/2025Q1", "year/draws/2025Q2"])
def test_sql_names_a_unit_that_jumped_the_queue(tmp_path, draw):
    """The order itself is recomputed: a list that agrees with its digest on record is still found out."""
    folder = copied(VECTORS / draw, tmp_path)
    lines = (folder / "drawn.csv").read_text(encoding="utf-8").splitlines()
    first, last = lines[1].split(","), lines[15].split(",")
    first[3], last[3] = last[3], first[3]
    lines[1], lines[15] = ",".join(first), ",".join(last)
    (folder / "drawn.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    found = duckdb.execute(RECIPE, {"d": str(folder)}).fetchall()
    assert [what for what, detail in found if what == "drawn" and detail != "drawn.csv"]


COUNTY = ROOT / "data" / "draws" / "2025Q4"
"""Strata drawn by weight, wholly and by burden, each with substitutes where there are any."""


def rewritten(folder: Path, change: Callable[[list[list[str]]], None]) -> list[tuple[str, str]]:
    """Change the drawn list of a copied draw, and the record of it with everything after, as a forger would."""
    header, *rows = [
        line.split(",") for line in (folder / "drawn.csv").read_text(encoding="utf-8").splitlines()
    ]
    change(rows)
    content = "".join(",".join(row) + "\n" for row in (header, *rows)).encode()
    (folder / "drawn.csv").write_bytes(content)
    forged(folder, drawn=canon.digest_bytes(content))
    return list(duckdb.execute(RECIPE, {"d": str(folder)}).fetchall())


def forged(folder: Path, **drawn: str) -> None:
    """Write the log anew with another drawn event, every digest right."""
    log = b""
    for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line) | (drawn if '"event":"drawn"' in line else {})
        for key in ("digest", "previous"):
            event.pop(key)
        log = events.append(log, **event)
    (folder / "events.jsonl").write_bytes(log)


@pytest.mark.parametrize("stratum", ["一般", "正面清单", "特殊", "重点·其余"])
def test_sql_names_a_last_place_given_to_nobody(tmp_path, stratum):
    def change(rows):
        last = max(at for at, row in enumerate(rows) if row[0] == stratum)
        rows[last][3] = "f" * 64

    found = rewritten(copied(COUNTY, tmp_path), change)
    assert ("drawn", f"{stratum} {'f' * 64}") in found


@pytest.mark.parametrize("kind", ["weighted", "all", "burden", "reserve", "substitute"])
def test_sql_names_a_changed_kind(tmp_path, kind):
    def change(rows):
        next(row for row in rows if row[2] == kind)[2] = "uniform"

    found = rewritten(copied(COUNTY, tmp_path), change)
    assert [detail for what, detail in found if what == "drawn" and detail.endswith(" uniform")], found


@pytest.mark.parametrize("place", ["1", "99"])
def test_sql_names_a_place_given_twice_or_left_out(tmp_path, place):
    def change(rows):
        [row for row in rows if row[0] == "特殊"][3][1] = place

    assert ("drawn", "特殊") in rewritten(copied(COUNTY, tmp_path), change)


def test_sql_names_rows_out_of_order_and_a_missing_policy(tmp_path):
    def change(rows):
        rows[0], rows[1] = rows[1], rows[0]

    folder = copied(COUNTY, tmp_path)
    (folder / "policy.toml").unlink()
    found = rewritten(folder, change)
    assert ("policy", "policy.toml") in found
    assert [detail for what, detail in found if what == "drawn" and detail.startswith("row ")]


def test_sql_says_nothing_about_the_witness(tmp_path, complete):
    """The table of the page says so."""
    for path, content in complete.items():
        if "/2025Q1/" in path:
            (tmp_path / path.rpartition("/")[2]).write_bytes(content)
    (tmp_path / "witness.json.sig").write_bytes(b"-")
    assert by_sql(tmp_path) == []
