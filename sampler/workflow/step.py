"""One step that changes the data folder: alone, and on record."""

import getpass
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import lock
from sampler.office import journal

PERSON = "SAMPLER_WHO"
"""The environment variable that names who does a step; without it, the name the computer knows."""


def person() -> str:
    """Return who does this step, for the journal."""
    try:
        return os.environ.get(PERSON, "").strip() or getpass.getuser()
    except (KeyError, OSError):
        return "（未知）"


Agree = Callable[[], None]
"""Asks whether a step is to be done; raises where the answer is no."""


def agreed() -> None:
    """The answer where nobody has to be asked."""


@contextmanager
def alone(data: Path) -> Iterator[str]:
    """Hold the folder's lock from the first reading to the last writing of a task; take back what a killed one left.

    Yields what was taken back, in Chinese. Raises SamplerError when another process is changing the folder.
    """
    with lock(data):
        yield journal.recover(data)


def recovered(data: Path) -> str:
    """Take back what a killed task left, before a folder is read; nothing where the folder is in use or read-only."""
    if not (data / journal.FOLDER / journal.PENDING).exists():
        return ""
    try:
        with alone(data) as told:
            return told
    except SamplerError:
        return ""


@contextmanager
def changing(
    data: Path, *, task: str, arguments: Mapping[str, str], as_of: date, agree: Agree = agreed
) -> Iterator[None]:
    """Hold the folder's lock while a step writes, wholly or not at all, and append the step to the journal.

    ``agree`` is called once nothing but the answer is missing, before anything is written; it raises where the answer is no.
    Raises SamplerError when another process is changing the folder, and when a killed step had to be taken back here:
    what the caller read before is then no longer true.
    """
    with alone(data) as told:
        if told:
            raise SamplerError(f"{told}请再办理一次。")
        agree()
        with journal.recording(data, task=task, arguments=arguments, as_of=as_of, who=person()):
            yield
