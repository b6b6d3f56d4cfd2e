"""Put a checked package on a server folder, switch to it in one step, and switch back in a second.

``TARGET/releases/<date>-<digest>/`` holds each release, ``TARGET/current`` is a link to the one that is up, and
``TARGET/history.txt`` names every switch in order. Nothing that is up is ever written to.
"""

import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import lock, write_atomic
from sampler.release import check

KEEP = 5
CURRENT, HISTORY, RELEASES = "current", "history.txt", "releases"


@dataclass(frozen=True, slots=True)
class Deployed:
    """What is up after the step, or would be."""

    name: str
    before: str
    removed: tuple[str, ...]
    """Old releases cleared away."""

    dry_run: bool

    def as_text(self) -> str:
        """Return the result in Chinese."""
        if self.dry_run:
            return f"演练：将上线 {self.name}（现为 {self.before or '空'}）。没有改动任何文件；正式上线请加 --go。"
        cleared = f"清理旧版 {'、'.join(self.removed)}。" if self.removed else ""
        return f"已上线 {self.name}（原为 {self.before or '空'}）。{cleared}"


def deploy(package: Path, target: Path, *, public_key: Path | None = None, dry_run: bool = True) -> Deployed:
    """Check ``package``, unpack it beside the others, check it there, and switch to it.

    Raises SamplerError, with nothing switched, when a check fails or what is up is newer.
    """
    verified = check.verify_package(package, public_key=public_key)
    target.mkdir(parents=True, exist_ok=True)
    with lock(target):
        before = current(target)
        _refuse_older(target, before, verified)
        if dry_run:
            return Deployed(verified.name, before, (), dry_run=True)
        place = target / RELEASES / verified.name
        if not place.is_dir():
            _unpack(package, place)
        check.verify_folder(place, public_key=public_key)
        switch(target, verified.name)
        return Deployed(verified.name, before, _clear_old(target), dry_run=False)


def rollback(target: Path, *, to: str = "") -> Deployed:
    """Switch back to the release that was up before, or to the one named. Raises SamplerError without one."""
    with lock(target):
        before = current(target)
        name = to or _one_before(target, before)
        if not (target / RELEASES / name).is_dir():
            raise SamplerError(f"{target} 里没有 {name} 这一版。现有：{'、'.join(kept(target)) or '无'}。")
        check.verify_folder(target / RELEASES / name)
        switch(target, name)
        return Deployed(name, before, (), dry_run=False)


def current(target: Path) -> str:
    """Return the name of the release that is up; empty when there is none."""
    link = target / CURRENT
    return Path(os.readlink(link)).name if link.is_symlink() else ""


def kept(target: Path) -> list[str]:
    """Return the releases that lie ready, oldest switch first."""
    names = [name for name in _history(target) if (target / RELEASES / name).is_dir()]
    return list(dict.fromkeys(reversed(names)))[::-1]


def switch(target: Path, name: str) -> None:
    """Point ``current`` at a release. A reader sees the old one or the new one, never nothing."""
    beside = target / f".{CURRENT}.new"
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(Path(RELEASES) / name, target_is_directory=True)
    except OSError as error:
        raise SamplerError(f"{target} 不支持链接。请按“说明.txt”手工上线，或换一个文件系统。") from error
    beside.replace(target / CURRENT)
    write_atomic(target / HISTORY, "".join(f"{line}\n" for line in [*_history(target), name]).encode())


def _unpack(package: Path, place: Path) -> None:
    beside = place.with_name(f".{place.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        with zipfile.ZipFile(package) as file:
            file.extractall(beside)  # names were checked: none leaves the folder
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise SamplerError(
            f"解压到 {place} 没有成功：{error.strerror}。请检查磁盘空间和权限，再试一次。"
        ) from error
    beside.rename(place)


def _refuse_older(target: Path, before: str, verified: check.Verified) -> None:
    if before and (target / RELEASES / before).is_dir() and before[:10] > verified.date:
        raise SamplerError(
            f"现在上线的是 {before}，比这个发布包（{verified.name}）新。要退回旧版，请用 ./inv release.rollback。"
        )


def _history(target: Path) -> list[str]:
    path = target / HISTORY
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def _one_before(target: Path, name: str) -> str:
    earlier = [other for other in kept(target) if other != name]
    if not earlier:
        raise SamplerError(f"{target} 里没有更早的一版可以退回。")
    return earlier[-1]


def _clear_old(target: Path) -> tuple[str, ...]:
    names = kept(target)
    removed = tuple(name for name in names[:-KEEP] if name != current(target))
    for name in removed:
        shutil.rmtree(target / RELEASES / name)
    return removed
