"""The draw recomputed in SQL: the recipe of the protocol page, which reads nothing but the published files."""

from pathlib import Path

import duckdb
import pytest

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
    for path in source.iterdir():
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


def test_sql_says_nothing_about_the_witness(tmp_path, complete):
    """The table of the page says so."""
    for path, content in complete.items():
        if "/2025Q1/" in path:
            (tmp_path / path.rpartition("/")[2]).write_bytes(content)
    (tmp_path / "witness.json.sig").write_bytes(b"-")
    assert by_sql(tmp_path) == []
