"""Under which licences the packages stand that ``./inv`` installs: read from what each of them says of itself.

``./inv licences`` writes it into ``site_src/method/licences.md``; a test compares page and packages, and lets no licence in
that is not on the list. Standard library only.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

from invoke import Context

from sampler.commands.base import say, task
from sampler.failure import SamplerError
from sampler.files import write_atomic

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / ".requirements" / "run.txt"
PAGE = ROOT / "site_src" / "method" / "licences.md"
BEGIN, END = "<!-- 以下由 ./inv licences 生成 -->", "<!-- 以上由 ./inv licences 生成 -->"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)

ALLOWED = {
    "0BSD": "随便用",
    "Apache-2.0": "随便用，保留声明",
    "BSD": "随便用，保留声明",
    "BSD-2-Clause": "随便用，保留声明",
    "BSD-3-Clause": "随便用，保留声明",
    "CC0-1.0": "随便用",
    "LGPL-2.1-only": "作为库使用随便用；改它本身要公开改动。我们没有改",
    "MIT": "随便用，保留声明",
    "MPL-2.0": "随便用；改它的文件要公开改动。我们没有改",
    "PSF-2.0": "随便用，保留声明",
    "Zlib": "随便用，保留声明",
}
"""What may be used, and what it asks of us."""

SPELT = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Other spellings packages use."""

ELSEWHERE = {"colorama": "BSD"}
"""Packages that are installed on Windows only, so that they can't be asked here."""


class Pin(NamedTuple):
    """One package."""

    name: str
    versions: str
    """More than one where Pythons differ."""

    licence: str


@task()
def licences(c: Context) -> None:
    """由装好的软件包重新写出它们的许可证清单（办法—软件包和许可证）。"""
    write_atomic(PAGE, page_with(PAGE.read_text("utf-8"), pins()).encode())
    say("已更新 site_src/method/licences.md。")


def pins() -> list[Pin]:
    """Return every pinned package with its licence."""
    versions: dict[str, list[str]] = {}
    for name, version in PIN.findall(PINS.read_text("utf-8")):
        versions.setdefault(name, []).append(version)
    return [Pin(name, "、".join(versions[name]), licence_of(name)) for name in sorted(versions)]


def licence_of(name: str) -> str:
    """Return the licence a package names, in SPDX words where it has them; empty when it names none."""
    try:
        said: Any = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    classes = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if "License ::" in line
    ]
    for word in (said.get("License-Expression", ""), said.get("License", ""), *classes):
        if (spelt := SPELT.get(word, word)) and all(part in ALLOWED for part in parts_of(spelt)):
            return str(spelt)
    return ""


def parts_of(licence: str) -> list[str]:
    """Return the licences an expression names.

    >>> parts_of("BSD-3-Clause AND (MIT OR Zlib)")
    ['BSD-3-Clause', 'MIT', 'Zlib']
    """
    return [word for word in re.split(r"[\s()]+", licence) if word and word not in {"AND", "OR"}]


def page_with(page: str, found: list[Pin]) -> str:
    """Return the page with its generated part made anew; raise SamplerError for a licence we do not know."""
    if unknown := [pin.name for pin in found if not pin.licence]:
        raise SamplerError(f"这些软件包的许可证不在允许的清单里：{'、'.join(unknown)}。请核实后再用。")
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise SamplerError(f"{PAGE.name} 里找不到“{BEGIN}”和“{END}”两行。请补上，再运行一次。")
    before, rest = page.split(BEGIN)
    return "\n\n".join([before + BEGIN, "\n".join(_tables(found)), END]) + rest.split(END)[1]


def _tables(found: list[Pin]) -> Iterator[str]:
    yield "| 软件包 | 版本 | 许可证 |\n| --- | --- | --- |"
    yield from (f"| {pin.name} | {pin.versions} | {pin.licence} |" for pin in found)
    used = sorted({part for pin in found for part in parts_of(pin.licence)})
    yield "\n| 许可证 | 要求 |\n| --- | --- |"
    yield from (f"| {name} | {ALLOWED[name]} |" for name in used)
