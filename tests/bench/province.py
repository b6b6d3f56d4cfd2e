"""A generated province: 11 cities, 180 branches, 200 000 objects; every name is invented. And its portal page."""

import html
import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.bench.bureaus import Branch

CITIES = (
    "霁川市",
    "棠野市",
    "砚海市",
    "雁泽市",
    "青岫市",
    "鹤汀市",
    "桐湾市",
    "月渚市",
    "松漪市",
    "禾麓市",
    "帆洲市",
)
COUNTIES = [
    "".join(pair) + "县"
    for pair in itertools.product("霁岚澄砚棠雁鹤桐漪麓笛帆禾汀岫", "川原溪渚洲泽湾岭陂野浦坪")
]
BRANCHES, OBJECTS = 180, 200_000
SUMS = {"objects": "检查对象", "drawn": "抽中", "visits": "检查任务", "results": "检查结果", "pages": "网页"}


def branches(count: int = BRANCHES) -> list[Branch]:
    """Return the first branches; the cities have about as many each."""
    return [Branch(n + 1, COUNTIES[n], CITIES[n % len(CITIES)]) for n in range(count)]


def size_of(branch: Branch) -> int:
    """Return how many objects a branch has: some four times as many as others, 200 000 in all.

    >>> sum(size_of(branch) for branch in branches())
    200000
    """
    weights = [2 + n % 7 for n in range(BRANCHES)]
    ends = [OBJECTS * part // sum(weights) for part in itertools.accumulate(weights, initial=0)]
    return ends[branch.number] - ends[branch.number - 1]


def portal(done: Mapping[Branch, Mapping[str, int]]) -> str:
    """Return one page over all branches: sums by city, and a link to each branch's own site."""
    cities = {city: [one for one in done if one.city == city] for city in CITIES}
    parts = [_city(city, listed, done) for city, listed in cities.items() if listed]
    head = "".join(f"<th scope=col>{title}</th>" for title in ("分局", *SUMS.values()))
    body = f"<table><thead><tr>{head}</tr></thead>{''.join(parts)}{_sums('全省', done.values())}</table>"
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>全省双随机、一公开（虚构）</title><h1>全省双随机、一公开（虚构）</h1>{body}</html>\n"
    )


def _city(city: str, listed: Iterable[Branch], done: Mapping[Branch, Mapping[str, int]]) -> str:
    rows = [
        _row(f'<a href="{one.number:03}/index.html">{html.escape(one.county)}分局</a>', done[one])
        for one in listed
    ]
    return f"<tbody>{_sums(city, [done[one] for one in listed])}{''.join(rows)}</tbody>"


def _sums(name: str, counted: Iterable[Mapping[str, int]]) -> str:
    counted = list(counted)
    return _row(
        f"<strong>{html.escape(name)}</strong>", {key: sum(one[key] for one in counted) for key in SUMS}
    )


def _row(name: str, counted: Mapping[str, int]) -> str:
    cells = "".join(f"<td>{counted[key]}</td>" for key in SUMS)
    return f"<tr><th scope=row>{name}</th>{cells}</tr>"


def write_portal(folder: Path, done: Mapping[Branch, Mapping[str, int]]) -> Path:
    """Write the portal page beside the folders of the branches."""
    path = folder / "index.html"
    path.write_text(portal(done), encoding="utf-8", newline="\n")
    return path
