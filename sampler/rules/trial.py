"""What is needed to try a policy on a folder that is not one of ours: a history in one CSV file.

``history.csv`` in the data folder, columns 期、对象代码、层 (and, if wanted, 抽取编号、抽取日期、状态).
"""

import csv
from datetime import date
from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.rules.history import DrawnUnit, History
from sampler.rules.period import parse_period

NEEDED = ("期", "对象代码", "层")


def history_from_csv(path: Path) -> History:
    """Return the draws written in a file; raise FindingsError with every bad row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise FindingsError(
                [
                    Finding(
                        "rules.history",
                        path.name,
                        1,
                        "、".join(missing),
                        "",
                        "缺少列。",
                        f"需要的列：{'、'.join(NEEDED)}。",
                    )
                ]
            )
        rows = list(enumerate(reader, 2))
    units: list[DrawnUnit] = []
    findings: list[Finding] = []
    for line, row in rows:
        try:
            units.append(_unit(row))
        except (SamplerError, ValueError) as error:
            findings.append(Finding("rules.history", path.name, line, "期", row.get("期") or "", str(error)))
    if findings:
        raise FindingsError(findings)
    return History(tuple(units))


def _unit(row: dict[str, str]) -> DrawnUnit:
    draw = row.get("抽取编号") or row["期"].strip()
    period = parse_period(row["期"])
    day = row.get("抽取日期") or period.start.isoformat()
    return DrawnUnit(
        draw,
        period.text,
        row["对象代码"].strip(),
        row["层"].strip(),
        date.fromisoformat(day),
        row.get("状态") or "已公开",
    )
