"""Tasks that bring the site to the portal."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import folder, say, task

BUILD = {"build": "生成文件夹（默认 build）"}
KEY = {"public_key": "可信的公钥文件，用来核对签名"}


@task(
    help={
        **BUILD,
        "target": "发布包写到哪个文件夹（默认 dist，自动接在最后一版之后），或一个 .zip 文件名",
        "previous": "上一次的发布包；写到文件夹时自动找",
        "key": "签名密钥（用 ./inv release.key 建立）",
        "sm2": "密钥是国密 SM2 的",
        "data": "数据文件夹；写了它，打好的包再逐字节查一遍泄漏",
    }
)
def pack(  # noqa: PLR0917  # options of a task
    c: Context,
    build: str = "build",
    target: str = "dist",
    previous: str = "",
    key: str = "",
    sm2: bool = False,
    data: str = "",
) -> None:
    """把扫描过的站点打成一个发布包。"""
    say(
        workflow.release.pack(
            Path(build),
            Path(target),
            previous=_path(previous),
            key=_path(key),
            sm2=sm2,
            data=folder(data) if data else None,
        )
    )


@task(positional=["package"], help={"package": "发布包，或解压后的文件夹", **KEY})
def verify(c: Context, package: str, public_key: str = "") -> None:
    """核对发布包：是否完整、有无改动、签名对不对。"""
    say(workflow.release.verify(Path(package), public_key=_path(public_key)))


@task(
    positional=["path"],
    help={"path": "密钥放在哪里，例如 ~/.ssh/sampler-release", "sm2": "建立国密 SM2 密钥（要有 openssl）"},
)
def key(c: Context, path: str, sm2: bool = False) -> None:
    """建立签名用的密钥。"""
    say(workflow.release.make_key(Path(path).expanduser(), sm2=sm2))


@task(
    positional=["package"],
    help={
        "package": "发布包",
        "to": "文件夹（本机或已挂载的），或 用户名@服务器:/绝对路径",
        "go": "真的上线；不写只演练",
        **KEY,
    },
)
def deploy(c: Context, package: str, to: str, public_key: str = "", go: bool = False) -> None:
    """上线一个发布包：核对、解压、再核对、一步切换。"""
    say(workflow.release.up(Path(package), to, public_key=_path(public_key), dry_run=not go))


@task(positional=["target"], help={"target": "服务器上的文件夹", "to": "退回哪一版（默认上一版）"})
def rollback(c: Context, target: str, to: str = "") -> None:
    """退回上一版。"""
    say(workflow.release.back(target, to=to))


@task(
    help={
        "site": "生成的站点",
        "root": "服务器上的文件夹",
        "port": "端口",
        "prefix": "栏目路径，例如 /zwgk/ssj/",
    },
)
def nginx(
    c: Context, site: str = "build/site", root: str = "/var/www/sampler", port: int = 80, prefix: str = "/"
) -> None:
    """按生成的站点写出 nginx 配置。"""
    say(workflow.release.nginx(Path(site), root=root, port=port, prefix=prefix))


@task(
    positional=[],
    help={
        "page": "网站里的页面，例如 results/2025Q1.html；不写就是全部公告",
        "site": "生成的站点",
        "target": "写到哪个文件夹",
        "address": "网站的公开地址，写了它链接才完整",
    },
)
def paste(
    c: Context, page: str = "", site: str = "build/site", target: str = "dist/paste", address: str = ""
) -> None:
    """为门户编辑器准备一篇公告：正文、附件和标题等要素。"""
    say(workflow.release.paste_notice(Path(site), page, Path(target), address=address))


@task(
    positional=["page"],
    help={
        "page": "网站里的页面",
        "on": "哪一天，例如 2025-07-01",
        "kept": "保存发布包的文件夹",
        "target": "写到哪个文件",
    },
)
def show(c: Context, page: str, on: str, kept: str = "dist", target: str = "dist/as-published.html") -> None:
    """取出某一天网站上的某一页。"""
    say(workflow.release.as_published(Path(kept), page, on, Path(target)))


@task(
    positional=["first", "second"],
    help={"first": "较早的发布包", "second": "较晚的发布包", "target": "写到哪个文件"},
)
def diff(c: Context, first: str, second: str, target: str = "dist/difference.html") -> None:
    """把两版网站的差别写成一页。"""
    say(workflow.release.difference(Path(first), Path(second), Path(target)))


@task(name="list", help={"kept": "保存发布包的文件夹", **KEY})
def list_releases(c: Context, kept: str = "dist", public_key: str = "") -> None:
    """列出保存的发布包，检查发布链是否完整。"""
    say(workflow.release.chain(Path(kept), public_key=_path(public_key)))


def _path(text: str) -> Path | None:
    return Path(text).expanduser() if text else None
