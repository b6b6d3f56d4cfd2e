"""Tasks of the rules: policy, classes, quotas, targets, plan."""

from pathlib import Path
from typing import Protocol

from invoke import Context, Exit

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, day, folder, say, task
from sampler.failure import SamplerError

DAY = {"as_of": "按哪一天的情况算，例如 2025-06-26（默认今天；已经过去的期默认期初）"}
PERIOD = {"period": "抽查期，例如 2025Q3、2025-07、2025H2、2025"}
POLICY = {"policy": "规则文件（默认用数据文件夹里 policy/年度.toml）"}
JSON = {"json": "输出 JSON，供程序使用"}


def year_of(text: str) -> int:
    """Return the year a flag names; raise SamplerError on anything else."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise SamplerError(f"年度“{text}”看不懂。请写成 2026。")
    return int(text)


class Told(Protocol):
    """What a step of the rules hands back."""

    good: bool

    def as_text(self) -> str:
        """Return the text."""

    def as_json(self) -> str:
        """Return the same for programs."""


def show(told: Told, *, as_json: bool) -> None:
    """Print a text or its JSON; exit code 1 where the step found an error."""
    say(told.as_json() if as_json else told.as_text())
    if not told.good:
        raise Exit(code=1)


@task(positional=["period"], help={**PERIOD, **DATA, **DAY, **POLICY, **JSON})
def quotas(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, period: str, data: str = "data", as_of: str = "", policy: str = "", json: bool = False
) -> None:
    """算出一个抽查期的应抽数，每个数都写明规则、基数、算式。"""
    where, known = folder(data), day(as_of) if as_of else workflow.rules.usual_day(period, day(""))
    assumed = not as_of and known != day("")
    told = workflow.rules.quotas(where, period, as_of=known, policy=policy, assumed=assumed)
    show(told, as_json=json)


@task(
    positional=["period"],
    help={
        **PERIOD,
        **DATA,
        **DAY,
        **POLICY,
        **JSON,
        "changes": "只列类别有变化的对象和原因",
        "since": "与哪一天比（默认上一期的同一时候）",
    },
)
def classes(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context,
    period: str,
    data: str = "data",
    as_of: str = "",
    policy: str = "",
    changes: bool = False,
    since: str = "",
    json: bool = False,
) -> None:
    """列出检查对象的类别，以及依据哪条规则、哪些事件。"""
    where, known = folder(data), day(as_of) if as_of else workflow.rules.usual_day(period, day(""))
    if changes or since:
        told = workflow.rules.class_changes(
            where, period, as_of=known, since=day(since) if since else None, policy=policy
        )
    else:
        told = workflow.rules.classes(where, period, as_of=known, policy=policy)
    show(told, as_json=json)


@task(help={**POLICY, "data": "同时用这个数据文件夹里的名录库试算（默认不试算）", **AS_OF, **JSON})
def check(c: Context, policy: str = "", data: str = "", as_of: str = "", json: bool = False) -> None:
    """检查规则文件：写法、矛盾、空档、重叠，写明行号和改法。"""
    where = folder(data) if data else None
    path = Path(policy) if policy else Path(data or "data") / "policy" / f"{day(as_of).year}.toml"
    show(workflow.rules.check_policy(path, data=where, as_of=day(as_of) if as_of else None), as_json=json)


@task(help={"policy": "写到哪里（默认 policy.toml）", "year": "年度（默认今年）", **AS_OF})
def new(c: Context, policy: str = "policy.toml", year: int = 0, as_of: str = "") -> None:
    """写出一份带注释的规则文件作为起点。"""
    today = day(as_of)
    say(workflow.rules.new_policy(Path(policy), year=year or today.year, today=today))


@task(
    changes_data=True,
    name="next",
    help={"year": "沿用到哪一年", **DATA, "reason": "为什么沿用或怎样改", **AS_OF},
    positional=["year"],
)
def carry(
    c: Context, year: str, data: str = "data", reason: str = "沿用上一年规则。", as_of: str = ""
) -> None:
    """把上一年的规则沿用到新的一年（保留注释）。"""
    step = workflow.rules.next_policy
    say(step(folder(data), year=year_of(year), as_of=day(as_of), reason=reason))


@task(help={"target": "写到哪里（默认 policy.schema.json）"})
def schema(c: Context, target: str = "policy.schema.json") -> None:
    """写出规则文件的 JSON Schema，供编辑器提示和检查。"""
    say(workflow.rules.write_schema(Path(target)))
