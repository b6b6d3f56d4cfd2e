"""A step is done wholly or not at all: until it ends, the old state of every file it changes is kept.

While ``keeping`` is on, each file of a folder gets a numbered note before it is replaced: its digest before and after,
and its old content as a hard link. A step that fails or was killed is taken back from these notes, in reverse order and
as often as needed. What a person changed after the step was killed is left as that person left it. Standard library only.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ABSENT = ""
"""The digest of a file that is not there."""


@dataclass(slots=True)
class _Kept:
    """What is kept for the step that runs now."""

    folder: Path
    """Files in here are kept; resolved."""

    store: Path
    """Where the notes lie."""

    count: int = 0
    """How many notes there are."""


_NOW: ContextVar[_Kept | None] = ContextVar("what the running step keeps", default=None)


@contextlib.contextmanager
def keeping(folder: Path, store: Path) -> Iterator[None]:
    """Keep the old state of every file of ``folder`` that is written inside; ``store`` itself is left out."""
    token = _NOW.set(_Kept(folder.resolve(), store.resolve()))
    try:
        yield
    finally:
        _NOW.reset(token)


def keep(path: Path, content: bytes) -> None:
    """Note the state of a file that is about to be replaced by ``content``; OSError when there is no room for it."""
    now, place = _NOW.get(), path.parent.resolve() / path.name
    if now is None or not place.is_relative_to(now.folder) or place.is_relative_to(now.store.parent):
        return
    now.count += 1
    now.store.mkdir(parents=True, exist_ok=True)
    old = now.store / f"{now.count:06}.old"
    if place.exists():
        _link(place, old)
    note = {
        "path": place.relative_to(now.folder).as_posix(),
        "before": digest_of(place),
        "after": sha256(content).hexdigest(),
    }
    _write(now.store / f"{now.count:06}.json", json.dumps(note, ensure_ascii=False).encode())


def take_back(folder: Path, store: Path) -> tuple[str, ...]:
    """Put every noted file back, the last change first; return the paths that were put back.

    May itself be killed and repeated. A file that is neither as the step found it nor as it wrote it stays.
    """
    done: dict[str, None] = {}
    for note in sorted(store.glob("*.json"), reverse=True):
        told = json.loads(note.read_bytes())
        path, old = folder / told["path"], note.with_suffix(".old")
        if digest_of(path) != told["after"] or told["after"] == told["before"]:
            continue
        if told["before"] == ABSENT:
            path.unlink()
        elif old.exists():
            os.replace(old, path)
        done[told["path"]] = None
    return tuple(done)


def forget(store: Path) -> None:
    """Remove the notes: the step is done, or was taken back."""
    shutil.rmtree(store, ignore_errors=True)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, empty when there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ABSENT


def _link(place: Path, old: Path) -> None:
    """Keep a file's content under another name: at no cost where the disk knows hard links, else as a copy."""
    old.unlink(missing_ok=True)
    try:
        os.link(place, old)
    except OSError:
        shutil.copy2(place, old)


def _write(path: Path, content: bytes) -> None:
    """Write a note whole and onto the disk, before the change it is about."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
