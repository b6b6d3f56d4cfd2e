"""One dated change of the invented year, and how the year is played into a folder."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.workflow.step import changing


@dataclass(frozen=True, slots=True)
class Step:
    """What the office did on one day."""

    day: date
    """The day it was done; steps are played in this order."""

    message: str
    """What was done, in plain Chinese; becomes the message of the commit."""

    change: Callable[[Path], object]
    """Makes the change in a data folder."""

    task: str = ""
    """Name under which the journal records it; empty when the change is a step that does so itself."""


def edit(day: date, message: str, change: Callable[[Path], object]) -> Step:
    """Return a step that staff make by hand in a table and then save."""
    return Step(day, message, change, task="save")


def play(steps: Iterable[Step], data: Path, after: Callable[[Step], None] | None = None) -> int:
    """Make every change in the order of the days; call ``after`` behind each. Return how many there were."""
    listed = sorted(steps, key=lambda step: step.day)
    for step in listed:
        if step.task:
            with changing(data, task=step.task, arguments={"note": step.message}, as_of=step.day):
                step.change(data)
        else:
            step.change(data)
        if after is not None:
            after(step)
    return len(listed)
