"""A measured figure stands on a page only with the command that makes it, in the same section or around a generated part."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "site_src").rglob("*.md"))]
MEASURED = re.compile(
    r"\d[\d,.]* ?(?:毫秒|秒|分钟|小时|[KMG]i?B|倍|万条每|段每)|(?<!第)[一二两三四五六七八九十百]+(?:秒|分钟|小时|倍)"
    r"|\d[\d.]* ?[%％]|(?:召回率|准确率|命中率)[约为是 ]*\d",
)
COMMAND = re.compile(r"`(?:python -m |\./inv )[a-z]|^(?:python -m |\./inv )[a-z]", re.M)
RULES = ("rules", "findings.md")
"""What people demand, in per cent and times; nothing that was measured."""
LIMITS = {
    "security.md": ["（8 GB 以下）"],
    "protocol.md": ["≥70%"],
    "bureau.md": ["不超过 200 KB"],
    "0011-rule-language.md": ["不低于25%", "2%-5%"],
}
"""Limits that the program sets itself and shares that a rule demands: not measured either."""


def faults(page: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """Return each line with a measured figure whose section names no command."""
    for text in allowed:
        page = page.replace(text, "")
    page = re.sub(r"<!-- 以下由 \./inv .*?<!-- 以上由 \./inv [^>]*-->", "", page, flags=re.S)
    sections = re.split(r"^(?=## )", page, flags=re.M)
    silent = [section for section in sections if not COMMAND.search(section)]
    return [line for section in silent for line in section.splitlines() if MEASURED.search(line)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_measured_figure_has_its_command_beside_it(path):
    if any(part in RULES for part in path.parts):
        return
    assert faults(path.read_text("utf-8"), tuple(LIMITS.get(path.name, ()))) == []


@pytest.mark.parametrize(
    "line", ["只要 3 秒", "一秒钟能退回", "省 40% 的内存", "召回率约 0.68", "快 2.5 倍", "占 500 MB"]
)
def test_a_figure_without_a_command_is_found(line):
    assert faults(f"# 题\n\n`./inv bench` 见下。\n\n## 一\n\n{line}\n") == [line]
    assert faults(f"## 一\n\n{line}，由 `./inv bench` 测出。\n") == []
    assert (
        faults(f"## 一\n<!-- 以下由 ./inv bench 生成 -->\n{line}\n<!-- 以上由 ./inv bench 生成 -->\n") == []
    )


def test_generated_parts_are_compared_with_what_makes_them():
    marked = {path.name for path in PAGES if "<!-- 以下由 ./inv " in path.read_text("utf-8")}
    assert marked == {"bench.md", "house.md", "licences.md"}
