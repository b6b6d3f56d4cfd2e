"""Saved states of the data folder. git keeps them; nobody has to know its words.

git is started by name with a list of arguments, never through a shell. Where it is missing or the folder is not
under it, a clear message says what still works.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.registers.bureau import Bureau
from sampler.registers.private_keys import IGNORED, refuse_private_keys
from sampler.registers.registers import Registers, gather_files

SECONDS = 120
MARK = "sampler-saving"
"""A file in git's own folder while something is being saved."""
BUSY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
"""What git keeps there while it is in the middle of something."""
PATIENCE = 20
"""How many tenths of a second git may still work after its caller was killed."""


@dataclass(frozen=True, slots=True)
class State:
    """One saved state."""

    revision: str
    """git's name of the commit."""

    day: str
    """Day on which it was saved."""

    message: str
    """What was written when it was saved."""


def latest(data: Path, until: date | None = None) -> State:
    """Return the last saved state, or the last one up to a day; raise SamplerError when there is none."""
    _need_history(data)
    before = [f"--before={until.isoformat()}T23:59:59"] if until else []
    line = _git(
        data,
        "log",
        "-1",
        "--format=%H%x09%cd%x09%s",
        "--date=format:%Y-%m-%d",
        *before,
        "HEAD",
        "--",
        ".",
        fail=False,
    )
    if not line.strip():
        when = f"{until.isoformat()} 以前" if until else "以前"
        raise SamplerError(f'{when}没有保存过数据。请先用 ./inv save -m "说明" 保存一次。')
    revision, day, message = line.strip().split("\t", 2)
    return State(revision, day, message)


def read_state(data: Path, state: State) -> Registers:
    """Return the registers as they were saved; what could not be read then is left out."""
    names = _git(data, "ls-tree", "-r", "-z", "--name-only", state.revision, ".").split("\x00")
    tables = [name for name in names if name.endswith(".csv") or name == "bureau.toml"]
    registers, _ = gather_files(data, {name: _loader(data, state, name) for name in tables})
    return registers


def unsaved(data: Path) -> tuple[str, ...]:
    """Return the files of the data folder that differ from the last saved state."""
    _need_history(data)
    lines = _git(
        data, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."
    ).split("\x00")
    prefix = _git(data, "rev-parse", "--show-prefix").strip()
    return tuple(
        sorted(line[3:].removeprefix(prefix) for line in lines if line and not line.endswith(".lock"))
    )


def save(data: Path, bureau: Bureau, message: str) -> State:
    """Save every change of the data folder under ``message`` and return the new state."""
    files = unsaved(data)
    if not files:
        raise SamplerError("没有需要保存的变化。")
    refuse_private_keys(data, files)
    if not message.strip():
        raise SamplerError('请用 -m 写明这次改了什么，例如 ./inv save -m "新增三家企业"。')
    author = _author(data, bureau)
    with _saving(data):
        if (
            not _git(data, "rev-list", "-1", "HEAD", "--", ".", fail=False)
            and not (data / ".gitignore").exists()
        ):
            write_atomic(data / ".gitignore", IGNORED.encode())
            files = (*files, ".gitignore")
        _git(data, "add", "--all", "--", *files)
        _git(data, *author, "commit", "--quiet", "-m", message.strip(), "--", *files)
    return latest(data)


@contextmanager
def _saving(data: Path) -> Iterator[None]:
    """Let git work; what a killed saving left locked is unlocked first. Refuse while git is in the middle of something."""
    place = Path(_git(data, "rev-parse", "--absolute-git-dir").rstrip("\n"))
    branch = _git(data, "symbolic-ref", "-q", "HEAD", fail=False).strip()
    if not branch:
        raise SamplerError(
            "保存记录现在停在从前的一版上，在这里保存的以后会找不到。没有保存，也没有改动任何文件。\n"
            "请管理员先切换到平时用的分支（git switch 分支名），再保存一次。"
        )
    if any((place / name).exists() for name in BUSY):
        raise SamplerError(
            "有人正在合并两份修改，还没有合并完。没有保存，也没有改动任何文件。\n"
            "请管理员先完成合并（git commit）或放弃合并（git merge --abort），再保存一次。"
        )
    mark = place / MARK
    if mark.exists():
        _unlock([place / f"{name}.lock" for name in ("index", "HEAD", branch)])
    mark.touch()
    yield
    mark.unlink()


def _unlock(locks: list[Path]) -> None:
    """Wait for a git whose caller was killed; a lock that stays was left by a killed one."""
    for _ in range(PATIENCE):
        if not any(lock.exists() for lock in locks):
            return
        time.sleep(0.1)
    for lock in locks:
        lock.unlink(missing_ok=True)


def undo(data: Path, name: str) -> None:
    """Put one file back as it was last saved."""
    if name not in unsaved(data):
        raise SamplerError(f"{name} 与上次保存的一样，不需要恢复。")
    if not _git(data, "ls-tree", "--name-only", "HEAD", "--", name, fail=False).strip():
        raise SamplerError(f"{name} 从来没有保存过，没有可以恢复的内容。不需要它时，请自行移走。")
    content = _run(data, ["show", f"HEAD:./{name}"])
    if content.returncode:
        raise SamplerError(f"读不出 {name} 上次保存的内容，没有改动。请稍后再试一次。")
    write_atomic(data / name, content.stdout)
    _git(data, "reset", "--quiet", "--", name, fail=False)


def _loader(data: Path, state: State, name: str) -> Callable[[], bytes]:
    return lambda: _run(data, ["show", f"{state.revision}:./{name}"]).stdout


def _author(data: Path, bureau: Bureau) -> list[str]:
    settings = bureau.registers
    if settings.author:
        mail = settings.author_mail or bureau.contact.mail or "bureau@localhost"
        return ["-c", f"user.name={settings.author}", "-c", f"user.email={mail}"]
    if not _git(data, "config", "user.name", fail=False).strip():
        raise SamplerError(
            "不知道以谁的名义保存。请在 bureau.toml 的 [registers] 里写 author（姓名或科室）和 author_mail。"
        )
    return []


def _need_history(data: Path) -> None:
    if not data.is_dir():
        raise SamplerError(f"没有数据文件夹 {data}。请用 --data 指明它在哪里。")
    if _git(data, "rev-parse", "--is-inside-work-tree", fail=False).strip() != "true":
        raise SamplerError(
            f"{data} 没有保存记录，不能比较和恢复；检查、导入和导出不受影响。\n"
            "请管理员在这个文件夹里运行一次 git init，以后就能用 ./inv save 保存。"
        )


def _git(data: Path, *arguments: str, fail: bool = True) -> str:
    done = _run(data, list(arguments))
    if done.returncode != 0 and fail:
        raise SamplerError(f"保存记录的程序报告：{done.stderr.decode('utf-8', 'backslashreplace').strip()}")
    return done.stdout.decode("utf-8", "backslashreplace")


def _run(data: Path, arguments: list[str]) -> "subprocess.CompletedProcess[bytes]":
    command = ["git", "-c", "core.quotepath=off", "-c", "safe.directory=*", *arguments]
    settings = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}
    settings["GIT_LITERAL_PATHSPECS"] = "1"  # a file named “:(top)*” is that file and nothing else
    try:
        return subprocess.run(
            command, cwd=data, env=settings, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise SamplerError("这台电脑没有安装 git，不能比较、保存和恢复；检查、导入和导出不受影响。") from None
    except subprocess.TimeoutExpired:
        raise SamplerError("保存记录的程序太久没有回答。请稍后再试一次。") from None
