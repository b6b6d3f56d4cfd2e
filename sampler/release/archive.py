"""What was published when: from the packages that were kept."""

import csv
import html
import io
import itertools
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.release import check, listing, package, precompressed

STYLE = "body{font:16px/1.6 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}td,th{border:1px solid #999;padding:.2em .6em;text-align:left;vertical-align:top}table{border-collapse:collapse}del{color:#a00}ins{color:#060}"
Table = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Published:
    """One page as it was up on a day."""

    release: check.Verified
    page: str
    content: bytes


def releases(folder: Path, *, public_key: Path | None = None) -> list[tuple[check.Verified, Path]]:
    """Return the whole packages of a folder, oldest first. Raises SamplerError when one of them is damaged."""
    paths = sorted(folder.glob("*.zip"))
    found = [(check.verify_package(path, public_key=public_key), path) for path in paths]
    known = {release.digest: release for release, _ in found}
    return sorted(found, key=lambda pair: (pair[0].date, _depth(pair[0], known)))


def one_to_follow(folder: Path, contents: str) -> Path | None:
    """Return the package a new one with these contents follows; None when it is the first.

    The last package of the folder; when that one already has the same contents, the one before it, so that packing
    the same build again gives the same package and not a longer chain.
    """
    kept = releases(folder)
    if kept and _contents_of(kept[-1][1]) == contents:
        previous = kept[-1][0].previous
        kept = [pair for pair in kept if pair[0].digest == previous]
    return kept[-1][1] if kept else None


def _contents_of(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return str(package.manifest_of(file.read(listing.MANIFEST)).get("scanned", ""))


def _depth(release: check.Verified, known: Mapping[str, check.Verified]) -> int:
    """Return how many kept releases stand before this one in its chain: orders releases of one day."""
    steps, seen = 0, {release.digest}
    while release.previous in known and release.previous not in seen:
        seen.add(release.previous)
        release = known[release.previous]
        steps += 1
    return steps


def breaks(chain: list[tuple[check.Verified, Path]]) -> list[str]:
    """Return, in Chinese, where a release does not name the one before it: something published is missing."""
    return [
        f"{later.name} 写明的上一版不是 {earlier.name}：中间可能缺少一个发布包。"
        for (earlier, _), (later, _) in itertools.pairwise(chain)
        if later.previous != earlier.digest
    ]


def as_published(folder: Path, page: str, day: str) -> Published:
    """Return a page as it was on ``day`` (YYYY-MM-DD): from the last release not later than it."""
    if not listing.is_safe(page):
        raise SamplerError(f"页面名称 {page} 不对。请写网站里的相对路径，例如 results/2025Q1.html。")
    earlier = [(release, path) for release, path in releases(folder) if release.date <= day]
    if not earlier:
        raise SamplerError(f"{folder} 里没有 {day} 以前的发布包。")
    release, path = earlier[-1]
    with zipfile.ZipFile(path) as file:
        try:
            return Published(release, page, file.read(f"site/{page}"))
        except KeyError as error:
            raise SamplerError(
                f"{day} 时网站上没有 {page} 这一页（当时上线的是 {release.name}）。"
            ) from error


def difference(first: Path, second: Path) -> str:
    """Return one HTML page: which pages came, went and changed, and every changed row of the public record."""
    names = [check.verify_package(path).name for path in (first, second)]
    old, new = _contents(first), _contents(second)
    title = f"{names[0]} 与 {names[1]} 的差别"
    parts = [f"<h1>{html.escape(title)}</h1>", _pages(old, new)]
    tables = sorted(name for name in old.keys() | new.keys() if name.startswith("public/tables/"))
    parts += [_table(name, old.get(name, b""), new.get(name, b"")) for name in tables]
    body = "\n".join(part for part in parts if part)
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head><body>\n{body}\n</body></html>\n'


def _contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in precompressed.without_siblings(file.namelist())}


def _pages(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> str:
    def pages(names: set[str]) -> list[str]:
        return sorted(name[5:] for name in names if name.startswith("site/") and name.endswith(".html"))

    both = set(old) & set(new)
    groups = (
        ("新增页面", pages(set(new) - both)),
        ("撤下页面", pages(set(old) - both)),
        ("修改页面", pages({name for name in both if old[name] != new[name]})),
    )
    return "".join(
        f"<h2>{title}（{len(names)}）</h2><ul>{''.join(f'<li>{html.escape(name)}</li>' for name in names)}</ul>"
        for title, names in groups
        if names
    )


def _table(name: str, old: bytes, new: bytes) -> str:
    before, after = _rows(old), _rows(new)
    rows = [
        f"<tr><th>{html.escape(key)}</th><td>{_row(before.get(key), after.get(key))}</td></tr>"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
    if not rows:
        return ""
    title = html.escape(name.removeprefix("public/tables/").removesuffix(".csv"))
    return f"<h2>数据表 {title}（{len(rows)} 行不同）</h2><table>{''.join(rows)}</table>"


def _rows(content: bytes) -> Table:
    """Return the rows of a CSV by their first cell; the same first cell again gets a number."""
    found: Table = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        key = next(iter(row.values()), "")
        number = 1
        while (unique := key if number == 1 else f"{key} #{number}") in found:
            number += 1
        found[unique] = {column: value or "" for column, value in row.items() if column}
    return found


def _row(before: dict[str, str] | None, after: dict[str, str] | None) -> str:
    if before is None or after is None:
        kind, row = ("ins", after or {}) if before is None else ("del", before)
        return f"<{kind}>{html.escape('；'.join(value for value in row.values() if value))}</{kind}>"
    changed = [column for column in after if before.get(column, "") != after[column]]
    return "<br>".join(
        f"{html.escape(column)}：<del>{html.escape(before.get(column, ''))}</del> → <ins>{html.escape(after[column])}</ins>"
        for column in changed
    )
