"""What a document says about who made it, where and when: a finished file must say none of it.

Office files: author, last editor, company, clock times, comments, tracked changes, hidden sheets, paths of a disk.
Zip: owner fields and times of day. gzip: name and time. SVG: editor data. PDF: author, tools, dates.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator

_OFFICE_TEXT = (
    (re.compile(r"<dc:creator[^>]*>([^<]+)</"), "作者"),
    (re.compile(r"<(?:cp:)?lastModifiedBy[^>]*>([^<]+)</"), "最后修改人"),
    (re.compile(r"<(?:Company|Manager)>([^<]+)</"), "单位或主管"),
    (re.compile(r"<dcterms:(?:created|modified)[^>]*>([^<]*T(?!00:00:00)[^<]*)</"), "钟点时间"),
    (re.compile(r'<sheet [^>]*state="((?:veryH|h)idden)"'), "隐藏的工作表"),
    (re.compile(r'absPath[^>]* url="([^"]+)"'), "文件路径"),
    (re.compile(r'<w:(?:ins|del|moveFrom|moveTo|rPrChange)[^>]* w:author="([^"]*)"'), "修订痕迹"),
)
_OFFICE_PARTS = (
    (
        re.compile(r"(?:^|/)(?:comments\d*|threadedComments?\d*|persons?)(?:/[^/]*)?\.xml$", re.IGNORECASE),
        "批注",
    ),
    (re.compile(r"docProps/(?:custom\.xml|thumbnail\..*)$"), "自定义属性或缩略图"),
    (re.compile(r"(?:vbaProject\.bin|printerSettings\d*\.bin)$"), "宏或打印机设置"),
)
_SVG = re.compile(
    r"(sodipodi:docname|inkscape:export-filename|<dc:creator|<sodipodi:namedview|<metadata)", re.IGNORECASE
)
_PDF = re.compile(rb"/(Author|Creator|Producer|CreationDate|ModDate)\s*(?:\((?!\))|<[^<>])")
_MACHINE = re.compile(r"(?:/(?:home|Users|root)/[\w.-]+/|[A-Za-z]:\\{1,2}(?:Users|Documents)[^\"<>|]{0,60})")
_EMPTY_STAMP = (1980, 1, 1, 0, 0, 0)


def property_faults(path: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a file betrays about its making: kind and what stands there."""
    if content[:4] == b"PK\x03\x04":
        yield from _zip_faults(content)
    elif content[:2] == b"\x1f\x8b":
        yield from _gzip_faults(content)
    elif content[:5] == b"%PDF-":
        yield from ((f"PDF 属性 {match[1].decode()}", "") for match in _PDF.finditer(content))
    elif path.endswith(".svg"):
        yield from (("SVG 编辑信息", match[1]) for match in _SVG.finditer(content.decode("utf-8", "ignore")))
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        chunks = re.findall(rb"(?:tEXt|iTXt|zTXt|eXIf|tIME)", content)
        yield from (("图片内嵌信息", chunk.decode()) for chunk in chunks)


def machine_paths(text: str) -> Iterator[str]:
    """Yield paths of somebody's computer.

    >>> list(machine_paths("见 /home/wang/data/objects.csv"))
    ['/home/wang/']
    """
    return (match[0] for match in _MACHINE.finditer(text))


UNSOUND = (EOFError, NotImplementedError, OSError, RuntimeError, ValueError, lzma.LZMAError, zlib.error)
_SEAL = re.compile(rb"sha256:[0-9a-f]{64}")  # how a release package ends: its own digest, nothing of ours


def _zip_faults(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.comment and not _SEAL.fullmatch(archive.comment):
                yield "压缩包注释", archive.comment.decode("utf-8", "replace")
            for info in archive.infolist():
                yield from _member_faults(info)
                if info.filename.endswith(".xml") and not info.flag_bits & 1:
                    yield from _office_faults(archive.read(info).decode("utf-8", "ignore"))
    except (zipfile.BadZipFile, *UNSOUND):
        return  # what can't be opened is named by the reading of containers


def _member_faults(info: zipfile.ZipInfo) -> Iterator[tuple[str, str]]:
    if info.date_time[3:] != _EMPTY_STAMP[3:]:
        yield "压缩包里的钟点时间", f"{info.filename} {info.date_time[3]:02d}:{info.date_time[4]:02d}"
    if info.comment:
        yield "压缩包成员注释", info.filename
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind in {0x5455, 0x7875, 0x5855, 0x000D, 0x000A}:
            yield "压缩包里的用户或时间信息", info.filename
        extra = extra[4 + size :]
    for pattern, kind_name in _OFFICE_PARTS:
        if pattern.search(info.filename):
            yield kind_name, info.filename


def _office_faults(text: str) -> Iterator[tuple[str, str]]:
    for pattern, kind in _OFFICE_TEXT:
        for match in pattern.finditer(text):
            yield kind, match[1]


def _gzip_faults(content: bytes) -> Iterator[tuple[str, str]]:
    if content[4:8] != b"\0\0\0\0":
        yield "gzip 里的时间", ""
    if content[3] & 0b11000:
        yield "gzip 里的文件名或注释", ""
