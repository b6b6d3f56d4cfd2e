"""Any file an office may hand over, as sheets of text. What it is shows in its bytes, not in its name."""

import os
from pathlib import Path

from sampler.failure import SamplerError
from sampler.registers.delimited import read_delimited, refused
from sampler.registers.formats import refuse_other_compound, refuse_other_formats
from sampler.registers.grid import Grid

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_source(path: Path, *, hidden: bool = False) -> list[Grid]:
    """Return the sheets of a file, hidden ones only when asked; raise SamplerError when it cannot be read."""
    try:
        content = _as_named(path).read_bytes()
    except OSError as error:
        raise SamplerError(f"打不开文件 {path}：{_why(error)}") from error
    return [grid for grid in read_content(path.name, content) if grid.shown or hidden]


def _as_named(path: Path) -> Path:
    """Return the path as the disk spells it: names unpacked from an old archive are bytes of GB18030 there."""
    if path.exists():
        return path
    try:
        other = path.parent / os.fsdecode(path.name.encode("gb18030"))
        return other if other.exists() else path
    except UnicodeError:
        return path


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "没有这个文件。请检查文件名和所在的文件夹。"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹。请写出文件夹里那一个文件的名字。"
    if isinstance(error, PermissionError):
        return "没有权限，或者别的程序正开着它。请关闭正在打开它的程序，再试一次。"
    return "读取时出错。请拷贝到这台电脑的硬盘上，再试一次。"


def read_content(file: str, content: bytes) -> list[Grid]:
    """Return the sheets in the bytes of a file."""
    refuse_other_formats(file, content)
    if content[:4] == b"PK\x03\x04":
        return _package(file, content)
    if content[:8] == _OLE:
        return _ole(file, content)
    return [read_delimited(file, content)]


def _package(file: str, content: bytes) -> list[Grid]:
    if content[30:38] == b"mimetype" and b"opendocument.spreadsheet" in content[:200]:
        from sampler.registers.legacy import read_legacy

        return read_legacy(file, content)
    from sampler.registers.workbook import read_workbook

    return read_workbook(file, content)


def _ole(file: str, content: bytes) -> list[Grid]:
    from sampler.registers.legacy import read_legacy

    if _ENCRYPTED in content:
        raise refused(file, "registers.password", "文件设了打开密码。", "请去掉密码，另存以后再试一次。")
    refuse_other_compound(file, content)
    return read_legacy(file, content)
