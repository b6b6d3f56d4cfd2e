"""Excel workbooks in and out: the only module that knows openpyxl.

Reading gives text: a number as its digits, a date as 2025-03-01, a formula as itself and marked as one. Writing gives
text cells, no formulas, no author and no clock time: the same sheets give the same bytes.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sampler.failure import FindingsError, SamplerError
from sampler.registers.around import read_around
from sampler.registers.beside import shown
from sampler.registers.cells import MAX_TEXT
from sampler.registers.delimited import refused
from sampler.registers.grid import USUAL_DAY_ZERO, Grid, text_of
from sampler.registers.hostile import broken, open_package
from sampler.registers.sheet import COLOURS, Column, Mark, Sheet, neutralise
from sampler.registers.strict import transitional
from sampler.registers.timeless import timeless

MAX_ROWS = 1_048_576
MAX_CELLS = 20_000_000
MAX_GAP = 100_000
WIDE, MAX_WIDE = 2000, 100
EDGE, MARGIN = 900_000, 36_000
"""25 mm and 1 mm in the units of drawings."""

_LISTED = "选项"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MALFORMED = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip  # what openpyxl and the XML parser are known to raise on a damaged file


class _Png(Image):
    """A square PNG inside one cell, without an imaging library. It moves with the cell and hides with a filtered row."""

    def __init__(self, content: bytes, row: int, column: int) -> None:
        self.content = content
        self.format = "png"
        self.width, self.height = (int.from_bytes(content[place : place + 4], "big") for place in (16, 20))
        begin = AnchorMarker(col=column, colOff=MARGIN, row=row, rowOff=MARGIN)
        end = AnchorMarker(col=column, colOff=MARGIN + EDGE, row=row, rowOff=MARGIN + EDGE)
        self.anchor: Any = TwoCellAnchor(editAs="twoCell", _from=begin, to=end)

    def _data(self) -> bytes:
        return self.content


def read_workbook(file: str, content: bytes) -> list[Grid]:
    """Return every sheet of an .xlsx file; raise FindingsError when it is damaged or not harmless."""
    package = open_package(file, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns in English of what does not concern the cells
            return _grids(file, package, transitional(package, content))
    except FindingsError:
        raise
    except _MALFORMED as error:
        raise broken(file) from error


def _grids(file: str, package: zipfile.ZipFile, content: bytes) -> list[Grid]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    day_zero = _day_zero(book.epoch.date())
    return [
        replace(_grid(file, package, sheet), day_zero=day_zero, shown=sheet.sheet_state == "visible")
        for sheet in book.worksheets
    ]


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx file with these sheets, byte for byte the same each time."""
    book = Workbook(write_only=True)
    lists = _choice_lists(sheets)
    for sheet in sheets:
        _write_sheet(book, sheet, lists)
    if lists:
        _write_choices(book, lists)
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue())


def _grid(file: str, package: zipfile.ZipFile, sheet: Any) -> Grid:
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    formulas: set[tuple[int, int]] = set()
    cells = gap = wide = 0
    for index, row in enumerate(sheet.iter_rows()):
        texts = _without_tail([_text(cell) for cell in row])
        cells += len(row) + 1
        wide += len(row) > WIDE
        if index >= MAX_ROWS or cells > MAX_CELLS or wide > MAX_WIDE or (texts and gap > MAX_GAP):
            raise refused(
                file,
                "registers.too-many-cells",
                f"工作表“{sheet.title}”声明的行或格子太多。",
                "请把有内容的部分复制到新的工作簿，再试一次。",
            )
        if not texts:  # LibreOffice declares the last of a million rows once a row was deleted
            gap += 1
            continue
        formulas.update((index, place) for place, cell in enumerate(row) if cell.data_type == "f")
        rows += [[] for _ in range(gap)]
        rows.append(texts)
        gap = 0
    around = read_around(package, sheet._worksheet_path.lstrip("/"))
    merges = tuple(around.merges(len(rows)))
    return Grid(file, rows, sheet.title, merges, frozenset(formulas), around.hidden)


def _day_zero(epoch: date) -> date:
    return epoch if epoch.year == 1904 else USUAL_DAY_ZERO


