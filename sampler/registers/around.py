"""What stands in a sheet beside its cells and is not told by the library that streams them: merges, what is hidden."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from sampler.registers.grid import Merge

_MOST_MERGES = 20_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*?\shidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')
_EDGE = re.compile(rb"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_LONGEST_TAG = 200


@dataclass(frozen=True, slots=True)
class Around:
    """What one part of the package says about its sheet as a whole."""

    merged: frozenset[bytes]
    """Merged ranges as written, ``A1:B2``."""

    hidden: tuple[int, ...]
    """Hidden rows, counted from zero."""

    def merges(self, height: int) -> Iterator[Merge]:
        """Yield the merged ranges that begin in the first ``height`` rows, cut off there."""
        for reference in sorted(self.merged)[:_MOST_MERGES]:
            found = _EDGE.fullmatch(reference)
            if found and int(found[2]) <= height:
                bottom = min(int(found[4]), height) - 1
                yield Merge(int(found[2]) - 1, _column(found[1]), bottom, _column(found[3]))


def read_around(package: zipfile.ZipFile, part: str) -> Around:
    """Return what the part of a sheet says; it is read in pieces, however large it is."""
    merged: set[bytes] = set()
    hidden: set[bytes] = set()
    tail = b""
    with package.open(part) as stream:
        while chunk := stream.read(1 << 20):
            merged.update(_MERGE.findall(tail + chunk))
            hidden.update(_HIDDEN.findall(tail + chunk))
            tail = chunk[-_LONGEST_TAG:]
    return Around(frozenset(merged), tuple(sorted(int(row) - 1 for row in hidden)))


def _column(letters: bytes) -> int:
    """Return the place of a column.

    >>> _column(b"A"), _column(b"AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
