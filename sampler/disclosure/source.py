"""Everything an export is made from, at one moment: registers, draw files, rules, the day, the ledger of public ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sampler.disclosure.emblem import emblem_files
from sampler.disclosure.ids import Ledger, complete_ledger
from sampler.registers import Registers, read_registers

DRAW_FILES = frozenset(
    {
        "manifest.json",
        "frame.csv",
        "beacons.txt",
        "assign-beacons.txt",
        "drawn.csv",
        "openings.csv",
        "events.jsonl",
        "assignment.json",
        "policy.toml",
        "witness.json",
        "witness.json.sig",
    }
)
"""Files of a draw that are public; everything else in its folder is private."""
BEACON_PLAN = re.compile(r"draws/beacons-\d{4}\.json")
"""The plan of a year's beacons, made ahead so that nobody chooses."""


@dataclass(frozen=True, slots=True)
class Source:
    """The private side at one moment."""

    registers: Registers
    """All tables."""

    draws: Mapping[str, bytes]
    """``draws/<id>/<name>`` → bytes, public files only."""

    policies: Mapping[str, bytes]
    """Year → the TOML file of its rules."""

    as_of: date
    """The day the record speaks of."""

    today: date
    """The day whose decisions hold; later than ``as_of`` when the past is shown by today's rules."""

    ledger: Ledger
    """Public ids."""

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """``bureau/<name>`` → bytes: the mark of the site, where there is one."""


def read_source(data: Path, as_of: date) -> Source:
    """Return the data folder as it is now."""
    registers = read_registers(data)
    found = sorted([*(data / "draws").glob("*/*"), *(data / "draws").glob("*.json")])
    files = {path.relative_to(data).as_posix(): path for path in found}
    draws = {
        name: path.read_bytes()
        for name, path in files.items()
        if is_public_draw_file(name) and path.is_file()
    }
    policies = {path.stem: path.read_bytes() for path in sorted((data / "policy").glob("*.toml"))}
    return Source(
        registers,
        published_draws(draws),
        policies,
        as_of,
        as_of,
        complete_ledger(registers, as_of),
        emblem_files(data, registers.bureau),
    )


def is_public_draw_file(path: str) -> bool:
    """Say whether a file of the data folder belongs to the public part of a draw.

    >>> is_public_draw_file("draws/2025Q3/frame.csv"), is_public_draw_file("draws/2025Q3/sealed/units.csv")
    (True, False)
    """
    parts = path.split("/")
    if BEACON_PLAN.fullmatch(path):
        return True
    return len(parts) == 3 and parts[0] == "draws" and parts[2] in DRAW_FILES


def published_draws(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the draws that were committed to; a frame that is only frozen is nobody's business."""
    committed = {path.rpartition("/")[0] for path in files if path.endswith("/manifest.json")}
    return {
        path: content
        for path, content in files.items()
        if path.rpartition("/")[0] in committed or BEACON_PLAN.fullmatch(path)
    }
