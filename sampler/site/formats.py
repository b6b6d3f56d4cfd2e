"""A table as CSV and as JSON, column by column: equal values of a column are made once.

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


def csv_bytes(titles: Sequence[str], texts: Sequence[Sequence[str]]) -> bytes:
    r"""Return columns of texts as CSV with a byte order mark, a header and Windows line ends.

    >>> csv_bytes(["甲", "乙"], [["=1"], ["a,b"]]).decode("utf-8-sig")
    '甲,乙\r\n\'=1,"a,b"\r\n'
    """
    head = b",".join(_quoted(title) for title in titles)
    made = [map(Distinct(_csv_cell).__getitem__, column) for column in texts]
    lines = map(b",".join, zip(*made, strict=True))
    return b"\xef\xbb\xbf" + b"\r\n".join((head, *lines)) + b"\r\n"


def _csv_cell(text: str) -> bytes:
    return _quoted("'" + text if text.startswith(FORMULA) else text)


def _quoted(text: str) -> bytes:
    return ('"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text).encode()


def json_bytes(head: dict[str, str], columns: Sequence[PublicColumn], values: Sequence[list[Any]]) -> bytes:
    """Return a table as JSON: one row per line, so that two editions can be compared line by line."""
    opened = _dump(head)[:-1].encode() + b',"rows":[\n'
    if not values[0]:
        return opened + b"]}\n"
    return b"".join((opened, b"{", b"},\n{".join(_json_lines(columns, values)), b"}\n]}\n"))


def _json_lines(columns: Sequence[PublicColumn], values: Sequence[list[Any]]) -> Iterator[bytes]:
    made = [
        map(Distinct(_member(column)).__getitem__, found)
        for column, found in zip(columns, values, strict=True)
    ]
    return map(b",".join, zip(*made, strict=True))


def _member(column: PublicColumn) -> Callable[[Any], bytes]:
    key = _dump(column.key) + ":"
    dump = encode_basestring if column.kind in _PLAIN else _dump
    return lambda value: (key + dump(value)).encode()
