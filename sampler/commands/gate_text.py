"""``gate.text``: mask lines of JSON with the same gate as the export."""

from pathlib import Path

from invoke import Context

from sampler import workflow
from sampler.commands.base import say, task


@task(
    name="text",
    help={
        "source": "输入文件 IN.jsonl，每行 {id, text, context}",
        "target": "输出文件 OUT.jsonl，每行 {id, redacted, spans, review}",
        "people": "全局人员名单 people.json，[{name, role}]",
    },
)
def text(c: Context, source: str, target: str, people: str = "") -> None:
    """给一批文本脱敏，与导出公开数据用的是同一道关口。"""
    say(workflow.text.mask(Path(source), Path(target), Path(people) if people else None))
