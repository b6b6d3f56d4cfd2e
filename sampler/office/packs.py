"""Task packs: for each inspector in charge one workbook with his visits, their items and the result columns to fill.

The workbook that comes back is read by :mod:`sampler.office.filled`; numbers, codes and headers are its keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sampler.failure import SamplerError
from sampler.office.filled import SHEET
from sampler.office.outcomes import OUTCOMES
from sampler.office.qr import qr_code
from sampler.office.roster import Row, split
from sampler.office.states import REPLACED, WITHDRAWN, WITHHELD
from sampler.registers import Registers, schema_named
from sampler.registers.sheet import Column, Mark, Picture, Sheet

ABOVE = "内部资料，检查完成并审核公开前不得外传。黄色表头为必填；编号、代码和表头不要改动。"
WIDTHS = {
    "检查要点": 60,
    "情况说明": 40,
    "检查依据": 40,
    "对象名称": 30,
    "事项名称": 30,
    "地址": 36,
    "公开页面": 50,
}


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything a pack is made from."""

    objects: Mapping[str, Row]
    """Objects by code."""

    items: Mapping[str, Row]
    """Items by code."""

    people: Mapping[str, Row]
    """Inspectors by certificate."""

    experts: Mapping[str, Row]
    """Experts by number."""

    results: Mapping[tuple[str, str], Row]
    """Results so far by visit and item."""

    addresses: Mapping[str, str]
    """Address of the public page by object code."""

    def names(self, certificates: str) -> str:
        """Return names with certificates: 赵示例（13010000001）."""
        known = [(who, self.people.get(who, {}).get("name", "")) for who in split(certificates)]
        return "；".join(f"{name}（{who}）" if name else who for who, name in known)


def open_folder(registers: Registers) -> Folder:
    """Return what packs of a data folder are made from."""
    portal = registers.bureau.portal
    base = portal.url.rstrip("/") + "/" + portal.path.strip("/") + "/" if portal.url else ""
    ids = {row["code"]: row["public_id"] for row in registers.table("public_ids").rows}
    pages = {code: f"{base}objects/{number}.html" for code, number in ids.items() if base}
    return Folder(
        {row["code"]: row for row in registers.table("objects").rows},
        {row["item_id"]: row for row in registers.table("items").rows},
        {row["certificate"]: row for row in registers.table("inspectors").rows},
        {row["expert_id"]: row for row in registers.table("experts").rows},
        {(row["visit_id"], row["item_id"]): row for row in registers.all("results")},
        pages,
    )


def visits_by_lead(registers: Registers, period: str) -> dict[str, list[Row]]:
    """Return the open visits of a period by their lead; SamplerError when nothing was assigned."""
    rows = [
        row
        for row in registers.table("visits", period).rows
        if row["state"] not in (REPLACED, WITHHELD, WITHDRAWN)
    ]
    if not rows:
        raise SamplerError(f"{period} 没有要做的检查任务。请先完成抽取，或核对期别。")
    bare = [row["visit_id"] for row in rows if not row["lead"]]
    if bare:
        raise SamplerError(
            f"{'、'.join(bare[:10])} 等 {len(bare)} 项任务还没有分派人员。请先办理 ./inv draw.assign。"
        )
    teams: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["visit_id"]):
        teams.setdefault(row["lead"], []).append(row)
    return dict(sorted(teams.items()))


def pack_name(folder: Folder, period: str, lead: str) -> str:
    """Return the name of a pack's file without its ending."""
    name = folder.people.get(lead, {}).get("name", "")
    return f"{period}-任务包-{lead}" + (f"-{name}" if name else "")


def pack_sheets(folder: Folder, period: str, lead: str, visits: Sequence[Row]) -> tuple[Sheet, ...]:
    """Return the sheets of one pack."""
    title = f"{period} 检查任务包　主办：{folder.names(lead)}　共 {len(visits)} 项任务"
    return (
        _visit_sheet(folder, visits, title),
        _result_sheet(folder, visits, title),
        _item_sheet(folder, visits),
        _help_sheet(),
    )


