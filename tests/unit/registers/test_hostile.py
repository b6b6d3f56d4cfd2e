"""Hostile workbooks: each is refused (or read) within five seconds and 500 MB, in a process of its own.

Seconds are those of the processor, so that a busy machine does not fail the test.
"""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PLAIN = Path(__file__).parents[2] / "data" / "registers" / "valid_merged_down.xlsx"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
READ = """
import resource, sys
from pathlib import Path
from sampler.failure import FindingsError
from sampler.registers import schema_named
from sampler.registers.incoming import read_incoming
try:
    _, findings = read_incoming(Path(sys.argv[1]), schema_named("objects"))
except FindingsError as error:
    findings = error.findings
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds = sum(each.ru_utime + each.ru_stime for each in used)
print(seconds, max(each.ru_maxrss for each in used) // 1024, *sorted({finding.code for finding in findings if finding.level == "error"}))
"""


def book(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(PLAIN) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        whole = {name: source.read(name) for name in source.namelist()}
        for name, content in {
            **whole,
            **{name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()},
        }.items():
            target.writestr(name, content)
    return buffer.getvalue()


def sheet(rows, after=""):
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def strings(count):
    return f"<sst {MAIN}>{'<si><t/></si>' * count}</sst>"


def wide():
    return "".join(
        f'<row r="{row}"><c r="XFD{row}" t="inlineStr"><is><t>{row * 7919 % 100003}</t></is></c></row>'
        for row in range(1, 20_000)
    )


def spreadsheet(cells):
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="a">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<x/>")
    return buffer.getvalue()


def lying():
    """A zip that declares a small size for a large part."""
    content = bytearray(book(xl__media__a_xml=b"<a>" + b"x" * 3_000_000))
    place = content.rfind(b"xl/media/a.xml") - 46
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


CASES = {
    "ten_million_rows": (lambda: book(xl__worksheets__sheet1_xml=sheet("<row/>" * 10_000_000)), "registers.zip-bomb"),
    "a_row_far_below": (lambda: book(xl__worksheets__sheet1_xml=sheet('<row r="10000000"><c r="A10000000"/></row>')), "registers.too-many-cells"),
    "a_declared_size": (lambda: book(xl__worksheets__sheet1_xml=f'<worksheet {MAIN}><dimension ref="A1:XFD10000000"/><sheetData/></worksheet>'), "registers.no-header"),
    "wide_rows": (lambda: book(xl__worksheets__sheet1_xml=sheet(wide())), "registers.too-many-cells"),
    "many_strings": (lambda: book(xl__sharedStrings_xml=strings(150_000)), ""),
    "nested_elements": (lambda: book(xl__sharedStrings_xml=f"<sst {MAIN}>{'<si>' * 100_000}{'</si>' * 100_000}</sst>"), ""),
    "huge_merges": (lambda: book(xl__worksheets__sheet1_xml=sheet('<row r="1"/>', "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 30_000 + "</mergeCells>")), "registers.no-header"),
    "a_large_picture": (lambda: book(xl__media__a_xml=b"<a>" + bytes(300_000_000)), "registers.zip-bomb"),
    "a_lying_zip": (lying, ""),
    "many_parts": (lambda: book(**{f"p__{number}_xml": "<a/>" for number in range(3000)}), "registers.zip-bomb"),
    "repeated_columns": (lambda: spreadsheet('<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'), ""),
}  # fmt: skip  # one case a line


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_workbook_ends_within_five_seconds_and_500_megabytes(name, tmp_path):
    make, code = CASES[name]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make())
    forked = [
        "/bin/sh",
        "-c",
        '"$0" "$@"; exit $?',
    ]  # a fork of its own: exec keeps the peak memory of the test runner
    command = [*forked, sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    seconds, megabytes, *codes = done.stdout.split()
    assert float(seconds) < 5
    assert int(megabytes) < 500
    assert not code or codes == [code]
