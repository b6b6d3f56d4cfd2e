"""Scanned pages read with a blank after every character: 停 产 的 报 告. Decided for the whole text, then the blanks go."""

from sampler.disclosure.text.folding import Folded, is_han

LEAST, SHARE = 12, 0.8
BLANK, NONE = 1, 0


def unspaced(folded: Folded) -> Folded:
    """Return the text without the blanks of a scan; any other text as it is.

    >>> from sampler.disclosure.text.folding import fold
    >>> unspaced(fold("值 班 人 员 和 留 守 人 员 的 值 班 电 话 5 3 3 6")).text
    '值班人员和留守人员的值班电话5336'
    """
    if not _is_spaced(folded):
        return folded
    text = folded.text
    kept = [at for at, char in enumerate(text) if char != " " or not _is_inside(text, at)]
    gaps = bytes(NONE if folded.gaps[at] == BLANK else folded.gaps[at] for at in kept)
    return Folded(
        "".join(text[at] for at in kept),
        tuple(folded.starts[at] for at in kept),
        tuple(folded.ends[at] for at in kept),
        gaps,
    )


def _is_spaced(folded: Folded) -> bool:
    """Say whether nearly all neighbours among the Chinese characters are parted by one blank."""
    text, gaps = folded.text, folded.gaps
    if gaps.count(BLANK) < LEAST:
        return False
    pairs = sum(is_han(text[at]) and is_han(text[at - 1]) for at in range(1, len(text)))
    return gaps.count(BLANK) >= SHARE * pairs


def _is_inside(text: str, at: int) -> bool:
    """Say whether a blank stands between single characters, not between two longer numbers."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum()):
        return True
    return (text[at - 2 : at - 1] in (" ", "") and text[at + 2 : at + 3] in (" ", "")) or _touches_han(
        text, at
    )


def _touches_han(text: str, at: int) -> bool:
    single = is_han(text[at - 2 : at - 1] or " ") and text[at + 2 : at + 3] == " "
    return single or (is_han(text[at + 2 : at + 3] or " ") and text[at - 2 : at - 1] == " ")
