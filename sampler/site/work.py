"""Work in pieces, done by several processes where the system can fork, else by this one alone.

The pieces do not depend on each other and each writes files of its own, so who does which decides nothing but the time.
"""

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from sampler.failure import SamplerError

T = TypeVar("T")


def can_fork() -> bool:
    """Tell whether a copy of this process can work: not on Windows, and not while other threads hold who knows what."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def answers(pieces: Sequence[Callable[[], T]], workers: int) -> Iterator[T]:
    """Yield the answer of each piece as it ends. Pieces are begun in the order given.

    No threads and no queue that a process could leave locked: each worker takes the next number and has a pipe of its own.
    """
    if workers < 2 or not can_fork():
        yield from (piece() for piece in pieces)
        return
    context = multiprocessing.get_context("fork")
    turn, crew = context.Value("q", 0), []
    try:
        for _ in range(min(workers, len(pieces))):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(pieces, turn, sender), daemon=True)
            process.start()
            sender.close()
            crew.append((process, receiver))
        yield from _collected([receiver for _, receiver in crew])
    finally:
        for process, receiver in crew:
            process.terminate()
            process.join()
            receiver.close()


def _collected(receivers: list[Connection]) -> Iterator[Any]:
    """Yield what the workers send until each has said that it is done; raise the SamplerError of one that failed."""
    while receivers:
        for receiver in [one for one in wait(receivers) if isinstance(one, Connection)]:
            answer = _received(receiver)
            if answer is None:
                receivers.remove(receiver)
            elif isinstance(answer, SamplerError):
                raise answer
            else:
                yield answer[0]


def _work(pieces: Sequence[Callable[[], object]], turn: Any, sender: Connection) -> None:
    """Do pieces until none is left."""
    try:
        while True:
            with turn.get_lock():
                number, turn.value = turn.value, turn.value + 1
            if number >= len(pieces):
                break
            sender.send((pieces[number](),))
    except SamplerError as error:
        sender.send(error)
    else:
        sender.send(None)


def _received(receiver: Connection) -> Any:
    try:
        return receiver.recv()
    except EOFError as error:  # its traceback has been printed by the process itself
        raise RuntimeError("a part of the build broke off") from error


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
        failure = _received(self.receiver)
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
