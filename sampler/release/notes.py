"""What a release changes, page by page, in words a webmaster can paste into a log."""

from collections.abc import Mapping

SHOWN = 200
PAGE = ".html"


def as_text(before: Mapping[str, str], now: Mapping[str, str], date: str) -> str:
    """Return the release notes: pages added, changed and taken away since the release before.

    ``before`` and ``now`` map each file of the site to its digest; an empty ``before`` is a first release.
    """
    added, gone = sorted(now.keys() - before.keys()), sorted(before.keys() - now.keys())
    changed = sorted(name for name in now.keys() & before.keys() if now[name] != before[name])
    lines = [f"数据截至 {date}", ""]
    if not before:
        return "\n".join([*lines, f"首次发布，共 {_pages(now)} 个页面、{len(now)} 个文件。", ""])
    if not (added or gone or changed):
        return "\n".join([*lines, "与上一次发布相同。", ""])
    for title, names in (("新增", added), ("修改", changed), ("撤下", gone)):
        lines += _section(title, names)
    return "\n".join(lines)


def _section(title: str, names: list[str]) -> list[str]:
    pages = [name for name in names if name.endswith(PAGE)]
    head = f"{title}页面 {len(pages)} 个，其他文件 {len(names) - len(pages)} 个"
    shown = [f"  {name}" for name in pages[:SHOWN]]
    more = [f"  ……另有 {len(pages) - SHOWN} 个"] if len(pages) > SHOWN else []
    return [head, *shown, *more, ""]


def _pages(files: Mapping[str, str]) -> int:
    return sum(1 for name in files if name.endswith(PAGE))
