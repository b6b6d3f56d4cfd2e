"""The drawing of the rooms: read from the imports in the code, never by hand.

``./inv house`` writes it into ``site_src/method/house.md``; a test compares page and code.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from invoke import Context

from sampler.commands.base import say, task
from sampler.failure import SamplerError
from sampler.files import write_atomic

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "site_src" / "method" / "house.md"
BEGIN, END = "<!-- 以下由 ./inv house 生成 -->", "<!-- 以上由 ./inv house 生成 -->"

ROOMS = {
    "commands": "命令",
    "demo": "演示数据",
    "workflow": "各步",
    "site": "网站",
    "office": "后台",
    "release": "发布",
    "disclosure": "公开审查",
    "rules": "规则",
    "registers": "登记表",
    "draw": "抽取",
}
"""The rooms of the package and what they are called; ``failure`` and ``files`` are the floor all stand on."""

WIDTH, HEIGHT, GAP_X, GAP_Y = 132, 46, 24, 44


Imports = frozenset[tuple[str, str]]
"""Pairs of rooms: a module of the first imports from the second."""


@task(help={})
def house(c: Context) -> None:
    """由代码重新画出各房间的关系（办法—程序的结构）。"""
    write_atomic(PAGE, page_with(PAGE.read_text(encoding="utf-8"), survey(ROOT / "sampler")).encode())
    say("已更新 site_src/method/house.md。")


def survey(package: Path) -> Imports:
    """Return which rooms below ``package`` import from which."""
    return frozenset(
        (room, other)
        for room in ROOMS
        for path in sorted((package / room).rglob("*.py"))
        for other in set(_imported(ast.parse(path.read_bytes()))) & ROOMS.keys() - {room}
    )


def page_with(page: str, imports: Imports) -> str:
    """Return the page with its generated part made anew; raise SamplerError when the marks are gone."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise SamplerError(f"{PAGE.name} 里找不到“{BEGIN}”和“{END}”两行。请补上，再运行一次。")
    before, rest = page.split(BEGIN)
    parts = (BEGIN, f"<figure>\n{drawing(imports)}\n</figure>", _table(imports), END)
    return before + "\n\n".join(parts) + rest.split(END)[1]


def drawing(imports: Imports) -> str:
    """Return the rooms as an inline SVG: who stands higher knows those below, direct knowledge as lines."""
    floors = _floors(imports)
    places = {
        room: (10 + column * (WIDTH + GAP_X), 10 + row * (HEIGHT + GAP_Y))
        for row, rooms in enumerate(floors)
        for column, room in enumerate(rooms)
    }
    width = 10 + max(map(len, floors)) * (WIDTH + GAP_X)
    height = 10 + len(floors) * (HEIGHT + GAP_Y)
    lines = [_line(places[one], places[other]) for one, other in _direct(imports)]
    boxes = [_box(room, *places[room]) for room in places]
    return "\n".join(
        [
            f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-labelledby="house-title house-desc">',
            '<title id="house-title">各房间的关系</title>',
            '<desc id="house-desc">上面的房间使用下面的房间，线是直接的使用；全部关系见下表。</desc>',
            *lines,
            *boxes,
            "</svg>",
        ]
    )


def _floors(imports: Imports) -> list[list[str]]:
    """Return the rooms floor by floor, the highest first: a room stands just below the last that uses it."""
    depths: dict[str, int] = {}
    while waiting := [room for room in ROOMS if room not in depths]:
        ready = [room for room in waiting if _above(imports, room) <= depths.keys()]
        if not ready:
            raise SamplerError("房间之间互相使用，画不出上下。请先运行 ./inv check。")
        depths |= {
            room: 1 + max((depths[one] for one in _above(imports, room)), default=-1) for room in ready
        }
    return [[room for room in ROOMS if depths[room] == level] for level in range(max(depths.values()) + 1)]


def _above(imports: Imports, room: str) -> set[str]:
    return {one for one, other in imports if other == room}


def _below(imports: Imports, room: str) -> set[str]:
    return {other for one, other in imports if one == room}


def _direct(imports: Imports) -> list[tuple[str, str]]:
    """Return the imports that no longer way through other rooms explains."""
    reach: dict[str, set[str]] = {}
    for floor in reversed(_floors(imports)):
        for room in floor:
            below = _below(imports, room)
            reach[room] = below.union(*(reach[one] for one in below))
    return sorted(
        (one, other)
        for one, other in imports
        if not any(other in reach[between] for between in _below(imports, one) - {other})
    )


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1, x2, y2 = start[0] + WIDTH // 2, start[1] + HEIGHT, end[0] + WIDTH // 2, end[1]
    bend = (y2 - y1) // 2
    return (
        f'<path d="M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}" '
        'fill="none" stroke="currentColor" stroke-opacity=".45" stroke-width="1.5"/>'
    )


def _box(room: str, x: int, y: int) -> str:
    middle = x + WIDTH // 2
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
        'fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<text x="{middle}" y="{y + 20}" text-anchor="middle" font-size="14" fill="currentColor">'
        f"{ROOMS[room]}</text>"
        f'<text x="{middle}" y="{y + 37}" text-anchor="middle" font-size="11" fill="currentColor">{room}</text>'
    )


def _table(imports: Imports) -> str:
    """Return who imports from whom as a Markdown table."""
    used = [room for room in ROOMS if _above(imports, room)]
    head = ["使用者", *(ROOMS[room] for room in used)]
    rows = [
        [f"{ROOMS[room]} `{room}`", *("用" if (room, other) in imports else "" for other in used)]
        for room in ROOMS
    ]
    return "\n".join(map(_row, [head, ["---"] * len(head), *rows]))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the rooms a module imports from, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("sampler."))
