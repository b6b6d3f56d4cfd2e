"""Chinese numerals in amounts: 百分之二十五, 三分之一, 千分之五, 二十家 — turned into digits before anything is read."""

import re

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_WORD = r"[零一二三四五六七八九十百千两]+"
_PARTS = re.compile(rf"({_WORD})分之({_WORD}|\d+(?:\.\d+)?)")
_COUNTED = re.compile(rf"(?<![每其另同第、])({_WORD})(?=家|户|个(?!百分)|件|份|项|条|台|名|人|次|倍|轮|遍)")
_EACH = re.compile(rf"(?<=每)({_WORD})(?=家|户|个|件|份|名|人)")


def in_digits(text: str) -> str:
    """Return a text with its numerals as digits.

    >>> [in_digits(text) for text in ("百分之二十五", "三分之一", "千分之5", "二十家", "每十家抽一家", "两倍")]
    ['25%', '1/3', '5‰', '20家', '每10家抽1家', '2倍']
    """
    text = _PARTS.sub(_share, text).replace("一半", "1/2").replace("半数", "1/2")
    return _COUNTED.sub(_digits, _EACH.sub(_digits, text))


def number(word: str) -> int | None:
    """Return the number a numeral writes, or None.

    A short form such as 二百五 (250 or 205?) is not read.

    >>> [number(word) for word in ("十五", "一百零二", "二百五十", "两千", "十百", "二百五")]
    [15, 102, 250, 2000, None, None]
    """
    total, digit, last, skipped = 0, 0, 10_000, False
    for place, sign in enumerate(word):
        if sign in _PLACES:
            if _PLACES[sign] >= last or (not digit and (sign, place) != ("十", 0)):
                return None
            last = _PLACES[sign]
            total, digit, skipped = total + (digit or 1) * last, 0, False
        elif digit:
            return None
        else:
            digit, skipped = _DIGITS[sign], skipped or _DIGITS[sign] == 0
    spoken_short = digit and last in (100, 1000) and not skipped
    return None if spoken_short else total + digit


def _digits(match: re.Match[str]) -> str:
    found = number(match[1])
    return match[0] if found is None else str(found)


def _share(match: re.Match[str]) -> str:
    under, over = match.groups()
    top = over if over[0].isdigit() else str(number(over) if number(over) is not None else "")
    if not top:
        return match[0]
    if under in ("百", "一百"):
        return f"{top}%"
    if under in ("千", "一千"):
        return f"{top}‰"
    below = number(under)
    return match[0] if below is None or "." in top else f"{top}/{below}"
