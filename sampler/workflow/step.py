"""One step that changes the data folder: alone, and on record."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sampler.files import lock
from sampler.office.journal import recording


@contextmanager
def changing(data: Path, *, task: str, arguments: Mapping[str, str], as_of: date) -> Iterator[None]:
    """Hold the folder's lock while a step writes, then append the step to the journal.

    Raises SamplerError when another process is changing the folder.
    """
    with lock(data), recording(data, task=task, arguments=arguments, as_of=as_of):
        yield
