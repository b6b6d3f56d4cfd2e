"""What people have signed for: pictures they looked at, numbers that may stand there, totals they checked, each with a reason.

Kept in ``decisions/scan.json``: ``{"signed": [{digest, path, note, by, date}], "allowed": [{value, reason, by, date}],
"confirmed": [{words, reason, by, date}]}``.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sampler.disclosure.scan.fold import fold
from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic

FILE = "decisions/scan.json"


@dataclass(frozen=True, slots=True)
class Signatures:
    """What people have signed for."""

    signed: dict[str, str]
    """SHA-256 → what was said."""

    allowed: dict[str, str]
    """Folded value → reason."""

    confirmed: frozenset[str] = frozenset()
    """Words around totals that no published number is, and that somebody checked."""


def read_signatures(data: Path) -> Signatures:
    """Return what was signed so far; every entry must say why and who."""
    stored = _read(data)
    for entry in [*stored["signed"], *stored["allowed"], *stored["confirmed"]]:
        if not entry.get("by") or not (entry.get("note") or entry.get("reason")):
            raise SamplerError(f"{FILE} 里有一条没有写理由或签字人。请补齐。")
    signed = {entry["digest"]: entry["note"] for entry in stored["signed"]}
    allowed = {fold(entry["value"]): entry["reason"] for entry in stored["allowed"]}
    return Signatures(signed, allowed, frozenset(entry["words"] for entry in stored["confirmed"]))


def sign(data: Path, *, digest: str, path: str, note: str, by: str, as_of: date) -> None:
    """Put on record that a person looked at a file that the scan can't read."""
    entry = {"digest": digest, "path": path, "note": note, "by": by, "date": as_of.isoformat()}
    _put(data, "signed", entry, key="digest", order="path", why=note)


def allow(data: Path, *, value: str, reason: str, by: str, as_of: date) -> None:
    """Put on record that a number that looks private may be published."""
    entry = {"value": value, "reason": reason, "by": by, "date": as_of.isoformat()}
    _put(data, "allowed", entry, key="value", order="value", why=reason)


def confirm(data: Path, *, words: str, reason: str, by: str, as_of: date) -> None:
    """Put on record that a total in a text is right although no published number equals it."""
    entry = {"words": words, "reason": reason, "by": by, "date": as_of.isoformat()}
    _put(data, "confirmed", entry, key="words", order="words", why=reason)


def _put(data: Path, part: str, entry: dict[str, str], *, key: str, order: str, why: str) -> None:
    """Store an entry in the place of an earlier one about the same."""
    _check(why, entry["by"])
    stored = _read(data)
    rest = [one for one in stored[part] if one[key] != entry[key]]
    _write(data, {**stored, part: sorted([*rest, entry], key=lambda one: str(one[order]))})


def _check(why: str, by: str) -> None:
    if not why.strip() or not by.strip():
        raise SamplerError("请写明理由和签字人。")


def _read(data: Path) -> dict[str, list[dict[str, Any]]]:
    path = data / FILE
    stored = json.loads(path.read_bytes()) if path.is_file() else {}
    return {name: stored.get(name, []) for name in ("signed", "allowed", "confirmed")}


def _write(data: Path, stored: dict[str, list[dict[str, Any]]]) -> None:
    write_atomic(data / FILE, canonical_json(stored))
