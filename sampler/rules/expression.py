"""Conditions: how they are written and what they mean as a tree.

::

    排污许可管理类别 = 重点管理
    行业 属于 [化工, 制药] 且 非 (正面清单 = 是)
    行政处罚(上季度) ≥ 1 或 在线超标(上季度, 同一 排放口) ≥ 5
    信访举报(近6个月, 属实 = 是) ≥ 2 次

且 and 或 are never mixed without brackets: a reader must not need a rule of precedence. A word is everything up to a
blank or a sign; a column whose name holds blanks or signs stands in 「」. What can't be read is refused, with the place.
"""

import re
from fractions import Fraction

from sampler.failure import SamplerError
from sampler.rules.tree import (
    DRAWS,
    OWN_DRAWS,
    All,
    Always,
    AnyOf,
    Compare,
    Condition,
    Count,
    Not,
    number_of,
    walk,
)
from sampler.rules.windows import WINDOW_WORDS, is_window

__all__ = [
    "DRAWS",
    "OWN_DRAWS",
    "All",
    "Always",
    "AnyOf",
    "Compare",
    "Condition",
    "Count",
    "Not",
    "number_of",
    "parse",
    "walk",
]

OPERATORS = {
    "=": "=", "==": "=", "等于": "=", "是": "=",
    "≠": "≠", "!=": "≠", "<>": "≠", "不等于": "≠", "不是": "≠",
    "≥": "≥", ">=": "≥", "不低于": "≥", "不少于": "≥",
    "≤": "≤", "<=": "≤", "不高于": "≤", "不超过": "≤",
    ">": ">", "大于": ">", "<": "<", "小于": "<",
    "属于": "属于", "不属于": "不属于", "包含": "包含", "不包含": "不包含",
    "开头是": "开头是", "结尾是": "结尾是", "为空": "为空", "不为空": "不为空", "在": "在",
}  # fmt: skip
"""Every way to write an operator, and its one meaning."""

ORDERING = frozenset("≥≤><")
_TOKEN = re.compile(
    r"\s+|(?P<quoted>「[^」]*」|“[^”]*”|\"[^\"]*\"|'[^']*')|(?P<sign>>=|<=|!=|<>|==|[=≠≥≤><])|(?P<mark>[()（）\[\]【】,，、])"
    r"|(?P<word>[^\s()（）\[\]【】,，、=≠≥≤><!「」“”\"']+)"
)
_MARKS = str.maketrans("（）【】，、", "()[],,")
_FOLDED = str.maketrans({"\uff1d": "=", "\uff1e": ">", "\uff1c": "<", "\u3000": " "})
_JOINS = {"且": "且", "并且": "且", "或": "或", "或者": "或"}
_NOTS = ("非", "不满足")
_UNITS = re.compile(r"(次|起|件|个|元|万元|家)$")


class ExpressionError(SamplerError):
    """A condition that can't be read; the message says where in it and what to write."""


def parse(text: str) -> Condition:
    """Return the tree of a condition.

    >>> parse("行业 = 化工")
    Compare(column='行业', operator='=', values=('化工',))
    >>> parse("A = 1 且 B = 2 或 C = 3")
    Traceback (most recent call last):
    sampler.rules.expression.ExpressionError: “且”和“或”混用时必须加括号，例如 (甲 且 乙) 或 丙。
    """
    if text.strip() in ("全部", "其余", "全部对象"):
        return Always()
    reader = _Reader(_tokens(text), text)
    tree = reader.joined()
    if reader.left():
        raise ExpressionError(
            f"“{reader.peek()}”后面的内容读不懂。两个条件之间请写“且”或“或”（前后留空格）。"
        )
    return tree


def only_columns(tree: Condition) -> Condition:
    """Return a condition over the columns of one row; refuse events inside it."""
    if any(not isinstance(node, All | AnyOf | Not | Compare) for node in walk(tree)):
        raise ExpressionError("括号里的筛选只能比较这张表自己的列，不能再数事件。")
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    text = text.translate(_FOLDED)
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise ExpressionError(
                f"第 {place + 1} 个字符“{text[place]}”读不懂。引号、括号要成对；条件的写法见“抽查规则”说明页。"
            )
        place = match.end()
        if match.lastgroup == "quoted":
            found.append(("text", match[0][1:-1]))
        elif match.lastgroup == "mark":
            found.append(("mark", match[0].translate(_MARKS)))
        elif match.lastgroup:
            found.append((match.lastgroup, match[0]))
    return found


