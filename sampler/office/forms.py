"""Word forms from the bureau's own templates: every ``.docx`` of a folder is filled for each visit.

Templates are written in Word or WPS with marks such as ``{{ 对象名称 }}`` and rows ``{%tr for 事项 in 事项表 %}``. This is
the only module that knows docxtpl, which is an extra: without it the packs are made without forms.
"""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.office.packs import Folder
from sampler.office.roster import Row, split
from sampler.registers import Registers

QR = "二维码"
QR_MILLIMETRES = 25
PER_VISIT, ELSEWHERE = "*.docx", ("督办",)


def facts_of(registers: Registers, folder: Folder, visit: Row, as_of: date) -> dict[str, object]:
    """Return what the forms of one visit may show, by Chinese name."""
    bureau, target = registers.bureau, folder.objects.get(visit["code"], {})
    return {
        "机关名称": bureau.name,
        "机关地址": bureau.contact.address,
        "机关电话": bureau.contact.phone,
        "日期": as_of.isoformat(),
        "年份": str(as_of.year),
        "检查任务编号": visit["visit_id"],
        "抽取编号": visit["draw_id"],
        "对象名称": target.get("name", ""),
        "对象代码": visit["code"],
        "负责人": target.get("person", ""),
        "联系电话": target.get("phone", ""),
        "地址": target.get("address", ""),
        "检查类型": visit["kind"],
        "检查方式": visit["mode"],
        "方式理由": visit["mode_reason"],
        "触发原因": visit["trigger"],
        "本年第几次": visit["nth"],
        "年度上限": visit["cap"],
        "截止日期": visit["due"],
        "发起科室": visit["lead_section"],
        "联合科室": visit["joint_sections"],
        "联合部门": visit["departments"],
        "主办人员": folder.names(visit["lead"]),
        "检查人员": folder.names(visit["team"]),
        "批准人": visit["approved_by"],
        "批准日期": visit["approved"],
        "事项表": [_item(folder, visit, number) for number in split(visit["items"])],
        "公开页面": folder.addresses.get(visit["code"], ""),
    }


def _item(folder: Folder, visit: Row, number: str) -> dict[str, str]:
    item, result = folder.items.get(number, {}), folder.results.get((visit["visit_id"], number), {})
    return {
        "编码": number,
        "名称": item.get("name", ""),
        "依据": item.get("basis", ""),
        "要点": item.get("checkpoints", ""),
        "日期": result.get("date", ""),
        "结果": result.get("outcome", ""),
        "措施": result.get("measure", ""),
        "期限": result.get("deadline", ""),
    }


def write_forms(templates: Path, facts: Mapping[str, object], target: Path) -> list[Path]:
    """Fill every template of a folder and return the files; SamplerError names a template that can't be filled."""
    found = [
        path
        for path in sorted(templates.glob(PER_VISIT))
        if not path.name.startswith(("~$", ".", *ELSEWHERE))
    ]
    if not found:
        raise SamplerError(
            f"{templates} 里没有文书模板（.docx）。先用 ./inv forms.samples 生成样本，再由法制机构替换。"
        )
    written = []
    for path in found:
        written.append(target / path.name)
        write_atomic(written[-1], fill_form(path, facts))
    return written


def fill_form(template: Path, facts: Mapping[str, object]) -> bytes:
    """Return one filled form; the same facts give the same bytes."""
    try:
        from docxtpl import DocxTemplate, InlineImage
    except ImportError as error:
        raise SamplerError(
            "生成文书需要 docxtpl，请安装可选部分 forms，或不用 --forms 只生成任务包。"
        ) from error
    import jinja2
    from docx.shared import Mm

    form: Any = DocxTemplate(str(template))
    picture = _qr(str(facts.get("公开页面", "")))
    values = {**facts, QR: InlineImage(form, picture, width=Mm(QR_MILLIMETRES)) if picture else ""}
    try:
        form.render(
            values, jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True), autoescape=True
        )
    except jinja2.TemplateError as error:
        known = "、".join(facts)
        raise SamplerError(
            f"文书模板 {template.name} 里的标记不能填写：{error}。可以用的标记：{known}、{QR}。"
        ) from error
    buffer = io.BytesIO()
    form.save(buffer)
    return timeless(buffer.getvalue())


def _qr(address: str) -> io.BytesIO | None:
    """Return the QR code of a public page as a picture; None without an address."""
    if not address:
        return None
    import segno

    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    return picture


def timeless(content: bytes) -> bytes:
    """Return a zip file without the times at which its members were written."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return buffer.getvalue()
