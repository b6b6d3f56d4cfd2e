"""The pages of the objects: one each at a permanent address, the register, and lists by township and initial."""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from sampler.disclosure.public import ObjectRow, TombstoneRow
from sampler.site import bigtable, initials
from sampler.site.display import anchor, clip
from sampler.site.former import former_names
from sampler.site.index import Index
from sampler.site.objectparts import ObjectParts
from sampler.site.page import Page
from sampler.site.render import Render
from sampler.site.tables import Cell, Column, Table

SHELL = "objects/index.html"
Cells = tuple[Cell, ...]
COLUMNS = (
    Column("名称", "w"),
    Column("乡镇", "k", choose=True),
    Column("对象类别", "k", choose=True),
    Column("行业", choose=True),
    Column("状态", "s", choose=True),
    Column("本年检查", "n"),
    Column("年度上限", "n"),
    Column("公开编号", "k"),
)


def object_page(parts: ObjectParts, row: ObjectRow) -> Page:
    """Return the page of one object."""
    return Page(
        f"objects/{row.public_id}.html",
        SHELL,
        row.name,
        {"BODY": parts.body(row)},
        description=f"{row.name}（{row.township}）的“双随机、一公开”检查情况：抽取、检查结果和后续处理。",
        published=row.first_published,
        updated=row.last_changed,
        feed=f"../feeds/objects/{row.public_id}.xml",
    )


def withdrawn_pages(render: Render, index: Index) -> Iterator[Page]:
    """Yield a page at each address whose object was taken down, saying when and on what ground."""
    for row in index.record.tombstones:
        if row.family == "检查对象" and row.public_id not in index.objects:
            yield _withdrawn(render, row)


def _withdrawn(render: Render, row: TombstoneRow) -> Page:
    path = f"objects/{row.public_id}.html"
    title = f"{row.public_id} 已撤下"
    body = render("withdrawn.html", row=row, title=title)
    return Page(path, SHELL, title, {"BODY": body}, published=row.date, listed=False, withdrawn=True)


def register(render: Render, index: Index) -> Iterator[Page | tuple[str, bytes]]:
    """Yield the register: its page, its static pages, its data script, and the lists by township and initial."""
    table = object_table("检查对象名录", index.record.objects)
    place = bigtable.Place("objects/all", SHELL, SHELL, "检查对象名录")
    townships = _groups(index.record.objects, attrgetter("township"))
    letters = _letters(index)
    body = render(
        "objects.html",
        table=bigtable.part(render, place, table),
        total=len(index.record.objects),
        townships=[
            (name, _list_path("township", number), len(rows))
            for number, (name, rows) in enumerate(townships, 1)
        ],
        letters=[(name, _list_path("initial", name), len(rows)) for name, rows in letters],
    )
    yield Page(SHELL, SHELL, "检查对象名录", {"BODY": body}, description="本局可以公开的全部检查对象。")
    yield from bigtable.pages(render, place, table)
    script = bigtable.script(place, table)
    if script:
        yield script
    for number, (name, rows) in enumerate(townships, 1):
        title = f"{name or '未填写乡镇'}的检查对象"
        yield from _listing(render, _list_path("township", number), object_table(title, rows))
    for name, cells in letters:
        table = Table(f"名称首字母 {name} 的检查对象", COLUMNS, cells, "objects")
        yield from _listing(render, _list_path("initial", name), table)


def object_table(caption: str, rows: Sequence[ObjectRow]) -> Table:
    """Return objects as a table."""
    return Table(caption, COLUMNS, [_cells(row) for row in rows], "objects")


def _letters(index: Index) -> list[tuple[str, list[Cells]]]:
    """Return what is listed under each initial: the objects, then the former names that begin so."""
    groups: dict[str, list[Cells]] = {}
    for row in index.record.objects:
        groups.setdefault(initials.initial(row.name, row.township), []).append(_cells(row))
    for former in former_names(index):
        row = former.bearers[0]
        first = (f"{clip(former.name)}（曾用名）", former.path)
        groups.setdefault(initials.initial(former.name, row.township), []).append((first, *_cells(row)[1:]))
    return sorted(groups.items())


def _cells(row: ObjectRow) -> Cells:
    return (
        (row.name, f"objects/{row.public_id}.html"),
        row.township,
        row.object_class,
        row.industry,
        row.status,
        str(row.visits_this_year),
        "" if row.cap is None else str(row.cap),
        row.public_id,
    )


def _groups(rows: Sequence[ObjectRow], key: Callable[[ObjectRow], str]) -> list[tuple[str, list[ObjectRow]]]:
    groups: dict[str, list[ObjectRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return sorted(groups.items())


def _list_path(kind: str, name: object) -> str:
    return f"{kind}-{anchor(str(name)) if name != '#' else 'other'}"


def _listing(render: Render, stem: str, table: Table) -> Iterator[Page]:
    """Yield the static pages of one list of objects."""
    place = bigtable.Place(f"objects/{stem}", SHELL, SHELL, table.caption)
    yield from bigtable.plain_pages(render, place, table)
