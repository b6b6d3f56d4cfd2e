"""Check every draw found among files: a folder, a zip archive or a test hands over ``{path: bytes}``.

Nothing is asked of anyone else: no clock, no network, no private file.
"""

from __future__ import annotations

from collections.abc import Mapping

from sampler.draw import (
    batch_checks,
    beacon_checks,
    burden_checks,
    canon,
    chain,
    checks,
    life_checks,
    outside_checks,
)
from sampler.draw.checks import DrandCheck, Draw
from sampler.draw.outside_checks import NAMESPACE
from sampler.draw.report import FAIL, OK, UNABLE, Check, Report

__all__ = ["NAMESPACE", "check_draw", "last_day", "read_draws", "verify"]

PRIVATE = "sealed"


def verify(files: Mapping[str, bytes], *, as_of: str = "", drand: DrandCheck | None = None) -> Report:
    """Return what can be said about every draw in ``files``.

    ``as_of`` is an ISO date: what is not drawn, opened or closed by its day counts as overdue. Without it nothing is.
    ``drand`` checks the signature of a quicknet round.
    """
    draws = read_draws(files)
    found = [check for draw in draws for check in check_draw(draw, as_of=as_of, drand=drand)]
    burdens = [burden_checks.check_burdens(draw, draws) for draw in draws]
    return Report((*found, *_check_chain(draws), *burdens))


def read_draws(files: Mapping[str, bytes]) -> list[Draw]:
    """Return every folder that holds a draw, by name; private files and exact copies of a folder are not looked at."""
    folders: dict[str, dict[str, bytes]] = {}
    for path, content in files.items():
        folder, _, name = path.replace("\\", "/").rpartition("/")
        if PRIVATE not in folder.split("/") and (name in checks.READERS or name == "witness.json.sig"):
            folders.setdefault(folder, {})[name] = content
    held: list[tuple[str, dict[str, bytes]]] = []
    for folder, found in sorted(folders.items()):
        one = (folder.rpartition("/")[2] or _own_name(found), found)
        if found.keys() & {"manifest.json", "frame.csv"} and one not in held:
            held.append(one)
    return [checks.read_draw(name, found) for name, found in held]


def last_day(files: Mapping[str, bytes]) -> str:
    """Return the day of the latest event of all draws, an ISO date; empty where no log can be read."""
    return max((event.date for draw in read_draws(files) for event in draw.log), default="")


def _own_name(found: Mapping[str, bytes]) -> str:
    """Return the draw number of files that lie in no folder."""
    try:
        return str(canon.read_page(found.get("manifest.json", b""), what="manifest.json").get("draw", ""))
    except canon.FormError:
        return ""


def check_draw(draw: Draw, *, as_of: str = "", drand: DrandCheck | None = None) -> list[Check]:
    """Return the checks of one draw, in the order of the protocol page. Later ones use what earlier ones found."""
    return [
        checks.check_form(draw),
        checks.check_frame(draw),
        outside_checks.check_policy(draw),
        checks.check_events(draw),
        outside_checks.check_witness(draw, as_of),
        beacon_checks.check_beacons(draw, as_of),
        *outside_checks.check_drand(draw, drand),
        checks.check_seed(draw),
        checks.check_drawn(draw),
        life_checks.check_states(draw, as_of),
        life_checks.check_openings(draw, as_of),
        batch_checks.check_assignment(draw),
    ]


def _check_chain(draws: list[Draw]) -> list[Check]:
    manifests = [draw.manifest for draw in draws if draw.manifest is not None]
    if not manifests:
        return []
    if len(draws) == 1 and manifests[0].previous is not None:
        return [Check("chain", "", UNABLE, "只有一次抽取的文件，前一份抽取公告不在这里")]
    faults = chain.check_chain(draws)
    if len(manifests) < len(draws):
        faults.append("有的抽取公告读不出来，链不完整")
    return [
        Check(
            "chain", "", FAIL if faults else OK, "；".join(faults) or f"{len(manifests)} 份抽取公告连成一条链"
        )
    ]
