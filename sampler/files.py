"""How files are written: whole or not at all.

Every file is written beside its place and renamed over it; a process killed at any moment leaves the old state
or the new one. A folder is filled beside its place and swapped. One process at a time changes a data folder.
"""

import ctypes
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from sampler import undo
from sampler.failure import SamplerError

REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过了磁盘限额",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长",
}
"""Why a disk refuses to write, in Chinese."""

_HELD: ContextVar[frozenset[Path]] = ContextVar("folders this task holds alone", default=frozenset())


def write_atomic(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write ``content`` to ``path`` so that a reader sees the old file or the new one, never a part.

    Missing parent folders are made. ``mode`` is a permission such as ``0o600``; without it the usual one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    except OSError as error:
        raise SamplerError(
            f"不能写入文件夹 {path.parent}：{reason(error)}。请检查权限和磁盘空间。"
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode if mode is not None else 0o666 & ~_umask())
        undo.keep(path, content)
        os.replace(beside, path)
    except OSError as error:
        raise SamplerError(
            f"不能写入 {path}：{reason(error)}。请检查权限、磁盘空间，并关闭正在打开它的程序。"
        ) from error
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def replace_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` make a folder beside ``target``, then put it in the place of ``target``.

    When ``fill`` fails, ``target`` stays as it was. Left-overs of a killed run are removed first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    beside.mkdir()
    try:
        fill(beside)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    if target.exists() and not _exchanged(beside, target):
        target.rename(old)
    if not target.exists():
        beside.rename(target)
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)


def _exchanged(one: Path, two: Path) -> bool:
    """Give two folders each other's name in one instant; False where the system can't (not Linux, some shares)."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename is not None and rename(here, os.fsencode(one), here, os.fsencode(two), exchange) == 0


def canonical_json(value: object) -> bytes:
    r"""Return ``value`` as a JSON file: UTF-8, indent 2, sorted keys, final newline.

    >>> canonical_json({"b": 1, "a": "县"}).decode()
    '{\n  "a": "县",\n  "b": 1\n}\n'
    """
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the only right to change ``folder``; raise SamplerError when another process or thread has it.

    The lock belongs to the process: it ends with it, however it ends, so no stale lock is ever left. Who holds a
    folder may ask for it again.
    """
    place = folder.resolve()
    if place in _HELD.get():
        yield
        return
    path = folder / ".lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise SamplerError(
            f"不能写入文件夹 {folder}：{reason(error)}。请检查文件夹是否存在、是否有写入权限。"
        ) from error
    try:
        if not _try_lock(handle):
            raise SamplerError(f"另一个任务正在修改 {folder}。请等它结束后再试一次。")
        token = _HELD.set(_HELD.get() | {place})
        try:
            yield
        finally:
            _HELD.reset(token)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt  # only exists on Windows

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
        else:
            import fcntl  # does not exist on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def reason(error: OSError) -> str:
    """Return in Chinese why the disk refused.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    '磁盘已满'
    """
    return REASONS.get(error.errno or 0) or error.strerror or str(error)
