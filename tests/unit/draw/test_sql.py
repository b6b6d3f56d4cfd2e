"""The draw recomputed in SQL: a recipe for DuckDB that reads nothing but the published files."""

import json

import duckdb
import pytest

from tests.unit.draw.conftest import VECTORS

RECIPE = """
WITH seed AS (SELECT sha256(concat_ws(chr(10), 'seed/v1', $commitment, rtrim(content, chr(10)))) AS seed FROM read_text($beacons)),
frame AS (SELECT * FROM read_csv($frame, header = true, all_varchar = true)),
strata AS (
  SELECT unnest(strata, recursive := true) FROM read_json($manifest, columns = {'strata':
    'STRUCT(name VARCHAR, quota INTEGER, "order" VARCHAR, size INTEGER, substitutes INTEGER)[]'})
),
tickets AS (
  SELECT f.leaf, f.stratum, f.burden::INTEGER AS burden, s.quota, s."order", s.size, s.substitutes,
    sha256(concat_ws(chr(10), 'ticket/v1', seed, f.leaf)) AS ticket, sha256(concat_ws(chr(10), 'reserve/v1', seed, f.leaf)) AS reserve
  FROM frame f JOIN strata s ON f.stratum = s.name CROSS JOIN seed
),
listed AS (SELECT stratum, place::INTEGER AS place, kind, leaf FROM read_csv($drawn, header = true, all_varchar = true)),
-- every unit with its published place; those that are not listed stand behind all others
placed AS (
  SELECT t.*, coalesce(l.place, 1000000000) AS place, l.kind, count(*) FILTER (t.burden = -1) OVER (PARTITION BY t.stratum) AS forced
  FROM tickets t LEFT JOIN listed l USING (stratum, leaf)
),
-- the latest place among all units that stand before this one in an order
judged AS (
  SELECT *, place - forced AS j,
    max(place) OVER (PARTITION BY stratum ORDER BY (burden = -1) DESC, burden, ticket, leaf ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS by_burden,
    max(place) OVER (PARTITION BY stratum ORDER BY (burden = -1) DESC, reserve, leaf ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS by_reserve,
    max(place) OVER (PARTITION BY stratum ORDER BY (burden = -1) DESC, ticket, leaf ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS by_ticket
  FROM placed
)
SELECT stratum, place, leaf FROM judged
WHERE "order" <> 'weighted' AND place < 1000000000 AND place < CASE
    WHEN burden = -1 OR quota = size OR "order" = 'uniform' THEN coalesce(by_ticket, 0)
    WHEN j % 5 = 0 THEN coalesce(by_reserve, 0) ELSE coalesce(by_burden, 0) END
"""
"""Rows that stand before a unit whose turn came sooner; none when the published order is the right one."""

COUNTS = """
SELECT count(*) FROM (SELECT stratum, count(*) AS n, max(place) AS last FROM (
  SELECT stratum, place::INTEGER AS place FROM read_csv($drawn, header = true, all_varchar = true)) GROUP BY stratum) l
JOIN (SELECT unnest(strata, recursive := true) FROM read_json($manifest, columns = {'strata':
    'STRUCT(name VARCHAR, quota INTEGER, substitutes INTEGER)[]'})) s ON s.name = l.stratum
WHERE l.n <> s.quota + s.substitutes OR l.n <> l.last
"""


def parameters(folder):
    commitment = duckdb.execute(
        "SELECT sha256(content) FROM read_blob(?)", [str(folder / "manifest.json")]
    ).fetchone()
    files = {
        "beacons": "beacons.txt",
        "frame": "frame.csv",
        "manifest": "manifest.json",
        "drawn": "drawn.csv",
    }
    return {"commitment": commitment[0], **{key: str(folder / name) for key, name in files.items()}}


def wrong_places(folder):
    values = parameters(folder)
    counted = duckdb.execute(COUNTS, {key: values[key] for key in ("drawn", "manifest")}).fetchone()
    return duckdb.execute(RECIPE, values).fetchall(), counted[0]


@pytest.mark.parametrize(
    "draw",
    [
        "year/draws/2025Q1",
        "year/draws/2025Q2",
        "year/draws/2025Q3-2",
        "drand/draws/2023Q3",
        "example/draws/2025Q4",
    ],
)
def test_sql_comes_to_the_same_draw(draw):
    assert wrong_places(VECTORS / draw) == ([], 0)


def test_sql_names_a_unit_that_jumped_the_queue(tmp_path):
    source = VECTORS / "year" / "draws" / "2025Q1"
    for path in source.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    lines = (tmp_path / "drawn.csv").read_text(encoding="utf-8").splitlines()
    first, last = lines[1].split(","), lines[15].split(",")
    first[3], last[3] = last[3], first[3]
    lines[1], lines[15] = ",".join(first), ",".join(last)
    (tmp_path / "drawn.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    rows, _ = wrong_places(tmp_path)
    assert rows


def test_the_recipe_uses_the_same_digests_as_the_vectors():
    note = json.loads((VECTORS / "example" / "expected.json").read_text(encoding="utf-8"))[0]
    values = parameters(VECTORS / "example" / "draws" / "2025Q4")
    assert values["commitment"] == note["commitment"]
