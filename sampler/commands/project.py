"""Tasks about the project itself: tests, checks, pins, wheels for a USB stick, and what this computer has."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from invoke import Context, Exit

from sampler import workflow
from sampler.commands import wheels
from sampler.commands.base import say, task
from sampler.failure import SamplerError

ROOT = Path(__file__).resolve().parents[2]
PINS = {
    "run": [
        "--no-default-groups",
        "--extra",
        "excel",
        "--extra",
        "forms",
        "--extra",
        "drand",
        "--group",
        "build",
    ],
    "test": ["--all-extras", "--group", "test", "--group", "lint", "--group", "build"],
    "bench": ["--all-extras", "--all-groups", "--no-group", "audit"],
    "audit": ["--only-group", "audit"],
}
"""What each list of pins in ``.requirements`` holds, in uv's words."""

CHECKS = (
    ("格式", ["ruff", "format", "--check", "."]),
    ("写法", ["ruff", "check", "."]),
    ("类型", ["mypy"]),
    ("房间", ["lint-imports"]),
)


@task(help={"only": "只运行名称含这些字的测试（pytest 的 -k）", "fast": "不运行浏览器和整条路的测试"})
def test(c: Context, only: str = "", fast: bool = False) -> None:
    """运行全部测试（浏览器里的也在内）。"""
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q"]
    command += ["-k", only] if only else []
    command += ["--ignore", "tests/browser", "--ignore", "tests/e2e"] if fast else []
    _end_with(_run(command))


@task()
def check(c: Context) -> None:
    """检查代码的格式、写法、类型和各房间的边界，以及随附的数据。"""
    bad = [name for name, command in CHECKS if _run([_tool(command[0]), *command[1:]]) != 0]
    bad += [
        f"数据（{folder}）"
        for folder in _shipped_data()
        if _run([*_ourselves(), "check.data", "--data", folder]) != 0
    ]
    bad += ["私钥"] if workflow.keys.private_keys_in(ROOT) else []
    if bad:
        raise Exit(f"没有通过：{'、'.join(bad)}。", code=1)
    say("全部检查通过。")


@task(name="keys")
def check_keys(c: Context) -> None:
    """提交前检查：将要提交的文件里有没有私钥。"""
    if found := workflow.keys.private_keys_in(ROOT):
        raise SamplerError(f"这些文件里有私钥，不能提交：{'、'.join(found)}。请先用 git rm --cached 取出。")
    say("没有私钥。")


@task()
def lock(c: Context) -> None:
    """由 uv.lock 重新写出带校验值的依赖清单（.requirements）。"""
    if not shutil.which("uv"):
        raise SamplerError("没有找到 uv。请先安装它；只是使用阳光抽查不需要这一步。")
    for name, words in PINS.items():
        target = ROOT / ".requirements" / f"{name}.txt"
        export = [
            "uv",
            "export",
            "--frozen",
            "-q",
            "--no-header",
            "--no-emit-project",
            "--format",
            "requirements-txt",
        ]
        _end_with(_run([*export, *words, "-o", str(target)]))


@task(
    name="wheels",
    help={
        "folder": "放到哪个文件夹（默认 wheels）",
        "target": "哪种电脑：linux 或 windows（默认两种都取）",
        "python": "那台电脑的 Python 版本，例如 3.11（默认与这台相同）",
    },
)
def take_wheels(c: Context, folder: str = "wheels", target: str = "", python: str = "") -> None:
    """下载安装所需的全部文件，用 U 盘带到没有网络的电脑上。"""
    pins, version_there = ROOT / ".requirements" / "run.txt", python or "{}.{}".format(*sys.version_info)
    for one in [target] if target else wheels.TARGETS:
        wheels.download(pins, Path(folder), target=one, python=version_there, pip=_pip())
    say(f"已放到 {folder}。把它和整个项目文件夹一起拷走，在那台电脑上运行 ./inv 即可。")


@task()
def doctor(c: Context) -> None:
    """看看这台电脑上有什么、还缺什么。"""
    lines = [f"Python {sys.version.split()[0]}：好"]
    for command, need in (
        ("git", "登记表的修改记录和 ./inv demo"),
        ("chromium", "浏览器测试和截图"),
        ("nginx", "部署测试"),
        ("ssh-keygen", "签名和验证签名"),
        ("rsync", "用 rsync 部署"),
        ("uv", "更快地准备环境（可以没有）"),
    ):
        lines.append(f"{command}：{'好' if _found(command) else f'没有。用于：{need}'}")
    for package, need in (
        ("python-calamine", "读 .xls、.ods、.et 文件"),
        ("docxtpl", "用本局的 Word 模板出文书"),
        ("py_ecc", "核对 drand 的签名"),
        ("jieba", "给自由文本多提示一些疑点"),
    ):
        lines.append(f"{package}：{_installed(package) or f'没有。用于：{need}'}")
    if (open_files := _open_secrets(ROOT / "data")) > 0:
        lines.append(f"data/draws 里有 {open_files} 个内部文件别人也能读。请运行：chmod -R go-rwx data")
    say("\n".join(lines))


def _open_secrets(data: Path) -> int:
    """Return how many sealed files of draws others than their owner may read: git does not keep that right."""
    sealed = (path for path in data.glob("draws/*/sealed/**/*") if path.is_file())
    return sum(bool(path.stat().st_mode & 0o077) for path in sealed) if os.name == "posix" else 0


def _found(command: str) -> bool:
    """Tell whether a program is there; servers are often outside a user's PATH."""
    return bool(shutil.which(command) or shutil.which(command, path="/usr/sbin:/usr/local/sbin:/sbin"))


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _end_with(code: int) -> None:
    if code:
        raise Exit(code=code)


def _tool(name: str) -> str:
    """Return a program of this environment: its scripts need not be on PATH."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


def _ourselves() -> list[str]:
    return [sys.executable, "-m", "sampler.commands"]


def _pip() -> list[str]:
    """Return pip's start: this environment's own, or uv's when it was made without pip."""
    if _installed("pip"):
        return [sys.executable, "-m", "pip"]
    outside = shutil.which("pip3") or shutil.which("pip")
    if outside is None:
        raise SamplerError("没有找到 pip。请安装 python3-pip 后再试。")
    return [outside]


def _shipped_data() -> list[str]:
    """Return the shipped data folders: each has a ``bureau.toml``."""
    found = [ROOT / "data", *sorted((ROOT / "tests" / "bureaus").glob("*/"))]
    return [str(folder.relative_to(ROOT)) for folder in found if (folder / "bureau.toml").is_file()]
