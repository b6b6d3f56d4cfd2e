"""Make the environment of ``./inv``: run by the machine's own Python, before anything is installed.

``python sampler/bootstrap.py FOLDER run|test`` fills ``FOLDER/.venv`` with exactly what ``.requirements/*.txt``
names, each file checked by its digest. A folder ``wheels`` beside it is used instead of the network. The mark
``installed-*.txt`` is written last: a start that was cut off is simply done again.
"""

import os
import shutil
import subprocess  # uv and pip are started by name with argument lists
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

NO_VENV = (
    "这台电脑的 Python 不能建立虚拟环境。请安装 python3-venv（Debian：apt install python3-venv）后再试。"
)
NO_PACKAGES = """没有装好需要的软件包。可能的原因和办法：
  · 没有网络：在能上网的电脑上运行 ./inv wheels，把生成的 wheels 文件夹拷到这里，再试一次；
  · 单位有内部软件源：请按它的说明设置 pip 后再试；
  · 磁盘已满：请清理后再试。"""


def main(folder: Path, pins: str) -> int:
    """Prepare the environment; return 0, or 1 after a message in Chinese."""
    environment = folder / ".venv"
    tell("第一次运行，正在准备环境（约一两分钟，只做一次）……")
    if not shutil.which("git"):
        tell("提示：没有找到 git。登记表的修改记录和 ./inv demo 需要它（Debian：apt install git）。")
    try:
        probe = folder / ".venv.part"
        probe.write_text("")
        probe.unlink()
    except OSError:
        tell(f"不能写入文件夹 {folder}。请换一个有写入权限的文件夹，或请管理员开放权限。")
        return 1
    uv = shutil.which("uv")
    if not usable(environment, uv) and not make_environment(environment, uv):
        tell(NO_VENV)
        return 1
    if not install(folder, environment, pins, uv):
        tell(NO_PACKAGES)
        return 1
    for done in ("run", pins):
        shutil.copyfile(folder / ".requirements" / f"{done}.txt", environment / f"installed-{done}.txt")
    tell("环境已准备好。")
    return 0


def make_environment(environment: Path, uv: str | None) -> bool:
    """Make an empty virtual environment; return whether it worked."""
    if uv:
        return run(
            [uv, "venv", "--quiet", "--python", sys.executable, "--no-python-downloads", str(environment)]
        )
    if find_spec("ensurepip") is None:
        return False
    try:
        venv.create(environment, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError, SystemExit):
        return False
    return usable(environment, uv)


def usable(environment: Path, uv: str | None) -> bool:
    """Tell whether packages can be installed: a start that was cut off, or had no pip, leaves an environment that can't."""
    python = python_of(environment)
    return python.exists() and (uv is not None or run([str(python), "-c", "import pip"], quiet=True))


def install(folder: Path, environment: Path, pins: str, uv: str | None) -> bool:
    """Install the pinned packages and, as a link, the project itself; return whether all of it worked."""
    python = str(python_of(environment))
    pip = [uv, "pip", "install", "--quiet", "--python", python] if uv else quiet_pip(python)
    wheels = folder / "wheels"
    source = ["--no-index", "--find-links", str(wheels)] if wheels.is_dir() else []
    packages = ["--require-hashes", "-r", str(folder / ".requirements" / f"{pins}.txt")]
    project = ["--no-deps", "--no-build-isolation", "-e", str(folder)]
    return run([*pip, *source, *packages]) and run([*pip, *source, *project])


def quiet_pip(python: str) -> list[str]:
    """Return the start of a pip command that asks nothing and says little."""
    return [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]


def run(command: list[str], *, quiet: bool = False) -> bool:
    """Run a command; return whether it ended well. What it has to say goes to standard error, or nowhere."""
    told = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, stdout=told or sys.stderr, stderr=told, check=False).returncode == 0


def python_of(environment: Path) -> Path:
    """Return the Python inside a virtual environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def tell(text: str) -> None:
    """Say something to the person who started it."""
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
