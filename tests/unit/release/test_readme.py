"""The lines the package tells a webmaster to run are run as they stand there."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from sampler.release import package, signing

HASH, EXTRA, SSH, SM2 = "sha256sum --check", "find . -type f", "ssh-keygen -Y verify", "openssl dgst -sm3"
SWITCH = "ln -s releases/"


def made(tmp_path: Path, key: Path, *, sm2: bool = False) -> Path:
    """Return an unpacked, signed package with names in Chinese and with spaces."""
    site, public = tmp_path / "site", tmp_path / "public"
    for folder in (site, public):
        folder.mkdir()
        (folder / "一个 文件.html").write_text("内容" * 1000)
    source = package.Source(site, public, None, package.contents_digest(site, public), "2026-01-08")
    release = package.pack(source, tmp_path / "a.zip", key=key, sm2=sm2)
    unpacked = tmp_path / "releases" / release.name
    with zipfile.ZipFile(release.path) as file:
        file.extractall(unpacked)
    return unpacked


def line(folder: Path, begins: str) -> str:
    """Return the one command of the package's own text that begins so."""
    lines = [text.strip() for text in (folder / "说明.txt").read_text().splitlines()]
    (found,) = [text for text in lines if text.startswith(begins)]
    return found


def run(folder: Path, begins: str) -> int:
    return subprocess.run(
        ["bash", "-c", line(folder, begins)], check=False, cwd=folder, capture_output=True
    ).returncode


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    public = signing.make_key(tmp_path / "key")
    folder = made(tmp_path, tmp_path / "key")
    words = " ".join(public.read_text().split()[:2])
    (folder.parent / "signers").write_text(f'release namespaces="sampler-release" {words}\n')
    return folder


def test_the_signature_line_accepts_the_key_and_refuses_another(unpacked: Path, tmp_path: Path) -> None:
    assert run(unpacked, SSH) == 0
    stranger = signing.make_key(tmp_path / "stranger").read_text()
    (unpacked.parent / "signers").write_text(f'release namespaces="sampler-release" {stranger}')
    assert run(unpacked, SSH) != 0


def test_the_signature_line_refuses_a_changed_list(unpacked: Path) -> None:
    (unpacked / "SHA256SUMS").write_bytes((unpacked / "SHA256SUMS").read_bytes() + b" ")
    assert run(unpacked, SSH) != 0


def test_the_lines_pass_a_whole_package_and_stop_at_each_fault(unpacked: Path) -> None:
    page = unpacked / "site" / "一个 文件.html"
    assert run(unpacked, HASH) == run(unpacked, EXTRA) == 0
    content = page.read_bytes()
    page.write_bytes(content[:-1] + b"x")
    assert run(unpacked, HASH) != 0
    page.unlink()
    assert run(unpacked, HASH) != 0
    page.write_bytes(content)
    (unpacked / "site" / "多.html").write_text("x")
    assert run(unpacked, HASH) == 0
    assert run(unpacked, EXTRA) != 0


def test_the_sm2_line_accepts_the_key_and_refuses_a_changed_list(tmp_path: Path) -> None:
    public = signing.make_key(tmp_path / "sm2", sm2=True)
    folder = made(tmp_path, tmp_path / "sm2", sm2=True)
    shutil.copy(public, folder / "公钥.pem")
    assert run(folder, SM2) == 0
    (folder / "SHA256SUMS").write_bytes(b"x")
    assert run(folder, SM2) != 0


def test_the_line_that_switches_works_twice(unpacked: Path, tmp_path: Path) -> None:
    command = line(unpacked, SWITCH).replace("版本名", unpacked.name)
    for _ in range(2):
        subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True)
    assert (tmp_path / "current" / "SHA256SUMS").is_file()


def test_what_was_not_tried_on_windows_says_so(unpacked: Path) -> None:
    assert "没有在 Windows 上试过" in (unpacked / "说明.txt").read_text()
