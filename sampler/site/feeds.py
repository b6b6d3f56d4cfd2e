"""Atom feeds: all changes, one per period, one for the plan, one per object. Dates come from the record, never a clock."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from sampler.disclosure.public import ChangeRow, ObjectRow
from sampler.site.index import Index
from sampler.site.ledgers import FIELD_TITLES, TABLE_TITLES
from sampler.site.page import escape, site_root

MOST = 100
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    date: str
    """ISO date."""

    title: str
    """What happened."""

    link: str
    """Address inside the site."""

    key: str
    """What makes the entry the same one in the next edition."""

    text: str = ""
    """More words, plain."""


_PLAIN = re.compile("[A-Za-z0-9_.~/-]*")


def _quoted(text: str) -> str:
    """Return ``text`` as a part of an address."""
    return text if _PLAIN.fullmatch(text) else quote(text)


class Feeds:
    """Makes the feeds of one record."""

    def __init__(self, index: Index) -> None:
        self.index, self.root = index, escape(site_root(index.bureau))
        host = index.bureau["portal"]["site_domain"] or "sampler.invalid"
        self.tag = _xml(f"tag:{host},2025:ssj/")
        self.author = f"<author><name>{_xml(index.bureau['name'])}</name></author>"

    def general(self) -> Iterator[tuple[str, bytes]]:
        """Yield the feeds that are not about one object."""
        name = self.index.bureau["short_name"]
        yield self.feed("feeds/all.xml", f"{name}双随机、一公开：全部变动", "changes.html", self._all())
        yield self.feed("feeds/plan.xml", f"{name}抽查计划变更", "plan/index.html", self._plan())
        for period in self.index.periods:
            link = f"results/{period}.html"
            yield self.feed(f"feeds/{period}.xml", f"{name} {period} 抽查", link, self._period(period))

    def of_object(self, row: ObjectRow) -> tuple[str, bytes]:
        """Return the feed of one object."""
        index, link = self.index, f"objects/{row.public_id}.html"
        items = [
            Item(r.published or r.date, f"{r.item_name}：{r.outcome}", link, r.result_id, r.measure)
            for visit in index.visits_of.get(row.public_id, ())
            for r in index.results_of.get(visit.visit_id, ())
        ]
        items += [self._change(change) for change in index.changes_of.get(row.public_id, ())]
        return self.feed(f"feeds/objects/{row.public_id}.xml", row.name, link, items)

    def feed(self, path: str, title: str, link: str, items: Iterable[Item]) -> tuple[str, bytes]:
        """Return path and bytes of one feed, newest first."""
        newest = sorted(items, key=lambda item: (item.date, item.key), reverse=True)[:MOST]
        updated = newest[0].date if newest and newest[0].date else self.index.record.as_of
        tag = self.tag + _quoted(path)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">\n'
            f"<title>{_xml(title)}</title><id>{tag}</id><updated>{updated}T00:00:00+08:00</updated>{self.author}"
            f'<link rel="alternate" href="{self.root}{link}"/><link rel="self" href="{self.root}{path}"/>'
        ]
        lines += [self._entry(tag, item) for item in newest]
        return path, ("\n".join(lines) + "\n</feed>\n").encode()

    def _entry(self, tag: str, item: Item) -> str:
        summary = f"<summary>{_xml(item.text)}</summary>" if item.text else ""
        return (
            f"<entry><title>{_xml(item.title)}</title><id>{tag}%23{_quoted(item.key)}</id>"
            f"<updated>{item.date or self.index.record.as_of}T00:00:00+08:00</updated>"
            f'<link href="{self.root}{item.link}"/>{summary}</entry>'
        )

    def _all(self) -> list[Item]:
        rows = sorted(self.index.record.changes, key=lambda row: row.date, reverse=True)[: MOST * 2]
        return [self._change(row) for row in rows]

    def _change(self, row: ChangeRow) -> Item:
        link = f"objects/{row.target}.html" if row.target in self.index.objects else "changes.html"
        table = TABLE_TITLES.get(row.table, row.table)
        column = FIELD_TITLES.get((row.table, row.field), row.field)
        text = f"{column}：{row.old or '（空）'} → {row.new or '（空）'}" if row.field else ""
        key = f"{row.date}/{row.table}/{row.target}/{row.action}/{row.field}"
        return Item(row.date, f"{table}{row.action}：{row.name or row.target}", link, key, text)

    def _plan(self) -> Iterator[Item]:
        for row in self.index.record.plan_changes:
            task = self.index.tasks.get(row.task_id)
            link = f"plan/{task.year}.html" if task else "plan/index.html"
            text = f"{row.old} → {row.new}。{row.reason}"
            yield Item(
                row.published or row.date, f"计划变更：{row.task_id} {row.field}", link, row.change_id, text
            )

    def _period(self, period: str) -> Iterator[Item]:
        index = self.index
        for draw in index.record.draws:
            if draw.period == period:
                day = max(draw.frozen_on, draw.committed_on, draw.drawn_on, draw.assigned_on)
                key = f"{draw.draw_id}/{draw.state}"
                yield Item(
                    day, f"抽取 {draw.draw_id}：{draw.state}", f"draws/{draw.draw_id}.html", key, draw.note
                )
        for row in index.record.results:
            if row.period == period:
                known = row.public_id in index.objects
                link = f"objects/{row.public_id}.html" if known else f"results/{period}.html"
                title = f"{row.object_name or '（不予公开）'}：{row.item_name} {row.outcome}"
                yield Item(row.published or row.date, title, link, row.result_id, row.measure)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("�", text) if _NOT_XML.search(text) else text)
