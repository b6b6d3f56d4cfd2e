"""A commented start for a clerk, and last year's file carried into a new year with its comments."""

from datetime import date
from importlib import resources

import tomlkit


def start(year: int, today: date) -> str:
    """Return a commented policy to start from; it passes the checks as it stands."""
    text = resources.files("sampler.rules").joinpath("policy.start.toml").read_text("utf-8")
    return (
        text.replace("2025-01-10", today.isoformat())
        .replace("2025", str(year))
        .replace(today.isoformat().replace("2025", str(year)), today.isoformat())
    )


def carried(text: str, year: int, today: date, reason: str) -> str:
    """Return a policy carried into another year: new year, version 1, one revision; everything else untouched."""
    document = tomlkit.parse(text)
    old = str(document["年度"])
    document["规则名称"] = str(document["规则名称"]).replace(old, str(year), 1)
    document["年度"] = year
    document["版本"] = 1
    document["发布日期"] = today.isoformat()
    revisions = document.setdefault("修订", tomlkit.aot())
    del revisions[1:]
    if not revisions:
        revisions.append(tomlkit.table())
    revisions[0].update({"版本": 1, "日期": today.isoformat(), "原因": reason})
    return tomlkit.dumps(document)
