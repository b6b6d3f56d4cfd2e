"""Tasks of a draw, from the freeze to the last opening, and its verification."""

import secrets
from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands import verification
from sampler.commands.base import AS_OF, DATA, YES, asking, day, folder, say, task
from sampler.failure import SamplerError

NUMBER = {"draw": "抽取编号，例如 2025Q3；补充抽取 2025Q3-2，全年的 2025Y-2"}
REASON = {"reason": "理由，会公开，不要写名称"}


def pairs(texts: list[str], what: str) -> dict[str, str]:
    """Return ``代码=理由`` options as a mapping; SamplerError on anything else."""
    found = {}
    for text in texts:
        left, sign, right = text.partition("=")
        if not (sign and left.strip() and right.strip()):
            raise SamplerError(f"{what}“{text}”看不懂，请写成 代码=理由。")
        found[left.strip()] = right.strip()
    return found


def number(text: str) -> int:
    """Return a whole number; SamplerError on anything else."""
    if not text.isdecimal():
        raise SamplerError(f"“{text}”应当是一个整数。")
    return int(text)


@task(changes_data=True, positional=["draw"], help={**NUMBER, **REASON, **DATA, **AS_OF})
def freeze(c: Context, draw: str, reason: str = "", data: str = "data", as_of: str = "") -> None:
    """冻结抽样框：按名录库和抽查规则算出应抽数，给每户加盐。承诺之前可以重做。"""
    key = secrets.token_bytes(32)
    say(workflow.draws.freeze(folder(data), draw, as_of=day(as_of), key=key, note=reason))


@task(
    changes_data=True, positional=["period"], help={"period": "期别，例如 2025Q3", **REASON, **DATA, **AS_OF}
)
def supplement(c: Context, period: str, reason: str = "", data: str = "data", as_of: str = "") -> None:
    """补充抽取：用新的编号冻结一次，必须写明理由。"""
    draw = workflow.draws.next_number(folder(data), period)
    key = secrets.token_bytes(32)
    say(workflow.draws.freeze(folder(data), draw, as_of=day(as_of), key=key, note=reason))


@task(
    changes_data=True,
    positional=["draw"],
    help={
        **NUMBER,
        "closed": "彩票休市日期（没有全年计划时用），例如 2026-02-14~2026-02-23",
        "slices": "分几批分派检查人员，每批相隔一个月、各用一个随机源（默认 1）",
        **YES,
        **DATA,
        **AS_OF,
    },
)
def commit(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context,
    draw: str,
    closed: str = "",
    slices: int = 1,
    yes: bool = False,
    data: str = "data",
    as_of: str = "",
) -> None:
    """公布抽取公告（承诺）。公布以后名单不能再改。"""
    agree = asking(f"公布 {draw} 的抽取公告以后，名单和应抽数都不能再改。确定吗？", yes=yes)
    plan = workflow.draws.plan_with(day(as_of), closed, draw, slices=slices) if closed else None
    say(workflow.draws.commit(folder(data), draw, as_of=day(as_of), plan=plan, agree=agree))


@task(
    changes_data=True,
    positional=["year"],
    help={
        "year": "哪一年，例如 2026",
        "closed": "彩票休市日期（上一年的也要写；两年都在 2023—2025 年以内的可以不写），例如 2026-02-14~2026-02-23；2026-10-01~2026-10-04",
        **DATA,
        **AS_OF,
    },
)
def beacons(c: Context, year: str, closed: str = "", data: str = "data", as_of: str = "") -> None:
    """预先编排一年的公开随机源（期号和日期），使谁也不能临时挑选。"""
    say(workflow.draws.plan_year(folder(data), number(year), closed=closed, as_of=day(as_of)))


@task(
    changes_data=True,
    positional=["draw", "line"],
    help={
        **NUMBER,
        "line": "一行号码，依次是位号、来源（ssq 双色球、dlt 大乐透、dice 掷骰）、期号、日期、号码，例如 1 ssq 2025071 2025-06-24 03 07 12 19 25 31 + 08",
        **DATA,
        **AS_OF,
    },
)
def beacon(c: Context, draw: str, line: str, data: str = "data", as_of: str = "") -> None:
    """录入一行公开随机源。请由另一人再录入一次核对。"""
    say(workflow.draws.add_beacon(folder(data), draw, line, as_of=day(as_of)))


@task(
    changes_data=True,
    positional=["draw", "line"],
    help={**NUMBER, "line": "按官方公告核对后的一行，写法与 draw.beacon 相同", **REASON, **DATA, **AS_OF},
)
def resolve(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, draw: str, line: str, reason: str = "", data: str = "data", as_of: str = ""
) -> None:
    """号码有争议时，按官方公告查清。"""
    say(workflow.draws.resolve(folder(data), draw, line, reason, as_of=day(as_of)))


@task(
    changes_data=True,
    positional=["draw"],
    help={**NUMBER, "slot": "第几位随机源", "assign": "是分派用的随机源", **REASON, **DATA, **AS_OF},
)
def fallback(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context,
    draw: str,
    slot: str,
    reason: str = "",
    assign: bool = False,
    data: str = "data",
    as_of: str = "",
) -> None:
    """某一位随机源没有结果，改用预先写定的下一级。"""
    purpose = "assign" if assign else "draw"
    say(workflow.draws.fall_back(folder(data), draw, number(slot), reason, as_of=day(as_of), purpose=purpose))


