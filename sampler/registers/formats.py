"""What a file is that is no table we read: told by its bytes, each with what to do."""

import re

from sampler.registers.delimited import refused

_AGAIN = "取出里面的表格，"
_SAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx，再试一次。"
_TYPED = "请向编制单位要表格原件（Excel 或 WPS），或把内容录入模板（./inv registers.template）。"
_BY_START = (
    (b"%PDF", "这是 PDF，不是表格。", _TYPED),
    (b"{\\rtf", "这是 RTF 文档，不是表格。", _TYPED),
    (b"\x89PNG", "这是图片，不是表格。", _TYPED),
    (b"\xff\xd8\xff", "这是图片，不是表格。", _TYPED),
    (b"GIF8", "这是图片，不是表格。", _TYPED),
    (b"Rar!", "这是压缩包，不是表格。", f"请先解压，{_AGAIN}再试一次。"),
    (b"7z\xbc\xaf\x27\x1c", "这是压缩包，不是表格。", f"请先解压，{_AGAIN}再试一次。"),
    (b"\x1f\x8b", "这是压缩包，不是表格。", f"请先解压，{_AGAIN}再试一次。"),
    (b"SQLite format 3", "这是数据库，不是表格。", "请从原来的系统导出为 .xlsx 或 CSV。"),
)
_BY_MEMBER = (
    ("word/", "这是 Word 文档，不是表格。", _TYPED),
    ("ppt/", "这是 PowerPoint 文档，不是表格。", _TYPED),
    ("xl/workbook.bin", "这是二进制工作簿（.xlsb），读不了。", _SAVE),
    ("Index/", "这是苹果 Numbers 表格，读不了。", "请在 Numbers 里导出为 Excel（.xlsx），再试一次。"),
    ("META-INF/manifest.xml", "这是 OpenDocument 文档，但不是表格。", _TYPED),
)
_BY_STREAM = (
    ("WordDocument", "这是 Word 文档，不是表格。", _TYPED),
    ("PowerPoint Document", "这是 PowerPoint 文档，不是表格。", _TYPED),
    ("__substg1.0_", "这是邮件，不是表格。", "请把附件另存出来，再试一次。"),
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<(?:html|table|\?xml|!doctype|meta|!--)|mime-version:)", re.I)
_OWNER = "~$"


def refuse_other_formats(file: str, content: bytes) -> None:
    """Raise FindingsError when a file is empty, a helper file of Excel, or plainly something else than a table."""
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        reason = "文件是空的。" if not content else "文件里没有任何内容。"
        raise refused(file, "registers.empty-file", reason, "请确认选对了文件，或重新拷贝、重新导出。")
    if file.startswith(_OWNER):
        reason = "这是 Excel 或 WPS 打开表格时留下的临时文件，不是表格。"
        raise refused(file, "registers.other-format", reason, f"请选名字里没有“{_OWNER}”的那一个文件。")
    for start, reason, hint in _BY_START:
        if content.startswith(start):
            raise refused(file, "registers.other-format", reason, hint)
    if _PAGE.match(content[:512]):
        raise refused(file, "registers.web-page", "这其实是网页或 XML，只是扩展名像表格。", _SAVE)


def refuse_other_package(file: str, names: list[str]) -> None:
    """Raise FindingsError when a zip holds no workbook of Excel or LibreOffice."""
    for member, reason, hint in _BY_MEMBER:
        if any(name.startswith(member) for name in names):
            raise refused(file, "registers.other-format", reason, hint)
    tables = [name for name in names if re.search(r"\.(?:xlsx?|et|ods|csv)$", name, re.I)]
    if tables:
        hint = f"请先解压，再导入里面的{printable_names(tables)}。"
        raise refused(file, "registers.other-format", "这是压缩包，不是表格。", hint)
    if "[Content_Types].xml" not in names:
        raise refused(
            file, "registers.other-format", "这是压缩包，不是表格。", f"请先解压，{_AGAIN}再试一次。"
        )


def refuse_other_compound(file: str, content: bytes) -> None:
    """Raise FindingsError when an old Office file is no workbook."""
    for stream, reason, hint in _BY_STREAM:
        if stream.encode("utf-16-le") in content:
            raise refused(file, "registers.other-format", reason, hint)


def printable_names(names: list[str]) -> str:
    """Return the first names of a list, short and fit for a sentence."""
    shown = "、".join(f"“{name[-40:]}”" for name in names[:3])
    return f"{shown}等 {len(names)} 个文件" if len(names) > 3 else shown
