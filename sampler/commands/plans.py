"""Tasks of the plan of the year and of its targets."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, day, folder, say, task
from sampler.commands.rules import JSON, PERIOD, POLICY, show, year_of

YEAR = {"year": "年度，例如 2026"}


@task(positional=["period"], help={**PERIOD, **DATA, **AS_OF, **POLICY, **JSON})
def targets(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, period: str, data: str = "data", as_of: str = "", policy: str = "", json: bool = False
) -> None:
    """全年目标完成了多少、还差多少，并建议本期哪些检查联合进行。"""
    show(workflow.plans.targets(folder(data), period, as_of=day(as_of), policy=policy), as_json=json)


@task(positional=["year"], help={**YEAR, **DATA, **POLICY, **JSON})
def check(c: Context, year: str, data: str = "data", policy: str = "", json: bool = False) -> None:
    """对照规则检查年度抽查计划。"""
    show(workflow.plans.check(folder(data), year_of(year), policy=policy), as_json=json)


@task(changes_data=True, positional=["year"], help={**YEAR, **DATA, **AS_OF, **POLICY})
def draft(c: Context, year: str, data: str = "data", as_of: str = "", policy: str = "") -> None:
    """按规则和名录库起草一年的抽查计划。"""
    say(workflow.plans.draft(folder(data), year_of(year), as_of=day(as_of), policy=policy))


@task(
    changes_data=True,
    positional=["task_id"],
    help={
        "task_id": "抽查任务编号",
        "field": "改哪一列（表头）",
        "new": "改成什么",
        "reason": "变更原因",
        "approval": "批准文号",
        **DATA,
        **AS_OF,
    },
)
def change(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context,
    task_id: str,
    field: str = "",
    new: str = "",
    reason: str = "",
    approval: str = "",
    data: str = "data",
    as_of: str = "",
) -> None:
    """变更年度抽查计划：记下变更前后、原因、批准文号，重新计算公开期限。"""
    say(
        workflow.plans.change(
            Path(folder(data)), task_id, field, new=new, reason=reason, approval=approval, as_of=day(as_of)
        )
    )
