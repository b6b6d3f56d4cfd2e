"""Tasks for whoever checks a draw: verification, the stand-alone verifier, receipts, the simulation."""

import sys
from collections.abc import Callable
from pathlib import Path

import invoke
from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, day, folder, progress, say, task

NUMBER = {"draw": "抽取编号，例如 2025Q3；补充抽取 2025Q3-2"}


@task(positional=["draw", "code"], help={**NUMBER, "code": "对象代码", **DATA})
def receipt(c: Context, draw: str, code: str, data: str = "data") -> None:
    """给一户打印回执，凭它可以自行核对自己在抽样框里的位置。"""
    say(workflow.draws.receipt(folder(data), draw, code))


@task(
    positional=[],
    help={
        "path": "文件夹或 zip（默认：数据文件夹里的 draws；--private 时是数据文件夹）",
        "private": "审计核验：连同内部文件一起核验",
        "json": "输出 JSON",
        **DATA,
        **AS_OF,
    },
)
def verify(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, path: str = "", private: bool = False, json: bool = False, data: str = "data", as_of: str = ""
) -> None:
    """核验抽取：公开文件，或加 --private 连同内部文件。不符时退出码为 1。"""
    still = None if as_of or path else workflow.verify.standing_day(Path(data))
    if still:
        sys.stderr.write(f"演示数据停在 {still}，按这一天核验；要按别的日期，请加 --as-of。\n")
    when = still or day(as_of)
    report = (
        workflow.verify.private(folder(path or data), as_of=when, progress=progress("核验"))
        if private
        else workflow.verify.public(Path(path or f"{data}/draws"), as_of=when)
    )
    from sampler.__main__ import show

    show(report, as_json=json)
    if report.exit_code:
        sys.stdout.flush()
        if path and not private and not as_of:
            sys.stderr.write(workflow.verify.standing(Path(path), when))
        raise invoke.Exit(code=report.exit_code)


@task(help={"target": "写到哪里（默认 build/verify.pyz）"})
def pyz(c: Context, target: str = "build/verify.pyz") -> None:
    """生成单文件核验程序 verify.pyz（只需要 Python 3.9 以上）。"""
    say(workflow.verify.build_pyz(Path(target)))


@task(
    help={
        "years": "模拟几年",
        "runs": "重复几次",
        "seed": "种子，任何文字",
        "size": "每层多少户",
        "quota": "每次抽几户",
    },
)
def simulate(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, years: int = 3, runs: int = 200, seed: str = "公平", size: int = 100, quota: int = 15
) -> None:
    """模拟多年抽取：每户被抽中几次，应当是几次。任何人都可以重跑。"""
    show: Callable[[int, int], None] = progress("模拟")
    say(workflow.verify.simulate(years=years, runs=runs, seed=seed, size=size, quota=quota, progress=show))
