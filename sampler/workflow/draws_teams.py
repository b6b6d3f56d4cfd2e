"""The rules of a draw's teams: fixed with the frame, announced in the manifest, never taken from today's settings."""

import io
import tomllib
import zipfile

from sampler.failure import SamplerError
from sampler.office.assignment import TeamRules, announced_rules, team_rules
from sampler.workflow.draws_folder import Folder

SETTINGS = "bureau.toml"


def rules_of(folder: Folder) -> TeamRules:
    """Return the rules of the teams of a committed draw.

    The manifest says them. Older manifests say only the team size; then the settings are those in the copy of the
    files that was kept at the freeze, to whose digests the manifest commits.
    """
    told = folder.manifest().team_rules
    own = told if "cap" in told else frozen_settings(folder)
    return team_rules(int(str(told.get("size", 2))), own)


def to_announce(folder: Folder, size: int, slices: int) -> dict[str, object]:
    """Return ``assignment.rules`` of a manifest to come: team size, the bureau's settings as frozen, slices."""
    return {**announced_rules(team_rules(size, frozen_settings(folder))), "slices": slices}


def frozen_settings(folder: Folder) -> dict[str, object]:
    """Return ``[teams]`` of ``bureau.toml`` as it was frozen; empty when there was none."""
    content = folder.read("sealed/inputs.zip")
    if not content:
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read(SETTINGS).decode("utf-8-sig") if SETTINGS in archive.namelist() else ""
            own = tomllib.loads(text).get("teams", {})
    except (zipfile.BadZipFile, ValueError) as error:
        raise SamplerError(
            f"{folder.draw} 冻结时留存的 {SETTINGS} 读不出来。请从备份恢复 sealed/inputs.zip。"
        ) from error
    return dict(own) if isinstance(own, dict) else {}
