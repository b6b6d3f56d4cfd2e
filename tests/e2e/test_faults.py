"""Kill it, fill the disk, take the right to write away, start it twice: what is up stays up and whole."""

import contextlib
import fcntl
import multiprocessing
import random
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.release import check, deploy, package, signing

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["sampler.release.deploy"])
KILLS = 220


def packed(folder: Path, number: int, *, size: int = 1200) -> package.Release:
    """Pack a toy site of thirty pages."""
    site, public = folder / f"{number}" / "site", folder / f"{number}" / "public"
    for place in (site, public):
        place.mkdir(parents=True)
    for page in range(30):
        (site / f"{page}.html").write_text(f"第 {number} 版{random.Random(page).randbytes(size).hex()}")
    (public / "bureau.json").write_text("{}")
    source = package.Source(
        site, public, None, package.contents_digest(site, public), f"2026-04-{number:02d}"
    )
    return package.pack(source, folder / f"{number}.zip")


def up(target: Path) -> str:
    """Return what is up, having checked every byte of it as it is served."""
    name = deploy.current(target)
    assert check.verify_folder(target / "current").name == name
    return name


def deployed_in_time(path: Path, target: Path, seconds: float) -> bool:
    """Deploy in a process of its own that is killed after ``seconds``; tell whether it had finished."""
    process = CONTEXT.Process(target=deploy.deploy, args=(path, target), kwargs={"dry_run": False})
    process.start()
    process.join(seconds)
    finished = process.exitcode == 0
    process.kill()
    process.join()
    return finished


def test_a_deploy_killed_at_any_moment_leaves_the_old_or_the_new_release_whole(tmp_path: Path) -> None:
    releases = [packed(tmp_path, number) for number in range(1, 8)]
    target = tmp_path / "www"
    deploy.deploy(releases[0].path, target, dry_run=False)
    assert deployed_in_time(releases[1].path, target, 60)  # also starts the server that forks the others
    began = time.monotonic()
    assert deployed_in_time(releases[1].path, target, 60)
    usual = 1.5 * (time.monotonic() - began)  # this one had nothing to unpack
    chance, before, next_one, killed = random.Random(7), releases[1], 2, 0
    while killed < KILLS:
        wanted = releases[next_one]
        killed += not deployed_in_time(wanted.path, target, chance.uniform(0, usual))
        assert up(target) in {before.name, wanted.name}
        if up(target) == wanted.name:
            before, next_one = wanted, next_one + 1
        if next_one == len(releases):
            subprocess.run(["rm", "-rf", target], check=True)
            deploy.deploy(releases[0].path, target, dry_run=False)
            before, next_one = releases[0], 1
    deploy.deploy(releases[-1].path, target, dry_run=False)
    assert up(target) == releases[-1].name
    assert not list((target / "releases").glob(".*"))
    assert deploy.rollback(target).name == before.name


def test_a_pack_killed_at_any_moment_leaves_no_half_package(tmp_path: Path) -> None:
    first = packed(tmp_path, 1)
    whole = first.path.read_bytes()
    site, public = tmp_path / "1" / "site", tmp_path / "1" / "public"
    source = package.Source(site, public, None, package.contents_digest(site, public), "2026-04-01")
    chance = random.Random(7)
    for turn in range(60):
        target = tmp_path / f"{turn}.zip" if turn % 2 else first.path
        process = CONTEXT.Process(target=package.pack, args=(source, target))
        process.start()
        process.join(chance.uniform(0, 0.08))
        process.kill()
        process.join()
        assert not target.exists() or target.read_bytes() == whole


