"""Chance for invented data: every choice is named, so one more choice never changes another.

This has nothing to do with drawing objects; draws go through :mod:`sampler.draw` like everybody's.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Option = TypeVar("Option")


@dataclass(frozen=True, slots=True)
class Chance:
    """Answers questions from a seed and the words of the question; the same question has one answer."""

    seed: str
    """Text that stands for one invented place."""

    def about(self, *words: object) -> "Chance":
        """Return a chance for questions about one thing only."""
        return Chance("\n".join((self.seed, *map(str, words))))

    def number(self, *words: object) -> int:
        """Return a number of 64 bits for the question.

        >>> Chance("a").number("x") == Chance("a").number("x") != Chance("a").number("y")
        True
        """
        text = "\n".join((self.seed, *map(str, words)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")

    def below(self, limit: int, *words: object) -> int:
        """Return a number from 0 to ``limit`` - 1."""
        return self.number(*words) % limit

    def between(self, low: int, high: int, *words: object) -> int:
        """Return a number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1, *words)

    def percent(self, share: int, *words: object) -> bool:
        """Return yes for about ``share`` of a hundred questions."""
        return self.below(100, *words) < share

    def pick(self, options: Sequence[Option], *words: object) -> Option:
        """Return one of the options."""
        return options[self.below(len(options), *words)]

    def weighted(self, options: Sequence[tuple[Option, int]], *words: object) -> Option:
        """Return one of the options, each as often as its weight says."""
        place = self.below(sum(weight for _, weight in options), *words)
        for option, weight in options:
            if place < weight:
                return option
            place -= weight
        raise AssertionError("the place lies below the sum of the weights")

    def shuffled(self, options: Sequence[Option], *words: object) -> list[Option]:
        """Return all options in an order of their own; equal options keep their order."""
        return sorted(options, key=lambda option: self.number(*words, option))

    def digits(self, length: int, *words: object) -> str:
        """Return ``length`` decimal digits."""
        return str(self.below(10**length, *words)).zfill(length)
