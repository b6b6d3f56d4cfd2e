"""Tasks of the back office: packs and forms, results, review, publication, correction, withdrawal."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, YES, asking, day, folder, progress, say, task
from sampler.failure import SamplerError

OUT = {"out": "写到哪个文件夹（内部文件，默认 build/office）"}
PERIOD = {"period": "期别，例如 2025Q3"}
BY = {"by": "办理人姓名"}
VISITS = {"visits": "只办理这些检查任务，多个用 ；分隔"}
WHY = {
    "reason": "原因（会公开）",
    "approved_by": "批准人",
    "requested_by": "申请人类型：本机关、检查对象、公民（默认本机关）",
}
VISIT = {"visit": "检查任务编号，例如 2025Q3-004"}
ITEM = {"item": "事项编码，例如 SX-01"}


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of an option that takes several, however they are separated."""
    for sign in (";", "、", ",", "，"):
        text = text.replace(sign, "；")
    return tuple(part.strip() for part in text.split("；") if part.strip())


@task(
    positional=["period"],
    help={
        **PERIOD,
        "forms": "文书模板的文件夹，例如 templates/forms；不写就不生成文书",
        **OUT,
        **DATA,
        **AS_OF,
    },
)
def packs(
    c: Context,
    *,
    period: str,
    forms: str = "",
    out: str = "build/office",
    data: str = "data",
    as_of: str = "",
) -> None:
    """生成每位主办人员的任务包（Excel），以及每项检查的文书（Word）。"""
    templates = Path(forms) if forms else None
    bar = progress("生成任务包")
    say(
        workflow.office_packs.packs(
            folder(data), period, out=Path(out), forms=templates, as_of=day(as_of), progress=bar
        )
    )


@task(help={"out": "写到哪个文件夹（默认 templates/forms）"})
def samples(c: Context, out: str = "templates/forms") -> None:
    """生成文书模板的样本，由法制机构替换；已有的模板不会被覆盖。"""
    say(workflow.office_packs.samples(Path(out)))


@task(
    changes_data=True,
    name="import",
    positional=["file"],
    help={
        "file": "填好的任务包",
        "period": "只接受这一期的任务包；不写就按编号归入各期",
        **BY,
        **WHY,
        **DATA,
        **AS_OF,
    },
)
def import_(
    c: Context,
    *,
    file: str,
    period: str = "",
    by: str = "",
    reason: str = "",
    approved_by: str = "",
    requested_by: str = "本机关",
    data: str = "data",
    as_of: str = "",
) -> None:
    """导入填好的任务包；有错就一次列出，什么也不写入。"""
    why = workflow.office.Reason(reason, approved_by, requested_by)
    step = workflow.office.import_results
    say(step(folder(data), Path(file), as_of=day(as_of), by=by, period=period, reason=why))


@task(changes_data=True, positional=["period"], help={**PERIOD, **BY, **VISITS, **DATA, **AS_OF})
def review(
    c: Context, *, period: str, by: str = "", visits: str = "", data: str = "data", as_of: str = ""
) -> None:
    """审核已录入的结果；录入人不能审核自己录入的。"""
    step = workflow.office.review_results
    say(step(folder(data), period, by=by, visits=listed(visits), as_of=day(as_of)))


@task(changes_data=True, positional=["period"], help={**PERIOD, **VISITS, **DATA, **AS_OF, **YES})
def publish(
    c: Context, *, period: str, visits: str = "", data: str = "data", as_of: str = "", yes: bool = False
) -> None:
    """公开已审核的结果；下一次导出公开数据时上网。"""
    agree = asking(f"{period} 已审核的结果将列入公开数据，确定吗？", yes=yes)
    step = workflow.office.publish_results
    say(step(folder(data), period, visits=listed(visits), as_of=day(as_of), agree=agree))


@task(
    changes_data=True,
    help={
        **VISIT,
        **ITEM,
        "field": "要更正的列，例如 检查日期",
        "value": "更正后的内容",
        **WHY,
        **DATA,
        **AS_OF,
    },
)
def correct(
    c: Context,
    *,
    visit: str,
    item: str,
    field: str,
    value: str,
    reason: str = "",
    approved_by: str = "",
    requested_by: str = "本机关",
    data: str = "data",
    as_of: str = "",
) -> None:
    """更正已公开结果的一处；更正前后都会公开。"""
    why = workflow.office.Reason(reason, approved_by, requested_by)
    step = workflow.office.correct_result
    say(step(folder(data), (visit, item), field, value, reason=why, as_of=day(as_of)))


@task(
    changes_data=True, help={**VISIT, "item": "只撤回这一事项；不写就整个任务", **WHY, **DATA, **AS_OF, **YES}
)
def withdraw(
    c: Context,
    *,
    visit: str,
    item: str = "",
    reason: str = "",
    approved_by: str = "",
    requested_by: str = "本机关",
    data: str = "data",
    as_of: str = "",
    yes: bool = False,
) -> None:
    """撤回已公开的结果；原页面留下说明。"""
    agree = asking(f"{visit} {item} 已公开的结果将撤下，原页面说明原因，确定吗？", yes=yes)
    why = workflow.office.Reason(reason, approved_by, requested_by)
    step = workflow.office.withdraw_results
    say(step(folder(data), visit, item, reason=why, as_of=day(as_of), agree=agree))


@task(changes_data=True, help={**DATA, **AS_OF})
def expire(c: Context, data: str = "data", as_of: str = "") -> None:
    """撤下公开期满的结果（默认 5 年，个体工商户 2 年）。"""
    say(workflow.office_cases.expire(folder(data), as_of=day(as_of)))


@task(
    positional=["period"],
    help={"period": "期别，例如 2025Q3；写 2025 就是全年", **DATA, **AS_OF},
)
def check(c: Context, period: str, data: str = "data", as_of: str = "") -> None:
    """核对每个抽中的单元都有且只有一个公开的结果，或一项登记的不予公开；否则列出。"""
    found = workflow.office_ends.ends(folder(data), period, as_of=day(as_of))
    say(found)
    if found.findings:
        raise SamplerError(f"有 {len(found.findings)} 处不符，请逐处办理。")


RESULTS = (import_, review, publish, correct, withdraw, expire, check)
"""``results.*``."""
