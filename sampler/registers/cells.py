"""One cell: text as people typed it, made canonical, or a problem told.

Every cell is text and stays what it was: ``007``, ``1e5`` and ``NA`` are words. Blanks around a value are taken off;
where the schema says so, full-width digits and letters become half-width. What was destroyed on the way here (a code
turned into 1.3E+17, a private-use character, a lone surrogate) is reported and never guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from sampler.registers.characters import EDGES, UNREADABLE, join_list, split_list, tidy, unwrapped
from sampler.registers.days import parse_day, why_no_day
from sampler.registers.schema import Field

_ODD = re.compile(f"[{EDGES}#\u00ad]|{UNREADABLE.pattern}")
_MARKED = re.compile("[\uff01-\uff5e\u2018\u2019'`=]")
_DESTROYED = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d{2,3}")
_DESTROYED_LINE = re.compile(rf"^{_DESTROYED.pattern}$", re.M)
_FLOAT = re.compile(r"\d{5,}\.0+")
_FLOAT_LINE = re.compile(rf"^{_FLOAT.pattern}$", re.M)
_YES = frozenset(["是", "√", "✓", "✔", "对", "有", "y", "yes", "true", "1"])
_NO = frozenset(["否", "×", "✗", "✘", "x", "无", "不是", "n", "no", "false", "0"])
_INTEGER = re.compile(r"([+-]?\d+)(?:\.0+)?")
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_BARE_RATIO = re.compile(r"0?\.\d*[1-9]\d*")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)")


MAX_TEXT = 32_767
"""The most characters a spreadsheet keeps in a cell."""
_KEPT, _LONGEST_WORD, _LONGEST_NAME, _LONGEST_LINE = 200, 100, 300, 4000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell."""

    code: str
    """Stable name of the finding."""

    reason: str
    """Why, in Chinese."""

    suggestion: str
    """What to do, in Chinese."""


def read_column(field: Field, raw: Sequence[str]) -> tuple[Sequence[str], list[tuple[int, Problem]]]:
    """Return the canonical cells of one column and the problems by position.

    Equal texts are looked at once, and a column of plain text without anything odd is passed on as it is.
    """
    if _is_plain_text(field) and _nothing_odd(field, raw):
        return raw, _empty_cells(field, raw) if field.required else []
    read = {text: read_cell(field, text) for text in set(raw)}
    values = {text: value for text, (value, _) in read.items()}
    bad = {text: problem for text, (_, problem) in read.items() if problem is not None}
    problems = [(index, bad[text]) for index, text in enumerate(raw) if text in bad] if bad else []
    return list(map(values.__getitem__, raw)), problems


def read_cell(field: Field, raw: str) -> tuple[str, Problem | None]:
    """Return the canonical text of one cell and what is wrong with it, if anything.

    A cell with a problem keeps the text it came with, but not more than a screen of it.

    >>> from sampler.registers.schema import schema_named
    >>> read_cell(schema_named("objects").field("entered"), "2025年3月1日")
    ('2025-03-01', None)
    """
    if len(raw) > longest(field):
        return raw[:_KEPT], _too_long(raw, longest(field))
    text = tidy(field, raw)
    if UNREADABLE.search(text):
        return text, _unreadable(text)
    if _ERROR.fullmatch(text):
        return text, Problem(
            "registers.error-cell", "这一格是电子表格的错误值。", "请填写真正的内容，或清空它。"
        )
    if not text:
        return text, _empty(field) if field.required else None
    if field.normalize in ("code", "digits") and (lost := _lost(text)):
        return text, lost
    return _typed(field, text)


def is_destroyed(code: str) -> bool:
    """Return whether a spreadsheet turned this code into a number with an exponent.

    >>> is_destroyed("1.3E+17"), is_destroyed("E10")
    (True, False)
    """
    return bool(_DESTROYED.fullmatch(code))


def nearest(value: str, words: Sequence[str]) -> str:
    """Return the word nearest to ``value``, or an empty text when none is near or the value is no word at all."""
    if len(value) > _LONGEST_WORD:
        return ""
    words = [word for word in words if len(word) <= _LONGEST_WORD]
    alike = [word for word in words if value and (value in word or word in value)]
    if alike:
        return max(alike, key=lambda word: (word in value, len(word)))
    near = get_close_matches(value, words, n=1, cutoff=0.5)
    return near[0] if near else ""


def _is_plain_text(field: Field) -> bool:
    special = field.enum or field.pattern or field.is_list or field.normalize == "ratio"
    return field.type == "string" and not special


def _nothing_odd(field: Field, raw: Sequence[str]) -> bool:
    """Return whether reading each cell would leave the whole column as it is."""
    together = "".join(raw)
    if _ODD.search(together) or max(map(len, raw), default=0) > longest(field):
        return False
    if field.normalize not in ("code", "digits", "ratio"):
        return True
    if _MARKED.search(together) or (field.normalize == "code" and together != together.upper()):
        return False
    lines = "\n".join(raw)
    return not (_DESTROYED_LINE.search(lines) or _FLOAT_LINE.search(lines))


def _empty_cells(field: Field, raw: Sequence[str]) -> list[tuple[int, Problem]]:
    if "" not in raw:
        return []
    return [(index, _empty(field)) for index, text in enumerate(raw) if not text]


def _empty(field: Field) -> Problem:
    return Problem("registers.empty-cell", "不能为空。", f"请补填，例如“{field.example}”。")


