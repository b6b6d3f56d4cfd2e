"""The marks in a bureau's own Word templates: a small, closed language.

A template is written outside the program, so it may show facts, repeat rows and ask conditions, and nothing else. It calls
nothing, reaches nothing of Python, loads no other file, has no powers, and its repeated texts cannot be made into a flood.
"""

import re
from functools import cache
from typing import Any

FILTERS = (
    "d",
    "default",
    "e",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "replace",
    "trim",
    "upper",
)
"""What may stand behind a bar: ``{{ 地址 | default('无') }}``."""

MARK, DEEPEST = re.compile(r"\{[{%].*?[%}]\}", re.S), 50
"""A mark in the text, and how deep its brackets may go: no sense needs more, and every Python reads that much."""

MISTAKES = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What Python says of a mark that asks for nonsense, beside Jinja's own errors."""


def mistakes() -> tuple[type[Exception], ...]:
    """Return every error that means: this mark is wrong."""
    from jinja2 import TemplateError

    return (TemplateError, *MISTAKES)


@cache
def language() -> Any:
    """Return the environment that reads the marks of user-made templates.

    >>> language().from_string("{{ 名称 }}").render(名称="<甲>厂")
    '&lt;甲&gt;厂'
    """
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.exceptions import SecurityError, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Marks(ImmutableSandboxedEnvironment):
        """Jinja2's sandbox, with less in it."""

        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002  # the base class asks so
            """Multiply whole numbers (merged cells need it); nothing else may grow."""
            if operator == "*" and isinstance(left, int) and isinstance(right, int):
                return left * right
            raise SecurityError(f"标记里不能用“{operator}”计算")

        def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
            if any(_depth(mark[0]) > DEEPEST for mark in MARK.finditer(source)):
                raise TemplateSyntaxError("标记里的括号套得太深", 1, name, filename)
            return super()._parse(source, name, filename)

        def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002  # the base class asks so
            """Let nothing be called."""
            return False

    marks = Marks(undefined=StrictUndefined, autoescape=True, loader=DictLoader({}))
    marks.globals.clear()
    marks.filters = {name: marks.filters[name] for name in FILTERS}
    return marks


def _depth(mark: str) -> int:
    """Return how deep the brackets of a mark go.

    >>> _depth("{{ (a + (b)) }}")
    2
    """
    deepest = depth = 0
    for sign in mark[2:-2]:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    return deepest