def _visit_sheet(folder: Folder, visits: Sequence[Row], title: str) -> Sheet:
    headers = ("检查任务编号", "对象名称", "对象代码", "地址", "负责人", "联系电话", "检查类型", "检查方式", "方式理由", "截止日期",
               "本年第几次/上限", "主办人员", "检查人员", "协助专家", "联合科室", "联合部门", "检查事项", "公开页面", "二维码")  # fmt: skip
    rows = [_visit_cells(folder, visit) for visit in visits]
    codes = [qr_code(folder.addresses.get(visit["code"], "")) for visit in visits]
    pictures = tuple(Picture(row, len(headers) - 1, code) for row, code in enumerate(codes) if code)
    return Sheet("检查任务", _columns(headers), rows, above=(title, ABOVE), pictures=pictures, wrap=True)


def _visit_cells(folder: Folder, visit: Row) -> list[str]:
    target = folder.objects.get(visit["code"], {})
    experts = "；".join(folder.experts.get(who, {}).get("name", who) for who in split(visit["experts"]))
    nth = f"{visit['nth']}/{visit['cap']}" if visit["nth"] else "不计入"
    return [
        visit["visit_id"], target.get("name", ""), visit["code"], target.get("address", ""), target.get("person", ""),
        target.get("phone", ""), visit["kind"], visit["mode"], visit["mode_reason"], visit["due"], nth,
        folder.names(visit["lead"]), folder.names(visit["team"]), experts, visit["joint_sections"], visit["departments"],
        visit["items"], folder.addresses.get(visit["code"], ""),
    ]  # fmt: skip


def _result_sheet(folder: Folder, visits: Sequence[Row], title: str) -> Sheet:
    schema = schema_named("results")
    keys = (
        "date",
        "mode",
        "outcome",
        "measure",
        "note",
        "deadline",
        "transferred_to",
        "evidence",
        "team",
        "entered_by",
    )
    fields = [schema.field(key) for key in keys]
    columns = _columns(("检查任务编号", "对象名称", "对象代码", "事项编码", "事项名称")) + tuple(
        Column(
            f.header,
            WIDTHS.get(f.header, 16),
            choices=tuple(OUTCOMES) if f.key == "outcome" else f.enum,
            hint=f.description,
            required=f.required,
        )
        for f in fields
    )
    rows: list[list[str]] = []
    marks: list[Mark] = []
    for visit in visits:
        for number in split(visit["items"]):
            head = [
                visit["visit_id"],
                folder.objects.get(visit["code"], {}).get("name", ""),
                visit["code"],
                number,
            ]
            known = folder.results.get((visit["visit_id"], number), {})
            preset = {"mode": visit["mode"], "team": visit["team"]}
            cells = [known.get(key) or preset.get(key, "") for key in keys]
            marks += [Mark(len(rows), place, "grey") for place in range(5)]
            rows.append([*head, folder.items.get(number, {}).get("name", ""), *cells])
    return Sheet(SHEET, columns, rows, above=(title, ABOVE), marks=tuple(marks), protected=True, wrap=True)


def _item_sheet(folder: Folder, visits: Sequence[Row]) -> Sheet:
    numbers = dict.fromkeys(number for visit in visits for number in split(visit["items"]))
    known = [folder.items[number] for number in numbers if number in folder.items]
    rows = [
        [row["item_id"], row["name"], row["weight"], row["basis"], row.get("checkpoints", "")]
        for row in known
    ]
    return Sheet(
        "检查要点", _columns(("事项编码", "事项名称", "事项类别", "检查依据", "检查要点")), rows, wrap=True
    )


def _help_sheet() -> Sheet:
    schema = schema_named("results")
    rows = [
        [o.word, "、".join(schema.field(key).header for key in o.needs), o.followup]
        for o in OUTCOMES.values()
    ]
    return Sheet("填写说明", _columns(("检查结果", "必须同时填写", "自动建立的后续处理")), rows, wrap=True)


def _columns(headers: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(header, WIDTHS.get(header, 18)) for header in headers)