def _lost(code: str) -> Problem | None:
    """Return what another program did to a code by taking it for a number, if anything."""
    if is_destroyed(code):
        return Problem(
            "registers.destroyed-code",
            "长编码被电子表格改成了科学计数，原来的数字已经丢失，不能猜。",
            "请把这一列设为文本格式，再从原始材料重新填写。",
        )
    if _FLOAT.fullmatch(code):
        return Problem(
            "registers.float-code",
            "编号或电话后面多了“.0”：别的程序把它当成了小数，开头的 0 可能也丢了。",
            "请从原来的系统按文本重新导出，或去掉“.0”并核对开头的 0。",
        )
    return None


def _typed(field: Field, text: str) -> tuple[str, Problem | None]:
    if field.is_list:
        return _list(field, text)
    reader = {"date": _date, "boolean": _boolean, "integer": _integer, "number": _number}.get(field.type)
    if reader is not None:
        value, problem = reader(text)
        return (value, problem or _outside(field, value))
    text = field.aliases.get(text, text)
    if field.enum and text not in field.enum:
        bare = text.rstrip("。.;；，,")
        text = field.aliases.get(bare, bare if bare in field.enum else text)
    if field.enum and text not in field.enum:
        return text, _not_a_word(text, field.enum)
    if field.normalize == "ratio" and _BARE_RATIO.fullmatch(text):
        return text, _bare_ratio(text)
    if field.pattern and not re.fullmatch(field.pattern, text):
        return text, Problem("registers.wrong-form", "写法不符合规定。", f"请照这样填写：“{field.example}”。")
    return text, None


def _bare_ratio(text: str) -> Problem:
    percent = f"{Decimal(text) * 100:f}".rstrip("0").rstrip(".")
    return Problem(
        "registers.bare-ratio",
        "只有一个小数，看不出是百分比还是别的。",
        f"电子表格里显示为百分比的，另存时可能丢了百分号。请写成“{percent}%”这样的文字。",
    )


def _list(field: Field, text: str) -> tuple[str, Problem | None]:
    parts = split_list(text)
    if field.normalize == "code":
        parts = tuple(part for part in map(unwrapped, parts) if part)
    values = tuple(dict.fromkeys(field.aliases.get(part, part) for part in parts))
    for value in values:
        if field.normalize == "code" and (lost := _lost(value)):
            return text, lost
        if field.enum and value not in field.enum:
            return text, _not_a_word(value, field.enum)
    return join_list(values), _empty(field) if field.required and not values else None


def _date(text: str) -> tuple[str, Problem | None]:
    day = parse_day(text)
    if day is None:
        return text, Problem("registers.not-a-date", *why_no_day(text))
    return day.isoformat(), None


def _boolean(text: str) -> tuple[str, Problem | None]:
    word = text.lower()
    if word in _YES or word in _NO:
        return ("是" if word in _YES else "否"), None
    return text, Problem("registers.not-yes-no", "只能填是或否。", "请改为“是”或“否”。")


def _integer(text: str) -> tuple[str, Problem | None]:
    match = _INTEGER.fullmatch(text.replace(",", ""))
    if match is None or not match[1].isascii() or len(match[1]) > 18:
        return text, Problem("registers.not-a-number", "不是整数。", "请只填数字，例如 12。")
    return str(int(match[1])), None


def _number(text: str) -> tuple[str, Problem | None]:
    plain = text.replace(",", "")
    if _NUMBER.fullmatch(plain) is None or not plain.isascii():
        return text, Problem("registers.not-a-number", "不是数字。", "请只填数字，不带单位，例如 12.5。")
    plain = plain.removeprefix("+")
    return f"0{plain}" if plain.startswith(".") else plain, None


def _outside(field: Field, value: str) -> Problem | None:
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    if field.type in ("integer", "number") and (
        (low is not None and float(value) < low) or (high is not None and float(value) > high)
    ):
        return Problem("registers.out-of-range", "数值超出了允许的范围。", f"请填写不小于 {low} 的数。")
    return None


def _not_a_word(value: str, words: Sequence[str]) -> Problem:
    near = nearest(value, words)
    hint = f"是不是“{near}”？" if near else ""
    return Problem(
        "registers.unknown-word",
        f"“{value[:_LONGEST_WORD]}”不在允许的词里。",
        f"{hint}可以填：{'、'.join(words)}。",
    )


def longest(field: Field) -> int:
    """Return how many characters a cell of this column may have."""
    if field.multiline:
        return MAX_TEXT
    return _LONGEST_LINE if field.is_list or not field.normalize else _LONGEST_NAME


def _too_long(text: str, most: int) -> Problem:
    return Problem(
        "registers.too-long",
        f"这一格有 {len(text)} 个字，这一列最多 {most} 个。",
        "多半是把整张表或整个文件粘贴进了一格。请清空这一格，重新填写。",
    )


def _unreadable(text: str) -> Problem:
    found = sorted(set(UNREADABLE.findall(text)))
    names = "、".join(f"U+{ord(char):04X}" for char in found)
    if all(unicodedata.category(char) in ("Cc", "Cf") for char in found):
        reason, suggestion = (
            f"有看不见的控制字符（{names}）。",
            "多半是从网页或别的程序复制来的。请手工重新输入。",
        )
    else:
        reason = f"有无法辨认的字符（{names}）。"
        suggestion = "多半是生僻字用了自造字。请按证照上的字，用国家标准字符重新输入。"
    return Problem("registers.unreadable-character", reason, suggestion)
