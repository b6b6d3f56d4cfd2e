"""Small registers and policies made in memory for the tests of this room."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from sampler.registers import Bureau, Registers, Table, schema_named
from sampler.rules import DrawnUnit, History, Policy, QuotaReport, policy_from_text

DAY = date(2025, 6, 26)
CLASSES = """
[[类别]]
名称 = "重点"
条件 = "重点监管 = 是"
[[类别]]
名称 = "一般"
条件 = "其余"
"""
HEAD = '"规则名称" = "试"\n"年度" = 2025\n'


def table(name: str, rows: Iterable[Mapping[str, str]], part: str = "") -> Table:
    """Return a table; cells are given by Chinese header."""
    schema = schema_named(name)
    keys = {field.header: field.key for field in schema.fields}
    given = [{keys.get(header, header): value for header, value in row.items()} for row in rows]
    extras = tuple(dict.fromkeys(key for row in given for key in row if key not in schema.keys))
    columns = {key: [row.get(key, "") for row in given] for key in (*schema.keys, *extras)}
    return Table(schema, part, columns, extras)


def registers(
    objects: Sequence[Mapping[str, str]],
    *,
    inspectors: int | Sequence[Mapping[str, str]] = 0,
    items: Sequence[Mapping[str, str]] = (),
    events: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    visits: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    plans: Sequence[Mapping[str, str]] = (),
    changes: Sequence[Mapping[str, str]] = (),
) -> Registers:
    """Return registers of objects and whatever else a test needs."""
    staff = (
        [
            {"执法证号": f"Z{i:03d}", "姓名": "示例", "科室": "执法", "证件有效期至": "2030-01-01"}
            for i in range(inspectors)
        ]
        if isinstance(inspectors, int)
        else inspectors
    )
    tables = {
        ("objects", ""): table("objects", objects),
        ("inspectors", ""): table("inspectors", staff),
        ("items", ""): table("items", items),
        ("plans", "2025"): table("plans", plans, "2025"),
        ("plan_changes", ""): table("plan_changes", changes),
    }
    for kind, rows in (events or {}).items():
        known = kind in ("penalties", "complaints", "exceedances", "credit", "positive_list", "stoppages")
        numbered = [{"事件编号": f"{kind}-{n}", **row} for n, row in enumerate(rows, 1)]
        tables[(kind, "") if known else ("events", kind)] = table(
            kind if known else "events", numbered, "" if known else kind
        )
    for part, rows in (visits or {}).items():
        tables["visits", part] = table("visits", rows, part)
    return Registers(Path("data"), Bureau(), tables)


def firms(count: int, prefix: str = "A", **cells: str) -> list[dict[str, str]]:
    """Return so many objects with the same cells."""
    return [
        {"对象代码": f"{prefix}{i:04d}", "名称": f"{prefix}企业{i}", **cells} for i in range(1, count + 1)
    ]


def policy(body: str, head: str = HEAD) -> Policy:
    """Return a policy whose Chinese keys were written without quotes, for short tests."""
    return policy_from_text(head + quoted(body))


def quoted(body: str) -> str:
    """Put English quotes around the Chinese keys of a short TOML text; what stands in quotes is left alone."""
    text = re.sub(r"(?m)^(\[\[?)([\u4e00-\u9fff]+)(\]\]?)", r'\1"\2"\3', body)
    pieces = re.split(r'("[^"\n]*")', text)
    for at in range(0, len(pieces), 2):
        pieces[at] = re.sub(r"(?m)(^|[{,]\s*)([A-Z\u4e00-\u9fff]+)(\s*=\s)", r'\1"\2"\3', pieces[at])
    return "".join(pieces)


def drawn(report: QuotaReport, history: History, *, draw_id: str = "") -> History:
    """Return the history after the lowest codes were drawn, few-drawn and forced ones first."""
    units = list(history.units)
    for stratum in report.strata:
        chosen = sorted(stratum.units, key=lambda unit: (unit.burden, unit.code))[: stratum.quota]
        units += [
            DrawnUnit(
                draw_id or report.period,
                report.period.split("-")[0] if "Q" in report.period else report.period,
                unit.code,
                stratum.name,
                report.as_of,
                "待检查",
                False,
                stratum.credit_based,
            )
            for unit in chosen
        ]
    return History(tuple(units))


def quotas(report: QuotaReport) -> dict[str, int]:
    """Return stratum → quota."""
    return {stratum.name: stratum.quota for stratum in report.strata}
