"""The record, the templates and the shells together: what is needed to make the bytes of any page."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sampler.disclosure.public import ObjectRow
from sampler.failure import SamplerError
from sampler.site import objects
from sampler.site.feeds import Feeds
from sampler.site.index import Index
from sampler.site.objectparts import ObjectParts
from sampler.site.page import (
    ANYWHERE,
    BASIS,
    Frame,
    Page,
    frame_of,
    framed,
    page_slots,
    site_root,
    site_slots,
)
from sampler.site.render import Render
from sampler.site.stamp import Card, Shell, cut

SLOTS = frozenset({"HEAD", "TITLE", "BUREAU", "BANNER", "FOOTER", "EMBLEM", "CATALOGUE", "BODY"})
ONCE = ("HEAD", "TITLE", "BUREAU", "BANNER", "FOOTER", "EMBLEM", "CATALOGUE")


class Stamper:
    """Makes pages. The shells come with :meth:`take`, because they are built while the record is read."""

    def __init__(self, index: Index, render: Render) -> None:
        self.index, self.render = index, render
        self.feeds = Feeds(index)
        self.parts = ObjectParts(render, index)
        self.frames: dict[Frame, Shell] = {}
        self.shells: dict[str, Shell] = {}

    def take(self, built: Path) -> None:
        """Read every built page in ``built`` as a shell; raise SamplerError when a slot is missing or unknown."""
        common = site_slots(self.render, self.index)
        self.shells = {path: shell.fill(common) for path, shell in _shells(built).items()}

    def stamp(self, page: Page) -> bytes:
        """Return the bytes of one page."""
        frame = frame_of(page)
        if frame not in self.frames:
            self.frames[frame] = framed(self.render, self.index, page, self._shell(page.shell))
        return self.frames[frame].stamp(page_slots(self.index, page)).encode()

    def _shell(self, name: str) -> Shell:
        if name not in self.shells:
            raise SamplerError(f"缺少页面模板 {name}。请检查 site_src 和 mkdocs.yml。")
        return self.shells[name]

    def stamp_objects(self, rows: Sequence[ObjectRow]) -> Iterator[tuple[str, bytes]]:
        """Yield page and feed of each object."""
        for row in rows:
            page = objects.object_page(self.parts, row)
            yield page.path, self.stamp(page)
            yield self.feeds.of_object(row)

    def written_page(self, name: str) -> tuple[Page, bytes]:
        """Return a page that people wrote: only the common slots are filled."""
        shell = self.shells[name]
        page = self._written(name, shell.card)
        content = self.stamp(page)
        return page, _absolute(content, site_root(self.index.bureau)) if name == ANYWHERE else content

    def _written(self, name: str, card: Card) -> Page:
        slots = {"BODY": ""} if "BODY" in self.shells[name].slots else {}
        published = card.published
        updated = card.updated or published or self.index.first_day
        return Page(
            name, name, card.title or "没有找到这个页面", slots, card.description, published, updated,
            listed=name != ANYWHERE, basis=card.basis or BASIS,
        )  # fmt: skip


def _shells(built: Path) -> dict[str, Shell]:
    shells = {}
    for path in sorted(built.rglob("*.html")):
        name = path.relative_to(built).as_posix()
        shells[name] = cut(path.read_text(encoding="utf-8"))
        _check_slots(name, shells[name])
    if "objects/index.html" not in shells:
        raise SamplerError(f"{built} 里没有站点的页面。请先运行 mkdocs build，再填入数据。")
    return shells


def _check_slots(name: str, shell: Shell) -> None:
    unknown = sorted(set(shell.slots) - SLOTS)
    if unknown:
        raise SamplerError(
            f"{name} 里有不认识的插槽 {'、'.join(unknown)}。可用的插槽：{'、'.join(sorted(SLOTS))}。"
        )
    wrong = [slot for slot in ONCE if shell.slots.count(slot) != 1]
    if wrong:
        raise SamplerError(
            f"{name} 里的插槽 {'、'.join(wrong)} 应当各出现一次。主题可能变了，请检查 templates/theme。"
        )


def _absolute(content: bytes, root: str) -> bytes:
    """Return the page of missing addresses with links that hold at any depth."""
    path = "/" + root.split("://", 1)[-1].partition("/")[2]
    return re.sub(rb'(href|src|action|data-root)="/', rb'\1="' + path.encode(), content)
