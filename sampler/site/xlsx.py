"""A table as an Excel file: typed cells, frozen header, no formulas, the same bytes every time.

A small writer of our own, because ten thousand rows must cost a fraction of a second. Every text is a shared
string, so a cell that begins with ``=`` stays a text.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from sampler.site.formats import in_parts

_EPOCH = date(1899, 12, 30).toordinal()
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x')
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CELL_LIMIT = 32767
_OPEN, _CLOSE = '<si><t xml:space="preserve">', "</t></si>"
_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class _Strings:
    """The shared strings of one workbook, each held once."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def column(self, kind: str) -> "_Cells":
        """Return the maker of the cells of one column."""
        return _Cells(self, kind)

    def cell(self, text: str, style: int) -> str:
        """Return a text cell; nothing for an empty text."""
        if not text:
            return "<c/>"
        place = self.places.setdefault(text, len(self.places))
        mark = f' s="{style}"' if style else ""
        return f'<c t="s"{mark}><v>{place}</v></c>'

    def xml(self) -> Iterator[bytes]:
        """Yield the part that holds the strings."""
        texts, count = list(self.places), len(self.places)
        yield f'{_HEAD}<sst xmlns="{_MAIN}" count="{count}" uniqueCount="{count}">'.encode()
        for n in range(0, count, 500):
            yield f"{_OPEN}{_joined(texts[n : n + 500])}{_CLOSE}".encode()
        yield b"</sst>"


def workbook(
    title: str, headers: Sequence[str], kinds: Sequence[str], columns: Sequence[Sequence[str]]
) -> bytes:
    """Return one sheet. ``kinds`` are ``text``, ``date``, ``integer``, ``boolean`` or ``list``; cells are texts, by column.

    >>> workbook("表", ["甲"], ["text"], [["=1+1"]])[:2]
    b'PK'
    """
    strings = _Strings()
    head = "<row>" + "".join(strings.cell(header, 1) for header in headers) + "</row>"
    last = f"{_letters(len(headers))}{len(columns[0]) + 1}"
    sheet = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{len(headers)}" width="18" customWidth="1"/></cols><sheetData>{head}'
    ).encode()
    foot = f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'.encode()
    name = _escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    book = f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    parts: dict[str, Iterable[bytes]] = {name: [(_HEAD + text).encode()] for name, text in _FIXED.items()}
    parts |= {
        "xl/workbook.xml": [book.encode()],
        "xl/worksheets/sheet1.xml": chain([sheet], _rows(strings, kinds, columns), [foot]),
        "xl/sharedStrings.xml": strings.xml(),  # last: the rows bring the strings
    }
    return _zip(parts)


def _rows(strings: _Strings, kinds: Sequence[str], columns: Sequence[Sequence[str]]) -> Iterator[bytes]:
    """Yield the rows of the sheet, some hundred at a time."""
    for part in in_parts(columns):
        made = [map(strings.column(kind).__getitem__, cells) for kind, cells in zip(kinds, part, strict=True)]
        body = list(map(b"".join, zip(*made, strict=True)))
        for n in range(0, len(body), 500):
            yield b"<row>" + b"</row><row>".join(body[n : n + 500]) + b"</row>"


def _joined(texts: list[str]) -> str:
    """Return the texts as strings of the workbook. One look at all together tells that none needs care, most times."""
    plain = len(max(texts, key=len)) <= _CELL_LIMIT and not _SPECIAL.search("\n".join(texts))
    return f"{_CLOSE}{_OPEN}".join(texts if plain else map(_escape, texts))


class _Cells(dict[str, bytes]):
    """Makes the cells of one column; equal values are made once."""

    def __init__(self, strings: _Strings, kind: str) -> None:
        self.strings, self.kind = strings, kind

    def __missing__(self, text: str) -> bytes:
        """Make a cell and keep it."""
        if self.kind == "text" and text:
            places = self.strings.places
            made = self[text] = b'<c t="s"><v>%d</v></c>' % places.setdefault(text, len(places))
            return made
        made = self[text] = self._make(text).encode()
        return made

    def _make(self, text: str) -> str:
        if self.kind == "date" and len(text) == 10 and _is_date(text):
            return f'<c s="2"><v>{date.fromisoformat(text).toordinal() - _EPOCH}</v></c>'
        if self.kind == "integer" and text:
            return f"<c><v>{text}</v></c>"
        return self.strings.cell(text, 0)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _escape(text: str) -> str:
    clean = _NOT_XML.sub("�", text[:_CELL_LIMIT]).replace("_x", "_x005F_x")
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _zip(parts: dict[str, Iterable[bytes]]) -> bytes:
    """Return the parts as an archive, in the order given: each is made while it is packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, pieces in parts.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            with archive.open(info, "w") as part:
                part.writelines(pieces)
    return out.getvalue()
