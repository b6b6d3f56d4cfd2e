"""The search data: what the browser needs to find an object by any part of its name, former name, code, id or township.

Up to 30 000 objects: one script ``names.js`` of plain lines in which the browser looks for the substring. Beyond, the
data is cut up (:mod:`sampler.site.grams`, :mod:`sampler.site.cutfacets`), so that a query fetches what it needs. Both are scripts, because a page opened
from a disk may load nothing else. ``facets.js`` holds what the search page filters by.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence

from sampler.disclosure.public import ObjectRow
from sampler.site import grams
from sampler.site.cutfacets import CutFacets
from sampler.site.index import Index

WHOLE = 30_000


def fold(text: str) -> str:
    r"""Return ``text`` the way it is compared: full width as half width, lower case as upper case.

    >>> fold("hb-\uff11甲")
    'HB-1甲'
    """
    return unicodedata.normalize("NFKC", text).upper()


def search_files(index: Index, *, whole: int = WHOLE) -> Iterator[tuple[str, bytes]]:
    """Yield the search scripts; cut up when there are more than ``whole`` objects."""
    rows = index.record.objects
    townships = sorted({row.township for row in rows})
    classes = sorted({row.object_class for row in rows})
    if len(rows) <= whole:
        yield "assets/search/names.js", _names(rows, townships, classes)
        yield "assets/search/facets.js", _facets(index)
    else:
        facets = CutFacets(index, [rows[n] for n in grams.order_of(rows)])
        lines = [line_of(row, townships, classes) for row in rows]
        yield from grams.files(lines, rows, townships, classes, facets.head())
        yield from facets.files()


def line_of(row: ObjectRow, townships: Sequence[str], classes: Sequence[str]) -> str:
    """Return one object as a line: id, name, code, former names, township and class by number.

    The id is shortened to its digits where it has the usual form ``e00001``.
    """
    number = row.public_id
    if len(number) == 6 and number[0] == "e" and number[1:].isdigit():
        number = number[1:].lstrip("0")
    cells = (
        number,
        row.name,
        row.code,
        "/".join(row.former_names),
        _base36(townships.index(row.township)),
        _base36(classes.index(row.object_class)),
    )
    return "\t".join(_plain(cell) for cell in cells)


def _names(rows: Sequence[ObjectRow], townships: list[str], classes: list[str]) -> bytes:
    lines = "\n".join(line_of(row, townships, classes) for row in rows)
    data = {"townships": townships, "classes": classes, "lines": lines}
    return f"samplerNames({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n".encode()


def _facets(index: Index) -> bytes:
    """Return, per object in order, which periods, items, outcomes and modes its results have."""
    lists: tuple[dict[str, int], ...] = ({}, {}, {}, {})
    objects: dict[str, list[tuple[int, ...]]] = {row.public_id: [] for row in index.record.objects}
    for result in index.record.results:
        if result.public_id in objects:
            values = (result.period, result.item_name, result.outcome, result.mode)
            cell = tuple(
                known.setdefault(value, len(known)) for known, value in zip(lists, values, strict=True)
            )
            objects[result.public_id].append(cell)
    rows = ["|".join(sorted({".".join(map(_base36, cell)) for cell in cells})) for cells in objects.values()]
    titles = ("抽查期", "抽查事项", "检查结果", "检查方式")
    data = {
        "facets": [[title, list(known)] for title, known in zip(titles, lists, strict=True)],
        "lines": "\n".join(rows),
    }
    return f"samplerFacets({json.dumps(data, ensure_ascii=False, separators=(',', ':'))});\n".encode()


def _plain(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = digits[number % 36]
    while number >= 36:
        number //= 36
        text = digits[number % 36] + text
    return text
