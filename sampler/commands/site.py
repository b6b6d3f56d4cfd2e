"""Tasks of the public site."""

from pathlib import Path

from invoke import Context, Exit

from sampler.commands.base import progress, say, task
from sampler.workflow import site as road

PUBLIC = {"public": "公开数据文件夹（默认 build/public）"}
SITE = {"site": "站点文件夹（默认 build/site）"}


@task(help={**PUBLIC, **SITE, "workers": "用几个进程；0 表示自动"})
def build(c: Context, public: str = "build/public", site: str = "build/site", workers: int = 0) -> None:
    """由公开数据生成站点。"""
    say(road.build(Path(public), Path(site), workers=workers, progress=progress("生成网页")))


@task(help={**PUBLIC, "address": "在哪个地址看，默认 127.0.0.1:8000"})
def serve(c: Context, public: str = "build/public", address: str = "127.0.0.1:8000") -> None:
    """在本机预览站点；数据、模板、页面改了会自动刷新。"""
    code = road.serve(Path(public), address)
    if code:
        raise Exit(code=code)


@task(help={**SITE})
def check(c: Context, site: str = "build/site") -> None:
    """检查生成的站点：链接、标题、表头、外部地址、残留等。"""
    say(road.check(Path(site)))


@task(help={**SITE, "out": "截图放到哪里（默认 build/screenshots）"})
def screenshots(c: Context, site: str = "build/site", out: str = "build/screenshots") -> None:
    """给十个主要页面截图（宽 1280 和 360，WebP）。"""
    say(road.screenshots(Path(site), Path(out)))
