"""One step that changes the data folder: alone, and on record."""

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

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


@contextmanager
def changing(data: Path, *, task: str, arguments: Mapping[str, str], as_of: date) -> Iterator[None]:
    """Hold the folder's lock while a step writes, and append the step to the journal.

    Raises SamplerError when another process is changing the folder.
    """
    with lock(data), journal.recording(data, task=task, arguments=arguments, as_of=as_of, who=person()):
        yield
