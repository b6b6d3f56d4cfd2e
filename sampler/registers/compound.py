"""One stream out of an old Office file (a compound file: a small file system of sectors in one file)."""

import struct
from collections.abc import Sequence

_FREE = 0xFFFFFFFA
_ENTRY = 128


def read_stream(content: bytes, names: Sequence[str]) -> bytes:
    """Return the first stream with one of these names, or nothing; ValueError when the file is damaged."""
    try:
        return _stream(content, names)
    except (struct.error, IndexError) as error:
        raise ValueError("damaged compound file") from error


def _stream(content: bytes, names: Sequence[str]) -> bytes:
    size, small = 1 << content[0x1E], 1 << content[0x20]
    first_folder, cutoff, first_small = (
        struct.unpack_from("<I", content, place)[0] for place in (0x30, 0x38, 0x3C)
    )
    table = _table(content, size)
    folder = _chain(content, table, first_folder, size, size)
    entries = [folder[place : place + _ENTRY] for place in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
    for name in names:
        for entry in entries:
            if _name(entry) == name:
                start, length = struct.unpack_from("<II", entry, 116)
                if length >= cutoff:
                    return _chain(content, table, start, size, size)[:length]
                root = struct.unpack_from("<I", entries[0], 116)[0]
                inner = _chain(content, table, root, size, size)
                packed = _chain(content, table, first_small, size, size)
                return _chain(inner, _numbers(packed), start, small, 0)[:length]
    return b""


def _table(content: bytes, size: int) -> list[int]:
    """Return for each sector the one that follows it."""
    sectors = list(struct.unpack_from("<109I", content, 0x4C))
    after = struct.unpack_from("<I", content, 0x44)[0]
    seen: set[int] = set()
    while after < _FREE and after not in seen:
        seen.add(after)
        more = _numbers(content[(after + 1) * size : (after + 2) * size])
        sectors += more[:-1]
        after = more[-1]
    return [number for sector in sectors if sector < _FREE for number in _numbers(content[(sector + 1) * size : (sector + 2) * size])]  # fmt: skip  # one row of the table a sector


def _chain(content: bytes, table: Sequence[int], sector: int, size: int, offset: int) -> bytes:
    pieces: list[bytes] = []
    while sector < min(_FREE, len(table)) and len(pieces) <= len(table):
        start = sector * size + offset
        pieces.append(content[start : start + size])
        sector = table[sector]
    return b"".join(pieces)


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _numbers(packed: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4]))
