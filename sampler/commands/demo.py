"""The task that shows everything: the invented year replayed, then the whole road to a site one can open."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import progress, say, task
from sampler.demo.county import LAST
from sampler.demo.generate import SHIPPED
from sampler.demo.replay import replay

FOLDERS = {
    "out": "生成到哪个文件夹（默认 build）",
    "replay_only": "只重演数据，不生成站点",
}


@task(help=FOLDERS)
def demo(c: Context, out: str = "build", replay_only: bool = False) -> None:
    """重演虚构县的一年，一步一次记录，然后检查、遮盖、生成站点。"""
    data = Path(out) / "demo" / "data"
    count = replay("county", data, SHIPPED["county"], progress("重演一年"))
    say(f"已重演 {count} 步，数据和全部修改记录在 {data}。")
    if not replay_only:
        say(workflow.build.build(data, Path(out), as_of=LAST, bar=progress))
