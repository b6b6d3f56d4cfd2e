"""A notice for the editor of a county portal: a clean fragment, its attachments, and the words the form asks for.

The fragment is made from the built page, so it says exactly what the site says: no scripts, classes or ids, only
inline styles, links made whole.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.release.listing import files_of, is_safe

STYLES = {
    "table": "border-collapse:collapse;width:100%;font-size:14px",
    "th": "border:1px solid #999;padding:4px 8px;background:#f2f2f2;text-align:left",
    "td": "border:1px solid #999;padding:4px 8px;vertical-align:top",
    "p": "margin:0 0 12px;line-height:1.8",
    "h2": "font-size:18px;margin:20px 0 10px",
    "h3": "font-size:16px;margin:16px 0 8px",
    "li": "line-height:1.8",
    "caption": "text-align:left;padding:4px 0;font-weight:bold",
}
KEPT = {*STYLES, "a", "br", "dd", "dl", "dt", "em", "ol", "strong", "tbody", "thead", "tr", "ul"}
DROPPED = {
    "script",
    "style",
    "svg",
    "nav",
    "form",
    "button",
    "template",
    "noscript",
    "dialog",
    "select",
    "label",
}
UNWANTED = {"headerlink", "no-print", "pager"}
VOID = {"br", "img", "input", "hr", "meta", "link", "col", "source", "wbr"}
ATTACHMENTS = (".xlsx", ".docx", ".csv", ".pdf")
WORKBOOKS = {"results": "data/results.xlsx", "draws": "data/drawn.xlsx"}
"""The workbook of a folder's pages that link to none themselves."""
NOTICES = re.compile(
    r"(?:plan/\d{4}|items|draws/[0-9QHS]+(?:-\d+)?|results/[0-9QHS]+(?:-\d+)?|followups)\.html"
)
FIRST_ROWS = re.compile(
    r'(?P<before><div class="big-table".*?)(?:，先列 \d+ 行)?(?P<after>）</caption>.*?<tbody>).*?(?P<end></tbody>.*?)<p class="pager">(?P<pages>.*?)</p>',
    re.DOTALL,
)
HREF, BODY = re.compile(r'href="([^"]+)"'), re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)


@dataclass
class Notice:
    """What a portal's editor asks for."""

    title: str = ""
    date: str = ""
    source: str = ""
    keywords: str = ""
    fragment: str = ""
    attachments: list[str] = field(default_factory=list)
    """Files the page links to, by their place in the site."""

    def about(self) -> str:
        """Return the text file that goes with the fragment."""
        lines = [("标题", self.title), ("日期", self.date), ("来源", self.source), ("关键词", self.keywords)]
        lines.append(("附件", "；".join(PurePosixPath(name).name for name in self.attachments) or "无"))
        return "".join(f"{name}：{value}\n" for name, value in lines)


def write(site: Path, page: str, target: Path, *, address: str = "") -> list[Path]:
    """Write the fragment, the text file and the attachments of one page; return what was written.

    ``address`` is the public address of the site; with it, links in the fragment are whole.
    """
    if not is_safe(page) or not (site / page).is_file():
        raise SamplerError(f"{site} 里没有页面 {page}。请写相对路径，例如 results/2025Q1.html。")
    notice = read(site, page, address=address)
    stem = page.removesuffix(".html").replace("/", "-")
    files = {f"{stem}.html": notice.fragment.encode(), f"{stem}.txt": notice.about().encode("utf-8-sig")}
    for name in notice.attachments:
        files[f"{stem}-{PurePosixPath(name).name}"] = (site / name).read_bytes()
    for name, content in files.items():
        write_atomic(target / name, content)
    return [target / name for name in files]


def notices(site: Path) -> list[str]:
    """Return the pages that are notices: plans, the item list, draw records, results, follow-ups."""
    return [name for name in files_of(site) if NOTICES.fullmatch(name)]


