"""The pages that say what was promised: the yearly plan with its changes, the item list, the rules and their sums."""

from collections.abc import Iterator

from sampler.disclosure.public import PlanRow
from sampler.site import figures
from sampler.site.index import Index
from sampler.site.page import Page
from sampler.site.render import Render

SHELL = "plan/index.html"


def plan_pages(render: Render, index: Index) -> Iterator[Page]:
    """Yield the plan of each year, and the newest once more as the first page of the folder."""
    years: dict[str, list[PlanRow]] = {}
    for row in index.record.plan:
        years.setdefault(row.year, []).append(row)
    begun = [year for year in years if year <= index.record.as_of[:4]]
    newest = max(begun or years, default="")
    for year, rows in sorted(years.items()):
        yield _plan(render, index, f"plan/{year}.html", rows, years=sorted(years))
    yield _plan(render, index, SHELL, years.get(newest, []), years=sorted(years))


def _plan(render: Render, index: Index, path: str, rows: list[PlanRow], *, years: list[str]) -> Page:
    year = rows[0].year if rows else ""
    title = f"{year}年度抽查计划" if year else "年度抽查计划"
    changes = [change for row in rows for change in index.plan_changes.get(row.task_id, [])]
    by_field = {
        (change.task_id, change.field): change
        for change in sorted(changes, key=lambda c: (c.date, c.change_id))
    }
    targets = [row for row in index.record.targets if row.year == year]
    body = render(
        "plan.html", title=title, year=year, years=years, rows=rows, changes=changes, by_field=by_field, index=index,
        targets=targets,
    )  # fmt: skip
    published = min((row.published for row in rows if row.published), default="")
    updated = max((change.published or change.date for change in changes), default=published)
    return Page(
        path, SHELL, title, {"BODY": body}, description=f"{title}：每项抽查任务的时间、比例、事项、范围和变更。",
        published=published, updated=updated, feed="../feeds/plan.xml",
    )  # fmt: skip


def item_page(render: Render, index: Index) -> Page:
    """Return the item list with its legal bases."""
    rows = sorted(index.record.items, key=lambda row: (row.seq is None, row.seq or 0, row.item_id))
    categories: dict[str, list[object]] = {}
    for row in rows:
        categories.setdefault(row.category, []).append(row)
    tasks = {row.item_id: [task for task in index.record.plan if row.item_id in task.items] for row in rows}
    body = render("items.html", rows=rows, categories=categories, tasks=tasks, as_of=index.record.as_of)
    published = min((row.valid_from for row in rows if row.valid_from), default="")
    return Page(
        "items.html", "items.html", "随机抽查事项清单", {"BODY": body}, published=published,
        description="可以抽查的全部事项，每一项的检查依据、方式、主体和要点。",
    )  # fmt: skip


def rules_page(render: Render, index: Index) -> Page:
    """Return the rules in words and the sums of every quota."""
    draws = sorted(
        (d for d in index.record.draws if index.strata.get(d.draw_id)), key=lambda d: d.draw_id, reverse=True
    )
    newest = next((row.draw_id for row in draws if row.seed), "")
    body = render(
        "rules.html",
        policies=sorted(index.record.policies.items(), reverse=True),
        draws=draws,
        index=index,
        targets=index.record.targets,
        chart=figures.coverage(index, newest),
    )
    return Page(
        "rules.html", "rules.html", "抽查规则与应抽数", {"BODY": body},
        description="对象怎样分类、每类抽多少、应抽数怎样算出来。",
    )  # fmt: skip
