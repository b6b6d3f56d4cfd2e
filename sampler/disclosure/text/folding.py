# ruff: noqa: RUF001, RUF002  # look-alike characters are what this module is about
r"""Folding: one plain form for everything that looks the same, with a map back to the input.

Promised: a folded character stands for the input range ``starts[i]:ends[i]``; ranges never go backwards. Full width,
private-use, compatibility and traditional forms become the plain simplified character; invisible characters
vanish; percent, entity and ``\u`` escapes are read; white space between two Chinese characters is taken out and
remembered as a gap (1 blank, 2 line break), other runs of it become one blank or one line break.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sampler.disclosure.text import tables

TWICE = re.compile(r"(?:%25[0-9A-Fa-f]{2}){2,200}")
ESCAPE = re.compile(
    TWICE.pattern
    + r"|(?:%[0-9A-Fa-f]{2})+|&(?:amp;){0,3}(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}"
)
"""Percent and entity escapes, also those that were escaped twice: ``%25E8``, ``&amp;#39033;``."""
ODD = {**dict.fromkeys("‐‑‒–—―−﹣－⁃﹘", "-"), **dict.fromkeys("·•・‧∙⋅･●⸱᛫᐀", "·")}
ODD |= {"“": '"', "”": '"', "〝": '"', "〞": '"', "＂": '"', "‘": "'", "’": "'", "《": "<", "》": ">"}
ODD |= {"〇": "〇", "○": "〇", "◯": "〇", "×": "×", "✕": "×", "✖": "×", "╳": "×"}
HARMLESS_CONTROLS = "\t\n\r\x0b\x0c\x85\u2028\u2029"
LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
COMBINING_KEEP = frozenset("\u3099\u309a")


@dataclass(frozen=True, slots=True)
class Folded:
    """The plain form of a text and the way back."""

    text: str
    """What the rules read."""

    starts: tuple[int, ...]
    """Where each folded character begins in the input."""

    ends: tuple[int, ...]
    """One past where it ends."""

    gaps: bytes
    """Per character: 1 when a blank, 2 when a line break was taken out before it."""

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the input range of a folded range."""
        return self.starts[start], self.ends[end - 1]


def is_han(char: str) -> bool:
    """Say whether a character is written in Chinese words: ideographs and what still hides in private use.

    >>> is_han("王"), is_han("〇"), is_han("1")
    (True, False, False)
    """
    return (
        "\u4e00" <= char <= "\u9fff"
        or "\u3400" <= char <= "\u4dbf"
        or "\U00020000" <= char <= "\U000323af"
        or "\ue000" <= char <= "\uf8ff"
    )


def fold(text: str) -> Folded:
    r"""Return the folded text.

    >>> fold("王\u200b 伟１３８").text, fold("王 伟").gaps
    ('王伟138', b'\x00\x01')
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gaps = bytearray()
    blank: tuple[int, int, str] | None = None
    for char, start, end in _characters(text):
        if char in " \n":
            kind = "\n" if char == "\n" or (blank and blank[2] == "\n") else " "
            blank = (blank[0] if blank else start, end, kind)
            continue
        gap = 0
        if blank is not None:
            if out and is_han(out[-1]) and is_han(char):
                gap = 2 if blank[2] == "\n" else 1
            else:
                _put(out, starts, ends, gaps, (blank[2], blank[0], blank[1], 0))
            blank = None
        _put(out, starts, ends, gaps, (char, start, end, gap))
    return Folded("".join(out), tuple(starts), tuple(ends), bytes(gaps))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return the folded text alone, without outer white space: how list entries are compared.

    >>> plain(" 張　偉 ")
    '张伟'
    """
    return fold(text).text.strip()


def _put(
    out: list[str], starts: list[int], ends: list[int], gaps: bytearray, item: tuple[str, int, int, int]
) -> None:
    out.append(item[0])
    starts.append(item[1])
    ends.append(item[2])
    gaps.append(item[3])


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    for raw, start, end in _unescaped(text):
        for char in _fold_char(raw):
            yield char, start, end


def _unescaped(text: str) -> Iterator[tuple[str, int, int]]:
    if "%" not in text and "&" not in text and "\\" not in text:
        yield from ((char, at, at + 1) for at, char in enumerate(text))
        return
    done = 0
    for match in ESCAPE.finditer(text):
        yield from ((text[at], at, at + 1) for at in range(done, match.start()))
        yield from _decoded(match.group(), match.start())
        done = match.end()
    yield from ((text[at], at, at + 1) for at in range(done, len(text)))


def _decoded(escape: str, start: int) -> Iterator[tuple[str, int, int]]:
    if escape[0] == "%":
        yield from _percent(escape, start)
        return
    char = html.unescape(escape.replace("amp;", "")) if escape[0] == "&" else chr(int(escape[2:], 16))
    if escape == "&amp;":
        char = "&"
    if len(char) == 1 and not "\ud800" <= char <= "\udfff":
        yield char, start, start + len(escape)
    else:
        yield from ((one, start + at, start + at + 1) for at, one in enumerate(escape))


def _percent(escape: str, start: int) -> Iterator[tuple[str, int, int]]:
    unit = 5 if TWICE.fullmatch(escape) else 3
    raw = bytes.fromhex(escape.replace("%25", "") if unit == 5 else escape.replace("%", ""))
    for name in ("utf-8", "gb18030"):
        try:
            decoded = raw.decode(name)
        except UnicodeDecodeError:
            continue
        at = start
        for char in decoded:
            width = unit * len(char.encode(name))
            yield char, at, at + width
            at += width
        return
    yield from ((one, start + at, start + at + 1) for at, one in enumerate(escape))


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    if char in HARMLESS_CONTROLS:
        return "\n" if char in LINE_BREAKS else " "
    if _is_invisible(char):
        return ""
    if char in ODD:
        return ODD[char]
    form = unicodedata.normalize("NFKC", tables.private_forms().get(char, char))
    return "".join(_simple(one) for one in form if not _is_invisible(one))


def _simple(char: str) -> str:
    if char.isspace():
        return " "
    if "0" <= char <= "9" or not char.isdigit():
        return ODD.get(char) or tables.simplified().get(char, char)
    return str(unicodedata.digit(char))


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    if category in {"Cf", "Cc", "Me", "Cn"} or category == "Mn":
        return char not in COMBINING_KEEP
    return char in "\u115f\u1160\u3164\uffa0\u2800"
