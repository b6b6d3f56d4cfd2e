"""Killing a task at a chosen moment and looking at what it leaves."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sampler.commands.namespace import namespace
from sampler.commands.program import program

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
EVENTS = frozenset(
    [
        "os.rename",
        "os.remove",
        "os.link",
        "os.mkdir",
        "os.rmdir",
        "os.chmod",
        "os.symlink",
        "os.truncate",
        "fcntl.flock",
    ]
)
PASSING = re.compile(
    r"(^|/)(\.lock$|\.[^/]*\.part(/|$)|\.git/|journal/undo/|journal/pending\.json$|\.[^/]+\.(new|old)(/|$)|cache/|__pycache__/)"
)
"""Files that a task needs only while it runs."""
TASKS = namespace()
Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    code: int
    """Exit code; negative: the signal that killed it."""

    told: str
    """What it printed."""

    @property
    def killed(self) -> bool:
        return self.code < 0


@dataclass(slots=True)
class Undisturbed:
    """A run that nobody disturbed, in full."""

    ended: Ended
    after: Contents
    """Every file it left."""

    moments: int
    """How many file operations it made."""

    seconds: float
    versions: set[tuple[str, str]] = field(default_factory=set)
    """Every (path, digest) that was ever put in place, the passing ones too."""


def run(folder: Path, words: Sequence[str], before: Callable[[], None] = lambda: None) -> Ended:
    """Run one task as staff do, in a child of its own in ``folder``; everything is imported already."""
    child = start(folder, words, before)
    return ended(folder, child)


def start(folder: Path, words: Sequence[str], before: Callable[[], None] = lambda: None) -> int:
    """Start a task in a child; ``before`` runs in it first."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        os.chdir(folder)
        out = os.open(folder.with_suffix(".told"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(out, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, mode) for n, mode in enumerate("rww"))
        secrets.token_bytes = lambda size=32: b"k" * size  # type: ignore[assignment]  # the same draw in every run
        before()
        program(TASKS, version="0").run(["inv", *words])
        code = 0
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    finally:
        if sys.exc_info()[0] not in (None, SystemExit):
            sys.excepthook(*sys.exc_info())
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def ended(folder: Path, child: int) -> Ended:
    """Wait for a child and return how it ended."""
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), folder.with_suffix(".told").read_text("utf-8", "replace"))


def counted(folder: Path, on_event: Callable[[int], None]) -> Callable[[], None]:
    """Return what counts, in a child, every change of a file under ``folder``; called before and after each."""

    def begin() -> None:
        number = 0

        def tell() -> None:
            nonlocal number
            number += 1
            on_event(number)

        def listen(event: str, arguments: tuple[object, ...]) -> None:
            if event in EVENTS or (event == "open" and writes(folder, arguments)):
                tell()

        real = os.fsync

        def synced(handle: int) -> None:
            tell()
            real(handle)
            tell()

        os.fsync = synced
        sys.addaudithook(listen)

    return begin


def writes(folder: Path, arguments: tuple[object, ...]) -> bool:
    path, mode, flags = (*arguments, None, None)[:3]
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    if not os.path.abspath(os.fsdecode(path)).startswith(f"{folder}{os.sep}"):
        return False
    if isinstance(mode, str) and set(mode) & set("wax+"):
        return True
    return isinstance(flags, int) and bool(flags & WRITES)


def undisturbed(folder: Path, words: Sequence[str]) -> Undisturbed:
    """Run a task to its end, counting its moments and noting every version of every file it puts in place."""
    tally = folder.with_suffix(".tally")
    tally.unlink(missing_ok=True)

    def note(line: str) -> None:
        with tally.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def before() -> None:
        counted(folder, lambda number: note(f"moment {number}"))()
        _note_versions(folder, note)

    begun = time.monotonic()
    result = run(folder, words, before)
    seconds = time.monotonic() - begun
    lines = tally.read_text("utf-8").splitlines() if tally.exists() else []
    put = [line.split(" ", 2) for line in lines if line.startswith("put ")]
    moments = sum(line.startswith("moment ") for line in lines)
    return Undisturbed(
        result, contents(folder), moments, seconds, {(name, digest) for _, digest, name in put}
    )


def _note_versions(folder: Path, note: Callable[[str], None]) -> None:
    real = os.replace

    def replaced(source: str | Path, target: str | Path) -> None:
        whole = Path(source).is_file() and not Path(source).is_symlink()
        digest = sha256(Path(source).read_bytes()).hexdigest() if whole else ""
        real(source, target)
        place = Path(os.path.abspath(target))
        if whole and place.is_relative_to(folder):
            note(f"put {digest} {place.relative_to(folder).as_posix()}")

    os.replace = replaced  # type: ignore[assignment]


def killed_at(folder: Path, words: Sequence[str], moment: int, later: float = 0.0) -> Ended:
    """Kill a task right before its file operation of that number, or so many seconds later, all its processes with it."""

    def on_event(number: int) -> None:
        if number == moment and later:
            threading.Timer(later, os.killpg, (0, signal.SIGKILL)).start()
        elif number == moment:
            os.killpg(0, signal.SIGKILL)

    return run(folder, words, counted(folder, on_event))


def killed_after(folder: Path, words: Sequence[str], seconds: float) -> Ended:
    """Kill a task, and every process it started, after a while."""
    child = start(folder, words)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return ended(folder, child)


def contents(folder: Path) -> Contents:
    """Return every file under a folder that is to stay, by its path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if PASSING.search(name):
            continue
        if path.is_symlink():
            found[name] = os.readlink(path).encode()
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def without_journal(found: Mapping[str, bytes]) -> Contents:
    """Leave the journal out: a killed step is on record there, so it can't be the same."""
    return {name: content for name, content in found.items() if "/journal/" not in f"/{name}"}


def copy(source: Path, target: Path, *, linked: bool = False) -> Path:
    """Return a fresh copy of a folder; ``linked`` makes hard links, for tasks that only ever replace files."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True, copy_function=os.link if linked else shutil.copy2)
    return target


def halves(before: Contents, good: Undisturbed, found: Contents) -> Iterator[str]:
    """Yield each file that is neither as before nor as it was ever put in place."""
    for name, content in without_journal(found).items():
        known = {before.get(name), good.after.get(name)}
        if content not in known and (name, sha256(content).hexdigest()) not in good.versions:
            yield f"{name} 是半个文件"
    for name in without_journal(before):
        if name not in found and name in good.after:
            yield f"{name} 不见了"
