"""The whole road in one command, and where it stands."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, day, folder, progress, say, task


@task(help={**DATA, **AS_OF})
def status(c: Context, data: str = "data", as_of: str = "") -> None:
    """本季度进行到哪一步，下一步做什么（不写任务名时也是它）。"""
    say(workflow.status.overview(folder(data), as_of=day(as_of)))


@task(changes_data=True, help={**DATA, **AS_OF, "out": "生成到哪个文件夹（默认 build）"})
def build(c: Context, data: str = "data", as_of: str = "", out: str = "build") -> None:
    """检查、遮盖、生成网站、查泄漏，一次做完。"""
    say(workflow.build.build(folder(data), Path(out), as_of=day(as_of), bar=progress))