@task(
    changes_data=True,
    positional=["draw"],
    help={**NUMBER, "record": "见证人交回的 witness.json（签名文件放在旁边）", **DATA, **AS_OF},
)
def witness(c: Context, draw: str, record: str, data: str = "data", as_of: str = "") -> None:
    """收回见证登记和签名。"""
    path, signature = Path(record), Path(f"{record}.sig")
    for one in (path, signature):
        if not one.is_file():
            raise SamplerError(f"没有 {one}。请把见证人交回的两个文件放在一起。")
    say(
        workflow.draws.add_witness(
            folder(data), draw, path.read_bytes(), signature.read_bytes(), as_of=day(as_of)
        )
    )


@task(changes_data=True, positional=["draw"], help={**NUMBER, **YES, **DATA, **AS_OF})
def run(c: Context, draw: str, yes: bool = False, data: str = "data", as_of: str = "") -> None:
    """抽取。只有一次，不能重抽。"""
    agree = asking(f"{draw} 只能抽取一次，不能重抽。确定吗？", yes=yes)
    say(workflow.draws.run(folder(data), draw, as_of=day(as_of), agree=agree))


@task(
    changes_data=True,
    name="confirm",
    positional=["draw"],
    iterable=["gone"],
    help={**NUMBER, "gone": "已经不能检查的对象：代码=理由，可以写几次", **DATA, **AS_OF},
)
def confirm_drawn(c: Context, draw: str, gone: list[str], data: str = "data", as_of: str = "") -> None:
    """抽中对象已逐户确认；不在的由候补替换。"""
    say(workflow.draws.confirm(folder(data), draw, as_of=day(as_of), gone=pairs(gone or [], "对象")))


@task(
    changes_data=True,
    positional=["draw", "code"],
    help={**NUMBER, "code": "对象代码", **REASON, **DATA, **AS_OF},
)
def substitute(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, draw: str, code: str, reason: str = "", data: str = "data", as_of: str = ""
) -> None:
    """一户不能检查，由次序中的下一个候补替换（公开事件）。"""
    say(workflow.draws.substitute(folder(data), draw, code, reason, as_of=day(as_of)))


@task(
    changes_data=True, positional=["draw"], help={**NUMBER, "batch": "第几批（分批分派时）", **DATA, **AS_OF}
)
def assign(c: Context, draw: str, batch: str = "1", data: str = "data", as_of: str = "") -> None:
    """用后一个随机源分派检查人员。"""
    say(workflow.draws.assign(folder(data), draw, as_of=day(as_of), batch=batch))


@task(
    changes_data=True,
    positional=["draw"],
    help={
        **NUMBER,
        "rung": "重新分派将用的随机源：来源 期号 日期，例如 ssq 2025080 2025-07-13",
        **DATA,
        **AS_OF,
    },
)
def announce(c: Context, draw: str, rung: str, data: str = "data", as_of: str = "") -> None:
    """有人请假、回避时，先预告重新分派用的随机源。"""
    say(workflow.draws.announce_text(folder(data), draw, rung, as_of=day(as_of)))


@task(
    changes_data=True,
    positional=["draw"],
    iterable=["visit"],
    help={
        **NUMBER,
        "visit": "检查任务编号=不能参加的执法证号（几个用、分开），可以写几次",
        **REASON,
        **DATA,
        **AS_OF,
    },
)
def reassign(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, draw: str, visit: list[str], reason: str = "", data: str = "data", as_of: str = ""
) -> None:
    """用预告的随机源给个别检查任务重新分派整个检查组，原检查组留档。"""
    if visit and not reason:
        raise SamplerError("请写明理由（--reason），例如 请假、回避。")
    absent = {number: (people.split("、"), reason) for number, people in pairs(visit or [], "任务").items()}
    say(workflow.draws.reassign(folder(data), draw, absent, as_of=day(as_of)))


@task(
    changes_data=True,
    name="open",
    positional=["draw"],
    iterable=["code"],
    help={
        **NUMBER,
        "code": "只揭示这些对象（默认：检查已经完成的全部）",
        "all": "期满揭示完毕（按抽取公告：全部或仅抽中）",
        **DATA,
        **AS_OF,
    },
)
def open_drawn(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context,
    draw: str,
    code: list[str],
    all: bool = False,
    data: str = "data",
    as_of: str = "",  # --all
) -> None:
    """揭示抽中的对象；加 --all 为期满揭示完毕。"""
    if all:
        say(workflow.draws.open_all(folder(data), draw, as_of=day(as_of)))
    else:
        say(workflow.draws.open_units(folder(data), draw, as_of=day(as_of), codes=code or None))


@task(changes_data=True, positional=["draw"], help={**NUMBER, **REASON, **YES, **DATA, **AS_OF})
def abort(  # noqa: PLR0917  # Invoke's flags stand by position
    c: Context, draw: str, reason: str = "", yes: bool = False, data: str = "data", as_of: str = ""
) -> None:
    """在随机源公布之前中止一次抽取（公开事件，不能撤回）。"""
    agree = asking(f"中止 {draw} 会记入公告链，不能撤回。确定吗？", yes=yes)
    say(workflow.draws.abort(folder(data), draw, reason, as_of=day(as_of), agree=agree))


@task(help={**DATA, **AS_OF})
def status(c: Context, data: str = "data", as_of: str = "") -> None:
    """每次抽取办到哪一步，下一步是什么。"""
    say(workflow.draws.status(folder(data), as_of=day(as_of)))


DRAW = (
    status,
    freeze,
    commit,
    witness,
    beacons,
    beacon,
    resolve,
    fallback,
    run,
    confirm_drawn,
    substitute,
    assign,
    announce,
    reassign,
    open_drawn,
    abort,
    supplement,
    verification.receipt,
    verification.simulate,
    verification.pyz,
)
"""Tasks of the group ``draw``."""
