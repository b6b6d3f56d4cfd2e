"""Work in pieces, done by several processes where the system can fork, else by this one alone.

The pieces do not depend on each other and each writes files of its own, so who does which decides nothing but the time.
"""

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

from sampler.failure import SamplerError

T = TypeVar("T")
_FORKED: list[Sequence[Callable[[], object]]] = []
"""What the forked processes inherit; nothing is copied or pickled but the answers."""


def can_fork() -> bool:
    """Tell whether a copy of this process can work: not on Windows, and not while other threads hold who knows what."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def answers(pieces: Sequence[Callable[[], T]], workers: int) -> Iterator[T]:
    """Yield the answer of each piece as it ends. Pieces are begun in the order given."""
    if workers < 2 or not can_fork():
        yield from (piece() for piece in pieces)
        return
    _FORKED.append(pieces)
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            yield from pool.imap_unordered(_answer, range(len(pieces)))
    finally:
        _FORKED.pop()


def _answer(number: int) -> object:
    return _FORKED[-1][number]()


class Beside:
    """A function that runs in a process of its own; where that can't be, it runs when it is waited for."""

    def __init__(self, function: Callable[[], None], *, fork: bool) -> None:
        """Start it."""
        self.function: Callable[[], None] | None = function
        self.process = None
        if fork and can_fork():
            context = multiprocessing.get_context("fork")
            self.receiver, sender = context.Pipe(duplex=False)
            self.process = context.Process(target=_tell, args=(function, sender))
            self.process.start()
            sender.close()

    def ready(self) -> bool:
        """Tell whether waiting would take no time, or can't be spent on anything else."""
        return self.process is None or self.receiver.poll()

    def wait(self) -> None:
        """Return when the function has ended; raise SamplerError when it did. Later calls do nothing."""
        function, self.function = self.function, None
        if function is None:
            return
        if self.process is None:
            function()
            return
        try:
            failure = self.receiver.recv()
        except EOFError as error:  # its traceback has been printed by the process itself
            raise RuntimeError("a part of the build broke off") from error
        self.process.join()
        if failure:
            raise SamplerError(failure)


@contextmanager
def beside(function: Callable[[], None], *, fork: bool) -> Iterator[Beside]:
    """Run ``function`` beside the block; whatever happens in the block, no process is left behind."""
    running = Beside(function, fork=fork)
    try:
        yield running
    finally:
        if running.process is not None:
            running.process.terminate()
            running.process.join()
            running.receiver.close()


def _tell(function: Callable[[], None], sender: Connection) -> None:
    try:
        function()
    except SamplerError as error:
        sender.send(str(error))
    else:
        sender.send("")
