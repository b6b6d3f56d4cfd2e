"""From a built folder and the public record to the finished site. Knows nothing of mkdocs.

``stamp_site`` reads every built page as a shell, renders what the record says, and writes the pages, the search data,
the downloads and the feeds into the same folder. The same record and the same shells give the same bytes.
"""

import multiprocessing
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sampler.disclosure.public import ObjectRow
from sampler.failure import SamplerError
from sampler.site import downloads, draws, feeds, ledgers, objects, plans, results, search
from sampler.site.index import Index, load
from sampler.site.output import Folder, add_to_stylesheet, remove_leftovers, sitemap
from sampler.site.page import BASIS, Frame, Page, frame_of, framed, page_slots, site_root, site_slots
from sampler.site.render import Render, renderer
from sampler.site.stamp import Card, Shell, cut
from sampler.site.tables import labels_css

Progress = Callable[[int, int], None]
SLOTS = frozenset({"HEAD", "TITLE", "BUREAU", "BANNER", "FOOTER", "CATALOGUE", "BODY"})
ONCE = ("HEAD", "TITLE", "BUREAU", "BANNER", "FOOTER", "CATALOGUE")
MANY = 2_000
CHUNK = 250
STYLES = (
    ("objects", objects.COLUMNS),
    ("drawn", draws.COLUMNS),
    ("results", results.COLUMNS),
    ("followups", ledgers.FOLLOWUPS),
    ("changes", ledgers.CHANGES),
)


def stamp_site(
    public: Path, built: Path, templates: Path, *, workers: int = 0, progress: Progress | None = None
) -> None:
    """Fill the shells in ``built`` with the public record.

    ``workers`` is the number of processes for the pages of the objects; 0 means one below 2 000 objects, else one for
    each core. They work while this process makes all the rest.
    """
    index = load(public)
    site = _Site(index, renderer(templates), _shells(built))
    folder = Folder(built)
    with _objects(site, folder, workers, progress):
        _rest(site, folder)
    add_to_stylesheet(built, labels_css(STYLES))
    remove_leftovers(built)


def _rest(site: "_Site", folder: Folder) -> None:
    """Write everything but the pages of the objects."""
    index = site.index
    listed: list[tuple[str, str]] = []
    for output in _singles(site):
        if isinstance(output, Page):
            folder.write(output.path, site.stamp(output))
            if output.listed:
                listed.append((output.path, output.updated or output.published or index.record.as_of))
        else:
            folder.write(*output)
    _written_pages(site, folder, listed)
    folder.write_all(search.search_files(index))
    folder.write_all(downloads.files(index))
    folder.write_all(site.feeds.general())
    listed += [
        (f"objects/{row.public_id}.html", row.last_changed or index.record.as_of)
        for row in index.record.objects
    ]
    folder.write_all(sitemap(site_root(index.bureau), sorted(listed)))


class _Site:
    """The record, the templates and the shells, ready to stamp."""

    def __init__(self, index: Index, render: Render, shells: dict[str, Shell]) -> None:
        self.index, self.render = index, render
        self.feeds = feeds.Feeds(index)
        self.frames: dict[Frame, Shell] = {}
        common = site_slots(render, index)
        self.shells = {path: shell.fill(common) for path, shell in shells.items()}

    def stamp(self, page: Page) -> bytes:
        """Return the bytes of one page."""
        frame = frame_of(page)
        if frame not in self.frames:
            self.frames[frame] = framed(self.render, self.index, page, self._shell(page.shell))
        return self.frames[frame].stamp(page_slots(self.index, page)).encode()

    def _shell(self, name: str) -> Shell:
        if name not in self.shells:
            raise SamplerError(f"缺少页面模板 {name}。请检查 site_src 和 mkdocs.yml。")
        return self.shells[name]

    def stamp_objects(self, rows: Sequence[ObjectRow]) -> Iterator[tuple[str, bytes]]:
        """Yield page and feed of each object."""
        for row in rows:
            page = objects.object_page(self.render, self.index, row)
            yield page.path, self.stamp(page)
            yield self.feeds.of_object(row)


def _shells(built: Path) -> dict[str, Shell]:
    shells = {}
    for path in sorted(built.rglob("*.html")):
        name = path.relative_to(built).as_posix()
        shells[name] = cut(path.read_text(encoding="utf-8"))
        _check_slots(name, shells[name])
    if "objects/index.html" not in shells:
        raise SamplerError(f"{built} 里没有站点的页面。请先运行 mkdocs build，再填入数据。")
    return shells


