"""What a sheet of an old or foreign workbook shows beside its plain values."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Beside:
    """What is to be said of one sheet beside its plain values."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that show more than their value: a formula's text, 25%, 0007, an error."""

    formulas: list[tuple[int, int]] = field(default_factory=list)
    """Cells that hold a formula."""

    hidden: list[int] = field(default_factory=list)
    """Rows that are hidden or filtered away."""


def shown(value: float, form: str) -> str:
    """Return a number as its format shows it, where that is more than its digits, or an empty text.

    >>> shown(0.25, "0.00%"), shown(7, "000"), shown(7, "General")
    ('25%', '007', '')
    """
    if "%" in form:
        return f"{round(value * 100, 6):.10g}%"
    padded = 2 <= len(form) <= 18 and not form.strip("0")
    return str(int(value)).zfill(len(form)) if padded and 0 <= value < 1e15 and value == int(value) else ""