def read(site: Path, page: str, *, address: str = "") -> Notice:
    """Return the notice made of one built page, with every row of its big table."""
    reader = _Reader(site, page, address)
    reader.feed(_with_all_rows(site, page))
    reader.close()
    notice = reader.notice
    workbook = WORKBOOKS.get(page.partition("/")[0], "")
    if not any(name.endswith(".xlsx") for name in notice.attachments) and (site / workbook).is_file():
        notice.attachments.insert(0, workbook)
    notice.keywords = notice.keywords or "；".join(word for word in (reader.column, notice.title) if word)
    if not reader.found:
        raise SamplerError(f"页面 {page} 里没有正文（article）。请先重新生成网站。")
    reader.notice.fragment = "".join(reader.parts).strip() + "\n"
    return reader.notice


def _with_all_rows(site: Path, page: str) -> str:
    """Return the page with the rows of its numbered pages in the place of the first rows."""

    def whole(found: re.Match[str]) -> str:
        names = [urljoin(f"/{page}", href).lstrip("/") for href in HREF.findall(found["pages"])]
        bodies = [BODY.search((site / name).read_text(encoding="utf-8")) for name in names]
        rows = "".join(body[1] for body in bodies if body)
        return f"{found['before']}{found['after']}{rows}{found['end']}"

    return FIRST_ROWS.sub(whole, (site / page).read_text(encoding="utf-8"))


class _Reader(HTMLParser):
    """Keep the article of a page, in plain tags."""

    def __init__(self, site: Path, page: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.site, self.page, self.address = site, page, address
        self.notice = Notice()
        self.column = ""
        self.parts: list[str] = []
        self.found = False
        self.inside = False
        self.dropping: list[str] = []
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._note(values.get("name", ""), values.get("content", ""))
        if tag == "article":
            self.inside = self.found = True
        if self.dropping or (self.inside and self._is_dropped(tag, values)):
            if tag not in VOID:
                self.dropping.append(tag)
        elif self.inside and tag == "h1":
            self.heading = True
        elif self.inside and tag in KEPT:
            self.parts.append(self._opening(tag, values))

    def handle_endtag(self, tag: str) -> None:
        if self.dropping:
            if tag in self.dropping:
                while self.dropping.pop() != tag:
                    pass
        elif tag == "article":
            self.inside = False
        elif self.inside and tag == "h1":
            self.heading = False
        elif self.inside and tag in KEPT and tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.heading and not self.dropping:
            self.notice.title = (self.notice.title + data).strip()
        elif self.inside and not self.dropping:
            self.parts.append(html.escape(data, quote=False))

    def _is_dropped(self, tag: str, values: dict[str, str]) -> bool:
        classes = values.get("class", "").split()
        return tag in DROPPED or "hidden" in values or bool(UNWANTED & set(classes))

    def _note(self, name: str, content: str) -> None:
        if name == "PubDate":
            self.notice.date = content
        elif name == "ContentSource":
            self.notice.source = content
        elif name == "ColumnName":
            self.column = content
        elif name.lower() == "keywords":
            self.notice.keywords = content

    def _opening(self, tag: str, values: dict[str, str]) -> str:
        attributes = f' style="{STYLES[tag]}"' if tag in STYLES else ""
        for name in ("colspan", "rowspan", "scope"):
            if values.get(name):
                attributes += f' {name}="{html.escape(values[name])}"'
        if tag == "a":
            attributes += self._link(values.get("href", ""))
        return f"<{tag}{attributes}>"

    def _link(self, href: str) -> str:
        parts = urlsplit(href)
        if parts.scheme not in {"", "http", "https"} or not parts.path:
            return ""
        if not parts.scheme and not parts.netloc:
            name = urljoin(f"/{self.page}", parts.path).lstrip("/")
            if name.endswith(ATTACHMENTS) and is_safe(name) and (self.site / name).is_file():
                self.notice.attachments += [] if name in self.notice.attachments else [name]
            href = urljoin(urljoin(self.address, self.page), href) if self.address else ""
        return f' href="{html.escape(href)}"' if href else ""