def _check_slots(name: str, shell: Shell) -> None:
    unknown = sorted(set(shell.slots) - SLOTS)
    if unknown:
        raise SamplerError(
            f"{name} 里有不认识的插槽 {'、'.join(unknown)}。可用的插槽：{'、'.join(sorted(SLOTS))}。"
        )
    wrong = [slot for slot in ONCE if shell.slots.count(slot) != 1]
    if wrong:
        raise SamplerError(
            f"{name} 里的插槽 {'、'.join(wrong)} 应当各出现一次。主题可能变了，请检查 templates/theme。"
        )


def _singles(site: _Site) -> Iterator[Page | tuple[str, bytes]]:
    """Yield everything but the pages of the objects."""
    render, index = site.render, site.index
    yield ledgers.home_page(render, index)
    yield from plans.plan_pages(render, index)
    yield plans.item_page(render, index)
    yield plans.rules_page(render, index)
    yield from draws.draw_pages(render, index)
    yield from results.result_pages(render, index)
    yield from ledgers.followup_pages(render, index)
    yield from ledgers.change_pages(render, index)
    yield ledgers.withheld_page(render, index)
    yield ledgers.statistics_page(render, index)
    yield downloads.data_page(render, index)
    yield from objects.register(render, index)
    yield from objects.withdrawn_pages(render, index)


def _written_pages(site: _Site, folder: Folder, listed: list[tuple[str, str]]) -> None:
    """Stamp the pages people wrote: only the common slots."""
    for name, shell in sorted(site.shells.items()):
        if name in folder.written:
            continue
        page = _written_page(site, name, shell.card)
        content = site.stamp(page)
        if name == "404.html":
            content = _absolute(content, site_root(site.index.bureau))
        folder.write(name, content)
        if page.listed:
            listed.append((name, page.updated or page.published or site.index.record.as_of))


def _written_page(site: _Site, name: str, card: Card) -> Page:
    slots = {"BODY": ""} if "BODY" in site.shells[name].slots else {}
    return Page(
        name, name, card.title or "没有找到这个页面", slots, card.description,
        card.published, card.updated or card.published or site.index.first_day, listed=name != "404.html", basis=card.basis or BASIS,
    )  # fmt: skip


def _absolute(content: bytes, root: str) -> bytes:
    """Return the page of missing addresses with links that hold at any depth."""
    path = "/" + root.split("://", 1)[-1].partition("/")[2]
    return re.sub(rb'(href|src|action|data-root)="/', rb'\1="' + path.encode(), content)


@contextmanager
def _objects(site: _Site, folder: Folder, workers: int, progress: Progress | None) -> Iterator[None]:
    """Make the pages of the objects: beside what the caller does where processes can be forked, else after it."""
    rows = site.index.record.objects
    chunks = [rows[n : n + CHUNK] for n in range(0, len(rows), CHUNK)]
    count = workers or (os.cpu_count() or 1 if len(rows) >= MANY else 1)
    tell = progress or _silent
    if count > 1 and "fork" in multiprocessing.get_all_start_methods():
        with _forked(site, folder, chunks, count) as done:
            yield
            _count(done, len(rows), tell)
    else:
        yield
        _count((_write(site, folder, chunk) for chunk in chunks), len(rows), tell)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def _count(done: Iterable[int], total: int, tell: Progress) -> None:
    finished = 0
    for number in done:
        finished += number
        tell(finished, total)


def _write(site: _Site, folder: Folder, rows: Sequence[ObjectRow]) -> int:
    folder.write_all(site.stamp_objects(rows))
    return len(rows)


_FORKED: list[tuple[_Site, Folder, list[tuple[ObjectRow, ...]]]] = []
"""What the forked workers inherit; nothing is copied or pickled."""


@contextmanager
def _forked(
    site: _Site, folder: Folder, chunks: list[tuple[ObjectRow, ...]], count: int
) -> Iterator[Iterable[int]]:
    _FORKED.append((site, folder, chunks))
    try:
        with multiprocessing.get_context("fork").Pool(count) as pool:
            yield pool.imap_unordered(_write_chunk, range(len(chunks)))
    finally:
        _FORKED.pop()


def _write_chunk(number: int) -> int:
    site, folder, chunks = _FORKED[-1]
    return _write(site, folder, chunks[number])
