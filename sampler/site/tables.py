"""Big tables: the first rows as HTML, all rows as static pages and as a dictionary-coded script.

A reader without JavaScript pages through static pages of 200 rows. With it, ``table.js`` fetches the coded script on
the first use of a filter, a sort or the pager, and never before. A cell is a text, or a text with an address
relative to the top folder of the site.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sampler.site.display import anchor, clip, tone
from sampler.site.page import escape

FIRST_ROWS = 50
PAGE_ROWS = 200
MOST_CHOICES = 80

Cell = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on a page."""

    title: str
    """Header, in Chinese."""

    kind: str = ""
    """``n`` number, ``d`` date, ``k`` short word kept on one line, ``w`` wide text, ``s`` state, or plain."""

    choose: bool = False
    """True offers the column's values as a filter."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table and all its rows."""

    caption: str
    """What the table shows; read out by screen readers."""

    columns: tuple[Column, ...]
    """Its columns; the first one heads its row."""

    rows: Sequence[Sequence[Cell]] = field(default_factory=tuple)
    """Its rows, in the order they are shown."""

    style: str = ""
    """Class that tells the stylesheet its columns, for narrow screens."""

    def pages(self) -> int:
        """Return how many static pages hold all rows."""
        return -(-len(self.rows) // PAGE_ROWS)


def head_html(table: Table) -> str:
    """Return the header row."""
    cells = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    return f"<thead><tr>{cells}</tr></thead>"


def body_html(table: Table, rows: Sequence[Sequence[Cell]], root: str) -> str:
    """Return the body with ``rows``; each row is headed by its first cell."""
    makers = _makers(table.columns, root)
    made = (
        [map(maker.__getitem__, cells) for maker, cells in zip(makers, zip(*rows, strict=True), strict=True)]
        if rows
        else []
    )
    lines = list(map("".join, zip(*made, strict=True)))
    return "<tbody><tr>" + "</tr>\n<tr>".join(lines) + "</tr></tbody>" if lines else "<tbody></tbody>"


@functools.lru_cache(maxsize=2)
def _makers(columns: tuple[Column, ...], root: str) -> list["_Maker"]:
    """Return the makers of a table's columns; kept while its static pages are made, one after the other."""
    return [_Maker(column, root, first=place == 0) for place, column in enumerate(columns)]


class _Maker(dict[Cell, str]):
    """Makes the cells of one column as HTML; equal values are made once."""

    def __init__(self, column: Column, root: str, *, first: bool) -> None:
        self.column, self.root = column, root
        self.tag = "th" if first else "td"
        mark = f' class="{column.kind}"' if column.kind and column.kind != "s" else ""
        scope = ' scope="row"' if first else ""
        self.open = f"<{self.tag}{scope}{mark}>"

    def __missing__(self, cell: Cell) -> str:
        """Make a cell and keep it."""
        made = self[cell] = f"{self.open}{_inner(cell, self.column.kind, self.root)}</{self.tag}>"
        return made


def _inner(cell: Cell, kind: str, root: str) -> str:
    text, href = (cell, "") if isinstance(cell, str) else cell
    shown = escape(clip(text))
    if href:
        return f'<a href="{root}{escape(href)}">{shown}</a>'
    if kind == "s" and text:
        return f'<span class="state {tone(text)}">{shown}</span>'
    return shown


def choices(table: Table) -> list[list[object]]:
    """Return the filters: column number, title, and its values in order of frequency."""
    found: list[list[object]] = []
    for place, column in enumerate(table.columns):
        if column.choose:
            cells = {row[place] for row in table.rows}
            distinct = sorted({_text(cell) for cell in cells} - {""})
            if 1 < len(distinct) <= MOST_CHOICES:
                found.append([place, column.title, distinct])
    return found


def coded(name: str, table: Table) -> bytes:
    """Return all rows as a script: per column its distinct values, and the number of the value in each row.

    A script and not JSON, because a page opened from a disk may load scripts and nothing else.
    """
    columns = [_coded_column([row[place] for row in table.rows]) for place in range(len(table.columns))]
    kinds = [[column.title, column.kind] for column in table.columns]
    data = {
        "columns": kinds,
        "rows": len(table.rows),
        "values": [v for v, _ in columns],
        "cells": [c for _, c in columns],
        "tones": _tones(table),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"samplerTable({json.dumps(name)},{text});\n".encode()


def _tones(table: Table) -> dict[str, str]:
    places = [place for place, column in enumerate(table.columns) if column.kind == "s"]
    words = {_text(cell) for place in places for cell in {row[place] for row in table.rows}}
    return {word: tone(word) for word in sorted(words) if tone(word)}


def _coded_column(cells: Sequence[Cell]) -> tuple[list[object], list[int]]:
    places = {cell: place for place, cell in enumerate(dict.fromkeys(cells))}
    numbers = list(map(places.__getitem__, cells))
    return [cell if isinstance(cell, str) else list(cell) for cell in places], numbers


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell[0]


def table_id(name: str) -> str:
    """Return the element id of a table called by its data file."""
    return "t-" + anchor(name)


def labels_css(columns_of_style: Sequence[tuple[str, Sequence[Column]]]) -> str:
    """Return the rules that name each cell of the big tables on a narrow screen.

    Said once in the stylesheet and not in every cell: that is a third of the bytes of a page of rows.
    """
    rules = [
        f'.md-typeset table.t-{style} tbody tr > :nth-child({place})::before {{ content: "{column.title}"; }}'
        for style, columns in columns_of_style
        for place, column in enumerate(columns, start=1)
    ]
    every = ", ".join(f".md-typeset table.t-{style} tbody tr > *::before" for style, _ in columns_of_style)
    body = "\n  ".join([f"{every} {{ color: var(--soft); font-weight: 400; }}", *rules])
    return f"\n@media (max-width: 44.9em) {{\n  {body}\n}}\n"
