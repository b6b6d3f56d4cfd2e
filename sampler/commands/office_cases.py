"""Tasks of single cases: targeted visits, approval, follow-ups, objections."""

from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, day, folder, say, task
from sampler.commands.office import BY, ITEM, PERIOD, VISIT, VISITS, listed

TEAM = {"team": "检查组的执法证号，主办写在最前，多个用 ；分隔"}


@task(
    changes_data=True,
    positional=["period", "code"],
    help={
        **PERIOD,
        "code": "对象代码",
        "items": "事项编码，多个用 ；分隔",
        "trigger": "触发原因：投诉举报、上级交办、部门移送、突发事件、数据线索",
        "reason": "线索的来源和内容（内部）",
        "sections": "发起科室和联合科室，多个用 ；分隔",
        **TEAM,
        **DATA,
        **AS_OF,
    },
)
def targeted(
    c: Context,
    *,
    period: str,
    code: str,
    items: str,
    trigger: str,
    reason: str,
    team: str,
    sections: str = "",
    data: str = "data",
    as_of: str = "",
) -> None:
    """录入一项定向检查（投诉、交办、移送、突发、线索），不计入随机抽查。"""
    say(
        workflow.office_cases.add_targeted(
            folder(data),
            period,
            code,
            listed(items),
            trigger=trigger,
            reason=reason,
            team=listed(team),
            sections=listed(sections),
            as_of=day(as_of),
        )
    )


@task(changes_data=True, help={**VISIT, **ITEM, **TEAM, **DATA, **AS_OF})
def clue(c: Context, *, visit: str, item: str, team: str, data: str = "data", as_of: str = "") -> None:
    """非现场检查发现线索，转为现场的定向检查。"""
    say(workflow.office_cases.open_clue(folder(data), visit, item, team=listed(team), as_of=day(as_of)))


@task(changes_data=True, positional=["period"], help={**PERIOD, **BY, **VISITS, **DATA, **AS_OF})
def approve(
    c: Context, *, period: str, by: str = "", visits: str = "", data: str = "data", as_of: str = ""
) -> None:
    """记下检查任务的批准人和批准日期。"""
    step = workflow.office_cases.approve
    say(step(folder(data), period, by=by, visits=listed(visits), as_of=day(as_of)))


@task(
    changes_data=True,
    help={
        **VISIT,
        **ITEM,
        "kind": "类型：责令改正、立案处罚、移送公安、移送其他部门、信用惩戒",
        "deadline": "期限，年-月-日",
        "document": "文书号",
        **DATA,
        **AS_OF,
    },
)
def add(
    c: Context,
    *,
    visit: str,
    item: str,
    kind: str,
    deadline: str = "",
    document: str = "",
    data: str = "data",
    as_of: str = "",
) -> None:
    """为一项结果建立后续处理（审核时按结果自动建立的不用再建）。"""
    until = day(deadline).isoformat() if deadline else ""
    step = workflow.office_cases.add_case
    say(step(folder(data), visit, item, kind, deadline=until, document=document, as_of=day(as_of)))


@task(
    changes_data=True,
    positional=["number", "state"],
    help={
        "number": "后续编号，例如 HX-2025Q3-01",
        "state": "改为什么状态：已完成、已移交、已反馈、已撤销",
        "document": "文书号或佐证编号",
        "note": "情况说明",
        **DATA,
        **AS_OF,
    },
)
def move(
    c: Context,
    *,
    number: str,
    state: str,
    document: str = "",
    note: str = "",
    data: str = "data",
    as_of: str = "",
) -> None:
    """把一件后续处理推进一步（复查、决定、移交、反馈、撤销）。"""
    step = workflow.office_cases.move_case
    say(step(folder(data), number, state, document=document, note=note, as_of=day(as_of)))


@task(changes_data=True, name="publish", positional=["period"], help={**PERIOD, **DATA, **AS_OF})
def publish_followups(c: Context, period: str, data: str = "data", as_of: str = "") -> None:
    """公开一期的后续处理。"""
    say(workflow.office_cases.publish_cases(folder(data), period, as_of=day(as_of)))


@task(
    changes_data=True,
    name="add",
    positional=["target"],
    help={
        "target": "检查任务编号或公开编号",
        "requested_by": "提出人类型：检查对象、公民、其他",
        "text": "异议的内容",
        **DATA,
        **AS_OF,
    },
)
def add_objection(
    c: Context, *, target: str, requested_by: str, text: str, data: str = "data", as_of: str = ""
) -> None:
    """登记一件异议，算出答复期限。"""
    step = workflow.office_cases.add_objection
    say(step(folder(data), target, requested_by=requested_by, text=text, as_of=day(as_of)))


@task(
    changes_data=True,
    positional=["number"],
    help={"number": "异议编号，例如 YY-2025-001", "answer": "处理结果", **DATA, **AS_OF},
)
def answer(c: Context, *, number: str, answer: str, data: str = "data", as_of: str = "") -> None:
    """记下对异议的答复。"""
    say(workflow.office_cases.answer(folder(data), number, answer, as_of=day(as_of)))


VISITS_GROUP = (targeted, clue, approve)
FOLLOWUPS = (add, move, publish_followups)
OBJECTIONS = (add_objection, answer)
