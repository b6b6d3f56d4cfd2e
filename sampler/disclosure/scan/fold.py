"""One form for every way of writing the same text: what is compared in the leak scan, both secret and page.

Folded text: compatibility forms and full width undone, lower case, nothing invisible, Chinese digits kept.
Squeezed text: also without blanks and hyphens, so that a number split by them reads as one.
"""

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_GAPS = re.compile(r"[\s\-_*·•‧・\u2010-\u2015~]+")
_DIGITS = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两", "000123456789123456789" + "12")
_ALIKE = str.maketrans("oil|", "0111")


def fold(text: str) -> str:
    """Return ``text`` in compatibility form and lower case, without invisible characters.

    >>> fold("\uff11\uff13\uff18\u200b12345678")
    '13812345678'
    """
    if text.isascii():
        return text.lower()
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text))).casefold()


def squeeze(folded: str) -> str:
    """Return folded text without blanks, hyphens and middle dots.

    >>> squeeze("138 1234-5678")
    '13812345678'
    """
    return _GAPS.sub("", folded)


def spoken_digits(squeezed: str) -> str:
    """Return the text with Chinese digits as digits.

    >>> spoken_digits("电话一三八")
    '电话138'
    """
    return squeezed.translate(_DIGITS)


def look_alikes(text: str) -> str:
    """Return lower-case text with letters that are typed for digits as digits.

    >>> look_alikes("l38oo")
    '13800'
    """
    return text.translate(_ALIKE)
