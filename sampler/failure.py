"""What is told to a person: one message, or every finding at once.

Two kinds of failure exist. A :class:`SamplerError` is a mistake in what people gave us; its text is Chinese and
says where, what we got, and what to do next. Any other exception is our own bug and keeps its traceback.
The module also travels inside ``verify.pyz`` and therefore stays readable for Python 3.9 (no slots, no runtime unions).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What Python says of a zip that is damaged, packed in a way nobody uses, or locked."""
_BREAKS = re.compile("[\t\r\n]+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class SamplerError(Exception):
    """A mistake of input, told in Chinese. Commands print it and end with exit code 1."""


@dataclass(frozen=True)
class Finding:
    """One mistake in one place."""

    code: str
    """Stable name for programs, such as ``registers.empty-cell``. Texts may improve; codes stay."""

    file: str
    """Path as the user knows it, relative to the data folder where there is one."""

    row: int | None = None
    """Line of the file as a spreadsheet counts it: the header is line 1. None when the whole file is meant."""

    column: str = ""
    """Chinese column header, or the dotted key of a TOML file."""

    value: str = ""
    """What stands there."""

    reason: str = ""
    """Why it is wrong, in Chinese."""

    suggestion: str = ""
    """What to do, in Chinese."""

    level: str = "error"
    """``error`` stops the step; ``warning`` is shown only."""

    def as_text(self) -> str:
        """Return the finding as one Chinese line: where, what, what to do.

        >>> Finding("x.y", "objects.csv", 3, "名称", "", "不能为空。", "请补填。").as_text()
        'objects.csv 第 3 行「名称」：不能为空。请补填。'
        """
        where = self.file
        if self.row is not None:
            where += f" 第 {self.row} 行"
        if self.column:
            where += f"「{self.column}」"
        shown = f"（现为“{_shorten(self.value)}”）" if self.value else ""
        return one_line(f"{where}：{self.reason}{shown}{self.suggestion}")

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the finding for JSON output."""
        return asdict(self)


class FindingsError(SamplerError):
    """All mistakes of one step, gathered before anything was written."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings; the message lists every one of them."""
        self.findings = tuple(findings)
        lines = [f"发现 {len(self.findings)} 处问题，没有写入任何文件："]
        lines += [f"  {finding.as_text()}" for finding in self.findings]
        super().__init__("\n".join(lines))


def one_line(text: str) -> str:
    r"""Return ``text`` fit for any screen: on one line, and what would steer a terminal shown as its number.

    >>> one_line("甲\n乙\x1b[2J")
    '甲 乙<U+001B>[2J'
    """
    return _UNPRINTABLE.sub(lambda found: f"<U+{ord(found[0]):04X}>", _BREAKS.sub(" ", text))


def _shorten(value: str, limit: int = 40) -> str:
    return value if len(value) <= limit else f"{value[:limit]}…（共 {len(value)} 个字符）"
