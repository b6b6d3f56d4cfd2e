"""Sample templates of the forms, to be replaced by the bureau's legal office.

The official annex forms are not ours to invent: each sample says in its first line that it is a sample.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sampler.files import write_atomic
from sampler.office.word import Grid, Line, write_word

MARK = "样本——须由本机关法制机构替换为正式文书后使用"
BLANK = "_" * 16
HEAD = (
    "检查任务编号：{{ 检查任务编号 }}",
    "对象：{{ 对象名称 }}（{{ 对象代码 }}）",
    "地址：{{ 地址 }}　负责人：{{ 负责人 }}",
)
TEAM = "检查人员：{{ 检查人员 }}（主办：{{ 主办人员 }}）"
ITEMS = ("事项", ("编码", "名称", "依据"))

SAMPLES: Mapping[str, Sequence[str | tuple[str, tuple[str, ...]]]] = {
    "1-行政检查审批表": (
        *HEAD, "检查类型：{{ 检查类型 }}　检查方式：{{ 检查方式 }}（{{ 方式理由 }}）　触发原因：{{ 触发原因 }}",
        "本年第几次/年度上限：{{ 本年第几次 }}/{{ 年度上限 }}　截止日期：{{ 截止日期 }}",
        "发起科室：{{ 发起科室 }}　联合科室：{{ 联合科室 }}　联合部门：{{ 联合部门 }}", TEAM, ITEMS,
        "批准人：{{ 批准人 }}　批准日期：{{ 批准日期 }}",
    ),
    "2-行政检查通知书": (
        *HEAD, "{{ 机关名称 }}将对你单位开展行政检查，检查事项如下。", ITEMS, TEAM,
        "检查人员应当出示执法证件；你单位有权要求回避、陈述和申辩。联系电话：{{ 机关电话 }}", "{{ 机关名称 }}　{{ 日期 }}",
    ),
    "3-现场检查记录": (
        *HEAD, TEAM, f"检查日期：{BLANK}", "检查方式：{{ 检查方式 }}", ("事项", ("编码", "名称", "要点", "结果")),
        "情况记录：", BLANK * 4, BLANK * 4, f"被检查对象意见、签名：{BLANK}　检查人员签名：{BLANK}",
        "扫码查看公开页面：{{ 二维码 }}",
    ),
    "4-检查结果告知书": (
        *HEAD, ("事项", ("编码", "名称", "日期", "结果", "措施", "期限")),
        "对结果有异议的，可向本机关提出。联系电话：{{ 机关电话 }}　地址：{{ 机关地址 }}", "公开页面：{{ 公开页面 }}",
        "{{ 机关名称 }}　{{ 日期 }}",
    ),
    "5-责令改正复查记录": (
        *HEAD, TEAM, ("事项", ("编码", "名称", "措施", "期限")), f"复查日期：{BLANK}　复查情况：{BLANK}",
        f"检查人员签名：{BLANK}　被检查对象签名：{BLANK}",
    ),
    "督办通知": (
        "{{ 组 }}：", "截至 {{ 日期 }}，你组 {{ 期别 }} 共有检查任务 {{ 应办 }} 项，已检查 {{ 已检查 }} 项，已录入 {{ 已录入 }} 项，"
        "已公开 {{ 已公开 }} 项，逾期 {{ 逾期 }} 项。", "请于 {{ 限期 }} 前办结下列任务，并书面说明原因。",
        ("任务", ("编号", "对象", "截止日期", "状态")), "{{ 机关名称 }}　{{ 日期 }}",
    ),
}  # fmt: skip


def write_samples(folder: Path) -> list[Path]:
    """Write the sample templates that are not there yet; a template of the bureau is never overwritten."""
    written = []
    for name, lines in SAMPLES.items():
        path = folder / f"{name}.docx"
        if not path.exists():
            write_atomic(path, sample(name, lines))
            written.append(path)
    return written


def sample(name: str, lines: Sequence[str | tuple[str, tuple[str, ...]]]) -> bytes:
    """Return one sample template."""
    head = (Line(MARK, bold=True, red=True), Line(name.rsplit("-", maxsplit=1)[-1], bold=True, centred=True))
    return write_word([*head, *(Line(line) if isinstance(line, str) else _table(*line) for line in lines)])


def _table(what: str, columns: tuple[str, ...]) -> Grid:
    """Return a table whose middle row repeats for each item."""
    empty = ("",) * (len(columns) - 1)
    marks = tuple(f"{{{{ {what}.{header} }}}}" for header in columns)
    begin, end = f"{{%tr for {what} in {what}表 %}}", "{%tr endfor %}"
    return Grid((columns, (begin, *empty), marks, (end, *empty)))