class _Reader:
    """Reads tokens from left to right; each method takes one kind of phrase."""

    def __init__(self, tokens: list[tuple[str, str]], text: str) -> None:
        self.tokens = tokens
        self.place = 0
        self.text = text

    def left(self) -> bool:
        return self.place < len(self.tokens)

    def peek(self) -> str:
        return self.tokens[self.place][1] if self.left() else ""

    def is_mark(self, mark: str) -> bool:
        return self.left() and self.tokens[self.place] == ("mark", mark)

    def take(self, wanted: str) -> str:
        if not self.left():
            raise ExpressionError(f"“{self.text}”没有写完，缺少{wanted}。")
        kind, value = self.tokens[self.place]
        if kind in ("mark", "sign"):
            raise ExpressionError(f"“{value}”前面缺少{wanted}。")
        self.place += 1
        return value

    def take_mark(self, mark: str) -> None:
        if not self.is_mark(mark):
            raise ExpressionError(f"“{self.text}”缺少“{mark}”。括号要成对。")
        self.place += 1

    def joined(self) -> Condition:
        parts = [self.single()]
        joins: set[str] = set()
        while self.left() and self.tokens[self.place][0] == "word" and self.peek() in _JOINS:
            joins.add(_JOINS[self.peek()])
            self.place += 1
            parts.append(self.single())
        if len(joins) > 1:
            raise ExpressionError("“且”和“或”混用时必须加括号，例如 (甲 且 乙) 或 丙。")
        if len(parts) == 1:
            return parts[0]
        return All(tuple(parts)) if "且" in joins else AnyOf(tuple(parts))

    def single(self) -> Condition:
        if self.left() and self.tokens[self.place][0] == "word" and self.peek() in _NOTS:
            self.place += 1
            return Not(self.single())
        if self.is_mark("("):
            self.place += 1
            inner = self.joined()
            self.take_mark(")")
            return inner
        name = self.take("列名")
        if self.is_mark("("):
            return self.count(name)
        return self.compare(name)

    def compare(self, column: str) -> Compare:
        operator = self.operator(column)
        if operator in ("为空", "不为空"):
            return Compare(column, operator, ())
        values = self.values(operator)
        if operator == "在" and not is_window(values[0]):
            raise ExpressionError(f"“{values[0]}”不是时间范围。可以写：{'、'.join(WINDOW_WORDS)}。")
        return Compare(column, operator, values)

    def operator(self, name: str) -> str:
        word = self.peek()
        if not self.left() or word not in OPERATORS or self.tokens[self.place][0] not in ("sign", "word"):
            known = "= ≠ ≥ ≤ > < 属于 不属于 包含 不包含 开头是 结尾是 为空 不为空 在"
            raise ExpressionError(
                f"“{name}”后面应是比较符号（{known}），前后留空格{'，现在是“' + word + '”' if word else ''}。"
            )
        self.place += 1
        return OPERATORS[word]

    def values(self, operator: str) -> tuple[str, ...]:
        if not self.is_mark("["):
            value = self.take("要比较的值")
            return (value,)
        if operator not in ("属于", "不属于", "包含", "不包含", "开头是"):
            raise ExpressionError("只有“属于”“包含”“开头是”后面可以写一列值 [甲, 乙]。")
        self.place += 1
        found = [self.take("列表中的值")]
        while self.is_mark(","):
            self.place += 1
            found.append(self.take("列表中的值"))
        self.take_mark("]")
        return tuple(found)

    def count(self, kind: str) -> Count:
        self.take_mark("(")
        window = self.take("时间范围")
        if not is_window(window):
            raise ExpressionError(
                f"{kind}( 后面先写时间范围，“{window}”不是时间范围。可以写：{'、'.join(WINDOW_WORDS)}。"
            )
        filters: list[Condition] = []
        options = {"同一": "", "合计": ""}
        while self.is_mark(","):
            self.place += 1
            if self.peek() in options:
                option = self.take("同一 或 合计")
                options[option] = self.take("列名")
            else:
                filters.append(only_columns(self.joined()))
        self.take_mark(")")
        operator, number = self.threshold(kind)
        return Count(kind, window, tuple(filters), options["同一"], options["合计"], operator, number)

    def threshold(self, kind: str) -> tuple[str, Fraction]:
        if not self.left() or self.peek() not in OPERATORS:
            return "≥", Fraction(1)
        operator = self.operator(kind)
        if operator not in ("=", "≠", "≥", "≤", ">", "<"):
            raise ExpressionError(f"{kind}(…) 的次数只能用 = ≠ ≥ ≤ > < 比较。")
        value = self.take("次数")
        if self.left() and _UNITS.fullmatch(self.peek()):
            self.place += 1
        number = number_of(_UNITS.sub("", value))
        if number is None:
            raise ExpressionError(f"“{value}”不是数字。次数请写成 ≥ 5 这样。")
        return operator, number
