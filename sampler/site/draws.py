"""The record of each draw: the steps with their dates, the sums, the drawn list, the files, and how to verify."""

import json
from collections.abc import Iterator

from sampler.disclosure.public import DrawnRow, DrawRow
from sampler.site import bigtable, figures
from sampler.site.index import Index
from sampler.site.page import Page
from sampler.site.render import Render
from sampler.site.tables import Cell, Column, Table

SHELL = "draws/index.html"
COLUMNS = (
    Column("位次", "n"),
    Column("层", "k", choose=True),
    Column("抽中方式", "k", choose=True),
    Column("状态", "s", choose=True),
    Column("对象", "w"),
    Column("检查结果"),
    Column("抽样单元", "code"),
    Column("说明", "w"),
)
FILES = {
    "manifest.json": "抽取公告（它的摘要就是承诺值）",
    "frame.csv": "抽样框：全部抽样单元，不含名称",
    "beacons.txt": "公开随机源",
    "drawn.csv": "抽中名单和候补次序",
    "openings.csv": "揭示：哪个抽样单元是谁",
    "events.jsonl": "这次抽取的经过，只增不改",
    "assignment.json": "检查组的随机选派",
    "policy.toml": "抽查规则原文（摘要写在抽取公告里）",
    "witness.json": "见证人的登记",
    "witness.json.sig": "见证人的签名",
}


def draw_list(render: Render, index: Index) -> Page:
    """Return the list of draws, newest first."""
    body = render("draws.html", rows=_newest_first(index), index=index)
    return Page(
        SHELL, SHELL, "抽取记录", {"BODY": body}, description="每一次随机抽取的承诺、随机源、名单和验证方法。"
    )


def _newest_first(index: Index) -> list[DrawRow]:
    return sorted(index.record.draws, key=lambda row: (row.frozen_on, row.draw_id), reverse=True)


def protocol_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """Yield the public files of the draws, as they are and as the verify page needs them."""
    for path, content in sorted(index.record.files.items()):
        if path.startswith("draws/") and ".." not in path:
            yield path, content
    yield from _for_verification(index, _newest_first(index))


def _for_verification(index: Index, rows: list[DrawRow]) -> Iterator[tuple[str, bytes]]:
    """Yield what the verify page needs: which draws have files, and the files as scripts for pages opened from a disk."""
    listed = []
    for row in rows:
        files = dict(_texts(index, row.draw_id))
        if "manifest.json" in files:
            listed.append({"id": row.draw_id, "state": row.state, "files": sorted(files)})
            yield f"draws/{row.draw_id}/files.js", _script("samplerDrawFiles", row.draw_id, files)
    yield "draws/list.js", _script("samplerDraws", listed, index.record.as_of)


def _texts(index: Index, draw_id: str) -> Iterator[tuple[str, str]]:
    for name, content in index.record.draw_files(draw_id).items():
        try:
            yield name, content.decode()
        except UnicodeDecodeError:
            continue


def _script(name: str, *values: object) -> bytes:
    text = ",".join(json.dumps(value, ensure_ascii=False, sort_keys=True) for value in values)
    return f"{name}({text});\n".encode()


FEW = 5
"""Fewer units of one stratum and burden than this are few; the freeze warns of the same."""
OPENED = ("已揭示", "已中止")
"""States in which nothing is kept back any more."""


def draw_pages(render: Render, index: Index, row: DrawRow) -> Iterator[Page | tuple[str, bytes]]:
    """Yield the page of one draw, and its list in full."""
    table = _drawn_table(index, row)
    place = bigtable.Place(
        f"draws/{row.draw_id}-drawn", f"draws/{row.draw_id}.html", SHELL, f"{row.draw_id} 抽中名单"
    )
    files = [name for name in index.record.draw_files(row.draw_id) if "/" not in name]
    body = render(
        "draw.html",
        row=row,
        strata=index.strata.get(row.draw_id, []),
        chart=figures.coverage(index, row.draw_id),
        table=bigtable.part(render, place, table),
        count=len(table.rows),
        remarks=remarks(index, row),
        files=[(name, FILES.get(name, "")) for name in files],
        states=_states(index, row),
        states_used=sorted({r.state for r in index.drawn.get(row.draw_id, [])}),
        kinds_used=sorted({r.kind for r in index.drawn.get(row.draw_id, [])} - {"候补"}),
    )
    dates = [row.frozen_on, row.committed_on, row.drawn_on, row.assigned_on]
    title = f"{row.draw_id} 抽取记录"
    yield Page(
        f"draws/{row.draw_id}.html", SHELL, title, {"BODY": body},
        description=f"{row.period} {row.kind}抽取：抽样框 {row.frame_size} 个单元，抽中 {row.drawn_count} 个。",
        published=row.committed_on or row.frozen_on, updated=max(dates), feed=f"../feeds/{row.period}.xml",
    )  # fmt: skip
    yield from bigtable.pages(render, place, table)
    script = bigtable.script(place, table)
    if script:
        yield script


def remarks(index: Index, row: DrawRow) -> list[str]:
    """Return what a reader should know of the strata: where no chance is left, and where few units are alike.

    Few alike can be guessed from outside; that matters until the names are opened.
    """
    content = index.record.draw_files(row.draw_id).get("manifest.json")
    strata = json.loads(content).get("strata", []) if content else []
    told = [
        f"“{one['title']}”里有 {one['forced']} 户按规则必查，对它们没有随机性。"
        for one in strata
        if 0 < one["forced"] < one["size"]
    ]
    if row.state not in OPENED:
        told += [
            f"“{one['title']}”里{_burden(cell['burden'])}只有 {cell['count']} 户，熟悉情况的人可能猜到是谁，检查前的保密有限。"
            for one in strata
            for cell in one["burdens"]
            if cell["count"] < FEW
        ]
    return told


def _burden(burden: int) -> str:
    return "按规则必查的" if burden < 0 else f"近来被抽中 {burden} 次的"


def _states(index: Index, row: DrawRow) -> list[tuple[str, int]]:
    rows = figures.in_list(index, row.draw_id)
    words = ("已公开", "待检查", "不予公开", "逾期")
    standings = [figures.standing(index, r) for r in rows]
    return [(word, standings.count(word)) for word in words]


def _drawn_table(index: Index, row: DrawRow) -> Table:
    titles = {stratum.stratum: stratum.title for stratum in index.strata.get(row.draw_id, [])}
    rows = [_cells(index, drawn, titles) for drawn in index.drawn.get(row.draw_id, [])]
    return Table(f"{row.draw_id} 抽中名单和候补", COLUMNS, rows, "drawn")


def _cells(index: Index, row: DrawnRow, titles: dict[str, str]) -> tuple[Cell, ...]:
    known = index.objects.get(row.public_id)
    visit = index.visits.get(row.visit_id)
    name: Cell = (
        (known.name, f"objects/{row.public_id}.html")
        if known
        else "（尚未公开）"
        if not row.public_id
        else row.public_id
    )
    outcomes = sorted({result.outcome for result in index.results_of.get(row.visit_id, [])})
    return (
        str(row.place),
        titles.get(row.stratum) or row.stratum,
        row.kind,
        row.state,
        name,
        ("；".join(outcomes), f"results/{visit.period}.html") if visit and outcomes else "",
        row.leaf[:12],
        row.reason,
    )
