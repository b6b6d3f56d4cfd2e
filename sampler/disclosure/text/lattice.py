"""The cheapest reading of a run of Chinese characters as words and names.

A name is taken when the reading that holds it is cheaper than every reading of the same characters as ordinary words.
So 用电高峰 stays and 经询问高峰 does not; nothing is guessed that the tables do not say.
"""

from dataclasses import dataclass

from sampler.disclosure.text.folding import is_han
from sampler.disclosure.text.lexicon import (
    LONGEST_OUTFIT,
    LONGEST_WORD,
    OUTFIT_LAST,
    PLACE_ENDS,
    UNKNOWN_CHAR,
    Lexicon,
    invented,
)

TITLE_LAST = frozenset("长主员")
PERSON_LAST = frozenset("人员长工户主民")
AFTER_PERSON = 18.0
ADJACENT = 6.0
"""Two names hardly ever touch."""
FORBIDDEN_GIVEN = frozenset(
    "的了在是个这那们我你他她它等被把将到往因所但未不总县市镇厂局科站店部记而且没都还就很更各每该此某称说讲给太系得吗呢吧啊嘞哩咧呗噢哟呀喽呃"
)


HOPES = frozenset(f"得{char}" for char in "胜草志才福利水贵宝财喜旺明海林山龙成全发安民") | frozenset(
    f"{char}科" for char in "登文永志宏中世建小立元"
)
"""Given names with a character that no other name holds: 得胜, 登科."""


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
    """What it costs as a name."""


def candidates(text: str, gaps: bytes, lexicon: Lexicon) -> list[Candidate]:
    """Return every stretch of the text that could be a surname with one or two given characters, from the left."""
    surnames, size = lexicon.surnames, len(text)
    found = []
    for at, char in enumerate(text):
        if char not in lexicon.surname_starts:
            continue
        for width in (1, 2, 3, 4):
            surname = text[at : at + width]
            if surname not in surnames:
                continue
            found += [
                Candidate(at, stop, lexicon.name(surname, text[at + width : stop]))
                for stop in (at + width + 1, at + width + 2)
                if stop <= size and _can_be_given(text, gaps, (at, at + width, stop))
            ]
    return found


def read(run: Run, lexicon: Lexicon, names: list[Candidate]) -> list[Candidate]:
    """Return the names of the cheapest reading of the run, in order."""
    ending: dict[int, list[Candidate]] = {}
    for name in names:
        ending.setdefault(name.end - run.start, []).append(name)
    size = run.end - run.start
    best = [0.0] * (size + 1)
    back: list[tuple[int, Candidate | None]] = [(0, None)] * (size + 1)
    for stop in range(1, size + 1):
        cost, came = _cheapest_word(run, lexicon, best, stop)
        taken = None
        for name in ending.get(stop, ()):
            before = name.start - run.start
            price = best[before] + name.cost
            if back[before][1] is not None and not run.gaps[name.start]:
                price += ADJACENT
            if price < cost:
                cost, came, taken = price, before, name
        best[stop], back[stop] = cost, (came, taken)
    return _walk(back, size)


def _cheapest_word(run: Run, lexicon: Lexicon, best: list[float], stop: int) -> tuple[float, int]:
    """Return the cost up to ``stop`` and where its last word begins."""
    words, end = lexicon.words, run.start + stop
    last = run.text[end - 1]
    cost, came = best[stop - 1] + words.get(last, UNKNOWN_CHAR), stop - 1
    for width in range(2, min(LONGEST_WORD, stop) + 1):
        if run.gaps[end - width + 1]:
            return cost, came
        price = words.get(run.text[end - width : end])
        if price is not None and best[stop - width] + price < cost:
            cost, came = best[stop - width] + price, stop - width
    if (last in PLACE_ENDS or last in OUTFIT_LAST) and run.text[end : end + 1] not in TITLE_LAST:
        return min((cost, came), _cheapest_invention(run, lexicon.surname_starts, best, stop))
    return cost, came


def _cheapest_invention(run: Run, starts: frozenset[str], best: list[float], stop: int) -> tuple[float, int]:
    """Return the cost when the last word is a place or an outfit that no table knows."""
    found = (float("inf"), stop)
    end = run.start + stop
    for width in range(2, min(LONGEST_OUTFIT, stop) + 1):
        begin = end - width
        if run.gaps[begin + 1]:
            break
        price = best[stop - width] + invented(run.text[begin:end])
        if begin and run.text[begin - 1] in PERSON_LAST:
            price += AFTER_PERSON
        elif begin > 1 and run.text[begin - 2] in PERSON_LAST and run.text[begin - 1] in starts:
            price += AFTER_PERSON / 2
        found = min(found, (price, stop - width))
    return found


def _walk(back: list[tuple[int, Candidate | None]], stop: int) -> list[Candidate]:
    found = []
    while stop > 0:
        stop, taken = back[stop]
        if taken is not None:
            found.append(taken)
    return found[::-1]


def _can_be_given(text: str, gaps: bytes, place: tuple[int, int, int]) -> bool:
    """Say whether a surname may end and a name stop here; blanks inside only after a surname that stands alone."""
    at, start, stop = place
    given = text[start:stop]
    if given in HOPES:
        given = given.strip("得科")
    if not FORBIDDEN_GIVEN.isdisjoint(given) or not all(map(is_han, given)):
        return False
    return not any(gaps[at + 1 : start])
