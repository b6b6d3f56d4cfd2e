"""Two drawings of the benches as inline SVG: how many times a peer's cost ours is, and how cost grows with size."""

import math
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
ROW, LABEL, WIDTH = 22, 330, 760
DASHES = ("", "6 3", "2 3", "9 3 2 3")


def ratios(results: list[Json]) -> str:
    """Return bars on a logarithmic scale: left of the middle line ours costs less than the peer."""
    rows = [row for result in results for row in _ratio_rows(result)]
    height = 40 + ROW * len(rows)
    scale = max([1.0, *(abs(math.log10(value)) for _, value in rows)])
    middle, half = LABEL + (WIDTH - LABEL) / 2, (WIDTH - LABEL) / 2 - 62
    bars = [line for at, row in enumerate(rows) for line in _bar(24 + ROW * at, row, middle, half / scale)]
    axis = f'<path d="M{middle:.0f} 14V{height - 16}" stroke="currentColor" stroke-width="1"/>'
    ends = (
        f'<text x="{middle - 8:.0f}" y="12" text-anchor="end" font-size="12" fill="currentColor">本程序省</text>'
        f'<text x="{middle + 8:.0f}" y="12" font-size="12" fill="currentColor">本程序费</text>'
    )
    desc = "每一条是本程序的处理器时间除以另一个程序的，对数刻度：向左是本程序用得少，向右是用得多。数值也在下面的表里。"
    return _svg("bench-ratios", "处理器时间：本程序是别的程序的几倍", desc, height, [axis, ends, *bars])


def _ratio_rows(result: Json) -> Iterator[tuple[str, float]]:
    """Yield each peer with the ratio at the largest size it took part in."""
    for party in result["parties"]:
        if party["own"]:
            continue
        sizes = [int(size) for size, entry in result["sizes"].items() if party["key"] in entry["parties"]]
        if sizes:
            one = result["sizes"][str(max(sizes))]["parties"][party["key"]]
            label = f"{result['title'].partition('：')[0]} / {party['title']}（{max(sizes):,}）"
            yield label, max(one["ratio_cpu"], 1e-4)


def _bar(y: int, row: tuple[str, float], middle: float, scale: float) -> Iterator[str]:
    label, value = row
    length = math.log10(value) * scale
    left, side = min(middle, middle + length), "end" if length < 0 else "start"
    end = middle + length + (-6 if length < 0 else 6)
    yield f'<text x="{LABEL - 10}" y="{y + 11}" text-anchor="end" font-size="12" fill="currentColor">{label}</text>'
    yield (
        f'<rect x="{left:.1f}" y="{y}" width="{abs(length):.1f}" height="13" fill="currentColor" '
        f'fill-opacity="{".35" if length < 0 else ".75"}"/>'
    )
    yield (
        f'<text x="{end:.1f}" y="{y + 11}" text-anchor="{side}" font-size="12" fill="currentColor">'
        f"{value:.2g} 倍</text>"
    )


def growth(results: list[Json]) -> str:
    """Return processor seconds over size, both on logarithmic scales, one line for each bench of ours."""
    lines = {number: _points(result) for number, result in enumerate(results, 1)}
    lines = {number: points for number, points in lines.items() if len(points) > 1}
    every = [point for points in lines.values() for point in points] or [(1.0, 1.0), (10.0, 10.0)]
    frame = _Frame(every)
    drawn = [part for number, points in lines.items() for part in _line(frame, number, points)]
    names = [f"{number} {results[number - 1]['title']}" for number in lines]
    legend = [
        f'<text x="{frame.right + 34}" y="{frame.top + 12 + 17 * at}" font-size="12" fill="currentColor">{name}</text>'
        for at, name in enumerate(names)
    ]
    desc = "横轴是规模，纵轴是处理器秒数，都是对数刻度；每条线是一个项目，线端的号码见右边。斜率与虚线相同的，时间与规模成正比。数值也在下面的表里。"
    return _svg("bench-growth", "规模变大时，处理器时间怎样变", desc, 340, [*frame.axes(), *drawn, *legend])


def _points(result: Json) -> list[tuple[float, float]]:
    sizes = {int(size): entry["parties"]["ours"]["cpu"] for size, entry in result["sizes"].items()}
    return [(float(size), max(sizes[size], 1e-4)) for size in sorted(sizes)]


class _Frame:
    """The axes: where a size and its seconds lie on the paper."""

    left, top, right, bottom = 66, 14, 500, 300

    def __init__(self, points: list[tuple[float, float]]) -> None:
        """Choose whole powers of ten around all points."""
        xs, ys = ([math.log10(value) for value in values] for values in zip(*points, strict=True))
        self.x = (math.floor(min(xs)), math.ceil(max(xs)))
        self.y = (math.floor(min(ys)), math.ceil(max(ys)))

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return where a point lies."""
        (x1, x2), (y1, y2) = self.x, self.y
        across = (math.log10(point[0]) - x1) / max(1, x2 - x1)
        up = (math.log10(point[1]) - y1) / max(1, y2 - y1)
        return self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top)

    def axes(self) -> Iterator[str]:
        """Yield the frame, its numbers, and the line of proportional growth."""
        for power in range(self.x[0], self.x[1] + 1):
            x, _ = self.place((10.0**power, 10.0 ** self.y[0]))
            yield f'<path d="M{x:.0f} {self.top}V{self.bottom}" stroke="currentColor" stroke-opacity=".2"/>'
            yield f'<text x="{x:.0f}" y="{self.bottom + 18}" text-anchor="middle" font-size="12" fill="currentColor">{10**power:,}</text>'
        for power in range(self.y[0], self.y[1] + 1):
            _, y = self.place((10.0 ** self.x[0], 10.0**power))
            name = f"{10**power:,} 秒" if power >= 0 else f"{10.0**power:g} 秒"
            yield f'<path d="M{self.left} {y:.0f}H{self.right}" stroke="currentColor" stroke-opacity=".2"/>'
            yield f'<text x="{self.left - 6}" y="{y + 4:.0f}" text-anchor="end" font-size="12" fill="currentColor">{name}</text>'
        yield f'<text x="{self.right}" y="{self.bottom + 34}" text-anchor="end" font-size="12" fill="currentColor">规模</text>'
        powers = min(self.x[1] - self.x[0], self.y[1] - self.y[0])
        ends = [self.place((10.0 ** (self.x[0] + n), 10.0 ** (self.y[0] + n))) for n in (0, powers)]
        yield f'<path d="{_path(ends)}" stroke="currentColor" stroke-opacity=".5" stroke-dasharray="1 4" fill="none"/>'


def _line(frame: _Frame, number: int, points: list[tuple[float, float]]) -> Iterator[str]:
    places = [frame.place(point) for point in points]
    dash = DASHES[number % len(DASHES)]
    style = f' stroke-dasharray="{dash}"' if dash else ""
    yield f'<path d="{_path(places)}" fill="none" stroke="currentColor" stroke-width="1.6"{style}/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="currentColor"/>'
    x, y = places[-1]
    yield f'<text x="{x + 5 + 12 * (number % 2):.1f}" y="{y + 4:.1f}" font-size="12" fill="currentColor">{number}</text>'


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _svg(name: str, title: str, desc: str, height: int, inside: list[str]) -> str:
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img" aria-labelledby="{name}-title {name}-desc">',
            f'<title id="{name}-title">{title}</title>',
            f'<desc id="{name}-desc">{desc}</desc>',
            *inside,
            "</svg>",
        ]
    )
