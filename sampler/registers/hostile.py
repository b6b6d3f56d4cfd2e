"""Workbooks that are refused before any library opens them.

A workbook is a zip of XML. Refused are: what unpacks to far more than it is, too many or too large parts, XML with a
document type (entities), macros, links to other files, embedded objects, passwords. Each refusal says what to do.
"""

import io
import re
import zipfile

from sampler.failure import BROKEN_ZIP, FindingsError
from sampler.registers.delimited import MAX_BYTES, refused
from sampler.registers.formats import refuse_other_package

MAX_PARTS = 1000
MAX_UNPACKED = 500 * 1024 * 1024
MAX_SMALL_PART = 40 * 1024 * 1024
MAX_RATIO = 120
_FREE_OF_RATIO = 2 * 1024 * 1024
_TABLES = ("xl/workbook.xml", "content.xml")
_PROLOG, _MANIFEST = 4096, 200_000
_ENCRYPTED = b"encryption-data"
_ROOT = re.compile(rb"<[A-Za-z_]")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_PLAIN = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1")
"""Encodings in which the signs of a document type are the bytes we look for."""


def open_package(file: str, content: bytes) -> zipfile.ZipFile:
    """Return the zip in ``content``, found harmless and a workbook; raise FindingsError otherwise."""
    if len(content) > MAX_BYTES:
        raise refused(file, "registers.too-large", "文件超过 200 MB。", "请把它拆成几份。")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        if not any(name.startswith(_TABLES) for name in package.namelist()):
            refuse_other_package(file, package.namelist())
        if _ENCRYPTED in _manifest(package):
            raise refused(file, "registers.password", "文件设了打开密码。", "请去掉密码，另存以后再试一次。")
        _refuse_bombs(file, package)
        _refuse_contents(file, package)
        _refuse_entities(file, package)
    except BROKEN_ZIP as error:
        raise broken(file) from error
    return package


def broken(file: str) -> FindingsError:
    """Return the error for a workbook that is damaged."""
    return refused(
        file,
        "registers.broken-workbook",
        "文件已经损坏，打不开。",
        "请在 Excel 或 WPS 里打开，另存为新的 .xlsx 文件。",
    )


def _manifest(package: zipfile.ZipFile) -> bytes:
    """Return the beginning of the list of parts of an OpenDocument file, which says whether they are encrypted."""
    if "META-INF/manifest.xml" not in package.namelist():
        return b""
    with package.open("META-INF/manifest.xml") as stream:
        return stream.read(_MANIFEST)


def _refuse_bombs(file: str, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) + 1
    if (
        len(parts) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or (unpacked > _FREE_OF_RATIO and unpacked / packed > MAX_RATIO)
    ):
        raise refused(
            file,
            "registers.zip-bomb",
            f"文件解开以后有 {unpacked // 1024 // 1024} MB、{len(parts)} 个部分，远大于文件本身，不予打开。",
            "多半是表格下面有大量空行带着格式。请把有内容的部分复制到新的工作簿，再试一次。",
        )
    for part in parts:
        small = not part.filename.startswith("xl/worksheets/") and part.filename != "content.xml"
        if part.flag_bits & 1 or (small and part.file_size > MAX_SMALL_PART):
            raise refused(
                file,
                "registers.too-large",
                "文件里有加密或过大的部分，不予打开。",
                "请把有内容的部分复制到新的工作簿，再试一次。",
            )


_UNWANTED = (
    (
        re.compile(r"vbaProject|/macrosheets/|/activeX/|^Basic/|/dialogsheets/", re.I),
        "registers.macro",
        "文件里有宏。",
        "请另存为不带宏的 .xlsx 文件。",
    ),
    (
        re.compile(r"/externalLinks/", re.I),
        "registers.external-link",
        "文件里有指向其他文件的链接。",
        "请在“数据—编辑链接”里断开链接，再另存。",
    ),
    (
        re.compile(r"/embeddings/|^Object ", re.I),
        "registers.embedded-object",
        "文件里嵌有其他对象。",
        "请删去嵌入的对象，再另存。",
    ),
    (
        re.compile(r"/queryTables/|^xl/connections\.xml$|/model/", re.I),
        "registers.data-connection",
        "文件里有外部数据连接。",
        "请删去“数据—连接”里的连接，再另存。",
    ),
)


def _refuse_contents(file: str, package: zipfile.ZipFile) -> None:
    names = package.namelist()
    for pattern, code, reason, suggestion in _UNWANTED:
        if any(pattern.search(name) for name in names):
            raise refused(file, code, f"{reason}为了安全不予打开。", suggestion)
    if "[Content_Types].xml" in names and b"macroEnabled" in package.read("[Content_Types].xml"):
        raise refused(
            file, "registers.macro", "文件里有宏。为了安全不予打开。", "请另存为不带宏的 .xlsx 文件。"
        )


def is_xml(name: str, start: bytes) -> bool:
    """Tell whether a part is XML by its name or by its beginning; readers find parts by what other parts say of them."""
    named = name.lower().endswith((".xml", ".rels", ".vml"))
    return (
        named
        or start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
        or start[:4].strip(b"\xff\xfe\x00") == b"<"
    )


def is_strange(start: bytes) -> bool:
    """Tell whether XML begins with a document type, entities, or an encoding in which such things could hide.

    >>> is_strange(b'<?xml version="1.0" encoding="UTF-8"?><a/>'), is_strange(b'<?xml version="1.0" encoding="cp037"?><a/>')
    (False, True)
    """
    root = _ROOT.search(start)
    prolog = start[: root.start()] if root else start
    told = _ENCODING.search(prolog)
    return (
        root is None
        or any(sign in prolog for sign in (b"<!DOCTYPE", b"<!ENTITY", b"\x00"))
        or (told is not None and told[1].lower() not in _PLAIN)
    )


def _refuse_entities(file: str, package: zipfile.ZipFile) -> None:
    for part in package.infolist():
        with package.open(part) as stream:
            start = stream.read(_PROLOG)
        if is_xml(part.filename, start) and start and is_strange(start):
            raise refused(
                file,
                "registers.xml-entity",
                "文件的内部结构里有实体声明或异常的编码，正常的表格不会有。",
                "为了安全不予打开。请核实文件来源，重新导出。",
            )
