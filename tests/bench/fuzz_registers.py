"""A long search for bytes that the readers answer with anything but a table or a SamplerError, led by coverage.

Not part of the tests: it needs atheris (``pip install atheris``, CPython up to 3.12) and time. Run by hand, for example
``python tests/bench/fuzz_registers.py text FOLDER -max_total_time=600``; the targets are ``text``, ``book``, ``cell``, ``xls`` and ``ods``. FOLDER
keeps what was found and is filled from tests/data on the first run. An exception that is no SamplerError ends the run and leaves
``crash-*`` beside.
"""

import io
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import ParseError

import atheris

with atheris.instrument_imports(include=["sampler", "openpyxl"]):
    from sampler.failure import SamplerError
    from sampler.registers import binary, opendocument, schemas, table_bytes
    from sampler.registers.cells import read_cell
    from sampler.registers.incoming import read_sheets
    from sampler.registers.report import finding_sheet
    from sampler.registers.source import read_content
    from sampler.registers.workbook import write_workbook

FILES = Path(__file__).parents[1] / "data" / "registers"
SCHEMAS = schemas()
PLAIN = FILES / "valid_merged_down.xlsx"
PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "[Content_Types].xml",
)
with zipfile.ZipFile(PLAIN) as _source:
    WHOLE = {name: _source.read(name) for name in _source.namelist()}


def read(content: bytes, schema: int) -> None:
    """Read as an import does; findings must be fit for a workbook and rows for a file."""
    found = SCHEMAS[schema % len(SCHEMAS)]
    try:
        table, findings = read_sheets(read_content("x", content), found, "", "x")
    except SamplerError:
        return
    for finding in findings:
        finding.as_text()
    if findings:
        write_workbook([finding_sheet(findings[:20])])
    else:
        table_bytes(found, table.rows)


def text(data: bytes) -> None:
    """One byte for the table, the rest is a file."""
    if data and data[1:3] != b"PK":
        read(data[1:], data[0])


def book(data: bytes) -> None:
    """One byte for the part of a sound workbook that is replaced by the rest."""
    if not data:
        return
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, part in {**WHOLE, PARTS[data[0] % len(PARTS)]: data[1:]}.items():
            target.writestr(name, part)
    read(buffer.getvalue(), 0)


def cell(data: bytes) -> None:
    """Two bytes for the column, the rest is its text; what was read once is read again the same."""
    schema = SCHEMAS[(data[:1] or b"\0")[0] % len(SCHEMAS)]
    field = schema.fields[(data[1:2] or b"\0")[0] % len(schema.fields)]
    value, problem = read_cell(
        field, data[2:].decode("utf-8", "surrogatepass" if len(data) % 2 else "replace")
    )
    if problem is None and read_cell(field, value) != (value, None):
        raise AssertionError((field.header, value))


def cell_or_nothing(data: bytes) -> None:
    """Leave out bytes that are no text at all."""
    try:
        data[2:].decode("utf-8", "surrogatepass" if len(data) % 2 else "replace")
    except UnicodeDecodeError:
        return
    cell(data)


def xls(data: bytes) -> None:
    """Old workbooks: what the process apart takes for damaged is a ValueError."""
    with suppress(ValueError):
        binary.refuse_locked(data)
        binary.read_beside(data)


def ods(data: bytes) -> None:
    """The document inside an .ods file; an encoding nobody knows is damage too."""
    with suppress(ValueError, LookupError, ParseError):
        list(opendocument._sheets(io.BytesIO(data), 100, 30))


TARGETS = {"text": text, "book": book, "cell": cell_or_nothing, "xls": xls, "ods": ods}


def seeds(target: str, folder: Path) -> None:
    """Fill an empty folder with what the tests have."""
    if any(folder.iterdir()):
        return
    if target == "book":
        books = sorted(FILES.glob("valid_*.xlsx"))
        found = [
            bytes([place]) + zipfile.ZipFile(path).read(name)
            for path in books
            for place, name in enumerate(PARTS)
            if name in zipfile.ZipFile(path).namelist()
        ]
    elif target == "xls":
        found = [
            path.read_bytes()
            for path in sorted(FILES.parent.glob("*/*.xls"))
            if path.read_bytes()[:2] == b"\xd0\xcf"
        ]
    elif target == "ods":
        found = [zipfile.ZipFile(path).read("content.xml") for path in sorted(FILES.glob("valid*.ods"))]
    else:
        found = [b"\x0d" + path.read_bytes()[:3000] for path in sorted(FILES.glob("*.csv"))]
    for place, content in enumerate(found):
        (folder / f"seed-{place:03}").write_bytes(content)


if __name__ == "__main__":
    target, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    seeds(target, folder)
    atheris.Setup(
        [sys.argv[0], str(folder), *sys.argv[3:]],
        TARGETS[target],
    )
    atheris.Fuzz()
