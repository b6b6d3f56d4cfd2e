"""From a built folder and the public record to the finished site. Knows nothing of mkdocs.

``stamp_site`` reads every built page as a shell, renders what the record says, and writes the pages, the search data,
the downloads and the feeds into the same folder. The same record and the same shells give the same bytes, however many
processes share the work.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sampler.disclosure.public import TABLES, PublicTable
from sampler.site import downloads, draws, former, ledgers, objects, plans, results, search
from sampler.site.index import Index, load
from sampler.site.output import Folder, add_to_stylesheet, remove_leftovers, sitemap, twice
from sampler.site.page import Page, emblem, site_root
from sampler.site.render import renderer
from sampler.site.stamper import Stamper
from sampler.site.tables import labels_css
from sampler.site.work import Beside, answers

Progress = Callable[[int, int], None]
Output = Page | tuple[str, bytes]
MANY = 2_000
CHUNK = 250
STYLES = (
    ("objects", objects.COLUMNS),
    ("drawn", draws.COLUMNS),
    ("results", results.COLUMNS),
    ("followups", ledgers.FOLLOWUPS),
    ("changes", ledgers.CHANGES),
)


@dataclass(frozen=True, slots=True)
class Made:
    """What one piece of the work wrote, as far as the others must know."""

    objects: int = 0
    """Number of objects whose pages it made."""

    pages: tuple[str, ...] = ()
    """Paths of its pages that stand where a shell stood."""

    listed: tuple[tuple[str, str], ...] = ()
    """Path and date of its pages, for the sitemap; those of the objects are known anyway."""

    resource: tuple[tuple[str, downloads.Resource], ...] = ()
    """What the data package says of the table it made, by the name of the table."""


Piece = Callable[[], Made]


def stamp_site(
    public: Path,
    built: Path,
    templates: Path,
    *,
    workers: int = 0,
    progress: Progress | None = None,
    arriving: Beside | None = None,
) -> None:
    """Fill the shells in ``built`` with the public record.

    ``workers`` is the number of processes; 0 means one below 2 000 objects, else one for each core. ``arriving`` is
    the making of the shells, where it still goes on: until it has ended, the downloads are made.
    """
    index = load(public)
    processes = _processes(index, workers)
    site, folder = Stamper(index, renderer(templates, ahead=processes > 1)), Folder(built)
    tables, made = _table_pieces(index, folder), []
    while arriving and tables and not arriving.ready():
        made.append(tables.pop(0)())
    if arriving:
        arriving.wait()
    site.take(built)
    folder.replaced = frozenset({*site.shells, "sitemap.xml", "sitemap.xml.gz"})
    pieces = [
        *tables,
        *_data_pieces(site, folder),
        *_page_pieces(site, folder),
        *_object_pieces(site, folder),
    ]
    made += _counted(answers(pieces, processes), len(index.record.objects), progress)
    _finish(site, folder, made)
    add_to_stylesheet(built, labels_css(STYLES))
    remove_leftovers(built)


def _processes(index: Index, workers: int) -> int:
    return workers or (os.cpu_count() or 1 if len(index.record.objects) >= MANY else 1)


def _counted(made: Iterable[Made], total: int, progress: Progress | None) -> Iterator[Made]:
    finished = 0
    for part in made:
        finished += part.objects
        if progress and part.objects:
            progress(finished, total)
        yield part


def _table_pieces(index: Index, folder: Folder) -> list[Piece]:
    """Return the pieces that make the downloads, the long ones first. They need no shell."""

    def period_piece(period: str) -> Made:
        downloads.write_period(index, period, folder.stream)
        return Made()

    def piece(table: PublicTable) -> Made:
        return Made(resource=((table.name, downloads.write_table(index, table, folder.stream)),))

    tables = sorted(TABLES, key=lambda table: -len(index.record.rows(table.name)))
    periods: list[Piece] = [partial(period_piece, period) for period in index.periods]
    return [*(partial(piece, table) for table in tables), *periods]


def _data_pieces(site: Stamper, folder: Folder) -> list[Piece]:
    """Return the pieces that make the search data and the general feeds."""

    def piece(make: Callable[[], Iterable[tuple[str, bytes]]]) -> Made:
        folder.write_all(make())
        return Made()

    return [partial(piece, partial(search.search_files, site.index)), partial(piece, site.feeds.general)]


def _page_pieces(site: Stamper, folder: Folder) -> list[Piece]:
    """Return the pieces that make the pages of data, but for those of the objects; the long ones first."""
    render, index = site.render, site.index
    makers: list[Callable[[], Iterable[Output]]] = [
        partial(objects.register, render, index),
        partial(former.former_pages, render, index),
        *(partial(results.period_pages, render, index, period) for period in index.periods),
        *(partial(draws.draw_pages, render, index, draw) for draw in index.record.draws),
        partial(ledgers.followup_pages, render, index),
        partial(ledgers.change_pages, render, index),
        partial(_small_pages, site),
    ]
    return [partial(_write_pages, site, folder, make) for make in makers]


def _small_pages(site: Stamper) -> Iterator[Output]:
    render, index = site.render, site.index
    yield ledgers.home_page(render, index)
    yield from plans.plan_pages(render, index)
    yield plans.item_page(render, index)
    yield plans.rules_page(render, index)
    yield draws.draw_list(render, index)
    yield from draws.protocol_files(index)
    yield results.result_list(render, index)
    yield ledgers.withheld_page(render, index)
    yield ledgers.statistics_page(render, index)
    yield downloads.data_page(render, index)
    yield from objects.withdrawn_pages(render, index)
    if emblem(index):
        yield emblem(index), index.record.files[emblem(index).removeprefix("assets/")]


def _write_pages(site: Stamper, folder: Folder, make: Callable[[], Iterable[Output]]) -> Made:
    pages, listed = [], []
    for output in make():
        if not isinstance(output, Page):
            folder.write(*output)
            continue
        folder.write(output.path, site.stamp(output))
        if output.path in folder.replaced:
            pages.append(output.path)
        if output.listed:
            listed.append((output.path, output.updated or output.published or site.index.record.as_of))
    return Made(pages=tuple(pages), listed=tuple(listed))


def _object_pieces(site: Stamper, folder: Folder) -> list[Piece]:
    rows = site.index.record.objects

    def piece(start: int) -> Made:
        chunk = rows[start : start + CHUNK]
        folder.write_all(site.stamp_objects(chunk))
        return Made(objects=len(chunk))

    return [partial(piece, start) for start in range(0, len(rows), CHUNK)]


def _finish(site: Stamper, folder: Folder, made: list[Made]) -> None:
    """Write what needs to know all the rest: the pages people wrote, the data package, the sitemap."""
    taken = Counter(path for part in made for path in part.pages)
    for path, times in taken.items():
        if times > 1:
            raise twice(path)
    as_of = site.index.record.as_of
    listed = [entry for part in made for entry in part.listed]
    for name in sorted(set(site.shells) - set(taken)):
        page, content = site.written_page(name)
        folder.write(name, content)
        if page.listed:
            listed.append((name, page.updated or page.published or as_of))
    resources = dict(pair for part in made for pair in part.resource)
    folder.write_all(downloads.package_files(site.index, resources))
    listed += [
        (f"objects/{row.public_id}.html", row.last_changed or as_of) for row in site.index.record.objects
    ]
    folder.write_all(sitemap(site_root(site.index.bureau), sorted(listed)))
