"""The folded text while rules work on it: what is kept, what is taken, who has been found."""

from dataclasses import dataclass, field

from sampler.disclosure.text.folding import Folded, fold, is_han
from sampler.disclosure.text.spaced import unspaced
from sampler.disclosure.text.spans import PERSON, Hit, Reason

FREE, KEPT, TAKEN = 0, 1, 2


@dataclass(slots=True)
class Scene:
    """One text at work. Rules ask :meth:`is_free` and call :meth:`keep` or :meth:`take`."""

    folded: Folded
    """The text the rules read."""

    marks: bytearray
    """Per folded character: FREE, KEPT or TAKEN."""

    hits: list[Hit] = field(default_factory=list)
    """What will be masked."""

    kept: list[Hit] = field(default_factory=list)
    """What must stay; shown in a trace."""

    name_ends: set[int] = field(default_factory=set)
    """Where a person's name ends: the next in a list is a name too."""

    name_starts: set[int] = field(default_factory=set)
    """Where a person's name begins."""

    lefts: dict[int, Reason] = field(default_factory=dict)
    """What speaks for a name beginning here; worked out once."""

    rights: dict[int, Reason] = field(default_factory=dict)
    """What speaks for a name ending here."""

    contexts: dict[int, float] = field(default_factory=dict)
    """What the cues before a place say, and under minus the place those after it; worked out once."""

    towns: frozenset[str] | None = None
    """The first two characters of counties and towns that the text names; worked out once."""

    things: list[tuple[int, int]] = field(default_factory=list)
    """Where things or firms are listed, not people."""

    doubts: list[str] = field(default_factory=list)
    """Reasons for a person to look."""

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def is_free(self, start: int, end: int) -> bool:
        """Say whether no character of the range is kept or taken."""
        return not any(self.marks[start:end])

    def keep(self, hit: Hit) -> None:
        """Leave the free part of the place as it is."""
        self.kept.append(hit)
        for at in range(hit.start, hit.end):
            if self.marks[at] == FREE:
                self.marks[at] = KEPT

    def fix(self, hit: Hit) -> None:
        """Close a place that is masked already: nothing may be read or masked there again."""
        self.marks[hit.start : hit.end] = bytes([TAKEN]) * (hit.end - hit.start)

    def take(self, hit: Hit) -> bool:
        """Mask the place if all of it is free; say whether it was."""
        if hit.end <= hit.start or not self.is_free(hit.start, hit.end):
            return False
        self._mark(hit)
        return True

    def seize(self, hit: Hit) -> bool:
        """Mask the place even where it is kept; only what is taken already stops it."""
        if hit.end <= hit.start or TAKEN in self.marks[hit.start : hit.end]:
            return False
        self._mark(hit)
        return True

    def note_name(self, start: int, end: int) -> None:
        """Remember that a person's name stands here."""
        self.name_starts.add(start)
        self.name_ends.add(end)

    def runs(self) -> list[tuple[int, int]]:
        """Return the stretches of free Chinese characters."""
        found, start = [], -1
        for at, char in enumerate(self.text):
            inside = self.marks[at] == FREE and is_han(char)
            if inside and start < 0:
                start = at
            elif not inside and start >= 0:
                found.append((start, at))
                start = -1
        if start >= 0:
            found.append((start, len(self.text)))
        return found

    def _mark(self, hit: Hit) -> None:
        self.hits.append(hit)
        self.marks[hit.start : hit.end] = bytes([TAKEN]) * (hit.end - hit.start)
        if hit.type == PERSON:
            self.note_name(hit.start, hit.end)


def scene_of(text: str) -> Scene:
    """Return the scene of a text that nobody has read yet."""
    folded = unspaced(fold(text))
    return Scene(folded, bytearray(len(folded.text)))
