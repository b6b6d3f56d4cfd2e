"""The witness's book: one manifest per draw number, and never a second one.

The witness works on a computer of his own with bare Python. His book is a text file with one canonical record per
line; each record names the digest of the one before, so that no page can be torn out. The record itself is
``witness.json``; he signs it with ``ssh-keygen -Y sign -n sampler-draw``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sampler.draw import beacon, canon
from sampler.draw.manifest import Manifest, read_manifest


class SecondManifestError(canon.FormError):
    """Raised when somebody brings a different manifest for a draw number that is in the book already."""


@dataclass(frozen=True)
class Entry:
    """One line of the book."""

    commitment: str
    """Digest of the manifest."""

    date: str
    """ISO date of the entry."""

    draw: str
    """Draw number."""

    number: int
    """1, 2, …"""

    previous: str
    """Digest of the record before; empty for the first."""

    witness: str
    """Who keeps the book."""

    def record(self) -> bytes:
        """Return ``witness.json``."""
        return canon.page(vars(self))


def read_book(content: bytes) -> tuple[Entry, ...]:
    """Return the entries; FormError where the book was changed."""
    entries: list[Entry] = []
    for at, line in enumerate(canon.read_text(content, what="见证簿").split("\n")[:-1], start=1):
        value = canon.read_record(line, what=f"见证簿第 {at} 行")
        previous = canon.digest_bytes(entries[-1].record()) if entries else ""
        if set(value) != set(Entry.__annotations__) or value["number"] != at or value["previous"] != previous:
            raise canon.FormError(f"见证簿第 {at} 行接不上，有人改动过。请找出备份。")
        entries.append(Entry(**value))  # type: ignore[arg-type]  # keys and order were just checked
    return tuple(entries)


def entry_faults(value: Mapping[str, object], manifest: Manifest) -> Iterator[str]:
    """Yield in Chinese why ``witness.json`` is not what the named witness writes about a manifest in time."""
    number, previous, day = value.get("number"), value.get("previous"), value.get("date")
    if set(value) != set(Entry.__annotations__) or type(number) is not int or number < 1:
        yield "witness.json 的键或序号不合规"
        return
    if (value["draw"], value["commitment"]) != (manifest.draw, manifest.commitment):
        yield "见证人登记的不是这份抽取公告"
    if manifest.witness is None or value["witness"] != manifest.witness[0]:
        yield "登记的见证人不是抽取公告指定的"
    fine = previous == "" if number == 1 else isinstance(previous, str) and canon.is_digest(previous)
    if not fine:
        yield "witness.json 的 previous 不合规"
    first = min(slot.ladder[0].date for slot in manifest.beacons)
    if not isinstance(day, str) or not _is_day(day) or not manifest.committed_on <= day < first:
        yield f"登记日期“{day}”早于承诺，或不早于 {first}（随机源公布）"


def _is_day(text: str) -> bool:
    try:
        return bool(beacon.read_day(text, what="登记日期"))
    except canon.FormError:
        return False


def enter(book: bytes, manifest: bytes, *, witness: str, date: str) -> tuple[bytes, Entry]:
    """Return the book with this manifest in it, and its entry; SecondManifestError when the number has another one.

    Bringing the same manifest again gives the same entry and leaves the book as it is.
    """
    found, entries = read_manifest(manifest), read_book(book)
    beacon.read_day(date, what="登记日期")
    held = next((entry for entry in entries if entry.draw == found.draw), None)
    if held is not None:
        if held.commitment != found.commitment:
            raise SecondManifestError(
                f"拒绝登记：{found.draw} 已在 {held.date} 登记过另一份抽取公告（第 {held.number} 号，{held.commitment[:12]}…）。"
                "一个编号只能有一份。请报告您的单位。"
            )
        return book, held
    if date < found.committed_on:
        raise canon.FormError(
            f"拒绝登记：{found.draw} 写明 {found.committed_on} 才承诺，登记日期 {date} 更早。"
        )
    _check_time(found, date)
    previous = canon.digest_bytes(entries[-1].record()) if entries else ""
    entry = Entry(found.commitment, date, found.draw, len(entries) + 1, previous, witness)
    return book + (canon.record(vars(entry)) + "\n").encode(), entry


def _check_time(manifest: Manifest, date: str) -> None:
    first = min(slot.ladder[0].date for slot in manifest.beacons)
    if date >= first:
        raise canon.FormError(
            f"拒绝登记：{manifest.draw} 的公开随机源在 {first} 公布，今天 {date} 已经太晚。"
        )
