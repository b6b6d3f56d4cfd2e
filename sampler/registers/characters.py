"""The characters of a cell: blanks and invisible marks taken off, full width made half, what cannot be read shown by number."""

import re
from collections.abc import Sequence

from sampler.registers.schema import SEPARATOR, Field

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGITS = {code: folded for code, folded in _FOLD.items() if chr(folded) in "0123456789.-+/%:"}
EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufffd\ufffe\uffff"
    "\U000f0000-\U0010fffd]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_TEXT_MARKS = "'\u2018\u2019`"
_AS_TEXT = re.compile('="([^"]*)"')


def tidy(field: Field, raw: str) -> str:
    """Return ``raw`` without blanks around it, folded as far as the schema asks."""
    text = _INVISIBLE.sub("", raw).strip(EDGES)
    if field.normalize == "code":
        text = unwrapped(_BLANKS.sub("", text.translate(_FOLD)).upper())
    elif field.normalize in ("digits", "ratio"):
        text = text.translate(_DIGITS)
        text = unwrapped(text) if field.normalize == "digits" else text
    elif field.type != "string" or field.enum:
        text = text.translate(_FOLD).strip()
    if not field.multiline:
        return re.sub(r"[ \t]*[\r\n]+[ \t]*", "", text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_list(text: str) -> tuple[str, ...]:
    """Return the values of a list cell; ；, ; and 、 separate.

    >>> split_list("水；固废、 大气")
    ('水', '固废', '大气')
    """
    parts = (part.strip(EDGES) for part in re.split("[；;、]", text))
    return tuple(part for part in parts if part)


def join_list(values: Sequence[str]) -> str:
    """Return the canonical text of a list cell."""
    return SEPARATOR.join(values)


def printable(text: str) -> str:
    r"""Return ``text`` with every character that cannot be shown or saved written as its code point.

    >>> printable("晨\ue000厂")
    '晨<U+E000>厂'
    """
    return UNREADABLE.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def unwrapped(text: str) -> str:
    """Return a code without the marks by which spreadsheets are told that it is text: '123 and ="123"."""
    before = ""
    while before != text:
        before = text
        if match := _AS_TEXT.fullmatch(text):
            text = match[1].strip(EDGES)
        text = text.lstrip(_TEXT_MARKS).strip(EDGES)
    return text
