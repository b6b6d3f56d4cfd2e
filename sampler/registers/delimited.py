"""Text files as office programs leave them: which encoding, which separator, which cells.

Encodings are tried in a fixed order and never guessed from statistics: UTF-16 by its mark (or by the zero bytes of its
separators, when only one byte order makes text), then UTF-8 with or without mark, then GB18030 (which holds all of
GBK). Bytes that fit none are refused; nothing is ever replaced. A quotation mark that never closes, a line swallowed by
one, and a file that ends in the middle of a row are refused too: each would lose rows without a word.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from sampler.failure import Finding, FindingsError
from sampler.registers.grid import Grid

MAX_BYTES = 200 * 1024 * 1024
MAX_CELL = 12_000_000
_SEPARATORS = ",;\t，；|"
_DECLARED = re.compile("\ufeff?sep=([,;\t|])[\r\n]", re.I)
_MANY, _SAMPLE = 4, 2000
_CONFLICT = re.compile(rb"^<{7} .*?^={7}\r?$.*?^>{7} ", re.M | re.S)
_SAVE_AGAIN = "请在 Excel 或 WPS 里打开，另存为“CSV UTF-8”。"


def read_delimited(file: str, content: bytes) -> Grid:
    r"""Return the cells of a CSV or TSV file; raise FindingsError when it cannot be read.

    >>> read_delimited("x.csv", "名称;乡镇\n甲;北王里镇\n".encode("gb18030")).rows[1]
    ['甲', '北王里镇']
    """
    if len(content) > MAX_BYTES:
        raise refused(file, "registers.too-large", "文件超过 200 MB。", "请把它拆成几份。")
    _refuse_conflict(file, content)
    return Grid(file, _rows(file, content, encoding_of(file, content)))


def _refuse_conflict(file: str, content: bytes) -> None:
    """Refuse a file in which git left two versions side by side."""
    found = _CONFLICT.search(content)
    if found:
        line = content.count(b"\n", 0, found.start()) + 1
        reason = "从这一行起有合并冲突：两个人改了同一处，文件里两种写法都在（<<<<<<<、=======、>>>>>>>）。"
        hint = "请留下对的那一种，删去另一种和这三行标记，或请管理员完成合并，再试一次。"
        raise FindingsError([Finding("registers.conflict", file, line, "", "", reason, hint)])


def encoding_of(file: str, content: bytes) -> str:
    """Return the encoding in which the whole of ``content`` is valid text."""
    if content[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        raise refused(file, "registers.unknown-encoding", "文件是 UTF-32 编码，读不了。", _SAVE_AGAIN)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _utf16(file, content)
    if content[:4] == b"PK\x03\x04" or b"\x00" in content[:4096]:
        encoding = _unmarked_utf16(content)
        if encoding is None:
            raise _not_text(file, content)
        return encoding
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


def _not_text(file: str, content: bytes) -> FindingsError:
    reason, hint = "这不是文本文件。", "如果是 Excel 文件，请把扩展名改回 .xlsx；否则请另存为 CSV。"
    if content[:1] not in (b"P", b"\x00") and content.count(b"\x00") < len(content) // 2:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        reason = f"第 {line} 行里有空字节（NUL），多半是保存或拷贝时中断了。"
        hint = "请从原来的系统重新导出，或在 Excel、WPS 里打开核对以后另存为“CSV UTF-8”。"
    return refused(file, "registers.not-text", reason, hint)


def _unknown_encoding(file: str, content: bytes) -> FindingsError:
    reason, hint = "看不出文字编码：既不是 UTF-8，也不是 GB18030。", _SAVE_AGAIN
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        if any(byte > 0x7F for byte in content[3 : error.start]):
            reason = f"前面都是 UTF-8，第 {line} 行却有坏掉的字符。"
        if error.reason == "unexpected end of data":
            reason, hint = "最后一个字只有一半，文件像是没有传完。", "请重新拷贝或重新导出，再试一次。"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.reason == "incomplete multibyte sequence" and "UTF-8，第" not in reason:
            reason, hint = "最后一个字只有一半，文件像是没有传完。", "请重新拷贝或重新导出，再试一次。"
    return refused(file, "registers.unknown-encoding", reason, hint)


def _unmarked_utf16(content: bytes) -> str | None:
    """Return the one byte order in which the content is text with line ends or separators, if there is exactly one."""
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search("[,;\t\n]", text) and not re.search("[\x00\u0900\u0a00\u0d00\u2c00\u3b00]", text):
            found.append(encoding)
    return found[0] if len(found) == 1 else None


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
        head = stream.read(200_000)
    separator, skipped = separator_of(head), 0
    if declared := _DECLARED.match(head):
        separator, skipped = declared[1], 1
    usual = csv.field_size_limit(MAX_CELL)  # other libraries lift this limit for the whole process
    try:
        with _opened(content, encoding) as stream:
            reader = csv.reader(stream, delimiter=separator, strict=True)
            rows = list(_sharing(reader))
            if reader.line_num > len(rows):
                _refuse_swallowed(file, rows, separator)
    except csv.Error:
        raise _broken_quotes(file, content, encoding, separator) from None
    finally:
        csv.field_size_limit(usual)
    _refuse_cut_off(file, content, rows)
    return [[], *rows[1:]] if skipped else rows


def _sharing(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows; a cell that stood in the first rows is the same object ever after, which halves the memory."""
    seen: dict[str, str] = {}
    for row in islice(reader, _SAMPLE):
        yield [seen.setdefault(cell, cell) for cell in row]
    known = seen.get
    for row in reader:
        yield [known(cell, cell) for cell in row]


def _broken_quotes(file: str, content: bytes, encoding: str, separator: str) -> FindingsError:
    """Return the error for cells that cannot be told apart, with the line where the trouble begins."""
    with _opened(content, encoding) as stream:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        line = 1
        try:
            for _ in reader:
                line = reader.line_num + 1
        except csv.Error:
            pass
    return _quotes(file, line, "引号不成对，或者一个单元格太长，从这一行起读不下去。")


def _refuse_swallowed(file: str, rows: Sequence[list[str]], separator: str) -> None:
    """Refuse a cell that holds whole lines of the table: a stray quotation mark has swallowed them."""
    usual = max(map(len, rows[:50]), default=0)
    line = 1
    for row in rows:
        inner = [cell for cell in row if "\n" in cell or "\r" in cell]
        for cell in inner if usual >= _MANY else ():
            if any(part.count(separator) >= usual - 1 for part in cell.splitlines()):
                raise _quotes(file, line, "一对引号里包住了好几行，多半是多了或少了一个引号。")
        line += 1 + sum(len(cell.splitlines()) - 1 for cell in inner)


def _refuse_cut_off(file: str, content: bytes, rows: Sequence[list[str]]) -> None:
    if len(rows) < 2 or content.rstrip(b"\x00")[-1:] in (b"\n", b"\r"):
        return
    if 1 < len(rows[-1]) < min(len(row) for row in rows[max(0, len(rows) - 4) : -1]):
        found = Finding(
            "registers.cut-off",
            file,
            len(rows),
            "",
            "",
            "文件到这一行的中间就断了，像是没有传完。",
            "请重新拷贝或重新导出，再试一次。",
        )
        raise FindingsError([found])


def _quotes(file: str, line: int, reason: str) -> FindingsError:
    hint = "请用 Excel 或 WPS 打开检查这一行附近的引号，再另存为“CSV UTF-8”。"
    return FindingsError([Finding("registers.broken-quotes", file, line, "", "", reason, hint)])


def _opened(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
