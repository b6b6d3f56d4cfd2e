"""The invented year as a git repository: one commit for each dated change.

The commits carry the day of the change and the bureau's own name; the user's git settings, hooks and signing keys
play no part, so the same history comes out everywhere.
"""

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from sampler.demo.generate import generate, steps_of
from sampler.demo.steps import Step
from sampler.failure import SamplerError
from sampler.files import replace_folder
from sampler.registers import read_bureau

SETTINGS = {
    "core.autocrlf": "false",
    "core.fileMode": "false",
    "core.hooksPath": os.devnull,
    "commit.gpgSign": "false",
    "gc.auto": "0",
    "init.defaultBranch": "main",
    "core.quotePath": "false",
}
IGNORED = ".lock\n.*.part\n"


def replay(key: str, out: Path, given: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the data folder ``out`` anew as a git repository of the place's year; return the number of steps.

    It is made beside ``out`` and then takes its place, so a replay that was broken off can be run again.
    Raises SamplerError when ``out`` holds something that was not made here, or git is missing.
    """
    _refuse_others(out)
    total = sum(1 for _ in steps_of(key, given))
    done = 0

    def fill(beside: Path) -> None:
        _git(beside, ["init", "--quiet"])
        (beside / ".gitignore").write_text(IGNORED, "utf-8", newline="\n")
        generate(key, beside, given, after(beside))

    def after(beside: Path) -> Callable[[Step], None]:
        def played(step: Step) -> None:
            nonlocal done
            done += 1
            commit(beside, step.message, step.day, done)
            if progress is not None:
                progress(done, total)

        return played

    replace_folder(out, fill)
    return done


def commit(folder: Path, message: str, day: date, number: int) -> None:
    """Commit everything in the folder as the bureau, on a day; a step that changed nothing is not a commit.

    The minute of the day follows the number of the step, so commits of one day keep their order.
    """
    _git(folder, ["add", "--all", "--", "."])
    if _git(folder, ["status", "--porcelain"]):
        moment = f"{day.isoformat()}T{9 + number // 60 % 9:02}:{number % 60:02}:00+08:00"
        _git(folder, ["commit", "--quiet", "--no-verify", "-m", message], _identity(folder, moment))


def _identity(folder: Path, moment: str) -> Mapping[str, str]:
    settings = read_bureau(folder).registers
    who = {
        "NAME": settings.author or "演示",
        "EMAIL": settings.author_mail or "demo@demo.example",
        "DATE": moment,
    }
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}


def _refuse_others(out: Path) -> None:
    made_here = (out / ".git").is_dir() and (out / "bureau.toml").is_file()
    if out.exists() and not made_here and any(out.iterdir()):
        raise SamplerError(f"{out} 里有别的文件，不敢清空。请换一个文件夹，或者自己先删掉它。")


def _git(folder: Path, words: list[str], extra: Mapping[str, str] | None = None) -> str:
    settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    try:
        done = subprocess.run(
            ["git", *settings, *words],
            cwd=folder,
            env=kept | own | dict(extra or {}),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise SamplerError("没有找到 git。请先安装 git（https://git-scm.com），再试一次。") from error
    if done.returncode:
        raise SamplerError(f"git {words[0]} 没有成功：{done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode("utf-8", "replace")
