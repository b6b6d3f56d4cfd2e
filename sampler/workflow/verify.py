"""Verification for everybody and for auditors, the stand-alone verifier, the simulation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.__main__ import read_files
from sampler.__main__ import standing as standing_files
from sampler.draw import fairness, verify
from sampler.draw.checks import DrandCheck
from sampler.draw.report import Report
from sampler.registers import read_bureau
from sampler.workflow import draws_audit, draws_pyz
from sampler.workflow.draws_folder import folders
from sampler.workflow.told import Told


def public(path: Path, *, as_of: date) -> Report:
    """Return what the public files under a folder or in a zip archive say."""
    return verify.verify(read_files(path), as_of=as_of.isoformat(), drand=drand_check())


def private(data: Path, *, as_of: date, progress: Callable[[int, int], None] | None = None) -> Report:
    """Return what public and private files together say, for auditors."""
    return draws_audit.audit(data, as_of=as_of, drand=drand_check(), progress=progress)


def standing_day(data: Path) -> date | None:
    """Return the last day in the logs of an invented bureau, whose time stands still; None for a real one."""
    if not read_bureau(data).demo:
        return None
    days = [event.date for one in folders(data) for event in one.log()]
    return date.fromisoformat(max(days)) if days else None


def standing(path: Path, when: date) -> str:
    """Return how to verify files as of their own last day, where they end before ``when``; else nothing."""
    return standing_files(read_files(path), when.isoformat())


def drand_check() -> DrandCheck | None:
    """Return the check of drand signatures, or None where the BLS library is not installed."""
    from sampler.office import drand

    return drand.is_signed if drand.available() else None


def build_pyz(target: Path) -> Told:
    """Write ``verify.pyz``."""
    size = draws_pyz.build(target)
    return Told(f"已生成 {target}（{size // 1000} kB）。用法：python {target.name} verify 文件夹或zip")


@dataclass(frozen=True, slots=True)
class Simulation:
    """Ways of drawing side by side."""

    outcomes: tuple[fairness.Outcome, ...]
    """uniform, burden, rotation."""

    draws: int
    """Draws in each run."""

    expected: int
    """Hundredths of a time each object should be drawn."""

    def as_text(self) -> str:
        """Return the comparison in Chinese."""
        names = {"uniform": "每次等概率", "burden": "少抽者优先，另留随机名额", "rotation": "固定轮流"}
        lines = [f"共抽 {self.draws} 次，平均每户应当被抽 {self.expected / 100:.2f} 次。各种抽法的结果："]
        for one in self.outcomes:
            lines.append(
                f"  {names[one.order]}：从未抽中 {one.share(0, 0) / 100:.2f}%，三次以上 {one.share(3) / 100:.2f}%，"
                f"上次刚抽中、这次又抽中的占 {one.again / 100:.2f}%"
            )
            spread = "，".join(f"{times} 次 {one.share(times, times) / 100:.1f}%" for times in one.times)
            lines.append(f"    次数分布：{spread}")
        return "\n".join(lines)


def simulate(
    *,
    years: int,
    runs: int,
    seed: str,
    size: int,
    quota: int,
    progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Return four draws a year in each of the three ways."""
    outcomes = []
    for number, order in enumerate(("uniform", "burden", "rotation")):
        outcomes.append(
            fairness.simulate(order, seed=seed, size=size, quota=quota, draws=4 * years, runs=runs)
        )
        if progress:
            progress(number + 1, 3)
    return Simulation(tuple(outcomes), 4 * years, round(400 * years * quota / size))


__all__ = [
    "Simulation",
    "build_pyz",
    "drand_check",
    "private",
    "public",
    "simulate",
    "standing",
    "standing_day",
]
