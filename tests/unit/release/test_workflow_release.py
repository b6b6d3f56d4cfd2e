"""Packing from a build folder: names, chain, the scan of the finished zip."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.workflow import release


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    (folder / "site").mkdir(parents=True)
    (folder / "public").mkdir()
    (folder / "site" / "index.html").write_text("<html>第 1 版</html>")
    bureau = {"name": "甲县分局", "portal": {"path": "/zwgk/ssj/"}}
    (folder / "public" / "bureau.json").write_text(json.dumps(bureau))
    (folder / "public" / "record.json").write_text('{"as_of": "2025-06-01"}')
    release.mark_scanned(folder)
    return folder


def change(build: Path, text: str, day: str) -> None:
    (build / "site" / "index.html").write_text(text)
    (build / "public" / "record.json").write_text(json.dumps({"as_of": day}))
    release.mark_scanned(build)


def test_packages_in_a_folder_are_named_by_release_and_follow_each_other(build: Path, tmp_path: Path) -> None:
    first = release.pack(build, tmp_path / "dist")
    change(build, "第 2 版", "2025-06-02")
    second = release.pack(build, tmp_path / "dist")
    assert first.path.name == f"{first.name}.zip"
    assert release.verify(second.path, public_key=None).previous == first.digest
    told = release.chain(tmp_path / "dist").text
    assert f"{second.name}　上一版 {first.name}" in told
    assert "发布链完整" in told


def test_packing_the_same_build_again_gives_the_same_package(build: Path, tmp_path: Path) -> None:
    release.pack(build, tmp_path / "dist")
    change(build, "第 2 版", "2025-06-02")
    second = release.pack(build, tmp_path / "dist")
    content = second.path.read_bytes()
    assert release.pack(build, tmp_path / "dist").path.read_bytes() == content
    assert len(list((tmp_path / "dist").iterdir())) == 2


def test_a_release_taken_out_of_the_folder_shows_in_the_list(build: Path, tmp_path: Path) -> None:
    for number in range(3):
        change(build, f"第 {number} 版", f"2025-06-0{number + 1}")
        packed = release.pack(build, tmp_path / "dist")
        if number == 1:
            middle = packed.path
    middle.unlink()
    assert "可能缺少一个发布包" in release.chain(tmp_path / "dist").text


def test_a_record_changed_after_the_scan_is_not_packed(build: Path, tmp_path: Path) -> None:
    (build / "public" / "bureau.json").write_text("{}")
    with pytest.raises(SamplerError, match="泄漏扫描"):
        release.pack(build, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_the_finished_zip_is_read_for_private_values(build: Path, tmp_path: Path) -> None:
    """A phone number of the registers hides in the page; only the scan of the zip itself can see it now."""
    data = tmp_path / "data"
    shutil.copytree(Path(__file__).parents[3] / "data", data, ignore=shutil.ignore_patterns(".git"))
    lines = (data / "registers" / "objects.csv").read_text("utf-8-sig").splitlines()
    column = lines[0].split(",").index("联系电话")
    number = next(phone for line in lines[1:] if (phone := line.split(",")[column]))
    assert release.pack(build, tmp_path / "good", data=data).path.is_file()
    change(build, f"<html>{'长' * 2000}请打 {number}</html>", "2025-06-01")
    with pytest.raises(SamplerError, match="不能公开"):
        release.pack(build, tmp_path / "dist", data=data)
    assert not list((tmp_path / "dist").glob("*.zip"))


def test_the_sample_for_the_column_carries_the_portals_path(build: Path, tmp_path: Path) -> None:
    packed = release.pack(build, tmp_path / "a.zip")
    with zipfile.ZipFile(packed.path) as file:
        assert "location ^~ /zwgk/ssj/ {" in file.read("server/nginx-column.conf").decode()
        assert json.loads(file.read("release.json"))["bureau"] == "甲县分局"


def test_an_sm2_key_signs_the_package_and_verify_knows_it(build: Path, tmp_path: Path) -> None:
    release.make_key(tmp_path / "key", sm2=True)
    release.make_key(tmp_path / "other", sm2=True)
    packed = release.pack(build, tmp_path / "a.zip", key=tmp_path / "key", sm2=True)
    assert release.verify(packed.path, public_key=tmp_path / "key.pub").signed
    with pytest.raises(SamplerError, match="签名不对"):
        release.verify(packed.path, public_key=tmp_path / "other.pub")
