"""Text files as office programs leave them: which encoding, which separator, which cells.

Encodings are tried in a fixed order and never guessed from statistics: UTF-16 by its mark, then UTF-8 with or without
mark, then GB18030 (which holds all of GBK). Bytes that fit none are refused; nothing is ever replaced.
"""

import csv
import io

from sampler.failure import Finding, FindingsError
from sampler.registers.grid import Grid

MAX_BYTES = 200 * 1024 * 1024
MAX_CELL = 131_072
_SEPARATORS = ",;\t，；|"


def read_delimited(file: str, content: bytes) -> Grid:
    r"""Return the cells of a CSV or TSV file; raise FindingsError when it cannot be read.

    >>> read_delimited("x.csv", "名称;乡镇\n甲;北王里镇\n".encode("gb18030")).rows[1]
    ['甲', '北王里镇']
    """
    if len(content) > MAX_BYTES:
        raise refused(file, "registers.too-large", "文件超过 200 MB。", "请把它拆成几份。")
    return Grid(file, _rows(file, content, encoding_of(file, content)))


def encoding_of(file: str, content: bytes) -> str:
    """Return the encoding in which the whole of ``content`` is valid text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _utf16(file, content)
    if content[:4] == b"PK\x03\x04" or b"\x00" in content[:4096]:
        raise refused(
            file,
            "registers.not-text",
            "这不是文本文件。",
            "如果是 Excel 文件，请把扩展名改回 .xlsx；否则请另存为 CSV。",
        )
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise _unknown_encoding(file, content)


def separator_of(text: str) -> str:
    """Return the separator of a text: the one that parts its first lines most."""
    sample = [line for _, line in zip(range(20), io.StringIO(text), strict=False)]
    counts = {mark: sum(line.count(mark) for line in sample) for mark in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda mark: counts[mark])
    plain = max(",;\t", key=lambda mark: counts[mark])
    return plain if counts[plain] else (best if counts[best] else ",")


def refused(file: str, code: str, reason: str, suggestion: str) -> FindingsError:
    """Return the error for a file that cannot be read at all."""
    return FindingsError([Finding(code, file, None, "", "", reason, suggestion)])


def _unknown_encoding(file: str, content: bytes) -> FindingsError:
    reason = "看不出文字编码：既不是 UTF-8，也不是 GB18030。"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        if any(byte > 0x7F for byte in content[3 : error.start]):
            reason = f"前面都是 UTF-8，第 {line} 行却有坏掉的字符。"
    return refused(
        file, "registers.unknown-encoding", reason, "请在 Excel 或 WPS 里打开，另存为“CSV UTF-8”。"
    )


def _utf16(file: str, content: bytes) -> str:
    try:
        content.decode("utf-16")
    except UnicodeDecodeError:
        raise refused(
            file,
            "registers.unknown-encoding",
            "文件开头写着 UTF-16，内容却不完整。",
            "请重新导出，或另存为“CSV UTF-8”。",
        ) from None
    return "utf-16"


def _rows(file: str, content: bytes, encoding: str) -> list[list[str]]:
    with _opened(content, encoding) as stream:
        separator = separator_of(stream.read(200_000))
    usual = csv.field_size_limit(MAX_CELL)  # other libraries lift this limit for the whole process
    try:
        with _opened(content, encoding) as stream:
            return list(csv.reader(stream, delimiter=separator))
    except csv.Error:
        raise refused(
            file,
            "registers.broken-quotes",
            "引号不成对，或者一个单元格太长，读不下去。",
            "请用 Excel 或 WPS 打开检查，再另存为“CSV UTF-8”。",
        ) from None
    finally:
        csv.field_size_limit(usual)


def _opened(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
