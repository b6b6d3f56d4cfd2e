"""The check of a finished site: links, anchors, ids, titles, language, tables, outside hosts, inline code, orphans.

Standard library only, so that a webmaster can run it on the folder he was given.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sampler.failure import Finding
from sampler.site.reading import PageFacts, read_page

META = ("ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "description")
LARGEST = 1_500_000
ENTRY = "index.html"
NOT_LINKED = frozenset({"404.html"})


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What the check found."""

    pages: int
    """Number of pages read."""

    links: int
    """Number of links followed."""

    findings: tuple[Finding, ...]
    """Every mistake, in the order of the files."""

    def as_text(self) -> str:
        """Return the report in Chinese."""
        head = f"检查了 {self.pages} 个网页、{self.links} 个链接，"
        if not self.findings:
            return head + "没有发现问题。"
        shown = [finding.as_text() for finding in self.findings[:200]]
        rest = [f"……另有 {len(self.findings) - 200} 处"] if len(self.findings) > 200 else []
        return "\n".join([f"{head}发现 {len(self.findings)} 处问题：", *shown, *rest])


def check_site(folder: Path, *, allowed_hosts: Sequence[str] = ()) -> SiteCheck:
    """Return every mistake in the finished site. ``allowed_hosts`` may be linked to as resources."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = {name: read_page(folder / name) for name in sorted(files) if name.endswith(".html")}
    findings = [finding for name, facts in pages.items() for finding in _page(name, facts)]
    findings += [finding for name, facts in pages.items() for finding in _outside(name, facts, allowed_hosts)]
    findings += _links(pages, files)
    findings += _orphans(pages)
    links = sum(len(facts.links) for facts in pages.values())
    return SiteCheck(len(pages), links, tuple(sorted(findings, key=lambda f: (f.file, f.code, f.value))))


def _page(name: str, facts: PageFacts) -> Iterator[Finding]:
    for code, wrong, reason in _PAGE_RULES:
        for value in wrong(facts):
            yield Finding(f"site.{code}", name, value=value, reason=reason)


def _missing_meta(facts: PageFacts) -> list[str]:
    return [key for key in META if not facts.meta.get(key)]


def _twice(names: Sequence[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


_PAGE_RULES: tuple[tuple[str, Callable[[PageFacts], list[str]], str], ...] = (
    ("title", lambda f: [] if f.title.strip() else ["title"], "没有网页标题。"),
    ("lang", lambda f: [] if f.lang else ["html"], "没有写明语言（lang）。"),
    ("heading", lambda f: [] if f.headings == 1 else [f"{f.headings} 个 h1"], "每页应当正好有一个一级标题。"),
    ("meta", _missing_meta, "缺少政府网站要求的标签。"),
    ("id", lambda f: _twice(f.ids), "同一页里有重复的 id。"),
    ("landmark", lambda f: _twice(f.landmarks), "同一页里有两个区域用了同一个名称，读屏软件的用户分不清。"),
    ("alt", lambda f: list(f.without_alt), "图片没有文字说明。"),
    ("table", lambda f: list(f.bad_tables), "表格缺少标题（caption）或者表头（th scope）。"),
    ("label", lambda f: list(f.unlabelled), "输入框没有名称。"),
    ("inline", lambda f: list(f.inline), "有内联的脚本、样式或者事件，严格的内容安全策略会拦下它。"),
    ("slot", lambda f: list(f.slots), "有没填上的插槽。"),
    ("size", lambda f: [f"{f.size} 字节"] if f.size > LARGEST else [], "网页太大。"),
)


def _outside(name: str, facts: PageFacts, allowed: Sequence[str]) -> Iterator[Finding]:
    for address in facts.resources:
        host = urlsplit(address).netloc
        if host and host not in allowed:
            yield Finding("site.outside", name, value=address, reason="网页会向别的主机要东西。")


def _links(pages: dict[str, PageFacts], files: set[str]) -> Iterator[Finding]:
    for name, facts in pages.items():
        for address in dict.fromkeys((*facts.links, *facts.resources)):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or (name == "404.html" and address.startswith("/")):
                continue
            yield from _link(name, address, target_of(name, address), pages, files)


def _link(
    name: str, address: str, target: str, pages: dict[str, PageFacts], files: set[str]
) -> Iterator[Finding]:
    anchor = unquote(urlsplit(address).fragment)
    if target not in files:
        yield Finding("site.link", name, value=address, reason="链接的目标不存在。")
    elif anchor and target in pages and anchor not in pages[target].ids:
        yield Finding("site.anchor", name, value=address, reason="链接的位置（#）在目标页里不存在。")


def target_of(page: str, address: str) -> str:
    """Return the path inside the site that a link leads to; a path with ``..`` left over leads out of it.

    >>> target_of("objects/e1.html", "../rules.html#y2025"), target_of("objects/e1.html", "#top")
    ('rules.html', 'objects/e1.html')
    """
    path = unquote(urlsplit(address).path)
    if not path:
        return page
    parts = page.split("/")[:-1]
    for piece in path.split("/"):
        if piece == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif piece not in {"", "."}:
            parts.append(piece)
    return "/".join(parts) + ("/index.html" if path.endswith("/") else "")


def _orphans(pages: dict[str, PageFacts]) -> Iterator[Finding]:
    seen, queue = {ENTRY}, [ENTRY]
    while queue:
        name = queue.pop()
        for address in pages[name].links if name in pages else ():
            parts = urlsplit(address)
            target = target_of(name, address)
            if not parts.scheme and not parts.netloc and target in pages and target not in seen:
                seen.add(target)
                queue.append(target)
    for name, facts in pages.items():
        if name not in seen and name not in NOT_LINKED and not facts.withdrawn:
            yield Finding("site.orphan", name, reason="从首页出发，没有链接能走到这一页。")
