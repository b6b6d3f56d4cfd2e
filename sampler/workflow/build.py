"""From the registers to a finished, scanned site: check, export, render, verify, scan.

Every stage is a process or a function of its own and hands on a folder: ``data`` → ``build/public`` →
``build/site``. The site builder never learns where the private files are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.failure import FindingsError
from sampler.workflow import draws_pyz, publish, registers, release, site

Bar = Callable[[str], Callable[[int, int], None] | None]
"""Gives a progress callback for a stage's title."""


def _silent(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    folder: Path
    lines: tuple[str, ...]
    """One per stage."""

    def as_text(self) -> str:
        """Return the stages and the address to open."""
        return "\n".join([*self.lines, f"请用浏览器打开：{(self.folder / 'site' / 'index.html').resolve()}"])


def build(data: Path, out: Path, *, as_of: date, bar: Bar = _silent, cache: Path | None = None) -> Built:
    """Build everything a portal needs into ``out``. Raises SamplerError at the first stage that finds a fault.

    A site in which the leak scan suspects something is put aside and never stays under ``out/site``.
    """
    lines = [check(data, as_of)]
    exported = publish.export_public(data, out / "public", as_of=as_of, cache=cache or out / "cache")
    lines.append(exported.as_text())
    lines.append(site.build(out / "public", out / "site", progress=bar("生成网页")))
    size = draws_pyz.build(out / "verify.pyz")
    lines.append(f"单文件验证程序：{out / 'verify.pyz'}（{size} 字节）。")
    lines.append(site.check(out / "site").as_text())
    lines.append(publish.stop_on_leak(data, out / "site", as_of=as_of, progress=bar("检查泄漏")).as_text())
    release.mark_scanned(out)
    return Built(out, tuple(lines))


def check(data: Path, as_of: date) -> str:
    """Check the registers; raise FindingsError with every error, return one line otherwise."""
    report = registers.check(data, as_of=as_of)
    if report.errors:
        raise FindingsError(report.errors)
    warnings = len(report.findings)
    return f"登记表检查通过{f'（提醒 {warnings} 处，用 ./inv check.data 查看）' if warnings else ''}。"
