"""Deploying by rsync to a real sshd on loopback."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.release import package, remote

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or "/usr/sbin/sshd"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[remote.Place]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    os.makedirs("/run/sshd", exist_ok=True)
    (tmp_path / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\nAuthorizedKeysFile {tmp_path}/user.pub\n"
        "StrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\nPidFile none\n"
    )
    process = subprocess.Popen([SSHD, "-D", "-e", "-f", tmp_path / "sshd_config"], stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    ssh = [
        "ssh",
        "-p",
        str(port),
        "-i",
        str(tmp_path / "user"),
        "-o",
        "BatchMode=yes",
        "-o",
        "LogLevel=ERROR",
    ]
    ssh += ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    yield remote.Place(f"{getpass.getuser()}@127.0.0.1", str(tmp_path / "网站 目录"), tuple(ssh))
    process.terminate()
    process.wait(timeout=10)


def packed(tmp_path: Path, number: int) -> package.Release:
    site, public = tmp_path / "site", tmp_path / "public"
    for folder in (site, public):
        folder.mkdir(exist_ok=True)
    (site / "index.html").write_text(f"第 {number} 版")
    (public / "bureau.json").write_text("{}")
    source = package.Source(
        site, public, None, package.contents_digest(site, public), f"2026-03-{number:02d}"
    )
    return package.pack(source, tmp_path / f"{number}.zip")


def page(place: remote.Place) -> str:
    return (Path(place.folder) / "current" / "site" / "index.html").read_text()


def test_releases_go_up_are_cleared_and_taken_back(place: remote.Place, tmp_path: Path) -> None:
    releases = [packed(tmp_path, number) for number in range(1, 8)]
    assert remote.deploy(releases[0].path, place).dry_run
    assert not (Path(place.folder) / "current").exists()
    for number, release in enumerate(releases, start=1):
        remote.deploy(release.path, place, dry_run=False)
        assert page(place) == f"第 {number} 版"
    kept = sorted(path.name for path in (Path(place.folder) / "releases").iterdir())
    assert kept == sorted(release.name for release in releases[-5:])
    assert remote.rollback(place).name == releases[-2].name
    assert page(place) == "第 6 版"
    with pytest.raises(SamplerError, match="比这个发布包"):
        remote.deploy(releases[0].path, place, dry_run=False)


def test_damage_on_the_way_is_found_on_the_server(place: remote.Place, tmp_path: Path) -> None:
    first, second = packed(tmp_path, 1), packed(tmp_path, 2)
    remote.deploy(first.path, place, dry_run=False)
    remote.deploy(second.path, place, dry_run=False)
    (Path(place.folder) / "releases" / first.name / "site" / "index.html").write_text("换掉了")
    with pytest.raises(SamplerError, match="网站没有改动"):
        remote.rollback(place, to=first.name)
    assert page(place) == "第 2 版"


def test_a_transfer_cut_at_any_moment_changes_nothing_and_can_be_run_again(
    place: remote.Place, tmp_path: Path
) -> None:
    first = packed(tmp_path, 1)
    (tmp_path / "site" / "large.bin").write_bytes(os.urandom(3_000_000))
    second = packed(tmp_path, 2)
    remote.deploy(first.path, place, dry_run=False)
    told: list[str] = []
    for tenths in range(1, 13):
        broken = ("timeout", "-s", "KILL", f"{tenths / 25:.2f}", *place.ssh)
        try:
            remote.deploy(second.path, remote.Place(place.host, place.folder, broken), dry_run=False)
        except SamplerError as error:
            told.append(str(error))
        if page(place) == "第 2 版":
            break
        assert "网站没有改动" in told[-1] or "不能确定" in told[-1]
    assert told
    remote.deploy(second.path, place, dry_run=False)
    assert page(place) == "第 2 版"
    assert not list((Path(place.folder) / "releases").glob(".*"))


def test_a_dry_run_and_an_older_package_change_nothing_on_the_server(
    place: remote.Place, tmp_path: Path
) -> None:
    assert "演练" in remote.deploy(packed(tmp_path, 1).path, place).as_text()
    assert not Path(place.folder).exists()


def test_going_back_twice_goes_back_twice_on_the_server(place: remote.Place, tmp_path: Path) -> None:
    a, b, c, d = (packed(tmp_path, number) for number in range(1, 5))
    for release in (a, b, c):
        remote.deploy(release.path, place, dry_run=False)
    assert [remote.rollback(place).name for _ in range(2)] == [b.name, a.name]
    with pytest.raises(SamplerError, match="没有更早的一版"):
        remote.rollback(place)
    remote.rollback(place, to=b.name)
    remote.deploy(d.path, place, dry_run=False)
    assert remote.rollback(place).name == b.name


def test_a_file_added_on_the_server_is_found_before_going_back(place: remote.Place, tmp_path: Path) -> None:
    first, second = packed(tmp_path, 1), packed(tmp_path, 2)
    for release in (first, second):
        remote.deploy(release.path, place, dry_run=False)
    (Path(place.folder) / "releases" / first.name / "site" / "多.html").write_text("x")
    with pytest.raises(SamplerError, match="网站没有改动"):
        remote.rollback(place)
    assert page(place) == "第 2 版"


def test_a_server_that_does_not_answer_changes_nothing(place: remote.Place, tmp_path: Path) -> None:
    nobody = remote.Place(place.host, place.folder, ("ssh", "-o", "BatchMode=yes", "-p", "1"))
    with pytest.raises(SamplerError, match="网站没有改动"):
        remote.deploy(packed(tmp_path, 1).path, nobody, dry_run=False)


@pytest.mark.parametrize(
    "text", ["server", "server:relative", "-oProxyCommand=x:/a", "-v:/a", "a b:/c", "x:/a\nb"]
)
def test_a_place_that_is_not_a_place_is_refused(text: str) -> None:
    with pytest.raises(SamplerError, match="看不懂"):
        remote.place_of(text)
