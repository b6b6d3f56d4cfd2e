"""A table as CSV and as JSON, column by column, some thousand rows at a time: equal values of a column are made once.

The CSV begins with a byte order mark, so that Excel and WPS read its Chinese; a cell that a spreadsheet would take for
a formula gets an apostrophe before it there. JSON holds every value as it is.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from sampler.disclosure.public import PublicColumn

ROWS = 20_000
"""Rows made at a time: what is made of them is given away before the next are begun."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTED = re.compile('[",\r\n]')
_PLAIN = frozenset({"text", "date"})
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Distinct(dict[Any, Any]):
    """What is made of each value of a column; equal values are made once.

    >>> list(map(Distinct(str.upper).__getitem__, ["a", "b", "a"]))
    ['A', 'B', 'A']
    """

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __missing__(self, value: Any) -> Any:
        """Make a value and keep it."""
        made = self[value] = self.make(value)
        return made


def values_of(columns: Sequence[PublicColumn], rows: Sequence[Any]) -> list[list[Any]]:
    """Return the values of ``rows``, one list for each column."""
    return [list(map(attrgetter(column.key), rows)) for column in columns]


def texts_of(columns: Sequence[PublicColumn], values: Sequence[list[Any]]) -> list[list[str]]:
    """Return the values of each column as the texts of their cells."""
    return [
        found if column.kind in _PLAIN else list(map(Distinct(column.to_cell).__getitem__, found))
        for column, found in zip(columns, values, strict=True)
    ]


def in_parts(columns: Sequence[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """Yield the columns again and again, each time with some thousand of their rows."""
    for start in range(0, len(columns[0]), ROWS):
        yield [column[start : start + ROWS] for column in columns]


def csv_pieces(titles: Sequence[str], texts: Sequence[Sequence[str]]) -> Iterator[bytes]:
    r"""Yield columns of texts as CSV with a byte order mark, a header and Windows line ends.

    >>> b"".join(csv_pieces(["甲", "乙"], [["=1"], ["a,b"]])).decode("utf-8-sig")
    '甲,乙\r\n\'=1,"a,b"\r\n'
    """
    yield b"\xef\xbb\xbf" + b",".join(_quoted(title) for title in titles) + b"\r\n"
    for part in in_parts(texts):
        made = [map(Distinct(_csv_cell).__getitem__, column) for column in part]
        yield b"\r\n".join(map(b",".join, zip(*made, strict=True))) + b"\r\n"


def _csv_cell(text: str) -> bytes:
    return _quoted("'" + text if text.startswith(FORMULA) else text)


def _quoted(text: str) -> bytes:
    return ('"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text).encode()


def json_pieces(
    head: dict[str, str], columns: Sequence[PublicColumn], values: Sequence[list[Any]]
) -> Iterator[bytes]:
    """Yield a table as JSON: one row per line, so that two editions can be compared line by line."""
    yield _dump(head)[:-1].encode() + b',"rows":[\n'
    before = b"{"
    for part in in_parts(values):
        yield before + b"},\n{".join(_json_lines(columns, part))
        before = b"},\n{"
    yield b"}\n]}\n" if values[0] else b"]}\n"


def _json_lines(columns: Sequence[PublicColumn], values: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    made = [
        map(Distinct(_member(column)).__getitem__, found)
        for column, found in zip(columns, values, strict=True)
    ]
    return map(b",".join, zip(*made, strict=True))


def _member(column: PublicColumn) -> Callable[[Any], bytes]:
    key = _dump(column.key) + ":"
    dump = encode_basestring if column.kind in _PLAIN else _dump
    return lambda value: (key + dump(value)).encode()
