"""Packages and downloads made to do harm: nothing leaves the folder, nothing is unpacked without end."""

import stat
import zipfile
from pathlib import Path

import pytest

from sampler import __main__ as bare
from sampler.failure import SamplerError
from sampler.release import check, deploy, listing, package

NAMES = (
    "../a",
    "a/../../b",
    "/etc/a",
    "C:/a",
    "c:a",
    "\\\\server\\a",
    "a\\..\\b",
    "a/./b",
    "a//b",
    "./a",
    "",
    "a\n",
    "a:b",
)


def packed(
    path: Path, *members: tuple[zipfile.ZipInfo | str, bytes], packing: int = zipfile.ZIP_DEFLATED
) -> Path:
    """Write a zip with the seal that fits it: only what is inside can be the fault."""
    with zipfile.ZipFile(path, "w", packing) as target:
        for member, body in members:
            target.writestr(member, body, packing)
        target.comment = b"0" * package.SEAL_LENGTH
    unsealed = path.read_bytes()[: -package.SEAL_LENGTH]
    path.write_bytes(unsealed + package.seal_of(unsealed))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leaves_the_folder_is_not_safe(name):
    assert not listing.is_safe(name)


def entry(name: str, kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ([("../outside.html", b"x")], "文件夹之外"),
        ([("/tmp/outside.html", b"x")], "文件夹之外"),
        ([("C:/outside.html", b"x")], "文件夹之外"),
        ([(entry("site/a", stat.S_IFLNK), b"/etc/passwd")], "链接"),
        ([(entry("site/a", stat.S_IFIFO), b"")], "链接"),
        ([(entry("site/a", stat.S_IFCHR), b"")], "链接"),
        ([("site/a", b"x"), ("site/a", b"y")], "出现两次"),
        ([("site/a", b"x"), ("site/A", b"y")], "出现两次"),
        ([("site/a", bytes(65 << 20))], "压缩炸弹"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_package_is_refused_before_anything_is_unpacked(members, fault, tmp_path):
    path, target = packed(tmp_path / "a.zip", *members), tmp_path / "www"
    with pytest.raises(SamplerError, match=fault):
        check.verify_package(path)
    with pytest.raises(SamplerError, match=fault):
        deploy.deploy(path, target, dry_run=False)
    assert not target.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.zip"]


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_ways_of_packing_that_every_program_knows_are_opened(packing, tmp_path):
    path = packed(tmp_path / "a.zip", ("site/a", b"x" * 100), packing=packing)
    with pytest.raises(SamplerError, match="压缩方式"):
        check.verify_package(path)


def downloaded(path: Path, *members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as target:
        for name, body in members:
            target.writestr(name, body)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_download_in_which_a_file_stands_twice_is_not_verified(tmp_path):
    name = "draws/2025Q1/manifest.json"
    path = downloaded(tmp_path / "a.zip", (name, b"{}"), (name, b"{ }"))
    with pytest.raises(SamplerError, match="重名"):
        bare.read_files(path)


def test_a_download_that_unpacks_without_end_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(bare, "LARGEST", 1 << 20)
    members = [(f"draws/{number}/frame.csv", bytes(400_000)) for number in range(3)]
    with pytest.raises(SamplerError, match="太大"):
        bare.read_files(downloaded(tmp_path / "a.zip", *members))


def test_a_download_packed_in_a_rare_way_is_refused(tmp_path):
    path = downloaded(tmp_path / "a.zip", ("draws/1/frame.csv", b"x" * 99), packing=zipfile.ZIP_LZMA)
    with pytest.raises(SamplerError, match="压缩方式"):
        bare.read_files(path)


def test_names_in_a_download_are_never_places_to_write_to(tmp_path):
    path = downloaded(tmp_path / "a.zip", ("../../draws/1/frame.csv", b"leaf,stratum,burden\n"))
    assert list(bare.read_files(path)) == ["../../draws/1/frame.csv"]
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]
