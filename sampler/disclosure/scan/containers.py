"""Open what can be opened: folders, zip and office files, gzip, brotli, bzip2, xz, tar, PDF. Each part has its bytes.

What can't be read is named, never passed over in silence: raster pictures, fonts, encrypted or broken archives,
PDF pages whose letters can't be told. Those wait for a person's signature.
"""

import base64
import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sampler.disclosure.scan.pdf import is_pdf, pdf_parts

MAX_DEPTH = 6
MAX_BYTES = 512 * 1024 * 1024
_BROKEN = (
    EOFError, IndexError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError,
    lzma.LZMAError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What Python says of packed bytes that are not sound."""
_DATA_ADDRESS = re.compile(rb"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/]{8,}={0,2})")
_PICTURES = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"\x00\x00\x01\x00", "ICO 图片"),
    (b"wOFF", "字体"),
    (b"wOF2", "字体"),
    (b"OTTO", "字体"),
    (b"\x00\x01\x00\x00", "字体"),
    (b"\xd0\xcf\x11\xe0", "旧式 Office 文件"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"\x7fELF", "可执行文件"),
    (b"MZ", "可执行文件"),
    (b"ID3", "音频"),
    (b"\x1aE\xdf\xa3", "视频"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One readable piece: a file, or a member of a container."""

    path: str
    """``site/a.xlsx!xl/workbook.xml``: containers are parted from members by ``!``."""

    content: bytes
    unreadable: str = ""
    """Why a person must look at it; empty when the scan can read it."""


def parts_of(target: Path) -> Iterator[Part]:
    """Yield every part of a folder, or of one file."""
    files = sorted(path for path in target.rglob("*") if path.is_file()) if target.is_dir() else [target]
    for path in files:
        name = path.relative_to(target).as_posix() if target.is_dir() else path.name
        yield from open_part(name, path.read_bytes(), depth=0)


def open_part(path: str, content: bytes, *, depth: int) -> Iterator[Part]:
    """Yield a part and everything inside it."""
    if depth > MAX_DEPTH:
        yield Part(path, b"", "嵌套层数太多")
        return
    if content[:4] == b"PK\x03\x04" or zipfile.is_zipfile(io.BytesIO(content)):
        yield from _zip_parts(path, content, depth)
    elif is_pdf(content):
        yield from (Part(f"{path}!{name}", body, why) for name, body, why in pdf_parts(content))
    elif content[257:262] == b"ustar":
        yield from _tar_parts(path, content, depth)
    else:
        yield from _plain_or_packed(path, content, depth)


def _plain_or_packed(path: str, content: bytes, depth: int) -> Iterator[Part]:
    try:
        inner = _unpacked(path, content)
    except _BROKEN:
        yield Part(path, content, "压缩文件已损坏")
        return
    if inner is not None:
        yield from open_part(f"{path}!", inner, depth=depth + 1)
    else:
        yield Part(path, content, _why_unreadable(path, content))


def _unpacked(path: str, content: bytes) -> bytes | None:
    if content[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            return _header_of_gzip(content) + _limited(packed.read(MAX_BYTES + 1))
    if content[:3] == b"BZh":
        with bz2.BZ2File(io.BytesIO(content)) as blocks:
            return _limited(blocks.read(MAX_BYTES + 1))
    if content[:6] == b"\xfd7zXZ\x00":
        with lzma.LZMAFile(io.BytesIO(content)) as chain:
            return _limited(chain.read(MAX_BYTES + 1))
    if path.endswith(".br"):
        return _brotli(content)
    return None


def _header_of_gzip(content: bytes) -> bytes:
    """Return the file name and comment a gzip header carries, as text in front of the content."""
    flags, place = content[3], 10
    if flags & 4:
        place += 2 + int.from_bytes(content[place : place + 2], "little")
    said = []
    for bit in (8, 16):
        if flags & bit:
            end = content.index(b"\0", place)
            said.append(content[place:end])
            place = end + 1
    return b"\n".join([*said, b""])


def _brotli(content: bytes) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped,unused-ignore]  # only where packs carry .br files
    except ImportError as error:
        raise ValueError("brotli") from error
    try:
        body: bytes = brotli.decompress(content)
    except brotli.error as error:
        raise ValueError("brotli") from error
    return _limited(body)


def _limited(content: bytes) -> bytes:
    if len(content) > MAX_BYTES:
        raise ValueError("too large")
    return content


def _zip_parts(path: str, content: bytes, depth: int) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield Part(f"{path}!压缩包说明", archive.comment)
            for info in archive.infolist():
                name = f"{path}!{info.filename}"
                yield Part(f"{name}!说明", info.filename.encode() + b"\n" + info.comment + b"\n" + info.extra)
                if info.flag_bits & 1 or info.file_size > MAX_BYTES:
                    yield Part(name, b"", "加密或过大的压缩内容")
                elif not info.is_dir():
                    yield from open_part(name, archive.read(info), depth=depth + 1)
    except _BROKEN:
        yield Part(path, content, "压缩包已损坏")


def _tar_parts(path: str, content: bytes, depth: int) -> Iterator[Part]:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive.getmembers():
                said = f"{member.name}\n{member.uname}\n{member.gname}\n{member.linkname}".encode()
                yield Part(f"{path}!{member.name}!说明", said)
                file = (
                    archive.extractfile(member) if member.isreg() else None
                )  # a link has no bytes of its own
                if file is not None:
                    yield from open_part(f"{path}!{member.name}", file.read(), depth=depth + 1)
    except (*_BROKEN, tarfile.TarError):
        yield Part(path, content, "压缩包已损坏")


def embedded_parts(part: Part) -> Iterator[Part]:
    """Yield the files that a page carries inside itself as ``data:`` addresses."""
    if b";base64," not in part.content:
        return
    for number, match in enumerate(_DATA_ADDRESS.finditer(part.content), start=1):
        body = base64.b64decode(match[1] + b"=" * (-len(match[1]) % 4))
        yield from open_part(f"{part.path}!内嵌{number}", body, depth=1)


def _why_unreadable(path: str, content: bytes) -> str:
    for head, what in _PICTURES:
        if content.startswith(head):
            return what
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP 图片"
    if content[4:8] == b"ftyp":
        return "视频或 HEIF 图片"
    if path.endswith((".br", ".zst", ".age", ".gpg", ".enc")):
        return "不能打开的文件"
    return _noise(content)


def _noise(content: bytes) -> str:
    """Say why bytes without a known head can't be text: neither UTF-8, GB18030 nor UTF-16."""
    for name in ("utf-8", "gb18030", "utf-16"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for char in text[:4000] if ord(char) < 32 and char not in "\t\n\r\f\x0b\x1b")
        if odd * 50 <= len(text[:4000]):
            return ""
    return "看不懂的二进制文件" if content else ""
