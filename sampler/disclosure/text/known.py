"""People and numbers that the private files name: an index that finds the longest one at each place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sampler.disclosure.text.folding import plain

LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass(slots=True)
class Index:
    """Words by their first character; the longest wins."""

    entries: dict[str, str] = field(default_factory=dict)
    """The folded word and what it stands for."""

    widths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """For each first character the lengths that occur, longest first."""

    def add(self, word: str, meaning: str, *, shortest: int = 2) -> None:
        """Add a word in its folded form; too short ones are left out."""
        form = plain(word)
        if len(form) < shortest or form in self.entries:
            return
        self.entries[form] = meaning
        lengths = {len(form), *self.widths.get(form[0], ())}
        self.widths[form[0]] = tuple(sorted(lengths, reverse=True))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield places from left to right, never overlapping: start, end, meaning."""
        at, size = 0, len(text)
        while at < size:
            for width in self.widths.get(text[at], ()):
                word = text[at : at + width]
                if len(word) == width and word in self.entries:
                    yield at, at + width, self.entries[word]
                    at += width - 1
                    break
            at += 1


def find_spaced(index: Index, text: str) -> Iterator[tuple[int, int]]:
    """Yield places of words whatever their case and blanks: for terms that must never be seen.

    >>> list(find_spaced(index_of([(squeezed("BX-7 配比"), "")]), "按 bx-7配 比投加"))
    [(2, 9)]
    """
    at = [place for place, char in enumerate(text) if not char.isspace()]
    for start, end, _ in index.find("".join(text[place] for place in at).translate(LOWER)):
        yield at[start], at[end - 1] + 1


def squeezed(word: str) -> str:
    """Return a term without blanks and in lower case."""
    return "".join(plain(word).split()).translate(LOWER)


def index_of(words: Iterable[tuple[str, str]], *, shortest: int = 2) -> Index:
    """Return an index of words with their meanings.

    >>> list(index_of([("王建", "甲"), ("王建国", "乙")]).find("找王建国"))
    [(1, 4, '乙')]
    """
    index = Index()
    for word, meaning in words:
        index.add(word, meaning, shortest=shortest)
    return index
