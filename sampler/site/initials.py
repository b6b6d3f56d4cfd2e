"""The Latin initial of a Chinese name, for lists that are leafed through without JavaScript.

The 3 755 characters of GB 2312 level one stand in the order of their reading, so the first character of each letter
is all the table needed. Rarer characters are listed under ``#``; the search finds them by the character itself.
"""

import bisect
import re

_LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_STARTS = [int.from_bytes(character.encode("gb2312"), "big") for character in _FIRST]
_END = 0xD7FA
_REGION = re.compile(r"^(?:[^省县市区]{2,3}省)?(?:[^县市区]{2,4}市)?(?:[^县市区]{1,4}[县区])?")


def initial(name: str, township: str = "") -> str:
    """Return the initial of the name without its county and township, because those are the same for all.

    >>> initial("白杨县恒岳化工有限公司"), initial("abc"), initial("𬭚鑫")
    ('H', 'A', '#')
    """
    rest = _REGION.sub("", name).removeprefix(township) or name
    place = township.rstrip("镇乡")
    if place and rest.startswith(place) and len(rest) > len(place) + 1:
        rest = rest[len(place) :]
    return _letter(rest[:1])


def _letter(character: str) -> str:
    if character.isascii():
        return character.upper() if character.isalpha() else "#"
    try:
        number = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return "#"
    if not _STARTS[0] <= number < _END:
        return "#"
    return _LETTERS[bisect.bisect_right(_STARTS, number) - 1]
