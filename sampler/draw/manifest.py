"""The manifest: everything that fixes a draw, published before the randomness is known.

``commitment = SHA-256 of the bytes of manifest.json``. The file is read as strictly as it is written: every key
present, none besides, each value of its type, the whole in canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sampler.draw import beacon, canon, numbers
from sampler.draw.beacon import Slot
from sampler.draw.frame import FORCED
from sampler.draw.selection import ORDERS
from sampler.draw.slots import read_slots
from sampler.draw.taker import Taker
from sampler.draw.team_rules import read_team_rules

DRAW_ID = re.compile(r"(\d{4}(?:Q[1-4]|H[12]|Y(?=-)|-(?:0[1-9]|1[0-2]))?)(?:-([2-9]|[1-9][0-9]))?", re.ASCII)
WORDS = frozenset(
    ("title", "rule", "sentence", "base_label", "base_count", "formula", "rounding", "already", "due")
)
"""What a stratum says for people, no part of the arithmetic."""


@dataclass(frozen=True)
class Stratum:
    """One stratum of a manifest."""

    name: str
    """Unique name, as in the frame."""

    quota: int
    """How many are drawn, forced ones included."""

    order: str
    """``burden``, ``uniform`` or ``weighted``."""

    substitutes: int
    """How many substitutes ``drawn.csv`` lists."""

    size: int
    """Units of the stratum in the frame."""

    forced: int
    """Units the rules demand without chance."""

    burdens: Mapping[int, int]
    """Units of each burden."""

    words: Mapping[str, object]
    """Title, rule, base, formula, rounding, what was drawn already: explanation, no part of the arithmetic."""


@dataclass(frozen=True)
class Link:
    """The manifest before this one."""

    draw: str
    """Its draw number."""

    commitment: str
    """Its digest."""

    log: str
    """Digest of the last event it had at that moment."""


@dataclass(frozen=True)
class Manifest:
    """A manifest as read."""

    draw: str
    """Draw number, such as ``2025Q3`` or ``2025Q3-2``."""

    period: str
    """Period, such as ``2025Q3``."""

    kind: str
    """``regular`` or ``supplementary``."""

    bureau: str
    """Name of the bureau."""

    note: str
    """Reason of a supplementary draw."""

    frozen_on: str
    """ISO date."""

    committed_on: str
    """ISO date; every beacon is later."""

    previous: Link | None
    """The manifest before this one; None for the first."""

    frame_digest: str
    """SHA-256 of frame.csv."""

    frame_size: int
    """Rows of the frame."""

    weights: bool
    """Whether the frame has a weight column."""

    strata: tuple[Stratum, ...]
    """Sorted by name."""

    excluded: tuple[tuple[str, str, int], ...]
    """(stratum, reason, count) of what is not in the frame."""

    beacons: tuple[Slot, ...]
    """Where the randomness of the draw comes from."""

    assign_beacons: tuple[Slot, ...]
    """Where the randomness of the assignment comes from; empty means the same lines."""

    roster: str
    """Salted digest of the inspectors."""

    team_rules: Mapping[str, object]
    """Rules of the teams, for people and the assignment."""

    policy_digest: str
    """SHA-256 of the policy file."""

    policy_year: str
    """Which policy."""

    items_digest: str
    """SHA-256 of the item list."""

    sealed: str
    """Salted digest of the list of all private inputs."""

    deadline: str
    """Last day of opening."""

    mode: str
    """``all`` or ``drawn``."""

    names: str
    """``visit`` or ``end``."""

    witness: tuple[str, str] | None
    """Name and public key of the witness."""

    commitment: str
    """SHA-256 of the file."""

    def stratum(self, name: str) -> Stratum | None:
        """Return the stratum of that name, or None."""
        return next((stratum for stratum in self.strata if stratum.name == name), None)


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest written in ``content``; FormError on anything but its exact form."""
    take = Taker(canon.read_page(content, what="manifest.json"), "manifest.json")
    if (take.text("protocol"), take.text("suite")) != (canon.PROTOCOL, canon.SUITE):
        raise canon.FormError("manifest.json 用的是另一版规程，请用相应版本的程序核验。")
    frame, assignment, opening = take.part("frame"), take.part("assignment"), take.part("opening")
    policy, items = take.part("policy"), take.part("items")
    manifest = Manifest(
        draw=take.text("draw", DRAW_ID.pattern),
        period=take.text("period", numbers.PERIOD),
        kind=take.text("kind", "regular|supplementary"),
        bureau=take.text("bureau"),
        note=take.text("note"),
        frozen_on=take.day("frozen_on"),
        committed_on=take.day("committed_on"),
        previous=_link(take),
        frame_digest=frame.digest("digest"),
        frame_size=frame.number("size"),
        weights=frame.flag("weights"),
        strata=tuple(_stratum(value) for value in take.items("strata")),
        excluded=tuple(_excluded(value) for value in take.items("excluded")),
        beacons=read_slots(take.items("beacons")),
        assign_beacons=read_slots(assignment.items("beacons")),
        roster=assignment.digest("roster"),
        team_rules=read_team_rules(assignment.part("rules")),
        policy_digest=policy.digest("digest"),
        policy_year=policy.text("year"),
        items_digest=items.digest("digest"),
        sealed=take.digest("sealed"),
        deadline=opening.day("deadline"),
        mode=opening.text("mode", "all|drawn"),
        names=opening.text("names", "visit|end"),
        witness=_witness(take),
        commitment=canon.digest_bytes(content),
    )
    for part in (take, frame, assignment, opening, policy, items):
        part.done()
    _check_whole(manifest)
    return manifest