@contextlib.contextmanager
def nearly_full(folder: Path) -> Iterator[None]:
    """Have little room at ``folder``: a small disk of its own; where none may be mounted, only small files."""
    folder.mkdir()
    if mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)):
        yield
        subprocess.run(["umount", "-l", folder], check=True)
        return
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, usual[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    signal.signal(signal.SIGXFSZ, old)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Take the right to write away, from root too where a disk may be mounted."""
    bound = mount("--bind", str(folder), str(folder)) and mount("-o", "remount,ro,bind", str(folder))
    places = [] if bound else [folder, folder / "www", folder / "www" / "releases"]
    for place in places:
        place.chmod(0o555)
    yield
    for place in places:
        place.chmod(0o755)
    if bound:
        subprocess.run(["umount", "-l", folder], check=True)


def mount(*words: str) -> bool:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


def test_a_full_disk_stops_a_deploy_and_what_is_up_stays(tmp_path: Path) -> None:
    small, large = packed(tmp_path, 1, size=300), packed(tmp_path, 2, size=20_000)
    with nearly_full(tmp_path / "disk"):
        target = tmp_path / "disk" / "www"
        deploy.deploy(small.path, target, dry_run=False)
        with pytest.raises(SamplerError, match="磁盘空间"):
            deploy.deploy(large.path, target, dry_run=False)
        assert up(target) == small.name
        assert [path.name for path in (target / "releases").iterdir()] == [small.name]
        with pytest.raises(SamplerError, match="磁盘空间"):
            package.pack(source_of(tmp_path, 2), tmp_path / "disk" / "a.zip")
        assert not (tmp_path / "disk" / "a.zip").exists()


def source_of(folder: Path, number: int) -> package.Source:
    site, public = folder / f"{number}" / "site", folder / f"{number}" / "public"
    return package.Source(site, public, None, package.contents_digest(site, public), "2026-04-03")


def test_a_folder_that_cannot_be_written_is_named_and_what_is_up_stays(tmp_path: Path) -> None:
    first, second = packed(tmp_path, 1), packed(tmp_path, 2)
    target = tmp_path / "disk" / "www"
    deploy.deploy(first.path, target, dry_run=False)
    with read_only(tmp_path / "disk"):
        for step in (
            lambda: deploy.deploy(second.path, target, dry_run=False),
            lambda: deploy.rollback(target, to=first.name),
            lambda: deploy.deploy(second.path, tmp_path / "disk" / "other", dry_run=False),
        ):
            with pytest.raises(SamplerError, match="权限"):
                step()
        assert up(target) == first.name
        assert deploy.deploy(second.path, target).dry_run


def test_a_second_deploy_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    first, second = packed(tmp_path, 1), packed(tmp_path, 2)
    target = tmp_path / "www"
    deploy.deploy(first.path, target, dry_run=False)
    with (target / ".lock").open("rb+") as held_by_another:
        fcntl.flock(held_by_another, fcntl.LOCK_EX)
        with pytest.raises(SamplerError, match="另一个任务"):
            deploy.deploy(second.path, target, dry_run=False)
    assert up(target) == first.name


def test_many_deploys_at_once_end_with_one_whole_release(tmp_path: Path) -> None:
    releases = [packed(tmp_path, number) for number in range(1, 5)]
    target = tmp_path / "www"
    tasks = [
        CONTEXT.Process(target=deploy.deploy, args=(release.path, target), kwargs={"dry_run": False})
        for release in releases * 2
    ]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()
    assert up(target) in {release.name for release in releases}
    assert 0 in {task.exitcode for task in tasks}


def test_a_package_that_fails_any_check_changes_nothing(tmp_path: Path) -> None:
    first, second = packed(tmp_path, 1), packed(tmp_path, 2)
    target = tmp_path / "www"
    deploy.deploy(first.path, target, dry_run=False)
    before = sorted(path.relative_to(target).as_posix() for path in target.rglob("*"))
    content = second.path.read_bytes()
    stranger = signing.make_key(tmp_path / "stranger")
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 1
    for name, body in (("flipped", bytes(flipped)), ("cut", content[:-100]), ("empty", b"")):
        (tmp_path / f"{name}.zip").write_bytes(body)
        with pytest.raises(SamplerError, match="重新传送"):
            deploy.deploy(tmp_path / f"{name}.zip", target, dry_run=False)
    with pytest.raises(SamplerError, match="没有签名文件"):
        deploy.deploy(second.path, target, public_key=stranger, dry_run=False)
    assert sorted(path.relative_to(target).as_posix() for path in target.rglob("*")) == before
