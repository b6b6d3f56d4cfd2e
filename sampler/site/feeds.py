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


def feeds(index: Index) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds that are not about one object."""
    name = index.bureau["short_name"]
    yield feed(index, "feeds/all.xml", f"{name}双随机、一公开：全部变动", "changes.html", _all(index))
    changes = [
        Item(row.published or row.date, f"计划变更：{row.task_id} {row.field}", f"plan/{index.tasks[row.task_id].year}.html", row.change_id, f"{row.old} → {row.new}。{row.reason}")
        for row in index.record.plan_changes
        if row.task_id in index.tasks
    ]  # fmt: skip
    yield feed(index, "feeds/plan.xml", f"{name}抽查计划变更", "plan/index.html", changes)
    for period in index.periods:
        yield feed(
            index,
            f"feeds/{period}.xml",
            f"{name} {period} 抽查",
            f"results/{period}.html",
            _period(index, period),
        )


def object_feed(index: Index, row: ObjectRow) -> tuple[str, bytes]:
    """Return the feed of one object."""
    link = f"objects/{row.public_id}.html"
    items = [
        Item(
            result.published or result.date,
            f"{result.item_name}：{result.outcome}",
            link,
            result.result_id,
            result.measure,
        )
        for visit in index.visits_of.get(row.public_id, [])
        for result in index.results_of.get(visit.visit_id, [])
    ]
    items += [_change(index, change) for change in index.changes_of.get(row.public_id, [])]
    return feed(index, f"feeds/objects/{row.public_id}.xml", row.name, link, items)


def feed(index: Index, path: str, title: str, link: str, items: Iterable[Item]) -> tuple[str, bytes]:
    """Return path and bytes of one feed, newest first."""
    newest = sorted(items, key=lambda item: (item.date, item.key), reverse=True)[:MOST]
    root = site_root(index.bureau)
    updated = newest[0].date if newest and newest[0].date else index.record.as_of
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">',
        f"<title>{_xml(title)}</title><id>{_tag(index, path)}</id><updated>{updated}T00:00:00+08:00</updated>"
        f"<author><name>{_xml(index.bureau['name'])}</name></author>"
        f'<link rel="alternate" href="{_xml(root + link)}"/><link rel="self" href="{_xml(root + path)}"/>',
    ]
    lines += [_entry(index, root, path, item) for item in newest]
    return path, ("\n".join(lines) + "\n</feed>\n").encode()


def _entry(index: Index, root: str, path: str, item: Item) -> str:
    summary = f"<summary>{_xml(item.text)}</summary>" if item.text else ""
    day = item.date or index.record.as_of
    return (
        f"<entry><title>{_xml(item.title)}</title><id>{_tag(index, f'{path}#{item.key}')}</id>"
        f'<updated>{day}T00:00:00+08:00</updated><link href="{_xml(root + item.link)}"/>{summary}</entry>'
    )


def _tag(index: Index, name: str) -> str:
    host = index.bureau["portal"]["site_domain"] or "sampler.invalid"
    return _xml(f"tag:{host},2025:ssj/{quote(name)}")


def _all(index: Index) -> Iterator[Item]:
    rows = sorted(index.record.changes, key=lambda row: row.date, reverse=True)[: MOST * 2]
    return (_change(index, row) for row in rows)


def _change(index: Index, row: ChangeRow) -> Item:
    link = f"objects/{row.target}.html" if row.target in index.objects else "changes.html"
    table, column = (
        TABLE_TITLES.get(row.table, row.table),
        FIELD_TITLES.get((row.table, row.field), row.field),
    )
    text = f"{column}：{row.old or '（空）'} → {row.new or '（空）'}" if row.field else ""
    key = f"{row.date}/{row.table}/{row.target}/{row.action}/{row.field}"
    return Item(row.date, f"{table}{row.action}：{row.name or row.target}", link, key, text)


def _period(index: Index, period: str) -> Iterator[Item]:
    for draw in index.record.draws:
        if draw.period == period:
            day = max(draw.frozen_on, draw.committed_on, draw.drawn_on, draw.assigned_on)
            yield Item(
                day,
                f"抽取 {draw.draw_id}：{draw.state}",
                f"draws/{draw.draw_id}.html",
                f"{draw.draw_id}/{draw.state}",
                draw.note,
            )
    for row in index.record.results:
        if row.period == period:
            link = (
                f"objects/{row.public_id}.html"
                if row.public_id in index.objects
                else f"results/{period}.html"
            )
            yield Item(
                row.published or row.date,
                f"{row.object_name or '（不予公开）'}：{row.item_name} {row.outcome}",
                link,
                row.result_id,
                row.measure,
            )


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("�", text))
