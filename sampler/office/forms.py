"""Word forms from the bureau's own templates: every ``.docx`` of a folder is filled for each visit.

Templates are written in Word or WPS with marks such as ``{{ 对象名称 }}`` and rows ``{%tr for 事项 in 事项表 %}``. This is
the only module that knows docxtpl, which is an extra: without it the packs are made without forms.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sampler.failure import SamplerError
from sampler.office.foreign import refuse_hostile
from sampler.office.marks import MISTAKES, language, mistakes
from sampler.office.packs import Folder
from sampler.office.qr import qr_code
from sampler.office.roster import Row, split
from sampler.office.word import packed
from sampler.registers import Registers

QR = "二维码"
QR_SIZE = 25 * 36_000  # 25 mm in the units of Word drawings
ELSEWHERE = ("督办",)
BODY = "word/document.xml"
_PARAGRAPHS, _NEW_LINES = re.compile(r"<w:p([ >])"), re.compile(r"\n<w:p([ >])")
_EMPTY_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
"""One white point: what stands where no address is known."""


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


@dataclass(frozen=True, slots=True)
class Form:
    """One template, read once and ready to be filled many times."""

    name: str
    """File name."""

    members: Mapping[str, bytes]
    """Parts of the Word file."""

    texts: Mapping[str, Any]
    """Compiled text of each part that has marks: the body, headers and footers."""

    picture: str
    """Name of the part that holds the QR code; empty when the template shows none."""

    drawing: str
    """What stands for the QR code in the body."""

    resolve: Callable[[str], str]
    """Turns line breaks and tabs of values into those of Word."""

    def fill(self, facts: Mapping[str, object]) -> bytes:
        """Return the form with these facts; the same facts give the same bytes."""
        from markupsafe import Markup

        code = qr_code(str(facts.get("公开页面", ""))) if self.picture else b""
        drawing = Markup(self.drawing if code else "")  # noqa: S704  # our own drawing, no value of anybody's
        try:
            filled = {name: text.render({**facts, QR: drawing}) for name, text in self.texts.items()}
        except mistakes() as error:
            raise _wrong_mark(self.name, error, facts) from error
        parts = {**self.members, **{name: self._part(name, text) for name, text in filled.items()}}
        if self.picture:
            parts[self.picture] = code or _EMPTY_PICTURE
        return packed(parts)

    def _part(self, name: str, text: str) -> bytes:
        """Return a part with its body replaced by what was filled in."""
        text = self.resolve(_NEW_LINES.sub(r"<w:p\1", text))
        if name != BODY:
            return text.encode()
        old = self.members[BODY].decode()
        return (
            f"{old[: old.index('<w:body')]}{text}{old[old.rindex('</w:body>') + len('</w:body>') :]}".encode()
        )


def open_forms(folder: Path) -> list[Form]:
    """Return every template of a folder; SamplerError when there is none."""
    found = [
        path for path in sorted(folder.glob("*.docx")) if not path.name.startswith(("~$", ".", *ELSEWHERE))
    ]
    if not found:
        raise SamplerError(
            f"{folder} 里没有文书模板（.docx）。先用 ./inv forms.samples 生成样本，再由法制机构替换。"
        )
    return [open_form(path) for path in found]


def open_form(template: Path) -> Form:
    """Return one template, ready to be filled; SamplerError names what can't be read in it."""
    content = template.read_bytes()
    refuse_hostile(template.name, content)
    try:
        form, sources, picture, drawing = _opened(content)
        members = _members(form)
    except MISTAKES as error:
        raise SamplerError(
            f"文书模板 {template.name} 打不开。请在 Word 或 WPS 里另存为新的 .docx 文件，再试一次。"
        ) from error
    try:
        texts = {
            name: language().from_string(_PARAGRAPHS.sub(r"\n<w:p\1", text)) for name, text in sources.items()
        }
    except mistakes() as error:
        raise _wrong_mark(template.name, error, {}) from error
    return Form(template.name, members, texts, picture, drawing, form.resolve_listing)


def _opened(content: bytes) -> tuple[Any, dict[str, str], str, str]:
    """Return docxtpl's template, the text of each part with marks, and name and drawing of the QR code's picture."""
    try:
        from docxtpl import DocxTemplate, InlineImage
    except ImportError as error:
        raise SamplerError(
            "生成文书需要 docxtpl，请安装可选部分 forms，或不用 --forms 只生成任务包。"
        ) from error
    form: Any = DocxTemplate(io.BytesIO(content))
    form.render_init()
    part = form.docx.part
    sources = {BODY: form.patch_xml(form.get_xml())}
    for kind in (form.HEADER_URI, form.FOOTER_URI):
        sources |= {
            p.partname.lstrip("/"): form.patch_xml(form.get_part_xml(p))
            for _, p in form.get_headers_footers(kind)
        }
    form.current_rendering_part, picture, drawing = part, "", ""
    if QR in sources[BODY]:
        before = set(part.rels)
        drawing = str(InlineImage(form, io.BytesIO(_EMPTY_PICTURE), width=QR_SIZE, height=QR_SIZE))
        picture = part.rels[next(iter(set(part.rels) - before))].target_part.partname.lstrip("/")
    return form, sources, picture, drawing


def _members(form: Any) -> dict[str, bytes]:
    """Return the parts of the Word file as the library writes them."""
    buffer = io.BytesIO()
    form.docx.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return {name: package.read(name) for name in package.namelist()}


def _wrong_mark(name: str, error: Exception, facts: Mapping[str, object]) -> SamplerError:
    known = f"可以用的标记：{'、'.join(facts)}、{QR}。" if facts else "请检查标记的写法。"
    return SamplerError(f"文书模板 {name} 里的标记不能填写：{error}。{known}")


def fill_form(template: Path, facts: Mapping[str, object]) -> bytes:
    """Return one filled form."""
    return open_form(template).fill(facts)
