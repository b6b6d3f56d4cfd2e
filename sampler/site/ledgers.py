"""The pages that keep account: home of the quarter, follow-ups, corrections, withheld counts, changes, statistics."""

from collections.abc import Iterator

from sampler.disclosure.public import TABLES, DrawRow, columns_of
from sampler.site import bigtable, figures
from sampler.site.index import Index
from sampler.site.news import news
from sampler.site.page import Page
from sampler.site.render import Render
from sampler.site.tables import Cell, Column, Table
from sampler.site.wording import period_words

FOLLOWUPS = (
    Column("日期", "d"),
    Column("名称", "w"),
    Column("事项"),
    Column("类型", "k", choose=True),
    Column("状态", "s", choose=True),
    Column("期限", "d"),
    Column("办结日期", "d"),
    Column("文书号"),
    Column("说明", "w"),
)
CHANGES = (
    Column("日期", "d"),
    Column("数据表", "k", choose=True),
    Column("变动", "k", choose=True),
    Column("编号"),
    Column("名称", "w"),
    Column("字段", "k", choose=True),
    Column("变动前"),
    Column("变动后"),
)
TABLE_TITLES = {table.name: table.title for table in TABLES}
DIMENSIONS = {"total": "合计", "object_class": "按对象类别", "township": "按乡镇", "item_id": "按抽查事项"}
FIELD_TITLES = {
    (table.name, column.key): column.title for table in TABLES for column in columns_of(table.row)
}


def home_page(render: Render, index: Index) -> Page:
    """Return the home of the quarter: what was drawn, visited and found, what is late, what comes next."""
    period = index.period
    late = [row for row in index.record.drawn if figures.standing(index, row) == "逾期"]
    late_draws = sorted({row.draw_id for row in late})
    body = render(
        "home.html",
        period=period,
        progress=figures.progress(index, period),
        picture=figures.funnel(index, period),
        draws=[row for row in index.record.draws if row.period == period],
        late=[(draw_id, sum(row.draw_id == draw_id for row in late)) for draw_id in late_draws],
        next_dates=[row for row in index.record.next_dates if row.date >= index.record.as_of][:8],
        news=news(index, 8),
        targets=index.record.targets,
        record=index.record,
        index=index,
        titles=TABLE_TITLES,
        fields=FIELD_TITLES,
    )
    name = index.bureau["name"]
    title = f"{period_words(period)}抽查情况" if period else "双随机、一公开"
    return Page(
        "index.html", "index.html", title, {"BODY": body}, updated=index.record.as_of, feed="feeds/all.xml",
        description=f"{name}“双随机、一公开”：抽查计划、抽取记录、检查结果和后续处理，任何人都可以查、可以验证。",
    )  # fmt: skip


def followup_pages(render: Render, index: Index) -> Iterator[Page | tuple[str, bytes]]:
    """Yield follow-ups and corrections."""
    rows = sorted(index.record.followups, key=lambda row: (row.date, row.followup_id), reverse=True)
    cells: list[tuple[Cell, ...]] = [
        (
            row.date,
            (row.object_name, f"objects/{row.public_id}.html") if row.public_id in index.objects else row.object_name,
            index.items[row.item_id].name if row.item_id in index.items else row.item_id,
            row.kind, row.state, row.deadline, row.closed, row.document, row.note,
        )
        for row in rows
    ]  # fmt: skip
    table = Table("后续处理", FOLLOWUPS, cells, "followups")
    place = bigtable.Place("followups-rows", "followups.html", "followups.html", "后续处理")
    corrections = sorted(
        index.record.corrections, key=lambda row: (row.date, row.correction_id), reverse=True
    )
    body = render(
        "followups.html",
        table=bigtable.part(render, place, table),
        corrections=corrections,
        index=index,
        overdue=sorted(
            (r for r in rows if r.state == "办理中" and "" < r.deadline < index.record.as_of),
            key=lambda r: r.deadline,
        ),
    )
    yield from _with_table(render, place, table, Page(
        "followups.html", "followups.html", "后续处理与更正", {"BODY": body}, feed="feeds/all.xml",
        description="检查发现问题以后怎样处理、办到哪一步，以及公开以后更正过的内容。",
    ))  # fmt: skip


def change_pages(render: Render, index: Index) -> Iterator[Page | tuple[str, bytes]]:
    """Yield the change record."""
    rows = sorted(
        index.record.changes, key=lambda row: (row.date, row.table, row.target, row.field), reverse=True
    )
    cells: list[tuple[Cell, ...]] = [
        (
            row.date,
            TABLE_TITLES.get(row.table, row.table),
            row.action,
            (row.target, f"objects/{row.target}.html") if row.target in index.objects else row.target,
            row.name,
            FIELD_TITLES.get((row.table, row.field), row.field),
            row.old,
            row.new,
        )
        for row in rows
    ]
    table = Table("变更记录", CHANGES, cells, "changes")
    place = bigtable.Place("changes-rows", "changes.html", "changes.html", "变更记录")
    body = render(
        "changes.html",
        table=bigtable.part(render, place, table),
        tombstones=index.record.tombstones,
        notices=index.record.notices,
    )
    yield from _with_table(render, place, table, Page(
        "changes.html", "changes.html", "变更记录", {"BODY": body}, feed="feeds/all.xml",
        description="公开数据的每一次新增、更正、退出和撤下。",
    ))  # fmt: skip


def _with_table(
    render: Render, place: bigtable.Place, table: Table, page: Page
) -> Iterator[Page | tuple[str, bytes]]:
    yield page
    yield from bigtable.pages(render, place, table)
    script = bigtable.script(place, table)
    if script:
        yield script


def withheld_page(render: Render, index: Index) -> Page:
    """Return what is withheld, as counts with grounds."""
    body = render("withheld.html", rows=index.record.withheld, titles=TABLE_TITLES)
    return Page(
        "withheld.html", "withheld.html", "不予公开统计", {"BODY": body},
        description="依法不予公开的内容有多少、依据什么。",
    )  # fmt: skip


def statistics_page(render: Render, index: Index) -> Page:
    """Return the pictures and every counted number."""
    drawings = [
        figures.funnel(index, index.period),
        figures.outcomes(index),
        *(figures.coverage(index, row.draw_id) for row in _newest_draws(index)),
        figures.visits_per_object(index),
        figures.expected(index),
    ]
    topics: dict[tuple[str, str], list[object]] = {}
    for row in index.record.statistics:
        dimension = DIMENSIONS.get(row.dimension) or FIELD_TITLES.get(
            (row.topic, row.dimension), row.dimension
        )
        topics.setdefault((TABLE_TITLES.get(row.topic, row.topic), dimension), []).append(row)
    body = render("statistics.html", drawings=drawings, topics=topics, targets=index.record.targets)
    return Page(
        "statistics.html", "statistics.html", "统计", {"BODY": body},
        description="抽查覆盖、进度、结果和检查频次的统计，全部由公开数据计算。",
    )  # fmt: skip


def _newest_draws(index: Index) -> list[DrawRow]:
    rows = [row for row in index.record.draws if row.seed and index.strata.get(row.draw_id)]
    return sorted(rows, key=lambda row: row.draw_id, reverse=True)[:4]
