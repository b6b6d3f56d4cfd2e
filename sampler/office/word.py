"""Plain Word documents: paragraphs and tables. The only module that knows python-docx."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FONT = "宋体"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    text: str
    """Its text."""

    bold: bool = False
    """Set in bold."""

    centred: bool = False
    """Set in the middle."""

    red: bool = False
    """Set in red."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table with borders."""

    rows: tuple[tuple[str, ...], ...]
    """Rows of the same length."""


def write_word(parts: Sequence[Line | Grid]) -> bytes:
    """Return a Word document; the same parts give the same bytes, and it names no author."""
    import docx
    from docx.oxml.ns import qn

    document: Any = docx.Document()
    style = document.styles["Normal"]
    style.font.name = FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for part in parts:
        if isinstance(part, Line):
            _add_line(document, part)
        else:
            _add_grid(document, part)
    document.core_properties.author = document.core_properties.comments = ""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source:
        return packed({name: source.read(name) for name in source.namelist()})


def _add_line(document: Any, line: Line) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import RGBColor

    paragraph = document.add_paragraph()
    run = paragraph.add_run(line.text)
    run.bold = line.bold or None
    if line.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if line.red:
        run.font.color.rgb = RGBColor(0xC0, 0, 0)


def _add_grid(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.rows[0]), style="Table Grid")
    for row in grid.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file of these members without times, byte for byte the same each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as target:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=4)
    return buffer.getvalue()
