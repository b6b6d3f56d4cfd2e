"""The witness's book: one manifest per draw number, and never a second one.

The witness works on a computer of his own with bare Python. His book is a text file with one canonical record per
line; each record names the digest of the one before, so that no page can be torn out. The record itself is
``witness.json``; he signs it with ``ssh-keygen -Y sign -n sampler-draw``.
"""

from __future__ import annotations

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
