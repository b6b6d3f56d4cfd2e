"""The draw as plain SQL that DuckDB and Spark both run as it stands.

Views it reads: ``frame(leaf, stratum, burden)``, ``strata(name, quota, last)`` with the last place to be listed, ``seed(seed)``.
``UNIFORM`` is one SELECT. The order of few-drawn first with a reserve is a game of two queues: ``STEP`` says, from a guess of
who is taken by the reserve, who would be; repeated until nothing changes, it has only one answer: the first place depends on nobody, and each further place on
those before it only. Nobody comes to his turn sooner than his place in the queue; told so, it needs a dozen repeats. ``LINES`` writes the list.
"""

UNIFORM = """
SELECT concat_ws(',', stratum, CAST(place AS STRING), CASE WHEN place <= quota THEN 'uniform' ELSE 'substitute' END, leaf) AS line
FROM (
  SELECT f.stratum, f.leaf, s.quota, s.last,
    row_number() OVER (PARTITION BY f.stratum ORDER BY sha2(concat_ws(chr(10), 'ticket/v1', seed, f.leaf), 256), f.leaf) AS place
  FROM frame f JOIN strata s ON f.stratum = s.name CROSS JOIN seed
) numbered
WHERE place <= last ORDER BY stratum, place
"""

QUEUES = """
SELECT stratum, leaf, quota, last, regular, reserve, regular > last AND reserve > 0 AND reserve * 5 <= last AS by_reserve
FROM (
  SELECT f.stratum, f.leaf, s.quota, s.last,
    row_number() OVER (PARTITION BY f.stratum ORDER BY f.burden, sha2(concat_ws(chr(10), 'ticket/v1', seed, f.leaf), 256), f.leaf) AS regular,
    row_number() OVER (PARTITION BY f.stratum ORDER BY sha2(concat_ws(chr(10), 'reserve/v1', seed, f.leaf), 256), f.leaf) AS reserve
  FROM frame f JOIN strata s ON f.stratum = s.name CROSS JOIN seed
) ranked
WHERE regular <= last OR reserve <= last
"""
"""Everybody who could come to be listed, with his place in both queues; the guess is that the reserve takes those far back."""

STEP = """
SELECT stratum, leaf, quota, last, regular, reserve, place_reserve < place_regular AS by_reserve,
  least(place_reserve, place_regular) AS place
FROM (
  SELECT *, 5 * (reserved + 1) AS place_reserve, greatest(regular, taken + 1 + CAST(floor(taken / 4) AS BIGINT)) AS place_regular
  FROM (
    SELECT *,
      coalesce(sum(CASE WHEN by_reserve THEN 0 ELSE 1 END) OVER (PARTITION BY stratum ORDER BY regular ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS taken,
      coalesce(sum(CASE WHEN by_reserve THEN 1 ELSE 0 END) OVER (PARTITION BY stratum ORDER BY reserve ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reserved
    FROM queues
  ) counted
) placed
"""

CHANGED = "SELECT count(*) FROM queues q JOIN step s ON q.stratum = s.stratum AND q.leaf = s.leaf WHERE q.by_reserve <> s.by_reserve"

LINES = """
SELECT concat_ws(',', stratum, CAST(place AS STRING),
  CASE WHEN place > quota THEN 'substitute' WHEN by_reserve THEN 'reserve' ELSE 'burden' END, leaf) AS line
FROM step WHERE place <= last ORDER BY stratum, place
"""