def _without_tail(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shown(value, str(cell.number_format)) or text_of(value)
    return text_of(value)


def _choice_lists(sheets: Sequence[Sheet]) -> dict[tuple[str, ...], str]:
    wanted = dict.fromkeys(column.choices for sheet in sheets for column in sheet.columns if column.choices)
    return {
        choices: f"'{_LISTED}'!${get_column_letter(place)}$1:${get_column_letter(place)}${len(choices)}"
        for place, choices in enumerate(wanted, 1)
    }


def _write_choices(book: Workbook, lists: dict[tuple[str, ...], str]) -> None:
    page = book.create_sheet(_LISTED)
    page.sheet_state = "hidden"
    for place in range(max(len(choices) for choices in lists)):
        page.append([choices[place] if place < len(choices) else None for choices in lists])


def _write_sheet(book: Workbook, sheet: Sheet, lists: dict[tuple[str, ...], str]) -> None:
    page: Any = book.create_sheet(sheet.name)
    head = len(sheet.above) + 1
    page.freeze_panes = f"A{head + 1}"
    _dress_columns(page, sheet, lists, head)
    for picture in sheet.pictures:
        page.row_dimensions[head + 1 + picture.row].height = (EDGE + 2 * MARGIN) / 12_700
        page.add_image(_Png(picture.png, head + picture.row, picture.column))
    for line in sheet.above:
        page.append([_cell(page, line, font=Font(bold=True))])
    marks = {(mark.row, mark.column): mark for mark in sheet.marks}
    page.append([_header(page, column, marks.get((-1, place))) for place, column in enumerate(sheet.columns)])
    plain = _Body(page, sheet)
    for index, row in enumerate(sheet.rows):
        page.append([plain.cell(value, place, marks.get((index, place))) for place, value in enumerate(row)])
    for line in sheet.below:
        page.append([_cell(page, line)])
    if sheet.filtered and sheet.columns:
        page.auto_filter.ref = f"A{head}:{get_column_letter(len(sheet.columns))}{head + len(sheet.rows)}"
    if sheet.protected:
        _protect(page)


def _dress_columns(page: Any, sheet: Sheet, lists: dict[tuple[str, ...], str], head: int) -> None:
    for place, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(place)
        dimension = page.column_dimensions[letter]
        dimension.width = column.width
        dimension.number_format = "General" if column.number else "@"
        dimension.protection = Protection(locked=False)
        if column.choices:
            rule = DataValidation(
                "list", formula1=lists[column.choices], allow_blank=True, showErrorMessage=False
            )
            rule.add(f"{letter}{head + 1}:{letter}{max(head + len(sheet.rows) + 1000, 5000)}")
            page.data_validations.append(rule)


class _Body:
    """Makes data cells of one sheet, sharing their styles."""

    def __init__(self, page: Any, sheet: Sheet) -> None:
        self.page = page
        self.columns = sheet.columns
        like = _cell(page, "")
        like.protection = Protection(locked=False)
        if sheet.wrap:
            like.alignment = Alignment(wrap_text=True, vertical="top")
        self.style = like._style

    def cell(self, value: str, place: int, mark: Mark | None) -> Any:
        """Return one data cell, or None for an empty one, which looks as its column does."""
        if not value and mark is None:
            return None
        number = place < len(self.columns) and self.columns[place].number
        cell = _cell(self.page, value, number=number, style=self.style)
        return _marked(cell, mark)


def _header(page: Any, column: Column, mark: Mark | None) -> Any:
    cell = _cell(page, column.header, font=Font(bold=True))
    cell.fill = _fill("yellow" if column.required else "blue")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if column.hint:
        cell.comment = _comment(column.hint)
    return _marked(cell, mark)


def _marked(cell: Any, mark: Mark | None) -> Any:
    if mark is not None:
        cell.fill = _fill(mark.colour)
        if mark.note:
            cell.comment = _comment(mark.note)
    return cell


def _cell(page: Any, value: str, *, font: Font | None = None, number: bool = False, style: Any = None) -> Any:
    if number and _NUMBER.fullmatch(value):
        digits = WriteOnlyCell(page, float(value) if "." in value else int(value))
        digits.protection = Protection(locked=False)
        return digits
    if _ILLEGAL.search(value) or len(value) > MAX_TEXT:
        raise SamplerError(
            f"“{value[:20]!a}…”不能写进 Excel：有控制字符，或超过 {MAX_TEXT} 个字符。请先改正这一格。"
        )
    cell: Any = WriteOnlyCell(page)
    cell.value = neutralise(value) or None
    if style is None:
        cell.number_format = "@"
    else:
        cell._style = copy(style)
    if font:
        cell.font = font
    return cell


def _comment(text: str) -> Comment:
    return Comment(text[:2000], "阳光抽查", height=40 + 20 * (1 + len(text) // 20), width=260)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=COLOURS[colour])


def _protect(page: Any) -> None:
    protection = page.protection
    protection.enable()
    for freedom in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(protection, freedom, False)  # False means: not forbidden
