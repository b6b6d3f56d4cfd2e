"""The cheapest reading of a run of Chinese characters as words and names.

A name is taken when the reading that holds it is cheaper than every reading of the same characters as ordinary words.
So 用电高峰 stays and 经询问高峰 does not; nothing is guessed that the tables do not say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sampler.disclosure.text.lexicon import (
    LONGEST_OUTFIT,
    LONGEST_WORD,
    OUTFIT_LAST,
    PLACE_ENDS,
    UNKNOWN_CHAR,
    Lexicon,
    invented,
)

TITLE_LAST = ("长", "主", "员")
Support = Callable[[int, int], float]
FORBIDDEN_GIVEN = frozenset(
    "的了在是个这那们我你他她它等被把将到往因所但未记不总县市镇厂局科站店部而且没都还就很更各每该此某其称说讲系吗呢吧啊"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of Chinese characters to be read."""

    text: str
    """The folded text."""

    gaps: bytes
    """Where white space was taken out."""

    start: int
    """First character of the stretch."""

    end: int
    """One past the last."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a name."""

    start: int
    """First character in the folded text."""

    end: int
    """One past the last."""

    cost: float
    """What it costs as a name, support taken off."""


def candidates(run: Run, lexicon: Lexicon, support: Support) -> list[Candidate]:
    """Return every stretch of the run that could be a surname with one or two given characters."""
    text, gaps, end = run.text, run.gaps, run.end
    found = []
    for at in range(run.start, end - 1):
        for width in (1, 2, 4):
            surname = text[at : at + width]
            if surname not in lexicon.surnames or at + width >= end:
                continue
            for given in (1, 2):
                stop = at + width + given
                if stop <= end and _can_be_given(text, gaps, at + width, stop):
                    cost = lexicon.name(surname, text[at + width : stop])
                    cost += 3.0 * sum(gaps[at + 1 : stop])
                    found.append(Candidate(at, stop, cost - support(at, stop)))
    return found


def read(run: Run, lexicon: Lexicon, names: list[Candidate]) -> list[Candidate]:
    """Return the names of the cheapest reading of the run, in order."""
    text, gaps, start = run.text, run.gaps, run.start
    size = run.end - start
    ending: dict[int, list[Candidate]] = {}
    for name in names:
        ending.setdefault(name.end - start, []).append(name)
    best = [0.0] * (size + 1)
    back: list[tuple[int, Candidate | None]] = [(0, None)] * (size + 1)
    words = lexicon.words
    for stop in range(1, size + 1):
        cost, came, taken = best[stop - 1] + words.get(text[start + stop - 1], UNKNOWN_CHAR), stop - 1, None
        for width in range(2, min(LONGEST_WORD, stop) + 1):
            price = words.get(text[start + stop - width : start + stop])
            if (
                price is not None
                and best[stop - width] + price < cost
                and not any(gaps[start + stop - width + 1 : start + stop])
            ):
                cost, came = best[stop - width] + price, stop - width
        last = text[start + stop - 1]
        if (last in PLACE_ENDS or last in OUTFIT_LAST) and text[
            start + stop : start + stop + 1
        ] not in TITLE_LAST:
            for width in range(2, min(LONGEST_OUTFIT, stop) + 1):
                price = best[stop - width] + invented(text[start + stop - width : start + stop])
                if price < cost:
                    cost, came = price, stop - width
        for name in ending.get(stop, ()):
            before = name.start - start
            if best[before] + name.cost < cost:
                cost, came, taken = best[before] + name.cost, before, name
        best[stop], back[stop] = cost, (came, taken)
    return _walk(back, size)


def _walk(back: list[tuple[int, Candidate | None]], stop: int) -> list[Candidate]:
    found = []
    while stop > 0:
        stop, taken = back[stop]
        if taken is not None:
            found.append(taken)
    return found[::-1]


def _can_be_given(text: str, gaps: bytes, start: int, stop: int) -> bool:
    if any(char in FORBIDDEN_GIVEN for char in text[start:stop]):
        return False
    return stop - start == 1 or not (gaps[start + 1] and not gaps[start])
