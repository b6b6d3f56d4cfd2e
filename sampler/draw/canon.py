"""The one way in which anything is turned into bytes and digested.

``H(tag, x1 … xn)`` is the lower-case hex SHA-256 of the UTF-8 text ``tag LF x1 LF … xn``, with no LF at the end. No
part may hold an LF, so two different lists of parts never give the same text. Records are canonical JSON
(RFC 8785 held to objects with ASCII keys, arrays, strings in NFC, whole numbers). Tables are comma separated lines that end with LF; a
cell that holds a comma or a quote stands in double quotes, with quotes doubled, and no other cell does; no cell holds a
line break.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

from sampler.failure import SamplerError

SUITE = "sha256"
PROTOCOL = "sampler-draw/1"
LARGEST = 2**53 - 1
HEX64 = re.compile(r"[0-9a-f]{64}\Z")
_QUOTED = re.compile(r'[",]')
_BREAK = re.compile(r"[\n\r]")


class FormError(SamplerError):
    """Raised when bytes are not in the one form the protocol allows."""


def digest(tag: str, *parts: str) -> str:
    r"""Return ``H(tag, parts…)``: 64 lower-case hex digits.

    >>> digest("leaf/v1", "00", "{}")[:16]
    '2d207825365cfd40'
    >>> digest("a", "b") == hashlib.sha256(b"a\nb").hexdigest()
    True
    """
    text = "\n".join((tag, *parts))
    if text.count("\n") != len(parts):
        raise FormError("要摘要的文字里不能有换行。")
    return hashlib.sha256(text.encode()).hexdigest()


def digest_bytes(content: bytes) -> str:
    """Return the SHA-256 of a whole file, as ``sha256sum`` prints it."""
    return hashlib.sha256(content).hexdigest()


def record(value: object) -> str:
    """Return a record as canonical JSON on one line; FormError on anything the protocol does not allow.

    >>> record({"stratum": "重点", "id": "e00001", "burden": 0})
    '{"burden":0,"id":"e00001","stratum":"重点"}'
    """
    _check_value(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def page(value: object) -> bytes:
    """Return a record as a file people can read: same rules, indent 2, final LF."""
    _check_value(value)
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def read_record(text: str, *, what: str) -> dict[str, object]:
    """Return the object written in ``text``; FormError unless ``text`` is exactly its canonical form."""
    value = _parse(text, what)
    if record(value) != text:
        raise FormError(f"{what}不是规范写法（键要排序、不留空格）。")
    return value


def read_page(content: bytes, *, what: str) -> dict[str, object]:
    """Return the object of a JSON file; FormError unless the bytes are exactly its canonical form."""
    value = _parse(read_text(content, what=what), what)
    if page(value) != content:
        raise FormError(f"{what}不是规范写法（键要排序、缩进两格、末尾换行）。")
    return value


def read_text(content: bytes, *, what: str) -> str:
    """Return bytes as UTF-8 text; FormError when they are not."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise FormError(f"{what}不是 UTF-8 文字（第 {error.start + 1} 个字节）。") from error


def _parse(text: str, what: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormError(f"{what}不是有效的 JSON。") from error
    if not isinstance(value, dict):
        raise FormError(f"{what}应当是一个 JSON 对象。")
    return value


def _check_value(value: object) -> None:
    if isinstance(value, str):
        _check_string(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise FormError(f"键“{key}”必须是 ASCII 文字。")
            _check_string(key)
            _check_value(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check_value(inner)
    elif isinstance(value, int) and not -LARGEST <= value <= LARGEST:
        raise FormError(f"整数 {value} 太大；再大的数写成文字。")
    elif value is not None and not isinstance(value, int):
        raise FormError(f"{type(value).__name__} 类型的值不能写入规范记录。")


def _check_string(text: str) -> None:
    if text.isascii():
        return
    if unicodedata.normalize("NFC", text) != text:
        raise FormError(f"文字“{text}”不是 NFC 规范形式。")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise FormError("文字里有残缺的字符（单独的代理码位）。")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""Return a table as bytes: header line, one line for each row.

    >>> table(["leaf", "record"], [["0f", '{"burden":0}']])
    b'leaf,record\n0f,"{""burden"":0}"\n'
    """
    lines = [",".join(_cell(cell) for cell in row) for row in (header, *rows)]
    return ("\n".join(lines) + "\n").encode()


def _cell(text: str) -> str:
    if _BREAK.search(text):
        raise FormError(f"单元格“{text}”里不能有换行。")
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def read_table(content: bytes, header: Sequence[str], *, what: str) -> list[list[str]]:
    """Return the rows of a table; FormError unless the bytes are exactly the canonical form of these rows."""
    text = read_text(content, what=what)
    lines = [_cells(line) for line in text.split("\n")[:-1]]
    if not lines or lines[0] != list(header):
        raise FormError(f"{what}的表头应当是 {','.join(header)}。")
    for number, row in enumerate(lines, start=1):
        if len(row) != len(header):
            raise FormError(f"{what}第 {number} 行应当有 {len(header)} 列。")
    if table(lines[0], lines[1:]) != content:
        raise FormError(f"{what}不是规范写法（引号、换行或结尾不对）。")
    return lines[1:]


def _cells(line: str) -> list[str]:
    if '"' not in line:
        return line.split(",")
    parts = re.findall(r'(?:\A|,)(?:"((?:[^"]|"")*)"|([^",]*))', line)
    return [quoted.replace('""', '"') if quoted else plain for quoted, plain in parts]


def is_digest(text: str) -> bool:
    """Tell whether a text is 64 lower-case hex digits."""
    return HEX64.match(text) is not None
