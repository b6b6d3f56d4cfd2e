"""Workbooks saved as “Strict Open XML”: the same parts under other names, which the library does not know."""

import io
import zipfile

_NAMES = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)  # fmt: skip  # one name a line


def transitional(package: zipfile.ZipFile, content: bytes) -> bytes:
    """Return the workbook under the names everybody reads; one that is not strict comes back as it is."""
    if "xl/workbook.xml" not in package.namelist() or _NAMES[0][0] not in package.read("xl/workbook.xml"):
        return content
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in package.namelist():
            part = package.read(name)
            for strict, usual in _NAMES if name.endswith((".xml", ".rels")) else ():
                part = part.replace(strict, usual)
            target.writestr(name, part)
    return buffer.getvalue()
