"""A big table in its places: the part for the page, the static pages, and the data script."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from sampler.site.page import Page
from sampler.site.render import Render
from sampler.site.tables import FIRST_ROWS, PAGE_ROWS, Table, body_html, choices, coded, head_html, table_id

NEAR = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a big table lives."""

    name: str
    """Stem of its files, such as ``results/2025Q1``."""

    home: str
    """Page that shows it."""

    shell: str
    """Shell of its static pages."""

    title: str
    """Title of its static pages."""

    @property
    def root(self) -> str:
        """Return the way back to the top folder."""
        return "../" * self.name.count("/")


def part(render: Render, place: Place, table: Table) -> Markup:
    """Return the table as it stands in its page: the first rows, with what the script needs to know."""
    more = len(table.rows) > FIRST_ROWS
    return Markup(  # noqa: S704  # rendered by our own autoescaped template
        render(
            "parts/table.html",
            t=table,
            name=table_id(place.name),
            src=f"{place.name.rsplit('/', 1)[-1]}.js" if more else "",
            first=FIRST_ROWS,
            root=place.root,
            choices=json.dumps(choices(table), ensure_ascii=False) if more else "[]",
            pages=_names(place, table) if more else [],
            head=Markup(head_html(table)),  # noqa: S704  # escaped cell by cell
            body=Markup(body_html(table, table.rows[:FIRST_ROWS], place.root)),  # noqa: S704  # escaped cell by cell
        )
    )


def pages(render: Render, place: Place, table: Table) -> Iterator[Page]:
    """Yield the static pages of all rows; none when the first rows are all there is."""
    if len(table.rows) > FIRST_ROWS:
        names = _names(place, table)
        for number in range(1, len(names) + 1):
            title = f"{place.title}（第 {number} 页）"
            yield _static(render, place, table, names, number, title=title, listed=False)


def _static(
    render: Render, place: Place, table: Table, names: list[str], number: int, *, title: str, listed: bool
) -> Page:
    """Return one of the static pages ``names``; they lie beside each other."""
    rows = table.rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    body = render(
        "parts/table-page.html",
        title=title,
        t=table,
        number=number,
        count=len(names),
        near=near(number, names),
        home=place.home.rsplit("/", 1)[-1],
        head=Markup(head_html(table)),  # noqa: S704  # escaped cell by cell
        body=Markup(body_html(table, rows, place.root)),  # noqa: S704  # escaped cell by cell
    )
    folder = place.name.rpartition("/")[0]
    path = f"{folder}/{names[number - 1]}" if folder else names[number - 1]
    return Page(path, place.shell, title, {"BODY": body}, listed=listed)


def script(place: Place, table: Table) -> tuple[str, bytes] | None:
    """Return path and bytes of the data script; None when the first rows are all there is."""
    if len(table.rows) <= FIRST_ROWS:
        return None
    return f"{place.name}.js", coded(table_id(place.name), table)


def _names(place: Place, table: Table) -> list[str]:
    stem = place.name.rsplit("/", 1)[-1]
    return [f"{stem}-{number}.html" for number in range(1, table.pages() + 1)]


def near(number: int, names: list[str]) -> list[tuple[int, str]]:
    """Return the pages that page ``number`` links to, with their numbers; 0 stands for those left out.

    >>> [n for n, _ in near(7, [f"{n}.html" for n in range(1, 21)])]
    [1, 0, 4, 5, 6, 7, 8, 9, 10, 0, 20]
    """
    first, last = max(1, number - NEAR), min(len(names), number + NEAR)
    shown = [(n, names[n - 1]) for n in range(first, last + 1)]
    before = [(1, names[0])] if first > 1 else []
    after = [(len(names), names[-1])] if last < len(names) else []
    gap = [(0, "")]
    return before + gap * (first > 2) + shown + gap * (last < len(names) - 1) + after


def plain_pages(render: Render, place: Place, table: Table) -> Iterator[Page]:
    """Yield a list as static pages only: ``stem.html``, ``stem-2.html`` and so on."""
    stem = place.name.rsplit("/", 1)[-1]
    names = [f"{stem}.html"] + [f"{stem}-{number}.html" for number in range(2, table.pages() + 1)]
    for number in range(1, len(names) + 1):
        title = place.title if len(names) == 1 else f"{place.title}（第 {number} 页）"
        yield _static(render, place, table, names, number, title=title, listed=number == 1)
