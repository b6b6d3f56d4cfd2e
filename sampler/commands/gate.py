"""Tasks of the gate: export, review, report, leak scan, sign-off, self-test."""

import secrets
import webbrowser
from pathlib import Path

from invoke import Context

from sampler.commands.base import AS_OF, DATA, day, folder, progress, say, task
from sampler.failure import SamplerError
from sampler.workflow import publish
from sampler.workflow import site as road

PUBLIC = {"public": "公开数据文件夹（默认 build/public）"}
BY = {"by": "签字人姓名"}


@task(changes_data=True, help={**DATA, **PUBLIC, **AS_OF})
def export(c: Context, data: str = "data", public: str = "build/public", as_of: str = "") -> None:
    """从内部数据导出公开数据；有一处不能确定就停下，什么也不写。"""
    say(
        publish.export_public(folder(data), Path(public), as_of=day(as_of), cache=Path("build/cache/changes"))
    )


@task(help={**DATA, **AS_OF})
def report(c: Context, data: str = "data", as_of: str = "") -> None:
    """列出隐去了什么、依据哪条规则、还有什么等待审核。"""
    say(publish.report(folder(data), as_of=day(as_of)))


@task(
    help={
        **DATA,
        **AS_OF,
        "port": "本机端口；0 表示自动选一个",
        "quiet": "不自动打开浏览器",
        "hide_all": "不打开页面，全部答复“隐去”；值为审核人姓名",
    }
)
def review(  # noqa: PLR0917  # options of a task
    c: Context, data: str = "data", as_of: str = "", port: int = 0, quiet: bool = False, hide_all: str = ""
) -> None:
    """打开本机审核页面：原文和公开的样子并排，逐段答复。"""
    if hide_all:
        say(publish.hide_all(folder(data), person=hide_all, as_of=day(as_of)))
        return
    token = secrets.token_urlsafe(18)
    server = publish.review_page(folder(data), as_of=day(as_of), token=token, port=port)
    address = f"http://127.0.0.1:{server.server_address[1]}/{token}/"
    say(f"审核页面：{address}\n只有这台电脑能打开。审核完按 Ctrl+C 结束。")
    if not quiet:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("已结束。")
    finally:
        server.server_close()


@task(help={**DATA, **AS_OF, "target": "要检查的文件夹或压缩包（默认 build/site）"})
def scan(c: Context, data: str = "data", target: str = "build/site", as_of: str = "") -> None:
    """逐字节检查生成的站点或压缩包里有没有内部数据；只检查，不移动。"""
    found = publish.scan_target(folder(data), Path(target), as_of=day(as_of), progress=progress("检查泄漏"))
    if not found.clean:
        raise SamplerError(found.as_text())
    say(found)


@task(
    changes_data=True,
    help={
        **DATA,
        **AS_OF,
        **BY,
        "target": "文件夹或压缩包",
        "digest": "摘要的前几位（至少 8 位）",
        "note": "看到了什么，为什么可以公开",
    },
)
def sign(  # noqa: PLR0917  # options of a task
    c: Context,
    digest: str,
    note: str,
    by: str,
    data: str = "data",
    target: str = "build/site",
    as_of: str = "",
) -> None:
    """为程序看不懂的图片或文件签字，说明已人工核对。"""
    say(publish.sign(folder(data), Path(target), digest=digest, note=note, by=by, as_of=day(as_of)))


@task(changes_data=True, help={**DATA, **AS_OF, **BY, "value": "可以公开的号码", "reason": "为什么可以公开"})
def allow(  # noqa: PLR0917  # options of a task
    c: Context, value: str, reason: str, by: str, data: str = "data", as_of: str = ""
) -> None:
    """登记一个看起来像隐私、依法可以公开的号码。"""
    say(publish.allow(folder(data), value=value, reason=reason, by=by, as_of=day(as_of)))


@task(
    changes_data=True,
    help={**DATA, **AS_OF, **BY, "words": "提示里“内容”那几个字，原样照抄", "reason": "为什么这个数是对的"},
)
def confirm(  # noqa: PLR0917  # options of a task
    c: Context, words: str, reason: str, by: str, data: str = "data", as_of: str = ""
) -> None:
    """登记文字里一个与公开数据不同、但核实无误的合计数。"""
    say(publish.confirm(folder(data), words=words, reason=reason, by=by, as_of=day(as_of)))


@task(help={**PUBLIC, "files": "要核对的文字，多个用逗号分隔"})
def totals(c: Context, files: str, public: str = "build/public") -> None:
    """核对文字里的合计数是不是公开数据里的数。"""
    say(publish.totals(Path(public), [Path(name) for name in files.split(",") if name]))


@task(
    help={
        **DATA,
        **AS_OF,
        "work": "放自检副本的文件夹（默认 build/selftest，必须还不存在）",
        "site": "连站点一起生成和检查",
    }
)
def selftest(
    c: Context, data: str = "data", as_of: str = "", work: str = "build/selftest", site: bool = True
) -> None:
    """在数据副本里埋下一百多种假秘密，导出、生成、检查，看每一种是否被去掉或查出。"""
    found = publish.selftest(folder(data), Path(work), as_of=day(as_of), build=road.build if site else None)
    if not found.passed:
        raise SamplerError(found.as_text())
    say(found)
