# ruff: noqa: RUF001  # look-alike characters are what this module is about
"""A rule as data: what it looks for, why, and an example that must be found. Patterns never look without bound."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sampler.disclosure.text.spans import Hit

Accept = Callable[[re.Match[str]], bool]

DIGIT_VALUES = {
    char: str(value)
    for value, group in enumerate(
        ("〇零Oo", "一幺壹lI", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in group
}
TO_DIGITS = str.maketrans(DIGIT_VALUES | {"×": "X", "x": "X"})
DISGUISED = re.compile(
    r"(?<![A-Za-z0-9])(?=[0-9OolI()+-]*[0-9])[0-9OolI][0-9OolI() -]{5,40}(?![A-Za-z])|[〇零一二三四五六七八九幺]{7,40}"
)
D = "[0-9〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖OolI]"
"""One digit in any disguise."""


def anything(match: re.Match[str]) -> bool:
    """Accept every match."""
    return bool(match)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern with its reason."""

    name: str
    """Stable name, such as ``number.mobile``."""

    type: str
    """What is masked; empty for what is kept."""

    pattern: re.Pattern[str]
    """Bounded pattern over the folded text; a group ``it`` marks the place when the match is wider."""

    why: str
    """The reason in Chinese."""

    example: str
    """A text in which the rule must find something."""

    accept: Accept = anything
    """The check beyond the pattern."""

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every accepted place; after a refusal the search goes on at the next character."""
        at = 0
        while (match := self.pattern.search(text, at)) is not None:
            group = "it" if "it" in self.pattern.groupindex else 0
            start, end = match.span(group)
            if end > start and self.accept(match):
                yield Hit(start, end, self.type, self.name, self.why)
                at = max(end, at + 1)
            else:
                at = match.start() + 1


def rule(name: str, kind: str, pattern: str, why: str, example: str, *, accept: Accept = anything) -> Rule:
    """Return a rule; letters match in both cases."""
    return Rule(name, kind, re.compile(pattern, re.IGNORECASE), why, example, accept)


def digits_of(text: str) -> str:
    """Return the digits that a disguised number stands for.

    >>> digits_of("一三八-O0l2"), digits_of("12 3x")
    ('1380012', '123X')
    """
    return "".join(char for char in text.translate(TO_DIGITS) if char in "0123456789X")


def undisguised(text: str) -> str:
    """Return the text with long disguised numbers in plain digits, every character in its place.

    >>> undisguised("电话O311-849Ol234，零三一一八四九〇"), undisguised("Oil")
    ('电话0311-84901234，03118490', 'Oil')
    """
    return DISGUISED.sub(lambda match: match.group().translate(TO_DIGITS), text)


def place_of(match: re.Match[str]) -> tuple[int, int]:
    """Return the range that a rule would take."""
    return match.span("it" if "it" in match.re.groupindex else 0)
