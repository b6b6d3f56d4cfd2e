"""The results: a list of periods, and one page per period with its counts by class, township and item, and every row."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sampler.disclosure.public import ResultRow
from sampler.site import bigtable, figures
from sampler.site.index import Index
from sampler.site.page import Page
from sampler.site.render import Render
from sampler.site.tables import Cell, Column, Table
from sampler.site.wording import period_words

SHELL = "results/index.html"
COLUMNS = (
    Column("名称", "w"),
    Column("乡镇", "k", choose=True),
    Column("对象类别", "k", choose=True),
    Column("抽查事项", "", choose=True),
    Column("检查日期", "d"),
    Column("检查方式", "k", choose=True),
    Column("检查结果", "s", choose=True),
    Column("处理措施", "w"),
    Column("后续状态", "s", choose=True),
    Column("抽取", "k", choose=True),
)


def result_list(render: Render, index: Index) -> Page:
    """Return the list of periods."""
    progress = {period: figures.progress(index, period) for period in index.periods}
    body = render("results.html", periods=index.periods, progress=progress, chart=figures.outcomes(index))
    return Page(SHELL, SHELL, "抽查结果", {"BODY": body}, description="各抽查期的检查结果。")


def period_pages(render: Render, index: Index, period: str) -> Iterator[Page | tuple[str, bytes]]:
    """Yield the results of one period: its page, every row, and the data script."""
    rows = sorted(index.results_in.get(period, []), key=lambda row: (row.date, row.result_id), reverse=True)
    table = Table(f"{period_words(period)}检查结果", COLUMNS, [_cells(index, row) for row in rows], "results")
    place = bigtable.Place(f"results/{period}-rows", f"results/{period}.html", SHELL, f"{period} 检查结果")
    outcomes = [name for name, _ in Counter(row.outcome for row in rows).most_common()]
    body = render(
        "result.html",
        period=period,
        progress=figures.progress(index, period),
        table=bigtable.part(render, place, table),
        outcomes=outcomes,
        crosses=_crosses(index, rows, outcomes),
        draws=[draw for draw in index.record.draws if draw.period == period],
        chart=figures.funnel(index, period),
    )
    title = f"{period_words(period)}抽查结果"
    yield Page(
        f"results/{period}.html", SHELL, title, {"BODY": body},
        description=f"{period_words(period)}的检查结果，按对象类别、乡镇、事项统计，并逐条列出。",
        published=min((row.published for row in rows if row.published), default=""),
        updated=max((row.published for row in rows), default=""), feed=f"../feeds/{period}.xml",
    )  # fmt: skip
    yield from bigtable.pages(render, place, table)
    script = bigtable.script(place, table)
    if script:
        yield script


def _crosses(
    index: Index, rows: Sequence[ResultRow], outcomes: list[str]
) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    keys: tuple[tuple[str, Callable[[ResultRow], str]], ...] = (
        ("对象类别", lambda row: _of(index, row, "object_class")),
        ("乡镇", lambda row: _of(index, row, "township")),
        ("抽查事项", lambda row: row.item_name),
    )
    return [(title, _cross(rows, key, outcomes)) for title, key in keys]


def _cross(
    rows: Sequence[ResultRow], key: Callable[[ResultRow], str], outcomes: list[str]
) -> list[tuple[str, list[int]]]:
    counts = Counter((key(row), row.outcome) for row in rows)
    names = sorted({name for name, _ in counts})
    return [(name, [counts[name, outcome] for outcome in outcomes]) for name in names]


def _of(index: Index, row: ResultRow, field: str) -> str:
    known: Any = index.objects.get(row.public_id)
    return getattr(known, field) if known else "（未列出）"


def _cells(index: Index, row: ResultRow) -> tuple[Cell, ...]:
    known = index.objects.get(row.public_id)
    return (
        (row.object_name, f"objects/{row.public_id}.html") if known else row.object_name or "（不予公开）",
        known.township if known else "",
        known.object_class if known else "",
        row.item_name,
        row.date,
        row.mode,
        row.outcome,
        row.measure,
        row.followup_state,
        (row.draw_id, f"draws/{row.draw_id}.html") if row.draw_id in index.draws else "非随机",
    )
