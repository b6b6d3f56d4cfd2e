"""Put a checked package on a server folder, switch to it in one step, and switch back in a second.

``TARGET/releases/<date>-<digest>/`` holds each release, ``TARGET/current`` is a link to the one that is up, and
``TARGET/history.txt`` names every switch in order. Nothing that is up is ever written to. The link alone says what is
up: the list follows it, so that it never names a switch that did not happen, and the next step notes one it lacks.
"""

import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import lock, write_atomic
from sampler.release import check, history, listing
from sampler.release.package import manifest_of

KEEP = 5
CURRENT, HISTORY, RELEASES, PART = "current", "history.txt", "releases", ".part"


@dataclass(frozen=True, slots=True)
class Deployed:
    """What is up after the step, or would be."""

    name: str
    before: str
    removed: tuple[str, ...]
    """Old releases cleared away."""

    dry_run: bool
    signed: bool = True
    """Whether a signature was checked; a way back needs none, for the release was checked when it came."""

    def as_text(self) -> str:
        """Return the result in Chinese."""
        unsigned = "" if self.signed else "没有核对签名（没有给出可信的公钥）。"
        if self.dry_run:
            return f"演练：将上线 {self.name}（现为 {self.before or '空'}）。{unsigned}没有改动任何文件；正式上线请加 --go。"
        cleared = f"清理旧版 {'、'.join(self.removed)}。" if self.removed else ""
        return f"已上线 {self.name}（原为 {self.before or '空'}）。{unsigned}{cleared}"


def deploy(package: Path, target: Path, *, public_key: Path | None = None, dry_run: bool = True) -> Deployed:
    """Check ``package``, unpack it beside the others, check it there, and switch to it.

    Raises SamplerError, with nothing switched, when a check fails or what is up is newer.
    """
    verified = check.verify_package(package, public_key=public_key)
    if dry_run:
        before = current(target)
        refuse_older(before, _manifest(target, before), verified)
        return Deployed(verified.name, before, (), dry_run=True, signed=verified.signed)
    _make(target)
    with lock(target):
        before = current(target)
        refuse_older(before, _manifest(target, before), verified)
        _bring(package, target, verified, public_key)
        switch(target, verified.name)
        return Deployed(verified.name, before, _clear_old(target), dry_run=False, signed=verified.signed)


def rollback(target: Path, *, to: str = "") -> Deployed:
    """Switch back to the release before the one that is up, or to the one named. Raises SamplerError without one."""
    if not target.is_dir():
        raise SamplerError(f"找不到 {target}。请写网站所在的文件夹（里面有 releases 和 current）。")
    with lock(target):
        switches, up, there = _history(target), current(target), kept(target)
        name = to or history.to_go_back_to(switches, up, there)
        if not name:
            raise SamplerError(f"{target} 里没有更早的一版可以退回。")
        if name not in there:
            raise SamplerError(f"{target} 里没有 {name} 这一版。现有：{'、'.join(there) or '无'}。")
        _check(target / RELEASES / name, name, None)
        switch(target, name)
        before = switches[-1] if switches and name == up else up  # a killed run had switched already
        return Deployed(name, before, (), dry_run=False)


def current(target: Path) -> str:
    """Return the name of the release that is up; empty when there is none."""
    link = target / CURRENT
    return Path(os.readlink(link)).name if link.is_symlink() else ""


def kept(target: Path) -> list[str]:
    """Return the releases that lie ready, the one used last at the end."""
    folder = target / RELEASES
    there = (
        {path.name for path in folder.iterdir() if history.NAME.match(path.name)} if folder.is_dir() else ()
    )
    return history.by_last_use(_history(target), there)


def switch(target: Path, name: str) -> None:
    """Point ``current`` at a release. A reader sees the old one or the new one, never nothing."""
    switches, up = _history(target), current(target)
    if up and switches[-1:] != [
        up
    ]:  # a run was killed between the link and the list, or someone set the link by hand
        switches.append(up)
        write_atomic(target / HISTORY, _lines(switches))
    beside, listed = target / f".{CURRENT}.new", target / f".{HISTORY}.new"
    try:
        beside.unlink(missing_ok=True)
        beside.symlink_to(Path(RELEASES) / name, target_is_directory=True)
    except OSError as error:
        raise SamplerError(
            f"不能在 {target} 建立链接：{error.strerror}，网站没有改动。文件系统不支持链接时，请按“说明.txt”手工上线。"
        ) from error
    write_atomic(listed, _lines(switches if switches[-1:] == [name] else [*switches, name]))
    beside.replace(target / CURRENT)
    listed.replace(target / HISTORY)


def refuse_older(before: str, manifest: bytes, verified: check.Verified) -> None:
    """Raise SamplerError when ``before`` is newer: by its day, or because it names ``verified`` as the one before it."""
    if not history.NAME.match(before):
        return
    follows = manifest and manifest_of(manifest).get("previous") == verified.digest
    if before[:10] > verified.date or follows:
        raise SamplerError(
            f"现在上线的是 {before}，比这个发布包（{verified.name}）新。要退回旧版，请用 ./inv release.rollback。"
        )


def _make(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SamplerError(f"不能建立文件夹 {target}：{error.strerror}。请检查位置和权限。") from error


def _bring(package: Path, target: Path, verified: check.Verified, public_key: Path | None) -> None:
    """Have the release lie whole in its place; one damaged there is unpacked again unless it is up."""
    place = target / RELEASES / verified.name
    if place.is_dir() and current(target) != verified.name:
        try:
            _check(place, verified.name, public_key)
        except SamplerError:
            shutil.rmtree(place)
    if not place.is_dir():
        _unpack(package, place)
    _check(place, verified.name, public_key)


def _check(place: Path, name: str, public_key: Path | None) -> None:
    found = check.verify_folder(place, public_key=public_key)
    if found.name != name:
        raise SamplerError(f"{place} 里不是 {name} 这一版（实为 {found.name}），没有切换。请重新上线。")


def _unpack(package: Path, place: Path) -> None:
    beside = place.with_name(f".{place.name}{PART}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        with zipfile.ZipFile(package) as file:
            file.extractall(beside)  # names were checked: none leaves the folder
        beside.rename(place)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise SamplerError(
            f"解压到 {place} 没有成功：{error.strerror}。网站没有改动。请检查磁盘空间和权限，再试一次。"
        ) from error


def _manifest(target: Path, name: str) -> bytes:
    path = target / RELEASES / name / listing.MANIFEST
    return path.read_bytes() if name and path.is_file() else b""


def _history(target: Path) -> list[str]:
    path = target / HISTORY
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def _lines(switches: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in switches).encode()


def _clear_old(target: Path) -> tuple[str, ...]:
    """Remove all but the last releases, and what killed runs left."""
    removed = tuple(name for name in kept(target)[:-KEEP] if name != current(target))
    for name in removed:
        shutil.rmtree(target / RELEASES / name, ignore_errors=True)
    for left in (target / RELEASES).glob(f".*{PART}"):
        shutil.rmtree(left, ignore_errors=True)
    return removed
