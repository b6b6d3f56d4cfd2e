"""Word templates that are refused before any library opens them.

A .docx is a zip of XML, made outside the program. Refused are: what is no sound zip, what unpacks to far more than a form,
XML with a document type (entities), macros, embedded objects, and references to other files or addresses that Word would
fetch when the finished form is opened. Links to click on may stay.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from sampler.failure import BROKEN_ZIP, SamplerError
from sampler.registers.hostile import is_strange, is_xml

MAX_PARTS = 1000
MAX_UNPACKED = 60 * 1024 * 1024
_UNWANTED = re.compile(r"vbaProject|/activeX/|/embeddings/|/attachedToolbars", re.I)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")


def refuse_hostile(name: str, content: bytes) -> None:
    """Raise SamplerError when a Word template holds what a form never needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            faults = list(_faults(package))
    except BROKEN_ZIP as error:
        raise SamplerError(
            f"文书模板 {name} 已经损坏，打不开。请在 Word 或 WPS 里另存为新的 .docx 文件。"
        ) from error
    if faults:
        raise SamplerError(
            f"文书模板 {name} 里有{'、'.join(faults)}，不予使用。请核实它的来源，去掉以后再试一次。"
        )


def _faults(package: zipfile.ZipFile) -> Iterator[str]:
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        yield "过多或过大的内容"
        return
    if len({part.filename for part in parts}) < len(parts):
        yield "重名的部分"
    if any(_UNWANTED.search(part.filename) for part in parts):
        yield "宏或嵌入的对象"
    contents = [(part.filename, package.read(part)) for part in parts]
    texts = [content for name, content in contents if is_xml(name, content)]
    hidden = (b"<!DOCTYPE", b"<!ENTITY", b"\x00")
    if any(is_strange(text) or any(sign in text for sign in hidden) for text in texts):
        yield "实体声明或异常的编码"
    if (
        b"macroEnabled" in package.read("[Content_Types].xml")
        if "[Content_Types].xml" in package.namelist()
        else True
    ):
        yield "宏，或缺少内容清单"
    if any(_fetches(relation) for text in texts for relation in _RELATION.findall(text)):
        yield "打开时会自动读取的外部文件或网址"


def _fetches(relation: bytes) -> bool:
    """Tell whether Word follows this reference by itself; a hyperlink waits for a click."""
    return b'TargetMode="External"' in relation.replace(b"'", b'"') and b"/hyperlink" not in relation
