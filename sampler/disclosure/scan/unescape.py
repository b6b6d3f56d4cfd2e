"""Undo the escapes text is carried in: entities, percent signs, backslashes, quoted-printable, punycode, base64, hex.

``decoded`` gives the text with every escape undone, repeatedly, as nested escapes need. ``hidden_runs`` gives
what base64 and hex runs inside a text say, at every alignment.
"""

import base64
import binascii
import html
import re
from collections.abc import Iterator

_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}){2,}")
_BACKSLASH = re.compile(
    r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\([0-9a-fA-F]{4,6})(?![0-9a-fA-F]) ?"
    r"|\\([nrt])"
)
_HEX_BYTES = re.compile(r"(?:\\x[0-9a-fA-F]{2})+")
_OCTAL = re.compile(r"(?:\\[0-3][0-7]{2}(?![0-9a-fA-F]))+")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,30});?")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ :-]?){6,}[0-9a-fA-F]?")
_BLANKS = {"n": "\n", "r": "\r", "t": "\t"}


def decoded(text: str, *, rounds: int = 4) -> str:
    r"""Return ``text`` with its escapes undone; at most ``rounds`` nested layers.

    >>> decoded("&#x5f20;%E4%B8%89 \u4e30")
    '张三 丰'
    """
    for _ in range(rounds):
        before = text
        if "&" in text:
            text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if "%" in text:
            text = _PERCENT.sub(lambda match: _bytes_text(bytes.fromhex(match[0].replace("%", ""))), text)
        if "\\" in text:
            text = _backslashes(text)
        if "=" in text:
            text = _PRINTABLE.sub(lambda match: _bytes_text(bytes.fromhex(match[0].replace("=", ""))), text)
        if "xn--" in text:
            text = _PUNYCODE.sub(_from_punycode, text)
        if text == before:
            break
    return text


def _backslashes(text: str) -> str:
    text = _HEX_BYTES.sub(lambda match: _bytes_text(bytes.fromhex(match[0].replace("\\x", ""))), text)
    text = _OCTAL.sub(lambda match: _bytes_text(bytes(int(n, 8) for n in match[0].split("\\")[1:])), text)
    text = _BACKSLASH.sub(_from_backslash, text)
    return (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogate(text) else text
    )


def _has_surrogate(text: str) -> bool:
    return bool(re.search("[\ud800-\udfff]", text))


def _from_backslash(match: re.Match[str]) -> str:
    if match[5]:
        return _BLANKS[match[5]]
    number = int(next(group for group in match.groups()[:4] if group), 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def _from_punycode(match: re.Match[str]) -> str:
    try:
        return match[0][4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return match[0]


def _bytes_text(content: bytes) -> str:
    """Return bytes found in a page as text: UTF-8 when it is, else GB18030, else Latin-1."""
    for name in ("utf-8", "gb18030"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def hidden_runs(text: str, seen: set[str]) -> Iterator[str]:
    """Yield what base64 and hex runs of ``text`` may say. Runs in ``seen`` are passed over and added to it."""
    for kind, pattern, decode in (("64", _BASE64, _base64_texts), ("16", _HEX, _hex_texts)):
        for run in set(pattern.findall(text)):
            if kind + run not in seen:
                seen.add(kind + run)
                yield from decode(run)


def _base64_texts(run: str) -> Iterator[str]:
    standard = run.replace("-", "+").replace("_", "/")
    for start in range(4):
        part = standard[start:]
        part = part[: len(part) // 4 * 4] if len(part) % 4 == 1 else part + "=" * (-len(part) % 4)
        try:
            content = base64.b64decode(part)
        except (binascii.Error, ValueError):
            continue
        yield from byte_texts(content)


def _hex_texts(run: str) -> Iterator[str]:
    digits = re.sub("[^0-9a-fA-F]", "", run)
    for part in {digits[: len(digits) // 2 * 2], digits[1 : 1 + (len(digits) - 1) // 2 * 2]}:
        yield from byte_texts(bytes.fromhex(part))


_WORDS = (
    ("ascii", re.compile(rb"[\x09\x0a\x0d\x20-\x7e]{6,}")),
    (
        "utf-8",
        re.compile(
            rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}){3,}"
        ),
    ),
    ("gb18030", re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[0-9A-Za-z]){3,}")),
    ("utf-16-le", re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]){3,}", re.DOTALL)),
    ("utf-16-be", re.compile(rb"(?:\x00[\x20-\x7e]|[\x4e-\x9f][\x00-\xff]){3,}", re.DOTALL)),
)
"""Runs of bytes that may be words, by encoding; the rest of a digest or a picture is noise."""


def byte_texts(content: bytes, *, noise: bool = False) -> Iterator[str]:
    """Yield what bytes of an unknown encoding may say: only runs that may be words, or all of it with ``noise``."""
    if noise:
        yield from (content.decode(name, "ignore") for name, _ in _WORDS[1:])
        return
    for name, words in _WORDS:
        for start in (0, 1) if name in {"gb18030", "utf-16-le", "utf-16-be"} else (0,):
            found = words.findall(content, start)
            if found:
                yield "|".join(run.decode(name, "ignore") for run in found)
