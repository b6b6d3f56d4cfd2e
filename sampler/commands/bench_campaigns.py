"""What the searches for mistakes came to, for the page 快慢与规模: damaged files for every reader, changed files for every verifier."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
READERS = {
    "csv": "登记表 CSV",
    "xlsx": "登记表 .xlsx",
    "xls": "登记表 .xls",
    "ods": "登记表 .ods",
    "toml": "抽查规则",
    "bureau": "本局设置 bureau.toml",
    "pack": "填好的任务包",
    "word": "Word 文书模板",
    "mapping-in": "导入对照表和别的系统的文件",
    "mapping-out": "报送对照表",
    "manifest": "抽取公告、见证簿",
    "beacon": "公开随机源",
    "draw": "一次抽取的全部公开文件",
    "pyz": "交给 verify.pyz 的压缩包",
    "package": "发布包",
    "public": "公开数据",
    "scan": "泄漏扫描打开的各种压缩文件",
    "text": "自由文本和人名单（JSON）",
}
"""Readers of ``tests/fuzz/readers.py``, in the words of the page."""


def parts(folder: Path) -> Iterator[str]:
    """Yield the paragraphs: what has not been run is left out."""
    yield from _damaged(_read(folder / "fuzz.json"))
    yield from _changed(_read(folder / "mutations.json"))


def _read(path: Path) -> Json:
    found: Json = json.loads(path.read_bytes()) if path.is_file() else {}
    return found


def _damaged(known: Json) -> Iterator[str]:
    if not known:
        return
    yield "## 读坏文件"
    crashes = sum(one["crashes"] for one in known.values())
    yield (
        f"每一种读取程序都喂给损坏的文件：改、删、插、换几处，压缩文件里的部分缺失、重复、改名。共试 {_sum(known, 'tried'):,} 个，"
        f"程序出错 {crashes:,} 次；其余不是读了，就是说明原因、不予读入。编号相同的文件每次都一样。命令：`python -m tests.fuzz.readers`。"
    )
    head = ["| 读什么 | 试了 | 说明原因、不读 | 读了 | 程序出错 |", "| --- | ---: | ---: | ---: | ---: |"]
    rows = [
        f"| {READERS[name]} | {one['tried']:,} | {one['refused']:,} | {one['read']:,} | {one['crashes']:,} |"
        for name, one in sorted(known.items(), key=lambda pair: [*READERS].index(pair[0]))
    ]
    yield "\n".join([*head, *rows])


def _sum(known: Json, key: str) -> int:
    return sum(one[key] for one in known.values())


def _changed(known: Json) -> Iterator[str]:
    if not known:
        return
    yield "## 改动一处，看核验发现没有"
    yield (
        "两次办完的抽取、它们封存的文件、日志、发布包、见证簿，每次只改一处（一个比特；核验程序还试了整行缺失、重复、调换，文件缺失、截断），"
        f"再请核验程序来看。命令：`{known['command']}`。{known['date']}，版本 `{known['commit']}`。"
    )
    head = ["| 谁来看 | 改动 | 没有发现 |", "| --- | ---: | ---: |"]
    rows = [f"| {one['title']} | {one['tried']:,} | {one['missed']:,} |" for one in known["verifiers"]]
    yield "\n".join([*head, *rows])
    for one in known["verifiers"]:
        if one["missed"]:
            yield f"{one['title']}没有发现的：{'；'.join(f'`{what}`' for what in one['which'])}。"
