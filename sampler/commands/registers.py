"""Tasks of the registers: check, templates, import, export, changes, save."""

from datetime import date
from pathlib import Path
from typing import Any

from invoke import Context

from sampler import workflow
from sampler.commands.base import AS_OF, DATA, YES, confirm, day, folder, progress, say, task
from sampler.failure import SamplerError

TABLE = {"table": "表的名字，例如 objects 或 检查对象名录库"}
PART = {"part": "分期保存的表是哪一份，例如 2025Q1"}
SHEET = {"sheet": "工作簿里有几个工作表时，读哪一个"}
OUT = {"out": "写到哪个文件"}


@task(
    help={
        "file": "只检查这个还没有导入的文件",
        "report": "把全部问题写成文件（扩展名 .json、.md 或 .xlsx）",
        "coloured": "写出标了颜色和批注的 Excel 副本（--file 的文件，或 --table 的表）",
        **TABLE,
        **PART,
        **SHEET,
        **DATA,
        **AS_OF,
    }
)
def check(
    c: Context,
    *,
    file: str = "",
    table: str = "",
    part: str = "",
    sheet: str = "",
    report: str = "",
    coloured: str = "",
    data: str = "data",
    as_of: str = "",
) -> None:
    """检查名录库和清单，一次列出全部问题。"""
    steps, today = workflow.registers, day(as_of)
    if file:
        found = steps.check_file(Path(data), Path(file), table, sheet, part, as_of=today)
    else:
        found = steps.check(folder(data), as_of=today, progress=progress("检查"))
    say(found)
    if report:
        say(steps.write_report(found, Path(report)))
    if coloured and file:
        say(steps.write_coloured(Path(file), table, found.findings, Path(coloured), sheet))
    elif coloured:
        say(steps.write_coloured_own(Path(data), table or "objects", part, found.findings, Path(coloured)))
    if found.errors:
        raise SamplerError(f"有 {len(found.errors)} 处错误需要改正。")


@task(positional=["table"], help={**TABLE, **OUT})
def template(c: Context, table: str, out: str = "") -> None:
    """生成一张可以填写的 Excel 模板。"""
    say(workflow.registers.template(table, _path(out)))


@task(
    changes_data=True,
    name="import",
    positional=["file"],
    auto_shortflags=False,  # ten options have no ten letters
    help={
        "file": "要导入的文件（Excel、WPS、CSV 都可以）",
        "update": "只增加和修改，文件里没有的行保留（默认：文件就是整张表）",
        "dry_run": "只看会有什么变化，不写文件",
        **TABLE,
        **PART,
        **SHEET,
        **DATA,
        **AS_OF,
        **YES,
    },
)
def import_(
    c: Context,
    *,
    file: str,
    table: str = "",
    part: str = "",
    sheet: str = "",
    update: bool = False,
    dry_run: bool = False,
    data: str = "data",
    as_of: str = "",
    yes: bool = False,
) -> None:
    """导入一张表：先列出变化，确认以后写入。"""
    today = day(as_of)
    where, bar = folder(data), progress("导入")
    plan = workflow.registers.plan(
        where, Path(file), table, part, sheet, update=update, as_of=today, progress=bar
    )
    _carry_out(plan, data, file, as_of=today, dry_run=dry_run, yes=yes)


@task(
    changes_data=True,
    positional=["system", "file"],
    help={
        "system": "对照表的名字，即 exchange 文件夹里的文件名",
        "file": "其他系统导出的文件",
        "dry_run": "只看会有什么变化，不写文件",
        **DATA,
        **AS_OF,
        **YES,
    },
)
def exchange(
    c: Context,
    *,
    system: str,
    file: str,
    dry_run: bool = False,
    data: str = "data",
    as_of: str = "",
    yes: bool = False,
) -> None:
    """按对照表导入其他系统的导出文件；重复导入不会重复。"""
    today = day(as_of)
    plan = workflow.registers.plan_exchange(
        folder(data), system, Path(file), as_of=today, progress=progress("导入")
    )
    _carry_out(plan, data, file, as_of=today, dry_run=dry_run, yes=yes)


