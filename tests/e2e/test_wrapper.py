"""The wrapper on a fresh computer: it makes its own environment, and says in Chinese why it cannot."""

import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

import pytest

from sampler import bootstrap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git tracks into a folder with a Chinese name and a space."""
    folder = tmp_path_factory.mktemp("新 电脑") / "阳光 抽查"
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in names.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file() and not name.startswith(("data/", "tests/", "site_src/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    return folder


def start(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings}
    environment.pop("VIRTUAL_ENV", None)
    return subprocess.run(
        [str(folder / "inv"), *words], cwd="/", env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.xdist_group("wrapper")
def test_the_first_start_prepares_everything_and_the_second_is_quick(clone: Path) -> None:
    first = start(clone, "doctor")
    assert first.returncode == 0, first.stderr
    assert "环境已准备好" in first.stderr
    began = time.monotonic()
    direct = subprocess.run(
        [str(clone / ".venv/bin/python"), "-m", "sampler.commands", "--list"],
        cwd=clone,
        capture_output=True,
        check=True,
    )
    alone = time.monotonic() - began
    began = time.monotonic()
    second = start(clone, "--list")
    wrapped = time.monotonic() - began
    assert second.stdout.encode() == direct.stdout
    assert second.stderr == ""
    assert wrapped < alone * 3 + 0.5


@pytest.mark.xdist_group("wrapper")
def test_a_start_that_was_cut_off_is_done_again(clone: Path) -> None:
    start(clone, "doctor")
    (clone / ".venv" / "installed-run.txt").unlink()
    again = start(clone, "doctor")
    assert again.returncode == 0
    assert "环境已准备好" in again.stderr


def test_an_old_python_is_named(tmp_path: Path) -> None:
    shutil.copy2(ROOT / "inv", tmp_path / "inv")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "cmp"):
        (tools / name).symlink_to(str(shutil.which(name)))
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    answer = subprocess.run(
        ["/bin/sh", str(tmp_path / "inv"), "doctor"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "Python 3.11" in answer.stderr


def test_a_folder_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(Path("/proc"), "run") == 1
    assert "不能写入文件夹 /proc" in capsys.readouterr().err


def test_without_network_the_way_out_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / ".requirements", tmp_path / ".requirements")
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "说明.txt").write_text("空的安装文件夹")
    assert bootstrap.main(tmp_path, "run") == 1
    assert "./inv wheels" in capfd.readouterr().err
    assert not (tmp_path / ".venv" / "installed-run.txt").exists()


def test_a_python_without_pip_is_named_and_leaves_nothing_behind(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's python3 alone, without python3-venv and without uv: told each time, not only the first."""
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name == "git" else None)
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None)
    for _ in range(2):
        assert bootstrap.main(tmp_path, "run") == 1
        assert "python3-venv" in capfd.readouterr().err
        assert not (tmp_path / ".venv").exists()


def test_an_environment_that_was_left_without_pip_is_made_anew(tmp_path: Path) -> None:
    venv.create(tmp_path / ".venv", with_pip=False)
    assert not bootstrap.usable(tmp_path / ".venv", None)
    assert bootstrap.usable(tmp_path / ".venv", "uv")
    assert bootstrap.make_environment(tmp_path / ".venv", None)
    assert bootstrap.usable(tmp_path / ".venv", None)


def test_the_windows_wrapper_speaks_utf8_and_keeps_its_line_ends() -> None:
    content = (ROOT / "inv.cmd").read_bytes()
    assert b"chcp 65001" in content
    assert b"PYTHONUTF8=1" in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_the_command_list_loads_no_heavy_library() -> None:
    probe = "import sys, tasks; print([n for n in ('pandas', 'openpyxl', 'mkdocs', 'ortools', 'numpy') if n in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert loaded.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["demoo"], "是不是要写 demo"),
        (["doctor", "--hepl"], "--help"),
        (["release.verify"], "还缺少：package"),
        (["release.verify", "没有.zip"], "没有.zip"),
    ],
)
def test_a_wrong_command_line_is_answered_in_chinese(words: list[str], told: str) -> None:
    command = [sys.executable, "-m", "sampler.commands", *words]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr
