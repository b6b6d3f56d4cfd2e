"""One page to come: where it lies, which shell it is stamped into, what stands in it, and how it is catalogued.

The head and the catalogue give every page its government tags, its canonical address, its index number, its dates,
who answers for it, and where to report a mistake.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from sampler.site.index import Index
from sampler.site.render import Render
from sampler.site.stamp import Shell, cut

BASIS = "《中华人民共和国政府信息公开条例》《优化营商环境条例》"

ANYWHERE = "404.html"


@dataclass(frozen=True, slots=True)
class Page:
    """One finished page, still to be stamped."""

    path: str
    """Address inside the site, such as ``objects/e00001.html``."""

    shell: str
    """Built page whose chrome it takes; in the same folder, so that relative links hold."""

    title: str
    """Title without the name of the site."""

    slots: Mapping[str, str] = field(default_factory=dict)
    """Slot → HTML."""

    description: str = ""
    """One sentence for search engines and the portal."""

    published: str = ""
    """Date of first publication; empty means the first day of the site."""

    updated: str = ""
    """Date of the last change; empty means the day of the record."""

    basis: str = BASIS
    """Legal basis of the publication."""

    column: str = ""
    """Column of the portal; empty means the one in bureau.toml."""

    feed: str = ""
    """Address of the Atom feed of this page, relative to it."""

    listed: bool = True
    """False keeps a page out of the sitemap (withdrawn, second pages of a list)."""

    withdrawn: bool = False
    """True for the page that stands in for one taken down; nothing links to it."""

    indexed: bool = True
    """False asks search engines to leave it out."""

    moved: str = ""
    """Page in the same folder that the reader is led to at once."""

    @property
    def root(self) -> str:
        """Return the way back to the top folder: nothing, or ``../``; a slash on the page shown at any address.

        >>> Page("objects/e00001.html", "objects/index.html", "甲").root
        '../'
        """
        return "/" if self.path == ANYWHERE else "../" * self.path.count("/")


def site_slots(render: Render, index: Index) -> dict[str, str]:
    """Return the slots that are the same on every page."""
    values = {"bureau": index.bureau, "record": index.record}
    return {
        "BUREAU": render("parts/bureau.html", **values),
        "BANNER": render("parts/banner.html", **values),
        "FOOTER": render("parts/footer.html", **values),
    }


Frame = tuple[str, str, str, str, bool, bool, bool, bool]


def frame_of(page: Page) -> Frame:
    """Return what decides the fixed part of a page; pages that agree in it share one shell."""
    flags = (bool(page.feed), page.withdrawn, page.indexed, bool(page.moved))
    return page.shell, page.root, page.basis, page.column, *flags


def framed(render: Render, index: Index, page: Page, shell: Shell) -> Shell:
    """Return the shell with head and catalogue of pages like ``page``, cut at what differs from page to page."""
    values = {
        "page": page,
        "root": page.root,
        "bureau": index.bureau,
        "portal": index.bureau["portal"],
        "contact": index.bureau["contact"],
        "located": bool(address(index.bureau, page.path)),
    }
    parts = {
        "HEAD": render("parts/head.html", **values),
        "CATALOGUE": render("parts/catalogue.html", **values),
        "EMBLEM": render("parts/emblem.html", emblem=emblem(index), **values),
    }
    return cut(shell.fill(parts).joined())


def emblem(index: Index) -> str:
    """Return the address of the mark of a government site; empty when the record holds none."""
    name = index.bureau["footer"]["emblem"]
    return f"assets/bureau/{name}" if f"bureau/{name}" in index.record.files else ""


def page_slots(index: Index, page: Page) -> dict[str, str]:
    """Return the slots of one page that differ from page to page."""
    published = page.published or index.first_day
    number = index_number(index.bureau, page.path, published)
    title = escape(page.title)
    return {
        "TITLE": f"{title}_{escape(index.bureau['short_name'])}双随机、一公开",
        "P_TITLE": title,
        "P_DESCRIPTION": escape(page.description or page.title),
        "P_PUBLISHED": escape(published),
        "P_UPDATED": escape(page.updated or index.record.as_of),
        "P_NUMBER": escape(number),
        "P_ADDRESS": escape(address(index.bureau, _lasting(page))),
        "P_MOVED": escape(page.moved),
        "P_FEED": escape(page.feed),
        **page.slots,
    }


def _lasting(page: Page) -> str:
    """Return the address that search engines and other sites should keep for the page."""
    return page.path.rpartition("/")[0] + "/" + page.moved if page.moved else page.path


def escape(text: str) -> str:
    """Return ``text`` for use between tags or inside a quoted attribute."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )


def index_number(bureau: Mapping[str, Any], path: str, published: str) -> str:
    """Return the number a page has in the catalogue of government information; it never changes with the content.

    >>> index_number({"org_code": "11130999MB0000001X"}, "objects/e00001.html", "2025-01-02")
    '11130999MB0000001X/2025-SSJ-OBJECTS-E00001'
    """
    stem = re.sub(r"[^A-Za-z0-9]+", "-", path.removesuffix(".html")).upper()
    code = bureau.get("org_code") or bureau.get("region_code") or "SSJ"
    return f"{code}/{published[:4]}-SSJ-{stem}"


def site_root(bureau: Mapping[str, Any]) -> str:
    """Return the full address of the site, ending in a slash; only the path when the host is not known.

    >>> site_root({"portal": {"url": "https://www.baiyang.example/", "path": "ssj"}})
    'https://www.baiyang.example/ssj/'
    """
    portal = bureau.get("portal", {})
    path = "/" + str(portal.get("path", "")).strip("/")
    return str(portal.get("url", "")).rstrip("/") + (path if path.endswith("/") else path + "/")


def address(bureau: Mapping[str, Any], path: str) -> str:
    """Return the full address of a page; empty when the host is not known."""
    root = site_root(bureau)
    return root + quote(path) if root.startswith("http") else ""