def _link(take: Taker) -> Link | None:
    if take.value.get("previous", "") is None:
        take.value.pop("previous")
        return None
    part = take.part("previous")
    link = Link(part.text("draw", DRAW_ID.pattern), part.digest("commitment"), part.digest("log"))
    part.done()
    return link


def _witness(take: Taker) -> tuple[str, str] | None:
    if take.value.get("witness", "") is None:
        take.value.pop("witness")
        return None
    part = take.part("witness")
    witness = (part.text("name"), part.text("key", r"ssh-ed25519 [A-Za-z0-9+/]+=*"))
    part.done()
    return witness


def _stratum(value: object) -> Stratum:
    take = Taker(value, "manifest.json 的层")
    burdens = [Taker(one, "manifest.json 的 burdens") for one in take.items("burdens")]
    counts = [(one.number("burden", FORCED), one.number("count", 1)) for one in burdens]
    if counts != sorted(dict(counts).items()):
        raise canon.FormError("manifest.json 的 burdens 要按 burden 升序。")
    for one in burdens:
        one.done()
    stratum = Stratum(
        name=take.text("name"),
        quota=take.number("quota"),
        order=take.text("order", "|".join(ORDERS)),
        substitutes=take.number("substitutes"),
        size=take.number("size"),
        forced=take.number("forced"),
        burdens=dict(counts),
        words=take.rest(),
    )
    if stratum.words.keys() != WORDS:
        raise canon.FormError(f"manifest.json 的层“{stratum.name}”缺少或多出了说明的键。")
    return stratum


def _excluded(value: object) -> tuple[str, str, int]:
    take = Taker(value, "manifest.json 的 excluded")
    found = (take.text("stratum"), take.text("reason"), take.number("count", 1))
    take.done()
    return found


def _check_whole(manifest: Manifest) -> None:
    names = [stratum.name for stratum in manifest.strata]
    if names != sorted(set(names)) or list(manifest.excluded) != sorted(manifest.excluded):
        raise canon.FormError("manifest.json 的层或 excluded 没有按名称升序，或有重复。")
    for stratum in manifest.strata:
        fine = stratum.forced <= stratum.quota <= stratum.quota + stratum.substitutes <= stratum.size
        if not fine or sum(stratum.burdens.values()) != stratum.size:
            raise canon.FormError(
                f"manifest.json 的层“{stratum.name}”的应抽数、必查数、候补数、总数互相矛盾。"
            )
    if not numbers.belongs(manifest.draw, manifest.period, manifest.kind):
        raise canon.FormError(
            f"manifest.json 的编号 {manifest.draw}、期别 {manifest.period} 和 {manifest.kind} 互相矛盾。"
        )
    if manifest.frozen_on > manifest.committed_on:
        raise canon.FormError("manifest.json 的承诺日期早于冻结日期。")
    if not manifest.beacons:
        raise canon.FormError("manifest.json 没有指定公开随机源。")
    beacon.check_slots(manifest.beacons, after=manifest.committed_on)
    beacon.check_slots(manifest.assign_beacons, after=manifest.committed_on)
    slices = manifest.team_rules["slices"]
    if slices != 1 and slices != len(manifest.assign_beacons):
        raise canon.FormError("manifest.json 分几批分派，就要有几位分派用的公开随机源。")
