"""One dated change of the invented year, and how the year is played into a folder."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Step:
    """What the office did on one day."""

    day: date
    """The day it was done; steps are played in this order."""

    message: str
    """What was done, in plain Chinese; becomes the message of the commit."""

    change: Callable[[Path], object]
    """Makes the change in a data folder."""


def play(steps: Iterable[Step], data: Path, after: Callable[[Step], None] | None = None) -> int:
    """Make every change in the order of the days; call ``after`` behind each. Return how many there were."""
    listed = sorted(steps, key=lambda step: step.day)
    for step in listed:
        step.change(data)
        if after is not None:
            after(step)
    return len(listed)
