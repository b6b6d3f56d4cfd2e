"""Known weak points of the pinned packages, asked of the public list of them. Needs the internet, so no check waits for it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from invoke import Context, Exit

from sampler.commands.base import say, task
from sampler.failure import SamplerError

WEAK = 2
"""Exit code of a known weak point; 1 means that somebody could not be asked. Continuous integration stops at the first only."""
ROOT = Path(__file__).resolve().parents[2]


@task(help={"pins": "查哪一份清单：run 使用，test 测试，audit 检查漏洞的程序自己（默认 run）"})
def audit(c: Context, pins: str = "run") -> None:
    """查软件包有没有已知的安全漏洞（需要互联网和 pip-audit；不影响其他检查）。"""
    found = asked(ROOT / ".requirements" / f"{pins}.txt")
    text, good = told(found)
    say(text)
    if not good:
        raise Exit(code=WEAK if any(one.get("vulns") for one in found) else 1)


def asked(pins: Path) -> list[dict[str, Any]]:
    """Return what pip-audit says of each pin; SamplerError where it can't be asked."""
    program = shutil.which("pip-audit")
    if program is None:
        raise SamplerError("没有找到 pip-audit。请在能上网的电脑上安装（pipx install pip-audit）后再查。")
    if not pins.is_file():
        raise SamplerError(f"没有清单 {pins.name}。可以写 run、test 或 audit。")
    command = [program, "--disable-pip", "--require-hashes", "--format", "json", "-r", str(pins)]
    done = subprocess.run(command, capture_output=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError) as error:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SamplerError(
            f"没有查成：{reason[-1] if reason else '没有回答'}。多半是没有连上漏洞清单。"
        ) from error
    return found


def told(found: list[dict[str, Any]]) -> tuple[str, bool]:
    """Return the answer in Chinese, and whether every package was looked up and none is known to be weak.

    >>> told([{"name": "a", "version": "1", "vulns": []}])
    ('查了 1 个软件包，没有已知的漏洞。', True)
    """
    skipped = [one["name"] for one in found if "skip_reason" in one]
    weak = [
        f"{one['name']} {one['version']}：{hole['id']}，改正于 {'、'.join(hole.get('fix_versions', [])) or '（还没有）'}"
        for one in found
        for hole in one.get("vulns", [])
    ]
    if found and len(skipped) == len(found):
        return f"没有查成：{len(found)} 个软件包一个也没有查到（漏洞清单连不上，或者里面没有）。", False
    lines = [
        f"查了 {len(found) - len(skipped)} 个软件包，{'有下列漏洞：' if weak else '没有已知的漏洞。'}",
        *weak,
    ]
    if skipped:
        lines.append(f"没有查到 {len(skipped)} 个（漏洞清单里没有，或连不上）：{'、'.join(skipped)}。")
    return "\n".join(lines), not weak and not skipped
