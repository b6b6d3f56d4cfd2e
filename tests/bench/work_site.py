"""The site: from public record to finished pages, beside Hugo, stock mkdocs-material and Zensical making the object pages."""

import os
import sys
import sysconfig
from pathlib import Path

from tests.bench.command import Command

MKDOCS = """site_name: 双随机、一公开
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [search]
nav: [index.md]
not_in_nav: /objects/
"""
ZENSICAL = """[project]
site_name = "双随机、一公开"
use_directory_urls = false
nav = ["index.md"]
[project.theme]
language = "zh"
font = false
"""
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def program(name):
    """Return a program that a package of the bench group has brought."""
    return str(Path(sysconfig.get_path("scripts")) / name)


def prepare(folder, size):
    from sampler.disclosure.public import write_public
    from sampler.site.index import index
    from tests.bench.hugo_site import write_project
    from tests.bench.test_bench_site import chrome_of
    from tests.unit.site.corpus import corpus

    record = corpus(size)
    write_public(record, folder / "public")
    if size > 10_000:
        return
    known = index(record)
    write_project(folder / "hugo", known, chrome_of(folder / "site", folder / "public"))
    for name, file, settings in (("mkdocs", "mkdocs.yml", MKDOCS), ("zensical", "zensical.toml", ZENSICAL)):
        write_markdown(folder / name, known)
        (folder / name / file).write_text(settings, encoding="utf-8")


def write_markdown(folder, known):
    """Write one Markdown file for each object: what our object page says."""
    (folder / "docs" / "objects").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    for row in known.objects.values():
        path = folder / "docs" / "objects" / f"{row.public_id}.md"
        path.write_text("\n".join(lines(known, row)), encoding="utf-8")


def lines(known, row):
    from sampler.site.timeline import entries

    yield f"# {row.name}\n\n状态 {row.status}，公开编号 {row.public_id}\n\n| 项目 | 内容 |\n| --- | --- |"
    facts = {"统一代码": row.code, "类型": row.kind, "乡镇": row.township, "行业": row.industry, "类别": row.object_class, "科室": row.section}  # fmt: skip
    yield from (f"| {title} | {value} |" for title, value in facts.items())
    yield "\n## 检查经过\n"
    for entry in entries(known, row):
        if entry.visit is None:
            yield f"### {entry.date} {entry.title}变更\n"
            continue
        yield f"### {entry.date} {entry.visit.kind}检查（{entry.visit.trigger}）\n"
        yield f"本年第 {entry.visit.nth} 次 / 上限 {entry.visit.cap} 次，{entry.visit.mode}，{entry.visit.lead_section}\n"
        yield from (
            f"- {one.item_name}：{one.outcome} {one.measure} {one.note}" for one, _, _ in entry.results
        )
        yield ""


def facts_of(site):
    def count():
        files = [path for path in site.rglob("*") if path.is_file()]
        return {"files": len(files), "mib": round(sum(path.stat().st_size for path in files) / 2**20, 1)}

    return count


def ours(folder, size):
    from tests.bench.store import ROOT

    out = folder / "out-ours"
    return Command(
        [sys.executable, "-m", "sampler.site", str(folder / "public"), str(out)], facts_of(out), ROOT
    )


def hugo(folder, size):
    out = folder / "out-hugo"
    words = [os.environ.get("HUGO") or program("hugo"), "--quiet", "--cleanDestinationDir"]
    return Command([*words, "-s", str(folder / "hugo"), "-d", str(out)], facts_of(out))


def mkdocs(folder, size):
    work = folder / "mkdocs"
    return Command([sys.executable, "-m", "mkdocs", "build", "-q"], facts_of(work / "site"), work, QUIET)


def zensical(folder, size):
    work = folder / "zensical"
    return Command([program("zensical"), "build", "--clean"], facts_of(work / "site"), work)


WORK = {"ours": ours, "hugo": hugo, "mkdocs": mkdocs, "zensical": zensical}