@task(positional=["table"], help={**TABLE, **PART, **OUT, **DATA})
def export(c: Context, table: str, part: str = "", out: str = "", data: str = "data") -> None:
    """导出一张表（.xlsx；文件名以 .csv 结尾时写 CSV）。"""
    say(workflow.registers.export(folder(data), table, part, _path(out)))


@task(changes_data=True, name="format", help={"check": "只检查，不改写", **DATA, **AS_OF})
def format_(c: Context, check: bool = False, data: str = "data", as_of: str = "") -> None:
    """把全部表整理成规范形式。"""
    say(workflow.registers.format_all(folder(data), only_check=check, as_of=day(as_of)))


@task(positional=["period"], help={"period": "期，例如 2025Q1", **OUT, **DATA})
def closed(c: Context, period: str, out: str = "", data: str = "data") -> None:
    """列出一期的消亡企业，并写成 Excel。"""
    say(workflow.registers.closed(folder(data), period, _path(out)))


@task(positional=["period"], help={"period": "期，例如 2025Q1", **OUT, **DATA})
def new(c: Context, period: str, out: str = "", data: str = "data") -> None:
    """列出一期新增的检查对象，并写成 Excel。"""
    say(workflow.registers.entered(folder(data), period, _path(out)))


@task(help=OUT)
def dictionary(c: Context, out: str = "build/数据字典.md") -> None:
    """按表结构生成数据字典。"""
    say(workflow.registers.dictionary(Path(out)))


@task(help={**OUT, **DATA})
def package(c: Context, out: str = "build/datapackage.json", data: str = "data") -> None:
    """按表结构生成数据文件夹的 datapackage.json。"""
    say(workflow.registers.package(folder(data), Path(out)))


@task(help={"since": "从哪一天（默认上次保存）", "until": "到哪一天（默认现在）", **DATA, **AS_OF})
def changes(c: Context, since: str = "", until: str = "", data: str = "data", as_of: str = "") -> None:
    """用平常的话说明改了什么。"""
    first, last = (day(text) if text else None for text in (since, until))
    bar = progress("比较")
    say(workflow.registers.changes(folder(data), first, last, as_of=day(as_of), progress=bar))


@task(changes_data=True, help={"message": "这次改了什么", **DATA})
def save(c: Context, message: str = "", data: str = "data") -> None:
    """保存全部改动。"""
    say(workflow.registers.save(folder(data), message))


@task(changes_data=True, positional=["table"], help={**TABLE, **PART, **DATA, **AS_OF, **YES})
def undo(
    c: Context, *, table: str, part: str = "", data: str = "data", as_of: str = "", yes: bool = False
) -> None:
    """放弃一张表还没有保存的改动。"""
    name = workflow.registers.undo_target(folder(data), table, part)
    confirm(f"{name} 里没有保存的改动会全部丢掉，确定吗？", yes=yes)
    say(workflow.registers.undo(Path(data), table, part, as_of=day(as_of)))


def _carry_out(plan: Any, data: str, file: str, *, as_of: date, dry_run: bool, yes: bool) -> None:
    """Show what an import would change, ask, and write it."""
    say(plan)
    if dry_run or not (plan.changes or plan.table.rows):
        return
    if not plan.changes:
        say("没有变化，不需要写入。")
        return
    _ask_about(plan, yes=yes)
    say(workflow.registers.carry_out_import(Path(data), plan, Path(file), as_of=as_of))


def _ask_about(plan: Any, *, yes: bool) -> None:
    """Ask before an import is written; where most of a table would leave, ``--yes`` alone is not enough."""
    leaving = sum(change.kind == "退出" for change in plan.changes)
    told = (
        f"这个文件当作整张表：文件里没有的 {leaving} 行会退出。只增加和修改的，请加 --update。\n"
        if leaving
        else ""
    )
    if yes and leaving > len(plan.table.rows):
        raise SamplerError(
            f"{told}表里的大部分会退出，没有写入。确实要换掉整张表的，请不加 --yes 再办理，看过以后回答“是”。"
        )
    confirm(f"{told}要照上面的变化写入吗？", yes=yes)


def _path(text: str) -> Path | None:
    return Path(text).expanduser() if text else None


REGISTERS = (check, template, import_, exchange, export, format_, closed, new, dictionary, package)
"""Tasks of the group ``registers``."""

SINGLE = (changes, save, undo)
"""Tasks that stand without a group."""
