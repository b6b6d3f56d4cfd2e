"""Draws of several stages: an upper stage draws townships or counties, to which nobody sends a team."""

import json

from sampler.workflow.draws_folder import Folder, period_of

OF_UNITS = "个"
"""How the quota report counts what is no object."""


def upper_strata(folder: Folder) -> frozenset[str]:
    """Return the strata of a draw whose units are townships and the like, not objects."""
    report = json.loads(folder.read("sealed/quotas.json") or b"{}")
    return frozenset(one["name"] for one in report.get("strata", ()) if one.get("counter") == OF_UNITS)


def is_upper_stage(folder: Folder) -> bool:
    """Tell whether a draw draws nothing that could be inspected."""
    drawn = {stratum.name for stratum in folder.manifest().strata if stratum.quota}
    return bool(drawn) and drawn <= upper_strata(folder)


def next_stage(folder: Folder) -> str:
    """Return in Chinese what follows an upper stage."""
    return (
        f"{folder.draw} 抽的是乡镇、县一类的单元，不派检查组。下一阶段从抽中的单元里抽："
        f"./inv draw.supplement {period_of(folder.draw)}。"
    )
