"""What the library does not tell of an .xls or .et file: formulas, percent signs, leading zeros, errors, hidden rows.

The records of the workbook are walked once more; only their places and formats are looked at. Runs in the process that reads old
workbooks (:mod:`sampler.registers.legacy`), under its limits.
"""

import struct
from collections.abc import Iterator, Mapping

from sampler.registers.beside import Beside, shown
from sampler.registers.compound import read_stream

_FORMULA, _LOCKED, _SHEET, _MULRK, _XF = 0x06, 0x2F, 0x85, 0xBD, 0xE0
_NUMBER, _BOOLERR, _ROW, _RK, _FORMAT, _BOF, _EOF = 0x203, 0x205, 0x208, 0x27E, 0x41E, 0x809, 0x0A
_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_USUAL = {9: "0%", 10: "0.00%"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class LockedError(ValueError):
    """The workbook needs a password."""


def refuse_locked(content: bytes) -> None:
    """Raise LockedError when the workbook needs a password."""
    stream = read_stream(content, _STREAMS)
    if any(kind == _LOCKED for kind, _ in _records(stream, 0)):
        raise LockedError


def read_beside(content: bytes) -> list[Beside]:
    """Return what stands beside the values of each sheet, in order; ValueError when the file is damaged."""
    stream = read_stream(content, _STREAMS)
    forms: dict[int, str] = dict(_USUAL)
    styles: list[int] = []
    sheets: list[int] = []
    try:
        for kind, body in _records(stream, 0):
            if kind == _FORMAT:
                forms[struct.unpack_from("<H", body)[0]] = _form(body)
            elif kind == _XF:
                styles.append(struct.unpack_from("<H", body, 2)[0])
            elif kind == _SHEET:
                sheets.append(struct.unpack_from("<I", body)[0])
        looks = {number: forms[form] for number, form in enumerate(styles) if form in forms}
        return [_sheet(stream, start, looks) for start in sheets]
    except struct.error as error:
        raise ValueError("damaged records") from error


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from one beginning to its end."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
        place += 4 + length


def _form(body: bytes) -> str:
    """Return a number format; in old files its length is one byte."""
    if len(body) == 3 + body[2]:
        return body[3:].decode("latin-1")
    wide = body[4] & 1
    return body[5:].decode("utf-16-le" if wide else "latin-1", "replace")


def _sheet(stream: bytes, start: int, looks: Mapping[int, str]) -> Beside:
    beside = Beside()
    for kind, body in _records(stream, start):
        if kind == _ROW:
            if struct.unpack_from("<H", body, 12)[0] & 0x20:
                beside.hidden.append(struct.unpack_from("<H", body)[0])
        elif kind in (_FORMULA, _BOOLERR, _NUMBER, _RK):
            _cell(beside, kind, body, looks)
        elif kind == _MULRK:
            row, column = struct.unpack_from("<HH", body)
            for place in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * place)
                _note(beside, (row, column + place), _unpacked(packed), looks.get(style, ""))
    return beside


def _cell(beside: Beside, kind: int, body: bytes, looks: Mapping[int, str]) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    if kind == _FORMULA:
        beside.formulas.append((row, column))
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            beside.texts[row, column] = _ERRORS.get(body[8], "#N/A")
    elif kind == _BOOLERR:
        if body[7]:
            beside.texts[row, column] = _ERRORS.get(body[6], "#N/A")
    else:
        value = (
            struct.unpack_from("<d", body, 6)[0]
            if kind == _NUMBER
            else _unpacked(struct.unpack_from("<I", body, 6)[0])
        )
        _note(beside, (row, column), value, looks.get(style, ""))


def _note(beside: Beside, place: tuple[int, int], value: float, form: str) -> None:
    if form and abs(value) < 1e15 and (text := shown(value, form)):
        beside.texts[place] = text


def _unpacked(packed: int) -> float:
    """Return a number that was packed into 30 bits."""
    if packed & 2:
        value = float(packed >> 2) - (1 << 30 if packed & 0x80000000 else 0)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value
