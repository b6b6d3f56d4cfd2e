"""The page that sets each rule of two notices beside the lines that express it, made from the policy files themselves."""

import tomllib
from pathlib import Path

from sampler.rules.document import as_toml

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "site_src" / "method" / "rules" / "notices.md"
POLICIES = (
    ("按赵县 2025 年方案的写法", ROOT / "data" / "policy" / "2025.toml"),
    (
        "按衡水高新区 2023 年方案的写法",
        ROOT / "tests" / "bureaus" / "hengshui-gaoxin-2023" / "policy" / "2023.toml",
    ),
)
HEAD = """# 抽查规则：两份方案逐条对照

两份真实方案的每一条要求，和规则文件里表达它的那几行。左边是方案的意思（规则里的“依据”），右边是规则原文；不能计算的要求写进“其他要求”，随规则公开。
单位是虚构的，规则的数与方案相同。别的方案怎样写，见[写法实例](cookbook.md)。
"""
ASIDE = ("依据", "说明", "标题")


def notices_page() -> str:
    """Return the page."""
    parts = [HEAD]
    for title, path in POLICIES:
        values = tomllib.loads(path.read_text("utf-8"))
        parts.append(f"## {title}\n\n{values['依据']}\n\n| 方案的要求 | 规则里的写法 |\n|---|---|")
        for key, entry in values.items():
            listed = entry if isinstance(entry, list) else [entry]
            parts += [
                f"| {one['依据']} | {_lines(key, one)} |"
                for one in listed
                if isinstance(one, dict) and "依据" in one
            ]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _lines(key: str, entry: dict) -> str:
    told = [f'`"{name}" = {as_toml(value)}`' for name, value in entry.items() if name not in ASIDE]
    return f"{key}：" + "<br>".join(line.replace("|", "\\|") for line in told)
