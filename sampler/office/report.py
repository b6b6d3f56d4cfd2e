"""A private report in one shape: shown on the screen, written as xlsx, docx or a page for the browser."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sampler.office.word import Grid, Line, write_word
from sampler.registers.sheet import Sheet, plain_sheet

_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
PRIVATE = "内部资料，不得公开"
_STYLE = (
    "body{font:16px/1.7 'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #999;padding:.3em .6em;text-align:left;"
    "vertical-align:top}.private{color:#b00}"
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: sentences, a table, or both."""

    title: str
    """Heading."""

    lines: tuple[str, ...] = ()
    """Sentences."""

    headers: tuple[str, ...] = ()
    """Headers of the table; empty = no table."""

    rows: tuple[tuple[str, ...], ...] = ()
    """Rows of the table."""


@dataclass(frozen=True, slots=True)
class Report:
    """A titled list of sections."""

    title: str
    """Heading of the whole."""

    sections: tuple[Section, ...]
    """Parts in order."""

    def as_text(self) -> str:
        """Return the report for the screen, columns aligned."""
        parts = [self.title]
        for section in self.sections:
            parts += ["", f"【{section.title}】", *section.lines]
            parts += _aligned([section.headers, *section.rows]) if section.headers and section.rows else []
        return "\n".join(parts)

    def as_html(self) -> str:
        """Return the report as one page without scripts and without links to other hosts."""
        body = [f"<h1>{escape(self.title)}</h1><p class=private>{PRIVATE}</p>"]
        for section in self.sections:
            body.append(f"<h2>{escape(section.title)}</h2>")
            body += [f"<p>{escape(line)}</p>" for line in section.lines]
            body += [_html_table(section)] if section.headers else []
        head = f"<meta charset=utf-8><title>{escape(self.title)}</title><style>{_STYLE}</style>"
        return (
            f"<!doctype html><html lang=zh-CN><head>{head}</head><body>\n"
            + "\n".join(body)
            + "\n</body></html>\n"
        )

    def as_sheets(self) -> tuple[Sheet, ...]:
        """Return the report as sheets: sentences first, then one sheet for each table."""
        lines = [(section.title, line) for section in self.sections for line in section.lines]
        tables = [section for section in self.sections if section.headers]
        names = [
            f"{number}{_NOT_IN_NAMES.sub('-', section.title)}"[:28]
            for number, section in enumerate(tables, 1)
        ]
        sheets = [plain_sheet(n, s.headers, s.rows) for n, s in zip(names, tables, strict=True)]
        return (plain_sheet("说明", ("部分", "内容"), [("", self.title), ("", PRIVATE), *lines]), *sheets)

    def as_docx(self) -> bytes:
        """Return the report as a Word document."""
        parts: list[Line | Grid] = [Line(self.title, bold=True), Line(PRIVATE)]
        for section in self.sections:
            parts += [Line(section.title, bold=True), *(Line(line) for line in section.lines)]
            parts += [Grid((section.headers, *section.rows))] if section.headers else []
        return write_word(parts)


def _html_table(section: Section) -> str:
    head = "".join(f"<th>{escape(header)}</th>" for header in section.headers)
    rows = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in section.rows]
    return f"<table><tr>{head}</tr>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows padded to columns as a terminal shows Chinese: two places for a wide character."""
    short = [[cell.replace("\n", " ") for cell in row] for row in rows]
    widths = [max(_width(row[place]) for row in short) for place in range(len(short[0]))]
    padded = [
        [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        for row in short
    ]
    return ["  " + "  ".join(row).rstrip() for row in padded]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
