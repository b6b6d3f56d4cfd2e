"""A disk that refuses: really (a small or read-only disk of its own, where one may be mounted) and made up, at any operation."""

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.killing import writes

TAKES_ROOM = ("os.mkdir", "os.link", "os.symlink")
CHANGES = (*TAKES_ROOM, "os.rename", "os.remove", "os.rmdir", "os.chmod")


def full_from(folder: Path, moment: int) -> Callable[[], None]:
    """Return what makes, in a child, the disk full from the so-maniest operation that takes room."""
    return _refusing(folder, moment, TAKES_ROOM, errno.ENOSPC)


def read_only_from(folder: Path, moment: int = 1) -> Callable[[], None]:
    """Return what makes the disk read-only, in a child."""
    return _refusing(folder, moment, CHANGES, errno.EROFS)


def _refusing(folder: Path, moment: int, events: tuple[str, ...], number: int) -> Callable[[], None]:
    def begin() -> None:
        count = 0

        def refuse(path: object) -> None:
            nonlocal count
            count += 1
            if count >= moment:
                raise OSError(number, os.strerror(number), str(path))

        def listen(event: str, arguments: tuple[object, ...]) -> None:
            inside = bool(arguments) and str(arguments[0]).startswith((str(folder), "data", "build"))
            if (event in events and inside) or (event == "open" and writes(folder, arguments)):
                refuse(arguments[0])

        real = os.fsync

        def synced(handle: int) -> None:
            refuse(handle)
            real(handle)

        os.fsync = synced
        sys.addaudithook(listen)

    return begin


def mounted(*words: str) -> bool:
    """Try to mount; containers and ordinary users often may not."""
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """Let ``folder`` be a disk of its own with little room; tell whether it is one."""
    folder.mkdir(parents=True)
    real = mounted("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    try:
        yield real
    finally:
        if real:
            subprocess.run(["umount", "-l", folder], check=True)


@contextlib.contextmanager
def read_only_disk(folder: Path) -> Iterator[bool]:
    """Let nobody write in ``folder``, not even root; tell whether that was possible."""
    bound = mounted("--bind", str(folder), str(folder))
    real = bound and mounted("-o", "remount,ro,bind", str(folder))
    try:
        yield real
    finally:
        if bound:
            subprocess.run(["umount", "-l", folder], check=True)
