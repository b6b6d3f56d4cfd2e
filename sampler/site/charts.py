"""Pictures as inline SVG, drawn at build: horizontal bars, and bars in parts. Whole numbers in, whole pixels out.

Each picture has a title, a description and the table behind it; value labels stand beside the bars, so nothing is
told by colour alone, on paper or on a screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, VALUE, STEP, TOP = 360, 70, 40, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    """What it counts."""

    value: float
    """How long it is."""

    text: str
    """The value in words, beside the bar."""

    tint: int = 1
    """Number of its colour, 1 to 6."""

    rule: float | None = None
    """Where the rule wants it to be, as a mark."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its places worked out, for the template."""

    title: str
    """Title, also the figure's caption."""

    description: str
    """What the picture shows, in one sentence."""

    height: int
    """Height of the drawing."""

    bars: tuple[dict[str, object], ...]
    """Rectangles: x, y, width, tint, tip."""

    labels: tuple[dict[str, object], ...]
    """Texts: x, y, text."""

    marks: tuple[dict[str, object], ...]
    """Rule marks: x, y."""

    legend: tuple[tuple[int, str], ...]
    """Colour number and word, for charts in parts."""

    header: tuple[str, ...]
    """Header of the table behind the picture."""

    rows: tuple[tuple[str, ...], ...]
    """The table behind the picture."""


def bars(
    title: str, description: str, given: Sequence[Bar], header: tuple[str, ...], *, full: float = 0
) -> Drawing | None:
    """Return a chart of horizontal bars; None when there is nothing to show.

    The longest bar fills the width, or ``full`` does where it is larger: a share of half a percent must look like one.
    """
    longest = max((max(bar.value, bar.rule or 0) for bar in given), default=0)
    if not longest:
        return None
    scale = (WIDTH - VALUE) / max(longest, full)
    places = list(enumerate(given))
    ruled = any(bar.rule is not None for bar in given)
    return Drawing(
        title,
        description,
        len(given) * STEP + 6,
        tuple(
            {
                "x": 0,
                "y": n * STEP + TOP,
                "width": round(bar.value * scale),
                "tint": bar.tint,
                "tip": f"{bar.label}：{bar.text}",
            }
            for n, bar in places
        ),
        tuple(_label(bar.label, n) for n, bar in places)
        + tuple(_value(bar.text, round(max(bar.value, bar.rule or 0) * scale), n) for n, bar in places),
        tuple(
            {"x": round(bar.rule * scale), "y": n * STEP + TOP - 3}
            for n, bar in places
            if bar.rule is not None
        ),
        (),
        header,
        tuple(_table_row(bar, ruled=ruled) for bar in given),
    )


def _table_row(bar: Bar, *, ruled: bool) -> tuple[str, ...]:
    rule = () if not ruled else ("" if bar.rule is None else f"{bar.rule:g}",)
    return (bar.label, bar.text, *rule)


def parts(
    title: str, description: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], head: str
) -> Drawing | None:
    """Return bars in parts: one bar per row, one colour per name; None when there is nothing to show."""
    longest = max((sum(values) for _, values in rows), default=0)
    if not longest:
        return None
    scale = (WIDTH - VALUE) / longest
    boxes: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for n, (label, values) in enumerate(rows):
        x = 0
        labels.append(_label(label, n))
        for tint, (name, value) in enumerate(zip(names, values, strict=True), start=1):
            width = round(value * scale)
            if value:
                boxes.append(
                    {
                        "x": x,
                        "y": n * STEP + TOP,
                        "width": width,
                        "tint": (tint - 1) % 6 + 1,
                        "tip": f"{label} {name}：{value}",
                    }
                )
            x += width
        labels.append(_value(str(sum(values)), x, n))
    legend = tuple(((tint - 1) % 6 + 1, name) for tint, name in enumerate(names, start=1))
    table = tuple((label, *(str(value) for value in values), str(sum(values))) for label, values in rows)
    return Drawing(
        title,
        description,
        len(rows) * STEP + 6,
        tuple(boxes),
        tuple(labels),
        (),
        legend,
        (head, *names, "合计"),
        table,
    )


def _label(text: str, n: int) -> dict[str, object]:
    shown = text if len(text) <= 24 else text[:23] + "…"
    return {"x": 0, "y": n * STEP + 13, "text": shown}


def _value(text: str, x: int, n: int) -> dict[str, object]:
    return {"x": x + 6, "y": n * STEP + TOP + 12, "text": text}
