"""Tasks that show: terms, progress, notices, self-check, traces, files for other systems, the journal."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, day, folder, say, task
from sampler.commands.office import OUT, PERIOD
from sampler.failure import SamplerError

OUTPUT = "build/office"
WHOLE = {"period": "期别，例如 2025Q3；写 2025 就是全年"}


@task(
    help={"team": "只看这位主办人员或科室", "write": "同时写出 Excel 和日历（.ics）", **OUT, **DATA, **AS_OF}
)
def due(
    c: Context, *, team: str = "", write: bool = False, out: str = OUTPUT, data: str = "data", as_of: str = ""
) -> None:
    """列出已逾期、本周到期、以后到期的事情，按工作日计算。"""
    place = Path(out) if write else None
    say(workflow.office_views.due(folder(data), as_of=day(as_of), out=place, team=team))


@task(positional=["period"], help={**WHOLE, "write": "同时写出 Excel", **OUT, **DATA, **AS_OF})
def progress(
    c: Context, *, period: str, write: bool = False, out: str = OUTPUT, data: str = "data", as_of: str = ""
) -> None:
    """按组、按类别列出进度：应检查、已检查、已录入、已公开、逾期。"""
    place = Path(out) if write else None
    say(workflow.office_views.show_progress(folder(data), period, as_of=day(as_of), out=place))


@task(
    positional=["period"],
    help={
        **PERIOD,
        "limit": "限期，年-月-日",
        "forms": "文书模板的文件夹（默认 templates/forms）",
        **OUT,
        **DATA,
        **AS_OF,
    },
)
def supervise(
    c: Context,
    *,
    period: str,
    limit: str = "",
    forms: str = "templates/forms",
    out: str = OUTPUT,
    data: str = "data",
    as_of: str = "",
) -> None:
    """给有逾期任务的组生成督办通知（Word）和清单（Excel）。"""
    until = day(limit).isoformat() if limit else "＿＿＿＿＿"  # noqa: RUF001  # a blank to be filled by hand
    step = workflow.office_views.supervise
    say(step(folder(data), period, templates=Path(forms), out=Path(out), limit=until, as_of=day(as_of)))


@task(
    positional=["period"],
    help={
        **WHOLE,
        "public": "公开数据的文件夹（默认 build/public，有就逐项核对）",
        "write": "同时写出 Word 和 Excel",
        **OUT,
        **DATA,
        **AS_OF,
    },
)
def selfcheck(
    c: Context,
    *,
    period: str,
    public: str = "build/public",
    write: bool = False,
    out: str = OUTPUT,
    data: str = "data",
    as_of: str = "",
) -> None:
    """一季度的自查报告，或全年总结：目标、例外及原因、替换、回避、上限。"""
    shown = Path(public) if Path(public).is_dir() else None
    place = Path(out) if write else None
    step = workflow.office_views.selfcheck
    say(step(folder(data), period, as_of=day(as_of), public=shown, out=place))


@task(positional=["case"], help={"case": "检查任务编号，或对象代码", **OUT, **DATA})
def trace(c: Context, case: str, out: str = OUTPUT, data: str = "data") -> None:
    """全流程追溯：一个案子从抽取到办结的每一步（内部页面）。"""
    say(workflow.office_records.trace(folder(data), case, out=Path(out)))


@task(
    name="out",
    positional=["period"],
    help={**WHOLE, "target": "只报送这个系统，例如 双公示；不写就全部", **OUT, **DATA, **AS_OF},
)
def exchange_out(
    c: Context, *, period: str, target: str = "", out: str = OUTPUT, data: str = "data", as_of: str = ""
) -> None:
    """按对照表生成给其他系统的文件，并报告缺漏。"""
    step = workflow.office_records.exchange_out
    for shown in step(folder(data), period, target=target, out=Path(out), as_of=day(as_of)):
        say(shown)


@task(name="verify", help={**DATA})
def journal_verify(c: Context, data: str = "data") -> None:
    """核对工作日志：前后相接、与文件相符、与 git 历史相符。"""
    text, intact = workflow.office_records.journal_verify(folder(data))
    say(text)
    if not intact:
        raise SamplerError("工作日志不完整，请查明原因。")


SINGLE = (due, progress, supervise, selfcheck, trace)
EXCHANGE = (exchange_out,)
JOURNAL = (journal_verify,)
