"""Names written by their sound: 热依汗古丽, 巴音孟克, 扎西次仁, 安德烈耶维奇.

No surname opens them. What tells them is which characters follow each other, counted in the names of ``sounds.txt``.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log

from sampler.disclosure.text.lattice import Candidate
from sampler.disclosure.text.lexicon import phrases

PRIOR, LISTED, LISTED_SHORT = 7.0, 12.0, 15.0
SEEN = 0.75
"""How much a pair of characters counts against its second character alone."""
UNSEEN = 8.0
LONGEST, SHORTEST = 9, 3
EDGE = "^"


@dataclass(frozen=True, slots=True)
class Sounds:
    """What it costs that one character follows another."""

    pairs: dict[str, float]
    """Two characters, ``^`` for the edge of a name."""

    single: dict[str, float]
    """A character after one that it was never seen with."""

    names: dict[str, float]
    """Whole names of the table."""


@cache
def sounds() -> Sounds:
    """Count the table once."""
    names = sorted(phrases("sounds.txt"))
    pairs = Counter(pair for name in names for pair in map("".join, _pairs(name)))
    firsts = Counter(pair[0] for pair in pairs.elements())
    chars = Counter(char for name in names for char in name)
    total = sum(chars.values())
    single = {char: -log((1 - SEEN) * count / total) for char, count in chars.items()}
    costs = {
        pair: -log(SEEN * count / firsts[pair[0]] + (1 - SEEN) * chars[pair[1]] / total)
        for pair, count in pairs.items()
    }
    whole = {name: LISTED_SHORT if len(name) == 2 else LISTED for name in names if len(name) > 1}
    return Sounds(costs, single, whole)


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    return zip(EDGE + name, name + EDGE, strict=True)


def spoken(text: str, gaps: bytes) -> list[Candidate]:
    """Return every stretch that could be a name written by its sound, from the left.

    >>> [text[one.start : one.end] for text in ["店主热依汗古丽说"] for one in spoken(text, bytes(8))[:1]]
    ['热依汗']
    """
    model = sounds()
    found = []
    for at, char in enumerate(text):
        first = model.pairs.get(EDGE + char)
        if first is not None:
            found += _from(model, text, gaps, Candidate(at, at + 1, PRIOR + first))
    return found


def _from(model: Sounds, text: str, gaps: bytes, one: Candidate) -> list[Candidate]:
    found, cost = [], one.cost
    for stop in range(one.end, min(len(text), one.start + LONGEST)):
        char = text[stop]
        if gaps[stop] or char not in model.single:
            break
        cost += model.pairs.get(text[stop - 1 : stop + 1], model.single[char])
        name = text[one.start : stop + 1]
        closed = cost + model.pairs.get(char + EDGE, UNSEEN)
        if name in model.names:
            found.append(Candidate(one.start, stop + 1, min(model.names[name], closed)))
        elif stop + 1 - one.start >= SHORTEST:
            found.append(Candidate(one.start, stop + 1, closed))
    return found
