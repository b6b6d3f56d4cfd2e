"""Everything the installation needs, in one folder that fits on a USB stick."""

import subprocess
import tempfile
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

from sampler.failure import SamplerError

TARGETS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "linux": (
        ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
    ),
    "windows": (
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
}
"""For each kind of computer: pip's platform tags, and what the conditions in the pins mean there."""


def download(pins: Path, folder: Path, *, target: str, python: str, pip: list[str]) -> None:
    """Put every file named in ``pins`` for one kind of computer into ``folder``; each is checked by its digest."""
    if target not in TARGETS:
        raise SamplerError(f"不认识“{target}”。可以写：{'、'.join(TARGETS)}。")
    tags, meaning = TARGETS[target]
    with tempfile.TemporaryDirectory() as place:
        chosen = Path(place) / "pins.txt"
        chosen.write_text(pins_for(pins.read_text(encoding="utf-8"), meaning, python), encoding="utf-8")
        command = [*pip, "download", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
        command += [
            "--python-version",
            python,
            "--implementation",
            "cp",
            "-r",
            str(chosen),
            "-d",
            str(folder),
        ]
        for tag in tags:
            command += ["--platform", tag]
        if subprocess.run(command, check=False).returncode != 0:
            raise SamplerError(f"没有取全 {target} 的安装文件。请检查网络和磁盘空间后再试一次。")


def pins_for(text: str, meaning: dict[str, str], python: str) -> str:
    r"""Return the pins that hold on another computer, without their conditions.

    >>> text = "a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nb==2 ; python_full_version < '3.12'\n"
    >>> print(pins_for(text, {"sys_platform": "win32"}, "3.13"), end="")
    a==1 \
        --hash=sha256:00
    """
    there = {key: str(value) for key, value in default_environment().items()}
    there |= {**meaning, "python_version": python, "python_full_version": f"{python}.2"}
    kept: list[str] = []
    holds = True
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\").strip())
            holds = requirement.marker is None or requirement.marker.evaluate(there)
            kept += [f"{requirement.name}{requirement.specifier}{_more(line)}"] if holds else []
        elif holds and not line.lstrip().startswith("#"):
            kept.append(line)
    return "\n".join(kept) + "\n"


def _more(line: str) -> str:
    return " \\" if line.endswith("\\") else ""
