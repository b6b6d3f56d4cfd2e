"""What the library does not tell of an .ods file: formulas, percent signs, error values, leading zeros, hidden rows.

The cells are read once more from the document itself, as text; only what differs from the plain values is kept. Runs in the process
that reads old workbooks (:mod:`sampler.registers.legacy`), under its limits.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from sampler.registers.beside import Beside, shown

_NAMES = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "table", "text", "style")
}
_TABLE, _OFFICE, _TEXT = _NAMES["table"], _NAMES["office"], _NAMES["text"]
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)|(?:Err|错误)[:：]\d{3}")
_PADDED = re.compile(r"0\d{1,17}")
_ADDRESS = re.compile(r"^(?:of|oooc|msoxl):")
MOST = 1_048_576


def read_beside(path: str, height: int, width: int) -> list[Beside]:
    """Return what stands beside the values of each sheet, in order, in its first rows and columns."""
    with zipfile.ZipFile(path) as package, package.open("content.xml") as stream:
        return list(_sheets(stream, height, width))


def _sheets(stream: Any, height: int, width: int) -> Iterator[Beside]:
    beside, row, depth = Beside(), 0, 0
    # entities were refused before this process was started
    for event, element in iterparse(stream, ("start", "end")):  # noqa: S314  # see the line above
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                beside, row = Beside(), 0
            elif event == "end" and depth == 0:
                yield beside
                element.clear()
        elif event == "end" and depth == 1 and element.tag == f"{_TABLE}table-row":
            row += _row(beside, element, row, height, width)
            element.clear()


def _row(beside: Beside, element: Element, row: int, height: int, width: int) -> int:
    """Note what a row holds, and return how many rows it stands for."""
    times = _times(element, "number-rows-repeated")
    rows = range(row, min(row + times, height))
    if element.get(f"{_TABLE}visibility", "visible") != "visible":
        beside.hidden += rows
    place = 0
    for cell in element:
        if not cell.tag.endswith("table-cell"):
            continue
        more = _times(cell, "number-columns-repeated")
        text, formula = _more(cell)
        for line in rows if text else ():
            for column in range(place, min(place + more, width)):
                beside.texts[line, column] = text
                beside.formulas += [(line, column)] if formula else []
        place += more
    return times


def _more(cell: Element) -> tuple[str, bool]:
    """Return the text of a cell that is more than its value, or nothing, and whether it is a formula."""
    if formula := cell.get(f"{_TABLE}formula"):
        return f"={_ADDRESS.sub('', formula).removeprefix('=')}", True
    kind, value = cell.get(f"{_OFFICE}value-type", ""), cell.get(f"{_OFFICE}value", "")
    if kind not in ("percentage", "float", "string"):
        return "", False
    text = "".join("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))
    if kind == "percentage" and value:
        return shown(float(value), "%"), False
    if (kind == "float" and _PADDED.fullmatch(text)) or _ERROR.fullmatch(text):
        return text, False
    return "", False


def _times(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return min(int(text), MOST) if text.isdecimal() else 1
