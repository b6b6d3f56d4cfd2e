"""Read what a PDF says: its streams unpacked, its strings, and its letters where the file tells how they map.

A PDF whose fonts give no such map, or that holds pictures or is encrypted, must be looked at by a person.
"""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"<<(?:[^<>]|<<[^<>]*>>|<[^<>]*>)*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LITERAL = re.compile(rb"\((?:\\.|[^()\\])*\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def is_pdf(content: bytes) -> bool:
    """Say whether these bytes are a PDF."""
    return b"%PDF-" in content[:1024]


def pdf_parts(content: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Yield name, bytes and reason to look of each part: the file itself, its streams, and its words."""
    streams = [_inflated(match[1]) for match in _STREAM.finditer(content)]
    yield "文件", content, _why(content, streams)
    for number, stream in enumerate(streams, start=1):
        yield f"流{number}", stream, ""
    letters = _letters(streams)
    yield "文字", "\n".join(_words(part, letters) for part in [content, *streams]).encode(), ""


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body)
    except zlib.error:
        return body


def _why(content: bytes, streams: list[bytes]) -> str:
    everything = b"\n".join([content, *streams])
    if b"/Encrypt" in everything:
        return "加密的 PDF"
    if re.search(rb"/Subtype\s*/Image", everything):
        return "含图片的 PDF"
    if re.search(rb"/Filter\s*(?:\[\s*)?/(?!FlateDecode)", everything):
        return "含有不能解开的内容的 PDF"
    fonts = len(re.findall(rb"/Subtype\s*/Type0", everything))
    return "PDF 的字体没有文字对照表" if fonts > len(re.findall(rb"/ToUnicode", everything)) else ""


def _letters(streams: list[bytes]) -> dict[bytes, str]:
    letters: dict[bytes, str] = {}
    for stream in streams:
        for block in _BFCHAR.findall(stream):
            for code, text in _PAIR.findall(block):
                letters[code.lower()] = _utf16(text)
        for block in _BFRANGE.findall(stream):
            for low, high, text in _SPAN.findall(block):
                letters |= _span(low.lower(), int(high, 16), text)
    return letters


def _span(low: bytes, high: int, text: bytes) -> dict[bytes, str]:
    first = _utf16(text)
    start = int(low, 16)
    codes = range(start, min(high, start + 65535) + 1)
    return {
        f"{code:0{len(low)}x}".encode(): first[:-1] + chr(min(ord(first[-1]) + code - start, 0x10FFFF))
        for code in codes
        if first
    }


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", "ignore") if len(text) % 4 == 0 else ""


def _words(part: bytes, letters: dict[bytes, str]) -> str:
    said = [_literal(match) for match in _LITERAL.findall(part)]
    for run in _HEX.findall(part):
        code = re.sub(rb"\s", b"", run).lower()
        for width in {len(key) for key in letters}:
            pieces = [code[i : i + width] for i in range(0, len(code), width)]
            said.append("".join(letters.get(piece, "") for piece in pieces))
        if len(code) % 2 == 0:
            said.append(_text(bytes.fromhex(code.decode())))
    return "".join(said) + "\n" + "\n".join(said)


def _literal(run: bytes) -> str:
    body = re.sub(rb"\\([0-3]?[0-7]{1,2})", lambda match: bytes([int(match[1], 8) & 255]), run[1:-1])
    return _text(re.sub(rb"\\(.)", rb"\1", body))


def _text(body: bytes) -> str:
    if body[:2] == b"\xfe\xff":
        return body[2:].decode("utf-16-be", "ignore")
    for name in ("utf-8", "gb18030"):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("latin-1")
